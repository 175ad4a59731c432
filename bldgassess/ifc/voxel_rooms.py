"""Rooms made by us where a model has none: one a storey, its outline told by cubes, its surfaces by real faces."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bldgassess.errors import Issue
from bldgassess.ifc.bodies import Bodies, BoolArray, inside_any, make_bodies
from bldgassess.ifc.envelope import SOLID_PARTS, azimuth, make_opening, tilt
from bldgassess.ifc.ground import find_ground
from bldgassess.ifc.hull import HullResult
from bldgassess.ifc.opening_planes import Pane, find_panes
from bldgassess.ifc.roomfaces import outward_corners
from bldgassess.ifc.volume import quantise, weld
from bldgassess.ifc.voxels import GROUND, Grid, make_grid, sampled, split_storeys
from bldgassess.model import Element, Mesh, Opening, Site, Space, Storey, Surface
from bldgassess.model.meshes import FloatArray, IntArray

#: Parts that close a building off.
_CLOSING = SOLID_PARTS | {"window", "door", "column", "beam", "stair"}
_UPRIGHT = ("external_wall", "internal_wall", "curtain_wall")
#: Storeys closer than this are one [m]; smallest floor of a room [m2]; lowest room [m].
_STOREY_M, _MIN_AREA_M2, _MIN_HEIGHT_M = 1.8, 2.0, 1.5
#: How far behind a face the outside or the next room is looked for [m].
_REACH_M = 1.2
#: Distance before a face at which no other body may lie [m].
_BEFORE_M = 0.01
#: Share of a storey's plan that real floors must cover to be taken for its floor [-].
_FLOOR_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class _Seen:
    """Small parts of real faces that look into a room: area, outward normal, room, what is behind, element."""

    area: FloatArray
    normal: FloatArray
    room: IntArray
    behind: IntArray
    z: FloatArray
    element: IntArray


def compute_voxel_rooms(
    storeys: Sequence[Storey], elements: Sequence[Element], meshes: Mapping[str, Mesh], site: Site,
    zero_z_m: float | None = None,
) -> HullResult:  # fmt: skip
    """Make the rooms, or none where the elements enclose nothing, as without a roof.

    What air from outside cannot reach through the cubes is inside; each storey's part of it is a room. Its surfaces are
    the faces of elements seen from there, so that areas and directions do not depend on the cubes. The volume is that
    of the cubes and half a cube before each face.
    """
    closing = [item for item in elements if item.part in _CLOSING and item.guid in meshes]
    levels = _levels(storeys, closing)
    if not levels or not closing:
        return HullResult((), (), (), ())
    bodies = make_bodies([item.guid for item in closing], meshes, np.zeros(3))
    grid = split_storeys(make_grid(bodies.corners, levels[0][0]), [z for z, _, _ in levels])
    if not (grid.cells > 0).any():
        return HullResult((), (), (), ())
    parts = {item.guid: item.part for item in closing}
    seen = _seen(bodies, parts, grid, meshes)
    panes = _panes(closing, meshes, grid)
    made = [_space(k + 1, level, grid, seen, panes) for k, level in enumerate(levels)]
    rooms = {k + 1: space for k, space in enumerate(made) if space is not None}
    ground = find_ground(list(rooms.values()), zero_z_m)
    surfaces = _surfaces(seen, rooms, bodies, grid, ground.wall_z_m, ground.floor_z_m, site)
    openings = [_opening(item, rooms, site) for item in panes if item.room in rooms]
    issue = Issue("ifc.voxel_rooms", {"count": len(rooms)}, severity="warning")
    spaces = tuple(sorted(rooms.values(), key=lambda item: item.guid))
    return HullResult(spaces, tuple(surfaces), tuple(openings), (issue,) if spaces else ())


def _levels(storeys: Sequence[Storey], elements: Sequence[Element]) -> list[tuple[float, str | None, str]]:
    """Height, GlobalId and name of each storey with walls, from the lowest of its walls [m]."""
    names = {item.guid: item.name for item in storeys}
    heights: dict[str | None, list[float]] = defaultdict(list)
    for item in elements:
        if item.part in _UPRIGHT and item.height_m >= _MIN_HEIGHT_M:
            heights[item.storey_guid if item.storey_guid in names else None].append(item.bbox_m[2])
    rows = sorted((sorted(zs)[len(zs) // 2], guid or "", guid) for guid, zs in heights.items())
    kept: list[tuple[float, str | None, str]] = []
    for z, _, guid in rows:
        if not kept or z - kept[-1][0] >= _STOREY_M:
            kept.append((z, guid, names.get(guid or "", "")))
    if kept:
        lowest = min(z for zs in heights.values() for z in zs)
        kept[0] = (min(kept[0][0], lowest), *kept[0][1:])
    return kept


def _seen(bodies: Bodies, parts: Mapping[str, str], grid: Grid, meshes: Mapping[str, Mesh]) -> _Seen:
    """Sample the faces of solid bodies and keep what is seen from a room and hidden by no other body."""
    corners, owner = [], []
    for number, guid in enumerate(bodies.guids):
        if parts[guid] in SOLID_PARTS:
            vertices, triangles = weld(meshes[guid])
            if len(triangles):
                corners.append(outward_corners(vertices, triangles))
                owner.append(np.full(len(triangles), number))
    triangles_of = np.concatenate(corners)
    body = np.concatenate(owner)
    cross = np.cross(triangles_of[:, 1] - triangles_of[:, 0], triangles_of[:, 2] - triangles_of[:, 0])
    size = np.linalg.norm(cross, axis=1)
    good = size > 1e-9
    triangles_of, body, cross, size = triangles_of[good], body[good], cross[good], size[good]
    normals = cross / size[:, None]
    columns: list[tuple[FloatArray, FloatArray, IntArray, IntArray, FloatArray, IntArray]] = []
    for spread_points, spread_run in _spread_inside(triangles_of, max(grid.size_m, 0.1)):
        part = 0.5 * size[spread_run] / np.bincount(spread_run, minlength=len(size))[spread_run]
        before = _room_before(grid, spread_points, normals[spread_run])
        kept = np.flatnonzero(before > 0)
        hidden = _hidden(bodies, spread_points[kept] + _BEFORE_M * normals[spread_run[kept]])
        kept = kept[~hidden]
        points, run, room = spread_points[kept], spread_run[kept], before[kept]
        behind = _behind(grid, points, -normals[run], room)
        columns.append((part[kept], -normals[run], room, behind, points[:, 2], body[run]))
    area, normal, rooms, after, z, element = (np.concatenate(item) for item in zip(*columns, strict=True))
    return _Seen(area, normal, rooms, after, z, element)


def _hidden(bodies: Bodies, points: FloatArray) -> BoolArray:
    """Tell which points lie in a body; looked at by cubes of a metre, so that few bodies are near each group."""
    cells = np.floor(points - points.min(axis=0, initial=np.inf)).astype(np.int64)
    code = (cells[:, 0] * 4096 + cells[:, 1]) * 4096 + cells[:, 2]
    order = np.argsort(code, kind="stable")
    result = np.zeros(len(points), dtype=bool)
    result[order] = inside_any(bodies, points[order], code[order])
    return result


def _spread_inside(corners: FloatArray, spacing_m: float) -> list[tuple[FloatArray, IntArray]]:
    """Points well inside each triangle: those of the triangle drawn in a little toward its middle."""
    middle = corners.mean(axis=1, keepdims=True)
    drawn = middle + (corners - middle) * 0.98
    return [(points, run) for points, run in sampled(drawn, spacing_m)]


def _room_before(grid: Grid, points: FloatArray, normals: FloatArray) -> IntArray:
    """Room that a face looks into, 0 for none: at one cube before it or, near an edge, in a cube beside that one."""
    index = np.floor(((points + grid.size_m * normals) @ grid.turn.T - grid.low) / grid.size_m).astype(np.int64)
    room = grid.of(index).astype(np.int64)
    edge = np.flatnonzero(room == -1)
    around = np.array([(i, j, k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (-1, 0, 1)])
    best = np.zeros(len(edge), dtype=np.int64)
    for step in around:
        value = grid.of(index[edge] + step).astype(np.int64)
        best = np.where(best > 0, best, np.maximum(value, 0))
    room[edge] = best
    return np.maximum(room, 0)


def _behind(grid: Grid, points: FloatArray, direction: FloatArray, room: IntArray) -> IntArray:
    """First thing behind a face: 0 outside, a room, -2 ground, -1 nothing within reach; own room means a partition."""
    found = np.full(len(points), -1, dtype=np.int64)
    open_ = np.ones(len(points), dtype=bool)
    for depth in np.arange(1.0, _REACH_M / grid.size_m * 2.0 + 1.0) * 0.5 * grid.size_m:
        value = grid.at(points + depth * direction).astype(np.int64)
        # the cube that holds the face itself may be free where the face lies on its border
        fresh = open_ & (value != -1) & ~((value == room) & (depth <= grid.size_m))
        found[fresh] = value[fresh]
        open_ &= ~fresh
    return found


@dataclass(frozen=True, slots=True)
class _PaneSeen:
    element: Element
    pane: Pane
    outward: FloatArray
    room: int
    other: int


def _panes(elements: Sequence[Element], meshes: Mapping[str, Mesh], grid: Grid) -> list[_PaneSeen]:
    """Windows and doors between a room and outside or another room."""
    found = []
    for element in elements:
        if element.part not in {"window", "door"}:
            continue
        for pane in islice(find_panes(element, meshes[element.guid]), 1):
            ahead, after = _first(grid, pane, pane.normal), _first(grid, pane, -pane.normal)
            if ahead == after or max(ahead, after) <= 0:
                continue
            room = ahead if after <= 0 else after if ahead <= 0 else min(ahead, after)
            outward = -pane.normal if room == ahead else pane.normal
            found.append(_PaneSeen(element, pane, outward, room, max(ahead + after - room, 0)))
    return found


def _first(grid: Grid, pane: Pane, direction: FloatArray) -> int:
    steps = pane.half_depth_m + np.arange(0.5, 0.8 / grid.size_m + 1.0) * grid.size_m
    values = grid.at(pane.centre + steps[:, None] * direction)
    free = values[values >= 0]
    return int(free[0]) if len(free) else -1


def _space(
    number: int, level: tuple[float, str | None, str], grid: Grid, seen: _Seen, panes: Sequence[_PaneSeen]
) -> Space | None:
    mask = grid.cells == number
    plan = float(mask.any(axis=2).sum()) * grid.size_m**2
    if plan < _MIN_AREA_M2:
        return None
    own = seen.room == number
    turned = np.abs(seen.normal[own] @ grid.turn.T).sum(axis=1)
    half = 0.5 * grid.size_m
    glass = math.fsum(item.pane.width_m * item.pane.height_m for item in panes if number in {item.room, item.other})
    volume = float(mask.sum()) * grid.size_m**3 + half * (float((seen.area[own] * turned).sum()) + glass)
    floors = float(seen.area[own & (seen.normal[:, 2] < -0.7)].sum())
    upright = own & (np.abs(seen.normal[:, 2]) < 0.5)
    cells = np.argwhere(mask)
    z0 = float(grid.low[2] + grid.size_m * cells[:, 2].min()) - half
    z1 = float(grid.low[2] + grid.size_m * (cells[:, 2].max() + 1)) + half
    if z1 - z0 < _MIN_HEIGHT_M:
        return None
    edge = (float(seen.area[upright].sum()) + glass) / (z1 - z0)
    area = floors if floors >= _FLOOR_SHARE * plan else plan + half * edge
    corners = (grid.low + grid.size_m * (cells + 0.5)) @ grid.turn
    low, high = corners.min(axis=0) - grid.size_m, corners.max(axis=0) + grid.size_m
    x0, y0, x1, y1 = (round(float(item), 6) for item in (*low[:2], *high[:2]))
    _, guid, name = level
    return Space(
        guid=f"voxel-{guid or 'building'}",
        name=name or "Building",
        long_name=name or "Building",
        storey_guid=guid,
        floor_area_m2=quantise(area),
        floor_area_origin="voxels",
        volume_m3=quantise(volume),
        height_m=quantise(volume / area),
        floor_z_m=round(z0, 6),
        origin="voxels",
        bbox_m=(x0, y0, round(z0, 6), x1, y1, round(z1, 6)),
    )


def _surfaces(
    seen: _Seen,
    rooms: Mapping[int, Space],
    bodies: Bodies,
    grid: Grid,
    wall_z: float | None,
    floor_z: float,
    site: Site,
) -> list[Surface]:
    areas: dict[tuple[str, str, str, str, str, float, float], list[float]] = defaultdict(list)
    keep = np.isin(seen.room, list(rooms)) & (seen.behind != seen.room)
    below = np.zeros(int(keep.sum()), dtype=bool) if wall_z is None else seen.z[keep] < wall_z
    columns = [seen.room[keep], seen.behind[keep], seen.element[keep], below]
    directions = np.round(seen.normal[keep] * 1000.0)
    rows, place = np.unique(np.column_stack([*columns, directions]).astype(np.int64), axis=0, return_inverse=True)
    sums = np.bincount(place.reshape(-1), weights=seen.area[keep], minlength=len(rows))
    for (room, behind, element, is_below, *direction), area in zip(rows.tolist(), sums.tolist(), strict=True):
        normal = np.array(direction) / 1000.0
        slope = tilt(normal)
        kind = "wall" if 60.0 <= slope <= 120.0 else ("ceiling" if slope < 60.0 else "floor")
        other = rooms[behind].guid if behind in rooms else ""
        boundary = "space" if other else _outer(kind, behind, rooms[room].floor_z_m <= floor_z, bool(is_below))
        kind = "roof" if kind == "ceiling" and boundary in {"outside", "ground"} else kind
        turn = azimuth(normal, site.true_north_deg)
        areas[rooms[room].guid, kind, boundary, other, bodies.guids[element], slope, turn].append(area)
    for number, space in rooms.items():
        bare = _bare_ground(grid, number)
        laid = math.fsum(math.fsum(parts) for key, parts in areas.items() if key[0] == space.guid and key[1] == "floor")
        if bare > 0.0 and laid < _FLOOR_SHARE * space.floor_area_m2:
            areas[space.guid, "floor", "ground", "", "", 180.0, 0.0].append(space.floor_area_m2 - laid)
    result = []
    for key, parts in sorted(areas.items()):
        area = quantise(math.fsum(parts))
        if area > 0.01:
            identity = "/".join((*key[:3], key[3] or "-", key[4] or "-", f"{key[5]:.0f}", f"{key[6]:.0f}"))
            result.append(
                Surface(identity, key[0], key[1], key[2], key[3] or None, area, key[5], key[6], key[4] or None)  # type: ignore[arg-type]
            )
    return result


def _outer(kind: str, behind: int, is_low: bool, is_below: bool) -> str:
    """What lies behind a face where it is no room; ``is_low``: the room stands low, ``is_below``: below ground."""
    if kind == "floor" and is_low and behind <= 0:
        return "ground"
    if kind == "wall" and is_below and behind <= 0:
        return "ground"
    return {0: "outside", GROUND: "ground"}.get(behind, "adiabatic")


def _bare_ground(grid: Grid, number: int) -> float:
    """Plan of a room that stands on ground without a slab [m2]."""
    room, below = grid.cells[:, :, 1:] == number, grid.cells[:, :, :-1] == GROUND
    return float((room & below).any(axis=2).sum()) * grid.size_m**2


def _opening(item: _PaneSeen, rooms: Mapping[int, Space], site: Site) -> Opening:
    boundary = "space" if item.other in rooms else "outside"
    return make_opening(item.element, item.pane, item.outward, rooms[item.room], boundary, site)  # type: ignore[arg-type]
