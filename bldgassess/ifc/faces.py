"""Planar faces of a body and sample points on them, the same whatever the order of its triangles."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.ifc.rays import inside_triangles_2d, parity_along
from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

_PLANE_ANGLE_COS = math.cos(math.radians(1.0))
_PLANE_GAP_M = 0.005
_MIN_TRIANGLE_M2 = 1e-8
_LIFT_M = 0.003


@dataclass(frozen=True, slots=True)
class PlanarFace:
    """A plane part of a body's skin.

    Parameters
    ----------
    normal : (3,) unit normal out of the body
    u, v : (3,) in-plane axes; ``u`` is level, ``v`` points up on walls and to +Y (or -Y) on level faces
    triangles : (n, 3, 3) corners [m]
    area_m2 : area [m2]
    points : (k, 3) sample points on the face [m], each standing for ``area_m2 / k``
    """

    normal: FloatArray
    u: FloatArray
    v: FloatArray
    triangles: FloatArray
    area_m2: float
    points: FloatArray

    @property
    def offset_m(self) -> float:
        """Signed distance of the plane from the origin along the normal [m]."""
        return float(self.triangles[0, 0] @ self.normal)

    def flat(self, points: FloatArray) -> FloatArray:
        """Return in-plane coordinates (k, 2) of points [m]."""
        return np.column_stack((points @ self.u, points @ self.v))


def plane_axes(normal: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Level and upward axis of a plane.

    >>> u, v = plane_axes(np.array([0.0, -1.0, 0.0]))
    >>> [round(float(x), 3) for x in (*u, *v)]
    [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    """
    level = np.array([-normal[1], normal[0], 0.0])
    length = float(np.hypot(level[0], level[1]))
    u = np.array([1.0, 0.0, 0.0]) if length < 1e-3 else level / length
    v = np.cross(normal, u)
    return u, v / float(np.linalg.norm(v))


def triangle_corners(mesh: Mesh) -> FloatArray:
    """Corners (n, 3, 3) of a mesh's triangles, those without area left out."""
    corners = mesh.vertices[mesh.faces] if len(mesh.faces) else np.zeros((0, 3, 3))
    corners = corners[np.isfinite(corners).all(axis=(1, 2))]
    twice = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return np.asarray(corners[twice > 2.0 * _MIN_TRIANGLE_M2], dtype=np.float64)


def planar_faces(mesh: Mesh, *, spacing_m: float, most_points: int) -> tuple[PlanarFace, ...]:
    """Group a body's triangles into planar faces, turn their normals outward, and lay sample points on them.

    Parameters
    ----------
    mesh : body; its winding is not trusted
    spacing_m : distance of sample points aimed at [m]
    most_points : the spacing grows where a face would need more points than this
    """
    corners = triangle_corners(mesh)
    if not len(corners):
        return ()
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    twice = np.linalg.norm(cross, axis=1)
    normals, areas = cross / twice[:, None], twice / 2.0
    faces = []
    for members in _group_by_plane(normals, corners.mean(axis=1), areas):
        faces.append(_face(corners, normals[members[0]], members, areas, spacing_m, most_points))
    return tuple(faces)


def _group_by_plane(normals: FloatArray, centres: FloatArray, areas: FloatArray) -> list[IntArray]:
    """Take the largest free triangle as seed of a plane, gather what lies in it, and so on."""
    key = np.round(np.column_stack((-areas, centres, normals)), 6)
    order = np.lexsort(key.T[::-1])
    free = np.ones(len(areas), dtype=bool)
    groups: list[IntArray] = []
    for seed in order:
        if not free[seed]:
            continue
        along = (centres - centres[seed]) @ normals[seed]
        members = free & (normals @ normals[seed] > _PLANE_ANGLE_COS) & (np.abs(along) < _PLANE_GAP_M)
        members[seed] = True
        free &= ~members
        rows = order[members[order]]
        groups.append(rows.astype(np.int64))
    return groups


def _face(
    corners: FloatArray, seed_normal: FloatArray, members: IntArray, areas: FloatArray, spacing_m: float, most: int
) -> PlanarFace:
    normal = np.round(seed_normal, 9)
    normal = normal / float(np.linalg.norm(normal))
    triangles = corners[members]
    area = math.fsum(areas[members].tolist())
    points = _sample(triangles, normal, area, spacing_m, most)
    # outward where an odd number of skins lies behind and an even number in front
    front = parity_along(points + _LIFT_M * normal, normal, corners)
    back = parity_along(points - _LIFT_M * normal, -normal, corners)
    if np.count_nonzero(front) + np.count_nonzero(~back) > len(points):
        normal = -normal
    u, v = plane_axes(normal)
    return PlanarFace(normal, u, v, triangles, area, points)


def _sample(triangles: FloatArray, normal: FloatArray, area: float, spacing_m: float, most: int) -> FloatArray:
    """Centres of an even grid over the face that fall on it; centres of its triangles where the face is too thin."""
    u, v = plane_axes(normal if normal[2] >= 0.0 else -normal)
    flat = np.stack((triangles @ u, triangles @ v), axis=-1)
    low, high = flat.min(axis=(0, 1)), flat.max(axis=(0, 1))
    step = max(spacing_m, math.sqrt(area / most))
    counts = [max(1, math.ceil(float(size) / step)) for size in high - low]
    axes = [lo + (np.arange(n) + 0.5) * (hi - lo) / n for lo, hi, n in zip(low, high, counts, strict=True)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
    grid = grid[inside_triangles_2d(grid, flat)]
    if not len(grid):
        grid = flat.mean(axis=1)
        grid = grid[np.lexsort(np.round(grid, 6).T)]
    level = float((triangles @ normal).mean())
    return np.asarray(grid[:, :1] * u + grid[:, 1:] * v + level * normal, dtype=np.float64)
