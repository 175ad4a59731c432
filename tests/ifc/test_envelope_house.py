"""The house worked by hand (synthetic_house.py): boundaries and cut faces against its figures, moved and shuffled."""

import math
from collections import defaultdict

import pytest
import synthetic_house as house

from bldgassess.ifc.envelope import cut_shells
from bldgassess.ifc.read import read_model


def walls_by_direction(building, turn=0.0):
    """Walls and what is in them, to outside, by azimuth of the house [m2]."""
    areas = defaultdict(float)
    for item in (*building.surfaces, *building.openings):
        if item.boundary == "outside" and 60.0 <= item.tilt_deg <= 120.0:
            areas[round(item.azimuth_deg + turn) % 360] += item.area_m2
    return dict(areas)


def windows_by_direction(building, turn=0.0):
    areas = defaultdict(float)
    for item in building.openings:
        if item.kind == "window" and item.boundary == "outside":
            areas[round(item.azimuth_deg + turn) % 360] += item.area_m2
    return dict(areas)


def check_house(building, turn=0.0, rel=0.01):
    assert walls_by_direction(building, turn) == pytest.approx(house.WALLS, rel=rel)
    assert windows_by_direction(building, turn) == pytest.approx(house.WINDOWS, rel=rel)
    doors = math.fsum(item.area_m2 for item in building.openings if item.kind == "door" and item.boundary == "outside")
    assert doors == pytest.approx(house.DOOR_WEST, rel=rel)
    roofs = defaultdict(float)
    for item in building.surfaces:
        if item.kind == "roof":
            roofs[item.tilt_deg] += item.area_m2
            assert item.tilt_deg == 0.0 or round(item.azimuth_deg + turn) % 360 == 270
    assert dict(roofs) == pytest.approx({round(key): area for key, area in house.ROOFS.items()}, rel=rel)
    ground = math.fsum(item.area_m2 for item in building.surfaces if item.boundary == "ground")
    assert ground == pytest.approx(house.GROUND, rel=rel)
    assert not [item for item in building.surfaces if item.kind == "floor" and item.boundary == "outside"]


@pytest.fixture(scope="module")
def by_rays(tmp_path_factory):
    path = house.write_house(tmp_path_factory.mktemp("house") / "rays.ifc", boundaries=False)
    return read_model([path])


@pytest.fixture(scope="module")
def by_boundaries(tmp_path_factory):
    path = house.write_house(tmp_path_factory.mktemp("house") / "boundaries.ifc")
    return read_model([path])


def test_cut_faces_are_the_areas_worked_by_hand(by_rays):
    building = by_rays.building
    assert building.envelope_source == "rays"
    check_house(building, rel=1e-6)
    assert not [issue for issue in building.issues if issue.severity != "info"]


def test_boundaries_are_the_areas_worked_by_hand(by_boundaries):
    assert by_boundaries.building.envelope_source == "boundaries"
    check_house(by_boundaries.building, rel=1e-6)


def test_boundaries_told_by_name_count_as_well(tmp_path):
    building = read_model([house.write_house(tmp_path / "named.ifc", second="name")]).building
    assert building.envelope_source == "boundaries"
    check_house(building, rel=1e-6)


def test_displaced_boundaries_are_not_believed(tmp_path):
    """Some exporters displace second-level boundaries by metres; the faces are then cut instead, and it is said."""
    building = read_model([house.write_house(tmp_path / "displaced.ifc", displaced_m=0.5)]).building
    assert building.envelope_source == "rays"
    assert "ifc.boundaries_unsound" in {issue.code for issue in building.issues}
    check_house(building, rel=1e-6)


@pytest.mark.parametrize("boundaries", [True, False])
@pytest.mark.parametrize(("east_m", "north_deg"), [(500_000.0, 0.0), (0.0, 37.0), (-500_000.0, 211.0)])
def test_place_and_north_change_directions_only(tmp_path, boundaries, east_m, north_deg):
    path = house.write_house(tmp_path / "moved.ifc", boundaries=boundaries, east_m=east_m, north_deg=north_deg)
    building = read_model([path]).building
    assert building.envelope_source == ("boundaries" if boundaries else "rays")
    check_house(building, turn=north_deg, rel=1e-4)


def test_order_in_the_file_changes_nothing(by_rays, tmp_path):
    again = read_model([house.write_house(tmp_path / "back.ifc", boundaries=False, order=-1)]).building
    assert again.surfaces == by_rays.building.surfaces
    assert again.openings == by_rays.building.openings
    assert again.gfa_m2 == by_rays.building.gfa_m2


def test_areas_and_volume(by_rays):
    building = by_rays.building
    partitions = 0.1 * (4.4 - 0.9 * 2.0 / 2.8) + 0.1 * 4.4 + 0.1 * 4.4  # plan of internal walls is volume over height
    assert building.gia_m2 == pytest.approx(house.FLOORS + partitions, rel=1e-6)
    assert building.gfa_m2 == pytest.approx(house.GFA, rel=1e-6)
    assert building.useful_m2 == pytest.approx(house.FLOORS, rel=1e-6)
    assert building.heated_volume_m3 == pytest.approx(house.VOLUME, rel=1e-6)
    assert building.gia_rule
    assert building.gfa_rule
    assert building.useful_rule


