"""Where a person was on a page: kept while the window is built anew in another language or theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLineEdit, QSplitter, QTabWidget, QWidget

Place = tuple[str, ...]
_DEEPEST = 4


def remember(root: QWidget) -> dict[Place, Any]:
    """Return scroll places, open tabs, choices, typed texts, widths and the focus of a page, by attribute names."""
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
    if isinstance(widget, QComboBox):
        return widget.currentIndex()
    if isinstance(widget, QTabWidget):
        return widget.currentIndex()
    if isinstance(widget, QLineEdit):
        return widget.text() if widget.isModified() else None
    if isinstance(widget, QSplitter):
        return widget.sizes()
    if isinstance(widget, QAbstractScrollArea):
        return widget.horizontalScrollBar().value(), widget.verticalScrollBar().value()
    return None


def _write(widget: QWidget, value: Any) -> None:  # noqa: ANN401 - as ``_read`` returned it
    if isinstance(widget, (QComboBox, QTabWidget)):
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
