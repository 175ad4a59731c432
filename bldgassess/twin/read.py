"""``read_meters``: a meter file to series in UTC and kWh, each slip repaired with an entry in a list, or refused."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.clock import Clock
from bldgassess.twin.intervals import interval_series, looks_like_register
from bldgassess.twin.meters import MeterData, MeterSeries, RawReading, Repair
from bldgassess.twin.registers import register_series
from bldgassess.twin.rows import read_meter_rows
from bldgassess.twin.times import Timer, ends_are_last_days, is_far, runs_backwards, with_day_order
from bldgassess.twin.words import METERED, find_carrier, find_unit, gas_heating_value
from bldgassess.twin.work import Point, Work

#: A file of which more than this share cannot be read is not repaired but refused.
_MOST_LOST = 0.2
_KINDS = {"": "", "interval": "interval", "energy": "interval", "consumption": "interval", "delta": "interval",
          "register": "register", "reading": "register", "cumulative": "register", "counter": "register",
          "total": "register"}  # fmt: skip
#: Times that carry no zone are refused.
_NO_CLOCK = Clock(None, None)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How to read what a file leaves open: clock, kind and unit of values, which end of an interval its time is.

    ``carrier``: of files with one meter that do not name it. ``heating_value_mj_m3``: of gas by volume; the fuel
    table's where ``None``. ``meters``: the only ones to take; all where empty.
    """

    clock: Clock = _NO_CLOCK
    carrier: str = ""
    kind: str = ""
    unit: str = ""
    stamp_at: str = ""
    heating_value_mj_m3: float | None = None
    meters: tuple[str, ...] = ()


def read_meters(path: Path, read_as: ReadAs) -> MeterData:
    """Read a meter file.

    Raises
    ------
    UserError
        When it cannot be read, or has a slip that has more than one likely meaning; the sentence says what to do.
    """
    rows, told = read_meter_rows(path)
    groups: dict[str, list[RawReading]] = defaultdict(list)
    for row in rows:
        if not read_as.meters or row.meter in read_as.meters:
            groups[row.meter].append(row)
    if not groups:
        raise UserError(Issue("twin.no_such_meter", {"meters": ", ".join(sorted({row.meter for row in rows}))[:200]}))
    read_as = replace(read_as, clock=with_day_order(rows, read_as.clock))
    series: list[MeterSeries] = []
    repairs: list[Repair] = []
    notes: list[Issue] = list(told)
    problems: list[Issue] = []
    for meter, own in groups.items():
        work = Work(meter)
        try:
            series.append(_series(meter, own, read_as, work))
        except UserError as error:
            problems += error.issues
        repairs += work.repairs
        notes += work.notes
    if problems:
        raise UserError(problems)
    _several(series, notes)
    return MeterData(tuple(series), tuple(repairs), tuple(notes), len(rows))


def _several(series: Sequence[MeterSeries], notes: list[Issue]) -> None:
    for carrier in sorted({item.carrier for item in series}):
        names = [item.meter for item in series if item.carrier == carrier]
        if len(names) > 1:
            params = {"carrier": carrier, "meters": ", ".join(names)[:200]}
            notes.append(Issue("twin.meters_added", params, severity="info"))


def _series(meter: str, rows: Sequence[RawReading], read_as: ReadAs, work: Work) -> MeterSeries:
    carrier = _one_carrier(meter, rows, read_as)
    points, per_unit = _points(meter, rows, carrier, read_as, work)
    kind = _kind(meter, rows, points, read_as, work)
    points = _without_doubles(points, kind, work)
    if kind == "register":
        return register_series(meter, carrier, points, per_unit, work)
    return interval_series(meter, carrier, points, read_as.stamp_at, read_as.clock.zone, work)


def _one_carrier(meter: str, rows: Sequence[RawReading], read_as: ReadAs) -> str:
    texts = {row.carrier or read_as.carrier for row in rows}
    found = {find_carrier(text) for text in texts}
    if len(found) != 1 or None in found:
        params = {"meter": meter, "given": ", ".join(sorted(texts))[:60] or "-", "choices": ", ".join(METERED)}
        raise UserError(Issue("twin.bad_carrier", params))
    return str(found.pop())


