"""The tabs of the variants: show, order by dragging, name in place, and a menu for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QTabBar

from ui.actions import find_action

if TYPE_CHECKING:
    from ui.state import State, Variant

_LOCK = "\N{LOCK}\u202f"


class _NameField(QLineEdit):
    """A name being typed: Enter takes it, Esc or leaving keeps the old one."""

    done = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take or leave the name."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.done.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.done.emit(False)
        else:
            super().keyPressEvent(event)


class VariantTabs(QTabBar):
    """Shows the variants of the state; says what a person wants to do with one."""

    rename_asked = Signal(object, str)
    move_asked = Signal(object, int)
    action_asked = Signal(str)

    def __init__(self, state: State, tr: Callable[[str], str]) -> None:
        super().__init__()
        self.state, self.tr_ = state, tr
        self.field: _NameField | None = None
        self.setObjectName("variants")
        self.setAccessibleName(tr("Variants"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.currentChanged.connect(self._chosen)
        self.tabMoved.connect(self._moved)
        self._moving: Variant | None = None

    def show_variants(self) -> None:
        """Show one tab a variant."""
        self._end(taken=False)
        with QSignalBlocker(self):
            while self.count():
                self.removeTab(0)
            for variant in self.state.variants:
                self.addTab(f"{_LOCK}{variant.name}" if variant.locked else variant.name)
                self.setTabToolTip(self.count() - 1, "\n".join(path.name for path in variant.paths))
            self.setCurrentIndex(self.state.index)

    def rename(self) -> None:
        """Let the shown variant's name be typed in its place."""
        variant = self.state.current
        if variant is None:
            return
        self._end(taken=False)
        field = _NameField(variant.name, self)
        field.setObjectName("variants.name")
        field.setAccessibleName(self.tr_("Name of the variant"))
        area = self.tabRect(self.state.index)
        area.setWidth(max(area.width(), 140))
        field.setGeometry(area)
        field.done.connect(lambda taken: self._end(taken=taken))
        field.selectAll()
        field.show()
        field.setFocus()
        self.field = field

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Rename what is clicked twice."""
        if self.tabAt(event.position().toPoint()) == self.currentIndex():
            self.rename()

    def _end(self, *, taken: bool) -> None:
        field, self.field = self.field, None
        if field is None:
            return
        name, variant = field.text(), self.state.current
        field.hide()
        field.deleteLater()
        if taken and variant is not None:
            self.rename_asked.emit(variant, name)

    def _chosen(self, index: int) -> None:
        """Show a variant, but not while its tab is being moved, when places and variants do not agree."""
        if self._moving is None:
            self.state.show(index)

    def _moved(self, old: int, _new: int) -> None:
        """Note which variant is being moved; the state hears of it when Qt has finished with the drag."""
        if self._moving is None:
            self._moving = self.state.variants[old]
            QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        variant, self._moving = self._moving, None
        if variant is not None:
            self.move_asked.emit(variant, self.currentIndex())

    def _menu(self, place: QPoint) -> None:
        index = self.tabAt(place)
        if index < 0:
            return
        self.state.show(index)
        menu = QMenu(self)
        for key in ("branch", "rename", "lock", "move_left", "move_right", "remove"):
            entry = menu.addAction(self.tr_(find_action(key).name))
            entry.triggered.connect(lambda _checked=False, key=key: self.action_asked.emit(key))
        menu.popup(self.mapToGlobal(place))
