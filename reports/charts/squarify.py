"""Squarified treemaps: Bruls, Huizing, van Wijk 2000, Squarified Treemaps, VisSym."""

from __future__ import annotations

from collections.abc import Sequence

#: x, y, width, height.
Box = tuple[float, float, float, float]


def squarify(values: Sequence[float], box: Box) -> list[Box]:
    """Divide a box into boxes with areas in proportion to ``values``, as square as may be.

    Parameters
    ----------
    values : sequence of float
        Positive, largest first.
    box : tuple
        What is divided.

    Returns
    -------
    list of tuple
        One box a value, in their order.

    >>> squarify([1.0, 1.0], (0.0, 0.0, 4.0, 2.0))
    [(0.0, 0.0, 2.0, 2.0), (2.0, 0.0, 2.0, 2.0)]
    """
    total = sum(values)
    if total <= 0.0:
        return []
    scale = box[2] * box[3] / total
    areas = [value * scale for value in values]
    done: list[Box] = []
    first = 0
    while first < len(areas):
        side = min(box[2], box[3])
        last = first + 1
        while last < len(areas) and _worst(areas[first : last + 1], side) <= _worst(areas[first:last], side):
            last += 1
        placed, box = _place(areas[first:last], box)
        done += placed
        first = last
    return done


def _worst(row: Sequence[float], side: float) -> float:
    """Return the largest ratio of sides in a row laid along a side."""
    if side <= 0.0:
        return float("inf")
    total = sum(row)
    return max(side * side * max(row) / (total * total), total * total / (side * side * min(row)))


def _place(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """Lay a row along the shorter side; returns its boxes and what is left."""
    x, y, width, height = box
    total, placed = sum(row), []
    if width >= height:
        wide = total / height if height > 0.0 else 0.0
        for area in row:
            tall = area / wide if wide > 0.0 else 0.0
            placed.append((x, y, wide, tall))
            y += tall
        return placed, (x + wide, box[1], max(0.0, width - wide), height)
    tall = total / width if width > 0.0 else 0.0
    for area in row:
        wide = area / tall if tall > 0.0 else 0.0
        placed.append((x, y, wide, tall))
        x += wide
    return placed, (box[0], y + tall, width, max(0.0, height - tall))
