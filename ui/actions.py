"""The one table of what a person can do: keys, menu and command palette read it; pages name actions by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bldgassess.texts import mark

if TYPE_CHECKING:
    from ui.window import MainWindow

Run = Callable[["MainWindow"], object]
Test = Callable[["MainWindow"], bool]

#: Groups in the order of the menu.
GROUPS: dict[str, str] = {
    "file": mark("File"),
    "edit": mark("Edit"),
    "variant": mark("Variant"),
    "go": mark("Go to"),
    "view": mark("View"),
    "help": mark("Help"),
}


def _always(_window: MainWindow) -> bool:
    return True


def _has_variant(window: MainWindow) -> bool:
    return window.state.current is not None


def _has_results(window: MainWindow) -> bool:
    variant = window.state.current
    return variant is not None and variant.results is not None


def _is_inside(window: MainWindow) -> bool:
    return window.stack.currentWidget() is not window.start


def _has_community(window: MainWindow) -> bool:
    return window.state.community.found is not None


def _has_two(window: MainWindow) -> bool:
    return len(window.state.variants) > 1


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: its name is verb and object. ``keys``: the first is shown. ``hidden``: by key alone."""

    id: str
    name: str
    group: str
    run: Run
    keys: tuple[str, ...] = ()
    enabled: Test = _has_variant
    hidden: bool = False


def _lock(window: MainWindow) -> None:
    variant = window.state.current
    if variant is not None:
        window.verbs.lock(variant, locked=not variant.locked)


ACTIONS: tuple[Action, ...] = (
    Action("open", mark("Open model or project…"), "file", lambda w: w.verbs.ask_open(), ("Ctrl+O",), _always),
    Action("open_sample", mark("Open the sample house"), "file", lambda w: w.verbs.open_sample(), (), _always),
    Action("open_community", mark("Open community…"), "file", lambda w: w.verbs.ask_community(), (), _always),
    Action(
        "open_example_community",
        mark("Open the example community"),
        "file",
        lambda w: w.verbs.open_example_community(),
        (),
        _always,
    ),
    Action("save", mark("Save project"), "file", lambda w: w.verbs.save(), ("Ctrl+S",)),
    Action("save_as", mark("Save project as…"), "file", lambda w: w.verbs.save_as(), ("Ctrl+Shift+S",)),
    Action("add_file", mark("Add a model or study as variant…"), "file", lambda w: w.verbs.ask_variant()),
    Action("close", mark("Close and show the start page"), "file", lambda w: w.verbs.close(), (), _is_inside),
    Action("save_pdf", mark("Save PDF report…"), "file", lambda w: w.verbs.ask_pdf(w.language), (), _has_results),
    Action("save_files", mark("Save all files…"), "file", lambda w: w.verbs.ask_files(w.language), (), _has_results),
    Action(
        "save_community_pdf",
        mark("Save the community's report (PDF)…"),
        "file",
        lambda w: w.verbs.ask_community_report(w.language),
        (),
        _has_community,
    ),
    Action(
        "save_community_files",
        mark("Save all files of the community…"),
        "file",
        lambda w: w.verbs.ask_community_files(w.language),
        (),
        _has_community,
    ),
    Action(
        "stop_community",
        mark("Stop the community"),
        "file",
        lambda w: w.jobs.ask_free("stop", "community"),
        (),
        lambda w: w.state.community.status == "working",
    ),
    Action("lock_package", mark("Lock into a package…"), "file", lambda w: w.show_report("lock"), (), _has_results),
    Action("sign", mark("Sign the report…"), "file", lambda w: w.show_report("sign"), (), _has_results),
    Action("verify", mark("Verify a file…"), "file", lambda w: w.show_report("verify")),
    Action("evidence", mark("Show the evidence"), "file", lambda w: w.show_report("evidence")),
    Action("audit", mark("Show the audit trail"), "file", lambda w: w.show_report("audit")),
    Action("quit", mark("Quit"), "file", lambda w: w.close(), ("Ctrl+Q",), _always),
    Action("undo", mark("Undo"), "edit", lambda w: w.history.undo(), ("Ctrl+Z",)),
    Action("redo", mark("Redo"), "edit", lambda w: w.history.redo(), ("Ctrl+Y", "Ctrl+Shift+Z")),
    Action("undo_all", mark("Undo all edits"), "edit", lambda w: w.history.go_to(0)),
    Action("history", mark("Show all edits"), "edit", lambda w: w.bar.show_edits()),
    Action("select_none", mark("Select nothing"), "edit", lambda w: w.verbs.escape(), ("Esc",), hidden=True),
    Action("branch", mark("Branch a variant"), "variant", lambda w: w.verbs.branch(), ("Ctrl+D",)),
    Action("rename", mark("Rename this variant…"), "variant", lambda w: w.bar.rename(), ("F2",)),
    Action("lock", mark("Lock or unlock this variant"), "variant", _lock),
    Action("move_left", mark("Move this variant left"), "variant", lambda w: w.verbs.move_by(-1), (), _has_two),
    Action("move_right", mark("Move this variant right"), "variant", lambda w: w.verbs.move_by(1), (), _has_two),
    Action("remove", mark("Remove this variant"), "variant", lambda w: w.verbs.remove_current(), (), _has_two),
    Action("next", mark("Next variant"), "variant", lambda w: w.verbs.show_next(), ("Ctrl+Tab",), _has_two),
    Action("retry", mark("Assess again"), "variant", lambda w: w.retry()),
    Action("cancel", mark("Stop what runs"), "variant", lambda w: w.jobs.cancel(), (), lambda w: bool(w.jobs)),
    Action("explain", mark("Explain the chosen figure"), "view", lambda w: w.pages[w.page].explain(), ("F1",)),
    Action("find", mark("Filter this page"), "view", lambda w: w.pages[w.page].find(), ("Ctrl+F",)),
    Action("inspector", mark("Show or hide the inspector"), "view", lambda w: w.toggle_inspector(), ("I",)),
    Action("region", mark("Go to the next region"), "view", lambda w: w.next_region(), ("F6",), _always, hidden=True),
    Action("light", mark("Light colours"), "view", lambda w: w.set_theme("light"), (), _always),
    Action("dark", mark("Dark colours"), "view", lambda w: w.set_theme("dark"), (), _always),
    Action("commands", mark("Search or command"), "help", lambda w: w.palette_.open(), ("Ctrl+K",), _always),
    Action("report_problem", mark("Report a problem"), "help", lambda w: w.report_problem(), (), _always),
)


def find_action(identity: str) -> Action:
    """Return an action by id."""
    return next(item for item in ACTIONS if item.id == identity)
