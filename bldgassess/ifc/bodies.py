"""Many bodies at once: the first one that rays meet, and which points lie inside one, over flat lists of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from bldgassess.ifc.adjacency import box_tree, near_boxes
from bldgassess.ifc.rays import EPS_M
from bldgassess.ifc.roomfaces import cross_rows
from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]

#: Pairs of a ray and a triangle that are looked at together; bounds the memory.
_MOST_PAIRS = 2_000_000
#: Off the axis, so that edges of upright faces are not grazed.
_UPWARD = np.array([1.3e-4, 2.1e-4, 1.0]) / np.linalg.norm([1.3e-4, 2.1e-4, 1.0])


@dataclass(frozen=True)
class Bodies:
    """Bodies by GlobalId; ``corners`` (t, 3, 3) of all triangles, those of body k from ``start[k]`` on [m]."""

    guids: tuple[str, ...]
    corners: FloatArray
    start: IntArray
    boxes: FloatArray
    triangle_boxes: FloatArray

    @cached_property
    def tree(self) -> Any:  # noqa: ANN401 - shapely's tree
        """Search tree over the bodies' boxes in plan."""
        return box_tree(self.boxes)


def make_bodies(guids: Sequence[str], meshes: Mapping[str, Mesh], origin: FloatArray) -> Bodies:
    """Gather bodies that have a mesh; ``origin`` is taken off all points."""
    names = tuple(guid for guid in sorted(set(guids)) if guid in meshes and len(meshes[guid].faces))
    parts = [meshes[guid].vertices[meshes[guid].faces] - origin for guid in names]
    corners = np.concatenate(parts) if parts else np.zeros((0, 3, 3))
    counts = np.array([0, *(len(part) for part in parts)], dtype=np.int64)
    start = np.cumsum(counts)
    low, high = corners.min(axis=1), corners.max(axis=1)
    boxes = np.zeros((0, 2, 3))
    if names:
        boxes = np.stack([np.minimum.reduceat(low, start[:-1]), np.maximum.reduceat(high, start[:-1])], axis=1)
    return Bodies(names, corners, start, boxes, np.stack([low, high], axis=1))


def first_bodies(
    bodies: Bodies, starts: FloatArray, directions: FloatArray, groups: IntArray, reach_m: float
) -> tuple[IntArray, FloatArray]:
    """Return the body (-1 for none) that each ray (n, 3) meets first within reach, and how far off [m].

    ``groups`` (n,) are non-decreasing: rays of a group start near each other and share a look for bodies. Where two
    bodies are met at the same distance (1e-6 m) the one with the lower GlobalId counts.
    """
    ray, triangle, distance = _hits(bodies, starts, directions, groups, reach_m)
    body = np.searchsorted(bodies.start, triangle, side="right") - 1
    order = np.lexsort((body, np.round(distance, 6), ray))
    first = np.unique(ray[order], return_index=True)[1]
    found = np.full(len(starts), -1, dtype=np.int64)
    how_far = np.full(len(starts), np.inf)
    chosen = order[first]
    found[ray[chosen]], how_far[ray[chosen]] = body[chosen], distance[chosen]
    return found, how_far


