"""Start the window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QSurfaceFormat
from PySide6.QtWidgets import QApplication

from bldgassess.errors import UserError
from ui.log import start_log, watch_crashes
from ui.settings import Settings, read_settings, write_settings
from ui.theme import load_fonts
from ui.viewer.canvas import surface_format
from ui.window import MainWindow

_NAME = "bldgassess"
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
#: Threads that unpack news and keep the work hand over to the window's after this [s].
_SWITCH_S = 0.001
_log = logging.getLogger("bldgassess.window")


def make_app() -> QApplication:
    """Return the application, made once a process."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    sys.setswitchinterval(_SWITCH_S)
    QSurfaceFormat.setDefaultFormat(surface_format())
    app = QApplication(sys.argv[:1])
    app.setApplicationName(_NAME)
    app.setDesktopFileName(_NAME)
    app.setWindowIcon(load_icon())
    load_fonts(app)
    return app


def load_icon() -> QIcon:
    """Return the program's icon in all its sizes."""
    icon = QIcon()
    with as_file(files("ui").joinpath("icons")) as folder:
        for size in _ICON_SIZES:
            icon.addFile(str(folder / f"{_NAME}-{size}.png"))
    return icon


def run(paths: Sequence[Path], *, language: str | None = None) -> int:
    """Open the window as it was left and stay until it is closed; returns the exit status."""
    start_log("window")
    watch_crashes("window")
    settings, issues = read_settings()
    try:
        app = make_app()
        window = _make_window(settings, language)
        window.keeper.remove_aside()
        window.take_settings(settings, issues)
    except Exception:
        _log.critical("the window could not be made", exc_info=True)
        raise
    window.faults.install()
    QTimer.singleShot(0, window.jobs.worker.start)
    if paths:
        window.open_paths(paths)
    status = app.exec()
    _remember(window, language)
    return status


def _make_window(settings: Settings, language: str | None) -> MainWindow:
    window = MainWindow(language=language or settings.language, theme=settings.theme)
    if settings.window_size is not None:
        window.resize(*settings.window_size)
    if settings.is_maximized:
        window.showMaximized()
    else:
        window.show()
    return window


def _remember(window: MainWindow, asked_language: str | None) -> None:
    """Keep what the person chose; a language named on the command line was for this time only."""
    chosen: dict[str, object] = {"theme": window.theme, "is_maximized": window.isMaximized()}
    if window.language != asked_language:
        chosen["language"] = window.language
    if not window.isMaximized():
        chosen["window_size"] = (window.width(), window.height())
    try:
        write_settings(window.settings.model_copy(update=chosen))
    except UserError:
        _log.warning("the settings could not be written", exc_info=True)
