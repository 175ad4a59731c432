"""A project is opened, edited, saved and opened again; what can go wrong is one sentence and costs nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from bldgassess.errors import Issue, UserError
from bldgassess.evidence import store as evidence
from bldgassess.messages import sentence
from bldgassess.project import (
    AuditEntry,
    ProjectState,
    SavedResults,
    VariantState,
    WorkingCopy,
    changes_since,
    check_project,
    edit_entry,
    find_recoverable,
    new_key,
    read_project,
    read_summary,
    study_json,
    study_sha256,
)
from bldgassess.study import Study, make_study

NOW = "2026-11-25T12:00:00Z"


def _step(working, study=None, words="Heating -> gas boiler"):
    """Change the first variant's study, autosaved with its row."""
    variant = working.state.variants[0]
    study = study or make_study({**_values(variant.study), "operation": {"heating": "gas_boiler"}})
    row = edit_entry(variant.study, study, variant=variant.key, words=words, person="RS", recorded=NOW)
    working.autosave(working.state.with_variant(replace(variant, study=study)), [row])


def _values(study):
    return study.model_dump(mode="python", exclude_unset=True)


def _refused(act, code) -> Issue:
    with pytest.raises(UserError) as error:
        act()
    assert error.value.issues[0].code == code
    assert "{" not in sentence(error.value.issues[0])
    return error.value.issues[0]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "models" / "house.ifc"
    path.parent.mkdir()
    path.write_bytes(b"ISO-10303-21;" + bytes(range(256)) * 200)
    return path


@pytest.fixture
def house(tmp_path, folder, model):
    """A saved project with two variants; nobody has it open."""
    path = tmp_path / "House.bldg"
    working = WorkingCopy.start(folder)
    sha256 = working.add_model(model).sha256
    base = VariantState(new_key(), "Base", Study(), (sha256,))
    timber = VariantState(new_key(), "Timber", make_study({"operation": {"heating": "heat_pump"}}), (sha256,))
    working.autosave(ProjectState("House", (base, timber), base.key))
    working.publish(path, recorded=NOW, person="RS")
    working.close()
    assert not list(folder.iterdir())
    return path


def test_what_was_saved_is_there_again(house, folder, model):
    working = WorkingCopy.start(folder, house)
    assert working.issues == () and not working.read_only and working.unsaved == 0
    assert [row.name for row in working.state.variants] == ["Base", "Timber"]
    assert [row.entry.kind for row in working.audit()] == ["save"]
    found = working.model_path(working.state.variants[0].models[0])
    assert found.read_bytes() == model.read_bytes() and found.name == "house.ifc"
    assert check_project(house) == ()
    working.discard()


def test_edits_are_counted_until_they_are_saved(house, folder):
    working = WorkingCopy.start(folder, house)
    working.autosave(working.state, [AuditEntry(NOW, "RS", "open")])
    assert working.unsaved == 0  # opening is a row, but nothing to lose
    _step(working)
    _step(working, Study(), "Undo")
    assert working.unsaved == 2
    assert read_project(house).state.variants[0].study == Study()
    working.publish(house, recorded=NOW)
    assert working.unsaved == 0
    assert [row.entry.kind for row in read_project(house).audit] == ["save", "open", "do", "do", "save"]
    assert working.audit() == read_project(house).audit
    working.close()
    assert not list(folder.iterdir())


def test_only_what_changed_is_written(house, folder):
    working = WorkingCopy.start(folder, house)
    written = []
    working._database.set_trace_callback(written.append)
    _step(working)
    working._database.set_trace_callback(None)
    assert [text.split()[:3] for text in written if text.startswith(("REPLACE", "INSERT", "DELETE"))] == [
        ["REPLACE", "INTO", "variant"], ["INSERT", "INTO", "audit"],
    ]  # fmt: skip
    working.discard()


