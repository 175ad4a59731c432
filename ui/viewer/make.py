"""A viewer where there is OpenGL, one without a picture where there is none (off-screen tests, remote machines)."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.viewer.widget import Viewer


class PlainViewer(Viewer):
    """Does all that a viewer does but draw, and says that there is no picture."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, draws=False)


def make_viewer(words: str) -> Viewer:
    """Return a viewer for this platform; ``words`` are said where it has no picture."""
    if QGuiApplication.platformName() in {"offscreen", "minimal"}:
        return PlainViewer(words)
    return Viewer(words)
