"""The heart of the window: beats in its event loop, and of each long pause it tells what the thread was doing."""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

#: What the heart beats at, and from when on a pause is looked into [ms].
BEAT_MS, LONG_MS = 5, 40.0
_LOOK_S = 0.01
_STACK = re.compile(r"hread (0x[0-9a-f]+)[^\n]*\n((?:  [^\n]*\n?)*)")
_LINE = re.compile(r'File "([^"]+)", line \d+ in (\S+)')
#: Functions of threads that only wait for news.
_WAITING = frozenset({"_listen", "_speak"})
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Pause:
    """Time between two beats [ms], how much of it the thread computed itself, and what it was seen at."""

    wall_ms: float
    own_ms: float
    seen: str = ""


class Heart:
    """Beats in the event loop of the thread that makes it. ``own_ms`` is what other programs cannot lengthen."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._pauses: list[Pause] = []
        self._last, self._own = time.perf_counter(), time.thread_time()
        self._seen: Counter[str] = Counter()
        self._thread, self._stopped = threading.get_ident(), threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def take(self) -> list[Pause]:
        """Return the pauses since the last time."""
        found, self._pauses = self._pauses, []
        return found

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
        self._stopped.set()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        wall_ms = 1000.0 * (now - self._last) - BEAT_MS
        seen, self._seen = self._seen, Counter()
        where = seen.most_common(1)[0][0] if wall_ms > LONG_MS and seen else ""
        self._pauses.append(Pause(wall_ms, 1000.0 * (own - self._own), where))
        self._last, self._own = now, own

    def _watch(self) -> None:
        """Look at the thread while it does not beat.

        ``faulthandler`` writes names and holds no frame: objects of a window that a frame kept alive would be destroyed
        in this thread.
        """
        with tempfile.TemporaryFile() as file:
            while not self._stopped.wait(_LOOK_S):
                if time.perf_counter() - self._last < LONG_MS / 1000.0:
                    continue
                file.seek(0)
                file.truncate()
                faulthandler.dump_traceback(file)
                file.seek(0)
                self._seen[_where(file.read().decode(), self._thread)] += 1


def _where(text: str, thread: int) -> str:
    """Return what a thread is at by the stacks of all, or what others do while it does nothing of its own."""
    stacks = dict(_STACK.findall(text))
    own = next((stack for number, stack in stacks.items() if int(number, 16) == thread), "")
    if place := _place(own):
        return place
    others = sorted({_place(stack) for stack in stacks.values() if stack is not own} - {""})
    return f"Qt, beside {', '.join(others)}" if others else "Qt, painting or waiting for a core"


def _place(stack: str) -> str:
    """Return the innermost function of the program in a stack, and what it called; nothing where it waits."""
    inner = ""
    for name, function in _LINE.findall(stack):
        path = Path(name)
        if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            if path.parent.name == "benchmarks" or function in _WAITING:
                return ""
            place = f"{path.relative_to(_ROOT)}:{function}"
            return f"{place} ({inner})" if inner else place
        inner = inner or function
    return ""
