"""A viewer where there is OpenGL, a plain stand-in where there is none (off-screen tests, remote machines)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from ui.viewer.scene import GrowingScene, Scene, growing
from ui.viewer.widget import Viewer

Float32Array = npt.NDArray[np.float32]


class PlainViewer(QLabel):
    """Takes what a viewer takes and says that there is no picture."""

    picked = Signal(str, bool)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setObjectName("note")
        self.scene: GrowingScene | None = None
        self.colours: Float32Array = np.zeros((0, 3), dtype=np.float32)
        self.selected: frozenset[str] = frozenset()

    def set_scene(self, scene: GrowingScene | Scene, colours: Float32Array) -> None:
        """Keep the scene."""
        self.scene, self.colours = growing(scene), colours

    def grow(self, colours: Float32Array) -> None:
        """Keep the colours of what was added."""
        self.colours = np.concatenate([self.colours, colours])

    def set_colours(self, colours: Float32Array) -> None:
        """Keep the colours."""
        self.colours = colours

    def set_selection(self, guids: frozenset[str]) -> None:
        """Keep the selection."""
        self.selected = guids

    def set_theme(self, ground: str, ink: str, accent: str) -> None:
        """Need no colours."""

    def frame(self) -> None:
        """Need no frame."""


def make_viewer(words: str) -> Viewer | PlainViewer:
    """Return a viewer for this platform; ``words`` are said where it has no picture."""
    if QGuiApplication.platformName() in {"offscreen", "minimal"}:
        return PlainViewer(words)
    return Viewer()
