"""The envelope of public models against their own second-level boundaries, and what must hold of any model."""

import math
from collections import defaultdict

import numpy as np
import pytest
import shapely

from bldgassess.ifc.boundaries import check_boundaries, lay_on_faces, read_boundaries
from bldgassess.ifc.envelope import cut_shells
from bldgassess.ifc.ground import find_ground, read_zero_z
from bldgassess.ifc.open import open_model
from bldgassess.ifc.read import read_model
from bldgassess.ifc.units import read_units

pytestmark = pytest.mark.shared

OUTER = frozenset(("outside", "ground"))


def _cut(path):
    model = read_model([path])
    file = open_model(path).file
    spaces = model.building.spaces
    ground = find_ground(spaces, read_zero_z(file, read_units(file).length))
    return model, file, cut_shells(spaces, model.building.elements, model.meshes, ground)


@pytest.mark.parametrize(
    ("name", "net"),
    # whether windows are needed to make up the rooms' surface: the one rule, and the method note's figures
    [("AC20-FZK-Haus.ifc", False), ("ExampleHOM.ifc", False), ("AC11-Institute-Var-2.ifc", True)],
)
def test_cut_faces_agree_with_the_files_boundaries(shared_dir, name, net):
    model, file, shells = _cut(shared_dir / "data" / "models" / name)
    assert model.building.envelope_source == "boundaries"
    found = read_boundaries(file, read_units(file))
    assert found.unread == 0
    laid = lay_on_faces(found.items, shells.faces, [item.guid for item in shells.spaces], shells.origin)
    check = check_boundaries(found.items, laid, shells.faces)
    assert check.usable
    assert check.walls_are_net is net
    by_face = defaultdict(list)
    for item in laid:
        if item.boundary.side in {"external", "earth"} and item.boundary.role != "virtual":
            by_face[item.face].append(item.outline)
    ours, theirs = defaultdict(float), defaultdict(float)
    for piece in shells.pieces:
        upright = abs(float(shells.faces[piece.face].plane.normal[2])) < 0.5
        if piece.boundary in OUTER:
            ours["wall" if upright else "flat"] += piece.outline.area
    for number, outlines in by_face.items():
        upright = abs(float(shells.faces[number].plane.normal[2])) < 0.5
        theirs["wall" if upright else "flat"] += shapely.union_all(outlines).area
    assert ours["wall"] == pytest.approx(theirs["wall"], rel=0.05)
    assert sum(ours.values()) == pytest.approx(sum(theirs.values()), rel=0.05)


@pytest.mark.parametrize(
    "name", ["AC20-FZK-Haus.ifc", "ExampleHOM.ifc", "AC11-Institute-Var-2.ifc", "Duplex_A_20110907_georeferenced.ifc"]
)
def test_pieces_close_and_neighbours_agree(shared_dir, name):
    model, _, shells = _cut(shared_dir / "data" / "models" / name)
    between = defaultdict(float)
    by_room = defaultdict(list)
    for piece in shells.pieces:
        room = shells.faces[piece.face].room
        by_room[room].append(piece.outline.area)
        if piece.boundary == "space":
            between[room, piece.other] += piece.outline.area
    for number, space in enumerate(shells.spaces):
        mesh = model.meshes[space.guid]
        a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
        shell = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
        assert math.fsum(by_room[number]) == pytest.approx(shell, rel=1e-4), space.name
    for (first, second), area in between.items():
        # faces that are not parallel, as a sloping ceiling over a wall, see each other differently
        assert between[second, first] == pytest.approx(area, rel=0.05, abs=0.5), (first, second)


def test_room_on_the_roof_of_the_duplex_is_left_out(shared_dir):
    building = read_model([shared_dir / "data" / "models" / "Duplex_A_20110907_georeferenced.ifc"]).building
    outdoor = [issue for issue in building.issues if issue.code == "ifc.outdoor_rooms"]
    assert [issue.params["count"] for issue in outdoor] == [1]
    assert not [item for item in building.spaces if item.long_name == "Roof"]
    assert building.envelope_source == "rays"  # its boundaries are of the first level


def test_rooms_on_one_floor_only(shared_dir):
    """LargeBuilding has rooms below and none above: the slab between them is no roof."""
    building = read_model([shared_dir / "data" / "models" / "LargeBuilding.ifc"]).building
    assert building.envelope_source == "flags"
    roof = math.fsum(item.area_m2 for item in building.surfaces if item.kind == "roof")
    inner = math.fsum(item.area_m2 for item in building.surfaces if item.kind == "ceiling")
    assert roof == pytest.approx(inner, rel=0.01)


def test_basement_walls_touch_the_ground(shared_dir):
    building = read_model([shared_dir / "data" / "models" / "AC11-Institute-Var-2.ifc"]).building
    ground = [item for item in building.surfaces if item.kind == "wall" and item.boundary == "ground"]
    basement = {item.guid for item in building.spaces if item.floor_z_m < -1.0}
    assert {item.space_guid for item in ground} <= basement
    assert math.fsum(item.area_m2 for item in ground) > 200.0
