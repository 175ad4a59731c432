"""The compiled walk of rays through a tree of boxes over triangles; ``rays`` builds the tree."""

from __future__ import annotations

import numba as nb
import numpy as np

#: Triangles in one leaf.
LEAF = 4
#: Deepest tree that the walk has room for.
_DEEPEST = 40


@nb.njit(cache=True, nogil=True)
def _misses(box: np.ndarray, start: np.ndarray, inverse: np.ndarray, reach: float) -> bool:
    """Whether a ray passes by a box, or meets it farther away than ``reach``."""
    near, far = 0.0, reach
    for axis in range(3):
        a = (box[axis] - start[axis]) * inverse[axis]
        b = (box[axis + 3] - start[axis]) * inverse[axis]
        near, far = max(near, min(a, b)), min(far, max(a, b))
    return near > far


@nb.njit(cache=True, nogil=True)
def _distance(corner: np.ndarray, edge1: np.ndarray, edge2: np.ndarray, start: np.ndarray, ray: np.ndarray) -> float:
    """Distance along a ray to a triangle (Möller and Trumbore 1997), -1 where it passes by."""
    px = ray[1] * edge2[2] - ray[2] * edge2[1]
    py = ray[2] * edge2[0] - ray[0] * edge2[2]
    pz = ray[0] * edge2[1] - ray[1] * edge2[0]
    det = edge1[0] * px + edge1[1] * py + edge1[2] * pz
    if abs(det) < 1e-12:
        return -1.0
    tx, ty, tz = start[0] - corner[0], start[1] - corner[1], start[2] - corner[2]
    u = (tx * px + ty * py + tz * pz) / det
    if u < -1e-9 or u > 1.0 + 1e-9:
        return -1.0
    qx, qy, qz = ty * edge1[2] - tz * edge1[1], tz * edge1[0] - tx * edge1[2], tx * edge1[1] - ty * edge1[0]
    v = (ray[0] * qx + ray[1] * qy + ray[2] * qz) / det
    if v < -1e-9 or u + v > 1.0 + 1e-9:
        return -1.0
    return float((edge2[0] * qx + edge2[1] * qy + edge2[2] * qz) / det)


@nb.njit(cache=True, nogil=True)
def walk(
    starts: np.ndarray, rays: np.ndarray, least: float, boxes: np.ndarray, corners: np.ndarray, edges1: np.ndarray,
    edges2: np.ndarray, leaves: int, any_hit: bool, distances: np.ndarray, hits: np.ndarray,
) -> None:  # fmt: skip
    """Write distance and number of the first triangle beyond ``least`` on each ray; infinite and -1 where none is.

    ``boxes``: a full binary tree as a heap, (2 leaves - 1, 6). With ``any_hit`` the first one met will do, and what
    stopped the last ray is asked first: rays that come one after the other are mostly neighbours.
    """
    stack = np.empty(_DEEPEST, dtype=np.int64)
    inverse = np.empty(3)
    last = -1
    for k in range(len(starts)):
        start, ray = starts[k], rays[k]
        if any_hit and last >= 0:
            t = _distance(corners[last], edges1[last], edges2[last], start, ray)
            if t > least:
                distances[k], hits[k] = t, last
                continue
        for axis in range(3):
            inverse[axis] = 1.0 / ray[axis] if abs(ray[axis]) > 1e-15 else 1e15
        best, found = np.inf, -1
        size = 1
        stack[0] = 0
        while size > 0:
            size -= 1
            node = stack[size]
            if _misses(boxes[node], start, inverse, best):
                continue
            if node < leaves - 1:
                stack[size], stack[size + 1] = 2 * node + 2, 2 * node + 1
                size += 2
                continue
            first = (node - leaves + 1) * LEAF
            for item in range(first, min(first + LEAF, len(corners))):
                t = _distance(corners[item], edges1[item], edges2[item], start, ray)
                if least < t < best:
                    best, found = t, item
            if any_hit and found >= 0:
                break
        distances[k], hits[k] = best, found
        last = found if found >= 0 else last
