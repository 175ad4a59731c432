"""Archetypes as buildings: areas and volumes add up, faces fit together, insulation works."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bldgassess.community.archetype import archetype_settings, box_of, make_building
from bldgassess.community.archetype_data import envelope_of, layers_of
from bldgassess.community.schema import Archetype, Place
from bldgassess.hourly.rooms import UNKNOWN, room_use
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.constructions import compute_constructions
from bldgassess.study.read import make_study
from materials_db.store import load_store

PLACE = Place(latitude_deg=18.64, longitude_deg=109.7, elevation_m=72.0)
USES = ("house", "apartment", "office", "school", "hotel", "healthcare")


def _archetype(**given: object) -> Archetype:
    values = {"use": "house", "construction": "masonry", "year": 2010, "storeys": 2, "gia_m2": 200.0, **given}
    return Archetype.model_validate(values)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("storeys", [1, 3])
def test_rooms_tile_the_floor_area_and_the_box(use: str, storeys: int) -> None:
    archetype = _archetype(use=use, storeys=storeys, gia_m2=900.0)
    building, box = make_building(archetype, PLACE), box_of(archetype)
    assert math.isclose(math.fsum(room.floor_area_m2 for room in building.spaces), 900.0)
    assert math.isclose(math.fsum(room.volume_m3 for room in building.spaces), 900.0 * box.clear_m)
    assert math.isclose(building.heated_volume_m3, 900.0 * box.clear_m)
    assert all(room_use(room) is not UNKNOWN for room in building.spaces)
    assert len({room.guid for room in building.spaces}) == len(building.spaces)


@pytest.mark.parametrize("use", USES)
def test_outer_faces_and_openings_close_the_box(use: str) -> None:
    archetype = _archetype(use=use, storeys=3, gia_m2=1200.0, window_fraction=0.3)
    building, box = make_building(archetype, PLACE), box_of(archetype)
    around = 2.0 * (box.length_m + box.width_m) * box.clear_m * 3
    walls = [face for face in building.surfaces if face.kind == "wall" and face.boundary == "outside"]
    holes = [item for item in building.openings if item.boundary == "outside"]
    assert math.isclose(math.fsum(f.area_m2 for f in walls) + math.fsum(o.area_m2 for o in holes), around)
    plan = box.length_m * box.width_m
    for kind, boundary in (("roof", "outside"), ("floor", "ground")):
        found = math.fsum(f.area_m2 for f in building.surfaces if (f.kind, f.boundary) == (kind, boundary))
        assert math.isclose(found, plan)
    windows = math.fsum(item.area_m2 for item in holes if item.kind == "window")
    assert 0.27 * around < windows <= 0.3 * around  # the piece of wall with the door has no window


def test_faces_between_rooms_have_a_twin_of_the_same_size() -> None:
    building = make_building(_archetype(use="apartment", storeys=3, gia_m2=900.0), PLACE)
    areas: dict[tuple[str, str, str], float] = defaultdict(float)
    for face in building.surfaces:
        if face.other_space_guid:
            kind = {"ceiling": "flat", "floor": "flat"}.get(face.kind, face.kind)
            areas[face.space_guid, face.other_space_guid, kind] += face.area_m2
    assert areas
    for (a, b, kind), area in areas.items():
        assert math.isclose(areas[b, a, kind], area)


def test_every_room_can_be_left_by_a_door() -> None:
    for use in USES:
        building = make_building(_archetype(use=use, storeys=1, gia_m2=500.0), PLACE)
        walls = {face.element_guid: face for face in building.surfaces if face.boundary == "space"}
        reached: set[str] = set()
        for item in building.openings:
            if item.kind == "door" and item.boundary == "space":
                face = walls[item.guid.replace("door-", "wall-")]
                reached |= {face.space_guid, face.other_space_guid or ""}
        assert reached >= {room.guid for room in building.spaces}, use


def test_footprint_is_the_plan_over_the_walls() -> None:
    archetype = _archetype(gia_m2=None, footprint_m2=120.0, insulation="low_energy")
    box, building = box_of(archetype), make_building(archetype, PLACE)
    assert math.isclose(box.outer_length_m * box.outer_width_m, 120.0)
    assert math.isclose(building.gfa_m2, 240.0)
    assert building.gia_m2 < 240.0


def test_thicker_insulation_leaves_less_floor_within_the_same_footprint() -> None:
    areas = [
        make_building(_archetype(gia_m2=None, footprint_m2=120.0, insulation=level), PLACE).gia_m2
        for level in ("none", "code_2022", "low_energy")
    ]
    assert areas == sorted(areas, reverse=True)
    assert areas[0] > areas[-1]


@pytest.mark.parametrize("construction", ["masonry", "concrete_frame", "timber"])
def test_u_values_fall_with_insulation(construction: str) -> None:
    found = []
    for level in ("none", "code_2005", "code_2022", "low_energy"):
        archetype = _archetype(construction=construction, insulation=level)
        study = make_study(archetype_settings(archetype))
        building = make_building(archetype, PLACE)
        made = compute_constructions(building, study, compute_inventory(building, study, load_store()))
        outer = [face for face in building.surfaces if face.boundary in {"outside", "ground"}]
        assert all(made[face.id].origin == "layers" for face in outer)
        ua = [made[face.id].u_value_w_m2k * face.area_m2 for face in outer]
        windows = [made[item.guid].u_value_w_m2k for item in building.openings if item.kind == "window"]
        found.append((math.fsum(ua), max(windows)))
    assert [ua for ua, _ in found] == sorted((ua for ua, _ in found), reverse=True)
    assert [u for _, u in found] == sorted((u for _, u in found), reverse=True)


def test_all_of_the_mass_has_a_record_and_doubles_with_the_storeys() -> None:
    masses = []
    for storeys in (2, 4):
        archetype = _archetype(use="office", construction="concrete_frame", storeys=storeys, gia_m2=500.0 * storeys)
        building = make_building(archetype, PLACE)
        inventory = compute_inventory(building, make_study(archetype_settings(archetype)), load_store())
        assert inventory.mapped_mass_fraction == 1.0
        masses.append(inventory.mass_kg)
    assert 1.7 < masses[1] / masses[0] < 2.0  # one ground slab and one roof for twice the floors


def test_orientation_turns_every_face() -> None:
    south, west = (make_building(_archetype(orientation_deg=angle), PLACE) for angle in (180.0, 270.0))
    turned = {face.id: face.azimuth_deg for face in west.surfaces if face.kind == "wall"}
    for face in south.surfaces:
        if face.kind == "wall":
            assert turned[face.id] == (face.azimuth_deg + 90.0) % 360.0
    assert south.site.true_north_deg == 0.0
    assert west.site.true_north_deg == 270.0


def test_the_year_chooses_the_envelope_and_never_low_energy() -> None:
    assert [envelope_of(_archetype(year=year)).id for year in (1990, 2005, 2021, 2022, 2100)] == [
        "none", "code_2005", "code_2005", "code_2022", "code_2022",
    ]  # fmt: skip
    assert envelope_of(_archetype(year=1990, insulation="low_energy")).id == "low_energy"


def test_layers_of_every_construction_are_known_materials() -> None:
    for construction in ("masonry", "concrete_frame", "timber"):
        layers = layers_of(_archetype(construction=construction, insulation="low_energy"))
        assert set(layers) == {"external_wall", "internal_wall", "ground_slab", "floor_slab", "roof"}
        assert all(0.0 < thickness < 0.5 for rows in layers.values() for _, thickness in rows)


def test_the_same_archetype_is_the_same_building() -> None:
    assert make_building(_archetype(), PLACE) == make_building(_archetype(), PLACE)


@settings(max_examples=60, deadline=None)
@given(
    use=st.sampled_from(USES),
    construction=st.sampled_from(["masonry", "concrete_frame", "timber"]),
    insulation=st.sampled_from(["none", "low_energy"]),
    storeys=st.integers(1, 5),
    plan=st.floats(30.0, 4000.0),
    by_footprint=st.booleans(),
    aspect=st.floats(1.0, 6.0),
    window_fraction=st.floats(0.02, 0.8),
)
def test_any_size_closes(
    use: str, construction: str, insulation: str, storeys: int, plan: float, by_footprint: bool, aspect: float,
    window_fraction: float,
) -> None:  # fmt: skip
    archetype = _archetype(
        use=use, construction=construction, insulation=insulation, storeys=storeys, aspect=aspect,
        window_fraction=window_fraction, gia_m2=None if by_footprint else plan * storeys,
        footprint_m2=plan if by_footprint else None,
    )  # fmt: skip
    building, box = make_building(archetype, PLACE), box_of(archetype)
    assert math.isclose(math.fsum(room.floor_area_m2 for room in building.spaces), building.gia_m2)
    assert all(face.area_m2 > 0.0 for face in building.surfaces)
    assert all(item.area_m2 > 0.0 and item.height_m < box.clear_m for item in building.openings)
    assert all(item.volume_m3 > 0.0 for item in building.elements)
    assert len({item.guid for item in building.elements}) == len(building.elements)
    assert len({face.id for face in building.surfaces}) == len(building.surfaces)
    outer = 2.0 * (box.length_m + box.width_m) * box.clear_m * storeys
    faces = math.fsum(f.area_m2 for f in building.surfaces if f.kind == "wall" and f.boundary == "outside")
    holes = math.fsum(item.area_m2 for item in building.openings if item.boundary == "outside")
    assert math.isclose(faces + holes, outer)


@pytest.mark.parametrize(
    "values", [{"gia_m2": None}, {"footprint_m2": 100.0}, {"storeys": 0}, {"window_fraction": 0.9}, {"storeys": 11}]
)
def test_sizes_that_cannot_be_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _archetype(**values)
