"""The audit trail: who did what and when, from what to what; to filter, to copy, to save."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from PySide6.QtWidgets import QApplication, QHBoxLayout, QTableWidget

from bldgassess.project import AuditRow
from bldgassess.texts import mark, translation
from ui import dialogs
from ui.dossier import Dossier
from ui.pages.base import fill, label, make_table
from ui.pages.report_parts import Panel, button, field, matching, named

#: Rows that are shown at once; the filter looks through all.
MOST_SHOWN = 200
#: Rows whose texts set the widths of the columns.
_MEASURED = 20
_HEADS = (
    mark("When"),
    mark("Who"),
    mark("What"),
    mark("Variant"),
    mark("Setting"),
    mark("Old"),
    mark("New"),
)


class AuditPanel(Panel):
    """Newest row first. ``project_asked`` "save_text" writes the rows that are shown as CSV."""

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        super().__init__(language, tr("Audit trail"))
        self.heads = tuple(tr(head) for head in _HEADS)
        self._rows: list[tuple[str, ...]] = []
        self.filter = field(tr("Filter"), "report.audit.filter")
        self.filter.textChanged.connect(lambda _text: self._show())
        self.table: QTableWidget = named(make_table(self.heads, tr("Audit trail")), "report.audit.table")
        self.table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.copy = button(tr("Copy"), "report.audit.copy", self._copy)
        self.save = button(tr("Save CSV…"), "report.audit.save", self._save)
        row = QHBoxLayout()
        row.addWidget(self.filter, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.count = label("", "note")
        self.column.addWidget(self.count)
        self.column.addWidget(self.said)

    def show_dossier(self, dossier: Dossier, variants: Mapping[str, str]) -> None:
        """Show the rows; ``variants``: key -> name."""
        self._rows = [_cells(row, variants) for row in reversed(dossier.audit)]
        self._show()

    @property
    def shown(self) -> list[tuple[str, ...]]:
        """All rows that the filter leaves."""
        return matching(self._rows, self.filter.text())

    def csv_text(self) -> str:
        """Return the rows as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([self.heads, *(tuple(map(_plain, row)) for row in self.shown)])
        return stream.getvalue()

    def _show(self) -> None:
        rows = self.shown
        fill(self.table, rows[:MOST_SHOWN])
        words = self.tr_("{shown} of {count} rows")
        self.count.setText(words.format(shown=min(len(rows), MOST_SHOWN), count=len(self._rows)))

    def _copy(self) -> None:
        lines = ["\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in self.shown]
        QApplication.clipboard().setText("\n".join(["\t".join(self.heads), *lines]))

    def _save(self) -> None:
        path = dialogs.ask_csv(self, self.tr_, "audit.csv")
        if path is not None:
            self.project_asked.emit("save_text", (path, self.csv_text()))


def _cells(row: AuditRow, variants: Mapping[str, str]) -> tuple[str, ...]:
    entry = row.entry
    old, new = ("" if entry.kind == "sign" else _value(text) for text in (entry.old, entry.new))
    words = entry.words or entry.kind
    return entry.recorded, entry.person, words, variants.get(entry.variant, ""), entry.path, old, new


def _value(text: str | None) -> str:
    """Return a value of the trail without the quotes of JSON."""
    if text is None:
        return ""
    value = json.loads(text)
    return value if isinstance(value, str) else text


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking a person's words for a formula; numbers stay."""
    try:
        float(cell)
    except ValueError:
        return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
    return cell
