"""Thermal indicators against closed forms, hand-made weeks and the sense of their inputs."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from bldgassess.health.thermal import adaptive, comfort, models, outdoor, overheating, survival
from bldgassess.hourly.outage import OUTAGE_HOURS, Outage, simulate_outages
from bldgassess.hourly.result import HOURS
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.solve import make_building_model


def test_no_hour_vanishes_beyond_the_range_of_a_model_and_no_warning_escapes():
    t = np.array([25.0, 45.0, -60.0])
    with warnings.catch_warnings():
        warnings.filterwarnings("error")
        vote = models.pmv_ppd(t, t, 0.5, 0.1, 1.2, 0.5)
        felt = models.utci_c(t, t, 1.0, 0.5)
    assert np.isfinite(vote.pmv).all()
    assert list(vote.beyond) == [False, True, True]
    assert list(felt.beyond) == [False, False, True]
    assert felt.beyond_h == 1.0


def test_heat_strain_states_its_edition():
    old = models.predicted_heat_strain(40.0, 40.0, 0.3385, 0.3, 2.58, 0.5)
    new = models.predicted_heat_strain(40.0, 40.0, 0.3385, 0.3, 2.58, 0.5, edition="7933-2023")
    assert (old.edition, float(old.loss_limit_min)) == ("7933-2004", pytest.approx(440.0, abs=2.0))
    assert (new.edition, float(new.loss_limit_min)) == ("7933-2023", pytest.approx(304.0, abs=2.0))


def test_adaptive_vote_is_milder_than_the_vote_on_both_sides():
    pmv = np.array([-1.0, 0.0, 1.5])
    vote = adaptive.adaptive_vote(pmv, 0.21, -0.49)
    assert vote[1] == 0.0
    assert (np.abs(vote) <= np.abs(pmv)).all()
    assert adaptive.comfort_ashrae_c(np.array(40.0)).beyond
    assert float(adaptive.comfort_ashrae_c(np.array(40.0)).values) == pytest.approx(0.31 * 33.5 + 17.8)


def test_class_frequencies_add_to_a_hundred(sample_assessments):
    for item in sample_assessments.values():
        for room in range(len(item.hourly.zones)):
            if item.hourly.people[room].max() > 0.0:
                hours = comfort.adaptive_hours(item.hourly, room, item.study, item.weather)
                assert sum(hours.frequencies_pct) == pytest.approx(100.0)
                assert min(hours.frequencies_pct) >= 0.0
                assert dict(hours.others)["ashrae_80_pct"] >= dict(hours.others)["ashrae_90_pct"]


def test_tm52_by_hand():
    """One day of ten occupied hours at 1.4, 1.5 and 4.6 K over: whole kelvins 1, 2 and 5."""
    limit = np.full(24, 26.0)
    felt, occupied = np.full(24, 25.0), np.zeros(24, dtype=bool)
    occupied[8:18] = True
    felt[8:11] = 26.0 + np.array([1.4, 1.5, 4.6])
    felt[0] = 40.0  # nobody is there
    found = overheating.exceedance(felt, occupied, limit)
    assert (found.hours_pct, found.worst_day_kh, found.most_k) == (30.0, 8.0, 5.0)
    assert not found.passes
    mild = overheating.exceedance(np.where(felt > 27.0, 25.0, felt), occupied, limit)
    assert mild.passes


def test_bedrooms_may_pass_26_degrees_in_32_hours_of_the_night():
    assert int(overheating.NIGHT.sum()) == 3285
    felt = np.full(HOURS, 20.0)
    felt[np.flatnonzero(overheating.NIGHT)[:32]] = 26.01
    felt[np.flatnonzero(~overheating.NIGHT)] = 35.0
    assert overheating.bedroom_night_hours(felt) == overheating.TM59_NIGHT_H == 32


def test_vulnerable_people_have_a_lower_limit_and_the_south_its_own_summer(sample_assessments):
    weather = sample_assessments["base"].weather
    first, second = (overheating.upper_limit_c(weather, category) for category in (1, 2))
    assert (second - first) == pytest.approx(1.0)
    assert overheating.warm_season(weather).all()  # the tropics
    north, south = (overheating.warm_season(replace(weather, latitude_deg=lat)) for lat in (60.0, -35.0))
    assert north.sum() == 153 * 24
    assert south.sum() == 151 * 24
    assert not (north & south).any()


def test_a_hotter_week_without_power_is_worse():
    shape = (1, OUTAGE_HOURS)
    weeks = [
        Outage(np.arange(OUTAGE_HOURS), np.full(shape, t), np.full(shape, t), np.full(shape, 0.5)) for t in (26.0, 33.0)
    ]
    mild, hot = (survival.judge(week, np.array([0]), hottest=True) for week in weeks)
    assert mild.degree_hours_kh[0] == 0.0
    assert mild.livable_h[0] == OUTAGE_HOURS == mild.hours_to_refuge_limit_h[0]
    assert hot.degree_hours_kh[0] > 100.0
    assert hot.hours_to_refuge_limit_h[0] == 0.0


def test_power_fails_only_from_the_first_hour_on(sample_assessments):
    item = sample_assessments["base"]
    made = make_building_model(item.building, item.study, item.inventory, item.weather)
    first = 24 * 200
    dark = simulate_outages(made, item.weather, [first])[0]
    assert list(dark.hours[:2]) == [first, first + 1]
    with_plant = item.hourly.t_op_c[:, dark.hours]
    bedroom = next(k for k, zone in enumerate(item.hourly.zones) if zone.use == "bedroom")
    assert dark.t_op_c[bedroom].mean() > with_plant[bedroom].mean() + 1.0
    assert simulate(made.model, item.weather, steps_per_hour=1, span=dark.hours).air_c.shape[1] == OUTAGE_HOURS


def test_two_spells_in_one_go_are_the_spells_alone(sample_assessments):
    item = sample_assessments["base"]
    made = make_building_model(item.building, item.study, item.inventory, item.weather)
    both = simulate_outages(made, item.weather, [24 * 200, 24 * 20])
    alone = [simulate_outages(made, item.weather, [first])[0] for first in (24 * 200, 24 * 20)]
    for one, other in zip(both, alone, strict=True):
        assert (one.hours == other.hours).all()
        assert np.abs(one.t_op_c - other.t_op_c).max() < 0.1
    near = simulate_outages(made, item.weather, [24 * 200, 24 * 210])
    assert np.abs(near[1].t_op_c - simulate_outages(made, item.weather, [24 * 210])[0].t_op_c).max() == 0.0


def test_mild_hours_need_no_set():
    values = [
        models.standard_effective_c(25.0, 25.0, 1.0, 0.1, 1.0, 0.5),
        models.standard_effective_c(18.0, 18.0, 0.0, 0.1, 1.0, 1.0),
    ]
    assert float(values[0].values) < survival.LIVABLE_HIGH_C
    assert float(values[1].values) > survival.LIVABLE_LOW_C


def test_shade_takes_heat_stress_away(sample_assessments):
    weather = sample_assessments["base"].weather
    sun = outdoor.radiant_temperature_c(weather)
    shade = outdoor.radiant_temperature_c(weather, shade_fraction=1.0, sky_view_fraction=0.3)
    noon = np.arange(HOURS) % 24 == 12
    assert (sun[noon] - weather.t_out_c[noon]).mean() > 15.0
    assert (shade[noon] <= sun[noon] + 1e-9).all()
    open_h, shaded_h = (
        (outdoor.outdoor_utci_c(weather, shade_fraction=share).values > outdoor.STRONG_HEAT_C).sum()
        for share in (0.0, 1.0)
    )
    assert shaded_h < open_h
