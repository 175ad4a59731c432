"""The catalogue of measures and what a study may ask of it."""

from itertools import combinations

import pytest

from bldgassess.errors import UserError
from bldgassess.messages import sentence, templates
from bldgassess.study import (
    Study,
    apply_edit,
    invert,
    load_measures,
    make_edit,
    make_study,
    read_study,
    set_values,
    study_yaml,
)
from bldgassess.study.defaults import defaults
from bldgassess.study.measures import active_measures
from bldgassess.study.measures_apply import apply_measures
from bldgassess.study.measures_facade import set_window_ratio, window_ratio
from materials_db.factors import load_factors
from materials_db.products import load_products


def _sentences(assignments):
    with pytest.raises(UserError) as caught:
        set_values(Study(), assignments)
    return [sentence(issue) for issue in caught.value.issues]


@pytest.mark.parametrize("measure", load_measures(), ids=lambda item: item.id)
def test_each_row_of_the_catalogue_holds_together(measure):
    for name, row in measure.parameters.items():
        assert row.source and row.title and row.unit, name
        if row.is_figure:
            assert row.least <= row.default <= row.most and row.step > 0.0
            assert row.idle is None or row.least <= row.idle <= row.most
        else:
            assert row.default in (*row.choices, *row.products)
        for product in row.products:
            assert product in load_products() or product in load_factors()
    for path in (*measure.settings, *measure.additions, *measure.needs):
        assert path in defaults()
    used = [str(value) for value in (*measure.settings.values(), *measure.additions.values())]
    used += [item.material for item in measure.items] + [f"={item.times}" for item in measure.items if item.times]
    assert {text[1:] for text in used if text.startswith("=")} <= set(measure.parameters)
    assert measure.cost is None  # none has a source yet


def test_no_two_measures_write_one_setting_unless_they_exclude_each_other():
    for first, second in combinations(load_measures(), 2):
        apart = second.id in first.conflicts or first.id in second.conflicts
        assert apart or not set(first.settings) & set(second.settings), (first.id, second.id)


def test_every_measure_of_the_issue_is_there():
    assert {item.id for item in load_measures()} >= {
        "wall_insulation",
        "window_replacement",
        "external_shading",
        "airtightness",
        "heat_recovery",
        "heat_pump",
        "photovoltaics",
        "ceiling_fans",
        "supply_filters",
        "low_carbon_concrete",
        "low_emission_finishes",
    }


def test_a_measure_is_read_from_its_main_parameter_its_name_or_a_table():
    study = set_values(Study(), ["measures.roof_insulation=240", "measures.ceiling_fans="])
    assert study.measures == {"roof_insulation": {"thickness_mm": 240.0}, "ceiling_fans": {}}
    study = set_values(study, ["measures.roof_insulation.material=eps"])
    assert study.measures["roof_insulation"] == {"thickness_mm": 240.0, "material": "eps"}


def test_what_the_catalogue_lacks_is_one_sentence_each():
    assert len(_sentences(["measures.roof=1", "measures.wall_insulation=900", "measures.heat_pump.cop=3"])) == 3
    assert "0 to 400 mm" in _sentences(["measures.wall_insulation=900"])[0]
    assert "eps" in _sentences(["measures.wall_insulation.material=gold"])[0]
    assert "cannot stand together" in _sentences(["measures.heat_recovery=", "measures.extract_ventilation="])[0]
    assert "balanced" in _sentences(["measures.supply_filters="])[0]
    assert _sentences(["measures.roof_insulation=240", "measures.roof_insulation.side.x=1"])


def test_a_measure_at_its_idle_value_neither_acts_nor_conflicts():
    study = set_values(Study(), ["measures.heat_recovery=0", "measures.extract_ventilation="])
    assert [item.id for item, _ in active_measures(study.measures)] == ["extract_ventilation"]


def test_filters_stand_beside_the_measure_that_brings_their_fans():
    study = set_values(Study(), ["measures.supply_filters=", "measures.heat_recovery="])
    assert set(study.measures) == {"supply_filters", "heat_recovery"}


def test_a_study_with_measures_survives_its_file(tmp_path):
    study = make_study({"measures": {"roof_insulation": {"thickness_mm": 200, "material": "eps"}, "ceiling_fans": {}}})
    path = tmp_path / "study.yaml"
    path.write_text(study_yaml(study), encoding="utf-8")
    assert read_study(path) == study


