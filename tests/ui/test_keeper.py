"""Work is never lost: autosave, the project file, a second window, recovery after kill -9."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bldgassess.errors import Issue, UserError
from bldgassess.project import find_recoverable, read_project
from reports.canonical import json_bytes
from ui.theme import load_fonts
from ui.window import MainWindow

_PATIENCE_MS = 60_000


@pytest.fixture
def make_window(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("BLDGASSESS_STATE", str(tmp_path / "state"))
    load_fonts(qapp)
    made = []

    def make():
        window = MainWindow()
        window.keeper._timer.setInterval(1)
        window.jobs.start = lambda _variant: None
        window.state.study_changed.disconnect(window.jobs._edited)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def fill(put_sample):
    def fill(window):
        for key in ("base", "better"):
            put_sample(window, key)
        window.state.show(0)
        return window

    return fill


def _save(window, qtbot, path):
    with qtbot.waitSignal(window.keeper.saved, timeout=_PATIENCE_MS):
        window.keeper.save(path)


def _open(window, qtbot, path):
    with qtbot.waitSignal(window.keeper.opened, timeout=_PATIENCE_MS):
        window.open_paths([path])


def test_a_saved_project_opens_with_figures_before_anything_is_computed(make_window, fill, qtbot, tmp_path):
    first, path = fill(make_window()), tmp_path / "House.bldg"
    first.act("branch")
    first.act("lock")
    _save(first, qtbot, path)
    assert first.windowTitle().startswith("House.bldg")
    assert first.keeper.status == "saved"
    assert not first.isWindowModified()
    known = [(item.key, item.name, item.study, item.locked, json_bytes(item.results)) for item in first.state.variants]
    first.close()
    second = make_window()
    _open(second, qtbot, path)
    found = [(item.key, item.name, item.study, item.locked, json_bytes(item.results)) for item in second.state.variants]
    assert found == known
    assert second.state.current.name == "base 2"
    assert "kgCO₂e/m²" in second.status.pieces["carbon"].text()
    assert [path.read_bytes() for path in second.state.current.paths]


def test_an_edit_is_kept_by_itself_and_recovered(make_window, fill, qtbot, tmp_path):
    window, path = fill(make_window()), tmp_path / "House.bldg"
    _save(window, qtbot, path)
    window.edit("operation.infiltration_ach", 0.6, lambda old, new: f"Leaks {old} → {new}")
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: window.keeper.status == "unsaved" and not window.history.has_rows, timeout=_PATIENCE_MS)
    window.close()
    assert read_project(path).state.variants[0].study.operation.infiltration_ach != 0.6
    other = make_window()
    is_full = lambda found: bool(found.recovered and found.recent)  # noqa: E731
    with qtbot.waitSignal(other.keeper.listed, timeout=_PATIENCE_MS, check_params_cb=is_full) as caught:
        other.keeper.look([path])
    (item,) = caught.args[0].recovered
    assert item.edits == 1
    assert [shown.name for _, shown in caught.args[0].recent] == ["base"]
    button = other.start.findChild(type(other.start.open_button), "start.recover")
    with qtbot.waitSignal(other.keeper.opened, timeout=_PATIENCE_MS):
        button.click()
    assert other.state.current.study.operation.infiltration_ach == 0.6
    assert other.isWindowModified()
    _save(other, qtbot, path)
    rows = [row.entry for row in read_project(path).audit]
    assert ("do", "operation.infiltration_ach", "0.6") in [(row.kind, row.path, row.new) for row in rows]


def test_a_second_window_opens_read_only_and_says_so(make_window, fill, qtbot, tmp_path):
    path = tmp_path / "House.bldg"
    first = fill(make_window())
    _save(first, qtbot, path)
    second = make_window()
    _open(second, qtbot, path)
    assert second.keeper.read_only
    assert "open in another program" in second.status.said.text()
    with qtbot.waitSignal(second.keeper.told, timeout=_PATIENCE_MS):
        second.keeper.save(path)
    _save(second, qtbot, tmp_path / "Copy.bldg")
    assert not second.keeper.read_only


def test_a_bad_project_is_one_sentence_on_the_start_page(make_window, qtbot, tmp_path):
    path = tmp_path / "Bad.bldg"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 90)
    window = make_window()
    with qtbot.waitSignal(window.keeper.told, timeout=_PATIENCE_MS):
        window.open_paths([path])
    assert "Bad.bldg" in window.start.error.text()
    assert window.state.variants == []


_CRASH = """
import os, signal, sys
from pathlib import Path
from bldgassess.study import read_study
from ui.app import make_app
from ui.window import MainWindow
app = make_app()
window = MainWindow()
window.jobs.start = lambda variant: None
folder = Path(sys.argv[1])
window.state.add((folder / "hainan_house_base.ifc",), read_study(folder / "base.yaml"), "House")
window.keeper._timer.setInterval(1)
window.edit("operation.infiltration_ach", 0.6, lambda old, new: "Leaks")
def look():
    if window.keeper.status == "unsaved" and not window.history.has_rows:
        window.edit("operation.infiltration_ach", 0.7, lambda old, new: "Leaks more")
        os.kill(os.getpid(), signal.SIGKILL)
