"""Figures of technical systems from ``systems.csv``, and the notebook that keeps which of them were used."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue
from bldgassess.model import Assumption


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its unit, source and quality."""

    id: str
    value: float
    unit: str
    source: str
    quality: str


@cache
def figures() -> dict[str, Figure]:
    """Return all rows by id, such as ``"heating.gas_boiler.standby"``."""
    return {
        row["id"]: Figure(row["id"], float(row["value"]), row["unit"], row["source"], row["quality"])
        for row in data_rows("bldgassess.energy", "systems.csv")
    }


@dataclass(slots=True)
class Notebook:
    """What was assumed on the way, one a figure, and what a person should know."""

    assumptions: dict[str, Assumption] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def take(self, identity: str, effect: str) -> float:
        """Return a figure of the table and remember that it was used."""
        row = figures()[identity]
        key = f"energy.{identity}"
        self.assumptions[key] = Assumption(key, row.value, row.unit, row.source, effect, row.quality[:1])
        return row.value

    def warn(self, code: str, **params: str | int | float) -> None:
        """Remember a sentence."""
        self.issues.append(Issue(code, params, severity="warning"))