def test_order_names_locks_notes_and_removal_are_kept(house, folder):
    working = WorkingCopy.start(folder, house)
    base, timber = working.state.variants
    third = replace(timber, key=new_key(), name="Третий 三", locked=True)
    state = replace(working.state, variants=(third, timber), notes="Notes\nof two lines", current=third.key)
    state = replace(state, thumbnail=b"\x89PNG small")
    working.autosave(state)
    assert working.unsaved == 1  # no row was given, but something would be lost
    working.publish(house, recorded=NOW)
    again = read_project(house).state
    assert again == state and read_summary(house).thumbnail == state.thumbnail
    assert [study_json(row.study) for row in again.variants] == [study_json(row.study) for row in state.variants]
    assert [change.kind for change in changes_since(state, replace(state, variants=(base, third)))] == [
        "added", "removed",
    ]  # fmt: skip
    working.close()


def test_results_stay_with_the_study_that_they_belong_to(house, folder):
    working = WorkingCopy.start(folder, house)
    base = working.state.variants[0]
    saved = SavedResults.pack(study_sha256(base.study), b'{"carbon": {"per_m2_a": 12.5}}', b"a,b\n")
    working.autosave(working.state.with_variant(replace(base, results=saved)))
    _step(working)
    working.publish(house, recorded=NOW)
    variant = read_project(house).state.variants[0]
    assert variant.results == saved and variant.results.inventory_bytes() == b"a,b\n"
    assert variant.results.study_sha256 != study_sha256(variant.study)
    summary = read_summary(house)
    assert summary.variants[0].figures == {"carbon.per_m2_a": 12.5}
    assert (summary.name, summary.saved, summary.models[0].name) == ("House", NOW, "house.ifc")
    working.close()


def test_large_models_are_linked_from_where_the_project_stands(tmp_path, folder, model):
    working = WorkingCopy.start(folder)
    linked = working.add_model(model, largest=100)
    assert (linked.kind, linked.size) == ("linked", model.stat().st_size)
    variant = VariantState(new_key(), "Base", Study(), (linked.sha256,))
    working.autosave(ProjectState("House", (variant,)))
    path = tmp_path / "project" / "House.bldg"
    path.parent.mkdir()
    working.publish(path, recorded=NOW)
    working.close()
    assert read_project(path).models[0].place == "../models/house.ifc"
    assert os.fsencode(tmp_path) not in path.read_bytes()
    moved = tmp_path / "elsewhere"
    (moved / "project").mkdir(parents=True)
    shutil.copy(path, moved / "project")
    shutil.copytree(model.parent, moved / "models")
    working = WorkingCopy.start(folder, moved / "project" / "House.bldg")
    found = working.model_path(linked.sha256)
    assert found == moved / "models" / "house.ifc"
    content = found.read_bytes()
    found.write_bytes(b"another")
    _refused(lambda: working.model_path(linked.sha256), "project.model_changed")
    found.unlink()
    _refused(lambda: working.model_path(linked.sha256), "project.model_missing")
    new = moved / "new.ifc"
    new.write_bytes(b"another")
    _refused(lambda: working.relink(linked.sha256, new), "project.other_model")
    new.write_bytes(content)
    working.relink(linked.sha256, new)
    assert working.model_path(linked.sha256) == new
    working.discard()


def test_a_model_stands_once_and_goes_with_its_last_variant_when_saved(house, folder, model, tmp_path):
    working = WorkingCopy.start(folder, house)
    twin = shutil.copy(model, tmp_path / "twin.ifc")
    assert working.add_model(twin).name == "house.ifc"
    other = tmp_path / "other.ifc"
    other.write_bytes(os.urandom(300_000))
    added = working.add_model(other)
    variant = replace(working.state.variants[0], models=(added.sha256,))
    working.autosave(working.state.with_variant(variant))
    working.publish(house, recorded=NOW)
    assert len(read_project(house).models) == 2
    working.autosave(replace(working.state, variants=working.state.variants[1:]))
    working.publish(house, recorded=NOW)
    assert [row.name for row in read_project(house).models] == ["house.ifc"]
    assert house.stat().st_size < 200_000
    assert working.model_path(added.sha256).read_bytes() == other.read_bytes()  # an undo can still bring it back
    working.close()


