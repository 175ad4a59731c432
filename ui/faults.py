"""What Qt says and what nobody caught, on their way to the log and to the person."""

from __future__ import annotations

import logging
import sys

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from ui.log import Uncaught

_LEVELS: dict[QtMsgType, int] = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("qt")


class Faults(QObject):
    """``happened`` with one line for each exception that nobody caught, in the window's own thread.

    The window stays open: Qt goes on after an exception in a slot.
    """

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._uncaught = Uncaught(self.happened.emit)

    def install(self) -> None:
        """Listen from now on."""
        self._uncaught.install()
        qInstallMessageHandler(take_qt_message)


def take_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Log a message of Qt; warnings go to the error stream too, as they do without us."""
    level = _LEVELS.get(kind, logging.WARNING)
    _log.log(level, "%s: %s", context.category or "default", text)
    if level >= logging.WARNING and sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
