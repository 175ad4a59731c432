"""From raw rows to series: times to UTC, our units, duplicates and impossible values set aside, all of it listed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured import clock
from bldgassess.health.measured.readings import RawRow, Readings, Series, SetAside
from bldgassess.health.measured.tables import Unit, plain, units_of, variables

#: A pause longer than this many usual steps is a gap.
_GAP_STEPS = 3.0
#: Numbers that loggers write where they have none.
_NO_NUMBER = frozenset({"", "nan", "null", "none", "n/a", "na", "-", "--", "err", "error", "offline"})

Key = tuple[str, str, str, str, str]


@dataclass(slots=True)
class _Work:
    """What happened while reading."""

    issues: list[Issue] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def put(self, row: RawRow, reason: str) -> None:
        text = ", ".join(part for part in (row.room, row.sensor, row.variable, row.time, row.value, row.unit) if part)
        self.aside.append(SetAside(row.line, reason, text))

    def note(self, code: str, **params: str | float) -> None:
        self.issues.append(Issue(code, params, severity="warning"))


def make_readings(rows: Sequence[RawRow], read_as: clock.Clock) -> Readings:
    """Make series of rows.

    Raises
    ------
    UserError
        When times carry no zone and none was told, when day and month cannot be told apart, or nothing is left.
    """
    work = _Work()
    day_first = _day_order(rows, read_as)
    timed, offset = _times(rows, read_as, day_first, work)
    groups: dict[Key, list[tuple[RawRow, int, float]]] = defaultdict(list)
    for row, seconds in timed:
        value = _number(row, work)
        if value is not None:
            groups[row.building, row.room, row.sensor, row.variable, plain(row.unit)].append((row, seconds, value))
    series = [_series(key, items, work) for key, items in sorted(groups.items())]
    kept = _joined([item for item in series if item is not None and len(item.seconds)], work)
    if not kept:
        raise UserError((*work.issues, Issue("measured.nothing_left", {"rows": len(rows)})))
    _gaps(kept, work)
    _reasons(work)
    return Readings(tuple(kept), tuple(work.issues), tuple(work.aside), len(rows), offset)


def _day_order(rows: Sequence[RawRow], read_as: clock.Clock) -> bool | None:
    if read_as.day_first is not None:
        return read_as.day_first
    texts = list(dict.fromkeys(row.time for row in rows))
    told = clock.told_day_first(texts)
    unclear = next((text for text in texts if clock.needs_order(text)), None)
    if told is None and unclear:
        raise UserError(Issue("measured.day_or_month", {"example": unclear}))
    return told


def _times(
    rows: Sequence[RawRow], read_as: clock.Clock, day_first: bool | None, work: _Work
) -> tuple[list[tuple[RawRow, int]], float]:
    """Return rows with seconds since 1970 UTC, and the standard offset of the zone [h]."""
    found: list[tuple[RawRow, int]] = []
    last: dict[Key, tuple[datetime, int]] = {}
    offset: float | None = None
    for row in rows:
        moment = clock.read_time(row.time, day_first)
        if moment is None:
            work.put(row, "measured.bad_time")
            continue
        if moment.aware is not None:
            there = moment.aware.astimezone(UTC)
            own = moment.aware.utcoffset()
            offset = offset if offset is not None or own is None else own.total_seconds() / 3600.0
        elif moment.local is not None:
            if read_as.zone is None:
                raise UserError(Issue("measured.no_zone", {"example": row.time}))
            there = _local(row, moment.local, read_as, last, work)
        found.append((row, int(there.timestamp())))
    if read_as.zone is not None and found:
        offset = clock.standard_offset_h(datetime.fromtimestamp(found[0][1], tz=UTC), read_as.zone)
    return found, offset or 0.0


def _local(
    row: RawRow, local: datetime, read_as: clock.Clock, last: dict[Key, tuple[datetime, int]], work: _Work
) -> datetime:
    """Return a wall-clock time in UTC; an hour that comes twice has its second pass where the clock falls back."""
    zone = read_as.zone
    if zone is None:
        raise ValueError("a zone is needed")
    key = (row.building, row.room, row.sensor, row.variable, row.unit)
    fold = 0
    if clock.is_twice(local, zone):
        before, was = last.get(key, (local, 0))
        same_day = before.date() == local.date()
        fold = 1 if same_day and (was == 1 or local <= before) and key in last else 0
        work.counts["measured.clock_back"] += fold
    last[key] = (local, fold)
    there, missing = clock.to_utc(local, zone, fold)
    work.counts["measured.clock_forward"] += missing
    return there


def _number(row: RawRow, work: _Work) -> float | None:
    if row.variable not in variables():
        work.put(row, "measured.unknown_variable")
        return None
    if row.value.strip().casefold() in _NO_NUMBER:
        work.put(row, "measured.no_number")
        return None
    try:
        value = float(row.value)
    except ValueError:
        work.put(row, "measured.no_number")
        return None
    if not math.isfinite(value):
        work.put(row, "measured.no_number")
        return None
    return value


def _series(key: Key, items: list[tuple[RawRow, int, float]], work: _Work) -> Series | None:
    building, room, sensor, name, words = key
    unit = _unit(name, words, [value for _, _, value in items], f"{room or sensor} {name}", work)
    if unit is None:
        for row, _, _ in items:
            work.put(row, "measured.unit_refused")
        return None
    known = variables()[name]
    first: dict[int, float] = {}
    for row, seconds, raw in items:
        value = unit.factor * raw + unit.offset
        if not known.low <= value <= known.high:
            work.put(row, "measured.impossible_value")
        elif seconds in first:
            work.put(row, "measured.duplicate" if first[seconds] == value else "measured.second_value")
        else:
            first[seconds] = value
    times = np.array(sorted(first), dtype=np.int64)
    values = np.array([first[int(t)] for t in times], dtype=float)
    return Series(building, room, sensor, name, known.unit, times, values)


def _unit(name: str, words: str, values: Sequence[float], where: str, work: _Work) -> Unit | None:
    """Return the unit that makes sense of the values: the stated one, else the only other one that does."""
    units, known, middle = units_of(name), variables()[name], median(values)
    stated = units.get(words or plain(known.unit))

    def sensible(unit: Unit) -> bool:
        return known.median_low <= unit.factor * middle + unit.offset <= known.median_high

    if stated is not None and sensible(stated):
        if not words:
            work.note("measured.unit_assumed", where=where, unit=stated.name)
        return stated
    others = {unit.name: unit for unit in units.values() if unit != stated and sensible(unit)}
    shown = words or "-"
    if len(others) == 1 and (stated is not None or not words):
        unit = next(iter(others.values()))
        work.note("measured.unit_repaired", where=where, stated=shown, unit=unit.name, median=round(middle, 4))
        return unit
    choices = ", ".join(dict.fromkeys(unit.name for unit in units.values()))
    work.note("measured.unit_unclear", where=where, stated=shown, median=round(middle, 4), choices=choices)
    return None


def _joined(series: Sequence[Series], work: _Work) -> list[Series]:
    """Join series of one sensor and variable whose rows stated different units; equal times keep the first."""
    found: dict[tuple[str, str, str, str], Series] = {}
    for item in series:
        key = (item.building, item.room, item.sensor, item.variable)
        if key not in found:
            found[key] = item
            continue
        work.note("measured.units_mixed", where=f"{item.room or item.sensor} {item.variable}")
        both = found[key]
        times = np.concatenate([both.seconds, item.seconds])
        values = np.concatenate([both.values, item.values])
        unique, index = np.unique(times, return_index=True)
        for lost in sorted(set(range(len(times))) - set(index.tolist())):
            text = f"{item.room}, {item.sensor}, {item.variable}, {int(times[lost])} s, {values[lost]:g} {item.unit}"
            work.aside.append(SetAside(0, "measured.second_value", text))
        found[key] = Series(*key, item.unit, unique, values[index])
    return [found[key] for key in sorted(found)]


def _gaps(series: Sequence[Series], work: _Work) -> None:
    for item in series:
        step = item.step_s
        pauses = np.diff(item.seconds)
        long = pauses[pauses > _GAP_STEPS * step] if step > 0.0 else pauses[:0]
        if len(long):
            hours = float(long.sum() - step * len(long)) / 3600.0
            where = f"{item.room or item.sensor} {item.variable}"
            work.note("measured.gaps", where=where, count=len(long), hours=round(hours, 1))


def _reasons(work: _Work) -> None:
    """Say once for each reason how many rows it concerns."""
    for code, count in sorted(work.counts.items()):
        if count:
            work.note(code, count=count)
    for reason, count in sorted(Counter(item.reason for item in work.aside).items()):
        first = next(item.line for item in work.aside if item.reason == reason)
        work.note(reason, count=count, line=first)
