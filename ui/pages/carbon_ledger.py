"""The carbon ledger as a table: every row and column of it, filtered, sorted and selected without items."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reports.charts.entries import Entry, matches_key
from reports.figures import number, percent
from reports.names import PART_NAMES
from ui.charts.table import exact
from ui.widgets.rows import RowsView
from ui.widgets.search import SearchField

Index = QModelIndex | QPersistentModelIndex
Value = str | float | None
Translate = Callable[[str], str]
_NOWHERE = QModelIndex()
_WIDTHS = {"element": 150, "part": 120, "material": 160, "factor": 200, "source": 220}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, its head, and the value of an entry."""

    id: str
    head: str
    value: Callable[[Entry], Value]
    is_number: bool = False


def columns_of(modules: Sequence[str], tr: Translate) -> tuple[Column, ...]:
    """Return the columns of a ledger with these modules."""
    whole = "kgCO₂e A–C"
    return (
        Column("element", tr("Element"), lambda e: tr(e.element)),
        Column("part", tr("Part"), lambda e: tr(PART_NAMES.get(e.part, e.part))),
        Column("material", tr("Material"), lambda e: tr(e.material)),
        Column("layer", tr("Layer"), lambda e: e.layer, True),
        Column("total", whole, lambda e: e.total_kg, True),
        *(Column(m, m, lambda e, m=m: e.kgco2e.get(m), True) for m in modules),
        Column("mass", tr("Mass, kg"), lambda e: e.mass_kg or None, True),
        Column("factor", tr("Factor record"), lambda e: e.record_name),
        Column("match", tr("Origin"), lambda e: tr("assumed") if e.is_assumed else tr("matched")),
        Column("year", tr("Year"), lambda e: str(e.year) if e.year else ""),
        Column("source", tr("Source"), lambda e: e.source),
        Column("quality", tr("Quality"), lambda e: e.quality),
        Column("gsd", tr("Uncertainty, geometric SD"), lambda e: e.gsd, True),
    )


