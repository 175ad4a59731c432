"""The plan of a storey: rectangles that tile the inside of a box, the walls between them and to outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bldgassess.community.archetype_data import RoomRow

#: Sides of the box in its own axes: outward normal clockwise from the front's [deg].
SIDES = {"front": 0.0, "left": 90.0, "back": 180.0, "right": 270.0}
#: A row of rooms is at least so deep beside a corridor [m]; thinner plans have no corridor.
_LEAST_ROW_M = 2.5
_NEAR_M = 1e-9


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A room in plan [m]: x along the front, y from the front to the back, in the axes of the box."""

    row: str
    name: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area_m2(self) -> float:
        """Floor area [m2]."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)

    def overlap_m2(self, other: Rectangle) -> float:
        """Return the area that both cover [m2]."""
        x = min(self.x1, other.x1) - max(self.x0, other.x0)
        y = min(self.y1, other.y1) - max(self.y0, other.y0)
        return x * y if x > _NEAR_M and y > _NEAR_M else 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight piece of wall from a to b in plan [m]; ``side`` of the box, or "" between two rooms."""

    a: tuple[float, float]
    b: tuple[float, float]
    side: str = ""

    @property
    def length_m(self) -> float:
        """Length [m]."""
        return abs(self.b[0] - self.a[0]) + abs(self.b[1] - self.a[1])


def lay_out(rows: tuple[RoomRow, ...], length_m: float, width_m: float, core_m: float) -> tuple[Rectangle, ...]:
    """Tile a rectangle with the rows of rooms; where it is too thin for a corridor, front and back share its depth."""
    core = core_m if core_m > 0.0 and width_m >= core_m + 2.0 * _LEAST_ROW_M else 0.0
    depth = (width_m - core) / 2.0
    bounds = {"front": (0.0, depth), "core": (depth, depth + core), "back": (depth + core, width_m)}
    made = []
    for name, (y0, y1) in bounds.items():
        rooms = [row for row in rows if row.row == name]
        if y1 - y0 <= _NEAR_M or not rooms:
            continue
        total, passed = sum(room.share for room in rooms), 0.0
        for room in rooms:
            x0 = length_m * passed / total
            passed += room.share
            made.append(Rectangle(name, room.name, x0, y0, length_m * passed / total, y1))
    return tuple(made)


def outer_edges(room: Rectangle, length_m: float, width_m: float) -> Iterator[Edge]:
    """Yield the room's pieces of the box's sides."""
    if room.y0 <= _NEAR_M:
        yield Edge((room.x0, room.y0), (room.x1, room.y0), "front")
    if room.y1 >= width_m - _NEAR_M:
        yield Edge((room.x0, room.y1), (room.x1, room.y1), "back")
    if room.x0 <= _NEAR_M:
        yield Edge((room.x0, room.y0), (room.x0, room.y1), "left")
    if room.x1 >= length_m - _NEAR_M:
        yield Edge((room.x1, room.y0), (room.x1, room.y1), "right")


def shared_edge(a: Rectangle, b: Rectangle) -> tuple[Edge, float] | None:
    """Return the wall between two rooms and the direction from a to b [deg from the front's], if they touch."""
    y0, y1 = max(a.y0, b.y0), min(a.y1, b.y1)
    x0, x1 = max(a.x0, b.x0), min(a.x1, b.x1)
    if y1 - y0 > _NEAR_M:
        if abs(a.x1 - b.x0) <= _NEAR_M:
            return Edge((a.x1, y0), (a.x1, y1)), SIDES["right"]
        if abs(a.x0 - b.x1) <= _NEAR_M:
            return Edge((a.x0, y0), (a.x0, y1)), SIDES["left"]
    if x1 - x0 > _NEAR_M:
        if abs(a.y1 - b.y0) <= _NEAR_M:
            return Edge((x0, a.y1), (x1, a.y1)), SIDES["back"]
        if abs(a.y0 - b.y1) <= _NEAR_M:
            return Edge((x0, a.y0), (x1, a.y0)), SIDES["front"]
    return None
