"""The heart of the window: beats in its event loop, and of each long pause it tells what the thread was doing."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

#: What the heart beats at, and from when on a pause is looked into [ms].
BEAT_MS, LONG_MS = 5, 40.0
_LOOK_S = 0.01
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
        """Look at the thread while it does not beat; a thread that waits for a turn stands where it waits."""
        while not self._stopped.wait(_LOOK_S):
            if time.perf_counter() - self._last < LONG_MS / 1000.0:
                continue
            frames = sys._current_frames()
            self._seen[_place(frames.get(self._thread)) or _others(frames, self._thread)] += 1


def _place(frame: FrameType | None) -> str:
    """Return the innermost function of the program in a stack, and what it called in a library."""
    inner = ""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            if path.parent.name == "benchmarks":
                return ""
            name = f"{path.relative_to(_ROOT)}:{frame.f_code.co_name}"
            return f"{name} ({inner})" if inner else name
        inner = frame.f_code.co_name
        frame = frame.f_back
    return ""


def _others(frames: dict[int, FrameType], thread: int) -> str:
    """Return what other threads of the program are at, while this one does nothing of its own."""
    places = {_place(frame) for number, frame in frames.items() if number != thread} - {""}
    busy = sorted(place for place in places if not place.endswith(("(recv)", "(get)", "(_recv)", "_listen", "_speak")))
    return f"Qt, beside {', '.join(busy)}" if busy else "Qt, painting or waiting for a core"