def test_an_edit_sets_and_takes_back_a_measure():
    edit = make_edit(Study(), "measures.roof_insulation", {"thickness_mm": 200})
    assert apply_edit(Study(), edit).measures == {"roof_insulation": {"thickness_mm": 200.0}}
    assert apply_edit(apply_edit(Study(), edit), invert(edit)) == Study()


def test_settings_and_additions_of_a_measure_do_not_depend_on_order(two_room_building):
    one = make_study({"measures": {"heat_recovery": {"fan_power_w_m3h": 0.3}, "supply_filters": {}}})
    two = make_study({"measures": {"supply_filters": {}, "heat_recovery": {"fan_power_w_m3h": 0.3}}})
    first, second = (apply_measures(study, two_room_building) for study in (one, two))
    assert first == second
    assert first.study.operation.fan_power_w_m3h == pytest.approx(0.35)
    assert first.study.operation.ventilation == "balanced"
    row = next(item for item in first.assumptions if item.id == "operation.fan_power_w_m3h")
    assert "heat_recovery, supply_filters" in row.source


def test_without_measures_nothing_is_copied(two_room_building):
    applied = apply_measures(Study(), two_room_building)
    assert applied.building is two_room_building and applied.assumptions == ()


def _glass(building):
    return sum(item.area_m2 for item in building.openings if item.kind == "window")


def _opaque(building):
    return sum(item.area_m2 for item in building.surfaces if item.kind == "wall" and item.boundary == "outside")


@pytest.mark.parametrize("target", [0.02, 0.05, 0.15, 0.25])
def test_the_window_ratio_is_met_and_keeps_each_facade(two_room_building, target):
    changed = set_window_ratio(two_room_building, target)
    assert window_ratio(changed) == pytest.approx(target)
    assert _glass(changed) + _opaque(changed) == pytest.approx(_glass(two_room_building) + _opaque(two_room_building))
    assert changed.spaces == two_room_building.spaces
    wall = {item.guid: item for item in changed.elements}["w-south"]
    before = {item.guid: item for item in two_room_building.elements}["w-south"]
    net = sum(item.area_m2 for item in changed.surfaces if item.element_guid == "w-south")
    assert wall.volume_m3 / before.volume_m3 == pytest.approx(net / 18.0)
    window = {item.guid: item for item in changed.elements}["win-a"]
    opening = next(item for item in changed.openings if item.guid == "win-a")
    assert window.overall_width_m * window.overall_height_m == pytest.approx(opening.area_m2)
    assert opening.width_m * opening.height_m == pytest.approx(opening.area_m2)
    assert opening.sill_m >= 0.0 and opening.sill_m + opening.height_m <= 3.0 + 1e-9
    heights = [z for _, _, z in opening.vertices_m]
    assert max(heights) - min(heights) == pytest.approx(opening.height_m)


def test_no_facade_becomes_more_glass_than_it_can_hold(two_room_building):
    changed = set_window_ratio(two_room_building, 0.9)
    assert _glass(changed) == pytest.approx(0.9 * 24.0)  # the two south facades of 12 m2, nothing elsewhere
    assert all(item.area_m2 > 0.0 for item in changed.surfaces)


def test_one_direction_leaves_the_others(two_room_building):
    assert set_window_ratio(two_room_building, 0.5, "north") is two_room_building  # no window there to grow
    changed = set_window_ratio(two_room_building, 0.5, "south")
    assert _glass(changed) == pytest.approx(12.0)
    assert window_ratio(changed, "south") == pytest.approx(0.5)


def test_a_ratio_and_the_ratio_before_give_the_first_areas(two_room_building):
    there = set_window_ratio(two_room_building, 0.2)
    back = set_window_ratio(there, window_ratio(two_room_building))
    assert [item.area_m2 for item in back.surfaces] == pytest.approx([s.area_m2 for s in two_room_building.surfaces])
    assert [item.area_m2 for item in back.openings] == pytest.approx([o.area_m2 for o in two_room_building.openings])


def test_additions_keep_to_the_bounds_of_the_setting(two_room_building):
    study = make_study(
        {"operation": {"ventilation": "balanced", "fan_power_w_m3h": 2.0}, "measures": {"supply_filters": {}}}
    )
    with pytest.raises(UserError) as caught:
        apply_measures(study, two_room_building)
    assert "fan_power_w_m3h" in sentence(caught.value.issues[0])


def test_sentences_of_measures_have_their_placeholders():
    assert {code for code in templates() if code.startswith("measures.")} >= {"measures.unknown", "measures.no_record"}
