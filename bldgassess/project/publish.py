"""Put a working copy in a file's place: all of it at once, after it was read back; or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bldgassess.append_only import add_rows, last_row, transaction
from bldgassess.errors import Issue, UserError
from bldgassess.project.audit import AUDIT, AuditEntry, contents
from bldgassess.project.models import places_to
from bldgassess.project.state import ProjectState
from bldgassess.project.tables import essence, put_values, read_state

#: Room that is left on the disk beside the file itself [bytes].
_SPARE_BYTES = 2**20


def passing_file(target: Path) -> Path:
    """Return the name under which the file is written first, beside its place."""
    return target.with_name(f".{target.name}.{os.getpid()}.saving")


def remove_passing_files(target: Path) -> None:
    """Remove what a program that died while saving left; only for who holds the file."""
    for path in target.parent.glob(f".{target.name}.*.saving*"):
        with contextlib.suppress(OSError):
            path.unlink()


def check_room(target: Path, size: int) -> None:
    """Refuse before writing where the disk has no room.

    Raises
    ------
    UserError
        With how much has to be freed.
    """
    free = shutil.disk_usage(target.parent).free
    if free < size + _SPARE_BYTES:
        missing = -(-(size + _SPARE_BYTES - free) // 10**6)
        raise UserError(Issue("project.no_room", {"file": target.name, "missing": missing}))


def write_published(
    database: sqlite3.Connection, passing: Path, target: Path, state: ProjectState, saved: AuditEntry
) -> str:
    """Write the whole project to ``passing``, read it back, bring it to the disk; return the sha256 of the file.

    Parameters
    ----------
    target : Path
        Where it will stand: linked models are named from there.
    state : ProjectState
        What it must hold.
    saved : AuditEntry
        The row that says so; its copy in the working copy is for the caller.

    Raises
    ------
    UserError
        When what was read back is not what was to be written.
    """
    passing.unlink(missing_ok=True)
    database.execute("VACUUM INTO ?", (str(passing),))
    with closing(sqlite3.connect(passing, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = MEMORY")  # the file is thrown away if this does not come to its end
        copy.execute("PRAGMA synchronous = OFF")
        if not _same(copy, database, state):
            raise UserError(Issue("project.not_saved_right", {"file": target.name}))
        with transaction(copy):
            copy.execute("DROP TABLE session")
            places_to(copy, target.parent)
            removed = copy.execute(
                "DELETE FROM model WHERE sha256 NOT IN (SELECT value FROM variant, json_each(variant.models))"
            ).rowcount
            add_rows(copy, AUDIT, contents([saved]))
            put_values(copy, "meta", {"saved": saved.recorded})
        if removed:
            copy.execute("VACUUM")
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise UserError(Issue("project.not_saved_right", {"file": target.name}))
    with contextlib.suppress(OSError):
        shutil.copymode(target, passing)
    with passing.open("rb+") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    return digest


def put_in_place(passing: Path, target: Path) -> None:
    """Let the new file take the place of the old one; after a power cut it is the one or the other."""
    passing.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _same(copy: sqlite3.Connection, database: sqlite3.Connection, state: ProjectState) -> bool:
    found = read_state(copy)
    trail = last_row(copy, AUDIT) == last_row(database, AUDIT)
    results = [row.results for row in found.variants] == [row.results for row in state.variants]
    return trail and results and essence(copy, found) == essence(database, state)
