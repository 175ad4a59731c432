"""Windows and walls of a building changed by a measure: their ratio, or the figures of the windows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bldgassess.model import Building, Element, Opening, Space, Surface

#: Most of a facade that windows may take [-]; the rest is reveals and slab edges. An assumption of this program.
MOST_GLASS = 0.9
#: Most of a room's height that a window may take [-]; an assumption of this program.
_MOST_HEIGHT = 0.95
#: A window belongs to the facade of its room that looks the same way to within this [deg].
_SAME_WAY_DEG = 45.0
_DIRECTIONS: Mapping[str, float] = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}


@dataclass(slots=True)
class _Facade:
    """The walls of a heated room that look one way, with their windows; areas [m2]. Doors stay as they are."""

    azimuth_deg: float
    walls: list[Surface]
    windows: list[Opening]
    doors_m2: float = 0.0

    @property
    def glass_m2(self) -> float:
        return math.fsum(item.area_m2 for item in self.windows)

    @property
    def wall_m2(self) -> float:
        return math.fsum(item.area_m2 for item in self.walls)

    @property
    def most_m2(self) -> float:
        return max(self.glass_m2, MOST_GLASS * (self.wall_m2 + self.glass_m2))


def turned_by(first_deg: float, second_deg: float) -> float:
    """Return the angle between two directions [deg], 0 to 180."""
    return abs((first_deg - second_deg + 180.0) % 360.0 - 180.0)


def window_ratio(building: Building, direction: str = "all") -> float:
    """Return windows over facade (walls, windows, doors) of the heated rooms [-]; 0 where there is no facade."""
    facades = _facades(building, direction)
    total = math.fsum(item.wall_m2 + item.glass_m2 + item.doors_m2 for item in facades)
    return math.fsum(item.glass_m2 for item in facades) / total if total > 0.0 else 0.0


def set_window_ratio(building: Building, target: float, direction: str = "all") -> Building:
    """Return the building with windows made larger or smaller until they are ``target`` [-] of the facades.

    Windows keep their middle and shape as far as the room is high enough; the walls beside them take what is left, so
    that each facade keeps its area. A facade without windows gets none and none takes more than ``MOST_GLASS``: the
    ratio may stay below its target. Elements follow: walls by volume, windows by size.
    """
    facades = [item for item in _facades(building, direction) if item.glass_m2 > 0.0]
    every = _facades(building, direction)
    wanted = target * math.fsum(item.wall_m2 + item.glass_m2 + item.doors_m2 for item in every)
    scale = _scale(facades, wanted)
    if scale is None:
        return building
    spaces = {item.guid: item for item in building.spaces}
    openings: dict[tuple[str, str], Opening] = {}
    walls: dict[str, Surface] = {}
    for item in facades:
        glass = min(scale * item.glass_m2, item.most_m2)
        ratio = glass / item.glass_m2
        for window in item.windows:
            openings[window.guid, window.space_guid] = _resized(window, ratio, spaces.get(window.space_guid))
        left = item.wall_m2 + item.glass_m2 - glass
        for wall in item.walls:
            share = wall.area_m2 / item.wall_m2 if item.wall_m2 > 0.0 else 1.0 / len(item.walls)
            walls[wall.id] = replace(wall, area_m2=share * left)
    return replace(
        building,
        surfaces=tuple(walls.get(item.id, item) for item in building.surfaces),
        openings=tuple(openings.get((item.guid, item.space_guid), item) for item in building.openings),
        elements=_elements(building, openings, walls),
    )


def _facades(building: Building, direction: str) -> list[_Facade]:
    """Return the facades of heated rooms that look a way, in the order of the building's surfaces."""
    heated = {item.guid for item in building.spaces if item.is_heated}
    found: dict[str, list[_Facade]] = {}
    for wall in building.surfaces:
        if wall.kind != "wall" or wall.boundary != "outside" or wall.space_guid not in heated:
            continue
        room = found.setdefault(wall.space_guid, [])
        same = next((item for item in room if turned_by(item.azimuth_deg, wall.azimuth_deg) < 1.0), None)
        if same is None:
            room.append(_Facade(wall.azimuth_deg, [wall], []))
        else:
            same.walls.append(wall)
    for opening in building.openings:
        if opening.boundary != "outside" or opening.kind == "skylight" or not found.get(opening.space_guid):
            continue
        near = min(found[opening.space_guid], key=lambda item: turned_by(item.azimuth_deg, opening.azimuth_deg))
        if turned_by(near.azimuth_deg, opening.azimuth_deg) > _SAME_WAY_DEG:
            continue
        if opening.kind == "door":
            near.doors_m2 += opening.area_m2
        else:
            near.windows.append(opening)
    return [item for room in found.values() for item in room if _looks(item.azimuth_deg, direction)]


def _looks(azimuth_deg: float, direction: str) -> bool:
    """Tell whether a facade looks a way: each takes the quarter from 45 deg before to 45 deg after."""
    if direction == "all":
        return True
    return (azimuth_deg - _DIRECTIONS[direction] + _SAME_WAY_DEG) % 360.0 < 2.0 * _SAME_WAY_DEG


