"""Compiled rays: what share of points a triangle shades, and which surface a ray meets first."""

from __future__ import annotations

import numba as nb
import numpy as np

from bldgassess.hourly.result import FloatArray, IntArray

#: A triangle nearer than this does not count [m]: the ray starts on it.
_NEAREST_M = 1e-4


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _distance(point: FloatArray, ray: FloatArray, triangle: FloatArray, slack: float) -> float:
    """Distance along a ray to a triangle, infinite where it is missed (Moeller and Trumbore 1997)."""
    e1x, e1y, e1z = triangle[1, 0] - triangle[0, 0], triangle[1, 1] - triangle[0, 1], triangle[1, 2] - triangle[0, 2]
    e2x, e2y, e2z = triangle[2, 0] - triangle[0, 0], triangle[2, 1] - triangle[0, 1], triangle[2, 2] - triangle[0, 2]
    px, py, pz = ray[1] * e2z - ray[2] * e2y, ray[2] * e2x - ray[0] * e2z, ray[0] * e2y - ray[1] * e2x
    det = e1x * px + e1y * py + e1z * pz
    if abs(det) <= 1e-12:
        return np.inf
    ax, ay, az = point[0] - triangle[0, 0], point[1] - triangle[0, 1], point[2] - triangle[0, 2]
    u = (ax * px + ay * py + az * pz) / det
    if u < -slack or u > 1.0 + slack:
        return np.inf
    qx, qy, qz = ay * e1z - az * e1y, az * e1x - ax * e1z, ax * e1y - ay * e1x
    v = (ray[0] * qx + ray[1] * qy + ray[2] * qz) / det
    if v < -slack or u + v > 1.0 + slack:
        return np.inf
    t = (e2x * qx + e2y * qy + e2z * qz) / det
    return t if t > _NEAREST_M else np.inf


@nb.njit(cache=True, nogil=True, error_model="numpy")
def shaded_shares(points: FloatArray, directions: FloatArray, triangles: FloatArray) -> FloatArray:
    """Share of the points whose ray along each direction meets a triangle, (directions,)."""
    shares = np.zeros(len(directions))
    last = 0  # most rays end at the triangle that stopped the one before
    for d in range(len(directions)):
        count = 0
        for p in range(len(points)):
            for k in range(len(triangles)):
                n = (last + k) % len(triangles)
                if _distance(points[p], directions[d], triangles[n], 0.0) < np.inf:
                    last = n
                    count += 1
                    break
        shares[d] = count / len(points)
    return shares


@nb.njit(cache=True, nogil=True, error_model="numpy")
def first_hits(
    points: FloatArray, rays: FloatArray, triangles: FloatArray, owner: IntArray, skip: int, count: int, farthest: float
) -> FloatArray:
    """Share of the points whose ray meets each of ``count`` surfaces first, (count, rays); ``skip``: their own."""
    shares = np.zeros((count, len(rays)))
    for r in range(len(rays)):
        for p in range(len(points)):
            nearest, found = farthest, -1
            for n in range(len(triangles)):
                if owner[n] != skip:
                    t = _distance(points[p], rays[r], triangles[n], 1e-9)
                    if t < nearest:
                        nearest, found = t, owner[n]
            if found >= 0:
                shares[found, r] += 1.0 / len(points)
    return shares
