"""The strip over the 3D picture that cuts the model: an axis, where, and which side stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from ui.viewer.scene import FloatArray
from ui.viewer.section import AXES, Cut

_STEPS = 1000


class SectionStrip(QWidget):
    """``cut_changed`` with the planes: each axis keeps its own, so that two or three may cut at once."""

    cut_changed = Signal(tuple)

    def __init__(self, translate: Callable[[str], str], number: Callable[[float], str]) -> None:
        super().__init__()
        tr, self._number = translate, number
        self._low: FloatArray | None = None
        self._high: FloatArray | None = None
        self._cuts: dict[str, Cut] = {}
        self.axis = QComboBox()
        for axis, words in zip(AXES, (tr("x (east)"), tr("y (north)"), tr("z (height)")), strict=True):
            self.axis.addItem(words, axis)
        self.axis.setCurrentIndex(2)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(_STEPS // 20)
        self.slider.setSingleStep(_STEPS // 100)
        self.where = QLabel()
        self.where.setMinimumWidth(64)
        self.flip = QCheckBox(tr("Other side"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, name, words in (
            (self.axis, "axis", tr("Axis of the section")),
            (self.slider, "place", tr("Place of the section")),
            (self.where, "where", tr("Place of the section")),
            (self.flip, "flip", tr("Show the other side of the section")),
        ):
            widget.setObjectName(f"model.section.{name}")
            widget.setAccessibleName(words)
            row.addWidget(widget, 1 if widget is self.slider else 0)
        self.axis.currentIndexChanged.connect(self._show_axis)
        self.slider.valueChanged.connect(self._moved)
        self.flip.toggled.connect(self._moved)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The planes that cut anything."""
        return tuple(self._cuts.values())

    def show_extent(self, low: FloatArray, high: FloatArray) -> None:
        """Say how large the model is; planes in it stay."""
        self._low, self._high = low, high
        self._show_axis()

    def start(self) -> None:
        """Cut at two thirds of the axis where nothing is cut yet."""
        if not self._cuts:
            self.slider.setValue(2 * _STEPS // 3)

    def clear(self) -> None:
        """Cut nothing any more."""
        if self._cuts:
            self._cuts = {}
            self._show_axis()
            self.cut_changed.emit(())

    def _span(self) -> tuple[float, float]:
        k = AXES.index(self.axis.currentData())
        if self._low is None or self._high is None:
            return 0.0, 1.0
        slack = 0.002 * float(self._high[k] - self._low[k])
        return float(self._low[k]) - slack, float(self._high[k]) + slack

    def _show_axis(self) -> None:
        cut = self._cuts.get(self.axis.currentData())
        low, high = self._span()
        share = (cut.at_m - low) / (high - low) if cut is not None and high > low else 1.0
        with QSignalBlocker(self.slider), QSignalBlocker(self.flip):
            self.slider.setValue(round(min(1.0, max(0.0, share)) * _STEPS))
            self.flip.setChecked(cut.is_flipped if cut is not None else False)
        self._say()

    def _moved(self) -> None:
        axis, value, is_flipped = self.axis.currentData(), self.slider.value(), self.flip.isChecked()
        if value == (0 if is_flipped else _STEPS):
            self._cuts.pop(axis, None)
        else:
            low, high = self._span()
            self._cuts[axis] = Cut(axis, low + value / _STEPS * (high - low), is_flipped)
        self._say()
        self.cut_changed.emit(self.cuts)

    def _say(self) -> None:
        cut = self._cuts.get(self.axis.currentData())
        self.where.setText(f"{self._number(round(cut.at_m, 2))} m" if cut is not None else "–")
        self.slider.setAccessibleDescription(self.where.text())
