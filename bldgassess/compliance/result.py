"""What holding a building against codes gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.errors import Issue
from bldgassess.model import Assumption

State = Literal["pass", "fail", "not_assessed"]


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One limit and the model's value.

    ``element``: "wall", "roof", "floor", "window", "door", "opaque", "bridges" or "building"; ``direction``: "north",
    "east", "south", "west" or empty. ``value`` and ``limit`` in ``unit``; a value above the limit fails. ``reason``:
    why it was not assessed, or what to know about the value. ``over``: GlobalIds (surface ids where there is no
    element) whose own U-value is above the limit. ``quality``: grade of the limit.
    """

    limit_id: str
    standard: str
    clause: str
    element: str
    quantity: str
    direction: str
    value: float | None
    limit: float | None
    unit: str
    state: State
    condition: str
    source: str
    quality: str
    reason: Issue | None = None
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplianceResult:
    """All rows with the country and climate zone that chose them; ``zone`` is empty where a country has none."""

    country: str
    zone: str
    zone_source: str
    hdd18: float
    cdd26: float
    rows: tuple[ComplianceRow, ...]
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = ()

    def count(self, state: State) -> int:
        """Return how many rows are in a state."""
        return sum(row.state == state for row in self.rows)
