"""A room's value with class and score."""

from __future__ import annotations

from bldgassess.health.inputs import Room
from bldgassess.health.limits import Limits, classify, score
from bldgassess.health.result import SpaceIndicator


def judge(room: Room, value: float, limits: Limits, drivers: dict[str, float | str]) -> SpaceIndicator:
    """Return the room's row: value, class and score by the limits, and what drives it."""
    return SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers)


def without_value(room: Room, reason: str) -> SpaceIndicator:
    """Return a row of a room that has no value, with the reason."""
    return SpaceIndicator(room.guid, None, "not_assessed", None, {}, reason)


def highest(spaces: list[SpaceIndicator]) -> float | None:
    """Return the highest value of the rooms; ``None`` where no room has one."""
    known = [item.value for item in spaces if item.value is not None]
    return max(known) if known else None


def lowest(spaces: list[SpaceIndicator]) -> float | None:
    """Return the lowest value of the rooms; ``None`` where no room has one."""
    known = [item.value for item in spaces if item.value is not None]
    return min(known) if known else None
