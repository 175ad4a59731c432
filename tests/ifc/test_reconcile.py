"""Authored quantities against the shape: agreement, named slips, what cannot be explained."""

from pathlib import Path

import pytest

from bldgassess.ifc.read import read_model
from bldgassess.ifc.reconcile import quantity_issues, reconcile
from bldgassess.ifc.volume import MeshMeasure
from bldgassess.model import AuthoredQuantity

BOX = MeshMeasure(2.0, True, 10.0, 4.0, 4.0, (0.0, 0.0, 0.0, 2.0, 2.0, 0.5))


def _row(name: str, value: float, kind: str = "volume") -> AuthoredQuantity:
    return AuthoredQuantity("Qto", name, kind, value)


@pytest.mark.parametrize(
    ("name", "value", "check", "corrected"),
    [
        ("NetVolume", 2.0, "agrees", None),
        ("NetVolume", 2.03, "agrees", None),
        ("NetVolume", 2.3, "differs", None),
        ("NetVolume", 2000.0, "slip", 2.0),
        ("NetVolume", 2.0e9, "slip", 2.0),
        ("NetVolume", 2.0 * 35.3147, "slip", 2.0),
        ("NetVolume", 4.0, "slip", 2.0),
        ("NetVolume", 0.002, "slip", 2.0),
        ("GrossVolume", 3.0, "agrees", None),
        ("GrossVolume", 2400.0, "slip", 2.4),
        ("GrossVolume", 1.0, "differs", None),
        ("NetVolume", 0.0, "unchecked", None),
        ("Height", 0.5, "unchecked", None),
    ],
)
def test_each_kind_of_figure(name, value, check, corrected):
    row = reconcile([_row(name, value)], BOX)[0]
    assert row.check == check
    assert row.value == value
    assert (row.corrected is None) == (corrected is None)
    if corrected is not None:
        assert row.corrected == pytest.approx(corrected, rel=1e-3)
        assert row.cause


def test_floor_areas_count_for_rooms_only():
    area = _row("GrossFloorArea", 4.0 * 10.7639, "area")
    assert reconcile([area], BOX, is_room=True)[0].check == "slip"
    assert reconcile([area], BOX)[0].check == "unchecked"


def test_open_shape_checks_nothing():
    open_shape = MeshMeasure(0.0, False, 0.0, 0.0, 0.0, BOX.bbox_m)
    assert reconcile([_row("NetVolume", 2000.0)], open_shape)[0].check == "unchecked"
    assert reconcile([_row("NetVolume", 2000.0)], None)[0].check == "unchecked"


def test_one_issue_a_cause_with_its_elements():
    rows = {
        guid: reconcile([_row("NetVolume", value)], BOX) for guid, value in (("b", 2000.0), ("a", 2000.0), ("c", 2.5))
    }
    slip, other = sorted(quantity_issues(rows), key=lambda issue: issue.code, reverse=True)
    assert (slip.code, slip.ids, slip.params["count"]) == ("ifc.quantity_slip", ("a", "b"), 2)
    assert (other.code, other.ids) == ("ifc.quantity_differs", ("c",))


@pytest.mark.shared
def test_large_building_gross_volumes_are_a_thousand_times_too_large(shared_dir):
    building = read_model([shared_dir / "data/models/LargeBuilding.ifc"]).building
    slabs = [element for element in building.elements if element.ifc_class == "IfcSlab"]
    for item in (*slabs, *building.spaces):
        row = next(row for row in item.authored if row.name == "GrossVolume")
        assert row.check == "slip"
        assert "thousand" in row.cause
        assert item.volume_m3 * 0.97 <= row.corrected <= item.volume_m3 * 2.5


@pytest.mark.shared
def test_duplex_rooms_and_party_wall_have_their_true_volumes(shared_dir):
    model = read_model([shared_dir / "data/models/Duplex_A_20110907_georeferenced.ifc"])
    hallway = next(space for space in model.building.spaces if space.name == "A201")
    assert 18.11 <= hallway.volume_m3 <= 18.12
    party = max(element.volume_m3 for element in model.building.elements if "Party Wall" in element.name)
    assert 25.8 <= party <= 25.9
    ceilings = [element for element in model.building.elements if element.part == "covering"]
    assert len(ceilings) == 13
    for element in ceilings:
        x0, y0, z0, x1, y1, z1 = element.bbox_m
        assert 0.0 < element.volume_m3 <= (x1 - x0) * (y1 - y0) * (z1 - z0) * 1.001


@pytest.mark.shared
def test_fzk_room_volumes_are_the_authored_ones(shared_dir):
    building = read_model([shared_dir / "data/models/AC20-FZK-Haus.ifc"]).building
    for space in building.spaces:
        authored = next(row for row in space.authored if row.name == "NetVolume")
        assert space.volume_m3 == pytest.approx(authored.value, rel=0.005)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "least"), [("Renga-House-bad-units.ifc", 25), ("Revit2026-wall-door-column-4x3.ifc", 2)]
)
def test_missing_units_and_feet_give_metres(shared_dir, name, least):
    building = read_model([Path(shared_dir) / "data/models" / name]).building
    rows = [
        row
        for element in building.elements
        if element.ifc_class.startswith("IfcWall")
        for row in element.authored
        if row.name == "NetVolume"
    ]
    assert sum(row.check == "agrees" for row in rows) >= least
    assert not [row for row in rows if row.check == "slip" and row.corrected and row.value / row.corrected > 3.0]
    missing = {issue.params["kind"] for issue in building.issues if issue.code == "ifc.missing_unit"}
    assert missing == ({"area", "volume"} if "Renga" in name else set())