def test_a_second_program_reads_only(house, folder):
    first = WorkingCopy.start(folder, house)
    second = WorkingCopy.start(folder, house)
    (issue,) = second.issues
    assert (issue.code, issue.params["process"], second.read_only) == ("project.in_use", os.getpid(), True)
    _step(second)
    _refused(lambda: second.publish(house, recorded=NOW, overwrite=True), "project.in_use")
    other = house.with_name("Other.bldg")
    second.publish(other, recorded=NOW)
    assert not second.read_only and second.source == other
    second.close()
    first.close()
    assert sorted(path.name for path in house.parent.iterdir() if path.is_file()) == ["House.bldg", "Other.bldg"]
    third = WorkingCopy.start(folder, house)
    assert not third.read_only
    third.close()


def test_the_lock_of_a_dead_program_is_taken_over(house, folder):
    code = (
        "import os, signal, sys; from pathlib import Path; from bldgassess.project import WorkingCopy\n"
        "w = WorkingCopy.start(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), str(house)], check=False)
    assert house.with_name(".House.bldg.lock").exists()
    working = WorkingCopy.start(folder, house)
    assert working.issues == () and not working.read_only
    working.close()
    assert find_recoverable(folder) == ()
    assert not [path for path in house.parent.iterdir() if path.name.startswith(".")]


def test_a_file_that_changed_outside_is_not_overwritten_unasked(house, folder):
    working = WorkingCopy.start(folder, house)
    _step(working)
    content = house.read_bytes() + b"\0"
    house.write_bytes(content)
    _refused(lambda: working.publish(house, recorded=NOW), "project.changed_outside")
    assert house.read_bytes() == content and working.unsaved == 1
    working.publish(house, recorded=NOW, overwrite=True)
    assert read_project(house).state.variants[0].study.operation.heating == "gas_boiler"
    other = house.with_name("Other.bldg")
    other.write_bytes(b"something")
    _refused(lambda: working.publish(other, recorded=NOW), "project.exists")
    assert other.read_bytes() == b"something" and working.source == house
    working.close()


def test_a_full_disk_costs_nothing(house, folder, monkeypatch):
    working = WorkingCopy.start(folder, house)
    pages = working._database.execute("PRAGMA page_count").fetchone()[0]
    working._database.execute(f"PRAGMA max_page_count = {pages}")
    before = working.state
    big = SavedResults(
        study_sha256(Study()), __import__("zlib").compress(b'{"a": "%s"}' % os.urandom(90_000).hex().encode())
    )
    state = before.with_variant(replace(before.variants[0], results=big))
    _refused(lambda: working.autosave(state), "project.disk_full")
    assert working.state is before and working.unsaved == 0
    working._database.execute("PRAGMA max_page_count = 1000000")
    working.autosave(state)
    _step(working)
    content = house.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**5, 10**5))
    issue = _refused(lambda: working.publish(house, recorded=NOW), "project.no_room")
    assert issue.params["missing"] == 2
    assert house.read_bytes() == content and working.unsaved == 1
    assert not list(house.parent.glob(".*saving"))
    monkeypatch.undo()
    working.publish(house, recorded=NOW)
    working.close()


def test_a_disk_that_fills_while_saving_costs_nothing(house, folder):
    """The system refuses to let a file grow: what was there stays, and so does the working copy."""
    code = (
        "import resource, signal, sys, os; from pathlib import Path\n"
        "from bldgassess.errors import UserError\n"
        "from bldgassess.project import WorkingCopy\n"
        "working = WorkingCopy.start(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "try:\n    working.publish(Path(sys.argv[2]), recorded='x')\n"
        "except UserError as error:\n    print(error.issues[0].code)\n"
    )
    content = house.read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(house)], check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == ["project.cannot_use"]
    assert house.read_bytes() == content
    assert not list(house.parent.glob(".*saving"))


