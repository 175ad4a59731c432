"""A file of rows that are only ever added: SQLite, chained by hashes, one transaction an append, on the disk after it.

The carbon account and the evidence register are files of this kind.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bldgassess.errors import Issue, UserError

Cell = str | int | None
Content = Mapping[str, Cell]
#: What the first row is chained to.
START = "0" * 64
_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file.

    Parameters
    ----------
    application, version : int
        Tell it from other SQLite files.
    columns : tuple of str
        Of the content, in order.
    subject : str
        Prefix of its messages, such as "account".
    """

    application: int
    version: int
    columns: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Row:
    """Content in its place: ``number`` from 1, ``previous`` the hash of the row before, ``sha256`` its own."""

    number: int
    content: Content
    previous: str
    sha256: str


def link(number: int, content: Content, previous: str) -> Row:
    """Put content behind a row: its hash covers its number, the content and the hash before."""
    text = json.dumps([number, content, previous], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Row(number, content, previous, hashlib.sha256(text.encode()).hexdigest())


def first_broken(rows: Sequence[Row]) -> int | None:
    """Return the number of the first row that is not what its hash says, or ``None``."""
    previous = START
    for number, row in enumerate(rows, start=1):
        if link(number, row.content, previous) != row:
            return number
        previous = row.sha256
    return None


def create(path: Path, layout: Layout) -> None:
    """Make an empty file.

    Raises
    ------
    UserError
        When the file is there already or cannot be written.
    """
    if path.exists():
        raise UserError(Issue(f"{layout.subject}.exists", {"file": path.name}))
    with _connected(path, layout, "rwc") as database:
        database.executescript(f"BEGIN;{_table(layout)}COMMIT;")


def read(path: Path, layout: Layout) -> tuple[Row, ...]:
    """Read all rows and check their chain.

    Raises
    ------
    UserError
        When it is no such file, or a row is not what was added.
    """
    with _connected(path, layout, "ro") as database:
        return _rows(database, path, layout)


def append(path: Path, layout: Layout, make: Callable[[tuple[Row, ...]], Sequence[Content]]) -> tuple[Row, ...]:
    """Add what ``make`` returns for the rows that are there, all or none; it is on the disk when this returns.

    Raises
    ------
    UserError
        When ``make`` refuses, the file is damaged or open for writing elsewhere, or the disk is full.
    """
    with _connected(path, layout, "rw") as database:
        database.execute("BEGIN IMMEDIATE")
        before = _rows(database, path, layout)
        number, previous = (before[-1].number, before[-1].sha256) if before else (0, START)
        added: list[Row] = []
        for content in make(before):
            row = link(number + 1, content, previous)
            added.append(row)
            number, previous = row.number, row.sha256
        marks = ", ".join("?" * (len(layout.columns) + 3))
        cells = [(row.number, *(row.content[key] for key in layout.columns), row.previous, row.sha256) for row in added]
        database.executemany(f"INSERT INTO entry VALUES ({marks})", cells)
        database.execute("COMMIT")
    return tuple(added)


def _table(layout: Layout) -> str:
    return f"""
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, {", ".join(layout.columns)}, previous TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
PRAGMA application_id = {layout.application};
PRAGMA user_version = {layout.version};
"""


def _rows(database: sqlite3.Connection, path: Path, layout: Layout) -> tuple[Row, ...]:
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (layout.application, layout.version):
        raise UserError(Issue(f"{layout.subject}.not_ours", {"file": path.name}))
    found = database.execute("SELECT * FROM entry ORDER BY number").fetchall()
    rows = tuple(Row(row[0], dict(zip(layout.columns, row[1:-2], strict=True)), row[-2], row[-1]) for row in found)
    broken = first_broken(rows)
    if broken is not None:
        raise UserError(Issue(f"{layout.subject}.broken", {"file": path.name, "number": broken}))
    return rows


@contextmanager
def _connected(path: Path, layout: Layout, mode: str) -> Iterator[sqlite3.Connection]:
    """Open the file; what SQLite says of it becomes a sentence."""
    if mode != "rwc" and not path.is_file():
        raise UserError(Issue(f"{layout.subject}.missing", {"file": path.name}))
    try:
        address = f"{path.resolve().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None)) as database:
            if mode != "ro":
                database.execute("PRAGMA synchronous = EXTRA")
            yield database
    except sqlite3.DatabaseError as error:
        code = "busy" if "locked" in str(error) else "cannot_use"
        raise UserError(Issue(f"{layout.subject}.{code}", {"file": path.name, "reason": str(error)})) from error