window.keeper.changed.connect(look)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_window_loses_at_most_the_last_edit(make_window, sample_dir, qtbot, tmp_path):
    environment = {**os.environ, "BLDGASSESS_STATE": str(tmp_path / "state"), "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _CRASH, str(sample_dir)], check=False, env=environment, cwd=root, timeout=90
    )
    assert done.returncode == -signal.SIGKILL
    (item,) = find_recoverable(tmp_path / "state")
    window = make_window()
    with qtbot.waitSignal(window.keeper.opened, timeout=_PATIENCE_MS):
        window.keeper.recover(item)
    assert window.state.current.name == "House"
    assert window.state.current.study.operation.infiltration_ach in {0.6, 0.7}


def test_a_full_disk_loses_no_row_of_the_trail(make_window, fill, qtbot, tmp_path, monkeypatch):
    """What could not be written is written with the next autosave, in its place."""
    window, path = fill(make_window()), tmp_path / "House.bldg"
    _save(window, qtbot, path)
    working, refused = window.keeper._desk.working, []
    real = working.autosave

    def full_once(state, entries=()):
        if entries and not refused:
            refused.append(entries)
            raise UserError(Issue("project.disk_full", {"file": "House.bldg"}))
        real(state, entries)

    monkeypatch.setattr(working, "autosave", full_once)
    with qtbot.waitSignal(window.keeper.told, timeout=_PATIENCE_MS):
        window.edit("operation.infiltration_ach", 0.6, lambda old, new: f"Leaks {old} → {new}")
    assert window.keeper.status == "failed"
    assert "disk is full" in window.status.said.text()
    window.edit("operation.infiltration_ach", 0.7, lambda old, new: f"Leaks {old} → {new}")
    qtbot.waitUntil(lambda: window.keeper.status == "unsaved" and not window.history.has_rows, timeout=_PATIENCE_MS)
    _save(window, qtbot, path)
    rows = [row.entry.new for row in read_project(path).audit if row.entry.path == "operation.infiltration_ach"]
    assert rows == ["0.6", "0.7"]


def test_discarded_work_goes_at_the_next_start_of_the_program(make_window, fill, qtbot, tmp_path):
    window, path = fill(make_window()), tmp_path / "House.bldg"
    _save(window, qtbot, path)
    window.edit("operation.infiltration_ach", 0.6, lambda old, new: "Leaks")
    window.close()
    state = tmp_path / "state"
    other = make_window()
    other.keeper.set_aside(find_recoverable(state)[0])
    other.keeper.look([])
    qtbot.waitUntil(lambda: bool(list(state.glob("*.aside"))), timeout=_PATIENCE_MS)
    assert find_recoverable(state) == ()
    other.keeper.remove_aside()
    qtbot.waitUntil(lambda: not list(state.glob("*.aside")), timeout=_PATIENCE_MS)
