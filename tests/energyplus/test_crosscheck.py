"""Two years side by side."""

import numpy as np
import pytest

from bldgassess.energyplus.crosscheck import Limits, compare_engines, load_limits
from bldgassess.hourly.result import HOURS
from bldgassess.hourly.simulate import Simulated

LIMITS = Limits(need_share=0.05, need_kwh_m2=2.0, peak_share=0.1, peak_w_m2=1.0, free_float_k=1.5)


def year(heat=0.0, cool=0.0, air=20.0):
    def rows(value):
        return np.broadcast_to(np.asarray(value, dtype=float), (1, HOURS)).copy()

    zero = np.zeros((1, HOURS))
    return Simulated(rows(air), rows(air), rows(heat), rows(cool), zero, zero, 0.0, zero)


def compare(own, other, **fields):
    return compare_engines(own, other, [("g", "Room", 10.0)], engine="E", limits=LIMITS, **fields)


def test_needs_and_peaks_are_per_floor_area():
    check = compare(year(heat=100.0), year(heat=100.0))
    assert check.building.measures["heat_kwh_m2"].own == pytest.approx(100.0 * HOURS / 1000.0 / 10.0)
    assert check.building.measures["heat_peak_w_m2"].other == pytest.approx(10.0)
    assert check.agrees


@pytest.mark.parametrize(
    ("own", "other", "outside"),
    [
        (104.0, 100.0, ()),
        (106.0, 100.0, ("heat_kwh_m2",)),
        (112.0, 100.0, ("heat_kwh_m2", "heat_peak_w_m2")),
        (2.0, 0.0, ()),  # 1.75 kWh/m2 and 0.2 W/m2 where the other has none
    ],
)
def test_limits(own, other, outside):
    check = compare(year(heat=own), year(heat=other))
    assert check.building.outside == outside
    assert check.agrees is (not outside)


def test_month_and_hour_spread():
    cold = np.arange(HOURS) < 31 * 24
    check = compare(year(heat=np.where(cold, 110.0, 100.0), air=21.0), year(heat=100.0, air=20.0))
    hours = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24 / 1000.0
    expected = np.sqrt((1.0 * hours[0]) ** 2 / 12.0) / (10.0 * hours.mean())
    assert check.building.cv_heat == pytest.approx(expected)
    assert check.building.cv_cool is None
    assert check.building.operative_rmse_k == pytest.approx(1.0)
    assert check.building.operative_cv == pytest.approx(0.05)


def test_zone_that_runs_away_left_alone_fails_the_check():
    fine, hot = year(air=20.0), year(air=21.6)
    check = compare(fine, fine, free=(hot, fine))
    assert check.zones[0].outside == ("free_lowest_c", "free_highest_c")
    assert not check.agrees
    assert check.as_dict()["zones"][0]["measures"]["free_highest_c"] == pytest.approx([21.6, 20.0])


def test_shipped_limits_are_the_stated_ones():
    assert load_limits() == LIMITS
