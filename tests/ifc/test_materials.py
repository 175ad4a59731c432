"""Materials from every kind of association, in the order of trust; layers against the body; what is air."""

import importlib.util
import math
from pathlib import Path
from types import SimpleNamespace

import pytest

from bldgassess.ifc.materials import BAD_THICKNESS, _layer_set, is_air_name
from bldgassess.ifc.read import read_model
from bldgassess.ifc.units import Units
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.shares import layer_shares
from bldgassess.study import Study
from materials_db.store import load_store

spec = importlib.util.spec_from_file_location("ifc_builder", Path(__file__).parents[1] / "ifc_builder.py")
ifc_builder = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ifc_builder)


@pytest.fixture
def model():
    return ifc_builder.Model()


def _wall(model, *materials, size=(4, 0.3, 3), kind="IfcWall"):
    wall = model.element(kind, size, at=(0, 5 * len(model.contained), 0))
    for material in materials:
        model.assign(wall, material)
    return wall


def _building(model, tmp_path):
    return read_model([model.save(tmp_path / "materials.ifc")]).building


def _only(model, tmp_path):
    return _building(model, tmp_path).elements[0]


def _codes(building):
    return {issue.code: issue for issue in building.issues}


@pytest.mark.parametrize("schema", ["IFC4", "IFC2X3", "IFC4X3"])
@pytest.mark.parametrize("usage", [False, True])
def test_layers_share_the_net_volume_by_thickness(tmp_path, schema, usage):
    model = ifc_builder.Model(schema, unit_m=1e-3)
    layers = model.layer_set(("Plasterboard", 0.02), ("Concrete C30/37", 0.2), ("EPS", 0.08), usage=usage)
    _wall(model, layers)
    item = _only(model, tmp_path)
    assert [(layer.material, layer.thickness_m) for layer in item.materials] == [
        ("Plasterboard", pytest.approx(0.02)), ("Concrete C30/37", pytest.approx(0.2)), ("EPS", pytest.approx(0.08)),
    ]  # fmt: skip
    assert item.materials_origin == "own:IfcMaterialLayerSet"
    assert [share.fraction for share in layer_shares(item)] == pytest.approx([1 / 15, 2 / 3, 4 / 15])


@pytest.mark.parametrize(("thickness", "is_odd"), [(0.3, False), (0.314, False), (0.32, True), (0.2, True)])
@pytest.mark.parametrize("turn", [0.0, 30.0])
def test_layers_that_do_not_fit_the_body_are_named(model, tmp_path, thickness, is_odd, turn):
    wall = model.element("IfcWall", (4, 0.3, 3), turn_deg=turn)
    model.assign(wall, model.layer_set(("Concrete C30/37", thickness)))
    slab = model.element("IfcSlab", (5, 4, 0.3), tilt_deg=35.0, at=(0, 9, 0))
    model.assign(slab, model.layer_set(("Concrete C30/37", thickness)))
    issue = _codes(_building(model, tmp_path)).get("ifc.layer_thickness")
    assert (set(issue.ids) if issue else set()) == ({wall.GlobalId, slab.GlobalId} if is_odd else set())


def test_pillar_that_is_shorter_than_thick_fits_its_layers(model, tmp_path):
    _wall(model, model.layer_set(("Clay brick", 0.53)), size=(0.23, 0.53, 3))
    assert "ifc.layer_thickness" not in _codes(_building(model, tmp_path))


def test_negative_thickness_counts_nothing_and_is_named(tmp_path):
    model = ifc_builder.Model("IFC2X3")
    wall = _wall(model, model.layer_set(("Concrete C30/37", 0.3), ("EPS", -0.1)))
    building = _building(model, tmp_path)
    assert [share.fraction for share in layer_shares(building.elements[0])] == [1.0]
    assert set(_codes(building)["ifc.bad_thickness"].ids) == {wall.GlobalId}


@pytest.mark.parametrize("bad", [math.nan, math.inf, None, "0.1"])
def test_thickness_that_is_no_number_counts_nothing(bad):
    """No writer lets these into a file; a reader of a broken one may still meet them."""
    layers = [
        SimpleNamespace(Material=SimpleNamespace(Name=name), LayerThickness=thickness, IsVentilated=None)
        for name, thickness in (("Concrete", 0.3), ("EPS", bad))
    ]
    found, note = _layer_set(layers, Units(1.0, 1.0, 1.0, 1.0))
    assert [layer.thickness_m for layer in found] == [0.3, 0.0]
    assert note == BAD_THICKNESS


