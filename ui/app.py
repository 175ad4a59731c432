"""Start the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtWidgets import QApplication

from ui.theme import load_fonts
from ui.viewer.canvas import surface_format
from ui.window import MainWindow


def make_app() -> QApplication:
    """Return the application, made once a process."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QSurfaceFormat.setDefaultFormat(surface_format())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("bldgassess")
    load_fonts(app)
    return app


def run(paths: Sequence[Path], *, language: str = "en") -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    app = make_app()
    window = MainWindow(language=language)
    window.show()
    QTimer.singleShot(0, window.jobs.worker.start)
    if paths:
        window.open_paths(paths)
    return app.exec()
