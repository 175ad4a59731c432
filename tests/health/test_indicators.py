"""Health indicators against closed forms and published references."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from bldgassess.health.air_quality import carbon_dioxide as air
from bldgassess.health.air_quality import mould
from bldgassess.health.light import split_flux as daylight
from bldgassess.health.limits import classify, load_limits, score, worst
from bldgassess.health.ratings.rating import counts_in_class
from bldgassess.health.thermal import comfort, models, overheating
from bldgassess.hourly.result import HOURS
from bldgassess.model import Opening, Space
from bldgassess.study import Study, set_values


def test_classes_and_scores_meet_at_the_limits():
    for limits in load_limits().values():
        names = [classify(value, limits) for value in limits.classes]
        assert names == ["I", "II", "III", "IV"] or len(set(limits.classes)) < 4
        assert [score(value, limits) for value in limits.classes][1:] == [70.0, 50.0, 25.0]
        assert limits.source
        assert limits.evidence in {"verified", "to_be_confirmed"}
    assert classify(9999.0, load_limits()["I1", "all"]) == "outside"
    assert worst(["I", "III", "II", "not_assessed"]) == "III"
    assert worst(["not_assessed"]) == "not_assessed"


def test_score_never_rises_as_things_get_worse():
    for limits in load_limits().values():
        span = 2.5 * max(limits.classes)
        values = np.linspace(0.0, span, 200)
        scores = [score(float(value), limits) for value in values]
        if limits.better == "higher":
            scores = scores[::-1]
        assert all(b <= a + 1e-9 for a, b in pairwise(scores))


def _with_steady(hourly, people, flow_m3_s):
    rows = len(hourly.zones)
    return replace(hourly, people=np.full((rows, HOURS), people), outdoor_air_m3_s=np.full((rows, HOURS), flow_m3_s))


def test_co2_reaches_its_steady_state(sample_assessments):
    hourly = sample_assessments["base"].hourly
    steady = _with_steady(hourly, 2.0, 0.014)  # 7 l/s a person
    result = air.co2_above_outdoor_ppm(steady)
    living = next(k for k, zone in enumerate(hourly.zones) if zone.use == "living")
    assert result[living, -1] == pytest.approx(20.0 / 3.6 / 7.0 * 1000.0, rel=1e-6)  # 794 ppm, EN 16798-1 class II
    bedroom = next(k for k, zone in enumerate(hourly.zones) if zone.use == "bedroom")
    assert result[bedroom, -1] == pytest.approx(13.6 / 3.6 / 7.0 * 1000.0, rel=1e-6)


def test_ventilation_classes_of_offices_follow_people_and_area():
    limits = air.ventilation_limits(20.0, 2.0, is_home=False)
    assert limits.classes == pytest.approx(
        (10 * 2 / 20 + 0.5, 7 * 2 / 20 + 0.35, 4 * 2 / 20 + 0.2, 2.5 * 2 / 20 + 0.15)
    )
    assert air.ventilation_limits(20.0, 2.0, is_home=True).classes[1] == 0.42


def test_running_mean_and_adaptive_limits(sample_assessments):
    weather = sample_assessments["base"].weather
    constant = replace(weather, t_out_c=np.full(HOURS, 20.0))
    assert comfort.running_mean_c(constant) == pytest.approx(20.0)
    limit = overheating.overheating_limit_c(set_values(Study(), ["operation.cooling=none"]), constant)
    assert limit[0] == pytest.approx(0.33 * 20.0 + 18.8 + 3.0)


def test_overheating_hours_by_hand():
    t = np.array([25.0, 26.04, 27.0, 29.0])
    occupied = np.array([True, True, True, False])
    hours, degree_hours, share = overheating.over_hours(t, occupied, np.full(4, 26.0))
    assert (hours, share) == (1.0, pytest.approx(100.0 / 3.0))
    assert degree_hours == pytest.approx(0.95)


def test_pmv_of_iso_7730(sample_assessments):
    # ISO 7730:2005 Table D.1: 22 degC, 60 %, 0.1 m/s, 1.2 met, 0.5 clo -> -0.8; 27 degC -> 0.8
    for t, expected in ((22.0, -0.75), (27.0, 0.77)):
        assert models.pmv_ppd(t, t, 0.6, 0.1, 1.2, 0.5).pmv == pytest.approx(expected, abs=0.06)
    item = sample_assessments["base"]
    hours = comfort.pmv_hours(item.hourly, 0, item.study, item.weather)
    assert list(hours.shares) == sorted(hours.shares)
    assert hours.occupied_h > 0.0
    assert 0.0 <= hours.score <= 100.0


def _box() -> tuple[Space, Opening]:
    space = Space("r", "r", "", None, 24.0, "mesh", 72.0, 3.0, 0.0, bbox_m=(0.0, 0.0, 0.0, 4.0, 6.0, 3.0))
    corners = ((0.5, 0.0, 0.9), (3.5, 0.0, 0.9), (3.5, 0.0, 2.4), (0.5, 0.0, 2.4))
    window = Opening("w", "r", "window", "outside", 4.5, 3.0, 1.5, 0.9, 90.0, 180.0, (2.0, 0.0, 1.65), corners)
    return space, window


def test_daylight_of_the_box_room_against_radiance():
    """4 x 6 x 3 m, window 3 x 1.5 m, transmittance 0.70: Radiance gives mean 4.37 %, median 2.14 % on 77 points."""
    space, window = _box()
    study = set_values(Study(), ["envelope.window_visible_fraction=0.7", "envelope.window_frame_fraction=0"])
    found = daylight.room_daylight(space, [window], study)
    assert found.mean_pct == pytest.approx(4.37, rel=0.12)
    assert found.median_pct == pytest.approx(2.14, rel=0.2)
    assert found.lowest_pct < found.median_pct


def test_daylight_grows_with_glass_and_is_nothing_without():
    space, window = _box()
    dark = daylight.room_daylight(space, [], Study())
    assert (dark.median_pct, dark.lit_fraction) == (0.0, 0.0)
    clear = daylight.room_daylight(space, [window], set_values(Study(), ["envelope.window_visible_fraction=0.9"]))
    tinted = daylight.room_daylight(space, [window], set_values(Study(), ["envelope.window_visible_fraction=0.45"]))
    assert clear.mean_pct == pytest.approx(2.0 * tinted.mean_pct, rel=1e-9)


def test_surface_factor_by_hand():
    # U 0.5 with standard films: R = 2.0, without R_si 0.13, with 0.25: 2.12
    assert mould.surface_factor(0.5) == pytest.approx(1.0 - 0.25 / 2.12)
    assert mould.surface_factor(2.5) < mould.surface_factor(0.3)
    assert mould.required_surface(-5.0, 0.85, 20.0, 810.0).factor > mould.required_surface(10.0, 0.85, 20.0, 0.0).factor


def test_mould_needs_damp():
    t = np.full((3, HOURS), 18.0)
    humidity = np.repeat(np.array([[60.0], [85.0], [98.0]]), HOURS, axis=1)
    dry, damp, wet = mould.mould_index(t, humidity)
    assert dry == 0.0
    assert 0.0 < damp < wet <= 6.0


def test_result_of_the_sample(sample_assessments):
    ids = {"T1", "T3", "T4", "T5", "T6", "I1", "I2", "I7", "L1", "L2", "L3", "L4", "L5", "L6", "C1", "C2"}
    for item in sample_assessments.values():
        health = item.health
        assert {row.id for row in health.indicators} >= ids
        assert 0.0 <= health.score <= 100.0
        rooms = [row for row in health.indicators if row.pillar != "community"]
        assert health.health_class == worst([row.health_class for row in rooms if counts_in_class(row)])
        for row in rooms:
            assert len(row.spaces) == 5  # bedrooms, kitchen, living room
            assert row.source
            assert row.limits
            if row.value is None:
                assert all(space.reason for space in row.spaces)
            else:
                assert math.isfinite(row.value)
        assert set(health.metrics) >= {"health.co2_delta_p95", "health.mould_index_max", "health.daylight_area_pct"}


def test_building_without_people_is_not_assessed(sample_assessments):
    from bldgassess.health.assess import compute_health

    item = sample_assessments["base"]
    empty = replace(item.hourly, people=np.zeros_like(item.hourly.people))
    found = compute_health(item.building, item.study, item.weather, empty, item.inventory)
    assert found.health_class == "not_assessed"
    assert found.issues[0].code == "health.no_rooms"
