"""Results are the same bits whatever the threads, the order of rooms and faces, the neighbours and the cache."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from bldgassess.hourly.result import HOURS
from bldgassess.hourly.simulate import SunCache, simulate, simulate_many
from bldgassess.hourly.thermal_model import AirLink, OpaqueElement, ThermalModel

ROOMS = 12


@pytest.fixture
def house(make_zone, make_rooms) -> ThermalModel:
    """Twelve rooms: five in a row behind partitions and doors, seven alone; each with its own gains."""
    held = {"heat_above_c": np.full(HOURS, 20.0), "cool_below_c": np.full(HOURS, 26.0)}
    zones = tuple(
        make_zone(f"z{(7 * k) % ROOMS:02d}", convective_w=np.full(HOURS, 60.0 * k), **(held if k % 3 else {}))
        for k in range(ROOMS)
    )  # fmt: skip
    model = make_rooms(zones, "outside", glass=True)
    walls = []
    for k in range(4):
        layers = model.elements[0].layers[1:]
        wall = OpaqueElement(f"p{k}", k, 9.0, 90.0, 0.0, layers, "zone", k + 1, f"p{k}/back")
        walls += [wall, replace(wall, id=wall.twin, zone=k + 1, other_zone=k, twin=wall.id, azimuth_deg=180.0)]
    return replace(model, elements=(*model.elements, *walls), air_links=(AirLink(0, 1, 0.05), AirLink(4, 1, 0.02)))


def _same(first, second) -> bool:
    return all(np.array_equal(getattr(first, item.name), getattr(second, item.name)) for item in fields(first))


def test_threads_do_not_matter(house, cold_weather):
    runs = [simulate(house, cold_weather, steps_per_hour=1, threads=count, keep_surfaces=True) for count in (1, 2, 5)]
    assert _same(runs[0], runs[1]) and _same(runs[0], runs[2])


def test_the_order_of_rooms_and_faces_does_not_matter(house, cold_weather):
    order = np.random.default_rng(3).permutation(ROOMS)
    place = {int(old): new for new, old in enumerate(order)}
    moved = ThermalModel(
        tuple(house.zones[k] for k in order),
        tuple(replace(e, zone=place[e.zone], other_zone=place.get(e.other_zone, -1)) for e in house.elements[::-1]),
        tuple(replace(w, zone=place[w.zone]) for w in house.windows[::-1]),
        house.ground_c,
        air_links=tuple(AirLink(place[a.zone_b], place[a.zone_a], a.flow_m3_s) for a in house.air_links[::-1]),
    )  # fmt: skip
    first, second = simulate(house, cold_weather, steps_per_hour=1), simulate(moved, cold_weather, steps_per_hour=1)
    for name in ("air_c", "radiant_c", "heat_w", "cool_w", "transmitted_w"):
        assert np.array_equal(getattr(first, name)[order], getattr(second, name)), name


def test_a_room_alone_is_the_room_among_others(house, cold_weather):
    alone = ThermalModel(
        (house.zones[9],),
        tuple(replace(e, zone=0) for e in house.elements if e.zone == 9),
        tuple(replace(w, zone=0) for w in house.windows if w.zone == 9),
        house.ground_c,
    )  # fmt: skip
    many, one = (simulate(item, cold_weather, steps_per_hour=4) for item in (house, alone))
    assert np.array_equal(many.heat_w[9], one.heat_w[0])
    assert np.array_equal(many.air_c[9], one.air_c[0])


def test_variants_together_are_variants_one_by_one_and_the_cache_changes_nothing(house, cold_weather):
    cache = SunCache()
    warmer = replace(house, zones=tuple(replace(z, heat_above_c=z.heat_above_c + 2.0) for z in house.zones))
    darker = replace(house, windows=tuple(replace(w, sun_factor=np.full(HOURS, 0.4)) for w in house.windows))
    together = simulate_many((house, warmer, darker), cold_weather, steps_per_hour=1, cache=cache, threads=2)
    again = simulate_many((house, warmer, darker), cold_weather, steps_per_hour=1, cache=cache, threads=1)
    for model, first, second in zip((house, warmer, darker), together, again, strict=True):
        assert _same(first, simulate(model, cold_weather, steps_per_hour=1))
        assert _same(first, second)
    assert together[1].heat_w.sum() > together[0].heat_w.sum()
    assert together[2].transmitted_w.sum() == pytest.approx(0.4 * together[0].transmitted_w.sum())


def test_another_weather_is_not_taken_from_the_cache(house, cold_weather):
    cache = SunCache()
    dark = replace(cold_weather, dni_w_m2=np.zeros(HOURS), dhi_w_m2=np.zeros(HOURS), ghi_w_m2=np.zeros(HOURS))
    bright = simulate(house, cold_weather, steps_per_hour=1, cache=cache)
    assert simulate(house, dark, steps_per_hour=1, cache=cache).transmitted_w.sum() == 0.0
    assert _same(bright, simulate(house, cold_weather, steps_per_hour=1, cache=cache))


def test_a_shade_that_varies_is_the_steady_one_where_it_is_steady(house, cold_weather):
    shares = np.where(np.arange(HOURS) < HOURS // 2, 0.4, 0.7)
    models = [
        replace(house, windows=tuple(replace(w, sun_factor=factor) for w in house.windows))
        for factor in (shares, np.full(HOURS, 0.4))
    ]
    varied, steady = (simulate(model, cold_weather, steps_per_hour=1) for model in models)
    half = slice(1000, HOURS // 2)
    assert np.abs(varied.air_c[:, half] - steady.air_c[:, half]).max() < 0.05


def test_a_year_in_pieces_is_nearly_the_year(house, cold_weather):
    """Each piece has a warm-up of its own, so loads hardly differ; threads decide nothing."""
    whole = simulate(house, cold_weather, steps_per_hour=1)
    two = simulate(house, cold_weather, steps_per_hour=1, pieces=2)
    assert _same(two, simulate(house, cold_weather, steps_per_hour=1, pieces=2, threads=1))
    for name in ("heat_w", "cool_w"):
        one, other = getattr(whole, name).sum(), getattr(two, name).sum()
        assert abs(other - one) <= 1e-3 * max(whole.heat_w.sum(), whole.cool_w.sum())
    assert abs(two.air_c - whole.air_c).max() < 0.3
