"""What every page has: the state, translation, figures, and a few ready-made widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QWidget

from bldgassess.errors import Issue
from bldgassess.messages import sentence
from bldgassess.texts import translation
from reports.charts.layout import Style
from reports.charts.palette import PALETTES
from reports.figures import number
from ui.charts import text_width
from ui.state import State, Variant

#: Text size of painted charts [px].
CHART_TEXT_PX = 12.0


class Page(QWidget):
    """A page shows the current variant; ``refresh`` is called whenever that changes.

    It tells what a person wants by signals: ``edit_asked`` (path, value, words, gesture) changes a value of the study,
    ``many_asked`` (values by path, text) several as one step, ``all_asked`` (path, value, text) one of every variant;
    ``variants_asked`` (pairs of name and values by path) makes variants of the shown one, as one step;
    ``asked`` (task, values) has the worker do one of ``ui.tasks``, whose answer comes to ``told``; ``free_asked`` one
    that is about no variant; ``action_asked`` (id) does one of ``ui.actions``.
    """

    edit_asked = Signal(str, object, object, int)
    many_asked = Signal(object, str)
    all_asked = Signal(str, object, str)
    variants_asked = Signal(object)
    asked = Signal(str, object)
    free_asked = Signal(str, object)
    page_asked = Signal(str)
    action_asked = Signal(str)

    def __init__(self, state: State, language: str, theme: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.state, self.language, self.theme = state, language, theme
        self.tr_ = translation(language).gettext
        self.style_ = Style(
            palette=PALETTES[theme], language=language, translate=self.tr_, measure=text_width, size=CHART_TEXT_PX
        )

    def refresh(self) -> None:
        """Show the current variant."""

    def select(self) -> None:
        """Show the current selection."""

    def told(self, variant: Variant | None, what: str, value: object, issues: Sequence[Issue]) -> None:
        """Take the answer of a task: its value, or why there is none; neither where it was stopped.

        ``variant`` is ``None`` where the task is about none.
        """

    def explain(self) -> None:
        """Say where the chosen figure comes from (F1)."""

    def find(self) -> None:
        """Put the cursor into the page's filter (Ctrl+F)."""

    @property
    def is_waiting(self) -> bool:
        """Whether something that was asked for is still to come."""
        return False

    @property
    def ready(self) -> Variant | None:
        """The current variant where it has results."""
        variant = self.state.current
        return variant if variant is not None and variant.results is not None else None

    def num(self, value: float | None, *, sign: bool = False) -> str:
        """Format a number."""
        return number(value, self.language, sign=sign)

    def say(self, issue: Issue) -> str:
        """Say an issue in words."""
        return sentence(issue, self.tr_)


def label(words: str, name: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label with a style name."""
    made = QLabel(words)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def updating_note(tr: Callable[[str], str]) -> QLabel:
    """Return the line that says that a page's figures are of the study before the edit."""
    made = label(tr("From before the last edit; being updated."), "warning")
    made.setVisible(False)
    return made


def make_table(heads: Sequence[str], name: str) -> QTableWidget:
    """Return an empty table that selects rows and cannot be edited."""
    table = QTableWidget(0, len(heads))
    dress_table(table, heads, name)
    return table


def dress_table(table: QTableWidget, heads: Sequence[str], name: str) -> None:
    """Let a table select rows, refuse edits, and look like the others."""
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(heads))
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(28)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def fill(
    table: QTableWidget,
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    keys: Sequence[str] = (),
    colours: Sequence[str | None] = (),
) -> None:
    """Fill a table; ``right`` are number columns, ``keys`` are kept with the rows, ``colours`` ink whole rows."""
    table.setRowCount(len(rows))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if c in right:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if keys:
                item.setData(Qt.ItemDataRole.UserRole, keys[r])
            if colours and colours[r]:
                item.setForeground(QColor(str(colours[r])))
            table.setItem(r, c, item)
    table.resizeColumnsToContents()
    for c in range(table.columnCount() - 1):
        table.setColumnWidth(c, min(table.columnWidth(c) + 8, 300))


def row_key(table: QTableWidget, row: int) -> str:
    """Return the key of a row."""
    item = table.item(row, 0)
    return str(item.data(Qt.ItemDataRole.UserRole) or "") if item else ""
