"""Working copies whose program ended without saving: list them, go on with one, or put one aside."""

from __future__ import annotations

import datetime
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bldgassess.append_only import last_row
from bldgassess.errors import Issue, UserError
from bldgassess.project.audit import AUDIT
from bldgassess.project.hold import Hold, hold
from bldgassess.project.layout import open_database, read_version, sound, told
from bldgassess.project.opening import unsaved_steps
from bldgassess.project.tables import read_state, read_values
from bldgassess.project.working import WORK, WorkingCopy

_ASIDE = ".aside"


@dataclass(frozen=True, slots=True)
class Recoverable:
    """A working copy that nobody has open.

    Parameters
    ----------
    name : str
        Of the project.
    source : Path or None
        Its file, ``None`` where it was never saved.
    when : str
        Of the last step or autosave, UTC.
    edits : int
        Steps after the last save, at least 1.
    issues : tuple of Issue
        Why it cannot be resumed; nothing where it can.
    """

    place: Path
    name: str
    source: Path | None
    when: str
    edits: int
    issues: tuple[Issue, ...] = ()


def find_recoverable(folder: Path) -> tuple[Recoverable, ...]:
    """Return what can be recovered, newest first. Working copies without anything unsaved are removed."""
    found = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not place.is_dir() or place.suffix == _ASIDE:
            continue
        held = hold(place)
        if not isinstance(held, Hold):
            continue
        try:
            item = _look(place)
            if item is None:
                shutil.rmtree(place, ignore_errors=True)
            else:
                found.append(item)
        finally:
            held.release()
    return tuple(sorted(found, key=lambda item: item.when, reverse=True))


def resume(item: Recoverable) -> WorkingCopy:
    """Go on with it; its ``issues`` say where the project's file was changed since.

    Raises
    ------
    UserError
        When it is in use by now, or damaged.
    """
    return WorkingCopy.resume(item.place)


def set_aside(item: Recoverable) -> Recoverable:
    """Take it out of the list; ``bring_back`` undoes that until ``remove_aside`` runs at the next start."""
    place = item.place.with_name(item.place.name + _ASIDE)
    with told(item.name):
        item.place.rename(place)
    return Recoverable(place, item.name, item.source, item.when, item.edits, item.issues)


def bring_back(item: Recoverable) -> Recoverable:
    """Undo ``set_aside``."""
    place = item.place.with_suffix("")
    with told(item.name):
        item.place.rename(place)
    return Recoverable(place, item.name, item.source, item.when, item.edits, item.issues)


def remove_aside(folder: Path) -> None:
    """Remove what was set aside in an earlier run of the program; for its start."""
    for place in folder.glob(f"*{_ASIDE}"):
        shutil.rmtree(place, ignore_errors=True)


def _look(place: Path) -> Recoverable | None:
    """Read what a working copy holds; ``None`` where nothing in it is unsaved."""
    work = place / WORK
    if not work.is_file():
        return None
    when = datetime.datetime.fromtimestamp(work.stat().st_mtime, tz=datetime.UTC).isoformat(timespec="seconds")
    try:
        # for writing: what a crash left half-written is taken back now
        with told(WORK), sound(WORK), closing(open_database(work, "rw")) as database:
            if work.stat().st_size == 0 or not database.execute("PRAGMA user_version").fetchone()[0]:
                return None  # its program died before anything was in it
            read_version(database, WORK)
            state = read_state(database)
            session = read_values(database, "session")
            edits = unsaved_steps(database, state)
            last = last_row(database, AUDIT)
    except UserError as error:
        return Recoverable(place, WORK, None, when.replace("+00:00", "Z"), 1, error.issues)
    if edits == 0:
        return None
    source = Path(session["source"]) if session.get("source") else None
    told_when = str(last.content["recorded"]) if last else when.replace("+00:00", "Z")
    return Recoverable(place, state.name or (source.stem if source else ""), source, told_when, edits)
