"""What pieces of a room's faces are made of, and which of them look into the length of a wall or the edge of a slab."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from bldgassess.ifc.adjacency import OVERLAP_M, REACH_M, SLIVER_M2, Piece, near_boxes
from bldgassess.ifc.bodies import Bodies, first_bodies, inside_any
from bldgassess.ifc.roomfaces import RoomFace
from bldgassess.model.meshes import FloatArray, IntArray

#: Points by which a piece is shared out among the elements behind it, to a square metre [1/m2] and within bounds.
_POINTS_PER_M2 = 1.0
_FEWEST, _MOST = 4, 144
#: Largest body whose outline is laid on a piece [triangles].
_MOST_TRIANGLES = 2000
#: A piece that looks into a body counts as its end where it is narrower than the reach (``REACH_M``); checked here [m].
_WITHIN_M = (0.5, 0.75)
_MOSTLY = 0.6
#: A ray starts this far inside the room, so that a face drawn in the plane of the wall is met [m].
BACK_M = 1e-3


def bury(pieces: Sequence[Piece], faces: Sequence[RoomFace], bodies: Bodies) -> list[Piece]:
    """Split off the parts of outside pieces that are "adiabatic": behind them a body runs on for the whole reach.

    Such are the ends of partitions and of slabs, and floors and ceilings above and below walls. Heat has more than a
    metre of material to go, and the part is narrower than that; a thick outer wall, which is wide, stays outside. The
    outline is exact: it is the section of the bodies in the plane one reach behind the face.
    """
    asked = [k for k, piece in enumerate(pieces) if piece.boundary == "outside"]
    if not asked:
        return list(pieces)
    boxes = np.stack([_at_reach(faces[pieces[k].face], pieces[k].outline) for k in asked])
    first, second = near_boxes(boxes, bodies.boxes, boxes, bodies.tree)
    near: dict[int, list[int]] = defaultdict(list)
    for k, body in zip(first.tolist(), second.tolist(), strict=True):
        near[asked[k]].append(body)
    parts = [
        (k, part) for k in sorted(near) for part in _solid_parts(pieces[k], faces[pieces[k].face], bodies, near[k])
    ]
    ends = _are_ends([part for _, part in parts], [faces[pieces[k].face] for k, _ in parts], bodies)
    buried: dict[int, list[Any]] = defaultdict(list)
    for (k, part), is_end in zip(parts, ends, strict=True):
        if is_end:
            buried[k].append(part)
    result: list[Piece] = []
    for k, piece in enumerate(pieces):
        result += _split(piece, shapely.union_all(buried[k])) if k in buried else [piece]
    return result


def _at_reach(face: RoomFace, outline: Any) -> FloatArray:  # noqa: ANN401 - shapely geometry
    points = face.plane.solid(shapely.get_coordinates(outline)) + REACH_M * face.plane.normal
    return np.stack([points.min(axis=0) - 1e-6, points.max(axis=0) + 1e-6])


def _solid_parts(piece: Piece, face: RoomFace, bodies: Bodies, near: Sequence[int]) -> list[Any]:
    """Narrow parts of a piece with a body in the plane one reach behind."""
    sections = [_section(bodies.corners[bodies.start[body] : bodies.start[body + 1]], face) for body in near]
    solid = shapely.union_all([item for item in sections if not item.is_empty])
    behind = shapely.get_parts(shapely.intersection(piece.outline, solid))
    return [part for part in behind if part.area > SLIVER_M2 and _is_narrow(part)]


def _split(piece: Piece, buried: Any) -> list[Piece]:  # noqa: ANN401 - shapely geometry
    rest = shapely.difference(piece.outline, buried)
    found = [replace(piece, outline=buried, boundary="adiabatic")]
    return [*found, replace(piece, outline=rest)] if rest.area > SLIVER_M2 else found


def _are_ends(parts: Sequence[Any], faces: Sequence[RoomFace], bodies: Bodies) -> list[bool]:
    """Whether parts are mostly within bodies all the way; a window in them does not count."""
    if not parts:
        return []
    spots, owner = _spots(parts)
    starts = np.concatenate([faces[k].plane.solid(spots[owner == k]) for k in range(len(parts))])
    normals = np.stack([face.plane.normal for face in faces])[owner]
    within = [inside_any(bodies, starts + depth * normals, owner) for depth in _WITHIN_M]
    share = np.bincount(owner, weights=np.mean(within, axis=0)) / np.bincount(owner)
    return [bool(item) for item in share >= _MOSTLY]


def _is_narrow(outline: Any) -> bool:  # noqa: ANN401 - shapely geometry
    return bool(shapely.buffer(outline, -0.5 * REACH_M).is_empty)


def _section(corners: FloatArray, face: RoomFace) -> Any:  # noqa: ANN401 - shapely geometry
    """Cut of a body with the plane one reach behind a face, in the face's own coordinates.

    Where the cut of a wall is narrow, its hull counts, so that a window that happens to be there leaves no hole.
    """
    plane = face.plane
    # off by a hair, so that faces of the body in this very plane do not make the cut ambiguous
    depth = corners @ plane.normal - plane.offset_m - REACH_M - 1.7e-6
    crossing = corners[(depth.min(axis=1) < 0.0) & (depth.max(axis=1) > 0.0)]
    if len(crossing) < 2:
        return shapely.Polygon()
    depth = crossing @ plane.normal - plane.offset_m - REACH_M - 1.7e-6
    flat = crossing @ plane.axes.T
    ends = []
    for i, j in ((0, 1), (1, 2), (2, 0)):
        cut = (depth[:, i] < 0.0) != (depth[:, j] < 0.0)
        share = np.divide(depth[:, i], depth[:, i] - depth[:, j], out=np.zeros(len(depth)), where=cut)
        ends.append(np.where(cut[:, None], flat[:, i] + share[:, None] * (flat[:, j] - flat[:, i]), np.nan))
    points = np.stack(ends, axis=1)
    two = points[~np.isnan(points[:, :, 0])].reshape(-1, 2, 2)
    hull = shapely.convex_hull(shapely.multipoints(two.reshape(-1, 2)))
    if _is_narrow(hull):
        return hull
    lines = shapely.linestrings(np.round(two, 6))
    areas = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    if not len(areas):
        return shapely.Polygon()
    # a hole of the section is an area of its own: in it a point sees an even number of cuts
    inner = shapely.get_coordinates(shapely.point_on_surface(areas))
    return shapely.union_all(areas[_enclosed(inner, two)])


def _enclosed(points: FloatArray, lines: FloatArray) -> Any:  # noqa: ANN401 - array of bool
    x, y = points[:, 0, None], points[:, 1, None]
    x0, y0, x1, y1 = lines[None, :, 0, 0], lines[None, :, 0, 1], lines[None, :, 1, 0], lines[None, :, 1, 1]
    spans = (y0 > y) != (y1 > y)
    at = x0 + np.divide((y - y0) * (x1 - x0), y1 - y0, out=np.zeros(spans.shape), where=spans)
    return ((spans & (at > x)).sum(axis=1) % 2) == 1


@dataclass(frozen=True, slots=True)
class Share:
    """Area of a piece with one element (or "") behind it [m2]."""

    piece: int
    element: str
    area_m2: float


def share_out(pieces: Sequence[Piece], faces: Sequence[RoomFace], bodies: Bodies) -> list[Share]:
    """Say what stands directly behind each piece: its area by the first body that rays along its normal meet.

    A piece that knows its element keeps it. The areas of a piece add up to its own.
    """
    found = [Share(k, item.element, float(item.outline.area)) for k, item in enumerate(pieces) if item.element]
    asked = [k for k, item in enumerate(pieces) if not item.element]
    if not asked:
        return found
    starts, directions, owner = spots_of([pieces[k] for k in asked], faces, -BACK_M)
    body, distance = first_bodies(bodies, starts, directions, owner, REACH_M)
    keys, place = np.unique(owner * (len(bodies.guids) + 1) + body + 1, return_inverse=True)
    counts = np.bincount(place.reshape(-1))
    mean = np.bincount(place.reshape(-1), weights=np.where(body >= 0, distance, np.inf)) / counts
    met: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for key, count, how_far in zip(keys.tolist(), counts.tolist(), mean.tolist(), strict=True):
        k, which = divmod(key, len(bodies.guids) + 1)
        met[asked[k]].append((round(how_far, 4), which - 1, count))
    for k, rows in met.items():
        found += _shares(k, pieces[k], faces[pieces[k].face], bodies, sorted(rows))
    return sorted(found, key=lambda item: (item.piece, item.element))


def _shares(
    number: int, piece: Piece, face: RoomFace, bodies: Bodies, rows: Sequence[tuple[float, int, int]]
) -> list[Share]:
    """Areas of a piece by the bodies that its rays met, (mean distance, body or -1, rays) each, the nearest first.

    Where there are several, the outlines of their faces are laid on the piece one after the other; bodies of very many
    triangles get their share of the rays instead.
    """
    area = float(piece.outline.area)
    names = [bodies.guids[body] if body >= 0 else "" for _, body, _ in rows]
    sizes = [int(bodies.start[body + 1] - bodies.start[body]) if body >= 0 else 0 for _, body, _ in rows]
    if len(rows) == 1 or max(sizes) > _MOST_TRIANGLES:
        total = sum(count for _, _, count in rows)
        return [Share(number, name, area * row[2] / total) for name, row in zip(names, rows, strict=True)]
    found, rest = [], piece.outline
    for name, (_, body, _) in zip(names, rows, strict=True):
        if body >= 0:
            corners = bodies.corners[bodies.start[body] : bodies.start[body + 1]]
            covered = shapely.intersection(rest, _silhouette(corners, face))
            rest = shapely.difference(rest, covered)
            found.append(Share(number, name, float(covered.area)))
    left = area - sum(item.area_m2 for item in found)
    return [
        *(item for item in found if item.area_m2 > SLIVER_M2),
        *([Share(number, "", left)] if left > SLIVER_M2 else []),
    ]


def _silhouette(corners: FloatArray, face: RoomFace) -> Any:  # noqa: ANN401 - shapely geometry
    """Outline of a body within reach of a face, seen along its normal."""
    depth = corners @ face.plane.normal - face.plane.offset_m
    near = (depth.min(axis=1) <= REACH_M) & (depth.max(axis=1) >= -OVERLAP_M)
    flat = shapely.polygons(corners[near] @ face.plane.axes.T)
    return shapely.union_all(flat[shapely.area(flat) > SLIVER_M2])


def spots_of(
    pieces: Sequence[Piece], faces: Sequence[RoomFace], beyond_m: float
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Points (n, 3) spread over pieces and moved outward, the outward normal at each, and the number of its piece."""
    points, owner = _spots([piece.outline for piece in pieces])
    face_of = np.array([piece.face for piece in pieces], dtype=np.int64)[owner]
    axes = np.stack([face.plane.axes for face in faces])
    directions = np.stack([face.plane.normal for face in faces])[face_of]
    offsets = np.array([face.plane.offset_m for face in faces])[face_of]
    starts = np.einsum("ni,nij->nj", points, axes[face_of]) + directions * (offsets + beyond_m)[:, None]
    return starts, directions, owner


