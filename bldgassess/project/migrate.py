"""Bring a working copy of an older project up to this version, one major version at a time."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping

from bldgassess.append_only import create_table, guard_table, transaction
from bldgassess.evidence.store import LAYOUT as EVIDENCE
from bldgassess.project.audit import AUDIT
from bldgassess.project.layout import MAJOR, MINOR, SESSION, read_version, set_version


def migrate(database: sqlite3.Connection, name: str) -> int:
    """Bring the tables up to this version, all or none; return the major version that they had.

    Raises
    ------
    UserError
        When it is no project, or of a newer major version.
    """
    first, _ = read_version(database, name)
    with transaction(database):
        for major in range(first, MAJOR):
            _STEPS[major](database)
        if first < MAJOR:
            set_version(database, MAJOR, MINOR)
        for layout in (AUDIT, EVIDENCE):
            guard_table(database, layout)
        database.execute(SESSION.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    return first


def _from_1(database: sqlite3.Connection) -> None:
    """Version 1 had models as they were, parted by spaces in the variant; no locks, results or evidence."""
    database.execute("ALTER TABLE variant ADD COLUMN locked INTEGER NOT NULL DEFAULT 0")
    for key, models in database.execute("SELECT key, models FROM variant").fetchall():
        database.execute("UPDATE variant SET models = ? WHERE key = ?", (json.dumps(models.split()), key))
    database.execute(
        "CREATE TABLE result (variant TEXT PRIMARY KEY, study_sha256 TEXT NOT NULL, figures TEXT NOT NULL, "
        "results BLOB NOT NULL, inventory BLOB NOT NULL)"
    )
    database.execute("ALTER TABLE model RENAME TO model_1")
    database.execute(
        "CREATE TABLE model (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, "
        "place TEXT NOT NULL, packed BLOB NOT NULL)"
    )
    for (sha256,) in database.execute("SELECT sha256 FROM model_1").fetchall():
        name, content = database.execute("SELECT name, content FROM model_1 WHERE sha256 = ?", (sha256,)).fetchone()
        cells = (sha256, name, len(content), "embedded", "", zlib.compress(content))
        database.execute("INSERT INTO model VALUES (?, ?, ?, ?, ?, ?)", cells)
    database.execute("DROP TABLE model_1")
    create_table(database, EVIDENCE)


_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _from_1}
