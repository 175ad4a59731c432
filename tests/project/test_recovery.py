"""What a program that ended without saving leaves, and what becomes of it."""

import json
import sqlite3
from dataclasses import replace

import pytest

from bldgassess.append_only import add_rows
from bldgassess.errors import UserError
from bldgassess.project import (
    AuditEntry,
    ProjectState,
    VariantState,
    WorkingCopy,
    bring_back,
    changes_since,
    edit_entry,
    find_recoverable,
    new_key,
    read_project,
    remove_aside,
    resume,
    set_aside,
)
from bldgassess.project import publish as publishing
from bldgassess.project import working as module
from bldgassess.project.audit import AUDIT
from bldgassess.study import Study, make_study

NOW = "2026-11-25T12:41:00Z"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def house(tmp_path, folder):
    path = tmp_path / "House.bldg"
    working = WorkingCopy.start(folder)
    working.autosave(ProjectState("House", (VariantState(new_key(), "Base", Study()),)))
    working.publish(path, recorded=NOW)
    working.close()
    return path


def _edit(working, celsius):
    variant = working.state.variants[0]
    study = make_study({"operation": {"heating_setpoint_c": celsius}})
    row = edit_entry(variant.study, study, variant=variant.key, words="Heating", person="", recorded=NOW)
    working.autosave(working.state.with_variant(replace(variant, study=study)), [row])


def _abandoned(folder, house, edits=3):
    working = WorkingCopy.start(folder, house)
    working.autosave(working.state, [AuditEntry(NOW, "", "open")])
    for k in range(edits):
        _edit(working, 20.0 + k)
    working.close()


def test_nothing_unsaved_leaves_nothing(folder, house):
    _abandoned(folder, house, edits=0)
    assert find_recoverable(folder) == () and not list(folder.iterdir())


def test_unsaved_edits_are_found_compared_and_resumed(folder, house):
    _abandoned(folder, house)
    (item,) = find_recoverable(folder)
    assert (item.name, item.source, item.when, item.edits, item.issues) == ("House", house, NOW, 3, ())
    working = resume(item)
    assert find_recoverable(folder) == ()  # it is in use
    (change,) = changes_since(read_project(house).state, working.state)
    assert [(edit.path, edit.new) for edit in change.edits] == [("operation.heating_setpoint_c", 22.0)]
    assert working.unsaved == 3 and not working.read_only
    working.publish(house, recorded=NOW)
    working.close()
    assert find_recoverable(folder) == ()
    assert read_project(house).state.variants[0].study.operation.heating_setpoint_c == 22.0


def test_a_project_that_was_never_saved_is_recovered_too(folder):
    working = WorkingCopy.start(folder)
    working.autosave(ProjectState("Draft", (VariantState(new_key(), "Base", Study()),)))
    working.close()
    (item,) = find_recoverable(folder)
    assert (item.name, item.source, item.edits) == ("Draft", None, 1)
    resume(item).discard()
    assert not list(folder.iterdir())


def test_a_working_copy_put_aside_comes_back_until_the_next_start(folder, house):
    _abandoned(folder, house)
    aside = set_aside(find_recoverable(folder)[0])
    assert find_recoverable(folder) == ()
    assert bring_back(aside).place.is_dir()
    (item,) = find_recoverable(folder)
    set_aside(item)
    remove_aside(folder)
    assert not list(folder.iterdir())


def test_a_file_that_was_saved_elsewhere_meanwhile_is_told(folder, house):
    _abandoned(folder, house)
    other = WorkingCopy.start(folder, house)
    _edit(other, 25.0)
    other.publish(house, recorded=NOW)
    other.close()
    (item,) = find_recoverable(folder)
    working = resume(item)
    assert [issue.code for issue in working.issues] == ["project.changed_outside"]
    with pytest.raises(UserError):
        working.publish(house, recorded=NOW)
    working.discard()