class LedgerModel(QAbstractTableModel):
    """Rows are numbers into the entries; texts are made when they are seen."""

    def __init__(self, tr: Translate, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.tr_, self.language = tr, language
        self.columns: tuple[Column, ...] = columns_of((), tr)
        self.entries: list[Entry] = []
        self.totals: list[float] = []
        self.shown: list[int] = []
        self._words, self._key = "", ""
        self._sorted_by, self._is_falling = "total", True
        self._haystack: list[str] | None = None

    def set_entries(self, entries: Sequence[Entry], modules: Sequence[str]) -> None:
        """Show other rows; filter and order stay."""
        self.beginResetModel()
        self.entries, self._haystack = list(entries), None
        self.totals = [entry.total_kg for entry in entries]
        self.columns = columns_of(modules, self.tr_)
        self._choose()
        self.endResetModel()

    def set_filter(self, words: str, key: str) -> None:
        """Show the rows that have all the words and are behind a mark."""
        if (words, key) != (self._words, self._key):
            self.beginResetModel()
            self._words, self._key = words, key
            self._choose()
            self.endResetModel()

    def _choose(self) -> None:
        found: Iterable[int] = range(len(self.entries))
        if self._key:
            found = [k for k in found if matches_key(self.entries[k], self._key)]
        wanted = self._words.casefold().split()
        if wanted:
            hay = self._searchable()
            found = [k for k in found if all(word in hay[k] for word in wanted)]
        self.shown = self._in_order(found)

    def _searchable(self) -> list[str]:
        if self._haystack is None:
            texts = [column.value for column in self.columns if not column.is_number]
            self._haystack = ["\n".join(str(value(e) or "") for value in texts).casefold() for e in self.entries]
        return self._haystack

    def _in_order(self, rows: Iterable[int]) -> list[int]:
        """Order rows by the chosen column, what is not declared last; ties keep the ledger's order."""
        column = next((c for c in self.columns if c.id == self._sorted_by), self.columns[0])
        is_total = column.id == "total"
        values = {k: self.totals[k] if is_total else column.value(self.entries[k]) for k in rows}
        there = [k for k, value in values.items() if value not in {None, ""}]
        if column.is_number:
            there.sort(key=lambda k: float(values[k] or 0.0), reverse=self._is_falling)
        else:
            there.sort(key=lambda k: str(values[k]).casefold(), reverse=self._is_falling)
        return there + [k for k, value in values.items() if value in {None, ""}]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = self.columns[column].id
        self._is_falling = order == Qt.SortOrder.DescendingOrder
        self.shown = self._in_order(self.shown)
        self.layoutChanged.emit()

    def entry(self, row: int) -> Entry:
        """Return the entry in a row."""
        return self.entries[self.shown[row]]

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, full text or alignment of a cell."""
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if column.is_number else None
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        value = column.value(self.entry(index.row()))
        if isinstance(value, str):
            return value or "–"
        return number(value, self.language) if role == Qt.ItemDataRole.DisplayRole else exact(value)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's head."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].head
        return None

    def table_text(self, rows: Iterable[int]) -> str:
        """Return rows for a spreadsheet, figures in full."""
        lines = [[column.head for column in self.columns]]
        lines += [[exact(column.value(self.entry(row))) for column in self.columns] for row in rows]
        return "\n".join("\t".join(line) for line in lines) + "\n"


class Ledger(QWidget):
    """Filter, what is filtered and how much that is, and the table.

    ``selected(guids)``: rows were selected. ``why_asked(row id)``: a row was double-clicked.
    """

    selected = Signal(object)
    why_asked = Signal(str)

    def __init__(self, tr: Translate, language: str) -> None:
        super().__init__()
        self.tr_, self.language = tr, language
        self.model = LedgerModel(tr, language, self)
        self._key, self._total = "", 0.0
        hint = tr("Filter: element, part, material, factor, source")
        self.box = SearchField(hint, key="carbon.filter", name=tr("Filter the ledger"))
        self.box.textChanged.connect(lambda _words: self._filter())
        self.chip = QPushButton()
        self.chip.setObjectName("carbon.filter.mark")
        self.chip.setToolTip(tr("Show all rows"))
        self.chip.clicked.connect(lambda: self.show_key(""))
        self.chip.hide()
        self.sum = QLabel()
        self.sum.setObjectName("note")
        self.view = RowsView("carbon.ledger")
        self.view.copy_asked.connect(self._copy)
        self.view.setAccessibleName(tr("Ledger"))
        self.view.setModel(self.model)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.view.doubleClicked.connect(lambda _index: self.why_asked.emit(self.current_id))
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        row.addWidget(self.chip)
        row.addWidget(self.sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def show_entries(self, entries: Sequence[Entry], modules: Sequence[str]) -> None:
        """Show a ledger."""
        heads = [column.head for column in self.model.columns]
        self.model.set_entries(entries, modules)
        self._total = math.fsum(self.model.totals)
        if heads != [column.head for column in self.model.columns]:
            for k, column in enumerate(self.model.columns):
                head = self.view.fontMetrics().horizontalAdvance(column.head) + 28
                self.view.setColumnWidth(k, max(head, _WIDTHS.get(column.id, 76)))
            with QSignalBlocker(self.view.horizontalHeader()):
                ids = [column.id for column in self.model.columns]
                self.view.horizontalHeader().setSortIndicator(ids.index("total"), Qt.SortOrder.DescendingOrder)
        self._say_sum()

    def show_key(self, key: str, name: str = "") -> None:
        """Show what is behind a mark of a chart, all where the key is empty."""
        self._key = key
        self.chip.setVisible(bool(key))
        self.chip.setText(f"{name}  ✕")
        self.chip.setAccessibleName(self.tr_("Filtered to {name}; press to show all rows").format(name=name))
        self._filter()

    def _filter(self) -> None:
        self.model.set_filter(self.box.text(), self._key)
        self._say_sum()

    def _say_sum(self) -> None:
        """Say how many rows there are and how much they make up."""
        count, whole = self.model.rowCount(), len(self.model.entries)
        kg = math.fsum(self.model.totals[k] for k in self.model.shown)
        share = percent(kg / self._total if self._total else 0.0, self.language)
        words = self.tr_("{count} of {whole} rows, {kg} kgCO₂e, {share}")
        self.sum.setText(words.format(count=count, whole=whole, kg=number(kg, self.language), share=share))

    def _tell(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        self.selected.emit(frozenset(guid for index in rows if (guid := self.model.entry(index.row()).guid)))

    def select_guids(self, guids: frozenset[str]) -> None:
        """Mark the rows of elements; nobody is told."""
        picked = self.view.selectionModel()
        there = {guid for index in picked.selectedRows() if (guid := self.model.entry(index.row()).guid)}
        if there == guids:
            return
        rows = [k for k in range(self.model.rowCount()) if self.model.entry(k).guid in guids]
        chosen, last = QItemSelection(), max(0, self.model.columnCount() - 1)
        for start, end in _runs(rows):
            chosen.select(self.model.index(start, 0), self.model.index(end, last))
        with QSignalBlocker(picked):
            picked.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0))
        self.view.viewport().update()

    def _copy(self) -> None:
        """Copy the selected rows, all where none is."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(self.model.table_text(rows or range(self.model.rowCount())))

    @property
    def current_id(self) -> str:
        """Id of the entry that the keys are on, "" where there is none."""
        index = self.view.currentIndex()
        return self.model.entry(index.row()).id if index.isValid() else ""


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows.

    >>> _runs([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
