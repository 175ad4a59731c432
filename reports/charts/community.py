"""Charts of a community: its buildings as tiles, distributions, classes, energy by month, hours without a grid.

Each takes the dict of community.json. Keys of marks are paths in it: ``buildings.<id>``, ``spreads.carbon_per_m2``,
``spreads.room_classes.II``, ``energy.monthly_kwh.grid``, ``resilience.island.reaching.24``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

from bldgassess.texts import mark
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.charts.palette import CIVIDIS, CLASS_COLOURS
from reports.figures import percent
from reports.names import CLASS_NAMES, CLASS_SIGNS, MONTHS

Results = dict[str, Any]
_BINS = 8
_TILE_RATIO = 1.6
#: Series of the balance of a month, from below up: key, name, colour.
_BALANCE = (
    ("own_pv", mark("Own modules"), "#009E73"),
    ("shared", mark("Shared at once"), "#56B4E9"),
    ("battery", mark("Shared battery"), "#0072B2"),
    ("grid", mark("Grid"), "#D55E00"),
)
_EXPORT = ("exported", mark("Exported"), "#E69F00")


def buildings_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return a tile for each building of the file: colour by carbon, below it the class of health in its own colour."""
    tr, rows = style.translate, results["buildings"]
    values = [row["per_m2"] for row in rows]
    # one building far above the others would leave them all one colour
    low, high = min(values), results["spreads"]["carbon_per_m2"]["quantiles"]["0.95"]
    columns = max(1, math.ceil(math.sqrt(len(rows) * width / max(height, 1.0) / _TILE_RATIO)))
    lines = math.ceil(len(rows) / columns)
    step_x, step_y = width / columns, (height - 26.0) / lines
    ops: list[Op] = []
    for k, row in enumerate(rows):
        x, y = step_x * (k % columns), step_y * (k // columns)
        ops += _tile(row, (x + 1.5, y + 1.5, step_x - 3.0, step_y - 3.0), (low, high), style)
    ops += _scale(low, high, height - 16.0, width, style)
    largest = max(rows, key=lambda row: row["per_m2"])
    title = tr("{count} buildings, {low} to {high} kgCO₂e/m²; most: {name}").format(
        count=results["community"]["buildings"], low=style.number(low), high=style.number(max(values)),
        name=largest["title"],
    )  # fmt: skip
    subtitle = tr("Whole-life carbon per m² gross internal area as colour, worst class of health as strip")
    heads = (tr("Building"), tr("Count"), "kgCO₂e/m²", tr("Class"))
    table = tuple(
        (row["title"], str(row["count"]), style.number(row["per_m2"]), tr(CLASS_NAMES[row["health_class"]]))
        for row in rows
    )
    return Chart("community_buildings", width, height, tuple(ops), title, subtitle, heads, table)


def _tile(
    row: dict[str, Any], box: tuple[float, float, float, float], scale: tuple[float, float], style: Style
) -> list[Op]:
    tr, (x, y, w, h) = style.translate, box
    fill = _shade(row["per_m2"], *scale)
    ink = "#FFFFFF" if CIVIDIS.index(fill) < 5 else "#1B1F24"
    key = f"buildings.{row['id']}"
    value, cls = style.number(row["per_m2"]), tr(CLASS_NAMES[row["health_class"]])
    tip = f"{row['title']} × {row['count']}: {value} kgCO₂e/m², {cls}"
    strip = min(0.3 * h, 1.5 * style.size)
    colour, on_it = CLASS_COLOURS.get(row["health_class"], (style.palette.panel, style.palette.muted))
    ops: list[Op] = [
        Rect(x, y, w, h - strip, fill, radius=2.0, key=key, tip=tip),
        Rect(x, y + h - strip, w, strip, colour, key=key, tip=tip),
        Text(x + w / 2, y + h - strip / 2 + 0.35 * style.size, CLASS_SIGNS[row["health_class"]], style.size, on_it,
             anchor="middle", key=key, tip=tip),
    ]  # fmt: skip
    room = h - strip
    if room > 1.3 * style.size:
        value = style.elide(value, w - 4)
        base = y + room / 2 + (0.35 * style.size if room < 2.8 * style.size else 1.0 * style.size)
        ops.append(Text(x + w / 2, base, value, style.size, ink, bold=True, anchor="middle", key=key, tip=tip))
    if room > 2.8 * style.size:
        words = row["title"] if row["count"] == 1 else f"{row['count']} × {row['title']}"
        ops.append(
            Text(x + w / 2, y + room / 2 - 0.3 * style.size, style.elide(words, w - 6), style.size, ink,
                 anchor="middle", key=key, tip=tip)
        )  # fmt: skip
    return ops


def _shade(value: float, low: float, high: float) -> str:
    share = min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.5
    return CIVIDIS[min(int(share * len(CIVIDIS)), len(CIVIDIS) - 1)]


def _scale(low: float, high: float, y: float, width: float, style: Style) -> list[Op]:
    span = min(200.0, 0.5 * width)
    step = span / len(CIVIDIS)
    words = style.translate("{high} kgCO₂e/m² and more").format(high=style.number(high))
    ops: list[Op] = [Rect(60.0 + k * step, y, step, 8.0, colour) for k, colour in enumerate(CIVIDIS)]
    ops.append(Text(56.0, y + 8.0, style.number(low), style.size, style.palette.muted, anchor="end"))
    ops.append(Text(64.0 + span, y + 8.0, words, style.size, style.palette.muted))
    return ops


def spread_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return how much floor area lies in each step of carbon per m2, with the median as a line."""
    tr, spread = style.translate, results["spreads"]["carbon_per_m2"]
    rows = results["buildings"]
    values = [row["per_m2"] for row in rows]
    areas = [row["gia_m2"] * row["count"] for row in rows]
    ticks = nice_ticks(min(values), max(values) + 1e-6, _BINS)
    total = math.fsum(areas)
    shares = [
        math.fsum(a for v, a in zip(values, areas, strict=True) if lower <= v < upper) / total
        for lower, upper in itertools.pairwise(ticks)
    ]
    left, right, top, bottom = 40.0, width - 20.0, 10.0, height - 24.0
    steps = nice_ticks(0.0, max(shares))

    def y_of(value: float) -> float:
        return bottom - value / steps[-1] * (bottom - top)

    def x_of(value: float) -> float:
        return left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (right - left)

    ops = _share_axis(style, steps, left, right, y_of)
    for lower, upper, share in zip(ticks, ticks[1:], shares, strict=False):
        tip = f"{style.number(lower)}–{style.number(upper)} kgCO₂e/m²: {percent(share, style.language)}"
        x, y = x_of(lower), y_of(share)
        colour = _shade((lower + upper) / 2.0, ticks[0], ticks[-1])
        ops.append(
            Rect(x + 1, y, x_of(upper) - x - 2, bottom - y, colour, key="spreads.carbon_per_m2", tip=tip)
        )  # fmt: skip
    below, muted = bottom + 1.4 * style.size, style.palette.muted
    ops += [Text(x_of(tick), below, style.number(tick), style.size, muted, anchor="middle") for tick in ticks]
    median = x_of(spread["quantiles"]["0.5"])
    ops.append(
        Line(((median, top), (median, bottom)), style.palette.text, 1.2, (4.0, 3.0), key="spreads.carbon_per_m2")
    )
    title = tr("Half of the floor area is below {median}, mean {mean} kgCO₂e/m²").format(
        median=style.number(spread["quantiles"]["0.5"]), mean=style.number(spread["mean"])
    )
    subtitle = tr("Share of floor area by whole-life carbon of the building, kgCO₂e per m²; line: median")
    table = tuple(
        (f"{style.number(a)}–{style.number(b)}", percent(share, style.language))
        for a, b, share in zip(ticks, ticks[1:], shares, strict=False)
    )
    heads = ("kgCO₂e/m²", tr("Share of floor area"))
    return Chart("community_spread", width, height, tuple(ops), title, subtitle, heads, table)


def _share_axis(
    style: Style, ticks: tuple[float, ...], left: float, right: float, y_of: Callable[[float], float]
) -> list[Op]:
    """Draw grid lines and percent of a vertical axis of shares."""
    ops: list[Op] = []
    for tick in ticks:
        y, words = y_of(tick), percent(tick, style.language)
        ops.append(Line(((left, y), (right, y)), style.palette.grid, 0.5))
        ops.append(Text(left - 4, y + 3, words, style.size * 0.9, style.palette.muted, anchor="end"))
    return ops


def classes_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return the classes of health as shares of floor area: buildings above, rooms below."""
    tr, spreads = style.translate, results["spreads"]
    bars = (("building_classes", tr("Buildings")), ("room_classes", tr("Rooms")))
    left, right = 70.0, width - 8.0
    step = height / len(bars)
    ops: list[Op] = []
    rows = []
    for k, (name, label) in enumerate(bars):
        y, bar = step * k + 4.0, min(step - 8.0, 30.0)
        ops.append(Text(4.0, y + bar / 2 + 0.35 * style.size, label, style.size, style.palette.text))
        x = left
        for cls, share in spreads[name].items():
            fill, ink = CLASS_COLOURS.get(cls, (style.palette.panel, style.palette.muted))
            w = share * (right - left)
            tip = f"{label}, {tr(CLASS_NAMES[cls])}: {percent(share, style.language)}"
            key = f"spreads.{name}.{cls}"
            ops.append(Rect(x, y, max(w - 1.0, 0.5), bar, fill, key=key, tip=tip))
            words = style.elide(f"{CLASS_SIGNS[cls]} {percent(share, style.language)}", w - 4)
            ops.append(
                Text(
                    x + w / 2,
                    y + bar / 2 + 0.35 * style.size,
                    words,
                    style.size,
                    ink,
                    anchor="middle",
                    key=key,
                    tip=tip,
                )
            )
            rows.append((label, tr(CLASS_NAMES[cls]), percent(share, style.language)))
            x += w
    good = sum(spreads["room_classes"].get(cls, 0.0) for cls in ("I", "II"))
    title = tr("{share} of the rooms' floor area is in class I or II").format(share=percent(good, style.language))
    subtitle = tr("Share of floor area by worst class of health")
    heads = (tr("Level"), tr("Class"), tr("Share of floor area"))
    return Chart("community_classes", width, height, tuple(ops), title, subtitle, heads, tuple(rows))


def balance_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return where the electricity of each month comes from, and what is exported, below the line."""
    tr, months = style.translate, results["energy"]["monthly_kwh"]
    totals = [math.fsum(months[key][m] for key, _, _ in _BALANCE) for m in range(12)]
    left, right, top, bottom = 46.0, width - 17.0 * style.size, 10.0, height - 22.0
    ticks = nice_ticks(-max(months["exported"]) / 1000.0, max(1e-3, *totals) / 1000.0)

    def y_of(mwh: float) -> float:
        return bottom - (mwh - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    ops: list[Op] = value_axis(style, ticks, left, right, y_of)
    slot = (right - left) / 12
    for m in range(12):
        x, base = left + slot * (m + 0.15), 0.0
        for key, name, colour in _BALANCE:
            value = months[key][m] / 1000.0
            tip = f"{tr(name)}, {MONTHS[m]}: {style.number(value)} MWh"
            top_y = y_of(base + value)
            path = f"energy.monthly_kwh.{key}"
            ops.append(Rect(x, top_y, 0.7 * slot, y_of(base) - top_y, colour, key=path, tip=tip))
            base += value
        out, name, colour = months["exported"][m] / 1000.0, _EXPORT[1], _EXPORT[2]
        tip = f"{tr(name)}, {MONTHS[m]}: {style.number(out)} MWh"
        zero = y_of(0.0)
        ops.append(Rect(x, zero, 0.7 * slot, y_of(-out) - zero, colour, key="energy.monthly_kwh.exported", tip=tip))
        ops.append(
            Text(
                x + 0.35 * slot, bottom + 1.4 * style.size, MONTHS[m], style.size, style.palette.muted, anchor="middle"
            )
        )
    for index, (key, name, colour) in enumerate((*reversed(_BALANCE), _EXPORT)):
        y = top + 4 + index * 1.7 * style.size
        ops.append(Rect(right + 8, y - 0.75 * style.size, style.size * 0.8, style.size * 0.8, colour))
        share = math.fsum(months[key]) / 1000.0
        text = style.elide(f"{tr(name)} {style.number(share)}", 14.5 * style.size)
        ops.append(Text(right + 12 + 0.6 * style.size, y, text, style.size, style.palette.text))
    energy = results["energy"]
    title = tr("The community's modules give {share} of its electricity; {used} of what they make is used here").format(
        share=percent(energy["self_sufficiency_fraction"], style.language),
        used=percent(energy["self_use_fraction"], style.language),
    )
    subtitle = tr("Electricity of the community by month, MWh, from hours; exported below the line")
    rows = tuple((tr(name), *(style.number(v / 1000.0) for v in months[key])) for key, name, _ in (*_BALANCE, _EXPORT))
    return Chart("community_balance", width, height, tuple(ops), title, subtitle, ("MWh", *MONTHS), rows)


def island_chart(results: Results, width: float, height: float, style: Style) -> Chart:
    """Return the share of the year's hours from which the critical loads live so long without a grid."""
    tr, island = style.translate, results["resilience"]["island"]
    reaching = island["reaching"]
    left, right, top, bottom = 40.0, width - 8.0, 10.0, height - 22.0
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)

    def y_of(share: float) -> float:
        return bottom - share * (bottom - top)

    ops = _share_axis(style, ticks, left, right, y_of)
    slot = (right - left) / len(reaching)
    for k, (hours, share) in enumerate(reaching.items()):
        x, y = left + slot * (k + 0.2), y_of(share)
        tip = tr("{hours} h and longer: {share} of the year's hours").format(
            hours=hours, share=percent(share, style.language)
        )
        path = f"resilience.island.reaching.{hours}"
        ops.append(Rect(x, y, 0.6 * slot, bottom - y, style.palette.accent, key=path, tip=tip))
        value = percent(share, style.language)
        ops.append(Text(x + 0.3 * slot, y - 3, value, style.size, style.palette.text, anchor="middle", key=path))
        ops.append(
            Text(
                x + 0.3 * slot,
                bottom + 1.4 * style.size,
                f"≥ {hours} h",
                style.size,
                style.palette.muted,
                anchor="middle",
            )
        )
    title = tr("Without a grid the critical loads live a day from {share} of the year's hours").format(
        share=percent(reaching["24"], style.language)
    )
    subtitle = tr("Critical loads: {share} of all electricity; modules and batteries of the whole community").format(
        share=percent(island["critical_fraction"], style.language)
    )
    rows = tuple((f"≥ {hours} h", percent(share, style.language)) for hours, share in reaching.items())
    heads = (tr("Hours"), tr("Share of the year's hours"))
    return Chart("community_island", width, height, tuple(ops), title, subtitle, heads, rows)