def test_zero_thickness_is_a_membrane_and_all_zero_an_even_split(model, tmp_path):
    _wall(model, model.layer_set(("Concrete C30/37", 0.3), ("Vapour barrier", 0.0)))
    _wall(model, model.layer_set(("Concrete C30/37", 0.0), ("EPS", 0.0)))
    first, second = _building(model, tmp_path).elements
    assert [share.material for share in layer_shares(first)] == ["Concrete C30/37"]
    assert [share.fraction for share in layer_shares(second)] == [0.5, 0.5]
    assert "even split" in layer_shares(second)[0].origin


@pytest.mark.parametrize(
    "name",
    ["Air", "air gap", "Misc. Air Layers - Air Space", "Luftschicht", "ruhende Luftschicht 40 mm", "Hinterlüftung",
     "Lame d'air", "空气间层", "空气层20mm", "Воздушная прослойка", "luchtspouw", "Cámara de aire", "AIR_LAYER",
     "Cavity"],
)  # fmt: skip
def test_air_in_many_languages(name):
    assert is_air_name(name)


@pytest.mark.parametrize(
    "name",
    ["Air-entrained concrete", "Air barrier membrane", "Airtight membrane", "Luftdichtungsbahn", "Luftschichtanker",
     "Cavity wall insulation", "Chair", "Airex foam", "Fairfaced concrete", "Hairline steel", "Воздухоизоляция",
     "加气混凝土", "Cavity wall tie, steel"],
)  # fmt: skip
def test_materials_that_only_sound_like_air(name):
    assert not is_air_name(name)


def test_air_layers_carry_no_carbon(model, tmp_path):
    layers = model.layer_set(("Clay brick", 0.11), ("Luftschicht", 0.04), ("Unknown infill", 0.04, True), ("EPS", 0.11))
    _wall(model, layers)
    building = _building(model, tmp_path)
    lines = compute_inventory(building, Study(), load_store()).lines
    assert [line.material for line in lines] == ["Clay brick", "EPS"]
    assert math.fsum(line.volume_m3 for line in lines) == pytest.approx(3.6 * 0.22 / 0.30)


def _constituents(model, *parts):
    made = [
        model.file.create_entity("IfcMaterialConstituent", None, None, model.material(name), fraction)
        for name, fraction in parts
    ]
    return model.file.create_entity("IfcMaterialConstituentSet", None, None, made)


@pytest.mark.parametrize(
    ("fractions", "expected", "code"),
    [
        ((0.2, 0.8), (0.2, 0.8), None),
        ((0.2, 0.6), (0.25, 0.75), "ifc.fractions_normalised"),
        ((20.0, 80.0), (0.2, 0.8), "ifc.fractions_normalised"),
        ((0.2, 0.3, None, None), (0.2, 0.3, 0.25, 0.25), "ifc.fractions_completed"),
        ((None, None), (0.5, 0.5), None),
        ((0.0, 0.0), (0.5, 0.5), None),
        ((1.0, None), (0.5, 0.5), None),
    ],
)
def test_constituents_with_whole_scaled_missing_and_no_fractions(model, tmp_path, fractions, expected, code):
    _wall(model, _constituents(model, *((f"Material {'ABCD'[k]} brick", f) for k, f in enumerate(fractions))))
    building = _building(model, tmp_path)
    shares = layer_shares(building.elements[0])
    assert [share.fraction for share in shares] == pytest.approx(expected)
    assert ("even split" in shares[0].origin) == (fractions in {(None, None), (0.0, 0.0), (1.0, None)})
    assert {item for item in _codes(building) if "fractions" in item} == ({code} if code else set())


def test_profiles_share_by_the_area_of_their_section(model, tmp_path):
    make = model.file.create_entity
    middle = make("IfcAxis2Placement2D", make("IfcCartesianPoint", (0.0, 0.0)))
    inner = make("IfcRectangleProfileDef", "AREA", "core", middle, 0.2, 0.3)
    outer = make("IfcRectangleHollowProfileDef", "AREA", "coat", middle, 0.3, 0.4, 0.05)
    pairs = (("Steel", inner), ("Concrete", outer))
    parts = [make("IfcMaterialProfile", None, None, model.material(name), profile) for name, profile in pairs]
    _wall(model, make("IfcMaterialProfileSet", None, None, parts), kind="IfcColumn")
    shares = layer_shares(_only(model, tmp_path))
    assert [share.fraction for share in shares] == pytest.approx([0.06 / 0.12, 0.06 / 0.12])


