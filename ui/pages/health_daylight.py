"""The line that tells how daylight was found, and has it computed by Radiance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from bldgassess.errors import Issue
from bldgassess.health.light.radiance import is_available
from bldgassess.messages import sentence
from bldgassess.texts import mark
from ui.pages.base import label

#: Quality -> words of its button.
_QUALITIES = {"draft": mark("Compute daylight, draft"), "standard": mark("standard")}


class DaylightBar(QWidget):
    """``asked`` with the quality, ``stop_asked``; without Radiance it only says what is missing."""

    asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, tr: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.tr_ = tr
        self.said = label("", "note")
        self.buttons = {key: QPushButton(tr(words)) for key, words in _QUALITIES.items()}
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(140)
        self.bar.setAccessibleName(tr("Daylight computed"))
        self.stop = QPushButton(tr("Stop"))
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self._ask(key))
            row.addWidget(button)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.installed = is_available()
        self._traced, self._enabled = False, False
        self._show_busy(busy=False)

    def show_state(self, *, traced: bool, enabled: bool, share: float | None = None) -> None:
        """Show by what means values were found; ``enabled``: a run may start; ``share`` done of one that goes on."""
        self._traced, self._enabled = traced, enabled
        self._show_busy(busy=share is not None)
        self.bar.setValue(round(100 * (share or 0.0)))

    def show_news(self, news: object) -> None:
        """Show a share done, an end, or why there is none (issues)."""
        if isinstance(news, float):
            self._show_busy(busy=True)
            self.bar.setValue(round(100 * news))
            return
        self._show_busy(busy=False)
        if isinstance(news, Sequence):
            issues = [item for item in news if isinstance(item, Issue)]
            words = " ".join(sentence(item, self.tr_) for item in issues)
            self.said.setText(words or self.tr_("Stopped; the values before stay."))

    def _ask(self, quality: str) -> None:
        self.bar.setValue(0)
        self._show_busy(busy=True)
        self.asked.emit(quality)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_asked.emit()

    def _show_busy(self, *, busy: bool) -> None:
        tr = self.tr_
        for button in self.buttons.values():
            button.setVisible(self.installed and not busy)
            button.setEnabled(self._enabled)
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)
        self.stop.setEnabled(True)
        if busy:
            self.said.setText(tr("Radiance is at work; go on working meanwhile."))
        elif self._traced:
            self.said.setText(tr("Daylight by Radiance."))
        elif self.installed:
            self.said.setText(tr("~ daylight by split flux, an estimate."))
        else:
            self.said.setText(
                tr("~ daylight by split flux. For Radiance, install bldgassess with the extra daylight (pyradiance).")
            )
