"""Variants and commands as a person uses them: branch, name, order, lock, remove, the palette, the list of edits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from ui.actions import ACTIONS
from ui.commands import find_commands, make_commands
from ui.history import Change
from ui.window import PAGES


@pytest.fixture
def window(window, put_sample):
    """The sample's base with its figures; no worker is needed."""
    window.activateWindow()
    put_sample(window, name="House", file="a.ifc")
    window.state.study_changed.disconnect(window.jobs._edited)
    return window


def _names(window):
    return [window.bar.tabs.tabText(k) for k in range(window.bar.tabs.count())]


def _command(window, qtbot, typed):
    window.act("commands")
    assert window.palette_.isVisible()
    qtbot.keyClicks(window.palette_.field, typed)
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Return)


def test_branch_shares_model_and_figures_and_can_be_taken_back(window, qtbot):
    base = window.state.current
    qtbot.mouseClick(window.bar.add_button, Qt.MouseButton.LeftButton)
    branch = window.state.current
    assert _names(window) == ["House", "House 2"]
    assert branch is not base
    assert (branch.building, branch.results, branch.study) == (base.building, base.results, base.study)
    assert branch.key != base.key
    assert branch.shown == branch.generation
    window.act("undo")
    assert window.state.variants == [base]
    window.act("redo")
    assert window.state.current is branch


def test_an_edit_of_a_branch_leaves_the_base_alone(window):
    base = window.state.current
    window.act("branch")
    window.edit("operation.infiltration_ach", 0.2, lambda old, new: f"{old} {new}")
    assert window.state.current.study.operation.infiltration_ach == 0.2
    assert base.study.operation.infiltration_ach != 0.2
    assert base.stale == frozenset()
    assert "energy" in window.state.current.stale


def test_rename_in_the_tab(window, qtbot):
    window.act("branch")
    window.act("rename")
    field = window.bar.tabs.field
    field.selectAll()
    qtbot.keyClicks(field, "Timber")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert _names(window) == ["House", "Timber"]
    assert window.history.undo_text == "Rename House 2 → Timber"
    assert not window.verbs.rename(window.state.current, "House")
    assert "Another variant is called House" in window.status.said.text()
    assert not window.verbs.rename(window.state.current, "  ")
    window.act("undo")
    assert _names(window) == ["House", "House 2"]


def test_order_by_drag_and_by_action(window, qtbot):
    window.act("branch")
    window.act("branch")
    first, second, third = window.state.variants
    window.act("move_left")
    assert window.state.variants == [first, third, second]
    assert window.state.current is third
    window.bar.tabs.moveTab(1, 0)
    qtbot.waitUntil(lambda: window.state.variants == [third, first, second])
    assert window.state.current is third
    window.history.go_to(0)
    assert window.state.variants == [first]


def test_a_locked_variant_refuses_edits_in_one_sentence(window):
    window.act("lock")
    study = window.state.current.study
    window.edit("operation.infiltration_ach", 0.2, lambda old, new: "x")
    assert window.state.current.study is study
    assert "House is locked" in window.status.said.text()
    window.show_page("energy")
    assert not window.pages["energy"].panel.isEnabled()
    window.act("undo")
    assert window.pages["energy"].panel.isEnabled()


def test_remove_needs_no_question_and_undo_brings_all_back(window):
    window.act("remove")
    assert len(window.state.variants) == 1
    window.act("branch")
    branch = window.state.current
    window.act("remove")
    assert len(window.state.variants) == 1
    window.act("undo")
    assert window.state.current is branch
    assert branch.results is not None


