"""Which clause of other schemes an indicator answers, as data; points and texts of the schemes are not copied."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    text = files("bldgassess.health").joinpath("data", "crosswalk.csv").read_text(encoding="utf-8")
    return tuple(Crossing(**row) for row in csv.DictReader(text.splitlines()))


def clauses_of(indicator: str) -> dict[str, str]:
    """Return the clauses that an indicator answers, by scheme."""
    return {row.scheme: row.clause for row in crosswalk() if row.indicator == indicator}
