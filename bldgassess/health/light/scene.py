"""A room as light sees it: a closed shell with a glazed sleeve at each window, and what stands around.

All coordinates are turned so that y is true north, x east, z up [m].
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from bldgassess.health.light.grid import eye_points, work_points
from bldgassess.health.light.obstacles import Obstacles, find_obstacles
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.rooms import room_use
from bldgassess.ifc.roomfaces import RoomFace, room_faces
from bldgassess.ifc.site import turn_of
from bldgassess.model import Building, Mesh, Opening, Space
from bldgassess.study import Study

Material = Literal["floor", "wall", "ceiling"]
#: The shell lies this far inside the room's faces, so that it never shares a plane with what stands behind [m].
_INSIDE_M = 0.002
#: A pane belongs to a face that looks its way within this cosine, lies on it by this share and this near [-], [m].
_SAME_WAY, _LEAST_SHARE, _NEAR_M = 0.8, 0.1, 1.3
#: Upward part of a normal from which a face counts as floor or ceiling [-] (60 deg from upright).
_LEVEL = 0.5
_LEAST_M2 = 1e-4


@dataclass(frozen=True, slots=True)
class Pane:
    """A window of a room: the hole in the room's face, the same outline at the glass, and the glass within the frame.

    Corners (n, 3) [m] in the same order; ``normal`` looks outward. ``transmittance`` [0-1] of the glass itself, at
    normal incidence.
    """

    guid: str
    inner: FloatArray
    outer: FloatArray
    glass: FloatArray
    normal: FloatArray
    transmittance: float

    @property
    def glass_m2(self) -> float:
        """Area of the glass [m2]."""
        return polygon_area(self.glass)


@dataclass(frozen=True, slots=True)
class RoomScene:
    """A room: its opaque polygons by material, panes, points at working height and at eye height (n, 3) [m].

    ``lost``: openings for which no face of the room was found. ``looks`` (4, 3): level unit vectors of the four ways
    that a person may face.
    """

    guid: str
    shell: tuple[tuple[Material, FloatArray], ...]
    panes: tuple[Pane, ...]
    points: FloatArray
    eyes: FloatArray
    looks: FloatArray
    floor_z_m: float
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Rooms where people stay, by GlobalId, what stands around them, and the level of the ground [m]."""

    rooms: tuple[RoomScene, ...]
    obstacles: Obstacles
    ground_z_m: float


def make_scene(building: Building, meshes: Mapping[str, Mesh], study: Study) -> Scene:
    """Make the scene of all rooms where people stay."""
    turn = turn_of(building.site)
    spaces = [item for item in building.spaces if room_use(item).has_people]
    windows: dict[str, list[Opening]] = {item.guid: [] for item in spaces}
    for opening in building.openings:
        if opening.space_guid in windows and is_window(opening):
            windows[opening.space_guid].append(opening)
    rooms = tuple(_room(space, windows[space.guid], meshes, turn, study) for space in spaces)
    level = [item.floor_z_m for item in building.spaces if any(is_window(o) for o in windows.get(item.guid, ()))]
    return Scene(
        rooms,
        find_obstacles(building.elements, meshes, turn, [pane for room in rooms for pane in room.panes]),
        min(level, default=0.0),
    )


def is_window(opening: Opening) -> bool:
    """Whether daylight comes through: windows and skylights to outside; doors count as closed and opaque."""
    return opening.boundary == "outside" and opening.kind != "door" and opening.area_m2 > 0.0


def transmittance(study: Study) -> float:
    """Light transmittance of the glass at normal incidence with its dirt [0-1]."""
    return study.envelope.window_visible_fraction * (1.0 - study.health.glass_dirt_fraction)


def frame_fraction(opening: Opening, study: Study) -> float:
    """Frame share of a window [0-1]: the model's own, else the study's."""
    own = opening.frame_fraction
    return own if own is not None else study.envelope.window_frame_fraction


def polygon_area(corners: FloatArray) -> float:
    """Area of a plane polygon (n, 3) [m2]."""
    arms = corners[1:] - corners[0]
    return 0.5 * float(np.linalg.norm(np.cross(arms[:-1], arms[1:]).sum(axis=0)))


