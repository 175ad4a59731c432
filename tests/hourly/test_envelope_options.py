"""Movable blinds, thermal bridges and open inner doors in the year of a building."""

from dataclasses import replace

import numpy as np
import pytest

from bldgassess.hourly.blinds import blinds
from bldgassess.hourly.bridges import junction_lengths, psi_w_mk
from bldgassess.hourly.inner_doors import door_flow_m3_s
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly, make_building_model
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.model import Opening
from bldgassess.study import Study, set_values
from materials_db.store import load_store

DOOR = Opening(
    "d", "room-a", "door", "space", 1.8, 0.9, 2.0, 0.0, 90.0, 90.0, (4.0, 2.0, 1.0),
    ((4.0, 1.55, 0.0), (4.0, 2.45, 0.0), (4.0, 2.45, 2.0), (4.0, 1.55, 2.0)),
)  # fmt: skip


@pytest.fixture(scope="module")
def weather():
    return make_typical_year(next(item for item in load_stations() if item.id == "mannheim"))


def _made(building, weather, *assignments):
    study = set_values(Study(), list(assignments))
    return make_building_model(building, study, compute_inventory(building, study, load_store()), weather)


def _year(building, weather, *assignments):
    study = set_values(Study(), list(assignments))
    return compute_hourly(building, study, compute_inventory(building, study, load_store()), weather, steps_per_hour=1)


def test_g_with_a_blind_by_hand():
    """EN ISO 52022-1 with U 2.0, g 0.6, transmittance 0.2, absorptance 0.3."""
    whole = 1.0 / (1.0 / 2.0 + 1.0 / 5.0 + 1.0 / 10.0)
    outside = 0.2 * 0.6 + 0.3 * whole / 10.0 + 0.2 * 0.4 * whole / 5.0
    inside = 0.6 * (1.0 - 0.6 * 0.5 - 0.3 / (1.0 / 2.0 + 1.0 / 30.0) / 30.0)
    assert blinds()["outside"].total_g(2.0, 0.6) == pytest.approx(outside)
    assert blinds()["inside"].total_g(2.0, 0.6) == pytest.approx(inside)


def test_blinds_come_down_with_the_sun_and_on_warm_days_alone(two_room_building, weather):
    free = _made(two_room_building, weather).model.windows[0].sun_factor
    down = _made(two_room_building, weather, "envelope.blinds=outside").model.windows[0].sun_factor
    warm = _made(two_room_building, weather, "envelope.blinds=outside", "envelope.blinds_warm_c=18").model
    assert (free == 1.0).all()
    assert set(np.unique(down)) == {1.0, down.min()}
    assert 0.1 < down.min() < 0.5
    is_warm = np.repeat(weather.t_out_c.reshape(-1, 24).mean(axis=1) >= 18.0, 24)
    assert np.array_equal(warm.windows[0].sun_factor, np.where(is_warm, down, 1.0))
    never = _made(two_room_building, weather, "envelope.blinds=outside", "envelope.blinds_close_w_m2=1500")
    assert (never.model.windows[0].sun_factor == 1.0).all()


def test_blinds_let_less_sun_in_and_outside_least(two_room_building, weather):
    sun = [
        _year(two_room_building, weather, f"envelope.blinds={where}").solar_w.sum()
        for where in ("none", "inside", "outside")
    ]
    assert sun[0] > sun[1] > sun[2] > 0.0


def test_junctions_of_two_rooms_by_hand(two_room_building):
    study = Study()
    constructions = compute_constructions(
        two_room_building, study, compute_inventory(two_room_building, study, load_store())
    )
    space = two_room_building.spaces[0]
    faces = [item for item in two_room_building.surfaces if item.space_guid == space.guid]
    openings = [item for item in two_room_building.openings if item.space_guid == space.guid]
    found = junction_lengths(space, faces, openings, constructions)
    totals: dict[str, float] = {}
    for (junction, _), length in found.items():
        totals[junction] = totals.get(junction, 0.0) + length
    # outer walls 4 + 4 + 5 m long, three ways: two corners of 3 m; window 2 x 1.5 m
    assert totals == pytest.approx({"corner": 6.0, "wall_roof": 13.0, "wall_ground": 13.0, "window": 7.0})


