"""The camera of a viewpoint: from the south-west and above, as far away as the box needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bldgassess.model import Building

Box = tuple[float, float, float, float, float, float]
Point = tuple[float, float, float]
#: Upper limit of BCF 2.1 for the field of view [deg].
_FIELD_DEG = 60.0
_ASPECT = 1.0
#: Where the camera looks: north-east and down, before it is made a unit vector.
_LOOK: Point = (0.6, 0.8, -0.6)
#: Least radius of what is framed [m], so that a point is not looked at from its inside.
_LEAST_RADIUS_M = 1.0
#: Air around the framed sphere [-].
_MARGIN = 1.1


@dataclass(frozen=True, slots=True)
class Camera:
    """A perspective camera in the model's coordinates [m]; ``field_of_view_deg`` is vertical."""

    position_m: Point
    direction: Point
    up: Point
    field_of_view_deg: float = _FIELD_DEG
    aspect_ratio: float = _ASPECT


def boxes_of(building: Building, ids: Iterable[str] | None = None) -> list[Box]:
    """Return the boxes of elements and rooms (all elements where no ids are given) that have an extent."""
    wanted = set(ids) if ids is not None else {item.guid for item in building.elements}
    boxes = [item.bbox_m for item in building.elements if item.guid in wanted]
    boxes += [item.bbox_m for item in building.spaces if item.guid in wanted]
    return [box for box in boxes if any(box)]


def frame(boxes: Sequence[Box]) -> Camera | None:
    """Return a camera that sees the sphere around all boxes; none where there is no box.

    >>> frame([(0.0, 0.0, 0.0, 2.0, 2.0, 2.0)]).up[2] > 0.0
    True
    """
    if not boxes:
        return None
    low = [min(box[k] for box in boxes) for k in range(3)]
    high = [max(box[k + 3] for box in boxes) for k in range(3)]
    radius = max(_LEAST_RADIUS_M, 0.5 * math.dist(low, high)) * _MARGIN
    away = radius / math.sin(math.radians(0.5 * _FIELD_DEG))
    look = _unit(_LOOK)
    x, y, z = (round(0.5 * (low[k] + high[k]) - away * look[k], 6) for k in range(3))
    level = math.hypot(look[0], look[1])
    up = _unit((-look[2] * look[0] / level, -look[2] * look[1] / level, level))
    return Camera((x, y, z), look, up)


def _unit(vector: Point) -> Point:
    length = math.hypot(*vector)
    x, y, z = (round(part / length, 9) for part in vector)
    return x, y, z
