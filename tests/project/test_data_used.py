"""Data that are not those of the last save are told; steps told by their changes; where working copies are."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bldgassess.errors import UserError
from bldgassess.label.installed import find_catalogue
from bldgassess.messages import sentence
from bldgassess.project import (
    DataUsed,
    ProjectState,
    VariantState,
    WorkingCopy,
    changes_since,
    changes_since_signing,
    data_in_use,
    data_issues,
    default_folder,
    new_key,
    read_project,
    replay,
    sign_entry,
    step_entries,
)
from bldgassess.study import Study, make_study
from materials_db.store import load_store

NOW = "2026-11-25T12:00:00Z"


@pytest.fixture
def state():
    return ProjectState("House", (VariantState(new_key(), "Base", Study()),))


def test_the_same_data_are_no_news(state):
    used = data_in_use(state)
    header = find_catalogue(Study().label.catalogue).catalogue.header
    assert used.factors == load_store().info
    assert [row[:2] for row in used.catalogues] == [(header.id, header.version)]
    assert data_issues(replace(state, data=used)) == () == data_issues(state)


def test_other_data_are_named_and_survive_the_file(state, tmp_path):
    used = data_in_use(state)
    identity, version, sha256 = used.catalogues[0]
    catalogues = ((identity, version, "0" * 64), ("gone", "9.0", "1" * 64))
    old = DataUsed("0.0.1", (used.factors[0], "2020.01", "2" * 64), catalogues)
    working = WorkingCopy.start(tmp_path / "state")
    working.autosave(replace(state, data=old))
    working.publish(tmp_path / "House.bldg", recorded=NOW)
    working.close()
    issues = data_issues(read_project(tmp_path / "House.bldg").state)
    assert [(issue.code, issue.severity) for issue in issues] == [
        ("project.other_factors", "warning"),
        ("project.other_catalogue", "warning"),
        ("project.no_catalogue", "warning"),
        ("project.other_program", "info"),
    ]
    words = [sentence(issue) for issue in issues]
    assert "2020.01" in words[0] and sha256[:12] in words[1] and "gone 9.0" in words[2] and "0.0.1" in words[3]


@dataclass(frozen=True)
class Changed:
    variant: str
    path: str
    old: object
    new: object


def test_a_step_told_by_its_changes_is_a_row_a_variant():
    one = Changed("a", "operation.heating", "heat_pump", "gas_boiler")
    (entry,) = step_entries("do", "Heating", [one], person="RS", recorded=NOW)
    assert (entry.variant, entry.path, entry.old, entry.new) == ("a", one.path, '"heat_pump"', '"gas_boiler"')
    name = Changed("b", "name", "Base", "Timber")
    second = Changed("a", "materials.Brick", None, "KBOB/1")
    rows = step_entries("do", "Several", [one, name, second], person="RS", recorded=NOW)
    assert [(row.variant, row.path) for row in rows] == [("a", "*"), ("b", "name")]
    assert replay(Study(), [rows[0]]) == make_study(
        {"operation": {"heating": "gas_boiler"}, "materials": {"Brick": "KBOB/1"}}
    )
    assert replay(Study(), [rows[1]]) == Study()


def test_changes_are_told_by_variant(state):
    base = state.variants[0]
    study = make_study({"operation": {"heating": "gas_boiler"}, "building": {"use": "office"}})
    (change,) = changes_since(state, state.with_variant(replace(base, study=study, locked=True)))
    assert (change.key, change.kind, len(change.edits)) == (base.key, "changed", 2)
    assert not change.renamed and not change.models_changed
    assert changes_since(state, state.with_variant(replace(base, locked=True))) == ()
    (change,) = changes_since(state, state.with_variant(replace(base, name="New", models=("00",))))
    assert change.renamed and change.models_changed and change.edits == ()


def test_what_changed_since_signing(state, tmp_path):
    other = VariantState(new_key(), "Timber", Study())
    state = state.with_variant(other)
    base = state.variants[0]
    working = WorkingCopy.start(tmp_path / "state")
    assert changes_since_signing(working.audit(), state) == ()
    row = sign_entry(state, [base.key], words="Signed", person="RS", recorded=NOW)
    working.autosave(state, [row])
    assert row.variant == base.key and working.unsaved == 1
    assert changes_since_signing(working.audit(), state) == ()
    study = make_study({"operation": {"heating": "gas_boiler", "cooling_setpoint_c": 24.5}})
    later = state.with_variant(replace(base, study=study)).with_variant(replace(other, study=study))
    (change,) = changes_since_signing(working.audit(), later)
    assert (change.key, [edit.path for edit in change.edits]) == (
        base.key, ["operation.cooling_setpoint_c", "operation.heating"],
    )  # fmt: skip
    working.autosave(later, [sign_entry(later, [base.key, other.key], words="Again", person="RS", recorded=NOW)])
    assert changes_since_signing(working.audit(), later) == ()
    (gone,) = changes_since_signing(working.audit(), replace(later, variants=later.variants[:1]))
    assert (gone.key, gone.kind) == (other.key, "removed")
    working.discard()


def test_saving_and_editing_at_once(state, tmp_path):
    """The window autosaves while a thread saves: both end well, whatever comes first."""
    working = WorkingCopy.start(tmp_path / "state")
    working.autosave(state)
    path = tmp_path / "House.bldg"
    failures = []

    def save():
        try:
            for _ in range(10):
                working.publish(path, recorded=NOW)
        except UserError as error:
            failures.append(error)

    thread = threading.Thread(target=save)
    thread.start()
    for k in range(30):
        working.autosave(replace(working.state, notes=str(k)))
    thread.join()
    assert failures == []
    working.publish(path, recorded=NOW)
    assert read_project(path).state.notes == "29"
    working.close()


def test_where_working_copies_are(monkeypatch):
    monkeypatch.setenv("BLDGASSESS_STATE", "/somewhere")
    assert default_folder() == Path("/somewhere")
    monkeypatch.delenv("BLDGASSESS_STATE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert default_folder() == Path("/state/bldgassess/projects")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert default_folder() == Path("/local/bldgassess/projects")
