"""Rows that are only ever added: an SQLite table, chained by hashes, one transaction an append, on the disk after it.

A table is a file of its own (the carbon account, a register of evidence) or one of several in the file of a project
(its audit trail, its evidence): ``FileBook`` and ``TableBook``. What reads and adds does not care which.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bldgassess.errors import Issue, UserError

Cell = str | int | None
Content = Mapping[str, Cell]
#: What the first row is chained to.
START = "0" * 64
_WAIT_S = 5.0
_TRIGGERS = (("stays", "UPDATE", "entries never change"), ("kept", "DELETE", "entries are never removed"))


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table.

    Parameters
    ----------
    application, version : int
        Tell a file of its own from other SQLite files.
    columns : tuple of str
        Of the content, in order.
    subject : str
        Prefix of its messages, such as "account".
    table : str
        Its name in the file.
    """

    application: int
    version: int
    columns: tuple[str, ...]
    subject: str
    table: str = "entry"


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


Make = Callable[[tuple[Row, ...]], Sequence[Content]]


class Book(Protocol):
    """Rows somewhere. Both raise ``UserError`` as ``read`` and ``append`` do."""

    def read(self) -> tuple[Row, ...]:
        """Read all rows and check their chain."""
        ...

    def append(self, make: Make) -> tuple[Row, ...]:
        """Add what ``make`` returns for the rows that are there, all or none."""
        ...


@dataclass(frozen=True, slots=True)
class FileBook:
    """A file that holds these rows and nothing else."""

    path: Path
    layout: Layout

    def read(self) -> tuple[Row, ...]:
        """Read all rows and check their chain."""
        return read(self.path, self.layout)

    def append(self, make: Make) -> tuple[Row, ...]:
        """Add what ``make`` returns for the rows that are there, all or none."""
        return append(self.path, self.layout, make)


@dataclass(frozen=True, slots=True)
class TableBook:
    """A table of an open file, whose owner opens, locks and closes it. ``name``: of the file, for sentences."""

    database: sqlite3.Connection
    layout: Layout
    name: str

    def read(self) -> tuple[Row, ...]:
        """Read all rows and check their chain."""
        return rows_of(self.database, self.layout, self.name)

    def append(self, make: Make) -> tuple[Row, ...]:
        """Add what ``make`` returns for the rows that are there, all or none."""
        with transaction(self.database):
            return add_rows(self.database, self.layout, make(self.read()))


def create(path: Path, layout: Layout) -> None:
    """Make an empty file.

    Raises
    ------
    UserError
        When the file is there already or cannot be written.
    """
    if path.exists():
        raise UserError(Issue(f"{layout.subject}.exists", {"file": path.name}))
    with _connected(path, layout, "rwc") as database, transaction(database):
        create_table(database, layout)
        database.execute(f"PRAGMA application_id = {layout.application}")
        database.execute(f"PRAGMA user_version = {layout.version}")


def read(path: Path, layout: Layout) -> tuple[Row, ...]:
    """Read all rows and check their chain.

    Raises
    ------
    UserError
        When it is no such file, or a row is not what was added.
    """
    with _connected(path, layout, "ro") as database:
        _check_file(database, layout, path)
        return rows_of(database, layout, path.name)


def append(path: Path, layout: Layout, make: Make) -> tuple[Row, ...]:
    """Add what ``make`` returns for the rows that are there, all or none; it is on the disk when this returns.

    Raises
    ------
    UserError
        When ``make`` refuses, the file is damaged or open for writing elsewhere, or the disk is full.
    """
    with _connected(path, layout, "rw") as database, transaction(database):
        _check_file(database, layout, path)
        return add_rows(database, layout, make(rows_of(database, layout, path.name)))


def create_table(database: sqlite3.Connection, layout: Layout) -> None:
    """Make the table and the triggers that refuse change and removal."""
    database.execute(
        f"CREATE TABLE {layout.table} (number INTEGER PRIMARY KEY, {', '.join(layout.columns)}, "
        "previous TEXT NOT NULL, sha256 TEXT NOT NULL)"
    )
    guard_table(database, layout)


def guard_table(database: sqlite3.Connection, layout: Layout) -> None:
    """Make the triggers where they are missing."""
    table = layout.table
    for name, act, words in _TRIGGERS:
        database.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def rows_of(database: sqlite3.Connection, layout: Layout, name: str) -> tuple[Row, ...]:
    """Read all rows of a table and check their chain; ``name`` of the file is for the sentence.

    Raises
    ------
    UserError
        When a row is not what was added.
    """
    found = database.execute(f"SELECT * FROM {layout.table} ORDER BY number").fetchall()
    rows = tuple(_row(cells, layout) for cells in found)
    broken = first_broken(rows)
    if broken is not None:
        raise UserError(Issue(f"{layout.subject}.broken", {"file": name, "number": broken}))
    return rows


def last_row(database: sqlite3.Connection, layout: Layout) -> Row | None:
    """Return the last row, or ``None`` where there is none."""
    cells = database.execute(f"SELECT * FROM {layout.table} ORDER BY number DESC LIMIT 1").fetchone()
    return None if cells is None else _row(cells, layout)


def add_rows(database: sqlite3.Connection, layout: Layout, added: Sequence[Content]) -> tuple[Row, ...]:
    """Put content behind the last row, inside the caller's transaction."""
    last = last_row(database, layout)
    number, previous = (last.number, last.sha256) if last else (0, START)
    rows: list[Row] = []
    for content in added:
        row = link(number + 1, content, previous)
        rows.append(row)
        number, previous = row.number, row.sha256
    marks = ", ".join("?" * (len(layout.columns) + 3))
    cells = [(row.number, *(row.content[key] for key in layout.columns), row.previous, row.sha256) for row in rows]
    database.executemany(f"INSERT INTO {layout.table} VALUES ({marks})", cells)
    return tuple(rows)


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All that is done inside, or nothing of it. The connection has ``isolation_level=None``."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:  # SQLite has taken some of its own back, a full disk among them
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _row(cells: Sequence[Cell], layout: Layout) -> Row:
    number, *values, previous, sha256 = cells
    return Row(int(number or 0), dict(zip(layout.columns, values, strict=True)), str(previous), str(sha256))


def _check_file(database: sqlite3.Connection, layout: Layout, path: Path) -> None:
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (layout.application, layout.version):
        raise UserError(Issue(f"{layout.subject}.not_ours", {"file": path.name}))


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
