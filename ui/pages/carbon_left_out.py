"""The list of what is not in the total."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reports.figures import number
from reports.not_counted import LeftOut
from ui.pages.base import fill, make_table


class LeftOutList(QWidget):
    """What, how much of it, why; a row selects its elements."""

    selected = Signal(object)

    def __init__(self, tr: Callable[[str], str], language: str) -> None:
        super().__init__()
        self.language = language
        self.items: list[LeftOut] = []
        heads = (tr("What"), tr("Elements"), tr("Mass, kg"), "kgCO₂e", tr("Why"))
        self.table = make_table(heads, tr("Not in this total"))
        self.table.setObjectName("carbon.left_out")
        self.table.itemSelectionChanged.connect(self._select)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_items(self, items: Sequence[LeftOut]) -> None:
        """Show a list."""
        self.items = list(items)
        rows = [
            (
                item.what,
                str(len(item.guids)) if item.guids else "–",
                number(item.mass_kg, self.language),
                number(item.kgco2e, self.language),
                item.why,
            )
            for item in items
        ]
        self.table.blockSignals(True)
        fill(self.table, rows, right=(1, 2, 3))
        self.table.blockSignals(False)

    def _select(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        guids = frozenset(guid for row in rows for guid in self.items[row].guids)
        if guids:
            self.selected.emit(guids)
