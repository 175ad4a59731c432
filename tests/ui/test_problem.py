"""Report a problem: it helps, holds nothing personal, and is seen before it is saved."""

import socket
import time
import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ui.folders import state_folder
from ui.problem import LOG_BYTES, ProblemPanel, problem_text, write_problem
from ui.scrub import Person, scrub
from ui.settings import Settings
from ui.window import MainWindow

_PERSON = Person(
    names=("anna", "Anna Müller", "Müller"),
    hosts=("pc-7", "pc-7.example.org"),
    homes=("/home/anna",),
    works=("/data/My House/Villa Sonnenschein v2.ifc", "Tower North"),
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("cannot open /data/My House/other model.ifc now", "cannot open <path>.ifc now"),
        ("No such file: '/home/anna/Büro Plan 3.ifc'", "No such file: '<path>.ifc'"),
        (r"C:\Users\Anna\Docs\x y.ifc is gone", "<path>.ifc is gone"),
        (r"\\server\share\Plan.ifc", "<path>.ifc"),
        ("file:///home/anna/x.ifc", "<path>.ifc"),
        ("PosixPath('/srv/Haus am See')", "PosixPath('<path>')"),
        ("~/plans/y.txt", "<path>.txt"),
        ("Villa Sonnenschein v2 and tower north", "<model> and <model>"),
        ("mappe.bldg is locked", "<file>.bldg is locked"),
        ("'Haus am See.ifc' has no rooms", "'<file>.ifc' has no rooms"),
        ("anna@firma.de at 192.168.1.20", "<mail> at <address>"),
        ("02:42:ac:11:00:02", "<address>"),
        ("Anna on PC-7: anna_2", "<user> on <host>: <user>_2"),
        ("/home/anna", "<path>"),
    ],
)
def test_personal_data_is_taken_out(said, shown):
    assert scrub(said, _PERSON) == shown


@pytest.mark.parametrize(
    "said",
    [
        "ratio 3/4 and/or 0.5 kgCO2e/m2",
        "Qt 6.11.3, numba 0.68.1, EnergyPlus 25.2.0",
        "see https://doc.qt.io/qt-6/qopenglcontext",
        "Hannah and annals",
        "2026-11-25 22:33:13,120 4711 WARNING qt: default: the driver is old",
        '  File "ui/window.py", line 271, in retry',
    ],
)
def test_what_helps_stays(said):
    assert scrub(said, _PERSON) == said


def test_places_in_our_code_stay_readable():
    import ui.window

    assert scrub(f'File "{ui.window.__file__}", line 3', Person()) == 'File "ui/window.py", line 3'


@pytest.fixture
def planted(qapp, monkeypatch, tmp_path):
    """Logs as they may be, full of what must not leave the machine; returns the words that must not be seen."""
    monkeypatch.setenv("USER", "bmeier")
    monkeypatch.setenv("LOGNAME", "bmeier")
    monkeypatch.setenv("HOME", "/home/bmeier")
    monkeypatch.setattr(socket, "gethostname", lambda: "studio-42.meier-architekten.de")
    folder = state_folder()
    folder.mkdir(parents=True)
    lines = (
        "2026-11-25 10:00:00,000 7 ERROR bldgassess.worker: a request failed",
        "FileNotFoundError: [Errno 2] No such file or directory: '/home/bmeier/Projekte/Schule Lindenallee.ifc'",
        "OSError: /mnt/kunden/Familie Özdemir/Haus.ifc on studio-42 (bmeier) cannot be read",
        "Villa Seeblick is locked by BMEIER at 10.0.0.17; write to b.meier@meier-architekten.de",
    )
    for name in ("window.log", "worker.log", "worker-crash.log"):
        (folder / name).write_text("\n".join(lines), "utf-8")
    settings = Settings(language="ru").with_recent(tmp_path / "Klinikum Nord.ifc")
    text = problem_text(
        settings, last_error="Klinikum Nord cannot be read by bmeier", works=["/x/Villa Seeblick.ifc"], folder=folder
    )
    return text


def test_planted_personal_data_is_in_no_report(planted):
    for word in (
        *("bmeier", "BMEIER", "studio-42", "meier-architekten", "Lindenallee", "Schule", "Özdemir", "kunden"),
        *("Seeblick", "Klinikum", "10.0.0.17", "b.meier", "/home", "/mnt", "Projekte"),
    ):
        assert word not in planted, word


def test_report_says_what_helps(planted):
    for word in (
        *("== versions ==", "Python: 3.", "Qt: 6.", "ifcopenshell: 0.", "language: ru", "recent files: 1"),
        *("== window.log ==", "== worker-crash.log ==", "a request failed", "FileNotFoundError: [Errno 2]", "OpenGL: "),
    ):
        assert word in planted, word


def test_long_logs_are_cut_and_quickly_read(qapp):
    folder = state_folder()
    folder.mkdir(parents=True)
    for name in ("window.log", "worker.log"):
        (folder / name).write_text("begin\n" + "all is well at /home/x/y z.ifc\n" * 30_000 + "end\n", "utf-8")
    problem_text(Settings())  # the first question to OpenGL loads the driver
    start = time.perf_counter()
    text = problem_text(Settings(), works=["/home/x/y z.ifc"])
    assert time.perf_counter() - start < 1.0
    assert len(text) < 3 * LOG_BYTES
    assert text.count("end") == 2
    assert "begin" not in text


def test_zip_holds_the_text_that_was_seen_and_nothing_else(tmp_path):
    path = tmp_path / "problem.zip"
    write_problem(path, "seen 见过")
    first = path.read_bytes()
    write_problem(path, "seen 见过")
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["problem.txt"]
        assert archive.read("problem.txt").decode() == "seen 见过"


def test_person_reads_changes_and_saves(qtbot, tmp_path, monkeypatch):
    panel = ProblemPanel("== versions ==\nQt: 6")
    qtbot.addWidget(panel)
    panel.show()
    qtbot.keyClicks(panel.words, "I pressed Open")
    panel.text.setPlainText("Qt: 6")
    path = tmp_path / "mine.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    with zipfile.ZipFile(path) as archive:
        assert archive.read("problem.txt").decode() == "== words ==\nI pressed Open\n\nQt: 6"


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_lost(qtbot, tmp_path):
    (tmp_path / "file").touch()
    panel = ProblemPanel("text")
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.save(tmp_path / "file" / "problem.zip")
    assert panel.isVisible()
    assert "cannot be written" in panel.error.text()
    assert not (tmp_path / "file" / "problem.zip").exists()
    panel.close()


def test_button_beside_our_fault_opens_the_report(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    assert not window.status.report.isVisible()
    window.faults.happened.emit("ValueError: the lamp is broken")
    qtbot.mouseClick(window.status.report, Qt.MouseButton.LeftButton)
    assert window.problem.isVisible()
    assert "the lamp is broken" in window.problem.text.toPlainText()
    window.problem.close()
    window.close()
