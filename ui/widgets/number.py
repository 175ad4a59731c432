"""A number by field and slider: unit and bounds in the field, Enter commits, Esc restores, a drag is one gesture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QWidget

from reports.figures import number


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds and step of a number, its unit as shown, and how far the slider goes."""

    least: float
    most: float
    step: float
    unit: str = ""
    reach: float | None = None

    @property
    def decimals(self) -> int:
        """Digits after the point that the step needs."""
        text = f"{self.step:.6f}".rstrip("0")
        return len(text.partition(".")[2])

    @property
    def end(self) -> float:
        """Value at the right end of the slider."""
        return self.most if self.reach is None else min(self.most, self.reach)


class NumberInput(QWidget):
    """Field and slider of one value. ``changed`` with the value and whether the gesture goes on."""

    changed = Signal(float, bool)

    def __init__(self, bounds: Range, name: str, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bounds = bounds
        self._value = bounds.least
        self.spin = QDoubleSpinBox()
        self.spin.setLocale(QLocale(language))
        self.spin.setDecimals(bounds.decimals)
        self.spin.setRange(bounds.least, bounds.most)
        self.spin.setSingleStep(bounds.step)
        self.spin.setKeyboardTracking(False)
        self.spin.setSuffix(f"\u202f{bounds.unit}" if bounds.unit else "")
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setAccessibleName(name)
        low, high = (f"{number(value, language)} {bounds.unit}".strip() for value in (bounds.least, bounds.most))
        self.spin.setToolTip(f"{low} – {high}")
        self.spin.setFixedWidth(108)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, max(1, round((bounds.end - bounds.least) / bounds.step)))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)
        self.setFocusProxy(self.spin)
        self.spin.valueChanged.connect(self._typed)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(lambda: self._say(self._value, going_on=False))
        self.spin.lineEdit().installEventFilter(self)
        for widget in (self.spin, self.slider):
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            widget.installEventFilter(self)

    @property
    def value(self) -> float:
        """The value that stands."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without a word to anybody."""
        self._value = value
        with QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.spin.setValue(value)
            if not self.slider.isSliderDown():
                self.slider.setValue(round((value - self.bounds.least) / self.bounds.step))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Restore on Esc; leave undo to the window and, unless the control has the focus, the wheel to the page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.set_value(self._value)
            self.spin.selectAll()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_windows(event):
            event.ignore()
            return True
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _is_windows(self, event: QKeyEvent) -> bool:
        """Tell whether undo or redo is the window's: always but while a number is being typed."""
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        return any(event.matches(key) for key in keys) and not self.spin.lineEdit().isModified()

    def _typed(self, value: float) -> None:
        self._say(value, going_on=False)

    def _slid(self, place: int) -> None:
        value = round(self.bounds.least + place * self.bounds.step, 9)
        self._say(value, going_on=self.slider.isSliderDown())

    def _say(self, value: float, *, going_on: bool) -> None:
        if value != self._value or not going_on:
            self._value = value
            with QSignalBlocker(self.spin):
                self.spin.setValue(value)
            self.changed.emit(value, going_on)
