"""Figures that were not taken as printed, and findings of the linter that a person has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from materials_db.records import Correction, Grade
from materials_db.tables import read_sourced


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding of the linter on the shipped table that is known, with the reason why the row stays as it is."""

    id: str
    rule: str
    reason: str
    source: str


@cache
def load_corrections() -> tuple[Correction, ...]:
    """Return all corrections, of factors and of the small tables."""
    return tuple(
        Correction(
            row["table"],
            row["id"],
            row["field"],
            row["printed"],
            row["used"],
            row["kind"],
            row["reason"],
            cast(Grade, row["quality"][0]),
            row["source"],
        )
        for row in read_sourced("corrections.csv")
    )


@cache
def corrections_of(table: str) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of one table by row id."""
    found: dict[str, tuple[Correction, ...]] = {}
    for item in load_corrections():
        if item.table == table:
            found[item.id] = (*found.get(item.id, ()), item)
    return found


@cache
def load_accepted() -> dict[tuple[str, str], Accepted]:
    """Return the known findings by (row id, rule)."""
    return {
        (row["id"], row["rule"]): Accepted(row["id"], row["rule"], row["reason"], row["source"])
        for row in read_sourced("lint_accepted.csv")
    }
