"""A chart as a picture of its own: its title and subtitle drawn above it, on ground."""

from __future__ import annotations

from dataclasses import replace

from reports.charts.layout import Style
from reports.charts.ops import Area, Chart, Line, Op, Rect, Text

_EDGE = 12.0


def move(op: Op, dx: float, dy: float) -> Op:
    """Return an op at another place."""
    if isinstance(op, (Line, Area)):
        return replace(op, points=tuple((x + dx, y + dy) for x, y in op.points))
    return replace(op, x=op.x + dx, y=op.y + dy)


def picture(chart: Chart, style: Style) -> Chart:
    """Return the chart with its title and subtitle among the ops and an edge around it."""
    head: list[Op] = []
    y = _EDGE
    for words, size, bold, colour in (
        (chart.title, style.size * 1.2, True, style.palette.text),
        (chart.subtitle, style.size, False, style.palette.muted),
    ):
        for line in style.wrap(words, chart.width, size=size, bold=bold):
            head.append(Text(_EDGE, y + size, line, size, colour, bold=bold))
            y += 1.3 * size
    y += 6.0
    width, height = chart.width + 2.0 * _EDGE, chart.height + y + _EDGE
    ground = Rect(0.0, 0.0, width, height, style.palette.ground)
    ops = (ground, *head, *(move(op, _EDGE, y) for op in chart.ops))
    return replace(chart, width=width, height=height, ops=ops)
