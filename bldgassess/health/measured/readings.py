"""Sensor readings: one series a sensor and variable, in UTC and in our units; what was repaired and what set aside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.hourly.result import FloatArray

Seconds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be used: its line in the file, why (a message id), and its text, so that nothing is lost."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as read: line, names, local or absolute time in words, value and unit in words."""

    line: int
    building: str
    room: str
    sensor: str
    variable: str
    unit: str
    time: str
    value: str


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one variable by one sensor, sorted: ``seconds`` since 1970 UTC, ``values`` in ``unit``."""

    building: str
    room: str
    sensor: str
    variable: str
    unit: str
    seconds: Seconds
    values: FloatArray

    @property
    def step_s(self) -> float:
        """The usual time between two readings [s]; 0 for a single one."""
        return float(np.median(np.diff(self.seconds))) if len(self.seconds) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Readings:
    """All series of a file or folder. ``issues``: every repair, one sentence each. ``utc_offset_h``: standard time.

    ``rows`` read = readings kept + rows set aside.
    """

    series: tuple[Series, ...]
    issues: tuple[Issue, ...]
    set_aside: tuple[SetAside, ...]
    rows: int
    utc_offset_h: float
