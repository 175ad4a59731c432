"""A state to the tables and back. What has not changed since it was last written is not written again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from bldgassess.append_only import last_row
from bldgassess.evidence.store import LAYOUT as EVIDENCE
from bldgassess.project.state import (
    DataUsed,
    DataVersion,
    ModelFile,
    ProjectState,
    SavedResults,
    Summary,
    VariantState,
    VariantSummary,
)
from bldgassess.project.values import study_from_json, study_json, to_json

#: Paths in results.json of what the start page shows.
HEADLINES = (
    "carbon.total_kgco2e", "carbon.per_m2", "carbon.per_m2_a", "health.score", "health.class", "label.score",
    "label.level",
)  # fmt: skip


def write_state(database: sqlite3.Connection, state: ProjectState, before: ProjectState | None) -> None:
    """Write what differs from ``before``, the state that the tables hold; inside the caller's transaction."""
    meta = _meta(state)
    known = _meta(before) if before is not None else {}
    put_values(database, "meta", {key: value for key, value in meta.items() if value != known.get(key, "\0")})
    old = {row.key: (position, row) for position, row in enumerate(before.variants if before else ())}
    for key in old.keys() - {row.key for row in state.variants}:
        database.execute("DELETE FROM variant WHERE key = ?", (key,))
        database.execute("DELETE FROM result WHERE variant = ?", (key,))
    for position, variant in enumerate(state.variants):
        was = old.get(variant.key)
        if was is None or was[0] != position or not _same_row(was[1], variant):
            cells = (variant.key, position, variant.name, int(variant.locked), study_json(variant.study))
            database.execute("REPLACE INTO variant VALUES (?, ?, ?, ?, ?, ?)", (*cells, to_json(list(variant.models))))
        if was is None or was[1].results != variant.results:
            _write_results(database, variant)


def read_state(database: sqlite3.Connection) -> ProjectState:
    """Read the state.

    Raises
    ------
    UserError
        When a study does not fit this program.
    """
    meta = read_values(database, "meta")
    results = {
        key: SavedResults(study_sha256, packed, inventory)
        for key, study_sha256, packed, inventory in database.execute(
            "SELECT variant, study_sha256, results, inventory FROM result"
        )
    }
    found = database.execute("SELECT key, name, study, models, locked FROM variant ORDER BY position, key").fetchall()
    variants = tuple(
        VariantState(key, name, study_from_json(study, name), tuple(json.loads(models)), bool(locked), results.get(key))
        for key, name, study, models, locked in found
    )
    return ProjectState(
        str(meta.get("name") or ""),
        variants,
        str(meta.get("current") or ""),
        str(meta.get("notes") or ""),
        _data(meta.get("data")),
        bytes(meta.get("thumbnail") or b""),
    )


def read_list(database: sqlite3.Connection) -> Summary:
    """Read what the start page shows."""
    meta = read_values(database, "meta")
    data = _data(meta.get("data"))
    rows = database.execute(
        "SELECT key, name, locked, figures FROM variant LEFT JOIN result ON variant = key ORDER BY position, key"
    )
    variants = tuple(
        VariantSummary(key, name, bool(locked), json.loads(figures) if figures else {})
        for key, name, locked, figures in rows
    )
    return Summary(
        str(meta.get("name") or ""),
        variants,
        str(meta.get("current") or ""),
        str(meta.get("saved") or ""),
        data.program if data else "",
        read_models(database),
        bytes(meta.get("thumbnail") or b""),
    )


def read_models(database: sqlite3.Connection) -> tuple[ModelFile, ...]:
    """Return the models without their content, by name."""
    rows = database.execute("SELECT sha256, name, size, kind, place FROM model ORDER BY name, sha256")
    return tuple(ModelFile(*row) for row in rows)


def read_values(database: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Return a table of named values: "meta" or "session"."""
    return dict(database.execute(f"SELECT name, value FROM {table}").fetchall())


def put_values(database: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    """Write named values."""
    database.executemany(f"REPLACE INTO {table} VALUES (?, ?)", values.items())


def essence(database: sqlite3.Connection, state: ProjectState) -> str:
    """Return the digest of what a person entered: names, notes, studies, models, locks, evidence.

    Results, the thumbnail and the variant shown can be made again and do not count; neither does the audit trail, in
    which opening is a row too.
    """
    head = last_row(database, EVIDENCE)
    rows = [[row.key, row.name, row.locked, study_json(row.study), list(row.models)] for row in state.variants]
    return hashlib.sha256(to_json([state.name, state.notes, rows, head.sha256 if head else ""]).encode()).hexdigest()


def _meta(state: ProjectState) -> dict[str, Any]:
    data = state.data
    return {
        "name": state.name,
        "notes": state.notes,
        "current": state.current,
        "data": to_json([data.program, data.factors, data.catalogues]) if data else None,
        "thumbnail": state.thumbnail,
    }


def _data(text: str | None) -> DataUsed | None:
    if not text:
        return None
    program, factors, catalogues = json.loads(text)
    return DataUsed(program, _version(factors), tuple(_version(row) for row in catalogues))


def _version(row: list[str]) -> DataVersion:
    identity, version, sha256 = row
    return identity, version, sha256


def _same_row(one: VariantState, other: VariantState) -> bool:
    if (one.name, one.locked, one.models) != (other.name, other.locked, other.models):
        return False
    # equal studies may differ in what was set
    return one.study is other.study or study_json(one.study) == study_json(other.study)


def _write_results(database: sqlite3.Connection, variant: VariantState) -> None:
    saved = variant.results
    if saved is None:
        database.execute("DELETE FROM result WHERE variant = ?", (variant.key,))
        return
    results = saved.results()
    figures = {path: value for path in HEADLINES if isinstance(value := _at(results, path), int | float | str)}
    cells = (variant.key, saved.study_sha256, to_json(figures), saved.packed, saved.packed_inventory)
    database.execute("REPLACE INTO result VALUES (?, ?, ?, ?, ?)", cells)


def _at(results: Any, path: str) -> Any:  # noqa: ANN401 - any JSON value
    for part in path.split("."):
        results = results.get(part) if isinstance(results, dict) else None
    return results
