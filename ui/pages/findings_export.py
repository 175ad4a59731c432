"""The panel's menu: the findings as BCF, as a page, and what a model should carry as IDS."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from bldgassess.errors import UserError
from bldgassess.ifc.readiness import Readiness
from bldgassess.messages import sentence
from bldgassess.model import Building
from bldgassess.texts import translation
from reports.bcf import BCF_VERSIONS, BcfVersion, bcf_bytes
from reports.files import write_files
from reports.ids import ids_bytes
from reports.readiness_html import readiness_html
from reports.readiness_materials import material_rows
from ui.state import Variant


class ExportButton(QToolButton):
    """Asks for a file and writes it; ``say`` is told the sentence that says so, or why not."""

    def __init__(self, language: str, say: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language, self.say_ = language, say
        self.tr_ = translation(language).gettext
        self.variant: Variant | None = None
        self.readiness: Readiness | None = None
        self.setText(self.tr_("Save…"))
        self.setAccessibleName(self.tr_("Save findings"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for version in BCF_VERSIONS:
            menu.addAction(f"BCF {version}…", partial(self._ask_bcf, version))
        menu.addAction("HTML…", lambda: self._ask("html", self.html))
        menu.addAction("IDS…", lambda: self._ask("ids", lambda _building, _readiness: ids_bytes()))
        self.setMenu(menu)

    def save(self, path: Path, make: Callable[[Building, Readiness], bytes]) -> None:
        """Write a file of the shown variant."""
        if self.variant is None or self.variant.building is None or self.readiness is None:
            return
        try:
            write_files({path: make(self.variant.building, self.readiness)})
        except UserError as error:
            self.say_(" ".join(sentence(issue, self.tr_) for issue in error.issues))
        else:
            self.say_(self.tr_("Saved {file}.").format(file=path.name))

    def _ask_bcf(self, version: BcfVersion) -> None:
        self._ask("bcf", self.bcf(version))

    def _ask(self, suffix: str, make: Callable[[Building, Readiness], bytes]) -> None:
        name = self.variant.name if self.variant is not None else "model"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.accessibleName(), f"{name}.{suffix}", f"{suffix.upper()} (*.{suffix})"
        )
        if chosen:
            self.save(Path(chosen), make)

    def bcf(self, version: BcfVersion) -> Callable[[Building, Readiness], bytes]:
        """Return what makes the BCF file."""
        files = [path.name for path in self.variant.paths] if self.variant is not None else []
        return lambda building, readiness: bcf_bytes(
            building, readiness, version=version, language=self.language, files=files
        )

    def html(self, building: Building, readiness: Readiness) -> bytes:
        """Make the page."""
        return readiness_html(building, readiness, material_rows(building), language=self.language).encode()
