"""A whole day with one house: work, a crash in the middle of an edit, recovery, lock, report."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def morning(user_folder, tmp_path):
    """The folder of a project whose window was killed while it was edited (``morning.py``)."""
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here.parents[1]), str(here)))}
    command = [sys.executable, str(here / "morning.py"), str(tmp_path)]
    done = subprocess.run(command, check=False, env=environment, timeout=85, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_day(morning, person, window):
    """Find the work on the start page after the crash, lose one edit at the most, lock it and print it."""
    project, pdf = morning / "House.bldg", morning / "House.pdf"
    saved = project.read_bytes()
    person.until(lambda: window.start.findChild(object, "start.recover") is not None, "the recovered work")
    person.begin()
    person.click("start.recover")
    person.until(lambda: window.state.variants, "the work")
    (variant,) = window.state.variants
    assert variant.study.measures["roof_insulation"]["thickness_mm"] in {240.0, 260.0}
    assert project.read_bytes() == saved
    assert window.isWindowModified()
    assert window.keeper.path == project
    person.settle()
    assert variant.status == "ready"
    assert variant.shown_study is variant.study

    person.command("Lock or unlock this variant")
    assert variant.locked
    person.command("roof insulation 100")
    assert window.palette_.shown == [], "no edit is offered of what is locked"
    person.press("Esc", window.palette_.field)
    assert variant.study.measures["roof_insulation"]["thickness_mm"] != 100.0
    person.go("report")
    person.seen()
    assert person.questions == []
    with person.answering(ask_pdf=pdf):
        person.click("report.save")
        person.until(lambda: pdf.is_file() and "House.pdf" in window.pages["report"].preview.said.text(), "the report")
    assert pdf.read_bytes().startswith(b"%PDF")
    person.save(project)
    assert project.read_bytes() != saved
    assert not window.isWindowModified()
