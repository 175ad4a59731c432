"""Readings of a register that counts up, to the energy between them: resets, turns, slips, exchanged meters."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.twin.meters import MeterSeries
from bldgassess.twin.words import rules
from bldgassess.twin.work import Point, Work

#: A register that turned stood above this share of its capacity before and below one less this share after.
_NEARLY_FULL = 0.9
#: A register that starts again stands below this many usual steps.
_START_STEPS = 20.0
#: A register that falls on so many of its readings is none.
_MOST_FALLS = 0.2
_UNIT_JUMP = (900.0, 1100.0)
_LONG_STEPS, _DAY_S = 3.0, 86400


def register_series(meter: str, carrier: str, points: Sequence[Point], kwh_per_unit: float, work: Work) -> MeterSeries:
    """Return the energy between sorted readings of a register.

    A reading that stands out against both its neighbours is set aside. A fall is a turn past the largest number, a
    start from zero (what was counted before it since the last reading is lost), or another meter (that interval is
    lost); each is listed.

    Raises
    ------
    UserError
        When it falls too often to be a register, or falls or leaps a thousandfold as a change of units does.
    """
    _check_falls(meter, points)
    kept = _without_slips(points, work)
    if len(kept) < 2:
        raise UserError(Issue("twin.too_few", {"meter": meter, "rows": len(points)}))
    steps = [b.kwh - a.kwh for a, b in itertools.pairwise(kept)]
    rising = [step for step in steps if step > 0.0]
    usual = float(np.median(rising)) if rising else 0.0
    starts, ends, found = [], [], []
    for a, b, step in zip(kept, kept[1:], steps, strict=False):
        kwh: float | None = step
        if step < 0.0:
            kwh = _fallen(a, b, usual, kwh_per_unit, work)
        elif usual > 0.0 and a.kwh > 0.0 and step > 1000.0 * usual and _UNIT_JUMP[0] < b.kwh / a.kwh < _UNIT_JUMP[1]:
            raise UserError(Issue("twin.unit_jump", {"meter": meter, "line": b.line, "ratio": round(b.kwh / a.kwh)}))
        if kwh is not None:
            starts.append(a.start)
            ends.append(b.start)
            found.append(kwh)
    series = MeterSeries(meter, carrier, "register", np.array(starts), np.array(ends), np.array(found, dtype=float))
    _pauses(series, work)
    return series


def _check_falls(meter: str, points: Sequence[Point]) -> None:
    falls = sum(b.kwh < a.kwh for a, b in itertools.pairwise(points))
    if len(points) >= 5 and falls > _MOST_FALLS * (len(points) - 1):
        raise UserError(Issue("twin.no_register", {"meter": meter, "falls": falls, "rows": len(points)}))


def _without_slips(points: Sequence[Point], work: Work) -> list[Point]:
    """Set aside readings that stand above the next or below the one before while the neighbours agree."""
    kept: list[Point] = []
    slips: list[Point] = []
    for k, point in enumerate(points):
        after = points[k + 1] if k + 1 < len(points) else None
        if kept and after is not None and after.kwh >= kept[-1].kwh:
            is_dip, is_peak = point.kwh < kept[-1].kwh, point.kwh > after.kwh
            if is_dip or is_peak:
                slips.append(point)
                continue
        kept.append(point)
    work.repair("twin.slip_set_aside", slips, float("nan"))
    return kept


def _fallen(a: Point, b: Point, usual: float, kwh_per_unit: float, work: Work) -> float | None:
    """Return the energy of an interval in which the register fell; ``None`` where nobody can tell."""
    before, after = a.kwh / kwh_per_unit, b.kwh / kwh_per_unit
    if after > 0.0 and _UNIT_JUMP[0] < before / after < _UNIT_JUMP[1]:
        raise UserError(Issue("twin.unit_jump", {"meter": work.meter, "line": b.line, "ratio": round(before / after)}))
    capacity = 10.0 ** math.ceil(math.log10(max(before, 1.0)))
    turned = (capacity - before + after) * kwh_per_unit
    if (
        before >= _NEARLY_FULL * capacity
        and after <= (1.0 - _NEARLY_FULL) * capacity
        and turned <= _START_STEPS * usual
    ):
        work.put("twin.register_turned", a.start, b.start, 1, turned, b.line)
        return turned
    if b.kwh <= _START_STEPS * usual:
        work.put("twin.register_reset", a.start, b.start, 1, b.kwh, b.line)
        return b.kwh
    work.put("twin.meter_exchanged", a.start, b.start, 1, float("nan"), b.line)
    return None


def _pauses(series: MeterSeries, work: Work) -> None:
    lengths = series.ends - series.starts
    long = (lengths > _LONG_STEPS * series.step_s) & (lengths > _DAY_S)
    for k in np.flatnonzero(long):
        work.put("twin.register_gap", series.starts[k], series.ends[k], 1, float(series.kwh[k]))
    still = rules()["stuck_days"].value * _DAY_S
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (series.kwh == 0.0).astype(int), [0]])))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if series.ends[last - 1] - series.starts[first] > still and series.kwh.any():
            work.put("twin.register_stands", series.starts[first], series.ends[last - 1], int(last - first), 0.0)
