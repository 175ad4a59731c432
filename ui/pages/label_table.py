"""All criteria as a table: filtered, sorted by any column, one row chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bldgassess.texts import mark
from reports.charts.layout import Style
from reports.figures import pretty_unit
from reports.label_words import title_of
from ui.charts.table import exact
from ui.pages.base import label
from ui.widgets.rows import RowsView
from ui.widgets.search import SearchField

Index = QModelIndex | QPersistentModelIndex
Criterion = dict[str, Any]
_NOWHERE = QModelIndex()
_SORT = Qt.ItemDataRole.UserRole

#: State of a criterion -> words.
STATES: dict[str, str] = {
    "assessed": mark("assessed"),
    "not_assessed": mark("not assessed"),
    "not_applicable": mark("not applicable"),
}
#: Column, head, width [px]; 0 takes what is left.
_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("id", mark("No."), 46),
    ("title", mark("Criterion"), 0),
    ("value", mark("Value"), 114),
    ("points", mark("Points"), 56),
    ("max", mark("Most"), 52),
    ("evidence", mark("Evidence"), 84),
    ("state", mark("State"), 96),
)
_NUMBERS = frozenset({"value", "points", "max"})


@dataclass(frozen=True, slots=True)
class Cell:
    """Text as shown, what it is sorted by, what is copied."""

    text: str
    key: str | float
    full: str


class CriteriaModel(QAbstractTableModel):
    """A row a criterion."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.rows: list[Criterion] = []
        self._cells: list[dict[str, Cell]] = []

    def set_rows(self, rows: Sequence[Criterion]) -> None:
        """Show other criteria."""
        self.beginResetModel()
        self.rows = list(rows)
        self._cells = [self._cells_of(row) for row in rows]
        self.endResetModel()

    def _cells_of(self, row: Criterion) -> dict[str, Cell]:
        tr, style = self._style.translate, self._style
        title, state = title_of(row["title"], style), tr(STATES[row["state"]])
        evidence = tr(row["evidence"]) if row["evidence"] else "–"
        value, unit = row["value"], pretty_unit(row["unit"])
        shown = "–" if value is None else f"{value:.0f}" if row["unit"] == "year" else style.number(value)
        points, most = (style.number(round(row[key], 2)) for key in ("points", "max"))
        no_value = float("-inf")
        return {
            "id": Cell(row["id"], row["id"], row["id"]),
            "title": Cell(title, title.casefold(), title),
            "value": Cell(
                "–" if value is None else f"{shown} {unit}".rstrip(" -"),
                no_value if value is None else value,
                exact(value),
            ),
            "points": Cell(points, row["points"], exact(row["points"])),
            "max": Cell(most, row["max"], exact(row["max"])),
            "evidence": Cell(evidence, evidence, row["evidence"] or ""),
            "state": Cell(state, state, state),
        }

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many criteria there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, what it is sorted by, place or ink of a cell."""
        name = _COLUMNS[index.column()][0]
        cell = self._cells[index.row()][name]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cell.text
        if role == _SORT:
            return cell.key
        if role == Qt.ItemDataRole.TextAlignmentRole and name in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and self.rows[index.row()]["state"] != "assessed":
            return QColor(self._style.palette.muted)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's head."""
        words = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if role in words and orientation == Qt.Orientation.Horizontal:
            return self._style.translate(_COLUMNS[section][1])
        return None

    def words_of(self, row: int) -> str:
        """Return all that a filter looks in."""
        cells = self._cells[row]
        return "\n".join((*(cell.text for cell in cells.values()), self.rows[row]["metric"])).casefold()

    def full_of(self, row: int) -> list[str]:
        """Return the cells of a row for a spreadsheet, figures in full."""
        return [self._cells[row][name].full for name, _, _ in _COLUMNS]


