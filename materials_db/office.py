"""An office's own factors beside the shipped ones: one SQLite file in a folder that the user chose.

Nothing is ever overwritten: a changed row is a new version of it, with who and when as the caller says, and the older
ones stay readable. A whole import is one transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from pathlib import Path

from materials_db.columns import COLUMNS
from materials_db.errors import DataError, InputError
from materials_db.factors import load_factors, shipped_version
from materials_db.importers.reading import clean_id, clean_text
from materials_db.records import FactorRecord
from materials_db.rows import canonical, read_record, row_sha256
from materials_db.tables import Row

DATABASE = "OFFICE"
FILE = "factors.db"
_SCHEMA = 1
_TABLE = """CREATE TABLE IF NOT EXISTS rows (
 id TEXT NOT NULL, version INTEGER NOT NULL, action TEXT NOT NULL CHECK (action IN ('add', 'replace', 'withdraw')),
 content TEXT NOT NULL, sha256 TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (id, version))"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an office row: what was done, by whom and when as the caller said."""

    id: str
    version: int
    action: str
    sha256: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Office:
    """The office's records by id, their history, and a digest of what counts now."""

    records: dict[str, FactorRecord]
    history: tuple[Entry, ...]
    sha256: str


def office_id(text: str) -> str:
    """Return the id that a row has in an office database.

    >>> office_id("EPD 12/b"), office_id("OFFICE-EPD-12-b")
    ('OFFICE-EPD-12-b', 'OFFICE-EPD-12-b')
    """
    plain = clean_id(text)
    return plain if plain.startswith(f"{DATABASE}-") else f"{DATABASE}-{plain}"


def read_office(folder: Path) -> Office:
    """Read an office database; an empty or missing folder is an empty database.

    Raises
    ------
    InputError
        When the file is no office database of this program, or a row in it was changed from outside.
    """
    path = folder / FILE
    if not path.exists():
        return Office({}, (), hashlib.sha256().hexdigest())
    with _connect(path, read_only=True) as base:
        rows = base.execute(
            "SELECT id, version, action, content, sha256, who, at FROM rows ORDER BY id, version"
        ).fetchall()
    records: dict[str, FactorRecord] = {}
    history = []
    for identity, version, action, content, sha256, who, at in rows:
        row: Row = json.loads(content)
        if row_sha256(row) != sha256:
            raise InputError("materials.office_changed", {"id": identity, "version": version})
        history.append(Entry(identity, version, action, sha256, who, at))
        records.pop(identity, None)
        if action != "withdraw":
            try:
                record = read_record(row, FILE, version=shipped_version()[1], database=DATABASE)
                records[identity] = replace_fields(record, version=str(version))
            except DataError as error:
                params = {"file": FILE, "row": error.row, "reason": error.reason}
                raise InputError("materials.import_row", params) from error
    digest = hashlib.sha256()
    for identity in sorted(records):
        digest.update(f"{identity}\0{records[identity].sha256}\n".encode())
    return Office(dict(sorted(records.items())), tuple(history), digest.hexdigest())


def write_rows(folder: Path, rows: Sequence[Row], *, who: str, at: str, replace: bool = False) -> tuple[Entry, ...]:
    """Add rows to an office database; all of them or none.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    rows : sequence of dict
        Rows of our columns; ids get the prefix ``OFFICE-``.
    who, at : str
        Name and ISO time for the history; this package reads no clock.
    replace : bool
        Whether a row of a known id and other content may become its next version.

    Returns
    -------
    tuple of Entry
        What was written; a row that stands there already, the same to the last cell, is left out.

    Raises
    ------
    InputError
        When an id is doubled or known with other content, a row would not load, or the folder cannot be written.
    """
    if not who.strip() or not at.strip():
        raise InputError("materials.office_who", {})
    made = [_prepared(row) for row in rows]
    ids = [row["id"] for row in made]
    doubled = sorted({identity for identity in ids if ids.count(identity) > 1})
    if doubled:
        raise InputError("materials.office_doubled", {"id": doubled[0]})
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        params = {"folder": str(folder), "reason": error.strerror or "?"}
        raise InputError("materials.office_folder", params) from error
    written = []
    with _connect(folder / FILE) as base:
        for row in made:
            entry = _next_entry(base, row, clean_text(who), clean_text(at), replace)
            if entry is not None:
                content = json.dumps(row, ensure_ascii=False, sort_keys=True)
                values = (entry.id, entry.version, entry.action, content, entry.sha256, entry.who, entry.at)
                base.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", values)
                written.append(entry)
    return tuple(written)


