"""What must hold of indoor air whatever the figures are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.health.air_quality import emissions, units
from bldgassess.health.air_quality.flows import RoomAir
from bldgassess.health.air_quality.junctions import junction_factor
from bldgassess.health.air_quality.mass_balance import solve_rooms
from bldgassess.health.air_quality.particles import indoor_gas, indoor_particles
from bldgassess.health.air_quality.radon import indoor_radon
from bldgassess.health.air_quality.tables import rows
from bldgassess.health.limits import load_limits, score
from bldgassess.study import Study

_HOURS = 72
_few = settings(max_examples=25, deadline=None, derandomize=True)
_rate = st.floats(0.05, 8.0)
_amount = st.floats(0.0, 500.0)


def _air(leaks: float, windows: float, supply: float) -> RoomAir:
    full = np.ones((1, _HOURS))
    return RoomAir(np.array([50.0]), leaks * full, windows * full, supply * full)


def test_rooms_follow_the_differential_equation():
    rng = np.random.default_rng(7)
    gain, loss = rng.random((3, _HOURS)) * 9.0, rng.random((3, _HOURS)) * 3.0
    found = solve_rooms(gain, loss, np.array([0.0, 5.0, 50.0]))
    state = np.array([0.0, 5.0, 50.0])
    for hour in range(_HOURS):
        total, steps = np.zeros(3), 400
        for _ in range(steps):
            total += state / steps
            state = state + (gain[:, hour] - loss[:, hour] * state) / steps
        assert found.mean[:, hour] == pytest.approx(total, rel=5e-3, abs=5e-3)
        state = found.end[:, hour].copy()


def test_a_period_ends_as_it_begins():
    rng = np.random.default_rng(3)
    gain, loss = rng.random((2, 100)), 0.01 + rng.random((2, 100))
    once = solve_rooms(gain, loss)
    twice = solve_rooms(np.tile(gain, 2), np.tile(loss, 2))
    assert twice.mean[:, :100] == pytest.approx(once.mean, rel=1e-9)
    assert twice.end[:, 99] == pytest.approx(once.end[:, 99], rel=1e-9)


def test_mass_is_kept():
    """What enters over a period that repeats leaves in it: the losses are lam times the mean."""
    rng = np.random.default_rng(5)
    gain, loss = rng.random((2, 240)), 0.1 + rng.random((2, 240))
    assert (loss * solve_rooms(gain, loss).mean).sum(axis=1) == pytest.approx(gain.sum(axis=1), rel=1e-9)


@_few
@given(_rate, _rate, _amount)
def test_indoor_sources_thin_out_with_ventilation(a, b, source):
    low, high = sorted((a, b))
    outdoors = np.zeros(_HOURS)
    few, many = (
        indoor_particles(_air(0.0, change, 0.0), outdoors, np.full((1, _HOURS), source), 0.0, 0.0).mean()
        for change in (low, high)
    )
    assert many <= few * (1.0 + 1e-9)
    radon = [indoor_radon(_air(0.0, change, 0.0), np.array([1000.0 + source])).mean() for change in (low, high)]
    assert radon[1] <= radon[0] * (1.0 + 1e-9)


@_few
@given(_rate, _amount, _amount)
def test_more_sources_more_particles(change, a, b):
    low, high = sorted((a, b))
    outdoors = np.full(_HOURS, 10.0)
    few, many = (
        indoor_particles(_air(change, 0.0, 0.0), outdoors, np.full((1, _HOURS), source), 0.0, 0.0).mean()
        for source in (low, high)
    )
    assert few <= many * (1.0 + 1e-9)


@_few
@given(_rate, _rate, st.floats(0.0, 1000.0))
def test_a_better_filter_or_purifier_never_hurts(leaks, supply, purifier):
    outdoors, none = np.full(_HOURS, 35.0), np.zeros((1, _HOURS))
    held = sorted(float(row["pm25_fraction"]) for row in rows("filters.csv"))
    found = [indoor_particles(_air(leaks, 0.0, supply), outdoors, none, eta, 0.0).mean() for eta in held]
    assert found == sorted(found, reverse=True)
    with_purifier = indoor_particles(_air(leaks, 0.0, supply), outdoors, none, 0.0, purifier).mean()
    assert with_purifier <= found[0] * (1.0 + 1e-9)


@_few
@given(_rate, st.floats(0.0, 5.0), _amount)
def test_gases_from_outdoors_are_never_higher_indoors(change, uptake, outdoor):
    assert indoor_gas(_air(0.0, change, 0.0), np.full(_HOURS, outdoor), uptake).max() <= outdoor * (1.0 + 1e-9)


@_few
@given(st.floats(0.0, 400.0), st.floats(0.0, 400.0))
def test_scores_never_rise_with_a_pollutant(a, b):
    low, high = sorted((a, b))
    for (indicator, _), limits in load_limits().items():
        if indicator[:2] in {"I3", "I4", "I5", "I6"}:
            assert score(high, limits) <= score(low, limits)


@pytest.mark.parametrize("gas", units.MOLAR_MASS)
def test_units_go_round(gas):
    assert units.ppb_from_ug_m3(units.ug_m3_from_ppb(37.0, gas), gas) == pytest.approx(37.0)


@_few
@given(st.floats(0.01, 0.99))
def test_junctions_are_never_warmer_than_the_plane(plane):
    for row in rows("junctions.csv"):
        factor = junction_factor(plane, row["junction"], row["insulation"])
        assert 0.0 < factor <= plane


def test_formaldehyde_rises_with_heat_and_damp_and_can_be_held():
    assert float(emissions.berge_factor(23.0, 50.0)) == pytest.approx(1.0)
    assert float(emissions.berge_factor(28.0, 50.0)) > 1.5
    assert float(emissions.berge_factor(23.0, 75.0)) == pytest.approx(1.0 + 0.0175 * 25.0)
    study = Study()
    fixed = study.model_copy(update={"health": study.health.model_copy(update={"emission_climate_effect": False})})
    hot, damp = np.full((1, _HOURS), 30.0), np.full((1, _HOURS), 0.8)
    air, amount = _air(0.5, 0.0, 0.0), np.array([500.0])
    plain = emissions.indoor_pollutant("hcho", air, amount, hot, damp, fixed).mean()
    assert plain == pytest.approx(500.0 / 50.0 / 0.5)
    assert emissions.indoor_pollutant("hcho", air, amount, hot, damp, study).mean() > 2.0 * plain
    assert emissions.indoor_pollutant("tvoc", air, amount, hot, damp, study).mean() == pytest.approx(plain)


def test_emission_fades_and_boards_are_limited():
    for row in rows("pollutants.csv"):
        assert emissions.age_factor(row["pollutant"], 28.0) == pytest.approx(1.0)
        assert emissions.age_factor(row["pollutant"], 365.0) < 1.0
    assert emissions.bearing_m2_m3(80.0, "E1", 1.0) == pytest.approx(80.0 / 124.0)
    assert emissions.bearing_m2_m3(80.0, "ENF", 1.0) > emissions.bearing_m2_m3(80.0, "E0", 1.0)


def test_every_row_of_the_tables_has_its_source():
    for name in ("cities", "filters", "emissions", "emission_classes", "pollutants", "radioactivity", "junctions"):
        for row in rows(f"{name}.csv"):
            assert row["source"], (name, row)
            assert row["quality"] in set("ABCDS"), (name, row)
    for name in ("vapour", "mould_classes"):
        assert all(row["source"] for row in rows(f"{name}.csv"))
    assert all(row["evidence"] in {"verified", "to_be_confirmed"} for row in rows("codes.csv"))


def test_a_room_without_volume_or_air_does_not_divide_by_zero():
    air = replace(_air(0.0, 0.0, 0.0), volume_m3=np.array([0.1]))
    assert np.isfinite(indoor_radon(air, np.array([0.0]))).all()
