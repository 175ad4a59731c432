"""What lies behind each face of a room: exact cutting of the faces of other rooms within reach, no sampling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from bldgassess.ifc.roomfaces import Plane, RoomFace, boxes_of
from bldgassess.model.meshes import FloatArray, IntArray

Boundary = Literal["outside", "ground", "space", "unheated", "adiabatic"]

#: How far behind a face another room still is its neighbour [m]; method note: 0.5, 1 and 2 m give the same totals.
REACH_M = 1.0
#: Rooms may overlap by this much, as where they are drawn to the middle of a thin wall [m].
OVERLAP_M = 0.05
#: Faces that look back at each other less than this are not neighbours [-].
_FACING = -0.05
#: Smaller pieces are rounding of coordinates [m2].
SLIVER_M2 = 1e-5


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of face number ``face`` (its plane is that of the face) with one thing behind it.

    ``other``: number of the room behind, or -1. ``element``: GlobalId of the construction where already known.
    """

    face: int
    outline: Any
    boundary: Boundary
    other: int = -1
    element: str = ""


def cut_faces(faces: Sequence[RoomFace], reach_m: float = REACH_M) -> list[Piece]:
    """Cut each face into what looks at other rooms within reach ("space") and what does not ("outside").

    The nearest room wins; where that is the room itself, as on both sides of a beam or pier that it is cut out for, no
    heat flows ("adiabatic"). The pieces of a face add up to it. Neighbours see each other alike: the part of A behind
    which B lies is the mirror image of the part of B behind which A lies, as long as their faces are parallel.
    """
    first, second = _pairs(faces, reach_m)
    cuts: dict[int, list[tuple[float, int, Any]]] = defaultdict(list)
    if len(first):
        outlines, distance = _projected(faces, first, second, reach_m)
        own = np.array([face.outline for face in faces], dtype=object)[first]
        common = shapely.intersection(own, outlines)
        room = np.array([face.room for face in faces])
        # a room's own face counts only where it truly lies behind, not where the room is thinner than the overlap
        seen = (room[first] != room[second]) | (distance > 1e-3)
        for k in np.flatnonzero((shapely.area(common) > SLIVER_M2) & seen):
            cuts[int(first[k])].append((round(float(distance[k]), 4), int(second[k]), common[k]))
    pieces: list[Piece] = []
    for number, face in enumerate(faces):
        pieces += _cut(number, face, sorted(cuts[number], key=lambda item: item[:2]), faces)
    return pieces


def _cut(number: int, face: RoomFace, cuts: list[tuple[float, int, Any]], faces: Sequence[RoomFace]) -> list[Piece]:
    rest = face.outline
    parts: dict[int, list[Any]] = defaultdict(list)
    for _, other, outline in cuts:
        part = outline if rest is face.outline else shapely.intersection(outline, rest)
        if part.area > SLIVER_M2:
            parts[faces[other].room].append(part)
            rest = shapely.difference(rest, part)
    found = []
    for room, items in sorted(parts.items()):
        outline = items[0] if len(items) == 1 else shapely.union_all(items)
        own = room == face.room
        found.append(Piece(number, outline, "adiabatic" if own else "space", -1 if own else room))
    if rest.area > SLIVER_M2:
        found.append(Piece(number, rest, "outside"))
    return found


def _pairs(faces: Sequence[RoomFace], reach_m: float) -> tuple[IntArray, IntArray]:
    """Return pairs of faces where the second may lie behind the first within reach."""
    boxes = boxes_of(faces)
    normals = np.stack([face.plane.normal for face in faces]) if faces else np.zeros((0, 3))
    first, second = near_boxes(boxes, boxes, swept(boxes, normals, reach_m))
    keep = np.einsum("ij,ij->i", normals[first], normals[second]) < _FACING
    return first[keep], second[keep]


def swept(boxes: FloatArray, normals: FloatArray, reach_m: float) -> FloatArray:
    """Boxes of what faces with these boxes and normals sweep from a little before them up to reach behind them [m]."""
    ends = np.stack([boxes - OVERLAP_M * normals[:, None, :], boxes + reach_m * normals[:, None, :]])
    return np.asarray(np.stack([ends[:, :, 0].min(axis=0), ends[:, :, 1].max(axis=0)], axis=1))


def box_tree(boxes: FloatArray) -> Any:  # noqa: ANN401 - shapely's tree
    """Search tree over boxes (n, 2, 3) in plan."""
    return shapely.STRtree(shapely.box(boxes[:, 0, 0], boxes[:, 0, 1], boxes[:, 1, 0], boxes[:, 1, 1]))


