"""The Model page: what it colours by and says in its legend, its tree, filter, sections and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from bldgassess.ifc.read import read_model
from bldgassess.study import read_study
from reports.charts.palette import CLASS_COLOURS
from ui.pages.model import ModelPage
from ui.pages.model_colours import colouring, element_values
from ui.pages.model_tree import make_tree
from ui.state import State
from ui.view import make_view
from ui.viewer.colours import NO_DATA, colour_by_kind, colour_by_value, limits_about, rgb


@pytest.fixture
def page(qtbot, qapp, sample_dir, sample_models, sample_assessments):
    """The page alone, with the assessed sample."""
    state = State()
    made = ModelPage(state, "en", "light")
    qtbot.addWidget(made)
    made.resize(1160, 720)
    made.show()
    state.selection_changed.connect(made.select)
    variant = state.add((sample_dir / "hainan_house_base.ifc",), read_study(sample_dir / "base.yaml"), "base")
    state.set_model(variant, sample_models["base"])
    made.refresh()
    state.set_results(variant, make_view(sample_assessments["base"]))
    made.refresh()
    return made


def _spaces(page):
    return {room.guid for room in page.state.current.building.spaces}


def _elements(page):
    return {item.guid for item in page.state.current.building.elements}


def test_every_quantity_colours_and_explains_itself(page):
    """Legend and picture agree for each quantity there is: counts add up to what is pictured."""
    assert len(page._quantities) > 25
    for item in page._quantities:
        assert page.colour_by_key(item.key), item.key
        shown, legend = page.viewer.shown, page.legend.colouring
        assert set(page.viewer.visible) == (_spaces(page) if item.of_rooms else _elements(page)), item.key
        visible = shown.mask
        assert (legend.colours == shown.colours).all()
        assert legend.no_data == shown.hatched.sum() == (shown.hatched & visible).sum()
        assert legend.title
        if legend.categories:
            assert sum(kind.count for kind in legend.categories) + legend.no_data == visible.sum(), item.key
            for kind in legend.categories:
                same = np.abs(shown.colours[visible] - np.array(rgb(kind.colour))).max(axis=1) < 1e-6
                assert same.sum() >= kind.count
        assert page.legend.accessibleDescription()


def test_no_data_are_the_elements_without_carbon(page):
    page.colour_by_key("kg")
    bare = _elements(page) - set(page.state.current.element_kg)
    assert page.legend.colouring.no_data == len(bare)
    places = [page.viewer.scene.index[guid] for guid in bare]
    assert page.viewer.shown.hatched[places].all()


def test_carbon_by_size_is_carbon_over_size(page):
    variant = page.state.current
    wall = next(item for item in variant.building.elements if item.part == "external_wall")
    kg = variant.element_kg[wall.guid]
    assert element_values(variant, "kg_m3")[wall.guid] == pytest.approx(kg / wall.volume_m3)
    assert element_values(variant, "kg_m2")[wall.guid] == pytest.approx(kg / wall.side_area_m2)
    assert element_values(variant, "kg_m2_gia")[wall.guid] == pytest.approx(kg / variant.building.gia_m2)
    total = sum(element_values(variant, "kg_m2_gia").values())
    assert total == pytest.approx(sum(variant.element_kg.values()) / variant.building.gia_m2)


def test_u_values_are_those_of_the_hourly_year(page, sample_assessments):
    hourly, building = sample_assessments["base"].hourly, page.state.current.building
    used = {row.id: row.u_value_w_m2k for row in hourly.surfaces}
    found = page.state.current.view.element_u
    window = next(opening for opening in building.openings if opening.guid in used)
    assert found[window.guid] == pytest.approx(used[window.guid])
    wall = next(item.guid for item in building.elements if item.part == "external_wall" and item.guid in found)
    faces = [face for face in building.surfaces if face.element_guid == wall and face.id in used]
    mean = sum(used[f.id] * f.area_m2 for f in faces) / sum(f.area_m2 for f in faces)
    assert found[wall] == pytest.approx(mean)


def test_rooms_have_the_classes_of_the_results(page):
    variant = page.state.current
    item = next(row for row in variant.results["health"]["indicators"] if row["id"] == "T3")
    page.colour_by_key("health.T3")
    for guid, row in item["spaces"].items():
        if row["class"] in CLASS_COLOURS:
            colour = page.viewer.colours[page.viewer.scene.index[guid]]
            assert colour == pytest.approx(rgb(CLASS_COLOURS[row["class"]][0]), abs=1e-6)


def test_temperatures_lie_about_the_comfort_middle(page):
    low, high = page.state.current.view.set_points_c
    page.colour_by_key("t_mean")
    ramp = page.legend.colouring.ramp
    assert (ramp.low + ramp.high) / 2.0 == pytest.approx((low + high) / 2.0)
    assert {value for value, _ in page.legend.colouring.breaks} <= {low, high}
    zone = next(zone for zone in page.state.current.view.zones if zone.mean_c is not None)
    assert zone.lowest_c <= zone.mean_c <= zone.highest_c


def test_before_figures_the_parts_are_coloured(page):
    variant = page.state.current
    variant.view = None
    page.colour_by_key("kg_m3")
    found = colouring(variant, page.quantity, page.viewer.scene.guids, page.tr_)
    assert {kind.words for kind in found.categories} >= {"External walls", "Windows"}
    assert found.no_data == 0


# scales


def test_scale_ends_at_percentiles_and_counts_what_is_beyond():
    values = {f"{k:03d}": float(k) for k in range(101)}
    found = colour_by_value("x", [*values, "none"], values)
    assert (found.ramp.low, found.ramp.high) == pytest.approx((2.0, 98.0))
    assert (found.below, found.above, found.no_data) == (2, 2, 1)
    assert (found.colours[0] == found.colours[2]).all()
    assert found.colours[-1] == pytest.approx(rgb(NO_DATA))


def test_same_limits_give_the_same_colour_in_two_models():
    one = colour_by_value("x", ["a"], {"a": 3.0}, limits=(0.0, 10.0))
    other = colour_by_value("x", ["b", "c"], {"b": 3.0, "c": 99.0}, limits=(0.0, 10.0))
    assert (one.colours[0] == other.colours[0]).all()
    assert other.above == 1


def test_scale_about_a_middle_reaches_as_far_both_ways():
    assert limits_about(23.0, {"a": 25.0, "b": 31.0}, 4.0) == pytest.approx((23.0 - 7.88, 23.0 + 7.88))
    assert limits_about(23.0, {}, 4.0) == (19.0, 27.0)


def test_kinds_outside_the_table_have_no_data_where_asked():
    found = colour_by_kind("x", ["a", "b"], {"a": "odd"}, {}, asked=frozenset("a"))
    assert found.hatched.tolist() == [True, False]
    assert not found.categories


# tree


def test_tree_adds_up_and_is_sorted_by_carbon(page):
    root, rows = make_tree(page.state.current.building, page.state.current.element_kg, str)
    assert set(rows) == _elements(page)
    assert sum(len(top.guids) for top in root.children) == len(rows)
    for top in root.children:
        assert sorted(top.guids) == sorted(guid for branch in top.children for guid in branch.guids)
        kgs = [branch.kg or 0.0 for branch in top.children]
        assert kgs == sorted(kgs, reverse=True)
        assert top.kg == pytest.approx(sum(kgs))


def test_filter_keeps_what_bears_all_words(page, qtbot):
    qtbot.keyClick(page, Qt.Key.Key_Slash)
    page.filter.setText("window ground")
    found = page.tree.model_.rows
    assert found
    building = page.state.current.building
    storeys = {storey.guid: storey.name for storey in building.storeys}
    for guid in found:
        item = next(item for item in building.elements if item.guid == guid)
        assert item.part == "window"
        assert "ground" in storeys[item.storey_guid].lower()
    page.filter.setText("no such thing")
    assert page.tree.model_.rowCount() == 0
    page.filter.clear()
    assert len(page.tree.model_.rows) == len(_elements(page))


def test_ticking_a_storey_off_hides_it_and_on_shows_it(page):
    model = page.tree.model_
    index = model.index(0, 0)
    guids = set(model.node(index).guids)
    assert model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert set(page.viewer.visible) == _elements(page) - guids
    assert model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert page.show_all.isVisible()
    page.viewer.show_elements(list(guids)[:1])
    assert model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    page.show_all.click()
    assert set(page.viewer.visible) == _elements(page)
    assert not page.show_all.isVisible()


def test_menu_hides_a_building_part_in_all_storeys(page):
    page.show_button.fill()
    windows = {guid for guid, part in page.state.current.part_of.items() if part == "window"}
    action = next(action for action in page.show_button.parts.actions() if action.text() == "Windows")
    action.setChecked(False)
    assert set(page.viewer.visible) == _elements(page) - windows


def test_rows_select_and_selection_finds_rows(page):
    guid = sorted(_elements(page))[3]
    page.state.select((guid,))
    assert page.tree.selected_guids() == (guid,)
    page.state.select(sorted(_elements(page))[:20])
    assert set(page.tree.selected_guids()) == set(sorted(_elements(page))[:20])
    place = page.tree.model_.index_of(guid)
    page.tree.setCurrentIndex(place)
    assert page.state.selection == {guid}


def test_letters_in_the_tree_act_on_the_picture(page, qtbot):
    guid = sorted(_elements(page))[3]
    page.state.select((guid,))
    qtbot.keyClick(page.tree, Qt.Key.Key_Space)
    assert page.viewer.visible == (guid,)
    page.state.select(())
    qtbot.keyClick(page.tree, Qt.Key.Key_Escape)
    assert set(page.viewer.visible) == _elements(page)


# sections


def test_section_cuts_flips_and_goes(page):
    page.cut.click()
    assert page.section.isVisible()
    (cut,) = page.viewer.shown.cuts
    assert cut.axis == "z"
    assert page.viewer.scene.low[2] < cut.at_m < page.viewer.scene.high[2]
    page.section.flip.click()
    assert page.viewer.shown.cuts[0].is_flipped
    page.section.axis.setCurrentIndex(0)
    page.section.slider.setValue(500)
    assert [cut.axis for cut in page.viewer.shown.cuts] == ["z", "x"]
    page.cut.click()
    assert page.viewer.shown.cuts == ()


def test_changing_to_rooms_leaves_isolation(page):
    page.viewer.isolate(sorted(_elements(page))[:2])
    page.colour_by_key("health")
    assert set(page.viewer.visible) == _spaces(page)
    page.colour_by_key("kg")
    assert set(page.viewer.visible) == _elements(page)


def test_variants_of_one_model_keep_the_camera(page, sample_models):
    page.viewer.turn("top")
    page.viewer.hide_elements(sorted(_elements(page))[:3])
    camera, hidden = page.viewer.camera, page.viewer.shown.hidden
    first = page.state.current
    other = page.state.add(first.paths, first.study, "same")
    page.state.share_model(other, first)
    page.refresh()
    assert page.viewer.camera == camera
    assert page.viewer.shown.hidden == hidden


def test_files_of_one_variant_are_one_picture(qtbot, sample_dir, sample_models, tmp_path):
    """The same house twice under one variant: both files' elements are there, none is lost in the picture."""
    paths = tuple(sample_dir / f"hainan_house_{key}.ifc" for key in ("base", "better"))
    merged = read_model(paths)
    state = State()
    made = ModelPage(state, "en", "light")
    qtbot.addWidget(made)
    variant = state.add(paths, read_study(sample_dir / "base.yaml"), "both")
    state.set_model(variant, merged)
    made.refresh()
    assert set(made.viewer.visible) == {item.guid for item in merged.building.elements if item.guid in merged.meshes}
    assert {item.source for item in merged.building.elements} == {0, 1}


def test_everything_is_named(page):
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider

    for kind in (QAbstractButton, QComboBox, QLineEdit, QSlider):
        for widget in page.findChildren(kind):
            if widget.isVisible() and not widget.objectName().startswith("qt_"):
                named = widget.accessibleName() or getattr(widget, "text", str)()
                assert named, widget
    for name in ("viewer", "tree", "filter", "colour_by", "section", "show", "view", "legend", "findings"):
        assert page.findChild(object, f"model.{name}") is not None, name
