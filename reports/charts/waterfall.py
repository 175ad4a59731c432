"""From one variant to another: a bar a building part or module, sorted by size, small ones joined."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.compare.differences import Step
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Rect, Text
from reports.names import MODULE_NAMES, PART_NAMES

_MOST = 8


def waterfall_chart(
    base: tuple[str, float], other: tuple[str, float], steps: Sequence[Step], width: float, height: float, style: Style
) -> Chart:
    """Return the way from ``base`` to ``other`` (name, kgCO2e/m2); the steps sum to the difference."""
    tr = style.translate
    shown = list(steps[:_MOST])
    rest = steps[_MOST:]
    bars = [(_name(step.key, style), step.difference, step.key) for step in shown]
    if rest:
        bars.append((tr("Other ({count})").format(count=len(rest)), math.fsum(s.difference for s in rest), ""))
    levels = [base[1]]
    for _, difference, _ in bars:
        levels.append(levels[-1] + difference)
    left, right, top, bottom = 44.0, width - 6.0, 16.0, height - 46.0
    ticks = nice_ticks(min(0.0, *levels), max(*levels, other[1], 1e-9))

    def y_of(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    ops: list[Op] = value_axis(style, ticks, left, right, y_of)
    slot = (right - left) / (len(bars) + 2)
    _bar(
        ops,
        style,
        0,
        slot,
        left,
        y_of(0.0),
        y_of(base[1]),
        base[0],
        style.number(base[1]),
        style.palette.muted,
        "",
        bottom,
    )
    for index, (name, difference, key) in enumerate(bars, 1):
        start, end = y_of(levels[index - 1]), y_of(levels[index])
        colour = style.palette.warn if difference > 0 else style.palette.good
        text = style.number(difference, sign=True)
        _bar(ops, style, index, slot, left, start, end, name, text, colour, key, bottom, hatch=difference > 0)
        ops.append(
            Line(
                ((left + slot * index - 0.15 * slot, start), (left + slot * (index + 0.15), start)),
                style.palette.line,
                0.5,
            )
        )
    last = len(bars) + 1
    _bar(
        ops,
        style,
        last,
        slot,
        left,
        y_of(0.0),
        y_of(other[1]),
        other[0],
        style.number(other[1]),
        style.palette.accent,
        "",
        bottom,
    )
    change = (other[1] - base[1]) / base[1] if base[1] else 0.0
    title = tr("{other} is {change} % against {base}").format(
        other=other[0], base=base[0], change=style.number(round(100 * change), sign=True)
    )
    subtitle = tr("Whole-life carbon A to C, kgCO₂e per m² gross internal area")
    whole = ((base[0], base[1]), *((_name(s.key, style), s.difference) for s in steps), (other[0], other[1]))
    rows = tuple((name, value, "kgCO₂e/m²") for name, value in whole)
    columns = (tr("Step"), tr("Difference"), tr("Unit"))
    return Chart("compare_waterfall", width, height, tuple(ops), title, subtitle, columns, rows)


def _name(key: str, style: Style) -> str:
    return style.translate(PART_NAMES.get(key) or MODULE_NAMES.get(key) or key)


def _bar(
    ops: list[Op],
    style: Style,
    index: int,
    slot: float,
    left: float,
    start: float,
    end: float,
    name: str,
    value: str,
    colour: str,
    key: str,
    bottom: float,
    *,
    hatch: bool = False,
) -> None:
    low, high = sorted((start, end))
    x = left + slot * index + 0.15 * slot
    tip = f"{name}: {value} kgCO₂e/m²"
    ops.append(
        Rect(x, low, 0.7 * slot, max(high - low, 0.75), colour, style.palette.text, 0.5, hatch=hatch, key=key, tip=tip)
    )
    ops.append(Text(x + 0.35 * slot, low - 3, value, style.size * 0.9, style.palette.text, anchor="middle"))
    for line, text in enumerate(_two_lines(name, style, slot)):
        y = bottom + style.size * (1.4 + 1.15 * line)
        ops.append(Text(x + 0.35 * slot, y, text, style.size * 0.9, style.palette.text, anchor="middle"))


def _two_lines(name: str, style: Style, room: float) -> list[str]:
    if style.width(name) <= room or " " not in name:
        return [style.elide(name, room)]
    words = name.split()
    cut = min(range(1, len(words)), key=lambda k: abs(len(" ".join(words[:k])) - len(" ".join(words[k:]))))
    return [style.elide(" ".join(words[:cut]), room), style.elide(" ".join(words[cut:]), room)]