def _room(
    space: Space, windows: Sequence[Opening], meshes: Mapping[str, Mesh], turn: FloatArray, study: Study
) -> RoomScene:
    mesh = meshes.get(space.guid) or _box(space)
    mesh = Mesh(mesh.vertices @ turn.T, mesh.faces.copy())
    origin = np.floor(mesh.vertices.min(axis=0)) if len(mesh.vertices) else np.zeros(3)
    faces = room_faces([mesh], origin)
    holes: dict[int, list[Any]] = {}
    panes, lost = [], []
    for opening in windows:
        corners = np.asarray(opening.vertices_m, dtype=float).reshape(-1, 3) @ turn.T - origin
        found = _host(faces, corners) if len(corners) >= 3 else None
        if found is None:
            lost.append(opening.guid)
            continue
        number, outline, depth = found
        holes.setdefault(number, []).append(outline)
        panes.append(_pane(opening, faces[number], outline, depth, origin, study))
    shell = [
        (_material(face), part)
        for number, face in enumerate(faces)
        for part in _opaque(face, holes.get(number, []), origin)
    ]
    level = float(mesh.vertices[:, 2].min()) if len(mesh.vertices) else space.floor_z_m
    points = work_points(mesh, level, turn)
    return RoomScene(
        space.guid, tuple(shell), tuple(panes), points, eye_points(points, level),
        np.array([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)]) @ turn.T, level, tuple(lost),
    )  # fmt: skip


def _box(space: Space) -> Mesh:
    """The box of a room that has no body of its own."""
    x0, y0, z0, x1, y1, z1 = space.bbox_m
    corners = np.array([(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)])
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    return Mesh(corners, np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))], dtype=np.int64))


def _host(faces: Sequence[RoomFace], corners: FloatArray) -> tuple[int, Any, float] | None:
    """Return the face that a window lies in, its outline there, and how deep behind the face the glass lies [m]."""
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    length = float(np.linalg.norm(normal))
    if length <= 0.0:
        return None
    normal, middle = normal / length, corners.mean(axis=0)
    rows = []
    for number, face in enumerate(faces):
        plane = face.plane
        depth = float(plane.normal @ middle) - plane.offset_m
        if abs(float(plane.normal @ normal)) < _SAME_WAY or abs(depth) > _NEAR_M:
            continue
        rectangle = shapely.Polygon(plane.flat(corners))
        outline = _largest(shapely.intersection(rectangle, face.outline))
        share = outline.area / max(rectangle.area, _LEAST_M2) if outline is not None else 0.0
        if share >= _LEAST_SHARE:
            rows.append((-round(share, 2), round(abs(depth), 3), number, outline, depth))
    if not rows:
        return None
    _, _, number, outline, depth = min(rows, key=lambda row: row[:3])
    return number, outline, max(depth, 0.0)


def _largest(shape: Any) -> Any | None:  # noqa: ANN401 - shapely geometry
    parts = [item for item in _polygons(shape) if item.area > _LEAST_M2]
    return max(parts, key=lambda item: float(item.area)) if parts else None


def _polygons(shape: Any) -> list[Any]:  # noqa: ANN401
    return [item for item in shapely.get_parts(shape) if item.geom_type == "Polygon"]


def _pane(
    opening: Opening,
    face: RoomFace,
    outline: Any,  # noqa: ANN401
    depth: float,
    origin: FloatArray,
    study: Study,
) -> Pane:
    flat = np.asarray(shapely.remove_repeated_points(outline, 1e-4).exterior.coords)[:-1]
    plane = face.plane
    on_face = plane.solid(flat) + origin
    outer = on_face + plane.normal * depth
    middle = outer.mean(axis=0)
    glass = middle + math.sqrt(1.0 - frame_fraction(opening, study)) * (outer - middle)
    return Pane(opening.guid, on_face - plane.normal * _INSIDE_M, outer, glass, plane.normal, transmittance(study))


def _material(face: RoomFace) -> Material:
    up = float(face.plane.normal[2])
    return "ceiling" if up > _LEVEL else "floor" if up < -_LEVEL else "wall"


def _opaque(face: RoomFace, holes: Sequence[Any], origin: FloatArray) -> list[FloatArray]:
    """Polygons (n, 3) without holes of a face less its windows."""
    outline = shapely.difference(face.outline, shapely.union_all(holes)) if holes else face.outline
    plane = face.plane
    shift = origin - plane.normal * _INSIDE_M
    return [plane.solid(np.asarray(part.exterior.coords)[:-1]) + shift for part in _whole(outline)]


def _whole(shape: Any) -> list[Any]:  # noqa: ANN401
    """Cut polygons with holes through the holes until none is left; slivers are dropped."""
    found = []
    for part in _polygons(shape):
        if part.area <= _LEAST_M2:
            continue
        if not len(part.interiors):
            found.append(part)
            continue
        x0, y0, x1, y1 = part.bounds
        x = float(part.interiors[0].centroid.x)
        for left, right in ((x0, x), (x, x1)):
            found += _whole(shapely.intersection(part, shapely.box(left, y0, right, y1)))
    return found
