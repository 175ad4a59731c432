"""Wholes and parts: no matter counted twice, none lost; the sum of the leaves is the building."""

import importlib.util
import math
from pathlib import Path

import pytest

from bldgassess.ifc import geometry
from bldgassess.ifc.geometry import Shapes
from bldgassess.ifc.open import open_model
from bldgassess.ifc.parts import SKIPPED, choose_counted, has_body, is_kind, list_elements
from bldgassess.ifc.read import read_model
from bldgassess.ifc.volume import measure
from bldgassess.inventory.build import EXCLUDED_PARTS, compute_inventory
from bldgassess.study import Study
from materials_db.store import load_store

spec = importlib.util.spec_from_file_location("ifc_builder", Path(__file__).parents[1] / "ifc_builder.py")
ifc_builder = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ifc_builder)


@pytest.fixture
def model():
    return ifc_builder.Model()


def _read(model, tmp_path):
    return read_model([model.save(tmp_path / "parts.ifc")]).building


def _wall_with_parts(model, *, own_body, parts_have_bodies=True):
    """A wall of 4 x 0.3 x 3 m made of two leaves of 0.1 and 0.2 m."""
    wall = model.element("IfcWall", (4, 0.3, 3) if own_body else None, Name="whole")
    sizes = ((4, 0.1, 3), (4, 0.2, 3)) if parts_have_bodies else (None, None)
    parts = [
        model.element("IfcBuildingElementPart", size, at=(0, y, 0), stored=False, Name=f"leaf {y}")
        for size, y in zip(sizes, (0.0, 0.1), strict=True)
    ]
    for part, name in zip(parts, ("Mineral wool", "Concrete C30/37"), strict=True):
        model.assign(part, model.material(name))
    return wall, parts


def test_whole_with_a_body_counts_and_its_parts_do_not(model, tmp_path):
    wall, parts = _wall_with_parts(model, own_body=True)
    model.relate("IfcRelAggregates", wall, parts)
    building = _read(model, tmp_path)
    assert [item.guid for item in building.elements] == [wall.GlobalId]
    assert building.elements[0].volume_m3 == pytest.approx(3.6)


@pytest.mark.parametrize("relation", ["IfcRelAggregates", "IfcRelNests"])
def test_parts_stand_for_a_whole_without_a_body_and_are_what_it_is(model, tmp_path, relation):
    wall, parts = _wall_with_parts(model, own_body=False)
    model.relate(relation, wall, parts)
    building = _read(model, tmp_path)
    assert {item.name for item in building.elements} == {"leaf 0.0", "leaf 0.1"}
    assert math.fsum(item.volume_m3 for item in building.elements) == pytest.approx(3.6)
    assert {item.part for item in building.elements} <= {"internal_wall", "external_wall"}
    lines = compute_inventory(building, Study(), load_store()).lines
    assert math.fsum(line.volume_m3 for line in lines) == pytest.approx(3.6)


def test_nested_part_of_a_whole_with_a_body_does_not_count_again(model, tmp_path):
    wall, parts = _wall_with_parts(model, own_body=True)
    model.relate("IfcRelNests", wall, parts)
    assert len(_read(model, tmp_path).elements) == 1


def test_accessory_nested_on_a_beam_is_matter_of_its_own(model, tmp_path):
    beam = model.element("IfcBeam", (4, 0.2, 0.4))
    shoe = model.element("IfcDiscreteAccessory", (0.2, 0.2, 0.1), at=(0, 0, -0.1), stored=False)
    model.relate("IfcRelNests", beam, [shoe])
    building = _read(model, tmp_path)
    assert {item.guid for item in building.elements} == {beam.GlobalId, shoe.GlobalId}


def test_parts_without_bodies_leave_the_whole_and_lend_it_nothing(model, tmp_path):
    wall, parts = _wall_with_parts(model, own_body=True, parts_have_bodies=False)
    model.relate("IfcRelAggregates", wall, parts)
    assert [item.guid for item in _read(model, tmp_path).elements] == [wall.GlobalId]