class _Chosen(QSortFilterProxyModel):
    """The rows of a category that have all the words."""

    def __init__(self, model: CriteriaModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self.words, self.category = model, "", ""
        self.setSourceModel(model)
        self.setSortRole(_SORT)

    def choose(self, words: str, category: str) -> None:
        """Show other rows."""
        self.words, self.category = words, category
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Tell whether a row is shown."""
        if self.category and self._model.rows[row]["category"] != self.category:
            return False
        hay = self._model.words_of(row)
        return all(word in hay for word in self.words.casefold().split())


class CriteriaTable(QWidget):
    """Filter and table. ``chosen(id)``: a person moved to a criterion; ``why_asked(id)``: F1's other way, Enter."""

    chosen = Signal(str)
    why_asked = Signal(str)

    def __init__(self, style: Style) -> None:
        super().__init__()
        tr = style.translate
        self.tr_ = tr
        self.model = CriteriaModel(style, self)
        self.proxy = _Chosen(self.model, self)
        hint = tr("Filter: criterion, evidence, state")
        self.box = SearchField(hint, key="label.filter", name=tr("Filter the criteria"))
        self.box.textChanged.connect(lambda _words: self._choose())
        self.chip = QPushButton()
        self.chip.setObjectName("label.filter.category")
        self.chip.clicked.connect(lambda: self.show_category(""))
        self.chip.hide()
        self.count = label("", "note")
        self.view = _View(self)
        self.view.setModel(self.proxy)
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        heads = self.view.horizontalHeader()
        for column, (_, _, width) in enumerate(_COLUMNS):
            if width:
                self.view.setColumnWidth(column, width)
            else:
                heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.view.setAccessibleName(tr("Criteria"))
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        row.addWidget(self.chip)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def show_rows(self, rows: Sequence[Criterion]) -> None:
        """Show criteria; filter, order and place stay."""
        at, scrolled = self.current_id, self.view.verticalScrollBar().value()
        with QSignalBlocker(self.view.selectionModel()):
            self.model.set_rows(rows)
            self.place(at)
        self.view.verticalScrollBar().setValue(scrolled)
        self._say_count()

    def place(self, identity: str) -> None:
        """Move to a criterion without a word to anybody."""
        row = next((k for k, item in enumerate(self.model.rows) if item["id"] == identity), -1)
        index = self.proxy.mapFromSource(self.model.index(row, 0)) if row >= 0 else QModelIndex()
        if index.isValid():
            with QSignalBlocker(self.view.selectionModel()):
                self.view.setCurrentIndex(index)
            self.view.viewport().update()

    def show_category(self, key: str, name: str = "") -> None:
        """Show the criteria of one category, all where the key is empty."""
        self.chip.setVisible(bool(key))
        self.chip.setText(f"{name}  ✕")
        self.chip.setAccessibleName(self.tr_("Filtered to {name}; press to show all rows").format(name=name))
        self.proxy.choose(self.box.text(), key)
        self._say_count()

    @property
    def current_id(self) -> str:
        """Id of the criterion that the keys are on, "" where there is none."""
        index = self.proxy.mapToSource(self.view.currentIndex())
        return str(self.model.rows[index.row()]["id"]) if index.isValid() else ""

    def shown_ids(self) -> list[str]:
        """Return the criteria as they stand in the table."""
        return [self.model.rows[row]["id"] for row in self._shown()]

    def _shown(self) -> list[int]:
        return [self.proxy.mapToSource(self.proxy.index(k, 0)).row() for k in range(self.proxy.rowCount())]

    def _choose(self) -> None:
        self.proxy.choose(self.box.text(), self.proxy.category)
        self._say_count()

    def _say_count(self) -> None:
        words = self.tr_("{count} of {whole} criteria")
        self.count.setText(words.format(count=self.proxy.rowCount(), whole=len(self.model.rows)))

    def _tell(self) -> None:
        if self.current_id:
            self.chosen.emit(self.current_id)

    def copy(self) -> None:
        """Copy the table as it is shown, figures in full."""
        heads = [self.tr_(head) for _, head, _ in _COLUMNS]
        lines = [heads, *(self.model.full_of(row) for row in self._shown())]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines) + "\n")


class _View(RowsView):
    """The table itself: Enter explains."""

    def __init__(self, table: CriteriaTable) -> None:
        super().__init__("label.criteria", several=False)
        self._table = table
        self.copy_asked.connect(table.copy)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Explain a criterion."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._table.current_id:
            self._table.why_asked.emit(self._table.current_id)
        else:
            super().keyPressEvent(event)
