"""The tower: valid IFC of exactly the size asked for, the same bytes each time, with figures known beforehand."""

import hashlib

import ifcopenshell
import ifcopenshell.validate
import pytest

from bldgassess.ifc.elements import list_elements
from bldgassess.ifc.read import read_model
from bldgassess.ifc.spaces import list_spaces
from bldgassess.sample.step_text import StepText, guid, word
from bldgassess.sample.tower import BAY, DEPTH, FEWEST, OUTER, SLAB, tower_size, write_tower


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("tower") / "tower.ifc"
    return path, write_tower(120, path)


@pytest.mark.parametrize("count", [FEWEST, 61, 120, 333, 1000])
def test_exactly_so_many_elements(tmp_path, count):
    path = tmp_path / "tower.ifc"
    size = write_tower(count, path)
    file = ifcopenshell.open(str(path))
    assert len(list_elements(file)) == count
    assert len(list_spaces(file)) == size.storeys * (2 * size.bays + 1)
    guids = [item.GlobalId for item in file.by_type("IfcRoot")]
    assert len(set(guids)) == len(guids)


def test_large_sizes_add_up():
    for count in (1_000, 10_000, 50_000):
        size = tower_size(count)
        assert 20 * size.bays * size.storeys + 9 * size.storeys - 5 + 3 * size.bays + size.desks == count
    with pytest.raises(ValueError, match="at least"):
        tower_size(FEWEST - 1)


def test_same_bytes_each_time(small, tmp_path):
    write_tower(120, tmp_path / "again.ifc")
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (small[0], tmp_path / "again.ifc")}
    assert len(digests) == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_valid_by_schema_and_rules(small):
    file = ifcopenshell.open(str(small[0]))
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(file, logger, express_rules=True)
    assert logger.statements == []


def test_figures_known_beforehand(small):
    path, size = small
    building = read_model([path]).building
    by_class = {}
    for element in building.elements:
        by_class.setdefault(element.ifc_class, []).append(element)
    assert len(by_class["IfcWindow"]) == size.storeys * (2 * size.bays + 2)
    assert len(by_class["IfcDoor"]) == size.storeys * 2 * size.bays
    ground = [element for element in by_class["IfcSlab"] if element.part == "ground_slab"]
    assert [element.volume_m3 for element in ground] == pytest.approx([BAY * (DEPTH + 2 * OUTER) * SLAB] * size.bays)
    outer = [element for element in by_class["IfcWall"] if element.is_external and element.height_m < 3.0]
    assert min(element.volume_m3 for element in outer) == pytest.approx((BAY * 2.95 - 1.8 * 1.5) * OUTER)
    checks = {row.check for element in building.elements for row in element.authored if row.name == "NetVolume"}
    assert checks == {"agrees"}
    assert {element.materials_origin.split(":")[0] for element in building.elements} == {"own"}
    lost = {"ifc.no_shape", "ifc.shape_lost", "ifc.quantity_slip", "ifc.quantity_differs"}
    assert not {issue.code for issue in building.issues} & lost


def test_step_words():
    assert [word(value) for value in (1.0, 1e-9, 1e12, -0.0, 0.1 + 0.2)] == ["1.", "1.E-9", "1.E12", "0.", "0.3"]
    assert len({guid(str(number)) for number in range(1000)}) == 1000
    assert all(guid(str(number))[0] in "0123" for number in range(1000))
    out = StepText()
    assert out.shared("IfcDirection", (1.0, 0.0)) == out.shared("IfcDirection", (1.0, 0.0)) == "#1"
