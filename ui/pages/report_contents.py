"""The left pane of the Report page: languages, who it is for, chapters, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget
from PySide6.QtWidgets import QListWidgetItem as Item

from bldgassess.texts import LANGUAGES, mark, translation
from reports.pdf.chapters.keys import ALWAYS, CHAPTER_NAMES
from ui.pages.base import label
from ui.pages.report_parts import button, field
from ui.report_task import Order

#: Panels at the right, in the order of work: key -> words of its button.
PANELS: dict[str, str] = {
    "checks": mark("Checks"),
    "assumed": mark("Assumptions"),
    "evidence": mark("Evidence"),
    "lock": mark("Lock…"),
    "sign": mark("Sign…"),
    "verify": mark("Verify a file…"),
    "why": mark("Why this number?"),
    "audit": mark("Audit trail"),
}
#: Names in the report: field of ``Order`` -> what belongs there.
_PEOPLE = {
    "client": mark("For whom"),
    "purpose": mark("Purpose"),
    "assessor": mark("Assessor"),
    "reviewer": mark("Reviewer"),
}
_SHORT = {"en": "en", "zh": "中文", "ru": "ru"}


class ContentsPane(QWidget):
    """``changed`` after each choice, ``panel_asked`` (key), ``pdf_asked``, ``files_asked``."""

    changed = Signal()
    panel_asked = Signal(str)
    pdf_asked = Signal()
    files_asked = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setObjectName("page")
        tr = translation(language).gettext
        self.languages = {key: QCheckBox(_SHORT[key]) for key in LANGUAGES}
        self.people: dict[str, QLineEdit] = {key: field(tr(words), f"report.{key}") for key, words in _PEOPLE.items()}
        self.chapters = QListWidget()
        self.chapters.setObjectName("report.chapters")
        self.chapters.setAccessibleName(tr("Chapters"))
        self.chapters.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chapters.setTextElideMode(Qt.TextElideMode.ElideRight)
        for key, name in CHAPTER_NAMES.items():
            self.chapters.addItem(_item(key, tr(name), tr("No report is without this chapter.")))
        self.pdf = button(tr("Save PDF report…"), "report.save", self.pdf_asked.emit)
        self.files = button(tr("Save all files…"), "report.files", self.files_asked.emit)
        self.panels = {
            key: button(tr(words), f"report.{key}", lambda key=key: self.panel_asked.emit(key))
            for key, words in PANELS.items()
        }
        for made in self.panels.values():
            made.setCheckable(True)
            made.setProperty("nav", True)
        self._lay_out(language)

    def _lay_out(self, language: str) -> None:
        tr = translation(language).gettext
        row = QHBoxLayout()
        row.setSpacing(10)
        for key, box in self.languages.items():
            box.setObjectName(f"report.language.{key}")
            box.setAccessibleName(tr("Report in {language}").format(language=_SHORT[key]))
            box.setChecked(key == language)
            box.toggled.connect(lambda checked, key=key: self._chosen(key, checked=checked))
            row.addWidget(box)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(6)
        column.addWidget(label(tr("Language of the report"), "group"))
        column.addLayout(row)
        for line in self.people.values():
            line.editingFinished.connect(self.changed)
            column.addWidget(line)
        column.addWidget(label(tr("Chapters"), "group"))
        self.chapters.itemChanged.connect(lambda _item: self.changed.emit())
        column.addWidget(self.chapters, 1)
        column.addWidget(self.pdf)
        column.addWidget(self.files)
        links = QVBoxLayout()
        links.setSpacing(0)
        for made in self.panels.values():
            links.addWidget(made)
        column.addLayout(links)

    def orders(self, reasons: Sequence[tuple[str, str]] = ()) -> tuple[Order, ...]:
        """Return what is wanted, one a language; the first is the one that the preview shows."""
        items = (self.chapters.item(k) for k in range(self.chapters.count()))
        out = frozenset(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() != Qt.CheckState.Checked
        )
        names = {key: line.text().strip() for key, line in self.people.items()}
        chosen = [key for key, box in self.languages.items() if box.isChecked()]
        return tuple(Order(key, out, **names, reasons=tuple(reasons)) for key in chosen)

    def set_panel(self, key: str) -> None:
        """Mark the panel that is shown."""
        for name, made in self.panels.items():
            made.setChecked(name == key)

    def _chosen(self, key: str, *, checked: bool) -> None:
        """Keep one language at least."""
        if not checked and not any(box.isChecked() for box in self.languages.values()):
            self.languages[key].setChecked(True)
            return
        self.changed.emit()


def _item(key: str, name: str, fixed: str) -> Item:
    made = Item(name)
    made.setData(Qt.ItemDataRole.UserRole, key)
    made.setCheckState(Qt.CheckState.Checked)
    made.setToolTip(name)
    if key in ALWAYS:
        made.setFlags(made.flags() & ~Qt.ItemFlag.ItemIsUserCheckable & ~Qt.ItemFlag.ItemIsEnabled)
        made.setToolTip(f"{name}: {fixed}")
    return made
