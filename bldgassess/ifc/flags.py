"""Where rooms are missing: inner elements that seem to face outside, told by IsExternal and by what stands opposite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bldgassess.ifc.adjacency import REACH_M, Piece
from bldgassess.ifc.behind import spots_of, with_elements
from bldgassess.ifc.bodies import Bodies, first_bodies
from bldgassess.ifc.roomfaces import RoomFace

#: How far opposite a face its counterpart may stand, the span of a large room [m].
OPPOSITE_M = 12.0
#: Share of a piece's points that must see something opposite [-].
_MOST_SEE = 0.5


@dataclass(frozen=True, slots=True)
class Flagged:
    """Pieces after the flags were heard, and the area that they moved from "outside" to "adiabatic" [m2]."""

    pieces: tuple[Piece, ...]
    moved_m2: float
    elements: tuple[str, ...]


def hear_flags(
    pieces: Sequence[Piece], faces: Sequence[RoomFace], bodies: Bodies, external: Mapping[str, bool | None]
) -> Flagged:
    """Take pieces of elements with IsExternal = FALSE for inner ones where a body or room stands opposite.

    Behind such a piece lies a room that the model does not have. Its temperature is taken for the same as this room's.
    A flag alone is not believed, since some tools write FALSE everywhere.
    """
    asked = [k for k, piece in enumerate(pieces) if piece.boundary == "outside"]
    named = with_elements([pieces[k] for k in asked], faces, bodies)
    inner = [k for k, guid in zip(asked, named, strict=True) if guid and external.get(guid) is False]
    if not inner:
        return Flagged(tuple(pieces), 0.0, ())
    starts, directions, owner = spots_of([pieces[k] for k in inner], faces, REACH_M)
    body, _ = first_bodies(bodies, starts, directions, owner, OPPOSITE_M - REACH_M)
    seen = np.bincount(owner, weights=body >= 0) / np.bincount(owner)
    moved = {k for k, share in zip(inner, seen.tolist(), strict=True) if share >= _MOST_SEE}
    guids = dict(zip(asked, named, strict=True))
    area = sum(float(pieces[k].outline.area) for k in sorted(moved))
    result = tuple(replace(item, boundary="adiabatic") if k in moved else item for k, item in enumerate(pieces))
    return Flagged(result, area, tuple(sorted({guids[k] for k in moved})))
