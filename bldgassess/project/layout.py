"""The tables of a project's file, its version, and how it is opened. What SQLite says becomes a sentence here."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bldgassess.append_only import create_table
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.store import LAYOUT as EVIDENCE
from bldgassess.project.audit import AUDIT

SUFFIX = ".bldg"
#: "bpro" in ASCII; the carbon account has "bldg".
APPLICATION = 0x6270726F
#: Another major: an older program cannot read it. Another minor: it can, and keeps what it does not know.
MAJOR, MINOR = 2, 0
_WAIT_S = 5.0

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE variant (key TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, "
    "locked INTEGER NOT NULL DEFAULT 0, study TEXT NOT NULL, models TEXT NOT NULL)",
    "CREATE TABLE result (variant TEXT PRIMARY KEY, study_sha256 TEXT NOT NULL, figures TEXT NOT NULL, "
    "results BLOB NOT NULL, inventory BLOB NOT NULL)",
    "CREATE TABLE model (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, "
    "place TEXT NOT NULL, packed BLOB NOT NULL)",
)
#: What only a working copy knows: where it came from and how far it was saved.
SESSION = "CREATE TABLE session (name TEXT PRIMARY KEY, value) WITHOUT ROWID"


def create_tables(database: sqlite3.Connection) -> None:
    """Make the tables of an empty project."""
    for statement in (*_TABLES, SESSION):
        database.execute(statement)
    create_table(database, AUDIT)
    create_table(database, EVIDENCE)
    set_version(database, MAJOR, MINOR)


def set_version(database: sqlite3.Connection, major: int, minor: int) -> None:
    """Write what the file is."""
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {major << 16 | minor}")


def read_version(database: sqlite3.Connection, name: str) -> tuple[int, int]:
    """Return major and minor version; ``name`` of the file is for the sentence.

    Raises
    ------
    UserError
        When it is no project, or of a newer major version.
    """
    application = database.execute("PRAGMA application_id").fetchone()[0]
    packed = int(database.execute("PRAGMA user_version").fetchone()[0])
    major, minor = packed >> 16, packed & 0xFFFF
    if application != APPLICATION or major < 1:
        raise UserError(Issue("project.not_ours", {"file": name}))
    if major > MAJOR:
        raise UserError(
            Issue("project.newer", {"file": name, "version": f"{major}.{minor}", "own": f"{MAJOR}.{MINOR}"})
        )
    return major, minor


def open_database(path: Path, mode: str) -> sqlite3.Connection:
    """Open a file; ``mode``: "ro", "rw" or "rwc" as SQLite's. Every commit is on the disk when it returns.

    A rollback journal, not a write-ahead log: one process, one file, also where the home folder is on a network.
    """
    address = f"{path.resolve().as_uri()}?mode={mode}"
    database = sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA trusted_schema = OFF")  # the file may come from anybody
        if mode != "ro":
            database.execute("PRAGMA journal_mode = TRUNCATE")
            database.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        database.close()
        raise
    return database


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a project's file for reading.

    Raises
    ------
    UserError
        When it is not there, is no project, is of a newer major version, or is damaged.
    """
    if not path.is_file():
        raise UserError(Issue("project.missing", {"file": path.name}))
    with told(path.name), sound(path.name), closing(open_database(path, "ro")) as database:
        read_version(database, path.name)
        yield database


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn what SQLite and the system say about a file into a sentence.

    Raises
    ------
    UserError
        In their place.
    """
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        raise UserError(_issue(error, name)) from error


@contextmanager
def sound(name: str) -> Iterator[None]:
    """Read what this program wrote; anything else is damage, whatever it trips over.

    Raises
    ------
    UserError
        In the place of what was tripped over.
    """
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise UserError(Issue("project.damaged", {"file": name, "reason": type(error).__name__})) from error


def _issue(error: sqlite3.DatabaseError | OSError, name: str) -> Issue:
    text = str(error)
    if isinstance(error, OSError):
        text = error.strerror or type(error).__name__
        code = "project.disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "project.cannot_use"
    elif "not a database" in text:
        return Issue("project.not_ours", {"file": name})
    elif "disk is full" in text:
        code = "project.disk_full"
    elif "malformed" in text or "no such table" in text or "no such column" in text:
        code = "project.damaged"
    else:
        code = "project.cannot_use"
    return Issue(code, {"file": name} if code == "project.disk_full" else {"file": name, "reason": text})
