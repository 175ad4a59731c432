"""From an archetype to a building: a box with storeys, rooms, windows and layers by name, for the ordinary engine."""

from __future__ import annotations

import hashlib
import json

from bldgassess.community.archetype_box import Box, box_of
from bldgassess.community.archetype_data import envelope_of
from bldgassess.community.archetype_maker import Maker
from bldgassess.community.schema import Archetype, Place
from bldgassess.model import Building

__all__ = ["Box", "archetype_digest", "archetype_settings", "box_of", "make_building"]


def archetype_digest(archetype: Archetype, place: Place, name: str = "") -> str:
    """Return the sha256 of all that the building is made from, but for the tables."""
    parts = [archetype.model_dump(mode="json"), place.model_dump(mode="json"), name]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def archetype_settings(archetype: Archetype) -> dict[str, dict[str, object]]:
    """Return what an archetype sets in its study, over which the file's own settings go."""
    envelope = envelope_of(archetype)
    return {
        "building": {"use": archetype.use},
        "operation": {"infiltration_ach": envelope.infiltration_ach},
        "envelope": {
            "window_g_fraction": envelope.window_g_fraction,
            "window_visible_fraction": envelope.window_visible_fraction,
        },
    }


def make_building(archetype: Archetype, place: Place, name: str = "") -> Building:
    """Make the building of an archetype; a pure function of its arguments and of the tables.

    Rooms tile the inside of each storey, so that their floors add up to the gross internal area; partitions stand on
    the lines between them and take no floor from it.
    """
    return Maker(archetype, place, name).building(archetype_digest(archetype, place, name))
