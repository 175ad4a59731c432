"""The envelope of rooms by outward rays: what is behind each face, which window looks where.

Each triangle of a room's body is sampled; a ray along its outward normal finds, within one metre, another room
(internal), or none (outside, or ground below the lowest floor), and on its way the element whose layers it crosses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from bldgassess.errors import Issue
from bldgassess.ifc.opening_planes import Pane, find_panes
from bldgassess.ifc.rays import first_hits, inside, triangles
from bldgassess.ifc.volume import quantise
from bldgassess.model import Element, Mesh, Opening, Site, Space, Surface
from bldgassess.model.meshes import FloatArray

REACH_M = 1.0
#: How far the length of a partition is followed to the room at its other end [m].
FAR_M = 12.0
POINTS_PER_M2 = 4.0
MAX_POINTS = 64
#: A floor with nothing below counts as on the ground up to this height above the lowest floor [m].
GROUND_BAND_M = 0.5
SOLID_PARTS = frozenset(
    (
        "external_wall",
        "internal_wall",
        "curtain_wall",
        "floor_slab",
        "ground_slab",
        "roof",
        "foundation",
        "covering",
        "other",
    )
)
Kind = Literal["wall", "roof", "ceiling", "floor"]
Boundary = Literal["outside", "ground", "space", "unheated", "adiabatic"]
_Key = tuple[str, Kind, Boundary, str, str, float, float]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Opaque faces net of openings, openings, and how they were found."""

    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    source: Literal["rays"] = "rays"
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class _Body:
    guid: str
    corners: FloatArray
    low: FloatArray
    high: FloatArray


def compute_envelope(
    spaces: Sequence[Space], elements: Sequence[Element], meshes: Mapping[str, Mesh], site: Site
) -> Envelope:
    """Find the faces and openings of all rooms."""
    rooms = [_body(item.guid, meshes[item.guid]) for item in spaces if item.guid in meshes]
    solids = [
        _body(item.guid, meshes[item.guid]) for item in elements if item.part in SOLID_PARTS and item.guid in meshes
    ]
    ground_z = min((float(room.low[2]) for room in rooms), default=0.0) + GROUND_BAND_M
    areas: dict[_Key, list[float]] = defaultdict(list)
    for room in rooms:
        _faces_of(room, rooms, solids, ground_z, site.true_north_deg, areas)
    surfaces = [
        Surface(
            "/".join((key[0], key[1], key[2], key[3] or "-", key[4] or "-", f"{key[5]:.0f}", f"{key[6]:.0f}")),
            key[0],
            key[1],
            key[2],
            key[3] or None,
            math.fsum(parts),
            key[5],
            key[6],
            key[4] or None,
        )
        for key, parts in sorted(areas.items())
    ]
    openings, unresolved = _openings(elements, meshes, rooms, {item.guid: item for item in spaces}, site)
    net = take_off(_adopted(surfaces), openings)
    issues = (Issue("ifc.openings_unresolved", {"count": len(unresolved)}, tuple(unresolved), "warning"),)
    return Envelope(tuple(net), tuple(openings), issues=issues if unresolved else ())


def azimuth(normal: FloatArray, true_north_deg: float) -> float:
    """Azimuth of a normal clockwise from true north [deg], 0 for level faces, whole degrees."""
    if math.hypot(float(normal[0]), float(normal[1])) < 0.02:
        return 0.0
    return round(math.degrees(math.atan2(float(normal[0]), float(normal[1]))) - true_north_deg) % 360.0 + 0.0


def tilt(normal: FloatArray) -> float:
    """Tilt of a normal: 0 up, 90 level, 180 down [deg], whole degrees."""
    return float(round(math.degrees(math.acos(max(-1.0, min(1.0, float(normal[2])))))))


def take_off(surfaces: Sequence[Surface], openings: Sequence[Opening]) -> list[Surface]:
    """Take the openings off the opaque faces of their room that look the same way, the largest first."""
    left = {item.id: item.area_m2 for item in surfaces}
    for opening in openings:
        rest = opening.area_m2
        for face in sorted(_hosts(surfaces, opening), key=lambda item: (-left[item.id], item.id)):
            used = min(rest, left[face.id])
            left[face.id] -= used
            rest -= used
            if rest <= 0.0:
                break
    kept = (replace(item, area_m2=quantise(left[item.id])) for item in surfaces)
    return sorted((item for item in kept if item.area_m2 > 1e-4), key=lambda item: item.id)