def _prepared(row: Row) -> Row:
    """Return a row as it is kept: known columns, office id, checked as a record."""
    identity = office_id(row.get("id", ""))
    if identity == f"{DATABASE}-":
        raise InputError("materials.import_row", {"file": FILE, "row": "?", "reason": "no id"})
    kept = {column: row[column] for column in COLUMNS if row.get(column)} | {"id": identity}
    try:
        read_record(kept, FILE, version=shipped_version()[1], database=DATABASE)
    except DataError as error:
        raise InputError("materials.import_row", {"file": FILE, "row": error.row, "reason": error.reason}) from error
    if identity in load_factors():
        raise InputError("materials.office_doubled", {"id": identity})
    return {column: str(text) for column, text in kept.items() if column in canonical(kept)}


def _next_entry(base: sqlite3.Connection, row: Row, who: str, at: str, replace: bool) -> Entry | None:
    sha256 = row_sha256(row)
    last = base.execute(
        "SELECT version, action, sha256 FROM rows WHERE id = ? ORDER BY version DESC LIMIT 1", (row["id"],)
    ).fetchone()
    if last is None:
        return Entry(row["id"], 1, "add", sha256, who, at)
    version, action, known = last
    if action == "withdraw":
        return Entry(row["id"], version + 1, "add", sha256, who, at)
    if known == sha256:
        return None
    if not replace:
        raise InputError("materials.office_exists", {"id": row["id"], "version": version})
    return Entry(row["id"], version + 1, "replace", sha256, who, at)


def withdraw_row(folder: Path, identity: str, *, who: str, at: str) -> Entry:
    """Take a row out of use; its versions stay in the history.

    Raises
    ------
    InputError
        When there is no such row in use.
    """
    if identity not in read_office(folder).records:
        raise InputError("materials.no_record", {"id": identity})
    with _connect(folder / FILE) as base:
        version, content, sha256 = base.execute(
            "SELECT version, content, sha256 FROM rows WHERE id = ? ORDER BY version DESC LIMIT 1", (identity,)
        ).fetchone()
        entry = Entry(identity, version + 1, "withdraw", sha256, clean_text(who), clean_text(at))
        values = (entry.id, entry.version, entry.action, content, sha256, entry.who, entry.at)
        base.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    return entry


@contextmanager
def _connect(path: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the file in one transaction: committed at the end, rolled back on any error; reading never writes.

    Raises
    ------
    InputError
        When it is no office database of this program or cannot be written.
    """
    try:
        mode = "ro" if read_only else "rwc"
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise InputError("materials.office_folder", {"folder": str(path.parent), "reason": str(error)}) from error
    try:
        base.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")
        found = int(base.execute("PRAGMA user_version").fetchone()[0])
        tables = base.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
        if found not in {0, _SCHEMA} or (found == 0 and tables):
            raise InputError("materials.office_foreign", {"file": path.name})
        if not read_only:
            base.execute(_TABLE)
            base.execute(f"PRAGMA user_version = {_SCHEMA}")
        yield base
        base.execute("COMMIT")
    except sqlite3.Error as error:
        raise InputError("materials.office_foreign", {"file": path.name}) from error
    finally:
        if base.in_transaction:
            base.execute("ROLLBACK")
        base.close()
