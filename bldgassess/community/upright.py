"""Rectangles that stand in a wall: windows and doors in world coordinates."""

from __future__ import annotations

from bldgassess.community.floor_plan import Edge

Corner = tuple[float, float, float]


def upright(edge: Edge, width: float, z: float, height: float) -> tuple[Corner, ...]:
    """Return the corners of a rectangle in the middle of a wall."""
    (ax, ay), (bx, by) = edge.a, edge.b
    share = width / edge.length_m / 2.0
    x0, y0 = ax + (bx - ax) * (0.5 - share), ay + (by - ay) * (0.5 - share)
    x1, y1 = ax + (bx - ax) * (0.5 + share), ay + (by - ay) * (0.5 + share)
    return (x0, y0, z), (x1, y1, z), (x1, y1, z + height), (x0, y0, z + height)


def middle(corners: tuple[Corner, ...]) -> Corner:
    """Return the middle of four corners."""
    return tuple(sum(point[k] for point in corners) / 4.0 for k in range(3))  # type: ignore[return-value]


def bounds_of(corners: tuple[Corner, ...]) -> tuple[float, float, float, float, float, float]:
    """Return the box around some corners."""
    low = [min(point[k] for point in corners) for k in range(3)]
    high = [max(point[k] for point in corners) for k in range(3)]
    return low[0], low[1], low[2], high[0], high[1], high[2]
