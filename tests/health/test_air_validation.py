"""Published and closed-form check values of indoor air and sound, through the public functions."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from bldgassess.health.air_quality import carbon_dioxide, emissions, infection, mould, particles, radon
from bldgassess.health.air_quality.mass_balance import solve_rooms, steady_state
from bldgassess.health.sound.insulation import composite_db, standardised_difference_db

_ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "air_validation.csv").read_text("utf-8").splitlines()))


def _co2_steady(i):
    return [carbon_dioxide.co2_steady_ppm(i["emission_l_h"], flow) for flow in i["flows_l_s"]]


def _co2_transient(i):
    occupied = np.array([[8 <= hour < 12 for hour in range(24)]], dtype=float)
    gain = occupied * i["emission_l_h"] / 1000.0 * 1e6 / i["volume_m3"]
    end = solve_rooms(gain, np.full((1, 24), float(i["air_change_1_h"])), np.zeros(1)).end[0]
    return [i["outdoor_ppm"] + end[hour - 1] for hour in (9, 10, 12, 13)]


def _transient(i):
    found = infection.wells_riley_transient(*i)
    return [found.steady, found.mean, found.probability]


def _mould_index(i):
    name, t, rh = i
    hours = 52 * 7 * 24
    course = mould.mould_course(np.full((1, hours), t), np.full((1, hours), rh), name)[0]
    return [course[week * 168 - 1] for week in (4, 8, 12, 26, 52)]


def _mould_decline(_):
    wet, dry = 4 * 168, 240
    rh = np.concatenate([np.full(wet, 97.0), np.full(dry, 50.0)])[None, :]
    course = mould.mould_course(np.full((1, wet + dry), 20.0), rh, "vs")[0]
    return [course[wet - 1], course[wet + 5], course[wet + 23], course[-1]]


def _required(i):
    found = mould.required_surface(*i, 810.0)
    return [found.vapour_pa, found.lowest_c, found.factor]


def _particles(i):
    loss = i["air_change_1_h"] + i["deposition_1_h"]
    gain = i["penetration"] * i["air_change_1_h"] * i["outdoor_ug_m3"]
    factor = particles.infiltration_factor(i["penetration"], i["air_change_1_h"], i["deposition_1_h"])
    return [float(steady_state(gain, loss)), factor]


def _material(i):
    rate = emissions.class_rate_ug_m2h(i["chamber_ug_m3"], i["air_change_1_h"], i["loading"])
    return [rate, emissions.room_concentration_ug_m3(rate, i["area_m2"], i["volume_m3"], i["room_air_change"])]


_CHECKS = {
    "co2_steady": _co2_steady,
    "co2_transient": _co2_transient,
    "wells_riley": lambda i: infection.wells_riley_steady(*i),
    "wells_riley_transient": _transient,
    "growth_weeks": lambda i: [mould.weeks_to_growth(*i), mould.weeks_to_growth(*i, visible=True)],
    "critical_humidity": lambda i: float(mould.critical_humidity_pct(i)),
    "mould_index": _mould_index,
    "mould_decline": _mould_decline,
    "required_surface": _required,
    "saturation": mould.saturation_13788_pa,
    "composite": lambda i: composite_db([tuple(part) for part in i["parts"]], i["small"]),
    "standardised": lambda i: standardised_difference_db(*i),
    "en_16798": lambda i: [carbon_dioxide.en_16798_flow_l_s(i["people"], i["area_m2"], *step) for step in i["steps"]],
    "ashrae_62_1": lambda i: carbon_dioxide.needed_by_62_1_l_s(*i),
    "radon": lambda i: radon.steady_radon_bq_m3(*i),
    "particles": _particles,
    "material": _material,
}


@pytest.mark.parametrize("row", _ROWS, ids=[row["id"] for row in _ROWS])
def test_check_value(row):
    found = np.atleast_1d(_CHECKS[row["check"]](json.loads(row["inputs"])))
    expected = np.atleast_1d(json.loads(row["expected"]))
    tolerance = np.broadcast_to(json.loads(row["tolerance"]), expected.shape)
    assert found.shape == expected.shape
    assert np.all(np.abs(found - expected) <= tolerance + 1e-9), (found, expected)


def test_every_check_is_used():
    assert {row["check"] for row in _ROWS} == set(_CHECKS)
    assert all(row["source"] for row in _ROWS)


def test_rates_of_radon_and_activity():
    assert radon.activity_index(300.0, 0.0, 0.0) == pytest.approx(1.0)
    assert radon.gb_6566_indices(200.0, 0.0, 0.0) == pytest.approx((1.0, 200.0 / 370.0))
