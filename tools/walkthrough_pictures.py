"""Walk the three ways of docs/walkthrough.md through the window, step by step, and take its pictures again.

Run under a screen, real or Xvfb, from the root of the repository:

    PYTHONPATH=.:tests/scenarios xvfb-run -a -s "-screen 0 1280x800x24" python tools/walkthrough_pictures.py
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from person import Person
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice

from ui.app import make_app
from ui.window import MainWindow

OUT = Path(__file__).parents[1] / "docs" / "pictures"
SAMPLE = Path(str(files("bldgassess.sample").joinpath("data")))
MOST_BYTES = 90_000


class Walk:
    """Takes pictures of the window as a person goes on."""

    def __init__(self, person: Person) -> None:
        self.person, self.window = person, person.window

    def picture(self, name: str) -> None:
        """Save what is seen, with as few colours as keep it small."""
        self.person.until(lambda: not self.window.pages[self.window.page].is_waiting, name)
        for _ in range(3):
            self.person.app.processEvents()
        content = QBuffer()
        content.open(QIODevice.OpenModeFlag.WriteOnly)
        self.window.grab().save(content, "PNG")
        image = Image.open(io.BytesIO(bytes(content.data().data()))).convert("RGB")
        for colours in (256, 128, 64, 32, 16):
            small = io.BytesIO()
            image.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
            if len(small.getvalue()) <= MOST_BYTES:
                break
        (OUT / f"{name}.png").write_bytes(small.getvalue())
        print(f"{name}.png  {image.width} x {image.height}  {len(small.getvalue()) // 1000} kB")

    # the three users

    def architect(self) -> None:
        """From a dropped model to another factor."""
        person, window = self.person, self.window
        self.picture("architect-1-start")
        person.open(SAMPLE / "hainan_house_base.ifc")
        place, _ = person.place_of()
        person.click("model.viewer", place)
        self.picture("architect-2-model")
        person.press("Esc")
        person.go("carbon")
        chart = window.pages["carbon"].treemap
        chart.setFocus()
        person.press("Home", chart)
        person.press("Return", chart)
        person.press("F1", chart)
        self.picture("architect-3-why")
        person.remap("Concrete brick 混凝土砖")
        person.settle()
        self.picture("architect-4-materials")
        person.click(window.bar.undo_button)
        person.settle()

    def designer(self, folder: Path) -> None:
        """From a branch to the verdict and its cause."""
        person, window = self.person, self.window
        person.press("Ctrl+D")
        person.press("Ctrl+K")
        person.type("roof insulation 240")
        self.picture("designer-1-command")
        person.press("Return", window.palette_.field)
        person.settle()
        person.go("energy")
        person.command("Heating: heat pump")
        person.settle()
        self.picture("designer-2-energy")
        person.go("health")
        self.picture("designer-3-health")
        person.go("compare")
        page = window.pages["compare"]
        person.until(lambda: page.comparison is not None, "the comparison")
        person.click(page.waterfall, page.waterfall.point_of("roof"))
        self.picture("designer-4-compare")
        person.go("label")
        self.picture("designer-5-label")
        person.save(folder / "House.bldg")

    def certifier(self, folder: Path) -> None:
        """From the way down to the package and its verification."""
        person, window = self.person, self.window
        page = window.pages["report"]
        person.go("report")
        person.until(lambda: page.facts is not None, "the checks")
        self.picture("certifier-1-checks")
        person.press("F1")
        person.until(lambda: page.why.tree.topLevelItemCount() == 1, "the way down")
        self.picture("certifier-2-why")
        person.act_as("AB", "assessor")
        person.until(lambda: window.state.dossier.is_saved, "the dossier")
        sheet = folder / "filter data sheet.pdf"
        sheet.write_bytes(b"filter")
        person.choose("evidence.criterion", "H03")
        with person.answering(ask_file=sheet):
            person.click("evidence.submit")
            person.until(lambda: page.evidence.pieces, "the piece")
        person.act_as("RS", "reviewer")
        page.evidence.table.selectRow(0)
        page.evidence.reason.setFocus()
        person.type("Filter class is missing")
        person.click("evidence.return")
        person.until(lambda: [p.state for p in page.evidence.pieces.values()] == ["returned"], "the return")
        person.settle()
        self.picture("certifier-3-evidence")
        person.command("Lock into a package")
        package = folder / "house.bap"
        person.settle()
        person.until(page.lock.act.isEnabled, "the lock")
        with person.answering(ask_package=package):
            person.click("report.lock.act")
            person.until(lambda: window.state.current.locked, "the package")
        self.picture("certifier-4-lock")
        page.show_panel("verify")
        person.drop([package], on=page.verify)
        person.until(page.verify.verdict.text, "the verdict")
        self.picture("certifier-5-verify")


def main() -> None:
    """Take all pictures, with nothing of the person who runs it."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "house"
        folder.mkdir()
        os.environ["BLDGASSESS_USER"] = os.environ["BLDGASSESS_STATE"] = str(Path(name) / "user")
        app = make_app()
        window = MainWindow()
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        person = Person(window)
        person.app = app
        person.until(window.isActiveWindow, "the window's turn")
        walk = Walk(person)
        walk.architect()
        walk.designer(folder)
        walk.certifier(folder)
        window.keeper.discard()
        window.close()


if __name__ == "__main__":
    sys.exit(main())
