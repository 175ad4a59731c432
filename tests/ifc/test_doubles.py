"""Bodies that stand twice, in one model or two: one counts, none is lost, overlaps are reported."""

import importlib.util
import math
import random
import time
from pathlib import Path

import numpy as np
import pytest

from bldgassess.ifc.doubles import mark_doubles
from bldgassess.ifc.read import read_model
from bldgassess.inventory.build import compute_inventory
from bldgassess.messages import sentence
from bldgassess.model import Element, MaterialLayer, Mesh
from bldgassess.study import Study
from materials_db.store import load_store

spec = importlib.util.spec_from_file_location("ifc_builder", Path(__file__).parents[1] / "ifc_builder.py")
ifc_builder = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ifc_builder)


def _wall(model, material="Concrete C30/37", at=(0, 0, 0), size=(4, 0.3, 3), kind="IfcWall", **values):
    wall = model.element(kind, size, at=at, **values)
    model.assign(wall, model.material(material))
    return wall


def _read(tmp_path, *models):
    paths = [model.save(tmp_path / f"{number}.ifc") for number, model in enumerate(models)]
    return read_model(paths).building


def _codes(building):
    return {issue.code: issue for issue in building.issues}


def test_same_body_in_two_files_counts_once_and_the_pair_is_named(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    first, second = _wall(one), _wall(two, at=(0.004, -0.003, 0))
    _wall(two, at=(0, 8, 0))
    building = _read(tmp_path, one, two)
    found = {item.guid: item for item in building.elements}
    assert len(found) == 3
    assert found[second.GlobalId].counted_as == first.GlobalId
    assert found[first.GlobalId].counted_as is None
    assert {item.source for item in building.elements} == {0, 1}
    issue = _codes(building)["ifc.doubled_elements"]
    assert set(issue.ids) == {first.GlobalId, second.GlobalId}
    assert first.GlobalId in sentence(issue)
    lines = compute_inventory(building, Study(), load_store()).lines
    assert math.fsum(line.volume_m3 for line in lines) == pytest.approx(2 * 3.6)


def test_the_one_with_usable_materials_counts(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    first, second = _wall(one, "Default Wall"), _wall(two, "Concrete C30/37")
    found = {item.guid: item for item in _read(tmp_path, one, two).elements}
    assert found[first.GlobalId].counted_as == second.GlobalId


def test_order_of_files_decides_only_between_equals(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    first, second = _wall(one), _wall(two)
    paths = [one.save(tmp_path / "one.ifc"), two.save(tmp_path / "two.ifc")]
    found = {item.guid: item.counted_as for item in read_model(paths).building.elements}
    assert found == {first.GlobalId: None, second.GlobalId: first.GlobalId}
    found = {item.guid: item.counted_as for item in read_model(paths[::-1]).building.elements}
    assert found == {first.GlobalId: second.GlobalId, second.GlobalId: None}


def test_same_body_twice_in_one_file(tmp_path):
    model = ifc_builder.Model()
    first, second = _wall(model), _wall(model)
    found = {item.guid: item.counted_as for item in _read(tmp_path, model).elements}
    assert found == {first.GlobalId: None, second.GlobalId: first.GlobalId}


def test_shared_globalid_of_different_bodies_loses_nothing(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    first = _wall(one)
    _wall(two, at=(0, 9, 0), size=(6, 0.3, 3), guid=first.GlobalId)
    building = _read(tmp_path, one, two)
    assert math.fsum(item.volume_m3 for item in building.elements) == pytest.approx(3.6 + 5.4)
    assert all(item.counted_as is None for item in building.elements)
    assert "ifc.shared_guid" in _codes(building)


def test_shared_globalid_of_the_same_body_counts_once(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    first = _wall(one)
    _wall(two, guid=first.GlobalId)
    building = _read(tmp_path, one, two)
    assert [item.counted_as for item in building.elements] == [None, first.GlobalId]


def test_same_box_of_another_kind_or_volume_is_no_double(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    _wall(one)
    _wall(two, kind="IfcCovering")
    _wall(two, size=(4, 0.32, 3), at=(0, 20, 0))
    _wall(one, at=(0, 20, 0))
    building = _read(tmp_path, one, two)
    assert all(item.counted_as is None for item in building.elements)
    issue = _codes(building)["ifc.overlapping_elements"]  # 0.30 in 0.32 m: overlaps, differs, both count
    assert len(issue.ids) == 2


def test_boxes_that_overlap_while_bodies_do_not_are_not_reported(tmp_path):
    """A wall turned by 45 degrees has a large box; another stands in the box's empty corner."""
    model = ifc_builder.Model()
    _wall(model, size=(10, 0.3, 3), turn_deg=45.0)
    _wall(model, size=(2, 0.3, 3), at=(4.5, 0.5, 0))
    assert "ifc.overlapping_elements" not in _codes(_read(tmp_path, model))


def test_rooms_in_both_files_count_once(tmp_path):
    one, two = ifc_builder.Model(letter="A"), ifc_builder.Model(letter="B")
    for model in (one, two):
        model.room((5, 4, 3), Name="1", LongName="Office")
        model.element("IfcSlab", (5, 4, 0.2), at=(0, 0, -0.2))
    building = _read(tmp_path, one, two)
    assert [space.guid[0] for space in building.spaces] == ["A"]
    assert building.useful_m2 == pytest.approx(20.0)
    assert "ifc.doubled_spaces" in _codes(building)


def _box_element(number, low, size):
    high = [a + b for a, b in zip(low, size, strict=True)]
    return Element(
        guid=f"{number:06d}", ifc_class="IfcWall", name="", type_name="", part="internal_wall", storey_guid=None,
        is_external=None, volume_m3=size[0] * size[1] * size[2], volume_origin="mesh", mesh_closed=True,
        side_area_m2=1.0, footprint_area_m2=1.0, height_m=3.0, bbox_m=(*low, *high),
        materials=(MaterialLayer(0, "Concrete", fraction=1.0),),
    )  # fmt: skip


def test_ten_thousand_elements_are_searched_quickly_in_any_order():
    rng = random.Random(3)
    places = [(5.0 * x, 5.0 * y, 3.0 * z) for x in range(20) for y in range(25) for z in range(20)]
    items = [_box_element(k, place, (4.0, 0.2, 3.0)) for k, place in enumerate(places)]
    doubles = [_box_element(20_000 + k, places[k], (4.0, 0.2, 3.0)) for k in rng.sample(range(len(places)), 50)]
    mesh = Mesh(np.zeros((3, 3)), np.array([[0, 1, 2]]))
    meshes = {item.guid: mesh for item in (*items, *doubles)}
    start = time.process_time()
    found = mark_doubles([*items, *doubles], meshes)
    assert time.process_time() - start < 10.0
    assert {item.guid for item in found.elements if item.counted_as} == {item.guid for item in doubles}
    shuffled = [*items, *doubles]
    rng.shuffle(shuffled)
    assert mark_doubles(shuffled, meshes) == found


@pytest.mark.shared
def test_pcert_architecture_and_structure_are_one_building(shared_dir):
    """The two hold different elements of one house; only the markers of origin and reference point stand in both."""
    folder = shared_dir / "data" / "models"
    names = ("PCERT_Building-Architecture.ifc", "PCERT_Building-Structural.ifc")
    alone = [read_model([folder / name]).building for name in names]
    both = read_model([folder / name for name in names]).building
    assert len(both.elements) == sum(len(item.elements) for item in alone)
    doubled = [item for item in both.elements if item.counted_as]
    assert {item.name for item in doubled} == {"origin", "geo-reference"}
    counted = math.fsum(item.volume_m3 for item in both.elements if item.counted_as is None)
    apart = math.fsum(item.volume_m3 for building in alone for item in building.elements)
    assert counted == pytest.approx(apart - math.fsum(item.volume_m3 for item in doubled), rel=1e-9)
