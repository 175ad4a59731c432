"""The command palette: type what you want, Enter does it; over the window, never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reports.figures import number
from ui.commands import Command, find_commands, make_commands

if TYPE_CHECKING:
    from ui.window import MainWindow

_WIDTH, _ROW, _ROWS = 620, 28, 12


class CommandPalette(QFrame):
    """A field and a list; Esc, or a click elsewhere, puts it away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.setObjectName("palette")
        self.commands: tuple[Command, ...] = ()
        self.shown: list[tuple[Command, float | None]] = []
        self._before: QWidget | None = None
        tr = window.tr_
        self.field = QLineEdit()
        self.field.setObjectName("palette.field")
        self.field.setPlaceholderText(tr("Search or command, for example: roof insulation 240"))
        self.field.setAccessibleName(tr("Search or command"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(tr("Commands"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: self._run(self.list.row(item)))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.hide()

    def open(self) -> None:
        """Show all commands and take the keys."""
        self._before = self.window_.focusWidget()
        self.commands = make_commands(self.window_)
        self.field.clear()
        self._find("")
        width = min(_WIDTH, self.window_.width() - 80)
        self.setGeometry((self.window_.width() - width) // 2, 52, width, 60 + _ROW * _ROWS)
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_(self) -> None:
        """Put it away; the keys go back to where they were."""
        self.hide()
        (self._before or self.window_).setFocus()  # a hidden field that keeps the focus would take all shortcuts

    def _find(self, typed: str) -> None:
        self.shown = find_commands(self.commands, typed)
        self.list.clear()
        for command, value in self.shown:
            text = command.text if value is None else f"{command.text}  →  {number(value, self.window_.language)}"
            self.list.addItem(QListWidgetItem(f"{text}    {command.keys}".rstrip()))
        self.list.setCurrentRow(0 if self.shown else -1)

    def _run(self, row: int) -> None:
        if 0 <= row < len(self.shown):
            command, value = self.shown[row]
            self.close_()
            command.run(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move through the list, run, or go away; leave it when the field is left."""
        if watched is self.field and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
            key = Qt.Key(event.key())
            if key in step:
                row = self.list.currentRow() + step[key]
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._run(self.list.currentRow())
                return True
            if key == Qt.Key.Key_Escape:
                self.close_()
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)
