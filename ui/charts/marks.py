"""Which marks of a chart can be met, where they lie, and which one is under a point."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF

from reports.charts.ops import Area, Chart, Image, Line, Op, Rect, Ring, Text

#: How near to a line a pointer must be [px].
_NEAR = 5.0


def box_of(op: Op) -> QRectF:
    """Return the box around an op, in the chart's plane."""
    if isinstance(op, (Rect, Image)):
        return QRectF(op.x, op.y, op.width, op.height)
    if isinstance(op, Ring):
        return QRectF(op.x - op.outer, op.y - op.outer, 2.0 * op.outer, 2.0 * op.outer)
    if isinstance(op, (Line, Area)):
        xs, ys = [x for x, _ in op.points], [y for _, y in op.points]
        return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return QRectF(op.x, op.y - op.size, 0.0, op.size)


def is_under(op: Op, x: float, y: float) -> bool:
    """Tell whether a point of the chart's plane is on an op."""
    if isinstance(op, (Rect, Image)):
        return box_of(op).contains(x, y)
    if isinstance(op, Ring):
        away = math.hypot(x - op.x, y - op.y)
        turn = math.degrees(math.atan2(x - op.x, op.y - y)) % 360.0
        return away <= op.outer and (turn - op.start_deg) % 360.0 <= op.extent_deg
    if isinstance(op, Line):
        return any(_distance(x, y, *a, *b) <= _NEAR for a, b in zip(op.points, op.points[1:], strict=False))
    return isinstance(op, Area) and _is_inside(op, x, y)


def _distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    t = max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) if length else 0.0
    return math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0))


def _is_inside(area: Area, x: float, y: float) -> bool:
    """Cast a ray: inside where it crosses the outline an odd number of times."""
    inside = False
    for (x0, y0), (x1, y1) in zip(area.points, (*area.points[1:], area.points[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def mark_at(chart: Chart, x: float, y: float) -> Op | None:
    """Return the uppermost mark under a point; marks before areas, since a band lies behind what it surrounds."""
    met = [op for op in reversed(chart.ops) if _is_mark(op) and is_under(op, x, y)]
    return next((op for op in met if not isinstance(op, Area)), met[0] if met else None)


def _is_mark(op: Op) -> bool:
    return not isinstance(op, Text) and bool(op.key or op.tip or (isinstance(op, Image) and op.tip_at))


def tip_of(op: Op, x: float, y: float) -> str:
    """Return the hover text of a mark at a point."""
    if isinstance(op, Image) and op.tip_at and op.width > 0.0 and op.height > 0.0:
        column = min(op.columns - 1, max(0, int((x - op.x) / op.width * op.columns)))
        row = min(op.rows - 1, max(0, int((y - op.y) / op.height * op.rows)))
        return op.tip_at(column, row)
    return op.tip


def walk_of(chart: Chart) -> list[Op]:
    """Return the marks that arrow keys walk: one a thing, in reading order of drawing."""
    found: dict[str, Op] = {}
    for op in chart.ops:
        if isinstance(op, (Rect, Ring)) and _is_mark(op):
            found.setdefault(op.key or op.tip, op)
    return list(found.values())