def test_single_profile_of_a_usage_is_the_whole(model, tmp_path):
    make = model.file.create_entity
    middle = make("IfcAxis2Placement2D", make("IfcCartesianPoint", (0.0, 0.0)))
    profile = make("IfcCircleProfileDef", "AREA", None, middle, 0.1)
    profiles = make(
        "IfcMaterialProfileSet", None, None, [make("IfcMaterialProfile", None, None, model.material("Steel"), profile)]
    )
    _wall(model, make("IfcMaterialProfileSetUsage", profiles, 5, None), kind="IfcBeam")
    item = _only(model, tmp_path)
    assert [(layer.material, layer.fraction) for layer in item.materials] == [("Steel", 1.0)]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_list_is_split_evenly_and_flagged(tmp_path, schema):
    model = ifc_builder.Model(schema)
    wall = _wall(
        model, model.file.create_entity("IfcMaterialList", [model.material("Clay brick"), model.material("Concrete")])
    )
    building = _building(model, tmp_path)
    inventory = compute_inventory(building, Study(), load_store())
    assert [line.volume_m3 for line in inventory.lines] == pytest.approx([1.8, 1.8])
    issue = next(issue for issue in inventory.issues if issue.code == "materials.even_split")
    assert issue.ids == (wall.GlobalId,)
    assert any(item.id == "inventory.even_split" for item in inventory.assumptions)


def _typed(model, wall, schema="IFC4"):
    kind = model.root("IfcWallType", Name="W1", PredefinedType="STANDARD")
    model.root("IfcRelDefinesByType", RelatedObjects=[wall], RelatingType=kind)
    return kind


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_material_of_the_type_is_inherited(tmp_path, schema):
    model = ifc_builder.Model(schema)
    kind = _typed(model, _wall(model))
    model.assign(kind, model.layer_set(("Clay brick", 0.2), ("EPS", 0.1)))
    item = _only(model, tmp_path)
    assert [layer.material for layer in item.materials] == ["Clay brick", "EPS"]
    assert item.materials_origin == "type:IfcMaterialLayerSet"
    assert item.type_name == "W1"


def test_own_material_comes_before_that_of_the_type_unless_it_says_none(model, tmp_path):
    first, second = _wall(model, model.material("Clay brick")), _wall(model, model.material("<By Category>"))
    for wall in (first, second):
        model.assign(_typed(model, wall), model.material("Concrete C30/37"))
    found = {item.guid: item for item in _building(model, tmp_path).elements}
    assert found[first.GlobalId].materials[0].material == "Clay brick"
    assert found[second.GlobalId].materials[0].material == "Concrete C30/37"
    assert found[second.GlobalId].materials_origin == "type:IfcMaterial"


def test_property_without_a_name_costs_nothing(model, tmp_path):
    wall = _wall(model)
    model.properties(wall, "Set", Material=("IfcLabel", "Kalkzandsteen"), Other=("IfcLabel", "x"))
    unnamed = next(item for item in model.file.by_type("IfcPropertySingleValue") if item.Name == "Other")
    unnamed.Name = None
    assert _only(model, tmp_path).materials[0].material == "Kalkzandsteen"


@pytest.mark.parametrize("name", ["Materiaal", "Structural Material", "Материал", "材质"])
def test_property_text_is_the_last_resort(model, tmp_path, name):
    wall, bare = _wall(model), _wall(model)
    model.properties(wall, "Eigen set", **{name: ("IfcLabel", "Kalkzandsteen")})
    model.properties(bare, "Eigen set", **{name: ("IfcLabel", "Kalkzandsteen")})
    model.assign(bare, model.material("Concrete C30/37"))
    found = {item.guid: item for item in _building(model, tmp_path).elements}
    assert found[wall.GlobalId].materials[0].material == "Kalkzandsteen"
    assert found[wall.GlobalId].materials_origin == f"pset:Eigen set.{name}"
    assert found[bare.GlobalId].materials[0].material == "Concrete C30/37"


def test_material_without_a_name_and_element_without_material_are_stand_ins(model, tmp_path):
    named, bare = _wall(model, model.material("")), _wall(model)
    building = _building(model, tmp_path)
    lines = {line.guid: line for line in compute_inventory(building, Study(), load_store()).lines}
    for wall in (named, bare):
        assert lines[wall.GlobalId].match_decision == "unmappable"
        assert lines[wall.GlobalId].match_method == "part"
