"""The ledger's file: SQLite, one transaction an append, synchronised to the disk, changes and deletions refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from pathlib import Path

from bldgassess.account.entry import Draft, Entry, chain, check_draft, first_broken
from bldgassess.errors import Issue, UserError

#: "bldg" in ASCII, and the layout's version: what tells our file from another SQLite file.
_APPLICATION, _LAYOUT = 0x626C6467, 1
_WAIT_S = 5.0
_COLUMNS = tuple(field.name for field in fields(Draft))
_TABLE = f"""
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, {", ".join(f"{name}" for name in _COLUMNS)}, previous TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_LAYOUT};
"""


def create(path: Path) -> None:
    """Make an empty ledger.

    Raises
    ------
    UserError
        When the file is there already or cannot be written.
    """
    if path.exists():
        raise UserError(Issue("account.exists", {"file": path.name}))
    with _connected(path, "rwc") as database:
        database.executescript(f"BEGIN;{_TABLE}COMMIT;")


def read(path: Path) -> tuple[Entry, ...]:
    """Read all entries and check their chain.

    Raises
    ------
    UserError
        When it is no ledger, or an entry is not what was entered.
    """
    with _connected(path, "ro") as database:
        return _entries(database, path)


def append(path: Path, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """Enter drafts, all or none; they are on the disk when this returns.

    Raises
    ------
    UserError
        When one does not fit, the ledger is damaged or open for writing elsewhere, or the disk is full.
    """
    with _connected(path, "rw") as database:
        database.execute("BEGIN IMMEDIATE")
        before = list(_entries(database, path))
        added: list[Entry] = []
        for draft in drafts:
            check_draft(draft, before)
            entry = chain([draft], before[-1] if before else None)[0]
            before.append(entry)
            added.append(entry)
        marks = ", ".join("?" * (len(_COLUMNS) + 3))
        rows = [(entry.number, *astuple(entry.draft), entry.previous, entry.sha256) for entry in added]
        database.executemany(f"INSERT INTO entry VALUES ({marks})", rows)
        database.execute("COMMIT")
    return tuple(added)


def _entries(database: sqlite3.Connection, path: Path) -> tuple[Entry, ...]:
    kind = (
        database.execute("PRAGMA application_id").fetchone()[0],
        database.execute("PRAGMA user_version").fetchone()[0],
    )
    if kind != (_APPLICATION, _LAYOUT):
        raise UserError(Issue("account.not_ours", {"file": path.name}))
    rows = database.execute("SELECT * FROM entry ORDER BY number").fetchall()
    entries = tuple(Entry(row[0], Draft(*row[1:-2]), row[-2], row[-1]) for row in rows)
    broken = first_broken(entries)
    if broken is not None:
        raise UserError(Issue("account.broken", {"file": path.name, "number": broken}))
    return entries


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """Open the file; what SQLite says of it becomes a sentence."""
    if mode != "rwc" and not path.is_file():
        raise UserError(Issue("account.missing", {"file": path.name}))
    try:
        address = f"{path.resolve().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None)) as database:
            if mode != "ro":
                database.execute("PRAGMA synchronous = EXTRA")
            yield database
    except sqlite3.DatabaseError as error:
        busy = "locked" in str(error)
        code = "account.busy" if busy else "account.cannot_use"
        raise UserError(Issue(code, {"file": path.name, "reason": str(error)})) from error
