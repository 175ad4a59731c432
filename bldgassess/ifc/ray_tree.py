"""Rays against everything that stands around: what is met first, and how far away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.model.meshes import BoolArray, FloatArray, IntArray

#: Hits nearer than this are the surface that a ray starts on [m].
LEAST_M = 1e-4
_MORTON_BITS = 10


@dataclass(frozen=True, slots=True)
class RayTree:
    """Triangles sorted along a space-filling curve [m], under a heap of boxes. ``order``: their old numbers."""

    corners: FloatArray
    edges1: FloatArray
    edges2: FloatArray
    boxes: FloatArray
    leaves: int
    order: IntArray

    def first(self, starts: FloatArray, rays: FloatArray) -> tuple[FloatArray, IntArray]:
        """Return distance [m] and number of the first triangle on each ray; infinite and -1 where there is none."""
        distances, hits = self._walk(starts, rays, any_hit=False)
        return distances, np.where(hits >= 0, self.order[np.maximum(hits, 0)] if len(self.order) else -1, -1)

    def blocked(self, starts: FloatArray, rays: FloatArray) -> BoolArray:
        """Whether anything is met on each ray."""
        result: BoolArray = self._walk(starts, rays, any_hit=True)[1] >= 0
        return result

    def _walk(self, starts: FloatArray, rays: FloatArray, *, any_hit: bool) -> tuple[FloatArray, IntArray]:
        distances, hits = np.full(len(starts), np.inf), np.full(len(starts), -1, dtype=np.int64)
        if len(self.corners) and len(starts):
            from bldgassess.ifc.ray_kernel import walk

            walk(
                np.ascontiguousarray(starts, dtype=float), np.ascontiguousarray(rays, dtype=float), LEAST_M, self.boxes,
                self.corners, self.edges1, self.edges2, self.leaves, any_hit, distances, hits,
            )  # fmt: skip
        return distances, hits


def build_tree(triangles: FloatArray) -> RayTree:
    """Sort triangles along the Morton curve of their middles and put a balanced tree of boxes over them."""
    from bldgassess.ifc.ray_kernel import LEAF

    order = np.argsort(_morton(triangles.mean(axis=1)), kind="stable")
    chosen = np.ascontiguousarray(triangles[order], dtype=float)
    leaves = 1
    while leaves * LEAF < len(chosen):
        leaves *= 2
    boxes = np.empty((2 * leaves - 1, 6))
    boxes[:, :3], boxes[:, 3:] = np.inf, -np.inf  # an empty box is missed by every ray
    slots = leaves - 1 + np.arange(len(chosen)) // LEAF
    np.minimum.at(boxes[:, :3], slots, chosen.min(axis=1))
    np.maximum.at(boxes[:, 3:], slots, chosen.max(axis=1))
    level = leaves
    while level > 1:
        level //= 2
        nodes = np.arange(level - 1, 2 * level - 1)
        left, right = boxes[2 * nodes + 1], boxes[2 * nodes + 2]
        boxes[nodes, :3] = np.minimum(left[:, :3], right[:, :3])
        boxes[nodes, 3:] = np.maximum(left[:, 3:], right[:, 3:])
    corners = np.ascontiguousarray(chosen[:, 0])
    return RayTree(corners, chosen[:, 1] - corners, chosen[:, 2] - corners, boxes, leaves, order)


def _morton(points: FloatArray) -> IntArray:
    """Place of points (n, 3) on the Morton curve of their common box."""
    if not len(points):
        return np.zeros(0, dtype=np.int64)
    low, high = points.min(axis=0), points.max(axis=0)
    cells = ((points - low) / np.maximum(high - low, 1e-9) * (2**_MORTON_BITS - 1)).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(_MORTON_BITS):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return code
