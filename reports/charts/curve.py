"""The score curve of one criterion: points over the value, its corners, the limit that levels ask for, our point."""

from __future__ import annotations

from typing import Any

from bldgassess.label.curve import curve_percent
from reports.charts.layout import Style, nice_ticks, value_axis
from reports.charts.ops import Chart, Line, Op, Ring, Text
from reports.figures import pretty_unit

Criterion = dict[str, Any]

_CORNER, _POINT = 3.5, 6.0


def curve_chart(
    criterion: Criterion,
    width: float,
    height: float,
    style: Style,
    *,
    limit: float | None = None,
    limit_words: str = "",
) -> Chart:
    """Return the curve of a row of ``label.criteria`` of results.json.

    ``limit``: a value that must be kept, with ``limit_words``, the levels that ask for it. A value that does not count
    has a hollow point. Keys are ``label.curve.<place>`` and ``label.criteria.<id>``.
    """
    tr, curve = style.translate, [(float(x), float(y)) for x, y in criterion["curve"]]
    most, unit = float(criterion["max"]), pretty_unit(criterion["unit"]).strip("- ")
    value = criterion["value"]
    left, right, top, bottom = 44.0, width - 16.0, 14.0, height - 36.0
    low, high = _span(curve, value, limit)
    x_ticks = nice_ticks(low, high)
    y_ticks = nice_ticks(0.0, most or 1.0)

    def x_of(amount: float) -> float:
        return left + (min(high, max(low, amount)) - low) / (high - low) * (right - left)

    def y_of(points: float) -> float:
        return bottom - points / y_ticks[-1] * (bottom - top)

    ops: list[Op] = value_axis(style, y_ticks, left, right, y_of)
    for tick in x_ticks:
        if low <= tick <= high:
            x = x_of(tick)
            ops.append(Line(((x, bottom), (x, bottom + 4.0)), style.palette.line, 0.75))
            words = f"{tick:.0f}" if criterion["unit"] == "year" else style.number(tick)
            y = bottom + 1.4 * style.size
            ops.append(Text(x, y, words, style.size * 0.9, style.palette.muted, anchor="middle"))
    axis = f"{tr('Value')} [{unit}]" if unit else tr("Value")
    middle = (left + right) / 2
    ops.append(Text(middle, height - 4.0, style.elide(axis, width), style.size, style.palette.text, anchor="middle"))
    held = [(low, curve_percent(tuple(curve), low)), *(c for c in curve if low < c[0] < high)]
    held.append((high, curve_percent(tuple(curve), high)))
    ops.append(Line(tuple((x_of(x), y_of(most * y / 100.0)) for x, y in held), style.palette.accent, 2.0))
    for place, (amount, share) in enumerate(curve):
        tip = _tip(style, amount, unit, most * share / 100.0)
        key = f"label.curve.{place}"
        spot = x_of(amount), y_of(most * share / 100.0)
        ops.append(Ring(*spot, _CORNER, fill=style.palette.accent, key=key, tip=tip))
        ops.append(Ring(*spot, _CORNER - 1.5, fill=style.palette.ground))
    if limit is not None:
        ops += _limit(x_of(limit), top, bottom, right, limit_words, style)
    if value is not None:
        ops += _own_point(criterion, (x_of(value), y_of(criterion["points"])), (left, bottom), unit, style)
    return Chart(
        f"label_curve_{criterion['id']}", width, height, tuple(ops), _title(criterion, unit, style),
        tr("Points over the value; corners as the catalogue has them"),
        (f"{tr('Value')}, {unit}" if unit else tr("Value"), tr("Points"), "%"),
        tuple((x, most * y / 100.0, y) for x, y in curve),
    )  # fmt: skip


def _span(curve: list[tuple[float, float]], value: float | None, limit: float | None) -> tuple[float, float]:
    """Return the values shown: the curve, the limit, and our value as far as one width of the curve beyond it."""
    low, high = curve[0][0], curve[-1][0]
    width = high - low
    shown = [low, high, *([limit] if limit is not None else [])]
    if value is not None:
        shown.append(min(high + width, max(low - width, value)))
    margin = 0.04 * (max(shown) - min(shown))
    return min(shown) - margin, max(shown) + margin


def _own_point(
    criterion: Criterion, spot: tuple[float, float], corner: tuple[float, float], unit: str, style: Style
) -> list[Op]:
    (x, y), (left, bottom) = spot, corner
    counts = criterion["state"] == "assessed"
    tip = _tip(style, criterion["value"], unit, criterion["points"])
    ink = style.palette.text
    key = f"label.criteria.{criterion['id']}"
    point: list[Op] = [Ring(x, y, _POINT, fill=ink, key=key, tip=tip)]
    if not counts:
        point.append(Ring(x, y, _POINT - 2.0, fill=style.palette.ground))
    guides: list[Op] = [Line(((x, bottom), (x, y), (left, y)), ink, 0.75, (3.0, 3.0))]
    return [*guides, *point]


def _limit(x: float, top: float, bottom: float, right: float, words: str, style: Style) -> list[Op]:
    ops: list[Op] = [Line(((x, top), (x, bottom)), style.palette.warn, 1.5, (6.0, 3.0), tip=words)]
    text = style.elide(words, 0.6 * right)
    is_left = x + 4.0 + style.width(text) > right
    spot = x - 4.0 if is_left else x + 4.0
    ops.append(Text(spot, top - 3.0, text, style.size * 0.9, style.palette.warn, anchor="end" if is_left else "start"))
    return ops


def _title(criterion: Criterion, unit: str, style: Style) -> str:
    tr, most = style.translate, style.number(round(criterion["max"], 2))
    if criterion["value"] is None:
        return tr("{id}: not assessed, 0 of {most} points").format(id=criterion["id"], most=most)
    value = f"{_amount(style, criterion['value'], unit)} {unit}".strip()
    text = (
        tr("{id}: {value} gives {points} of {most} points")
        if criterion["state"] == "assessed"
        else tr("{id}: {value} is known, but does not count: {points} of {most} points")
    )
    points = style.number(round(criterion["points"], 2))
    return text.format(id=criterion["id"], value=value, points=points, most=most)


def _tip(style: Style, value: float, unit: str, points: float) -> str:
    words = style.translate("{value}: {points} points")
    amount = f"{_amount(style, value, unit)} {unit}".strip()
    return words.format(value=amount, points=style.number(round(points, 2)))


def _amount(style: Style, value: float, unit: str) -> str:
    return f"{value:.0f}" if unit == "year" else style.number(value)
