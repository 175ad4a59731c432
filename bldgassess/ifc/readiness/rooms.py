"""Checks of rooms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.tables import limits
from bldgassess.ifc.readiness.view import View, issue_ids
from bldgassess.model import Space

_Box = tuple[float, float, float, float, float, float]


def no_rooms(view: View) -> tuple[Measured, ...]:
    """A model without rooms of its own."""
    return (Measured(0.0 if _own(view) else 1.0),)


def rooms_empty(view: View) -> tuple[Measured, ...]:
    """Rooms without a volume, or lower than a room can be."""
    rooms = _own(view)
    found = [item for item in rooms if item.volume_m3 <= 0.0 or item.height_m < limits()["room_height_m"]]
    return (_by_area(found, rooms),)


def rooms_overlap(view: View) -> tuple[Measured, ...]:
    """Rooms that share space; only rooms that fill the box around them are judged."""
    rooms = [item for item in _own(view) if _box_like(item)]
    found: dict[str, Space] = {}
    for index, one in enumerate(rooms):
        for other in rooms[index + 1 :]:
            smaller = min(one.volume_m3, other.volume_m3)
            if _shared(one.bbox_m, other.bbox_m) > limits()["room_overlap_fraction"] * smaller:
                found |= {one.guid: one, other.guid: other}
    return (_by_area(found.values(), _own(view)),)


def rooms_dark(view: View) -> tuple[Measured, ...]:
    """Rooms that no window or glazed door links with the outside."""
    lit = {item.space_guid for item in view.building.openings if item.boundary == "outside" and item.kind != "door"}
    rooms = _own(view)
    return (_by_area((item for item in rooms if item.guid not in lit), rooms),)


def rooms_boundaries(view: View) -> tuple[Measured, ...]:
    """An envelope that was found without the file's own second-level boundaries."""
    if not _own(view) or view.building.envelope_source in {"boundaries", "user"}:
        return ()
    unsound = any(item.code == "ifc.boundaries_unsound" for item in view.building.issues)
    return (Measured(1.0, variant="unsound" if unsound else ""),)


def rooms_missing(view: View) -> tuple[Measured, ...]:
    """Surfaces that count as inside by IsExternal though the model has no room behind them."""
    found = [item for item in view.building.issues if item.code == "ifc.missing_rooms"]
    if not found:
        return ()
    area = math.fsum(float(item.params["area"]) for item in found)
    outer = math.fsum(item.area_m2 for item in view.building.surfaces if item.boundary in {"outside", "ground"})
    return (Measured(area / (outer + area), issue_ids(view.building, "ifc.missing_rooms")),)


def _own(view: View) -> list[Space]:
    return [item for item in view.building.spaces if item.origin == "model"]


def _by_area(found: Iterable[Space], rooms: Sequence[Space]) -> Measured:
    items = list(found)
    total = math.fsum(item.floor_area_m2 for item in rooms)
    share = math.fsum(item.floor_area_m2 for item in items) / total if total > 0.0 else float(bool(items))
    return Measured(min(1.0, share), tuple(sorted(item.guid for item in items)))


def _volume(box: _Box) -> float:
    return math.prod(max(0.0, box[k + 3] - box[k]) for k in range(3))


def _box_like(room: Space) -> bool:
    box = _volume(room.bbox_m)
    return box > 0.0 and room.volume_m3 >= limits()["box_like_fraction"] * box


def _shared(one: _Box, other: _Box) -> float:
    return math.prod(max(0.0, min(one[k + 3], other[k + 3]) - max(one[k], other[k])) for k in range(3))