def test_bridges_are_in_the_loss_and_never_save_heat(two_room_building, weather):
    bare, with_psi, share = (
        _made(two_room_building, weather, f"envelope.thermal_bridges={way}")
        for way in ("none", "catalogue", "fraction")
    )
    assert all(zone.bridge_w_k == 0.0 for zone in bare.model.zones)
    assert all(zone.bridge_w_k > 1.0 for zone in with_psi.model.zones)
    assert with_psi.assumptions[0].value == pytest.approx(
        sum(zone.bridge_w_k for zone in with_psi.model.zones), abs=1e-3
    )
    assert 0.0 < share.model.zones[0].bridge_w_k < 10.0
    years = [_year(two_room_building, weather, f"envelope.thermal_bridges={way}") for way in ("none", "catalogue")]
    assert years[1].q_heat_w.sum() > years[0].q_heat_w.sum()
    gained = years[1].zones[0].ua_w_k - years[0].zones[0].ua_w_k
    assert gained == pytest.approx(with_psi.model.zones[0].bridge_w_k)


def test_every_junction_has_a_psi_for_every_place_of_the_insulation():
    junctions = {"corner", "wall_roof", "wall_ground", "floor_slab", "window"}
    assert set(psi_w_mk()) == {(name, side) for name in junctions for side in ("none", "outside", "inside")}


def test_an_open_door_joins_two_rooms_of_a_dwelling(two_room_building, weather):
    building = replace(two_room_building, openings=(*two_room_building.openings, DOOR))
    assert _made(building, weather).model.air_links == ()
    (link,) = _made(building, weather, "operation.inner_doors_open_fraction=0.5").model.air_links
    assert (link.zone_a, link.zone_b) == (0, 1)
    assert link.flow_m3_s == pytest.approx(0.5 * 0.4 / 3.0 * 0.9 * 2.0 * (9.81 * 2.0 / 293.0) ** 0.5)
    assert door_flow_m3_s(1.8, 2.0) == pytest.approx(2.0 * door_flow_m3_s(0.9, 2.0))
    other = replace(building.spaces[1], storey_guid="storey-1")
    flat = replace(building, spaces=(building.spaces[0], other))
    assert _made(flat, weather, "operation.inner_doors_open_fraction=1", "building.use=apartment").model.air_links == ()


def test_open_doors_bring_rooms_together(two_room_building, weather):
    building = replace(two_room_building, openings=(*two_room_building.openings, DOOR))
    alone = ("operation.heating=none", "operation.cooling=none", "operation.equipment_w_m2=0")
    apart, joined = (
        _year(building, weather, *alone, f"operation.inner_doors_open_fraction={share}") for share in (0.0, 1.0)
    )
    assert np.abs(joined.t_air_c[0] - joined.t_air_c[1]).mean() < np.abs(apart.t_air_c[0] - apart.t_air_c[1]).mean()
    assert joined.balance_residual_fraction < 1e-6


def _with_sashes(building, share):
    elements = tuple(
        replace(item, operable_fraction=share) if item.guid == "win-a" else item for item in building.elements
    )
    return replace(building, elements=elements)


def test_windows_that_open_air_by_wind_and_temperature_and_unknown_ones_as_before(two_room_building, weather):
    known = _with_sashes(two_room_building, 0.5)
    opens = "operation.window_airing=openings"
    first, second = (zone.airing for zone in _made(known, weather, opens).model.zones)
    fixed = _made(known, weather).model.zones[0].airing
    assert first.area_m2 == pytest.approx(0.2 * 0.5 * 3.0)
    assert first.height_m == pytest.approx(1.5)
    assert first.flow_m3_s == 0.0
    assert second == _made(two_room_building, weather).model.zones[1].airing
    assert fixed.flow_m3_s == pytest.approx(3.0 * 60.0 / 3600.0)
    shut = _made(_with_sashes(two_room_building, 0.0), weather, opens).model.zones[0].airing
    assert shut.area_m2 == shut.flow_m3_s == 0.0


def test_a_larger_opening_lets_more_air_in(two_room_building, weather):
    known = _with_sashes(two_room_building, 1.0)
    flows = [
        _year(known, weather, "operation.window_airing=openings", f"operation.window_open_fraction={share}")
        .outdoor_air_m3_s[0]
        .sum()
        for share in (0.0, 0.1, 0.5)
    ]
    assert flows[0] < flows[1] < flows[2]
