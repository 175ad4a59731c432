"""A key figure: name, value with unit, what it was while the new one is on its way, the difference to the base."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout

from reports.figures import number, percent, pretty_unit

#: Before a figure of an edit that is still being refined.
PROVISIONAL = "~"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure shows. ``waiting``: it is of an older study. ``base``: what the difference is to."""

    value: float | None
    unit: str
    provisional: bool = False
    waiting: bool = False
    base: float | None = None


class Figure(QFrame):
    """Shows one reading. While a figure waits, the old value stays as a ghost: dimmed, in the same place."""

    def __init__(self, name: str, language: str) -> None:
        super().__init__()
        self.setObjectName("figure")
        self.language = language
        self.reading: Reading | None = None
        self.name, self.value, self.delta = QLabel(name), QLabel(), QLabel()
        self.name.setObjectName("note")
        self.delta.setObjectName("note")
        for widget in (self.value, self.delta):
            widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(0)
        for widget in (self.name, self.value, self.delta):
            column.addWidget(widget)
        self.show_reading(None)

    @property
    def is_ghost(self) -> bool:
        """Whether the value shown is the one before the edit."""
        return self.reading is not None and self.reading.waiting

    def show_reading(self, reading: Reading | None) -> None:
        """Show a reading; nothing where there is none."""
        if reading == self.reading and reading is not None:
            return
        self.reading = reading
        ghost = reading is not None and reading.waiting
        self.value.setObjectName("ghost" if ghost else "figure_value")
        self.value.style().polish(self.value)
        if reading is None:
            self.value.setText("–")
            self.delta.setText("")
            return
        mark = PROVISIONAL if reading.provisional and not ghost else ""
        self.value.setText(f"{mark}{number(reading.value, self.language)}\u202f{pretty_unit(reading.unit)}")
        self.delta.setText(self._difference(reading))
        self.setToolTip(f"{self.name.text()}: {self.value.text()}\n{self.delta.text()}".strip())
        self.setAccessibleName(f"{self.name.text()} {self.value.text()} {self.delta.text()}")

    def _difference(self, reading: Reading) -> str:
        if reading.value is None or reading.base is None or reading.waiting:
            return ""
        change = reading.value - reading.base
        if abs(change) < 5e-4 * max(abs(reading.base), 1e-9):
            return "±0"
        text = number(change, self.language, sign=True)
        share = percent(change / reading.base, self.language, sign=True) if reading.base else ""
        return f"{text} ({share})" if share else text
