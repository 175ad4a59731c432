"""The user's own envelope areas: they take the place of what was found, direction by direction in proportion."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from bldgassess.errors import Issue
from bldgassess.model import Building, Opening, Space, Surface
from bldgassess.study import Study

_OUTER = frozenset(("outside", "ground"))
#: Where the model has no wall at all the user's is shared out to these directions [deg].
_SIDES = (0.0, 90.0, 180.0, 270.0)
#: Width over height, and sill, of windows that are made where the model has none [-], [m]; an assumption.
_WIDE, _SILL_M = 1.5, 0.9


def with_user_envelope(building: Building, study: Study) -> Building:
    """Return the building with the areas that the study gives; as it was where it gives none.

    Walls, roofs and floors are opaque areas net of windows, to outside or ground, of the rooms within the thermal
    envelope together. What was found is made larger or smaller in proportion; where nothing was found the area is
    shared out to the rooms by their floor, walls in equal parts to the four directions.
    """
    asked = {name: getattr(study.envelope, f"{name}_m2") for name in ("wall", "roof", "floor", "window")}
    given = {name: float(area) for name, area in asked.items() if area is not None}
    heated = [item for item in building.spaces if item.is_heated]
    if not given or not heated:
        return building
    rooms = {item.guid for item in heated}
    surfaces: Sequence[Surface] = building.surfaces
    for name in ("wall", "roof", "floor"):
        if name in given:
            surfaces = _set_area(surfaces, name, given[name], heated, rooms)
    openings: Sequence[Opening] = building.openings
    if "window" in given:
        openings = _set_windows(openings, given["window"], heated, rooms, surfaces)
    issue = Issue("ifc.user_envelope", {"parts": ", ".join(sorted(given))}, severity="info")
    return replace(
        building,
        surfaces=tuple(sorted(surfaces, key=lambda item: item.id)),
        openings=tuple(sorted(openings, key=lambda item: (item.guid, item.space_guid))),
        envelope_source="user",
        issues=(*building.issues, issue),
    )


def _set_area(
    surfaces: Sequence[Surface], name: str, area_m2: float, heated: Sequence[Space], rooms: set[str]
) -> list[Surface]:
    kinds = {"roof", "ceiling"} if name == "roof" else {name}

    def fits(item: Surface) -> bool:
        return item.kind in kinds and item.boundary in _OUTER and item.space_guid in rooms

    found = math.fsum(item.area_m2 for item in surfaces if fits(item))
    if found > 0.0:
        return [replace(item, area_m2=item.area_m2 * area_m2 / found) if fits(item) else item for item in surfaces]
    floor = math.fsum(item.floor_area_m2 for item in heated)
    makers: dict[str, Callable[[Space, float], list[Surface]]] = {"wall": _walls, "roof": _roof, "floor": _floor}
    made = [new for item in heated for new in makers[name](item, area_m2 * item.floor_area_m2 / floor)]
    return [*surfaces, *made]


def _walls(space: Space, area_m2: float) -> list[Surface]:
    share = area_m2 / len(_SIDES)
    return [
        Surface(f"{space.guid}/user/wall/{side:03.0f}", space.guid, "wall", "outside", None, share, 90.0, side, None)
        for side in _SIDES
    ]


def _roof(space: Space, area_m2: float) -> list[Surface]:
    return [Surface(f"{space.guid}/user/roof", space.guid, "roof", "outside", None, area_m2, 0.0, 0.0, None)]


def _floor(space: Space, area_m2: float) -> list[Surface]:
    return [Surface(f"{space.guid}/user/floor", space.guid, "floor", "ground", None, area_m2, 180.0, 0.0, None)]


def _set_windows(
    openings: Sequence[Opening], area_m2: float, heated: Sequence[Space], rooms: set[str], surfaces: Sequence[Surface]
) -> list[Opening]:
    def fits(item: Opening) -> bool:
        return item.kind != "door" and item.boundary == "outside" and item.space_guid in rooms

    found = math.fsum(item.area_m2 for item in openings if fits(item))
    if area_m2 <= 0.0:
        return [item for item in openings if not fits(item)]
    if found > 0.0:
        return [_scaled(item, area_m2 / found) if fits(item) else item for item in openings]
    spaces = {item.guid: item for item in heated}
    outer = [item for item in surfaces if item.kind == "wall" and item.boundary == "outside"]
    walls = [item for item in outer if item.space_guid in rooms]
    total = math.fsum(item.area_m2 for item in walls)
    made: dict[tuple[str, float], float] = {}
    for wall in walls:
        key = (wall.space_guid, wall.azimuth_deg)
        made[key] = made.get(key, 0.0) + area_m2 * wall.area_m2 / total
    return [*openings, *(_window(spaces[guid], side, area) for (guid, side), area in sorted(made.items()))]


def _scaled(item: Opening, ratio: float) -> Opening:
    """A window of another area with its middle and shape kept."""
    factor = math.sqrt(ratio)
    x, y, z = item.centre_m
    corners = tuple((x + factor * (a - x), y + factor * (b - y), z + factor * (c - z)) for a, b, c in item.vertices_m)
    height = item.height_m * factor
    return replace(
        item,
        area_m2=item.area_m2 * ratio,
        width_m=item.width_m * factor,
        height_m=height,
        sill_m=max(0.0, item.sill_m + 0.5 * (item.height_m - height)),
        vertices_m=corners,
    )


def _window(space: Space, side: float, area_m2: float) -> Opening:
    """A window in the middle of a room's side, as seen with north along +y; its place matters for daylight only."""
    height = min(math.sqrt(area_m2 / _WIDE), 0.8 * space.height_m)
    width = area_m2 / height
    x0, y0, z0, x1, y1, _ = space.bbox_m
    turn = math.radians(side)
    out, along = (math.sin(turn), math.cos(turn)), (math.cos(turn), -math.sin(turn))
    x = 0.5 * (x0 + x1) + 0.5 * (x1 - x0) * out[0]
    y = 0.5 * (y0 + y1) + 0.5 * (y1 - y0) * out[1]
    sill = max(0.0, min(_SILL_M, space.height_m - height))
    z = z0 + sill + 0.5 * height
    half = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    corners = tuple((x - a * width * along[0], y - a * width * along[1], z + b * height) for a, b in half)
    return Opening(
        f"{space.guid}/user/window/{side:03.0f}", space.guid, "window", "outside", area_m2, width, height, sill, 90.0,
        side, (x, y, z), corners,
    )  # fmt: skip