def _hosts(surfaces: Sequence[Surface], opening: Opening) -> list[Surface]:
    def fits(face: Surface) -> bool:
        if face.space_guid != opening.space_guid or face.boundary != opening.boundary:
            return False
        if abs(face.tilt_deg - opening.tilt_deg) > 20.0:
            return False
        turn = abs((face.azimuth_deg - opening.azimuth_deg + 180.0) % 360.0 - 180.0)
        return turn < 30.0 or face.kind != "wall"

    return [face for face in surfaces if fits(face)]


def _body(guid: str, mesh: Mesh) -> _Body:
    corners = triangles(mesh)
    return _Body(guid, corners, mesh.vertices.min(axis=0), mesh.vertices.max(axis=0))


def _outward(mesh_corners: FloatArray) -> FloatArray:
    """Unit normals that look out of the body, by the sign of its volume."""
    a, b, c = mesh_corners[:, 0], mesh_corners[:, 1], mesh_corners[:, 2]
    cross = np.cross(b - a, c - a)
    centre = mesh_corners.reshape(-1, 3).mean(axis=0)
    volume = float(np.einsum("ij,ij->i", a - centre, np.cross(b - centre, c - centre)).sum())
    return np.asarray(cross if volume >= 0.0 else -cross)


def _samples(corners: FloatArray, area: float) -> FloatArray:
    """Points spread evenly over a triangle, in a fixed pattern."""
    count = int(min(MAX_POINTS, max(1, math.ceil(area * POINTS_PER_M2))))
    n = max(1, math.ceil(math.sqrt(count)))
    points = []
    for i in range(n):
        for j in range(n - i):
            points.append(((i + 1 / 3) / n, (j + 1 / 3) / n))
            if j < n - i - 1:
                points.append(((i + 2 / 3) / n, (j + 2 / 3) / n))
    uv = np.array(points)
    a, b, c = corners
    return np.asarray(a + uv[:, :1] * (b - a) + uv[:, 1:] * (c - a))


def _near(bodies: Sequence[_Body], low: FloatArray, high: FloatArray, without: str) -> list[_Body]:
    return [body for body in bodies if body.guid != without and (body.low <= high).all() and (body.high >= low).all()]


def _faces_of(
    room: _Body, rooms: Sequence[_Body], solids: Sequence[_Body], ground_z: float, north: float,
    areas: dict[_Key, list[float]],
) -> None:  # fmt: skip
    crosses = _outward(room.corners)
    reach = np.full(3, REACH_M)
    near_rooms = _near(rooms, room.low - reach, room.high + reach, room.guid)
    near_solids = _near(solids, room.low - reach, room.high + reach, "")
    for corners, cross in zip(room.corners, crosses, strict=True):
        area = 0.5 * float(np.linalg.norm(cross))
        if area < 1e-6:
            continue
        normal = cross / (2.0 * area)
        points = _samples(corners, area)
        ends = np.concatenate([points, points + normal * REACH_M])
        low, high = ends.min(axis=0) - 0.01, ends.max(axis=0) + 0.01
        starts = points - normal * 1e-3
        other = _nearest(starts, normal, _near(near_rooms, low, high, room.guid))
        solid = _nearest(starts, normal, _near(near_solids, low, high, ""))
        slope = tilt(normal)
        buried = np.zeros(len(points), dtype=bool)
        if 60.0 <= slope <= 120.0 and not all(behind for behind, _ in other):
            buried = _buried(points, normal, rooms, near_solids, room.guid)
        for (behind, distance), (element, _), within in zip(other, solid, buried, strict=True):
            is_low = float(corners[:, 2].max()) <= ground_z
            key = _key(room.guid, behind if distance <= REACH_M else "", element, slope, normal, north, is_low)
            if within and not behind:
                key = (*key[:2], "adiabatic", *key[3:])
            areas[key].append(area / len(points))


def _buried(
    points: FloatArray, normal: FloatArray, rooms: Sequence[_Body], solids: Sequence[_Body], room: str
) -> npt.NDArray[np.bool_]:
    """Tell which points look into the length of a partition: inside a body still at full reach, with a room beyond."""
    ends = points + normal * REACH_M
    within = np.zeros(len(points), dtype=bool)
    for body in _near(solids, ends.min(axis=0), ends.max(axis=0), ""):
        within |= inside(ends, body.corners)
    if not within.any():
        return within
    beyond = np.full(len(points), np.inf)
    far = points + normal * FAR_M
    low, high = np.minimum(points, far).min(axis=0), np.maximum(points, far).max(axis=0)
    for body in _near(rooms, low, high, room):
        beyond = np.minimum(beyond, first_hits(points, normal, body.corners))
    return within & (beyond <= FAR_M)