def _points(
    meter: str, rows: Sequence[RawReading], carrier: str, read_as: ReadAs, work: Work
) -> tuple[list[Point], float]:
    """Return the readings in order of time and in kWh, and the kWh of the unit that they began with."""
    if runs_backwards(rows, read_as.clock):
        rows = rows[::-1]
        work.note("twin.newest_first")
    timer = Timer(read_as.clock, work)
    is_closed = ends_are_last_days(rows, read_as.clock)
    if is_closed:
        work.note("twin.last_days")
    points: list[Point] = []
    no_time: list[int] = []
    no_value: list[int] = []
    units: dict[str, tuple[float, int]] = {}
    known: dict[str, tuple[str, float]] = {}
    has_units = any(row.unit for row in rows)
    for row in rows:
        start = timer.seconds(row.start)
        end = timer.seconds(row.end, next_day=is_closed) if row.end else None
        if start is None or (row.end and end is None):
            no_time.append(row.line)
            continue
        value = _value(row.value)
        is_cut = has_units and not (row.unit or read_as.unit)
        if value is None or is_cut:
            no_value.append(row.line)
            continue
        text = row.unit or read_as.unit
        if text not in known:
            known[text] = find_unit(text, carrier, read_as.heating_value_mj_m3)
        name, kwh = known[text]
        units.setdefault(name, (kwh, row.line))
        points.append(Point(row.line, start, end, value * kwh))
    lost = len(no_time) + len(no_value)
    if not points or lost > _MOST_LOST * len(rows):
        first = min(no_time + no_value, default=0)
        raise UserError(Issue("twin.unreadable", {"meter": meter, "lost": lost, "rows": len(rows), "line": first}))
    work.words("twin.no_time", min(no_time, default=0), len(no_time))
    work.words("twin.no_value", min(no_value, default=0), len(no_value))
    _told_units(units, points, read_as, work)
    _told_clock(timer, work)
    return _ordered(points, work), next(iter(units.values()))[0]


def _value(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _told_units(units: dict[str, tuple[float, int]], points: list[Point], read_as: ReadAs, work: Work) -> None:
    if len(units) > 1:
        line = max(first for _, first in units.values())
        later = [item for item in points if item.line >= line]
        work.repair("twin.units_changed", later)
    if "m3" in units:
        value, source = gas_heating_value()
        given = read_as.heating_value_mj_m3
        work.note("twin.heating_value", value=given or value, source="set by the caller" if given else source)


def _told_clock(timer: Timer, work: Work) -> None:
    for code, times in (("twin.clock_back", timer.twice), ("twin.clock_forward", timer.missing)):
        if times:
            work.put(code, min(times), max(times), len(times), 0.0)


def _ordered(points: list[Point], work: Work) -> list[Point]:
    """Sort by time; exchange ends that come before their starts; set aside times of a clock that was not set."""
    middle = sorted(item.start for item in points)[len(points) // 2]
    far = [item for item in points if is_far(item.start, middle)]
    work.repair("twin.far_time", far)
    points = [item for item in points if not is_far(item.start, middle)]
    turned = [item for item in points if item.end is not None and item.end < item.start]
    work.repair("twin.ends_swapped", turned)
    points = [
        replace(item, start=item.end, end=item.start) if item.end is not None and item.end < item.start else item
        for item in points
    ]
    empty = [item for item in points if item.end == item.start]
    work.repair("twin.no_length", empty)
    points = [item for item in points if item.end != item.start]
    late = [b for a, b in itertools.pairwise(points) if b.start < a.start]
    work.repair("twin.order", late)
    return sorted(points, key=lambda item: item.start)


def _kind(meter: str, rows: Sequence[RawReading], points: Sequence[Point], read_as: ReadAs, work: Work) -> str:
    words = {row.kind.casefold() for row in rows}
    kinds = {_KINDS.get(word) for word in words}
    if len(kinds) > 1 or None in kinds:
        raise UserError(Issue("twin.bad_kind", {"meter": meter, "given": ", ".join(sorted(words))[:60]}))
    kind = str(kinds.pop()) or read_as.kind
    rises = all(item.end is None for item in points) and looks_like_register(points)
    if kind == "interval" and rises:
        raise UserError(Issue("twin.rises", {"meter": meter, "rows": len(points)}))
    if not kind:
        kind = "register" if rises else "interval"
        work.note("twin.kind_assumed", kind=kind)
    return kind


def _without_doubles(points: Sequence[Point], kind: str, work: Work) -> list[Point]:
    """Keep the first reading of a moment."""
    first: dict[tuple[int, int | None], Point] = {}
    same: list[Point] = []
    other: list[Point] = []
    for item in points:
        key = (item.start, item.end)
        before = first.setdefault(key, item)
        if before is not item:
            (same if before.kwh == item.kwh else other).append(item)
    work.repair("twin.double_dropped", same, 0.0 if kind == "register" else None)
    apart = sum(abs(item.kwh - first[item.start, item.end].kwh) for item in other)
    work.repair("twin.double_differs", other, apart)
    return list(first.values())
