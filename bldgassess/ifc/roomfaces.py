"""The plane faces of rooms as polygons: what the envelope is cut from."""

from __future__ import annotations

import math
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
#: Left-over of the vector areas of a closed shell, of their sizes [-].
_CLOSED = 1e-7
#: Distance of the point that tells whether a triangle looks inward [m].
_BEFORE_M = 1e-3


@dataclass(frozen=True, slots=True)
class Plane:
    """A plane with its own axes (2, 3), which run to the right and up seen from outside; ``offset_m`` = normal . x."""

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
    x, y, z = normal.tolist()
    long = math.hypot(x, y)
    a, b = (1.0, 0.0) if long < 1e-6 else (-y / long, x / long)
    return Plane(normal, offset_m, np.array([(a, b, 0.0), (-z * b, z * a, x * b - y * a)]))


def room_faces(meshes: Sequence[Mesh], origin: FloatArray) -> list[RoomFace]:
    """Cut the shells of rooms into plane faces, room by room in a fixed order. ``origin`` is taken off all points.

    The area of the faces is the area of the shell, also where triangles of an open shell overlap in part.
    """
    parts = [_shell(mesh, origin) for mesh in meshes]
    corners = np.concatenate(parts) if parts else np.zeros((0, 3, 3))
    room = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    cross = cross_rows(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(cross, axis=1)
    good = size > 2e-9
    corners, room, cross, size = corners[good], room[good], cross[good], size[good]
    if not len(corners):
        return []
    normals = cross / size[:, None]
    offsets = np.einsum("ij,ij->i", normals, corners.mean(axis=1))
    group = _planes(room, normals, offsets)
    planes = _mean_planes(corners, cross, size, group)
    flat = np.einsum("nkj,nij->nki", corners, np.stack([plane.axes for plane in planes])[group])
    outlines = _united(shapely.polygons(flat), group, len(planes))
    low, high = np.full((len(planes), 3), np.inf), np.full((len(planes), 3), -np.inf)
    np.minimum.at(low, group, corners.min(axis=1))
    np.maximum.at(high, group, corners.max(axis=1))
    boxes = np.stack([low, high], axis=1)
    owner = np.zeros(len(planes), dtype=np.int64)
    owner[group] = room
    faces = [
        RoomFace(int(owner[k]), plane, outlines[k], boxes[k])
        for k, plane in enumerate(planes)
        if outlines[k].area >= _LEAST_M2
    ]
    return sorted(faces, key=_order)


def cross_rows(first: FloatArray, second: FloatArray) -> FloatArray:
    """Cross products of rows (n, 3); quicker than ``numpy.cross`` on short arrays."""
    x, y, z = first.T
    u, v, w = second.T
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=1)


def _shell(mesh: Mesh, origin: FloatArray) -> FloatArray:
    """Corners of a shell's triangles, counter-clockwise seen from outside.

    Where the triangles' areas as vectors add up to nothing the shell is closed and runs one way, and the sign of its
    volume tells which; any other is welded and looked at triangle by triangle.
    """
    corners = (mesh.vertices - origin)[mesh.faces]
    if not len(corners):
        return np.zeros((0, 3, 3))
    cross = cross_rows(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    if float(np.abs(cross.sum(axis=0)).max()) <= _CLOSED * float(np.abs(cross).sum()):
        volume = float(np.einsum("ij,ij->", corners[:, 0] - corners[0, 0], cross))
        return np.asarray(corners if volume >= 0.0 else corners[:, ::-1])
    vertices, triangles = weld(Mesh(mesh.vertices - origin, mesh.faces))
    return outward_corners(vertices, triangles) if len(triangles) else np.zeros((0, 3, 3))


def _planes(room: IntArray, normals: FloatArray, offsets: FloatArray) -> IntArray:
    """Number of the plane of each triangle: first by rounding, then planes that rounding parted are joined."""
    keys = np.column_stack([room, np.round(normals / _SAME_NORMAL), np.round(offsets / _SAME_PLANE_M)]).astype(np.int64)
    unique, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    counts = np.bincount(unique[:, 0])
    own = counts[unique[:, 0]]  # planes of the same room, by plane
    run = np.repeat(np.arange(len(unique)), own)
    start = np.repeat((np.cumsum(counts) - counts)[unique[:, 0]], own)
    other = start + np.arange(len(run)) - np.repeat(np.cumsum(own) - own, own)
    same = (run < other) & (np.abs(normals[first[run]] - normals[first[other]]).max(axis=1) < _SAME_NORMAL)
    same &= np.abs(offsets[first[run]] - offsets[first[other]]) < _SAME_PLANE_M
    joined = np.arange(len(unique))
    for k, m in zip(run[same].tolist(), other[same].tolist(), strict=True):
        joined[m] = joined[k]
    return np.asarray(np.unique(joined[group], return_inverse=True)[1].reshape(-1))


def _mean_planes(corners: FloatArray, cross: FloatArray, size: FloatArray, group: IntArray) -> list[Plane]:
    """Plane of each group of triangles, by area."""
    count = int(group.max()) + 1
    total = np.stack([np.bincount(group, weights=cross[:, k], minlength=count) for k in range(3)], axis=1)
    normals = total / np.linalg.norm(total, axis=1, keepdims=True)
    # upright and level faces exactly so, where rounding of coordinates turned them a little
    normals = np.where(np.abs(normals) < 1e-5, 0.0, normals)
    normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    depth = np.einsum("nj,nj->n", corners.mean(axis=1), normals[group])
    weight = np.bincount(group, weights=size, minlength=count)
    offsets = np.bincount(group, weights=depth * size, minlength=count) / weight
    return [make_plane(normals[k], float(offsets[k])) for k in range(count)]


def _united(triangles: Any, group: IntArray, count: int) -> Any:  # noqa: ANN401 - arrays of shapely geometry
    """Union of the triangles of each group; groups of one size are united together, which is quicker."""
    result = np.empty(count, dtype=object)
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group, minlength=count)
    start = np.cumsum(counts) - counts
    for size in np.unique(counts).tolist():
        members = np.flatnonzero(counts == size)
        rows = order[start[members][:, None] + np.arange(size)]
        result[members] = shapely.union_all(triangles[rows], axis=1)
    return result


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
    plane = face.plane
    return (
        face.room, *(round(item, 3) for item in (*plane.normal.tolist(), plane.offset_m)), round(face.outline.area, 4)
    )  # fmt: skip


def boxes_of(faces: Sequence[RoomFace]) -> FloatArray:
    """Boxes of faces (n, 2, 3) [m]."""
    return np.stack([face.box for face in faces]) if faces else np.zeros((0, 2, 3))