def _key(room: str, behind: str, element: str, slope: float, normal: FloatArray, north: float, low: bool) -> _Key:
    kind: Kind = "wall" if 60.0 <= slope <= 120.0 else ("ceiling" if slope < 60.0 else "floor")
    boundary: Boundary = "space" if behind else "outside"
    if kind == "ceiling" and not behind:
        kind = "roof"
    if kind == "floor" and not behind and low:
        boundary = "ground"
    return room, kind, boundary, behind, element, slope, azimuth(normal, north)


def _nearest(starts: FloatArray, normal: FloatArray, bodies: Sequence[_Body]) -> list[tuple[str, float]]:
    best = [("", math.inf)] * len(starts)
    for body in bodies:
        for i, distance in enumerate(first_hits(starts, normal, body.corners).tolist()):
            if distance <= REACH_M and (round(distance, 6), body.guid) < (round(best[i][1], 6), best[i][0] or "~"):
                best[i] = (body.guid, distance)
    return best


def _openings(
    elements: Sequence[Element], meshes: Mapping[str, Mesh], rooms: Sequence[_Body], spaces: Mapping[str, Space],
    site: Site,
) -> tuple[list[Opening], list[str]]:  # fmt: skip
    found: list[Opening] = []
    unresolved: list[str] = []
    for element in elements:
        if element.part not in {"window", "door"} or element.guid not in meshes:
            continue
        opening = _resolve(element, find_panes(element, meshes[element.guid]), rooms, spaces, site)
        if opening is None:
            unresolved.append(element.guid)
        else:
            found.append(opening)
    return found, unresolved


def _resolve(
    element: Element, panes: Sequence[Pane], rooms: Sequence[_Body], spaces: Mapping[str, Space], site: Site
) -> Opening | None:
    for pane in panes:
        ahead, behind = _room_at(pane, pane.normal, rooms), _room_at(pane, -pane.normal, rooms)
        if not ahead and not behind:
            continue
        room = min(item for item in (ahead, behind) if item)
        outward = pane.normal if room == behind else -pane.normal
        inner = bool(ahead and behind and ahead != behind)
        return make_opening(element, pane, outward, spaces[room], "space" if inner else "outside", site)
    return None


def _room_at(pane: Pane, direction: FloatArray, rooms: Sequence[_Body]) -> str:
    steps = np.array([0.05, 0.15, 0.3, 0.5, 0.8]) + pane.half_depth_m
    points = pane.centre + steps[:, None] * direction
    for point in points:
        for room in rooms:
            if (room.low <= point).all() and (room.high >= point).all() and inside(point[None, :], room.corners)[0]:
                return room.guid
    return ""


def make_opening(
    element: Element, pane: Pane, outward: FloatArray, space: Space, boundary: Literal["outside", "space"], site: Site
) -> Opening:
    """Make the opening of an element in a room."""
    slope = tilt(outward)
    kind: Literal["window", "door", "skylight"] = "door" if element.part == "door" else "window"
    if slope < 60.0:
        kind = "skylight"
    x, y, z = (quantise(float(item)) for item in pane.centre)
    return Opening(
        guid=element.guid,
        space_guid=space.guid,
        kind=kind,
        boundary=boundary,
        area_m2=quantise(pane.width_m * pane.height_m),
        width_m=pane.width_m,
        height_m=pane.height_m,
        sill_m=quantise(max(0.0, z - pane.height_m / 2.0 - space.floor_z_m)),
        tilt_deg=slope,
        azimuth_deg=azimuth(outward, site.true_north_deg),
        centre_m=(x, y, z),
        vertices_m=pane.corners(outward),
        u_value_w_m2k=element.u_value_w_m2k,
        g_value=element.g_value,
        frame_fraction=element.frame_fraction,
    )


def _adopted(surfaces: Sequence[Surface]) -> list[Surface]:
    """Give faces behind which no element was met, such as where a window stands, to the largest face in their plane."""
    groups: dict[tuple[str, str, str, float, float], list[Surface]] = defaultdict(list)
    for item in surfaces:
        groups[item.space_guid, item.kind, item.boundary, round(item.tilt_deg), round(item.azimuth_deg)].append(item)
    found = []
    for members in groups.values():
        known = [item for item in members if item.element_guid]
        lost = [item for item in members if not item.element_guid]
        if not known or not lost:
            found += members
            continue
        host = max(known, key=lambda item: (item.area_m2, item.id))
        area = math.fsum(item.area_m2 for item in (host, *lost))
        found += [replace(item, area_m2=area) if item is host else item for item in known]
    return sorted(found, key=lambda item: item.id)
