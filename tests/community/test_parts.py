"""Islands, loads, spreads and charts by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bldgassess.community.island import MOST_HOURS, hours_survived
from bldgassess.community.schema import CommonLoad, Plant
from bldgassess.community.shared_energy import common_load_w, plant_w
from bldgassess.community.spread import class_shares, compute_spread, weighted_quantile
from bldgassess.energy.electricity import Battery


def test_an_island_lives_on_what_is_stored_and_ends_in_the_first_hour_that_lacks() -> None:
    demand, made = np.full(8760, 1000.0), np.zeros(8760)
    found = hours_survived(demand, made, np.full(8760, 4.5), Battery(10.0, 5.0, 0.81))
    assert set(found.tolist()) == {4}  # 4.5 kWh x 0.9 one way = 4.05 kWh out


def test_a_battery_that_is_too_weak_serves_nothing() -> None:
    found = hours_survived(np.full(8760, 3000.0), np.zeros(8760), np.full(8760, 50.0), Battery(50.0, 2.0, 1.0))
    assert not found.any()


def test_sun_by_day_carries_the_night_where_the_battery_is_large_enough() -> None:
    hour = np.arange(8760) % 24
    made = np.where((hour >= 8) & (hour < 16), 3500.0, 0.0)
    demand = np.full(8760, 1000.0)
    large = hours_survived(demand, made, np.full(8760, 16.0), Battery(17.0, 5.0, 1.0))
    small = hours_survived(demand, made, np.full(8760, 8.0), Battery(8.0, 5.0, 1.0))
    assert large.min() == MOST_HOURS
    assert small[8] == 16  # eight hours of sun, then eight of the battery
    assert hours_survived(demand, np.zeros(8760), np.zeros(8760), None).max() == 0


def test_more_storage_never_shortens_an_island() -> None:
    rng = np.random.default_rng(7)
    demand, made = rng.uniform(500, 1500, 8760), rng.uniform(0, 2000, 8760)
    start = np.full(8760, 2.0)
    lives = [hours_survived(demand, made, start, Battery(size, 5.0, 0.9)) for size in (2.0, 5.0, 20.0)]
    assert (lives[0] <= lives[1]).all()
    assert (lives[1] <= lives[2]).all()


def test_common_loads_keep_their_year_and_their_hours() -> None:
    loads = [CommonLoad(name="lights", kwh_a=100, from_h=20, to_h=4), CommonLoad(name="pump", kwh_a=50)]
    watts = common_load_w(loads)
    assert watts.sum() / 1000.0 == pytest.approx(150.0)
    assert watts[12] == pytest.approx(50_000 / 8760)
    assert watts[21] == pytest.approx(watts[12] + 100_000 / 2920)


def test_a_plant_on_a_factor_draws_nothing() -> None:
    plant = Plant(source="factor", losses_fraction=0.2, factor_kgco2e_kwh=0.1, factor_source="declared")
    assert not plant_w(plant, np.ones(8760)).any()
    electric = Plant(source="electricity", efficiency=4.0, losses_fraction=0.2)
    assert plant_w(electric, np.full(8760, 800.0))[0] == pytest.approx(250.0)


def test_quantiles_go_by_floor_area() -> None:
    assert weighted_quantile([1.0, 2.0, 3.0], [1.0, 1.0, 8.0], 0.25) == 3.0
    assert weighted_quantile([1.0, 2.0, 3.0], [8.0, 1.0, 1.0], 0.75) == 1.0
    assert compute_spread([], [], "-") is None
    assert class_shares([("II", 30.0), ("IV", 10.0), ("II", 10.0)]) == {"II": 0.8, "IV": 0.2}