@pytest.mark.parametrize("program_goes_on", [False, True])
def test_a_failure_right_behind_the_replacing_counts_as_saved(folder, house, monkeypatch, program_goes_on):
    working = WorkingCopy.start(folder, house)
    _edit(working, 21.0)

    def crash(passing, target):
        publishing.put_in_place(passing, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "put_in_place", crash)
    with pytest.raises(KeyboardInterrupt):
        working.publish(house, recorded=NOW)
    monkeypatch.undo()
    if program_goes_on:
        working.publish(house, recorded=NOW)
        assert [row.entry.kind for row in working.audit()] == ["save", "do", "save", "save"]
        working.close()
        return
    working._leave()
    (item,) = find_recoverable(folder)
    working = resume(item)
    assert working.issues == () and working.unsaved == 0
    assert working.audit() == read_project(house).audit
    _edit(working, 22.0)
    working.publish(house, recorded=NOW)
    working.close()


def test_a_damaged_working_copy_is_listed_with_its_reason(folder, house):
    _abandoned(folder, house)
    (item,) = find_recoverable(folder)
    work = item.place / "work.bldg"
    work.write_bytes(b"x" * 8192)
    (item,) = find_recoverable(folder)
    assert [issue.code for issue in item.issues] == ["project.not_ours"]
    with pytest.raises(UserError):
        resume(item)


def _version_1(path, study):
    """Write a project as version 1 did, by hand."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID")
    database.execute("INSERT INTO meta VALUES ('name', 'Old house'), ('current', 'b')")
    database.execute(
        "CREATE TABLE variant (key TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, "
        "study TEXT NOT NULL, models TEXT NOT NULL)"
    )
    content = b"ISO-10303-21; old"
    sha256 = __import__("hashlib").sha256(content).hexdigest()
    rows = [("b", 0, "Base", "{}", sha256), ("t", 1, "Timber", json.dumps(study), f"{sha256} {sha256}")]
    database.executemany("INSERT INTO variant VALUES (?, ?, ?, ?, ?)", rows)
    database.execute("CREATE TABLE model (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL)")
    database.execute("INSERT INTO model VALUES (?, 'old.ifc', ?)", (sha256, content))
    database.execute(
        "CREATE TABLE audit (number INTEGER PRIMARY KEY, recorded, person, kind, variant, path, old, new, words, "
        "previous TEXT NOT NULL, sha256 TEXT NOT NULL)"
    )
    entry = {"recorded": NOW, "person": "RS", "kind": "do", "variant": "t", "path": "", "old": None, "new": None}
    add_rows(database, AUDIT, [{**entry, "words": "First step"}])
    database.execute("PRAGMA application_id = 0x6270726F")
    database.execute(f"PRAGMA user_version = {1 << 16}")
    database.close()
    return sha256, content


def test_a_version_1_file_opens_and_is_saved_as_this_version(tmp_path, folder):
    path = tmp_path / "Old.bldg"
    study = {"operation": {"heating": "gas_boiler"}, "site": {"weather_folder": "/data/weather"}}
    sha256, content = _version_1(path, study)
    old = path.read_bytes()
    project = read_project(path)
    assert project.version == (1, 0) and path.read_bytes() == old
    working = WorkingCopy.start(folder, path)
    assert [issue.code for issue in working.issues] == ["project.migrated"]
    base, timber = working.state.variants
    assert (base.name, base.study, base.models, base.locked, base.results) == ("Base", Study(), (sha256,), False, None)
    assert timber.study.model_dump(exclude_unset=True) == study and timber.models == (sha256, sha256)
    assert (working.state.name, working.state.current) == ("Old house", "b")
    assert working.model_path(sha256).read_bytes() == content
    assert working.unsaved == 0 and path.read_bytes() == old
    working.publish(path, recorded=NOW)
    working.close()
    project = read_project(path)
    assert project.version == (2, 0)
    assert [row.entry.words for row in project.audit] == ["First step", ""]
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("DELETE FROM audit")
    database.close()
