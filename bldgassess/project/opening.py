"""The steps of opening a project: who has it, a copy of it, its version, its soundness, what of it is unsaved."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from bldgassess.append_only import Make, Row, TableBook, rows_of
from bldgassess.errors import Issue, Severity, UserError
from bldgassess.evidence.store import LAYOUT as EVIDENCE
from bldgassess.project.audit import AUDIT, EDIT_KINDS
from bldgassess.project.hold import Hold, hold
from bldgassess.project.layout import MAJOR, MINOR, read_version, sound, told
from bldgassess.project.migrate import migrate
from bldgassess.project.publish import remove_passing_files
from bldgassess.project.state import ProjectState
from bldgassess.project.tables import essence, read_values

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class LockedBook:
    """The evidence in a working copy: one thread at a time."""

    lock: threading.RLock
    database: sqlite3.Connection
    name: str

    def read(self) -> tuple[Row, ...]:
        """Read all rows and check their chain."""
        with self.lock, told(self.name):
            return TableBook(self.database, EVIDENCE, self.name).read()

    def append(self, make: Make) -> tuple[Row, ...]:
        """Add what ``make`` returns for the rows that are there, all or none."""
        with self.lock, told(self.name):
            return TableBook(self.database, EVIDENCE, self.name).append(make)


def unsaved_steps(database: sqlite3.Connection, state: ProjectState) -> int:
    """Return the number of steps after the last save; 1 where something differs that is no step."""
    session = read_values(database, "session")
    marks = ", ".join("?" * len(EDIT_KINDS))
    count = database.execute(
        f"SELECT count(*) FROM audit WHERE number > ? AND kind IN ({marks})",
        (session.get("saved_row") or 0, *sorted(EDIT_KINDS)),
    ).fetchone()[0]
    return int(count) or int(essence(database, state) != session.get("saved_essence"))


def prepare(database: sqlite3.Connection, name: str) -> list[Issue]:
    """Bring a copy up to this version and check it; return what to know. ``name`` of the file is for sentences.

    Raises
    ------
    UserError
        When it is no project, of a newer version, or damaged.
    """
    version = read_version(database, name)
    if _cut_short(database) or database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise UserError(Issue("project.damaged", {"file": name, "reason": "quick_check"}))
    migrate(database, name)
    with sound(name):
        for layout in (AUDIT, EVIDENCE):
            rows_of(database, layout, name)
    params = {"file": name, "version": f"{version[0]}.{version[1]}", "own": f"{MAJOR}.{MINOR}"}
    if version[0] < MAJOR:
        return [Issue("project.migrated", params, severity="info")]
    if version[1] > MINOR:
        return [Issue("project.newer_minor", params, severity="warning")]
    return []


def hold_source(source: Path) -> tuple[Hold | None, list[Issue]]:
    """Hold a project's file, or say why it can only be read."""
    try:
        found = hold(source)
    except OSError as error:
        params = {"file": source.name, "reason": error.strerror or "?"}
        return None, [Issue("project.no_lock", params, severity="warning")]
    if isinstance(found, Hold):
        remove_passing_files(source)
        return found, []
    return None, [in_use(source, found.process, found.host, "warning")]


def in_use(path: Path, process: int, host: str, severity: Severity = "error") -> Issue:
    """Say who has a file."""
    return Issue("project.in_use", {"file": path.name, "process": process, "host": host}, severity=severity)


def copy_file(source: Path, target: Path) -> str:
    """Copy a file; return the sha256 of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as stream, target.open("xb") as copy:
        while part := stream.read(_CHUNK):
            digest.update(part)
            copy.write(part)
    return digest.hexdigest()


def _cut_short(database: sqlite3.Connection) -> bool:
    """Tell whether the file ends before its last page does; SQLite would read zeros there."""
    path = Path(database.execute("PRAGMA database_list").fetchone()[2])
    pages, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return bool(path.stat().st_size < int(pages) * int(size))
