"""Who has a file: a lock of the system's beside it, which goes with its process, and a note of who that is."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout


@dataclass(frozen=True, slots=True)
class Owner:
    """A program that has a file open. ``process``: 0 where it is not known."""

    process: int
    host: str


class Hold:
    """A file that this program holds until ``release``, or until its process ends in any way."""

    def __init__(self, lock: BaseFileLock, note: Path) -> None:
        self._lock, self._note = lock, note

    def release(self) -> None:
        """Let others have it."""
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        # while it is held: whoever waits for this file sees that it is gone and makes a new one
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()


def hold(path: Path) -> Hold | Owner:
    """Hold a file that may not be there yet, or say who does. A process that died holds nothing.

    Raises
    ------
    OSError
        When no lock can be made in its folder.
    """
    lock = FileLock(_beside(path, "lock"), thread_local=False)
    note = _beside(path, "owner")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _read(note)
    with contextlib.suppress(OSError):
        note.write_text(json.dumps({"process": os.getpid(), "host": socket.gethostname()}), encoding="utf-8")
    return Hold(lock, note)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}.{suffix}")


def _read(note: Path) -> Owner:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        return Owner(int(found["process"]), str(found["host"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Owner(0, "?")
