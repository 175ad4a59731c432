"""What cannot be in an envelope: rooms without faces, windows larger than their walls, constructions no one builds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from bldgassess.errors import Issue
from bldgassess.inventory.constructions import LEAST_U, MOST_U, Construction, is_possible_u
from bldgassess.model import Building, Opening, Space

#: Layers thicker than this together are no wall or slab [m]; an assumption of this program.
MOST_THICKNESS_M = 2.0
#: A window may be so much larger than the wall of its room before it is called impossible [-]: reveals, frames, sills.
_TOLERANCE = 1.1
_UPRIGHT_DEG = 60.0


def envelope_issues(building: Building, constructions: Mapping[str, Construction]) -> tuple[Issue, ...]:
    """Return an issue for each kind of thing that cannot be, with the GlobalIds concerned."""
    return tuple(
        Issue(code, {"count": len(ids), **params}, ids, "warning")
        for code, ids, params in (
            ("envelope.bare_rooms", _bare_rooms(building), {}),
            ("envelope.window_over_wall", _large_openings(building), {}),
            ("envelope.impossible_u", _impossible_u(building), {"least": f"{LEAST_U:g}", "most": f"{MOST_U:g}"}),
            (
                "envelope.impossible_layers",
                _impossible_layers(building, constructions),
                {"thickness": f"{MOST_THICKNESS_M:g}", "least": f"{LEAST_U:g}"},
            ),
        )
        if ids
    )


def _bare_rooms(building: Building) -> tuple[str, ...]:
    faced = {item.space_guid for item in building.surfaces if item.area_m2 > 0.0}
    return tuple(sorted(item.guid for item in building.spaces if item.guid not in faced))


def _large_openings(building: Building) -> tuple[str, ...]:
    """Return windows and doors to outside of facades where they exceed the room's width times its height."""
    spaces = {item.guid: item for item in building.spaces}
    facades: dict[tuple[str, float], list[Opening]] = {}
    for opening in building.openings:
        if opening.boundary == "outside" and opening.tilt_deg > _UPRIGHT_DEG and opening.space_guid in spaces:
            facades.setdefault((opening.space_guid, opening.azimuth_deg), []).append(opening)
    found: set[str] = set()
    for (guid, azimuth), openings in facades.items():
        most = _widest_m(spaces[guid], azimuth + building.site.true_north_deg) * spaces[guid].height_m
        if math.fsum(item.area_m2 for item in openings) > _TOLERANCE * most > 0.0:
            found |= {item.guid for item in openings}
    return tuple(sorted(found))


def _widest_m(space: Space, turn_deg: float) -> float:
    """Return how wide a room's box is across a direction [m], clockwise from the model's +y."""
    x0, y0, _, x1, y1, _ = space.bbox_m
    turn = math.radians(turn_deg)
    return (x1 - x0) * abs(math.cos(turn)) + (y1 - y0) * abs(math.sin(turn))


def _impossible_u(building: Building) -> tuple[str, ...]:
    own = {item.guid: item.u_value_w_m2k for item in building.elements}
    own |= {item.guid: item.u_value_w_m2k for item in building.openings if item.u_value_w_m2k}
    used = {item.element_guid for item in building.surfaces if item.boundary == "outside"}
    used |= {item.guid for item in building.openings}
    return tuple(sorted(guid for guid, u in own.items() if guid in used and u and not is_possible_u(u)))


def _impossible_layers(building: Building, constructions: Mapping[str, Construction]) -> tuple[str, ...]:
    def wrong(construction: Construction) -> bool:
        thickness = math.fsum(item.thickness_m for item in construction.layers)
        return thickness > MOST_THICKNESS_M or construction.u_value_w_m2k < LEAST_U

    faces: Iterator[str] = (item.element_guid or item.id for item in building.surfaces if wrong(constructions[item.id]))
    return tuple(sorted(set(faces)))
