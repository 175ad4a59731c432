"""Compiled rays, eight points at a time: what share of them a triangle shades, and which surface a ray meets first."""

from __future__ import annotations

import numba as nb
import numpy as np

from bldgassess.hourly.lanes import LANES, load, select, splat, store
from bldgassess.hourly.result import FloatArray, IntArray

#: A triangle nearer than this does not count [m]: the ray starts on it.
_NEAREST_M = 1e-4
#: A ray that runs along a triangle's plane misses it [m2].
_ALONG_M2 = 1e-12


@nb.njit(error_model="numpy")
def _distances(x, y, z, ray, triangle, slack):
    """Distance along a ray from each of eight points to a triangle, infinite where it is missed.

    Moeller and Trumbore 1997: u and v are the point's places along two edges, ``slack`` beyond them still counts.
    """
    e1x, e1y, e1z = triangle[1, 0] - triangle[0, 0], triangle[1, 1] - triangle[0, 1], triangle[1, 2] - triangle[0, 2]
    e2x, e2y, e2z = triangle[2, 0] - triangle[0, 0], triangle[2, 1] - triangle[0, 1], triangle[2, 2] - triangle[0, 2]
    px, py, pz = ray[1] * e2z - ray[2] * e2y, ray[2] * e2x - ray[0] * e2z, ray[0] * e2y - ray[1] * e2x
    det = e1x * px + e1y * py + e1z * pz
    never = splat(np.inf)
    if abs(det) <= _ALONG_M2:
        return never
    inverse = 1.0 / det
    ax, ay, az = x - triangle[0, 0], y - triangle[0, 1], z - triangle[0, 2]
    u = (ax * px + ay * py + az * pz) * inverse
    qx, qy, qz = ay * e1z - az * e1y, az * e1x - ax * e1z, ax * e1y - ay * e1x
    v = (qx * ray[0] + qy * ray[1] + qz * ray[2]) * inverse
    t = (qx * e2x + qy * e2y + qz * e2z) * inverse
    t = select(u < -slack, never, select(v < -slack, never, select(u + v > 1.0 + slack, never, t)))
    return select(t > _NEAREST_M, t, never)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _shaded(axes, count, directions, triangles):
    """Share of the first ``count`` points whose ray along each direction meets a triangle."""
    shares, met = np.zeros(len(directions)), np.zeros(LANES)
    for d in range(len(directions)):
        for p in range(0, count, LANES):
            x, y, z = load(axes[0], p), load(axes[1], p), load(axes[2], p)
            nearest = splat(np.inf)
            for n in range(len(triangles)):
                t = _distances(x, y, z, directions[d], triangles[n], 0.0)
                nearest = select(t < nearest, t, nearest)
            store(met, 0, nearest)
            for lane in range(min(LANES, count - p)):
                if met[lane] < np.inf:
                    shares[d] += 1.0
        shares[d] /= count
    return shares


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first(axes, count, rays, triangles, owner, skip, surfaces, farthest):
    """Share of the first ``count`` points whose ray meets each surface first, (surfaces, rays)."""
    shares, met = np.zeros((surfaces, len(rays))), np.zeros(LANES)
    for r in range(len(rays)):
        for p in range(0, count, LANES):
            x, y, z = load(axes[0], p), load(axes[1], p), load(axes[2], p)
            nearest, found = splat(farthest), splat(-1.0)
            for n in range(len(triangles)):
                if owner[n] != skip:
                    t = _distances(x, y, z, rays[r], triangles[n], 1e-9)
                    closer = t < nearest
                    nearest, found = select(closer, t, nearest), select(closer, splat(float(owner[n])), found)
            store(met, 0, found)
            for lane in range(min(LANES, count - p)):
                if met[lane] >= 0.0:
                    shares[int(met[lane]), r] += 1.0
    return shares / count


def _axes(points: FloatArray) -> FloatArray:
    """Points (n, 3) as rows of x, y and z, filled up to whole lanes."""
    fill = -len(points) % LANES
    return np.ascontiguousarray(np.pad(points, ((0, fill), (0, 0)), mode="edge").T)


def shaded_shares(points: FloatArray, directions: FloatArray, triangles: FloatArray) -> FloatArray:
    """Share of the points whose ray along each direction meets a triangle, (directions,)."""
    result: FloatArray = _shaded(_axes(points), len(points), directions, triangles)
    return result


def first_hits(
    points: FloatArray, rays: FloatArray, triangles: FloatArray, owner: IntArray, skip: int, count: int, farthest: float
) -> FloatArray:
    """Share of the points whose ray meets each of ``count`` surfaces first, (count, rays); ``skip``: their own."""
    result: FloatArray = _first(_axes(points), len(points), rays, triangles, owner, skip, count, farthest)
    return result