def test_every_outer_piece_knows_its_element(by_rays):
    names = {item.guid: item.name for item in by_rays.building.elements}
    rooms = {item.guid: item.name for item in by_rays.building.spaces}
    found = defaultdict(set)
    for item in by_rays.building.surfaces:
        if item.boundary in {"outside", "ground"}:
            found[rooms[item.space_guid]].add(names[item.element_guid])
    assert found["A"] == {"S0", "NW0", "W0", "EW0", "slab-ground"}
    assert found["A1"] == {"SA1", "NW1", "W1-s", "W1-n", "W1-below", "W1-above", "EW1", "UP1", "roof-a"}
    assert found["C"] == {"S0", "E0", "N0", "slab-ground", "slab-middle"}


def test_file_and_rays_name_the_same_elements(by_rays, by_boundaries):
    def rows(building):
        return {
            (item.space_guid, item.kind, item.boundary, item.element_guid, item.azimuth_deg): item.area_m2
            for item in building.surfaces
            if item.boundary != "adiabatic"
        }

    ours, theirs = rows(by_rays.building), rows(by_boundaries.building)
    assert ours.keys() == theirs.keys()
    for key, area in ours.items():
        assert theirs[key] == pytest.approx(area, rel=1e-6), key


def test_adjacency_is_symmetric(by_rays, by_boundaries):
    for model in (by_rays, by_boundaries):
        between = defaultdict(float)
        for item in model.building.surfaces:
            if item.boundary == "space":
                between[item.space_guid, item.other_space_guid] += item.area_m2
        assert len(between) == 2 * 5  # A-B, B-C, A-A1, B-B1, A1-B1
        for (first, second), area in between.items():
            assert between[second, first] == pytest.approx(area, rel=1e-6)


def test_pieces_of_a_room_are_its_shell(by_rays):
    building = by_rays.building
    shells = cut_shells(building.spaces, building.elements, by_rays.meshes)
    for number, space in enumerate(shells.spaces):
        mesh = by_rays.meshes[space.guid]
        a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
        import numpy as np

        shell = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
        pieces = [item.outline.area for item in shells.pieces if shells.faces[item.face].room == number]
        assert math.fsum(pieces) == pytest.approx(shell, rel=1e-7)


def test_surfaces_and_openings_of_a_room_are_its_shell(by_rays):
    building = by_rays.building
    inner_door = 0.9 * 2.0
    whole = math.fsum(item.area_m2 for item in (*building.surfaces, *building.openings))
    shells = cut_shells(building.spaces, building.elements, by_rays.meshes)
    # the inner door is one opening but is taken off on both sides
    assert whole + inner_door == pytest.approx(math.fsum(face.outline.area for face in shells.faces), rel=1e-6)


def test_unheated_room_and_what_borders_on_it(tmp_path):
    building = read_model([house.write_house(tmp_path / "garage.ifc", names={"C": "Garage"})]).building
    garage = next(item for item in building.spaces if item.name == "C")
    assert not garage.is_heated
    assert [item.is_heated for item in building.spaces].count(False) == 1
    to_garage = [item for item in building.surfaces if item.boundary == "unheated"]
    assert math.fsum(item.area_m2 for item in to_garage) == pytest.approx(4.4 * 2.8, rel=1e-6)
    assert {item.other_space_guid for item in to_garage} == {garage.guid}
    assert building.heated_volume_m3 == pytest.approx(house.VOLUME - 3.6 * 4.4 * 2.8, rel=1e-6)
    assert building.useful_m2 == pytest.approx(house.FLOORS - 3.6 * 4.4, rel=1e-6)
    assert "ifc.unheated_by_name" in {issue.code for issue in building.issues}


def test_room_on_the_roof_is_outdoors(tmp_path):
    """A room drawn over the lower roof, as a terrace is, has nothing above it and is left out."""
    import numpy as np

    from bldgassess.ifc.ladder import build_envelope
    from bldgassess.model import Mesh

    model = read_model([house.write_house(tmp_path / "plain.ifc", boundaries=False)])
    pattern = next(item for item in model.building.spaces if item.name == "C")
    mesh = model.meshes[pattern.guid]
    from dataclasses import replace

    above = Mesh(mesh.vertices + np.array([0.3, 0.0, 3.0]), mesh.faces.copy())
    terrace = replace(pattern, guid="terrace", name="T", long_name="Dachterrasse", floor_z_m=3.0)
    meshes = {**model.meshes, "terrace": above}
    found = build_envelope(
        [*model.building.spaces, terrace], model.building.elements, meshes, model.building.storeys, model.building.site
    )
    assert "terrace" not in {item.guid for item in found.spaces}
    assert "ifc.outdoor_rooms" in {issue.code for issue in found.issues}
    assert found.surfaces == model.building.surfaces
    kept = build_envelope(
        [*model.building.spaces, replace(terrace, long_name="Studio")],
        model.building.elements,
        meshes,
        model.building.storeys,
        model.building.site,
    )
    assert "terrace" in {item.guid for item in kept.spaces}


def test_rooms_missing_behind_inner_walls(tmp_path):
    """Without rooms B and B1 their partitions would look outside; IsExternal = FALSE and what stands opposite tell."""
    from bldgassess.ifc.ladder import build_envelope

    model = read_model([house.write_house(tmp_path / "plain.ifc", boundaries=False)])
    building = model.building
    kept = [item for item in building.spaces if item.name not in {"B", "B1"}]
    found = build_envelope(kept, building.elements, model.meshes, building.storeys, building.site)
    names = {item.guid: item.name for item in building.elements}
    for item in found.surfaces:
        if names.get(item.element_guid) in {"P0", "Q0", "P1"}:
            assert item.boundary == "adiabatic", item
    assert "ifc.missing_rooms" in {issue.code for issue in found.issues}