def _scale(facades: Sequence[_Facade], wanted_m2: float) -> float | None:
    """Return the factor on all windows that gives the wanted area where no facade takes more than it may."""
    if not facades:
        return None
    factor, full = 0.0, 0.0
    left = sorted(facades, key=lambda item: item.most_m2 / item.glass_m2)
    while left:
        factor = (wanted_m2 - full) / math.fsum(item.glass_m2 for item in left)
        if factor * left[0].glass_m2 <= left[0].most_m2:
            return max(factor, 0.0)
        full += left.pop(0).most_m2
    return factor


def _resized(window: Opening, ratio: float, space: Space | None) -> Opening:
    """Return a window of another area about its middle; a high one grows in width only, and stays in its room."""
    tall = math.sqrt(ratio)
    upright = abs(window.tilt_deg - 90.0) < 1.0 and window.height_m > 0.0
    room_m = space.height_m if space else 0.0
    if upright and room_m > 0.0:
        tall = min(tall, max(1.0, _MOST_HEIGHT * room_m / window.height_m)) if ratio > 1.0 else tall
    wide = ratio / tall if tall > 0.0 else 0.0
    height = window.height_m * tall
    sill = max(0.0, window.sill_m + 0.5 * (window.height_m - height))
    if upright and room_m > 0.0:
        sill = max(0.0, min(sill, room_m - height))
    rise = sill + 0.5 * height - (window.sill_m + 0.5 * window.height_m) if upright else 0.0
    x, y, z = window.centre_m
    up = tall if upright else wide
    corners = tuple((x + wide * (a - x), y + wide * (b - y), z + rise + up * (c - z)) for a, b, c in window.vertices_m)
    return replace(
        window,
        area_m2=window.area_m2 * ratio,
        width_m=window.width_m * wide,
        height_m=height,
        sill_m=sill,
        centre_m=(x, y, z + rise),
        vertices_m=corners,
    )


def _elements(
    building: Building, openings: Mapping[tuple[str, str], Opening], walls: Mapping[str, Surface]
) -> tuple[Element, ...]:
    """Return the elements with walls and windows as much larger or smaller as their faces became."""
    glass: dict[str, list[tuple[float, float]]] = {}
    for opening in building.openings:
        new = openings.get((opening.guid, opening.space_guid), opening)
        glass.setdefault(opening.guid, []).append((opening.area_m2, new.area_m2))
    opaque: dict[str, list[float]] = {}
    for surface in building.surfaces:
        if surface.id in walls and surface.element_guid:
            opaque.setdefault(surface.element_guid, []).append(walls[surface.id].area_m2 - surface.area_m2)
    found = []
    for element in building.elements:
        ratio = 1.0
        if element.guid in glass:
            old = math.fsum(before for before, _ in glass[element.guid])
            ratio = math.fsum(after for _, after in glass[element.guid]) / old if old > 0.0 else 1.0
        elif element.guid in opaque and element.side_area_m2 > 0.0:
            ratio = max(0.0, 1.0 + math.fsum(opaque[element.guid]) / element.side_area_m2)
        found.append(element if ratio == 1.0 else _scaled(element, ratio))
    return tuple(found)


def _scaled(element: Element, ratio: float) -> Element:
    side = math.sqrt(ratio)
    note = f"x {ratio:.4g} (measure:window_ratio)"
    return replace(
        element,
        volume_m3=element.volume_m3 * ratio,
        volume_origin=f"{element.volume_origin} {note}",
        side_area_m2=element.side_area_m2 * ratio,
        overall_width_m=element.overall_width_m * side if element.overall_width_m else element.overall_width_m,
        overall_height_m=element.overall_height_m * side if element.overall_height_m else element.overall_height_m,
        size_origin=f"{element.size_origin or 'overall width x height'} {note}",
    )


def outer_windows(building: Building) -> frozenset[str]:
    """Return the GlobalIds of windows to the outside; where rooms know none, of all windows not said to be inside."""
    known = {item.guid for item in building.openings if item.kind != "door"}
    outside = {item.guid for item in building.openings if item.kind != "door" and item.boundary == "outside"}
    lone = {e.guid for e in building.elements if e.part == "window" and e.is_external is not False} - known
    return frozenset(outside | lone)


def replace_windows(building: Building, u_w_m2k: float, g: float, frame: float, measure: str) -> Building:
    """Return the building with the figures of all outer windows: U with frame [W/(m2 K)], g and frame share [-]."""
    guids = outer_windows(building)
    return replace(
        building,
        openings=tuple(
            replace(item, u_value_w_m2k=u_w_m2k, g_value=g, frame_fraction=frame)
            if item.guid in guids and item.boundary == "outside"
            else item
            for item in building.openings
        ),
        elements=tuple(
            replace(item, u_value_w_m2k=u_w_m2k, g_value=g, frame_fraction=frame, frame_origin=f"measure:{measure}")
            if item.guid in guids
            else item
            for item in building.elements
        ),
    )