def test_what_is_no_project_is_told(tmp_path, folder):
    path = tmp_path / "X.bldg"
    _refused(lambda: WorkingCopy.start(folder, path), "project.missing")
    for content in (b"", b"hello", b"SQLite format 3\0" + b"x" * 5000):
        path.write_bytes(content)
        _refused(lambda: WorkingCopy.start(folder, path), "project.not_ours")
        _refused(lambda: read_project(path), "project.not_ours")
        _refused(lambda: read_summary(path), "project.not_ours")
    assert not list(folder.iterdir())


def test_a_damaged_project_is_told(house, folder):
    whole = house.read_bytes()
    told = set()
    for at in range(0, len(whole), max(len(whole) // 60, 1)):
        house.write_bytes(whole[:at])
        told.add(_one_code(lambda: WorkingCopy.start(folder, house).discard()))
    assert told <= {"project.not_ours", "project.damaged", "project.cannot_use"}
    assert "project.damaged" in told
    for at in range(100, len(whole), max(len(whole) // 200, 1)):
        flipped = bytearray(whole)
        flipped[at] ^= 0xFF
        house.write_bytes(flipped)
        _one_code(lambda: check_project(house))  # a sentence or a finding, never anything else
    assert not list(folder.iterdir())


def _one_code(act) -> str:
    try:
        found = act()
    except UserError as error:
        assert all("{" not in sentence(issue) for issue in error.issues)
        return error.issues[0].code
    return found[0].code if found else ""


def test_versions(house, folder):
    with sqlite3.connect(house) as database:
        database.execute(f"PRAGMA user_version = {3 << 16}")
    database.close()
    issue = _refused(lambda: WorkingCopy.start(folder, house), "project.newer")
    assert issue.params["version"] == "3.0"
    with sqlite3.connect(house) as database:
        database.execute(f"PRAGMA user_version = {2 << 16 | 7}")
        database.execute("CREATE TABLE novelty (x)")
        database.execute("INSERT INTO novelty VALUES (42)")
    database.close()
    working = WorkingCopy.start(folder, house)
    assert [row.code for row in working.issues] == ["project.newer_minor"]
    _step(working)
    working.publish(house, recorded=NOW)
    working.close()
    with sqlite3.connect(house) as database:
        assert database.execute("SELECT x FROM novelty").fetchone() == (42,)
        assert database.execute("PRAGMA user_version").fetchone()[0] & 0xFFFF == 7
    database.close()


def test_the_audit_trail_cannot_be_changed(house, folder):
    database = sqlite3.connect(house)
    for act in ("UPDATE audit SET words = 'x'", "DELETE FROM audit"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(act)
    database.execute("DROP TRIGGER audit_stays")
    database.execute("UPDATE audit SET person = 'someone else'")
    database.commit()
    database.close()
    issue = _refused(lambda: WorkingCopy.start(folder, house), "project.broken")
    assert issue.params["number"] == 1


def test_evidence_is_a_book_in_the_project(house, folder):
    working = WorkingCopy.start(folder)
    _refused(working.register, "project.save_first")
    working.discard()
    working = WorkingCopy.start(folder, house)
    evidence.open_pieces(working.register(), ["H12"], "A1", "2026-11-25")
    (house.parent / "water.pdf").write_bytes(b"water test")
    evidence.submit(working.register(), "H12", house.parent / "water.pdf", "test_report", "A1", "2026-11-25")
    assert working.unsaved == 1
    evidence.judge(working.register(), 1, "accept", "R1", "2026-11-25")
    assert evidence.documents_of(working.register()) == {"H12"}
    working.publish(house, recorded=NOW)
    working.close()
    assert [event.action for event in read_project(house).events] == ["open", "submit", "accept"]
    working = WorkingCopy.start(folder, house)
    assert evidence.documents_of(working.register()) == {"H12"}
    working.close()


def test_the_read_only_folder(house, folder, monkeypatch):
    """Root may write anywhere, so the system's refusal is played."""
    from bldgassess.project import opening

    def no(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(opening, "hold", no)
    working = WorkingCopy.start(folder, house)
    assert [row.code for row in working.issues] == ["project.no_lock"] and working.read_only
    assert "{" not in sentence(working.issues[0])
    working.close()