def test_whole_with_an_axis_only_leaves_the_word_to_its_parts(model, tmp_path):
    wall, parts = _wall_with_parts(model, own_body=False)
    model.relate("IfcRelAggregates", wall, parts)
    ends = [model.file.create_entity("IfcCartesianPoint", (float(x), 0.0)) for x in (0, 4)]
    line = model.file.create_entity("IfcPolyline", ends)
    wall.Representation = model.shape("Axis", "Curve2D", [line])
    assert not has_body(wall)
    assert len(_read(model, tmp_path).elements) == 2


def test_three_levels_partly_without_bodies(model, tmp_path):
    """Assembly (no body) > truss (no body) > two beams; and > wall (body) > leaf (body): beams and wall count."""
    assembly = model.element("IfcElementAssembly", None)
    truss = model.element("IfcElementAssembly", None, stored=False)
    beams = [model.element("IfcBeam", (5, 0.1, 0.2), at=(0, y, 4), stored=False) for y in (0, 1)]
    wall = model.element("IfcWall", (4, 0.3, 3), stored=False)
    leaf = model.element("IfcBuildingElementPart", (4, 0.3, 3), stored=False)
    model.relate("IfcRelAggregates", assembly, [truss, wall])
    model.relate("IfcRelAggregates", truss, beams)
    model.relate("IfcRelAggregates", wall, [leaf])
    building = _read(model, tmp_path)
    assert {item.guid for item in building.elements} == {wall.GlobalId, *(beam.GlobalId for beam in beams)}
    assert math.fsum(item.volume_m3 for item in building.elements) == pytest.approx(3.6 + 2 * 0.1)


def test_assembly_with_its_own_body_is_not_lost(model, tmp_path):
    truss = model.element("IfcElementAssembly", (6, 0.1, 0.5), PredefinedType="TRUSS")
    bars = [model.element("IfcMember", None, stored=False)]
    model.relate("IfcRelAggregates", truss, bars)
    building = _read(model, tmp_path)
    assert [(item.guid, item.part) for item in building.elements] == [(truss.GlobalId, "beam")]


def test_window_and_railing_of_a_roof_and_a_stair_keep_their_kind(model, tmp_path):
    roof, stair = model.element("IfcRoof", None), model.element("IfcStair", None)
    slab = model.element("IfcSlab", (5, 5, 0.2), at=(0, 0, 3), stored=False)
    window = model.element("IfcWindow", (1, 1, 0.1), at=(1, 1, 3), stored=False)
    flight = model.element("IfcStairFlight", (1, 3, 2), stored=False)
    railing = model.element("IfcRailing", (0.1, 3, 1), stored=False)
    model.relate("IfcRelAggregates", roof, [slab, window])
    model.relate("IfcRelAggregates", stair, [flight, railing])
    found = {item.guid: item.part for item in _read(model, tmp_path).elements}
    assert found == {
        slab.GlobalId: "roof", window.GlobalId: "window", flight.GlobalId: "stair", railing.GlobalId: "railing",
    }  # fmt: skip


def test_circle_of_wholes_ends(model, tmp_path, monkeypatch):
    # the kernel itself goes round in the circle until it is given up; no need to wait long for that here
    monkeypatch.setattr(geometry, "FAST_PATIENCE_S", 4.0)
    monkeypatch.setattr(geometry, "CAREFUL_PATIENCE_S", 2.0)
    one, two = (model.element("IfcWall", None, stored=False) for _ in range(2))
    part = model.element("IfcWall", (1, 1, 1))
    model.relate("IfcRelAggregates", one, [two])
    model.relate("IfcRelAggregates", two, [one, part])
    assert [item.guid for item in _read(model, tmp_path).elements] == [part.GlobalId]


