"""Which room's face a window or door lies in, and the hole it makes there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import shapely

from bldgassess.ifc.adjacency import OVERLAP_M, SLIVER_M2, Boundary, Piece, near_boxes
from bldgassess.ifc.opening_planes import Pane, find_panes, pane_along
from bldgassess.ifc.roomfaces import RoomFace, boxes_of
from bldgassess.model import Element, Mesh
from bldgassess.model.meshes import FloatArray

#: A pane may lie this far outside the face, as behind a deep reveal [m].
_DEEP_M = 0.8
#: Least cosine between pane and face, and least share of the pane over the face [-].
_ALONG, _LEAST_SHARE = 0.8, 0.25
#: Cosine from which a pane looks the way its wall does [-], five degrees.
_SAME_WAY = 0.9962
#: Upward part of the normal from which a pane counts as level [-]; thickest half of a window [m].
_LEVEL, _HALF_DEPTH_M = 0.95, 0.5


@dataclass(frozen=True, slots=True)
class Hosted:
    """A window or door with its pane, the faces it lies in (the first is its room's), and what is behind it.

    ``outlines``: the pane's rectangle in the plane of each of the faces.
    """

    element: Element
    pane: Pane
    faces: tuple[int, ...]
    outlines: tuple[Any, ...]
    boundary: Boundary
    other: int


def host_openings(
    elements: Sequence[Element], meshes: Mapping[str, Mesh], faces: Sequence[RoomFace], pieces: Sequence[Piece],
    origin: FloatArray,
) -> tuple[list[Hosted], list[Element]]:  # fmt: skip
    """Find the faces of all windows and doors, and those that lie in none.

    An inner door lies in a face of the room on each side; it belongs to the room that comes first.
    """
    asked = [item for item in elements if item.part in {"window", "door"} and item.guid in meshes]
    boxes = boxes_of(faces)
    by_face: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_face[piece.face].append(piece)
    own = [_box(meshes[item.guid], origin) for item in asked]
    reaching = np.stack(own) if own else np.zeros((0, 2, 3))
    first, second = near_boxes(reaching, boxes, reaching)
    near: dict[int, list[int]] = defaultdict(list)
    for k, number in zip(first.tolist(), second.tolist(), strict=True):
        near[k].append(number)
    found, lost = [], []
    for k, element in enumerate(asked):
        panes = chain(_likely(element, meshes[element.guid]), _along(element, meshes[element.guid], faces, near[k]))
        hosted = next((item for pane in panes if (item := _host(element, pane, faces, near[k], by_face, origin))), None)
        if hosted is None:
            lost.append(element)
        else:
            found.append(hosted)
    return found, lost


def _likely(element: Element, mesh: Mesh) -> Iterator[Pane]:
    """Panes worth a try: the likeliest, and others unless they are level, which only sills of an upright window are."""
    for k, pane in enumerate(find_panes(element, mesh)):
        if k == 0 or abs(float(pane.normal[2])) < _LEVEL:
            yield pane


def _along(element: Element, mesh: Mesh, faces: Sequence[RoomFace], near: Sequence[int]) -> Iterator[Pane]:
    """Panes that look as the upright faces beside them do: doors drawn open look like no plane of their own."""
    normals = {tuple(np.abs(np.round(faces[k].plane.normal, 3)).tolist()): k for k in reversed(near)}
    for _, k in sorted(normals.items()):
        if abs(float(faces[k].plane.normal[2])) < 1.0 - _LEVEL:
            yield pane_along(element, mesh, faces[k].plane.normal)


def _box(mesh: Mesh, origin: FloatArray) -> FloatArray:
    return np.stack([mesh.vertices.min(axis=0) - origin - _DEEP_M, mesh.vertices.max(axis=0) - origin + _DEEP_M])


def _host(
    element: Element, pane: Pane, faces: Sequence[RoomFace], near: Sequence[int],
    by_face: Mapping[int, Sequence[Piece]], origin: FloatArray,
) -> Hosted | None:  # fmt: skip
    rows: list[tuple[float, float, int]] = []
    centre = pane.centre - origin
    rectangle = pane.rectangle - origin
    outlines: dict[int, Any] = {}
    for number in near:
        plane = faces[number].plane
        if abs(float(plane.normal @ pane.normal)) < _ALONG:
            continue
        beyond = float(plane.normal @ centre) - plane.offset_m
        if not -pane.half_depth_m - OVERLAP_M <= beyond <= min(pane.half_depth_m, _HALF_DEPTH_M) + _DEEP_M:
            continue
        outlines[number] = outline = shapely.polygons(plane.flat(rectangle))
        share = shapely.intersection(outline, faces[number].outline).area / max(outline.area, SLIVER_M2)
        if share >= _LEAST_SHARE:
            rows.append((round(share, 2), round(abs(beyond), 3), number))
    if not rows:
        return None
    best: dict[int, tuple[float, float, int]] = {}
    for row in sorted(rows, key=lambda item: (-item[0], item[1], item[2])):
        best.setdefault(faces[row[2]].room, row)
    ranked = sorted(best.values(), key=lambda item: (-item[0], item[1], item[2]))
    main = ranked[0][2]
    boundary, other = _behind(outlines[main], by_face[main])
    partner = [row[2] for row in ranked[1:] if boundary == "space" and faces[row[2]].room == other]
    normal = faces[main].plane.normal
    if abs(float(normal @ pane.normal)) > _SAME_WAY:  # drawn a little askew, it still looks as its wall does
        pane = replace(pane, normal=normal)
    pair = sorted([main, *partner], key=lambda number: faces[number].room)
    if pair[0] != main:
        boundary, other = _behind(outlines[pair[0]], by_face[pair[0]])
    return Hosted(element, pane, tuple(pair), tuple(outlines[number] for number in pair), boundary, other)


def _behind(outline: Any, pieces: Sequence[Piece]) -> tuple[Boundary, int]:  # noqa: ANN401 - shapely geometry
    """What is behind most of the pane; a pane never opens into the end of a wall or into the ground."""
    if len(pieces) == 1:
        return ("space", pieces[0].other) if pieces[0].boundary == "space" else ("outside", -1)
    areas: dict[tuple[Boundary, int], float] = defaultdict(float)
    for piece in pieces:
        behind: tuple[Boundary, int] = ("space", piece.other) if piece.boundary == "space" else ("outside", -1)
        areas[behind] += shapely.intersection(outline, piece.outline).area
    return max(sorted(areas), key=lambda key: round(areas[key], 4), default=("outside", -1))


def cut_holes(
    pieces: Sequence[Piece], faces: Sequence[RoomFace], hosted: Sequence[Hosted]
) -> tuple[list[Piece], dict[tuple[int, Boundary], float]]:
    """Cut the panes out of the pieces of their faces.

    Returns also, by face and boundary, what of the panes' areas [m2] lies beyond their faces (a sill below the floor, a
    head above the ceiling) and has to be taken off all the same, so that walls and windows together are the face.
    """
    holes: dict[int, list[Any]] = defaultdict(list)
    debts: dict[tuple[int, Boundary], float] = defaultdict(float)
    for item in hosted:
        for number, outline in zip(item.faces, item.outlines, strict=True):
            holes[number].append(outline)
            covered = shapely.intersection(outline, faces[number].outline).area
            debts[number, item.boundary] += max(item.pane.width_m * item.pane.height_m - covered, 0.0)
    result = []
    for piece in pieces:
        outline = piece.outline
        if piece.face in holes:
            outline = shapely.difference(outline, shapely.union_all(holes[piece.face]))
        if outline is piece.outline:
            result.append(piece)
        elif outline.area > SLIVER_M2:
            result.append(replace(piece, outline=outline))
    return result, {key: value for key, value in debts.items() if not math.isclose(value, 0.0, abs_tol=SLIVER_M2)}
