"""Windows and doors: size, frame share and g-value from each source, in the order of trust."""

import importlib.util
from pathlib import Path

import pytest

from bldgassess.ifc.read import read_model
from bldgassess.inventory.build import compute_inventory
from bldgassess.study import Study
from materials_db.store import load_store

spec = importlib.util.spec_from_file_location("ifc_builder", Path(__file__).parents[1] / "ifc_builder.py")
ifc_builder = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ifc_builder)


@pytest.fixture(params=[("IFC4", 1.0), ("IFC4", 1e-3), ("IFC2X3", 1e-3)], ids=lambda item: f"{item[0]} {item[1]}")
def model(request):
    return ifc_builder.Model(request.param[0], unit_m=request.param[1])


def _read(model, tmp_path):
    return read_model([model.save(tmp_path / "windows.ifc")]).building


def _window(model, kind="IfcWindow", size=(1.5, 0.1, 1.2), **values):
    given = {name: value / model.unit_m for name, value in values.items() if name.startswith("Overall")}
    return model.element(kind, size, at=(1, 0, 1), turn_deg=30.0, **given)


def _only(building):
    return next(item for item in building.elements if item.part in {"window", "door"})


def test_overall_size_where_it_is_like_the_shape(model, tmp_path):
    _window(model, OverallWidth=1.51, OverallHeight=1.21)
    found = _only(_read(model, tmp_path))
    assert (found.overall_width_m, found.overall_height_m) == pytest.approx((1.51, 1.21))
    assert found.size_origin == "overall width x height"


def test_shape_where_nothing_is_said_or_a_thousand_times_too_much(model, tmp_path):
    _window(model)
    _window(model, OverallWidth=1500.0, OverallHeight=1200.0)
    for item in (item for item in _read(model, tmp_path).elements if item.part == "window"):
        assert (item.overall_width_m, item.overall_height_m) == pytest.approx((1.5, 1.2), rel=1e-6)
        assert item.size_origin == "width x height of its shape"


def test_box_of_the_opening_comes_before_the_shape(model, tmp_path):
    wall = model.element("IfcWall", (4, 0.3, 3))
    hole = model.element("IfcOpeningElement", (1.6, 0.3, 1.25), at=(1, 0, 1), stored=False)
    window = model.element("IfcWindow", (1.5, 0.1, 1.2), at=(1, 0.1, 1))
    model.root("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=hole)
    model.root("IfcRelFillsElement", RelatingOpeningElement=hole, RelatedBuildingElement=window)
    found = _only(_read(model, tmp_path))
    assert (found.overall_width_m, found.overall_height_m) == pytest.approx((1.6, 1.25))
    assert found.size_origin == "box of the opening"


def test_glazing_fraction_and_g_value_of_property_sets(model, tmp_path):
    window = _window(model)
    model.properties(window, "Pset_WindowCommon", GlazingAreaFraction=("IfcPositiveRatioMeasure", 0.82))
    model.properties(
        window, "Pset_DoorWindowGlazingType", SolarHeatGainTransmittance=("IfcNormalisedRatioMeasure", 0.47)
    )
    building = _read(model, tmp_path)
    found = _only(building)
    assert found.frame_fraction == pytest.approx(0.18)
    assert found.g_value == pytest.approx(0.47)
    line = next(line for line in compute_inventory(building, Study(), load_store()).lines if line.part == "window")
    assert "glass 1.476 m2, frame 0.324 m2" in line.quantity_origin
    assert "Pset_WindowCommon.GlazingAreaFraction" in line.quantity_origin


def test_shgc_of_zero_says_nothing(model, tmp_path):
    model.properties(_window(model), "Analytical Properties", Solar__Heat__Gain__Coefficient=("IfcReal", 0.0))
    assert _only(_read(model, tmp_path)).g_value is None


def test_lining_and_panel_sizes(model, tmp_path):
    """Lining 50 mm and sash 50 mm all round: glass 1.3 x 1.0 of 1.5 x 1.2 m2."""
    window = _window(model, OverallWidth=1.5, OverallHeight=1.2)
    lining = model.root("IfcWindowLiningProperties", LiningThickness=0.05 / model.unit_m)
    panel = model.root(
        "IfcWindowPanelProperties", OperationType="SIDEHUNGLEFTHAND", PanelPosition="MIDDLE",
        FrameThickness=0.05 / model.unit_m,
    )  # fmt: skip
    for item in (lining, panel):
        model.define(window, item)
    found = _only(_read(model, tmp_path))
    assert found.frame_fraction == pytest.approx(1.0 - 1.3 * 1.0 / 1.8, abs=1e-6)
    assert found.frame_origin == "lining and panel sizes"
    assert found.operable_fraction == 1.0


def test_panels_that_are_fixed_do_not_open_and_what_is_not_said_stays_open(model, tmp_path):
    """Two sashes of which one is fixed; a third window has a panel of which nothing is known."""
    half, unsaid = _window(model), _window(model)
    for window, kinds in ((half, ("FIXEDCASEMENT", "TILTANDTURNLEFTHAND")), (unsaid, ("NOTDEFINED",))):
        for kind in kinds:
            model.define(window, model.root("IfcWindowPanelProperties", OperationType=kind, PanelPosition="MIDDLE"))
    found = sorted(
        (item.operable_fraction for item in _read(model, tmp_path).elements if item.part == "window"), key=str
    )
    assert found == [0.5, None]


def test_nothing_said_leaves_the_study_and_marks_the_assumption(model, tmp_path):
    _window(model)
    building = _read(model, tmp_path)
    assert _only(building).frame_fraction is None
    study = Study()
    line = next(line for line in compute_inventory(building, study, load_store()).lines if line.part == "window")
    share = study.envelope.window_frame_fraction
    assert f"frame {1.8 * share:.4g} m2 (frame share {share:.4g}: assumption" in line.quantity_origin
    assert line.quantity == pytest.approx(1.8)


def test_door_has_no_frame_share_unless_the_model_says_one(model, tmp_path):
    _window(model, "IfcDoor", (0.9, 0.1, 2.1))
    building = _read(model, tmp_path)
    line = next(line for line in compute_inventory(building, Study(), load_store()).lines if line.part == "door")
    assert "glass" not in line.quantity_origin
    assert "face 1.89 m2, width x height of its shape" in line.quantity_origin


def test_fractions_of_constituents(tmp_path):
    model = ifc_builder.Model()
    window = _window(model)
    make = model.file.create_entity
    parts = [
        make("IfcMaterialConstituent", name, None, model.material(material), fraction)
        for name, material, fraction in (("Glazing", "Glass", 0.3), ("Framing", "Frame, Wood", 0.1))
    ]
    model.assign(window, make("IfcMaterialConstituentSet", None, None, parts))
    found = _only(_read(model, tmp_path))
    assert found.frame_fraction == pytest.approx(0.25)
    assert found.frame_origin == "fractions of its constituents"
    assert found.materials_origin == "own:IfcMaterialConstituentSet; fractions normalised"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count", "area"),
    [("AC20-FZK-Haus.ifc", 11, 23.6), ("AC11-Institute-Var-2.ifc", 206, 309.5)],
)
def test_windows_of_published_models(shared_dir, name, count, area):
    building = read_model([shared_dir / "data" / "models" / name]).building
    windows = [item for item in building.elements if item.part == "window"]
    assert len(windows) == count
    total = sum(item.overall_width_m * item.overall_height_m for item in windows)
    assert total == pytest.approx(area, rel=0.002)