def inside_any(bodies: Bodies, points: FloatArray, groups: IntArray) -> BoolArray:
    """Tell which points (n, 3) lie inside a closed body: an odd number of its faces above them."""
    if not len(points) or not len(bodies.guids):
        return np.zeros(len(points), dtype=bool)
    height = max(float(bodies.boxes[:, 1, 2].max() - points[:, 2].min()), 0.0) + 1.0
    ray, triangle, _ = _hits(bodies, points, np.tile(_UPWARD, (len(points), 1)), groups, height, at_start=True)
    body = np.searchsorted(bodies.start, triangle, side="right") - 1
    keys, counts = np.unique(ray * len(bodies.guids) + body, return_counts=True)
    result = np.zeros(len(points), dtype=bool)
    result[keys[counts % 2 == 1] // len(bodies.guids)] = True
    return result


def _hits(
    bodies: Bodies, starts: FloatArray, directions: FloatArray, groups: IntArray, reach_m: float, at_start: bool = False
) -> tuple[IntArray, IntArray, FloatArray]:
    """All (ray, triangle, distance) within reach; ``at_start``: only of bodies whose box holds the start."""
    found: list[tuple[IntArray, IntArray, FloatArray]] = []
    if len(starts) and len(bodies.guids):
        for ray, triangle in _candidates(bodies, starts, directions, groups, reach_m, at_start):
            distance = _distances(starts[ray], directions[ray], bodies.corners[triangle])
            hit = distance <= reach_m
            found.append((ray[hit], triangle[hit], distance[hit]))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    ray, triangle, distance = (np.concatenate(column) for column in zip(*found, strict=True))
    return ray, triangle, distance


def _candidates(
    bodies: Bodies, starts: FloatArray, directions: FloatArray, groups: IntArray, reach_m: float, at_start: bool
) -> Iterator[tuple[IntArray, IntArray]]:
    """Pairs (ray, triangle) whose boxes meet: by group and body first, then group and triangle, then ray by ray."""
    ends = starts + reach_m * directions
    low, high = np.minimum(starts, ends) - 1e-6, np.maximum(starts, ends) + 1e-6
    first = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    sizes = np.diff(np.append(first, len(groups)))
    boxes = np.stack([np.minimum.reduceat(low, first), np.maximum.reduceat(high, first)], axis=1)
    asked = boxes
    if at_start:
        asked = np.stack([np.minimum.reduceat(starts, first), np.maximum.reduceat(starts, first)], axis=1)
    group, body = near_boxes(boxes, bodies.boxes, asked, bodies.tree)
    counts = bodies.start[body + 1] - bodies.start[body]
    for part in chunks(counts):
        pair, triangle = spread(bodies.start[body[part]], counts[part])
        owner = group[part][pair]
        keep = _meet(boxes[owner], bodies.triangle_boxes[triangle])
        owner, triangle = owner[keep], triangle[keep]
        for inner in chunks(sizes[owner]):
            pair, ray = spread(first[owner[inner]], sizes[owner[inner]])
            facing = triangle[inner][pair]
            keep = _meet(np.stack([low[ray], high[ray]], axis=1), bodies.triangle_boxes[facing])
            yield ray[keep], facing[keep]


def chunks(counts: IntArray) -> Iterator[slice]:
    """Slices of a list of counts, each of which adds up to no more than the most pairs, or holds one."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = int(ends[start - 1]) if start else 0
        stop = max(int(np.searchsorted(ends, done + _MOST_PAIRS, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def spread(start: IntArray, counts: IntArray) -> tuple[IntArray, IntArray]:
    """For runs from ``start`` with ``counts`` members: number of the run and member, run after run."""
    run = np.repeat(np.arange(len(counts)), counts)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    return run, np.arange(len(run)) - before + np.repeat(start, counts)


def _meet(first: FloatArray, second: FloatArray) -> BoolArray:
    return np.asarray(((first[:, 0] <= second[:, 1]) & (first[:, 1] >= second[:, 0])).all(axis=1))


def _distances(starts: FloatArray, directions: FloatArray, corners: FloatArray) -> FloatArray:
    """Distance from each start along its direction to its triangle; inf where it misses (Moeller and Trumbore)."""
    a = corners[:, 0]
    edge1, edge2 = corners[:, 1] - a, corners[:, 2] - a
    p = cross_rows(directions, edge2)
    det = np.einsum("ij,ij->i", edge1, p)
    good = np.abs(det) > 1e-12
    inverse = np.divide(1.0, det, out=np.zeros_like(det), where=good)
    away = starts - a
    u = np.einsum("ij,ij->i", away, p) * inverse
    q = cross_rows(away, edge1)
    v = np.einsum("ij,ij->i", q, directions) * inverse
    t = np.einsum("ij,ij->i", q, edge2) * inverse
    hit = good & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1.0 + 1e-9) & (t > EPS_M)
    return np.where(hit, t, np.inf)
