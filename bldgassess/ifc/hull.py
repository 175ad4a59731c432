"""Rooms made by us where a model has none: one a storey, with the convex outline of its walls and slabs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.errors import Issue
from bldgassess.ifc.envelope import azimuth, make_opening, take_off
from bldgassess.ifc.opening_planes import find_panes
from bldgassess.ifc.volume import bounds, quantise
from bldgassess.model import Element, Mesh, Opening, Site, Space, Storey, Surface
from bldgassess.model.meshes import FloatArray

OUTLINE_PARTS = ("external_wall", "internal_wall", "curtain_wall", "column", "floor_slab", "ground_slab")
MIN_HEIGHT_M, MAX_HEIGHT_M, MIN_AREA_M2 = 1.8, 12.0, 2.0


@dataclass(frozen=True, slots=True)
class HullResult:
    """Stand-in rooms, one a storey; empty where the model has no walls."""

    spaces: tuple[Space, ...]
    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    issues: tuple[Issue, ...]


def compute_hull_spaces(
    storeys: Sequence[Storey], elements: Sequence[Element], meshes: Mapping[str, Mesh], site: Site
) -> HullResult:
    """Make the rooms. Upright elements of a storey give its outline and height; a storey without walls gets none."""
    rooms: list[tuple[Space, FloatArray]] = []
    guids: list[str | None] = [item.guid for item in storeys] or [None]
    for guid in guids:
        members = [item for item in elements if item.part in OUTLINE_PARTS and item.guid in meshes
                   and (item.storey_guid == guid or guid is None)]  # fmt: skip
        made = _room(guid, next((item.name for item in storeys if item.guid == guid), ""), members, meshes)
        if made is not None:
            rooms.append(made)
    rooms.sort(key=lambda item: (item[0].floor_z_m, item[0].guid))
    surfaces = [face for i, room in enumerate(rooms) for face in _faces(room, rooms, i, site)]
    openings = _openings(rooms, elements, meshes, site)
    spaces = tuple(sorted((room for room, _ in rooms), key=lambda item: item.guid))
    issue = Issue("ifc.hull_spaces", {"count": len(spaces)}, severity="warning")
    return HullResult(spaces, tuple(take_off(surfaces, openings)), tuple(openings), (issue,) if spaces else ())


def _room(
    guid: str | None, name: str, members: Sequence[Element], meshes: Mapping[str, Mesh]
) -> tuple[Space, FloatArray] | None:
    upright = [item for item in members if "wall" in item.part and item.height_m >= MIN_HEIGHT_M]
    if not upright:
        return None
    points = np.concatenate([meshes[item.guid].vertices[:, :2] for item in upright])
    outline = _outline(np.unique(np.round(points, 4), axis=0))
    if outline is None:
        return None
    floor = min(item.bbox_m[2] for item in upright)
    height = min(MAX_HEIGHT_M, sorted(item.height_m for item in upright)[len(upright) // 2])
    area = quantise(_area(outline))
    if area < MIN_AREA_M2:
        return None
    corners = np.column_stack([outline, np.full(len(outline), floor)])
    x0, y0, z0, x1, y1, _ = bounds(corners)
    space = Space(
        guid=f"hull-{guid or 'building'}",
        name=name or "Building",
        long_name=name or "Building",
        storey_guid=guid,
        floor_area_m2=area,
        floor_area_origin="outline",
        volume_m3=quantise(area * height),
        height_m=quantise(height),
        floor_z_m=floor,
        origin="storey_hull",
        bbox_m=(x0, y0, z0, x1, y1, round(floor + height, 6)),
    )
    return space, outline


def _outline(points: FloatArray) -> FloatArray | None:
    from scipy.spatial import ConvexHull, QhullError

    if len(points) < 3:
        return None
    try:
        hull = ConvexHull(points)
    except QhullError:  # all in one line
        return None
    ring = points[hull.vertices]
    start = int(np.lexsort((ring[:, 1], ring[:, 0]))[0])
    return np.asarray(np.roll(ring, -start, axis=0))


def _area(ring: FloatArray) -> float:
    x, y = ring.T
    return abs(math.fsum((x * np.roll(y, -1) - y * np.roll(x, -1)).tolist())) / 2.0


def _faces(
    room: tuple[Space, FloatArray], rooms: Sequence[tuple[Space, FloatArray]], index: int, site: Site
) -> list[Surface]:
    space, ring = room
    walls: dict[float, list[float]] = {}
    for first, second in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        along = second - first  # the outline runs counter-clockwise, so outside is to its right
        normal = np.array([along[1], -along[0], 0.0])
        length = float(np.linalg.norm(along))
        if length > 1e-6:
            walls.setdefault(azimuth(normal / length, site.true_north_deg), []).append(length * space.height_m)
    faces = [
        Surface(
            f"{space.guid}/wall/{turn:03.0f}", space.guid, "wall", "outside", None, math.fsum(parts), 90.0, turn, None
        )
        for turn, parts in sorted(walls.items())
    ]
    below = rooms[index - 1][0] if index > 0 else None
    above = rooms[index + 1][0] if index + 1 < len(rooms) else None
    shared_below = min(space.floor_area_m2, below.floor_area_m2) if below else 0.0
    shared_above = min(space.floor_area_m2, above.floor_area_m2) if above else 0.0
    area = space.floor_area_m2
    rows = (
        ("floor", "ground" if below is None else "outside", None, area - shared_below, 180.0),
        ("floor", "space", below.guid if below else None, shared_below, 180.0),
        ("roof", "outside", None, area - shared_above, 0.0),
        ("ceiling", "space", above.guid if above else None, shared_above, 0.0),
    )
    for kind, boundary, other, size, slope in rows:
        if size > 1e-6:
            faces.append(
                Surface(f"{space.guid}/{kind}/{boundary}", space.guid, kind, boundary, other, size, slope, 0.0, None)  # type: ignore[arg-type]
            )
    return faces


def _openings(
    rooms: Sequence[tuple[Space, FloatArray]], elements: Sequence[Element], meshes: Mapping[str, Mesh], site: Site
) -> list[Opening]:
    result = []
    for element in elements:
        if element.part not in {"window", "door"} or element.guid not in meshes or element.is_external is False:
            continue
        panes = list(find_panes(element, meshes[element.guid]))
        room = next(
            (item for item in rooms if panes and item[0].bbox_m[2] <= panes[0].centre[2] <= item[0].bbox_m[5]), None
        )
        if room is None or (element.part == "door" and element.is_external is None):
            continue  # an unmarked door is taken for an inner one
        pane = panes[0]
        away = pane.centre[:2] - room[1].mean(axis=0)
        outward = pane.normal if float(pane.normal[:2] @ away) >= 0.0 else -pane.normal
        result.append(make_opening(element, pane, outward, room[0], "outside", site))
    return result
