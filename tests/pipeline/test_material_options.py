"""Alternatives for material names, and the office's memory of choices."""

from dataclasses import replace

import pytest

from bldgassess.carbon.materials import MaterialModules
from bldgassess.carbon.profiles import profile_rules
from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.material_options import OptionFinder
from bldgassess.pipeline.office import CHOICES_FILE, remember_choices, with_office
from bldgassess.study import Study, apply_edit, make_edit
from bldgassess.study.edits import apply_edits
from materials_db.store import load_store

BRICK = "Clay brick 粘土砖"


@pytest.fixture(scope="module")
def finder(two_room_building):
    return OptionFinder(two_room_building, Study(), load_store())


def _carbon(building, study, name):
    lines = [line for line in compute_inventory(building, study, load_store()).lines if line.material == name]
    rules = profile_rules(study.carbon.profile, study, own=True)
    return sum(MaterialModules(lines, study).counted(rules).tolist())


def test_each_option_weighs_what_the_whole_building_says(finder, two_room_building):
    found = finder.options(BRICK)
    assert found.is_taken
    assert len(found.options) > 2
    assert found.options[0].kgco2e == pytest.approx(_carbon(two_room_building, Study(), BRICK), rel=1e-12)
    for option in found.options:
        study = Study(materials={BRICK: option.record.id})
        assert option.kgco2e == pytest.approx(_carbon(two_room_building, study, BRICK), rel=1e-12)


def test_a_choice_does_not_change_what_the_options_weigh(finder, two_room_building):
    plain = finder.options(BRICK)
    chosen = Study(materials={BRICK: plain.options[1].record.id})
    again = OptionFinder(two_room_building, chosen, load_store()).options(BRICK)
    assert [(item.record.id, item.kgco2e) for item in again.options] == [
        (item.record.id, item.kgco2e) for item in plain.options
    ]


def test_a_hatch_says_why_and_gets_the_range_of_its_category(two_room_building):
    elements = tuple(
        replace(item, materials=tuple(replace(layer, material="Radial Gradient Fill 15") for layer in item.materials))
        if item.guid == "roof"
        else item
        for item in two_room_building.elements
    )
    found = OptionFinder(replace(two_room_building, elements=elements), Study(), load_store()).options(
        "Radial Gradient Fill 15"
    )
    assert not found.is_taken
    assert found.no_material == "hatch"
    low, high = found.range_kgco2e
    known = [item.kgco2e for item in found.options if item.kgco2e is not None]
    assert 0.0 < low <= min(known)
    assert max(known) <= high


def test_a_name_that_no_element_bears_weighs_nothing_known(finder):
    record = load_store().record("CN-GBT51366-001")
    assert finder.weigh(("not in the model",), record) is None


def test_a_record_without_a_fitting_unit_has_no_figure(finder):
    record = replace(load_store().record("CN-GBT51366-001"), id="X", declared_unit="piece", mass_kg=None)
    store = replace(load_store(), records={**load_store().records, "X": record})
    assert OptionFinder(finder.building, Study(), store).weigh((BRICK,), record) is None


def test_windows_are_taken_for_what_is_counted_by_area(two_room_building, finder):
    name = next(
        line.material
        for line in compute_inventory(two_room_building, Study(), load_store()).lines
        if line.part == "window"
    )
    found = finder.options(name)
    assert found.options[0].record.declared_unit == "m2"
    assert found.options[0].kgco2e == pytest.approx(_carbon(two_room_building, Study(), name), rel=1e-12)


def test_office_remembers_and_the_next_project_takes_it(tmp_path, two_room_building):
    assert remember_choices(tmp_path, [(BRICK, "CH-KBOB-3.001", 1.0)], who="RS", when="2026-01-01T00:00:00Z") == 1
    assert remember_choices(tmp_path, [(BRICK, "CH-KBOB-3.001", 1.0)], who="RS", when="2026-01-02T00:00:00Z") == 0
    data = with_office(load_data(), tmp_path)
    lines = compute_inventory(two_room_building, Study(), data.store).lines
    methods = {line.match_method for line in lines if line.material == BRICK}
    assert methods == {"office"}
    assert data.store.info != load_store().info


def test_office_refuses_with_a_reason(tmp_path):
    rows = [(BRICK, "CH-KBOB-3.001", 1.0)]
    for folder, who, code in ((None, "RS", "materials.office_missing"), (tmp_path, " ", "materials.office_who")):
        with pytest.raises(UserError) as refused:
            remember_choices(folder, rows, who=who, when="2026-01-01")
        assert [issue.code for issue in refused.value.issues] == [code]
    (tmp_path / CHOICES_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        with_office(load_data(), tmp_path)
    assert [issue.code for issue in refused.value.issues] == ["materials.cannot_read_choices"]


def test_many_edits_at_once_are_the_same_as_one_after_the_other():
    study = Study(materials={"a": "1", "b": "2"})
    edits = [make_edit(study, f"materials.{name}", new) for name, new in (("a", None), ("b", "3"), ("c.d", "4"))]
    one_by_one = study
    for edit in edits:
        one_by_one = apply_edit(one_by_one, edit)
    assert apply_edits(study, edits) == one_by_one
    assert one_by_one.materials == {"b": "3", "c.d": "4"}
