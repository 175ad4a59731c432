"""The store: rows by key in one SQLite file, each on the disk before it counts as done."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.portfolio.row import Row

#: Tell the file from other SQLite files; the version is raised when ``Row`` changes.
_APPLICATION, _VERSION = 0x62617066, 1
_TABLE = "CREATE TABLE row (key TEXT PRIMARY KEY, code TEXT NOT NULL, content TEXT NOT NULL, detail BLOB) WITHOUT ROWID"
#: Failures that another run may not have; such rows do not count as finished.
PASSING = ("portfolio.gave_up", "portfolio.other_program", "portfolio.model_changed")
_WAIT_S = 2.0


class Store:
    """Rows by key. One run has it at a time; a run that was killed leaves all that ``put`` returned for."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database, self._path = database, path

    def finished(self, *, with_detail: bool = False) -> frozenset[str]:
        """Return the keys whose tasks need not run again; ``with_detail``: a done row counts only if it has one."""
        found = self._database.execute("SELECT key, code, detail IS NULL FROM row")
        return frozenset(
            key for key, code, bare in found if code not in PASSING and not (with_detail and bare and not code)
        )

    def put(self, rows: Iterable[Row]) -> None:
        """Keep rows, all or none; they are on the disk when this returns.

        Raises
        ------
        UserError
            When the disk is full or the file damaged.
        """
        cells = [(row.key, row.code, _content(row), _packed(row.detail)) for row in rows]
        with _told(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)", cells)
            self._database.execute("COMMIT")

    def row(self, key: str, *, with_detail: bool = True) -> Row | None:
        """Return a row, or ``None`` where there is none yet; its detail is read and unpacked ``with_detail`` only."""
        query = "SELECT content, CASE WHEN ? THEN detail END FROM row WHERE key = ?"
        found = self._database.execute(query, (with_detail, key)).fetchone()
        if found is None:
            return None
        content = json.loads(found[0])
        detail = zlib.decompress(found[1]) if found[1] is not None else None
        return Row(**{**content, "issues": tuple(content["issues"])}, detail=detail)

    def forget_failed(self) -> None:
        """Forget all tasks that failed, so that they are tried again."""
        with _told(self._path):
            self._database.execute("DELETE FROM row WHERE code != ''")

    def clear(self) -> None:
        """Forget all rows."""
        with _told(self._path):
            self._database.execute("DELETE FROM row")


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open a store for one run, made where there is none.

    Raises
    ------
    UserError
        When the file is something else, or another run has it.
    """
    with _told(path):
        database = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    try:
        with _told(path):
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA synchronous = EXTRA")
            _check(database, path)
        yield Store(database, path)
    finally:
        database.close()


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Make the table in a new file; refuse a file of another kind."""
    database.execute("BEGIN EXCLUSIVE")  # from here on the file is ours alone
    application = database.execute("PRAGMA application_id").fetchone()[0]
    version = database.execute("PRAGMA user_version").fetchone()[0]
    tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables == 0 and application == 0:
        database.execute(_TABLE)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {_VERSION}")
    elif (application, version) != (_APPLICATION, _VERSION):
        raise UserError(Issue("portfolio.not_ours", {"file": path.name}))
    database.execute("COMMIT")


def _content(row: Row) -> str:
    table = asdict(row)
    del table["detail"]
    return json.dumps(table, allow_nan=False)


def _packed(detail: bytes | None) -> bytes | None:
    return None if detail is None else zlib.compress(detail, 1)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say what SQLite says as a sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = "busy" if "locked" in str(error) else "not_ours" if "not a database" in str(error) else "cannot_use"
        raise UserError(Issue(f"portfolio.{code}", {"file": path.name, "reason": str(error)})) from error
