"""Energy by interval: ends found, overlaps cut, totals and impossible values set aside, short gaps filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np

from bldgassess.errors import Issue, ParamValue, UserError
from bldgassess.twin.meters import MeterSeries
from bldgassess.twin.times import next_month
from bldgassess.twin.words import rules
from bldgassess.twin.work import Point, Work

_DAY_S, _WEEK_S = 86400, 7 * 86400
#: An interval so many times as long as usual that covers others is a sum of them.
_TOTAL_STEPS = 3.0
#: More negative intervals than this share are a meter that counts both ways.
_MOST_NEGATIVE = 0.05
#: A leap of the middle of so many intervals before and after by about a thousand is a change of units.
_WINDOW, _UNIT_JUMP = 20, (500.0, 2000.0)
_LEAST_FOR_SPIKES = 100

Span = tuple[int, int, float]


def interval_series(
    meter: str, carrier: str, points: Sequence[Point], stamp_at: str, zone: tzinfo | None, work: Work
) -> MeterSeries:
    """Return energy by interval from sorted readings.

    Parameters
    ----------
    stamp_at : str
        Where an interval's one time stands: "start", "end", or "" where nobody said.

    Raises
    ------
    UserError
        When one time a row is all there is of intervals longer than a day and nobody said which end it is, when the
        meter counts both ways, when its values leap a thousandfold, or nothing is left.
    """
    points = _signs(meter, points, work)
    if not points:
        raise UserError(Issue("twin.too_few", {"meter": meter, "rows": 0}))
    _check_leap(meter, carrier, points)
    spans = _with_ends(meter, points, stamp_at, zone, work)
    spans = _without_spikes(spans, work)
    spans = _without_overlaps(spans, work)
    spans = _filled(spans, work)
    starts, ends, kwh = (np.array([span[k] for span in spans]) for k in range(3))
    return MeterSeries(meter, carrier, "interval", starts.astype(np.int64), ends.astype(np.int64), kwh.astype(float))


def looks_like_register(points: Sequence[Point]) -> bool:
    """Whether values only rise, as no energy by interval does."""
    values = [item.kwh for item in points]
    steps = np.diff(values)
    rises = int((steps < 0.0).sum()) <= max(2, len(steps) // 100)
    return len(values) >= 10 and rises and len(set(values)) >= 8 and values[-1] > 1.5 * float(np.median(np.abs(steps)))


def _signs(meter: str, points: Sequence[Point], work: Work) -> list[Point]:
    negative = [item for item in points if item.kwh < 0.0]
    if len(points) >= 20 and len(negative) > _MOST_NEGATIVE * len(points):
        raise UserError(Issue("twin.both_ways", {"meter": meter, "rows": len(negative)}))
    work.repair("twin.negative_set_aside", negative)
    return [item for item in points if item.kwh >= 0.0]


def _check_leap(meter: str, carrier: str, points: Sequence[Point]) -> None:
    """Refuse a lasting leap of about a thousand: kWh became Wh or MWh in the middle of the file."""
    values = np.array([item.kwh for item in points if item.kwh > 0.0])
    lines = [item.line for item in points if item.kwh > 0.0]
    window = min(_WINDOW, len(values) // 3)
    if window < 4 or carrier == "pv":
        return
    middles = np.median(np.lib.stride_tricks.sliding_window_view(values, window), axis=1)
    before, after = middles[:-window], middles[window:]
    ratios = np.maximum(before, after) / np.minimum(before, after)
    leaps = np.flatnonzero((ratios > _UNIT_JUMP[0]) & (ratios < _UNIT_JUMP[1]))
    if len(leaps):
        at = int(leaps[0])
        params: dict[str, ParamValue] = {"meter": meter, "line": lines[at + window], "ratio": round(float(ratios[at]))}
        raise UserError(Issue("twin.unit_jump", params))


def _with_ends(meter: str, points: Sequence[Point], stamp_at: str, zone: tzinfo | None, work: Work) -> list[Span]:
    if all(item.end is not None for item in points):
        return [(p.start, p.end, p.kwh) for p in points if p.end is not None]
    if len(points) < 2:
        raise UserError(Issue("twin.too_few", {"meter": meter, "rows": len(points)}))
    times = np.array([item.start for item in points])
    step = int(np.median(np.diff(times)))
    if not stamp_at:
        if step > _DAY_S:
            raise UserError(Issue("twin.which_end", {"meter": meter, "days": round(step / _DAY_S)}))
        work.note("twin.start_assumed", minutes=round(step / 60))
    if stamp_at == "end":
        before = [times[0] - step, *times[:-1]]
        return [
            (int(a) if b - a <= 1.5 * step else int(b - step), int(b), p.kwh)
            for a, b, p in zip(before, times, points, strict=True)
        ]
    last = [*times[1:], (next_month(int(times[-1]), zone) if zone and step > 27 * _DAY_S else None) or times[-1] + step]
    return [
        (int(a), int(b) if b - a <= 1.5 * step else int(a + step), p.kwh)
        for a, b, p in zip(times, last, points, strict=True)
    ]


def _without_spikes(spans: list[Span], work: Work) -> list[Span]:
    """Set aside intervals of a power far above all others."""
    if len(spans) < _LEAST_FOR_SPIKES:
        return spans
    power = np.array([kwh / max(end - start, 1) for start, end, kwh in spans])
    limit = rules()["spike_ratio"].value * float(np.percentile(power, 99.0))
    found = [spans[k] for k in np.flatnonzero(power > limit)] if limit > 0.0 else []
    for start, end, kwh in found:
        work.put("twin.spike_set_aside", start, end, 1, kwh)
    return [span for span in spans if span not in found]


def _without_overlaps(spans: list[Span], work: Work) -> list[Span]:
    usual = float(np.median([end - start for start, end, _ in spans]))
    ordered = sorted(spans)
    kept: list[Span] = []
    starts = np.array([span[0] for span in ordered])
    for start, end, kwh in ordered:
        inside = int(np.searchsorted(starts, end) - np.searchsorted(starts, start))
        if end - start > _TOTAL_STEPS * usual and inside > 2:
            work.put("twin.total_set_aside", start, end, 1, kwh)
            continue
        covered = kept[-1][1] if kept else start
        if start >= covered:
            kept.append((start, end, kwh))
        elif end <= covered:
            work.put("twin.overlap_set_aside", start, end, 1, kwh)
        else:
            left = kwh * (end - covered) / (end - start)
            work.put("twin.overlap_cut", start, covered, 1, kwh - left)
            kept.append((covered, end, left))
    return kept


def _filled(spans: list[Span], work: Work) -> list[Span]:
    """Fill short gaps with the mean power of the days around; leave long ones open."""
    most = rules()["fill_gap_h"].value * 3600.0
    starts, ends, kwh = (np.array([span[k] for span in spans], dtype=float) for k in range(3))
    found: list[Span] = []
    for k in range(len(spans)):
        found.append(spans[k])
        if k + 1 == len(spans) or starts[k + 1] - ends[k] < 1.0:
            continue
        gap = starts[k + 1] - ends[k]
        near = (starts >= ends[k] - _WEEK_S) & (ends <= starts[k + 1] + _WEEK_S)
        known = float((ends - starts)[near].sum())
        if gap <= most and known >= 3 * _DAY_S:
            put = float(kwh[near].sum()) / known * gap
            work.put("twin.gap_filled", ends[k], starts[k + 1], 1, put)
            found.append((int(ends[k]), int(starts[k + 1]), put))
        else:
            work.put("twin.gap_open", ends[k], starts[k + 1], 1, float("nan"))
    return found
