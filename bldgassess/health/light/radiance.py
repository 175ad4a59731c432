"""Radiance's programs as processes: found, run, and all ended at once when the user stops."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from bldgassess.errors import Issue, UserError

_PACKAGE = "pyradiance"
#: On Windows a console program would open a window of its own.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_LONGEST_TEXT = 300


class StoppedError(Exception):
    """Raised in a thread whose program was ended because the user stopped."""


def is_available() -> bool:
    """Whether Radiance is installed (extra ``daylight``)."""
    return find_spec(_PACKAGE) is not None


def radiance_version() -> str:
    """Version of the package that carries Radiance, empty where there is none."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return ""


class Radiance:
    """Runs Radiance's programs from several threads; ``stop`` ends those that run and refuses others.

    Raises
    ------
    UserError
        Where Radiance is not installed.
    """

    def __init__(self) -> None:
        spec = find_spec(_PACKAGE)
        if spec is None or spec.origin is None:
            raise UserError(Issue("daylight.not_installed"))
        folder = Path(spec.origin).parent
        self._programs = folder / "bin"
        kept = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
        self._environment = {key: os.environ[key] for key in kept if key in os.environ}
        self._environment |= {"RAYPATH": str(folder / "lib"), "PATH": str(self._programs)}
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, program: str, arguments: Sequence[str | Path], data: bytes = b"") -> bytes:
        """Run a program on standard input and return what it writes.

        Raises
        ------
        StoppedError
            When ``stop`` was called.
        UserError
            When the program fails; with what it said.
        """
        suffix = ".exe" if os.name == "nt" else ""
        command = [str(self._programs / f"{program}{suffix}"), *map(str, arguments)]
        with self._lock:
            if self._stopped:
                raise StoppedError
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self._environment,
                creationflags=_NO_WINDOW,
            )  # fmt: skip
            self._running.add(process)
        try:
            output, said = process.communicate(data)
        finally:
            with self._lock:
                self._running.discard(process)
        if self._stopped:
            raise StoppedError
        if process.returncode != 0:
            text = said.decode(errors="replace").strip()[-_LONGEST_TEXT:]
            raise UserError(Issue("daylight.failed", {"program": program, "text": text}))
        return output

    def stop(self) -> None:
        """End all programs; those that are waiting to start are refused."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()
