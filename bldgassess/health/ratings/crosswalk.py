"""Which clause of other schemes an indicator answers, as data; points and texts of the schemes are not copied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows


@dataclass(frozen=True, slots=True)
class Crossing:
    """An indicator and the clause of a scheme that asks for it. ``confidence``: "read", "secondary" or "memory"."""

    indicator: str
    scheme: str
    clause: str
    note: str
    confidence: str


@cache
def crosswalk() -> tuple[Crossing, ...]:
    """Return all crossings, by indicator and scheme."""
    return tuple(Crossing(**row) for row in data_rows("bldgassess.health", "crosswalk.csv"))


def clauses_of(indicator: str) -> dict[str, str]:
    """Return the clauses that an indicator answers, by scheme."""
    return {row.scheme: row.clause for row in crosswalk() if row.indicator == indicator}
