"""Why a room has no value of light; message ids, translated at the border."""

from __future__ import annotations

from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.light.result import RoomLight
from bldgassess.health.result import SpaceIndicator
from bldgassess.texts import mark

NO_SHAPES = mark("The assessment was made without the model's shapes.")
NO_RADIANCE = mark("Needs Radiance: choose draft or standard daylight.")
NO_ROOM_LIGHT = mark("No light was computed for this room.")
NO_WINDOW = mark("The room has no window.")


def room_light(inputs: HealthInputs, room: Room) -> RoomLight | None:
    """Return the light of a room where it was computed."""
    return inputs.daylight.rooms.get(room.guid) if inputs.daylight else None


def without_value(inputs: HealthInputs, room: Room, *, traced: bool) -> SpaceIndicator:
    """Return a room without a value and why. ``traced``: the value would need Radiance."""
    light = room_light(inputs, room)
    reason = NO_ROOM_LIGHT
    if inputs.daylight is None:
        reason = NO_SHAPES
    elif traced and inputs.daylight.quality == "quick":
        reason = NO_RADIANCE
    elif light is not None and light.reason:
        reason = light.reason
    return SpaceIndicator(room.guid, None, "not_assessed", None, {}, reason)
