"""The table behind a chart: shown in its place, copied with its figures in full."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from reports.canonical import plain_text
from reports.charts.ops import Cell, Chart
from reports.figures import number

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def shown(value: Cell, language: str) -> str:
    """Return a value as the table shows it."""
    return value if isinstance(value, str) else number(value, language)


def exact(value: Cell) -> str:
    """Return a value as it is copied: all its digits, a point as decimal sign, nothing where it is not declared.

    >>> exact(0.1), exact("a  b"), exact(None), exact(3)
    ('0.1', 'a b', '', '3')
    """
    if value is None:
        return ""
    return repr(value) if isinstance(value, (int, float)) else plain_text(" ".join(value.split()))


def tab_separated(chart: Chart) -> str:
    """Return head and rows for a spreadsheet."""
    lines = [chart.columns, *([exact(value) for value in row] for row in chart.rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


class ChartTableModel(QAbstractTableModel):
    """Shows the table of one chart."""

    def __init__(self, chart: Chart, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.chart, self.language = chart, language

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.chart.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.chart.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, full text or alignment of a cell."""
        value = self.chart.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(value, self.language)
        if role == Qt.ItemDataRole.ToolTipRole:
            return exact(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and not isinstance(value, str):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's head."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.chart.columns[section]
        return None


def make_view(parent: QWidget) -> QTableView:
    """Return a view for the table of a chart."""
    view = QTableView(parent)
    view.verticalHeader().setVisible(False)
    view.verticalHeader().setDefaultSectionSize(24)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return view
