"""A progress bar that paints when the window does; Qt's own paints the whole window at each step."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class ProgressBar(QWidget):
    """Shows a share from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedSize(160, 8)

    def set_share(self, share: float) -> None:
        """Show a share done."""
        self.share = min(1.0, max(0.0, share))
        self.setAccessibleDescription(f"{round(100 * self.share)} %")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the groove and what is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().placeholderText())
        painter.setOpacity(0.35)
        painter.drawRoundedRect(QRectF(0, 0, self.width(), self.height()), 4, 4)
        painter.setOpacity(1.0)
        painter.setBrush(self.palette().highlight())
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self.share, self.height()), 4, 4)
        painter.end()