def _spots(outlines: Sequence[Any]) -> tuple[FloatArray, IntArray]:
    """Points spread evenly over each outline, in a fixed pattern, and to which outline each belongs."""
    if not outlines:
        return np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    shapes = np.array(outlines, dtype=object)
    low_x, low_y, high_x, high_y = shapely.bounds(shapes).T
    wide, high = np.maximum(high_x - low_x, 1e-6), np.maximum(high_y - low_y, 1e-6)
    wanted = np.clip(wide * high * _POINTS_PER_M2, _FEWEST, _MOST)
    columns = np.clip(np.round(np.sqrt(wanted * wide / high)), 1, _MOST).astype(np.int64)
    rows = np.clip(np.ceil(wanted / columns), 1, _MOST).astype(np.int64)
    owner = np.repeat(np.arange(len(shapes)), columns * rows)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(columns * rows) - columns * rows, columns * rows)
    x = low_x[owner] + wide[owner] * (number % columns[owner] + 0.5) / columns[owner]
    y = low_y[owner] + high[owner] * (number // columns[owner] + 0.5) / rows[owner]
    keep = shapely.contains_xy(shapes[owner], x, y)
    missing = np.setdiff1d(np.arange(len(shapes)), owner[keep])
    spare = shapely.get_coordinates(shapely.point_on_surface(shapes[missing]))
    points = np.concatenate([np.column_stack([x, y])[keep], spare])
    owner = np.concatenate([owner[keep], missing])
    order = np.argsort(owner, kind="stable")
    return points[order], owner[order]
