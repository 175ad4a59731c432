"""Metered energy: one series a meter, as intervals in UTC and kWh, with every repair that was made on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.hourly.result import FloatArray

Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RawReading:
    """A row as read, all in words; ``start`` holds the only time where the file has one a row."""

    line: int
    meter: str
    carrier: str
    kind: str
    start: str
    end: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done to a meter's data: message code, where, how many rows and how many kWh it touches.

    ``kwh`` is the energy set aside, put in or moved in time; NaN where nobody can know it. ``line``: the first in the
    file, 0 where it is about none.
    """

    code: str
    meter: str
    first: str
    last: str
    rows: int
    kwh: float
    line: int = 0

    @property
    def issue(self) -> Issue:
        """The repair as a sentence's code and values."""
        kwh = f"{self.kwh:.4g}" if np.isfinite(self.kwh) else "?"
        params: dict[str, str | int | float] = {
            "meter": self.meter, "first": self.first, "last": self.last, "rows": self.rows, "kwh": kwh,
            "line": self.line,
        }  # fmt: skip
        return Issue(self.code, params, severity="warning")

    def as_dict(self) -> dict[str, Any]:
        """Return the machine form; unknown energy is ``None``."""
        return {
            "code": self.code, "meter": self.meter, "from": self.first, "to": self.last, "rows": self.rows,
            "kwh": self.kwh if np.isfinite(self.kwh) else None, "line": self.line,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeterSeries:
    """Energy of one meter: intervals from ``starts`` to ``ends`` [s since 1970 UTC], sorted, none over another [kWh].

    ``kind``: "interval" or "register", as the file gave it.
    """

    meter: str
    carrier: str
    kind: str
    starts: Seconds
    ends: Seconds
    kwh: FloatArray

    @property
    def step_s(self) -> float:
        """The usual length of an interval [s]."""
        return float(np.median(self.ends - self.starts))


@dataclass(frozen=True, slots=True)
class MeterData:
    """All meters of a file; ``repairs`` in the order in which they were made; ``notes`` what was taken for granted."""

    series: tuple[MeterSeries, ...]
    repairs: tuple[Repair, ...]
    notes: tuple[Issue, ...]
    rows: int

    @property
    def carriers(self) -> tuple[str, ...]:
        """Carriers that are metered."""
        return tuple(sorted({item.carrier for item in self.series}))


def stamp(seconds: float) -> str:
    """Return a moment in words.

    >>> stamp(0)
    '1970-01-01T00:00Z'
    """
    return datetime.fromtimestamp(seconds, tz=UTC).strftime("%Y-%m-%dT%H:%MZ")
