"""IDS: valid by the schema, made from its table, and right about the sample, by another program (ifctester)."""

import importlib.util
from pathlib import Path

import ifcopenshell
import pytest

from reports.ids import ids_bytes

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def document(tmp_path):
    from ifctester import ids

    path = tmp_path / "model.ids"
    path.write_bytes(ids_bytes())
    return ids.open(str(path), validate=True)


def _outcome(document, path):
    document.validate(ifcopenshell.open(path), should_filter_version=True)
    return {
        item.name: (item.status, len(item.applicable_entities), len(item.failed_entities))
        for item in document.specifications
        if item.is_ifc_version
    }


def test_shipped_file_is_made_from_the_table():
    spec = importlib.util.spec_from_file_location("make_ids", ROOT / "tools" / "make_ids.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.ids_text().encode() == ids_bytes()


def test_sample_passes_and_fails_where_it_should(document, sample_dir):
    found = _outcome(document, sample_dir / "hainan_house_base.ifc")
    failing = {
        # U-values stand on windows and doors; walls and slabs carry layers instead
        "External walls carry a U-value": (False, 8, 8),
        "External slabs carry a U-value": (False, 2, 2),
        # base quantities stand on rooms only
        "Walls carry their net volume": (False, 16, 16),
        "Slabs carry their net volume": (False, 3, 3),
    }
    assert {name: row for name, row in found.items() if not row[0]} == failing
    passing = {
        "The site has a latitude": (True, 1, 0),
        "There are storeys and they belong to the building": (True, 2, 0),
        "There are rooms and they have names": (True, 10, 0),
        "Rooms carry their floor area": (True, 10, 0),
        "Walls say whether they are external": (True, 16, 0),
        "Windows carry a U-value": (True, 13, 0),
        "Walls name their material": (True, 16, 0),
        "Foundations name their material": (True, 4, 0),
        "There are no proxies": (True, 0, 0),
    }
    assert {name: found[name] for name in passing} == passing


def test_what_is_missing_fails(document, sample_dir, tmp_path):
    file = ifcopenshell.open(sample_dir / "hainan_house_base.ifc")
    file.by_type("IfcSite")[0].RefLatitude = None
    for relation in file.by_type("IfcRelAssociatesMaterial"):
        if any(item.is_a("IfcSlab") for item in relation.RelatedObjects):
            file.remove(relation)
    storey = file.by_type("IfcBuildingStorey")[0]
    file.create_entity("IfcBuildingElementProxy", ifcopenshell.guid.new(), ObjectPlacement=storey.ObjectPlacement)
    path = tmp_path / "worse.ifc"
    file.write(str(path))
    found = _outcome(document, path)
    assert found["The site has a latitude"] == (False, 1, 1)
    assert found["Slabs name their material"][0] is False
    assert found["There are no proxies"] == (False, 1, 0)


def test_every_class_of_a_schema_is_listed(document):
    """IDS names match exactly: IfcWallStandardCase is asked for beside IfcWall, in the schemas that know it."""
    wall = [item for item in document.specifications if item.name == "Walls name their material"]
    classes = {}
    for item in wall:
        for schema in item.ifcVersion:
            classes[schema] = set(item.applicability[0].name.options["enumeration"])
    assert classes["IFC2X3"] == classes["IFC4X3_ADD2"] == {"IFCWALL", "IFCWALLSTANDARDCASE"}
    assert classes["IFC4"] == {"IFCWALL", "IFCWALLSTANDARDCASE", "IFCWALLELEMENTEDCASE"}


@pytest.mark.shared
def test_standard_case_walls_are_found(document, shared_dir):
    found = _outcome(document, shared_dir / "data" / "models" / "AC20-FZK-Haus.ifc")
    assert found["Walls say whether they are external"] == (False, 13, 13)
    assert found["Walls name their material"] == (True, 13, 0)
