"""Drift: a CUSUM on the weekly difference between measured and predicted, per degree day of the weather.

The watch learns from the first year how the difference moves with heating and cooling degree days (least squares: a
constant and one slope each), its spread and how much of a week carries over into the next. Afterwards each week's
difference beyond that is standardised and summed up two ways (Page 1954): S+ = max(0, S+ + z - k), S- = max(0, S- - z -
k); an alarm is raised where either passes h, and the drift is dated to the last week at which that sum was zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.errors import Issue, ParamValue
from bldgassess.hourly.result import FloatArray
from bldgassess.twin.hours import CarrierHours
from bldgassess.twin.meters import stamp
from bldgassess.twin.words import rules

_WEEK_H = 168
_HEATING_BASE_C, _COOLING_BASE_C = 18.0, 26.0
#: Degree days below which a slope would rest on nothing [K d a week, mean].
_LEAST_DEGREE_DAYS = 3.0


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watch learned of a carrier and what it saw.

    ``baseline_kwh_week``: usual difference [kWh/week]. ``heating_kwh_kd`` and ``cooling_kwh_kd``: its slopes per degree
    day [kWh/(K d)], ``None`` where the weather gives none. ``spread_kwh_week``: standard deviation of what is left.
    ``carry``: part of a week's rest that the next one has too. ``up`` and ``down``: the sums of the watched weeks.
    """

    carrier: str
    weeks_learned: int
    weeks_watched: int
    baseline_kwh_week: float
    heating_kwh_kd: float | None
    cooling_kwh_kd: float | None
    spread_kwh_week: float
    carry: float
    up: tuple[float, ...]
    down: tuple[float, ...]
    alarm: Alarm | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """The first alarm: ``direction`` "up" or "down", when raised, since when, mean shift from then on [kWh/week]."""

    direction: str
    raised: str
    since: str
    shift_kwh_week: float


def watch(item: CarrierHours, t_out_c: FloatArray) -> Watch | Issue:
    """Watch a carrier for drift; an issue where its whole weeks are too few to learn from.

    Parameters
    ----------
    t_out_c : array of (8760,)
        Outdoor temperature of the prediction [degC]; the real year's where it is at hand.
    """
    residual, heat, cool, starts = _weeks(item, t_out_c)
    least, usual = int(rules()["least_baseline_weeks"].value), int(rules()["baseline_weeks"].value)
    learn = min(usual, len(residual) - 1)
    if learn < least:
        params: dict[str, ParamValue] = {"carrier": item.carrier, "weeks": len(residual), "least": least + 1}
        return Issue("twin.no_watch", params, severity="info")
    columns = [np.ones(len(residual))]
    slopes = []
    for name, days in (("heat", heat), ("cool", cool)):
        if days[:learn].mean() > _LEAST_DEGREE_DAYS and days[:learn].std() > 0.0:
            columns.append(days)
            slopes.append(name)
    design = np.stack(columns, axis=1)
    found, *_ = np.linalg.lstsq(design[:learn], residual[:learn], rcond=None)
    rest = residual - design @ found
    carry = _carry(rest[:learn])
    fresh = rest - carry * np.concatenate([[0.0], rest[:-1]])
    spread = math.sqrt(float((fresh[:learn] ** 2).sum()) / (learn - len(columns) - 1))
    # a drift shows smaller in what is new of each week; a spread of nothing would make alarms of rounding
    spread = max(spread, 1e-6 * float(np.abs(item.measured).mean()) * _WEEK_H, 1e-12)
    up, down, raised = _sums(fresh[learn:] / spread)
    slope = {name: float(found[k + 1]) for k, name in enumerate(slopes)}
    return Watch(
        item.carrier, learn, len(residual) - learn, float(found[0]), slope.get("heat"), slope.get("cool"), spread,
        carry, tuple(up), tuple(down), _alarm(raised, up, down, rest[learn:], starts[learn:]),
    )  # fmt: skip


def _weeks(item: CarrierHours, t_out_c: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, list[int]]:
    """Return difference [kWh], heating and cooling degree days [K d] and start of each wholly metered week."""
    count = len(item.starts) // _WEEK_H
    whole = slice(0, count * _WEEK_H)
    known = item.known[whole].reshape(count, _WEEK_H).min(axis=1) > 0.999
    off = (item.measured - item.predicted)[whole].reshape(count, _WEEK_H).sum(axis=1)
    days = t_out_c[item.hours[whole]].reshape(count, 7, 24).mean(axis=2)
    heat = (_HEATING_BASE_C - days).clip(min=0.0).sum(axis=1)
    cool = (days - _COOLING_BASE_C).clip(min=0.0).sum(axis=1)
    starts = [int(item.starts[k * _WEEK_H]) for k in range(count) if known[k]]
    return off[known], heat[known], cool[known], starts


def _carry(rest: FloatArray) -> float:
    """Return the correlation of a week's rest with the next one's, from 0 to 0.8."""
    square = float((rest**2).sum())
    return min(max(float((rest[1:] * rest[:-1]).sum()) / square, 0.0), 0.8) if square > 0.0 else 0.0


def _sums(z: FloatArray) -> tuple[list[float], list[float], int | None]:
    k, h = rules()["cusum_k"].value, rules()["cusum_h"].value
    up: list[float] = []
    down: list[float] = []
    raised: int | None = None
    high = low = 0.0
    for week, value in enumerate(z):
        high, low = max(0.0, high + float(value) - k), max(0.0, low - float(value) - k)
        up.append(high)
        down.append(low)
        if raised is None and max(high, low) > h:
            raised = week
    return up, down, raised


def _alarm(raised: int | None, up: list[float], down: list[float], rest: FloatArray, starts: list[int]) -> Alarm | None:
    if raised is None:
        return None
    direction = "up" if up[raised] >= down[raised] else "down"
    sums = up if direction == "up" else down
    since = max((k + 1 for k in range(raised) if sums[k] == 0.0), default=0)
    return Alarm(
        direction, stamp(starts[raised])[:10], stamp(starts[since])[:10], float(rest[since : raised + 1].mean())
    )


def alarm_issue(found: Watch) -> Issue | None:
    """Return the alarm as a sentence's code and values."""
    if found.alarm is None:
        return None
    params = {
        "carrier": found.carrier, "since": found.alarm.since, "week": found.alarm.raised,
        "shift": f"{abs(found.alarm.shift_kwh_week):.3g}",
    }  # fmt: skip
    return Issue(f"twin.drift_{found.alarm.direction}", params, severity="warning")