def test_part_without_material_takes_that_of_its_whole(model, tmp_path):
    wall, parts = _wall_with_parts(model, own_body=False)
    model.relate("IfcRelAggregates", wall, parts)
    bare = model.element("IfcBuildingElementPart", (4, 0.1, 3), at=(0, 0.3, 0), stored=False, Name="bare")
    model.relate("IfcRelAggregates", wall, [bare])
    model.assign(wall, model.material("Clay brick"))
    found = {item.name: item for item in _read(model, tmp_path).elements}
    assert found["bare"].materials[0].material == "Clay brick"
    assert found["bare"].materials_origin == "whole:IfcMaterial"
    assert found["leaf 0.1"].materials_origin == "own:IfcMaterial"


def _leaf_volumes(path):
    """Volume by decomposition from the top: a whole with a shape counts itself, else the sum of what it is made of."""
    file = open_model(path).file
    products = {item.id(): item for item in list_elements(file)}
    with Shapes(path) as shapes:
        batches = list(shapes.stream({identity: identity for identity in products}))
    volumes = {identity: measure(mesh).volume_m3 for batch in batches for identity, mesh in batch.meshes.items()}

    def children(item):
        relations = [r for r in getattr(item, "IsDecomposedBy", None) or () if r.is_a("IfcRelAggregates")]
        return [part for relation in relations for part in relation.RelatedObjects]

    def volume(item):
        skipped = any(is_kind(item, name) for name in SKIPPED)
        if item.id() in volumes and not skipped:
            return volumes[item.id()]
        return math.fsum(volume(part) for part in children(item))

    tops = [
        item
        for item in file.by_type("IfcElement")
        if not any(r.is_a("IfcRelAggregates") and r.RelatingObject.is_a("IfcElement") for r in item.Decomposes or ())
    ]
    return math.fsum(volume(item) for item in tops)


MODELS = (
    "AC11-Institute-Var-2.ifc", "AC20-FZK-Haus.ifc", "Duplex_A_20110907_georeferenced.ifc", "ExampleHOM.ifc",
    "LargeBuilding.ifc", "PCERT_Building-Architecture.ifc", "PCERT_Building-Structural.ifc",
    "Renga-House-bad-units.ifc", "Revit2026-wall-door-column-4x3.ifc", "revit2012_janesville_restaurant.ifczip",
)  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", MODELS)
def test_sum_of_leaves_is_the_building_in_every_model(shared_dir, name):
    path = shared_dir / "data" / "models" / name
    building = read_model([path]).building
    by_mesh = math.fsum(item.volume_m3 for item in building.elements if item.volume_origin == "mesh")
    assert by_mesh == pytest.approx(_leaf_volumes(path), rel=1e-6)
    inventory = compute_inventory(building, Study(), load_store())
    masses = {}
    for line in inventory.lines:
        masses.setdefault(line.guid, []).append(line.mass_kg)
    counted = {item.guid for item in building.elements if item.counted_as is None and item.part not in EXCLUDED_PARTS}
    assert set(masses) <= counted
    assert math.fsum(math.fsum(rows) for rows in masses.values()) == pytest.approx(inventory.mass_kg, rel=1e-12)


def test_counted_elements_are_never_whole_and_part(model):
    """Property over every way in which three levels may have shapes: each branch counts once where anything has one."""
    top = model.element("IfcWall", (1, 1, 1))
    middle = model.element("IfcBuildingElementPart", (1, 1, 1))
    leaf = model.element("IfcBuildingElementPart", (1, 1, 1))
    model.relate("IfcRelAggregates", top, [middle])
    model.relate("IfcRelAggregates", middle, [leaf])
    chain = [top, middle, leaf]
    for bits in range(8):
        shaped = {item.id() for place, item in enumerate(chain) if bits >> place & 1}
        counted = [item.id() for item in choose_counted(chain, shaped) if item.id() in shaped]
        highest = next((item.id() for item in chain if item.id() in shaped), None)
        assert counted == ([highest] if highest is not None else [])