def test_each_doing_and_undoing_leaves_a_row_for_the_trail(window):
    key = window.state.current.key
    say = lambda old, new: f"Leaks {old} → {new}"  # noqa: E731
    old = window.state.current.study.operation.infiltration_ach
    window.edit("operation.infiltration_ach", 0.2, say, 77)
    window.edit("operation.infiltration_ach", 0.6, say, 77)
    change = Change(key, "operation.infiltration_ach", old, 0.6)
    (done,) = window.history.take()
    assert (done.kind, done.words, done.changes) == ("do", f"Leaks {old} → 0.6", (change,))
    assert [study.operation.infiltration_ach for study in done.studies] == [old, 0.6]
    window.act("undo")
    window.act("redo")
    undone, redone = window.history.take()
    assert (undone.kind, undone.changes) == ("undo", (Change(key, "operation.infiltration_ach", 0.6, old),))
    assert (redone.kind, redone.changes) == ("redo", (change,))
    window.edit_many({"operation.heating_setpoint_c": 19.0, "operation.cooling_setpoint_c": 27.0}, "Milder")
    (many,) = window.history.take()
    assert {item.path for item in many.changes} == {"operation.heating_setpoint_c", "operation.cooling_setpoint_c"}


def test_the_list_of_edits_goes_to_any_of_them(window):
    before = window.state.current.study
    for value in (0.2, 0.3, 0.4):
        window.edit("operation.infiltration_ach", value, lambda old, new: f"Leaks {new}")
    entries = [item for item in window.bar.list_edits().actions() if item.text().endswith("Leaks 0.2")]
    entries[0].trigger()
    assert window.state.current.study.operation.infiltration_ach == 0.2
    window.act("undo_all")
    assert window.state.current.study == before


def test_palette_edits_by_words_and_number(window, qtbot):
    _command(window, qtbot, "roof insulation 240")
    assert window.state.current.study.measures == {"roof_insulation": {"thickness_mm": 240.0}}
    assert window.history.undo_text == "Roof insulation 0 → 240 mm"
    _command(window, qtbot, "roof insulation 9000")
    assert "outside 0 to 400 mm" in window.status.said.text()
    _command(window, qtbot, "heating: heat pump")
    assert window.state.current.study.operation.heating == "heat_pump"
    _command(window, qtbot, "go to carb")
    assert window.page == "carbon"


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_palette_understands_the_windows_language_and_english(window, language):
    window.set_language(language)
    commands = make_commands(window)
    found = [item.english for item, _ in find_commands(commands, "branch")]
    assert found[0] == "Branch a variant"
    own = find_commands(commands, window.tr_("Wall insulation") + " 120")
    assert (own[0][0].english, own[0][1]) == ("Wall insulation", 120.0)


def test_actions_have_one_id_and_no_key_twice():
    assert len({item.id for item in ACTIONS}) == len(ACTIONS)
    keys = [key for item in ACTIONS for key in item.keys] + [f"Ctrl+{(k + 1) % 10}" for k in range(len(PAGES))]
    assert len(set(keys)) == len(keys)


def test_every_action_of_the_menu_is_there_and_grey_where_it_cannot_be_done(window):
    window.bar.menu.aboutToShow.emit()
    entries = {item.objectName(): item for item in window.bar.menu.findChildren(QAction) if item.objectName()}
    assert set(entries) >= {item.id for item in ACTIONS if not item.hidden}
    assert not entries["remove"].isEnabled()
    assert entries["branch"].isEnabled()


def test_language_switch_keeps_selection_page_and_tab(window):
    window.show_page("energy")
    page = window.pages["energy"]
    page.tabs.setCurrentIndex(1)
    guid = window.state.current.building.elements[0].guid
    window.state.select((guid,))
    window.set_language("ru")
    assert window.pages["energy"] is not page
    assert window.page == "energy"
    assert window.pages["energy"].tabs.currentIndex() == 1
    assert window.state.selection == {guid}


def test_f6_goes_round_the_regions(window):
    seen = set()
    for _ in range(6):
        window.act("region")
        focused = window.focusWidget()
        regions = (window.bar, window.rail, window.stack, window.inspector, window.status)
        seen.add(next(k for k, item in enumerate(regions) if item.isAncestorOf(focused)))
    assert {0, 1, 2, 4} <= seen
