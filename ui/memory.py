"""Where a person was on a page: kept while the window is built anew in another language or theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

Place = tuple[str, ...]
_DEEPEST = 4


def remember(root: QWidget) -> dict[Place, Any]:
    """Return scroll places, open tabs, choices, ticks, typed texts, widths and the focus of a page, by attribute names.

    Passwords are typed anew.
    """
    found: dict[Place, Any] = {}
    for place, widget in _widgets(root):
        value = _read(widget)
        if value is not None:
            found[place] = value
        if widget.hasFocus():
            found[(*place, "focus")] = True
    return found


def recall(root: QWidget, known: dict[Place, Any]) -> None:
    """Put a page that was built anew back to where the person was."""
    for place, widget in _widgets(root):
        if place in known:
            _write(widget, known[place])
        if (*place, "focus") in known:
            widget.setFocus()


def _widgets(root: QWidget) -> Iterator[tuple[Place, QWidget]]:
    """Yield the widgets that a page holds as attributes, and those that these hold."""
    seen: set[int] = {id(root)}

    def walk(owner: object, place: Place) -> Iterator[tuple[Place, QWidget]]:
        for name, value in sorted(vars(owner).items()):
            items = value.items() if isinstance(value, dict) else ((None, value),)
            for key, item in items:
                if not isinstance(item, QWidget) or id(item) in seen:
                    continue
                seen.add(id(item))
                here = (*place, name) if key is None else (*place, name, str(key))
                yield here, item
                if len(here) < _DEEPEST:
                    yield from walk(item, here)

    yield from walk(root, ())


def _read(widget: QWidget) -> Any:  # noqa: ANN401 - whatever the widget is about
    value: Any = None
    if isinstance(widget, (QComboBox, QTabWidget, QStackedWidget)):
        value = widget.currentIndex()
    elif isinstance(widget, QCheckBox):
        value = widget.isChecked()
    elif isinstance(widget, QListWidget):
        value = [widget.item(k).checkState() for k in range(widget.count())]
    elif isinstance(widget, QLineEdit):
        value = widget.text() if widget.isModified() and widget.echoMode() == QLineEdit.EchoMode.Normal else None
    elif isinstance(widget, QSplitter):
        value = widget.sizes()
    elif isinstance(widget, QAbstractScrollArea):
        value = widget.horizontalScrollBar().value(), widget.verticalScrollBar().value()
    return value


def _write(widget: QWidget, value: Any) -> None:  # noqa: ANN401 - as ``_read`` returned it
    if isinstance(widget, QCheckBox):
        widget.blockSignals(True)  # one tick after the other: what they mean together is read when all are set
        widget.setChecked(value)
        widget.blockSignals(False)
    elif isinstance(widget, QListWidget):
        _tick(widget, value)
    elif isinstance(widget, (QComboBox, QTabWidget, QStackedWidget)):
        if value < widget.count():
            widget.setCurrentIndex(value)
    elif isinstance(widget, QLineEdit):
        widget.setText(value)
        widget.setModified(True)
    elif isinstance(widget, QSplitter):
        widget.setSizes(value)
    elif isinstance(widget, QAbstractScrollArea):
        widget.horizontalScrollBar().setValue(value[0])
        widget.verticalScrollBar().setValue(value[1])


def _tick(widget: QListWidget, states: list[Qt.CheckState]) -> None:
    """Tick the items of a list as they were, where they can be ticked and are as many."""
    if len(states) == widget.count():
        for k, state in enumerate(states):
            if widget.item(k).flags() & Qt.ItemFlag.ItemIsUserCheckable and widget.item(k).checkState() != state:
                widget.item(k).setCheckState(state)
