"""Diagonal hatching of a rectangle, the same in window, PDF and SVG."""

from __future__ import annotations

from reports.charts.ops import Rect

#: Distance of the lines along an edge.
STEP = 5.0
#: Width of the lines.
WIDTH = 0.6

Segment = tuple[float, float, float, float]


def hatch_lines(box: Rect) -> list[Segment]:
    """Return the lines from lower left to upper right, clipped to the rectangle.

    >>> hatch_lines(Rect(0.0, 0.0, 5.0, 5.0))
    [(0.0, 5.0, 5.0, 0.0)]
    """
    lines = []
    offset = STEP
    while offset < box.width + box.height:
        x0, y0 = max(0.0, offset - box.height), min(offset, box.height)
        x1, y1 = min(offset, box.width), max(0.0, offset - box.width)
        lines.append((box.x + x0, box.y + y0, box.x + x1, box.y + y1))
        offset += STEP
    return lines
