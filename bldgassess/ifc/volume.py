"""Volumes and areas of triangle meshes: our own routine, because a kernel's shells may be turned inside out."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

WELD_M = 1e-5
DIGITS = 9


@dataclass(frozen=True, slots=True)
class MeshMeasure:
    """``volume_m3`` means something only where ``closed``. Areas [m2]; ``side_area_m2`` is one face of a wall."""

    volume_m3: float
    closed: bool
    side_area_m2: float
    top_area_m2: float
    bottom_area_m2: float
    bbox_m: tuple[float, float, float, float, float, float]


def quantise(value: float) -> float:
    """Round to nine significant digits, so that the last bits of a kernel never reach a result.

    >>> quantise(1.23456789012)
    1.23456789
    """
    return float(f"{value:.{DIGITS}g}")


def weld(mesh: Mesh) -> tuple[FloatArray, IntArray]:
    """Merge vertices closer than 1e-5 m and drop triangles that collapse: vertices (n, 3) [m], faces (m, 3)."""
    keys = np.round(mesh.vertices / WELD_M).astype(np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    faces = inverse.reshape(-1)[mesh.faces]
    a, b, c = faces.T
    return mesh.vertices[first], faces[(a != b) & (b != c) & (c != a)]


def measure(mesh: Mesh) -> MeshMeasure:
    """Measure one body."""
    vertices, faces = weld(mesh)
    if len(faces) == 0:
        return MeshMeasure(0.0, False, 0.0, 0.0, 0.0, bounds(mesh.vertices))
    closed, balanced = _edges(faces)
    if closed and not balanced:
        faces = _orient(faces)
    volume = abs(_signed_volume(vertices, faces)) if closed else 0.0
    cross = _cross(vertices, faces)
    area = 0.5 * np.linalg.norm(cross, axis=1)
    up = np.divide(0.5 * cross[:, 2], area, out=np.zeros_like(area), where=area > 0.0)
    return MeshMeasure(
        quantise(volume),
        closed and volume > 1e-9,
        quantise(_side_area(cross, area, up)),
        quantise(_fsum(area[up > 0.7])),
        quantise(_fsum(area[up < -0.7])),
        bounds(vertices),
    )


def bounds(vertices: FloatArray) -> tuple[float, float, float, float, float, float]:
    """Lower and upper corner [m]."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    x0, y0, z0, x1, y1, z1 = (round(float(item), 6) + 0.0 for item in (*low, *high))
    return (x0, y0, z0, x1, y1, z1)


def _fsum(values: FloatArray) -> float:
    return math.fsum(values.tolist())


def _cross(vertices: FloatArray, faces: IntArray) -> FloatArray:
    a, b, c = vertices[faces[:, 0]], vertices[faces[:, 1]], vertices[faces[:, 2]]
    return np.asarray(np.cross(b - a, c - a))


def _edges(faces: IntArray) -> tuple[bool, bool]:
    """Whether every edge has an even number of triangles, and whether each is run as often each way."""
    directed = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    forward = directed[:, 0] < directed[:, 1]
    _, inverse = np.unique(np.sort(directed, axis=1), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    total = np.bincount(inverse)
    ahead = np.bincount(inverse, weights=forward)
    return bool((total % 2 == 0).all()), bool((2 * ahead == total).all())


def _signed_volume(vertices: FloatArray, faces: IntArray) -> float:
    """Sum of signed tetrahedra about the centroid (divergence theorem) [m3]."""
    centred = vertices - vertices.mean(axis=0)
    a, b, c = centred[faces[:, 0]], centred[faces[:, 1]], centred[faces[:, 2]]
    return _fsum(np.einsum("ij,ij->i", a, np.cross(b, c))) / 6.0


def _orient(faces: IntArray) -> IntArray:
    """Flip triangles until neighbours run their common edge in opposite senses, one connected shell after another."""
    result = faces.copy()
    owners: dict[tuple[int, int], list[int]] = {}
    for number, (a, b, c) in enumerate(faces.tolist()):
        for edge in ((a, b), (b, c), (c, a)):
            owners.setdefault((min(edge), max(edge)), []).append(number)
    seen = np.zeros(len(faces), dtype=bool)
    for start in range(len(faces)):
        if seen[start]:
            continue
        seen[start] = True
        queue = deque([start])
        while queue:
            number = queue.popleft()
            a, b, c = result[number].tolist()
            for first, second in ((a, b), (b, c), (c, a)):
                for other in owners[min(first, second), max(first, second)]:
                    if not seen[other]:
                        seen[other] = True
                        if _runs(result[other].tolist(), first, second):
                            result[other] = result[other][::-1]
                        queue.append(other)
    return result


def _runs(triangle: list[int], first: int, second: int) -> bool:
    a, b, c = triangle
    return (first, second) in ((a, b), (b, c), (c, a))


def _side_area(cross: FloatArray, area: FloatArray, up: FloatArray) -> float:
    """Area of upright faces that look the way most of them look, one side of it [m2]."""
    upright = np.abs(up) < 0.3
    if not upright.any():
        return 0.0
    angle = np.arctan2(cross[upright, 1], cross[upright, 0])
    sector = np.round(np.degrees(angle) % 180.0 / 5.0).astype(int) % 36
    return float(np.bincount(sector, weights=area[upright], minlength=36).max()) / 2.0
