"""Faces of rooms as the file's own boundaries say they are, and as the cutting found where the file says nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import shapely

from bldgassess.ifc.adjacency import SLIVER_M2, Boundary, Piece
from bldgassess.ifc.boundaries import FileBoundary, LaidBoundary
from bldgassess.ifc.roomfaces import RoomFace


def apply_boundaries(
    pieces: Sequence[Piece], faces: Sequence[RoomFace], laid: Sequence[LaidBoundary], known: frozenset[str]
) -> list[Piece]:
    """Give pieces the side and the element of the boundary that covers them; what is not covered stays as it was.

    Which room lies behind is told by the cutting, which also knows where the file pairs no boundaries. Where the file
    says internal and no room is there, heat goes nowhere ("adiabatic"). Elements not in ``known`` are left to the rays.
    """
    by_face: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_face[piece.face].append(piece)
    own: dict[int, list[LaidBoundary]] = defaultdict(list)
    for item in laid:
        if item.boundary.role != "opening":
            own[item.face].append(item)
    result: list[Piece] = []
    for number in range(len(faces)):
        rest = by_face[number]
        # windows drawn as holes in their wall are closed by the wall's other parts or stay with the cutting
        for item in sorted(own[number], key=lambda item: (item.boundary.guid, -round(item.outline.area, 6))):
            inner, rest = _overlay(rest, item, known)
            result += inner
        result += rest
    return result


def _overlay(pieces: Sequence[Piece], item: LaidBoundary, known: frozenset[str]) -> tuple[list[Piece], list[Piece]]:
    inner, rest = [], []
    for piece in pieces:
        common = shapely.intersection(piece.outline, item.outline)
        if common.area <= SLIVER_M2:
            rest.append(piece)
            continue
        boundary = _side(piece.boundary, item.boundary)
        guid = item.boundary.element_guid if item.boundary.role == "opaque" else ""
        other = piece.other if boundary == "space" else -1
        inner.append(Piece(piece.face, common, boundary, other, guid if guid in known else ""))
        left = shapely.difference(piece.outline, item.outline)
        if left.area > SLIVER_M2:
            rest.append(replace(piece, outline=left))
    return inner, rest


def _side(found: Boundary, item: FileBoundary) -> Boundary:
    """What lies behind, from the cutting and the file: a room that is there is believed, else the file is."""
    if item.side == "earth":
        return "ground"
    if found in {"space", "ground"} or item.side == "unknown" or item.role == "virtual":
        return found
    return "outside" if item.side == "external" else "adiabatic"