def near_boxes(
    boxes: FloatArray,
    others: FloatArray,
    reaching: FloatArray,
    tree: Any = None,  # noqa: ANN401
) -> tuple[IntArray, IntArray]:
    """Pairs (box, other) where the reaching box (n, 2, 3) meets the other's box (m, 2, 3), in a fixed order.

    ``tree``: that of the others, where it is at hand.
    """
    if not len(boxes) or not len(others):
        none = np.zeros(0, dtype=np.int64)
        return none, none
    tree = box_tree(others) if tree is None else tree
    asked = shapely.box(reaching[:, 0, 0], reaching[:, 0, 1], reaching[:, 1, 0], reaching[:, 1, 1])
    first, second = tree.query(asked)
    keep = (reaching[first, 0, 2] <= others[second, 1, 2]) & (reaching[first, 1, 2] >= others[second, 0, 2])
    first, second = first[keep], second[keep]
    order = np.lexsort((second, first))
    return first[order], second[order]


def _projected(faces: Sequence[RoomFace], first: IntArray, second: IntArray, reach_m: float) -> tuple[Any, FloatArray]:
    """Outlines of the second faces along the normals of the first onto their planes, and mean distance [m].

    Of a face that is not parallel only the part within reach counts.
    """
    outlines = np.array([face.outline for face in faces], dtype=object)[second]
    axes = np.stack([face.plane.axes for face in faces])
    normals = np.stack([face.plane.normal for face in faces])
    offsets = np.array([face.plane.offset_m for face in faces])
    counts = shapely.get_num_coordinates(outlines)
    owner = np.repeat(np.arange(len(outlines)), counts)
    flat = shapely.get_coordinates(outlines)
    points = np.einsum("ni,nij->nj", flat, axes[second][owner]) + (normals[second] * offsets[second, None])[owner]
    depth = np.einsum("nj,nj->n", points, normals[first][owner]) - offsets[first][owner]
    low = np.minimum.reduceat(depth, np.concatenate([[0], np.cumsum(counts)[:-1]]))
    high = np.maximum.reduceat(depth, np.concatenate([[0], np.cumsum(counts)[:-1]]))
    for k in np.flatnonzero((low < -OVERLAP_M) | (high > reach_m)):
        outlines[k] = _within(outlines[k], faces[first[k]].plane, faces[second[k]].plane, reach_m)
    counts = shapely.get_num_coordinates(outlines)
    owner = np.repeat(np.arange(len(outlines)), counts)
    flat = shapely.get_coordinates(outlines)
    points = np.einsum("ni,nij->nj", flat, axes[second][owner]) + (normals[second] * offsets[second, None])[owner]
    turned = np.einsum("nj,nij->ni", points, axes[first][owner])
    depth = np.einsum("nj,nj->n", points, normals[first][owner]) - offsets[first][owner]
    mean = np.bincount(owner, weights=depth, minlength=len(outlines)) / np.maximum(counts, 1)
    return shapely.make_valid(shapely.set_coordinates(outlines.copy(), turned)), mean


def _within(outline: Any, seen_from: Plane, plane: Plane, reach_m: float) -> Any:  # noqa: ANN401 - shapely geometry
    """Part of an outline in ``plane`` that lies within reach behind the other plane."""
    slope = plane.axes @ seen_from.normal
    start = float(plane.normal @ seen_from.normal) * plane.offset_m - seen_from.offset_m
    return strip(outline, slope, -OVERLAP_M - start, reach_m - start)


def strip(outline: Any, slope: FloatArray, low: float, high: float) -> Any:  # noqa: ANN401 - shapely geometry
    """Part of an outline with low <= slope . (x, y) <= high."""
    steep = float(np.hypot(*slope))
    if steep < 1e-9:
        return outline if low <= 0.0 <= high else shapely.Polygon()
    along = slope / steep
    side = np.array([-along[1], along[0]])
    span = 2.0 * float(np.abs(shapely.get_coordinates(outline)).max()) + 1.0
    ends = np.clip(np.array([low, high]) / steep, -span, span)
    corners = [ends[0] * along - span * side, ends[1] * along - span * side,
               ends[1] * along + span * side, ends[0] * along + span * side]  # fmt: skip
    return shapely.intersection(outline, shapely.Polygon(corners))
