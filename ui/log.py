"""The log: one file a process, of limited size, with warnings, uncaught exceptions and native crashes.

Only the entry points call this: ``ui.app.run`` for the window, ``ui.engine.serve`` for the worker.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import platform
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Literal

from bldgassess import __version__
from ui.folders import state_folder

Process = Literal["window", "worker"]
#: Size of a log before it is put aside [bytes]; how many old ones stay.
LARGEST_BYTES, OLD_FILES = 512_000, 2
#: Repeats of an exception that are told: one in each paint of the window must not push out all else.
_TOLD = frozenset({1, 10, 100, 1_000, 10_000})
_FORM = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
_log = logging.getLogger("bldgassess.window")


def start_log(process: Process, folder: Path | None = None) -> Path | None:
    """Send what is logged, and Python's warnings, to the process's file; returns its path.

    Returns ``None`` where the folder cannot be written to: the program runs without a log then.
    """
    folder = folder or state_folder()
    path = folder / f"{process}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LARGEST_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(root.level, logging.INFO) if root.level else logging.INFO)
    logging.captureWarnings(capture=True)
    _log.info("%s starts: bldgassess %s, Python %s", process, __version__, platform.python_version())
    return path


def stop_log() -> None:
    """Close the files that ``start_log`` opened; the program that comes after has its own."""
    root = logging.getLogger()
    for handler in [item for item in root.handlers if isinstance(item, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
    logging.captureWarnings(capture=False)


def watch_crashes(process: Process, folder: Path | None = None) -> None:
    """Have a crash of native code (Qt, OpenGL, geometry) write where it happened into ``<process>-crash.log``."""
    folder = folder or state_folder()
    path = folder / f"{process}-crash.log"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.is_file() and path.stat().st_size > LARGEST_BYTES else "a"
        faulthandler.enable(file=path.open(mode, encoding="utf-8"))


class Uncaught:
    """Logs exceptions that nobody caught, each in full once, and hands its one line to ``tell``.

    Parameters
    ----------
    tell : callable, optional
        Called in the thread that failed, with the last line of the traceback.
    """

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        self._tell = tell
        self._counts: dict[tuple[str, str, int], int] = {}

    def install(self) -> None:
        """Take over ``sys.excepthook``, which Qt's slots end in too, and that of threads."""
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception; Ctrl+C goes the usual way."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        count = self._count(kind, trace)
        if count == 1:
            _log.critical("uncaught", exc_info=(kind, error, trace))
        elif count in _TOLD:
            _log.critical("uncaught, %d times by now: %s", count, kind.__name__)
        if self._tell is not None and count in _TOLD:
            self._tell(f"{kind.__name__}: {str(error)[:200]}")

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def _count(self, kind: type[BaseException], trace: TracebackType | None) -> int:
        """Return how often this kind of exception came out of this line."""
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else ("", 0)
        key = (kind.__name__, *place)
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key]
