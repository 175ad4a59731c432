"""Everything that was assumed for the shown results: value, how sure, what it acts on, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QTableWidget

from bldgassess.texts import translation
from reports.figures import number, pretty_unit
from ui.pages.base import fill, label, make_table
from ui.pages.report_parts import Panel, field, matching, named


class AssumedPanel(Panel):
    """The least sure ones first; the filter looks through all columns."""

    def __init__(self, language: str) -> None:
        tr = translation(language).gettext
        super().__init__(
            language,
            tr("Assumptions"),
            tr("What the model does not say. A and B were checked, C is second-hand, D from memory, S our own."),
        )
        heads = (tr("Setting"), tr("Value"), tr("Grade"), tr("Acts on"), tr("Source"))
        self._rows: list[tuple[str, ...]] = []
        self.filter = field(tr("Filter"), "report.assumed.filter")
        self.filter.textChanged.connect(lambda _text: self._show())
        self.table: QTableWidget = named(make_table(heads, tr("Assumptions")), "report.assumed.table")
        self.count = label("", "note")
        self.column.addWidget(self.filter)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.count)

    def show_assumptions(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show the assumptions of results.json."""
        ordered = sorted(rows, key=lambda row: ("SDCPBA".find(row["quality"]), row["id"]))
        made = [
            (row["id"], self._value(row), row["quality"], self.tr_(row["effect"]), row["source"]) for row in ordered
        ]
        if made != self._rows:
            self._rows = made
            self._show()

    def _show(self) -> None:
        rows = matching(self._rows, self.filter.text())
        fill(self.table, rows)
        told = self.tr_("{shown} of {count} rows")
        self.count.setText(told.format(shown=len(rows), count=len(self._rows)))

    def _value(self, row: Mapping[str, Any]) -> str:
        value = row["value"]
        shown = number(value, self.language) if isinstance(value, (int, float)) else str(value)
        return f"{shown} {pretty_unit(row['unit'])}".strip()
