"""Charts for screen readers: role chart, the title as name, the table as text; results said once, politely."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget

#: Longest table that is read out [rows].
_MOST_ROWS = 200


class ChartInterface(QAccessibleWidget):
    """What a screen reader asks a chart."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Chart)

    def text(self, kind: QAccessible.Text) -> str:
        """Return the title, or subtitle and table, or the mark that the keys are on."""
        widget: Any = self.widget()
        chart = getattr(widget, "chart", None)
        if chart is None:
            return super().text(kind)
        if kind == QAccessible.Text.Name:
            return str(chart.title)
        if kind == QAccessible.Text.Description:
            rows = widget.table_rows()[: _MOST_ROWS + 1]
            return "\n".join([str(chart.subtitle), *("\t".join(row) for row in rows)])
        if kind == QAccessible.Text.Value:
            return str(widget.mark_words())
        return super().text(kind)


#: Qt asks for an interface once and keeps only its address; what belongs to deleted widgets is let go.
_interfaces: list[ChartInterface] = []
_installed: list[bool] = []


def install() -> None:
    """Make Qt ask us for the interfaces of charts."""
    if not _installed:
        QAccessible.installFactory(_make)
        _installed.append(True)


def _make(_name: str, thing: QObject) -> ChartInterface | None:
    if not getattr(thing, "is_chart", False) or not isinstance(thing, QWidget):
        return None
    _interfaces[:] = [item for item in _interfaces if shiboken6.isValid(item)]
    made = ChartInterface(thing)
    _interfaces.append(made)
    return made


def announce(widget: QWidget, words: str) -> None:
    """Have something said when the reader has finished what it is saying."""
    event = QAccessibleAnnouncementEvent(widget, words)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
