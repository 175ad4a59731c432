"""What an architect does in a morning, until the program is killed in the middle of an edit (``test_a_day.py``).

Run as ``python morning.py FOLDER``: leaves ``House.bldg`` there, and what is unsaved in the working copy.
"""

import os
import signal
import sys
from importlib.resources import files
from pathlib import Path

from person import Person

from reports.canonical import json_bytes
from ui.app import make_app
from ui.window import MainWindow


def work(person: Person, folder: Path) -> None:
    """Open, pick, remap, insulate, branch, compare, undo all, switch language, save, edit on."""
    window = person.window
    person.until(window.isActiveWindow, "the window's turn")
    person.open(Path(str(files("bldgassess.sample").joinpath("data", "hainan_house_base.ifc"))))
    base = window.state.current
    first = json_bytes(base.results)
    place, guid = person.place_of()
    person.click("model.viewer", place)
    assert window.state.selection == {guid}

    old, new = person.remap("Concrete brick 混凝土砖")
    assert old != new
    person.settle()
    person.command("wall insulation 120")
    person.settle()
    assert json_bytes(base.results) != first
    person.press("Ctrl+D")
    person.command("roof insulation 240")
    person.settle()
    assert len(window.state.variants) == 2
    person.go("compare")
    person.until(lambda: window.pages["compare"].comparison is not None, "the comparison")
    assert base.name in window.pages["compare"].verdict.text()

    person.command("Undo all edits")
    person.settle()
    assert window.state.variants == [base]
    assert json_bytes(base.results) == first
    person.command("Language: 中文")
    assert (window.language, window.page) == ("zh", "compare")
    person.command("Language: English")
    person.save(folder / "House.bldg")

    person.command("roof insulation 240")
    person.until(lambda: window.keeper.status == "unsaved" and not window.history.has_rows, "the working copy")
    person.settle()
    person.command("roof insulation 260")


def main(folder: Path) -> None:
    """Work, and die."""
    app = make_app()
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.jobs.worker.start()
    work(Person(window), folder)
    assert app is not None
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
