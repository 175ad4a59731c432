"""The list of repairs of one meter while it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bldgassess.errors import Issue
from bldgassess.twin.meters import Repair, stamp


@dataclass(frozen=True, slots=True)
class Point:
    """A reading with its times [s since 1970 UTC] and value [kWh]; ``end`` is ``None`` where the file has one time."""

    line: int
    start: int
    end: int | None
    kwh: float


@dataclass(slots=True)
class Work:
    """Repairs and notes of one meter."""

    meter: str
    repairs: list[Repair] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)

    def repair(self, code: str, points: Sequence[Point], kwh: float | None = None) -> None:
        """List what concerns some readings, if any; their own energy where ``kwh`` is not given."""
        if points:
            known = kwh if kwh is not None else float(np.sum([abs(item.kwh) for item in points]))
            ends = [item.end if item.end is not None else item.start for item in points]
            self.put(code, min(p.start for p in points), max(ends), len(points), known, min(p.line for p in points))

    def put(self, code: str, first: float, last: float, rows: int, kwh: float, line: int = 0) -> None:
        """List a repair by its place."""
        self.repairs.append(Repair(code, self.meter, stamp(first), stamp(last), rows, kwh, line))

    def words(self, code: str, line: int, rows: int) -> None:
        """List rows that have no usable time or value, and so no energy that anybody knows."""
        if rows:
            self.repairs.append(Repair(code, self.meter, "", "", rows, float("nan"), line))

    def note(self, code: str, **params: str | float) -> None:
        """Say what was taken for granted."""
        self.notes.append(Issue(code, {"meter": self.meter, **params}, severity="info"))
