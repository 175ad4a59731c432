"""The plane faces of rooms as polygons: what the envelope is cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from bldgassess.ifc.rays import inside
from bldgassess.ifc.volume import weld
from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

#: Triangles whose normals and planes differ by no more than this lie in one face [-], [m].
_SAME_NORMAL, _SAME_PLANE_M = 1e-3, 2e-3
_LEAST_M2 = 1e-6
#: Distance of the point that tells whether a triangle looks inward [m].
_BEFORE_M = 1e-3


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane with its own axes: ``axes`` (2, 3) run to the right and up seen from outside; ``offset_m`` = normal . x."""

    normal: FloatArray
    offset_m: float
    axes: FloatArray

    def flat(self, points: FloatArray) -> FloatArray:
        """Coordinates (n, 2) in the plane of points (n, 3), along its normal."""
        return np.asarray(points @ self.axes.T)

    def solid(self, points: FloatArray) -> FloatArray:
        """Points (n, 3) of coordinates (n, 2) in the plane."""
        return np.asarray(points @ self.axes + self.normal * self.offset_m)


@dataclass(frozen=True, slots=True)
class RoomFace:
    """A face of the room with index ``room``: its plane, normal outward, its outline there and its box (2, 3) [m]."""

    room: int
    plane: Plane
    outline: Any
    box: FloatArray


def make_plane(normal: FloatArray, offset_m: float) -> Plane:
    """Give a plane its axes: level ones look along x and y, others have their second axis upward."""
    flat = float(np.hypot(normal[0], normal[1])) < 1e-6
    across = np.array([1.0, 0.0, 0.0]) if flat else np.array([-normal[1], normal[0], 0.0])
    across = across / np.linalg.norm(across)
    return Plane(normal, offset_m, np.stack([across, np.cross(normal, across)]))


def room_faces(room: int, mesh: Mesh, origin: FloatArray) -> list[RoomFace]:
    """Cut a room's shell into plane faces, in a fixed order. ``origin`` is taken off all points.

    The area of the faces is the area of the shell, also where triangles of an open shell overlap in part.
    """
    vertices, triangles = weld(Mesh(mesh.vertices - origin, mesh.faces))
    if len(triangles) == 0:
        return []
    corners = outward_corners(vertices, triangles)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(cross, axis=1)
    corners, cross, size = corners[size > 2e-9], cross[size > 2e-9], size[size > 2e-9]
    if len(corners) == 0:
        return []
    normals = cross / size[:, None]
    offsets = np.einsum("ij,ij->i", normals, corners.mean(axis=1))
    faces = []
    for members in _planes(normals, offsets, size):
        normal = (normals[members] * size[members, None]).sum(axis=0)
        normal = _cleaned(normal / np.linalg.norm(normal))
        plane = make_plane(normal, float(np.average(corners[members].mean(axis=1) @ normal, weights=size[members])))
        outline = shapely.union_all(shapely.polygons(corners[members] @ plane.axes.T))
        if outline.area < _LEAST_M2:
            continue
        box = np.stack([corners[members].min(axis=(0, 1)), corners[members].max(axis=(0, 1))])
        faces.append(RoomFace(room, plane, outline, box))
    return sorted(faces, key=_order)


def outward_corners(vertices: FloatArray, triangles: IntArray) -> FloatArray:
    """Corners (n, 3, 3) of triangles that run counter-clockwise seen from outside.

    A shell whose edges are run once each way is turned as a whole by the sign of its volume; in any other each triangle
    is turned by whether a point before it lies inside.
    """
    corners = vertices[triangles]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    count = len(vertices)
    ahead, back = edges[:, 0] * count + edges[:, 1], edges[:, 1] * count + edges[:, 0]
    if np.array_equal(np.sort(ahead), np.sort(back)):
        a, b, c = (corners[:, k] - vertices.mean(axis=0) for k in range(3))
        turned = np.full(len(corners), float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) < 0.0)
    else:
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        size = np.linalg.norm(cross, axis=1, keepdims=True)
        normals = np.divide(cross, size, out=np.zeros_like(cross), where=size > 0.0)
        turned = inside(corners.mean(axis=1) + _BEFORE_M * normals, corners)
    return np.asarray(np.where(turned[:, None, None], corners[:, ::-1], corners))


def _order(face: RoomFace) -> tuple[float, ...]:
    return (*(round(float(item), 3) for item in (*face.plane.normal, face.plane.offset_m)), round(face.outline.area, 4))


def _cleaned(normal: FloatArray) -> FloatArray:
    """Upright and level faces exactly so, where rounding of coordinates turned them a little."""
    result = np.where(np.abs(normal) < 1e-5, 0.0, normal)
    return np.asarray(result / np.linalg.norm(result))


def _planes(normals: FloatArray, offsets: FloatArray, size: FloatArray) -> list[IntArray]:
    """Group triangles by plane, the largest triangle first."""
    order = np.lexsort((offsets, normals[:, 2], normals[:, 1], normals[:, 0], -np.round(size, 6)))
    left = np.ones(len(order), dtype=bool)
    groups = []
    for number in order:
        if not left[number]:
            continue
        near = left & (np.abs(normals - normals[number]).max(axis=1) < _SAME_NORMAL)
        near &= np.abs(offsets - offsets[number]) < _SAME_PLANE_M
        left &= ~near
        groups.append(np.flatnonzero(near))
    return groups


def boxes_of(faces: Sequence[RoomFace]) -> FloatArray:
    """Boxes of faces (n, 2, 3) [m]."""
    return np.stack([face.box for face in faces]) if faces else np.zeros((0, 2, 3))
