"""Where rooms are missing: inner elements that seem to face outside, told by IsExternal and by what stands opposite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bldgassess.ifc.adjacency import REACH_M, Piece
from bldgassess.ifc.behind import BACK_M, spots_of
from bldgassess.ifc.bodies import Bodies, first_bodies
from bldgassess.ifc.roomfaces import RoomFace

#: How far opposite a face its counterpart may stand, the span of a large room [m].
OPPOSITE_M = 12.0
#: Share of an element's points in a piece that must see something opposite [-].
_MOST_SEE = 0.5


def hear_flags(
    pieces: Sequence[Piece],
    faces: Sequence[RoomFace],
    bodies: Bodies,
    opposite: Bodies,
    external: Mapping[str, bool | None],
) -> frozenset[tuple[int, str]]:
    """Find outside pieces of elements with IsExternal = FALSE where a body or room of ``opposite`` stands opposite.

    Behind such a piece lies a room that the model does not have. A flag alone is not believed, since some tools write
    FALSE everywhere; nor is it where the sky is opposite. Returns (number of the piece, GlobalId of the element).
    """
    asked = [k for k, piece in enumerate(pieces) if piece.boundary == "outside"]
    if not asked:
        return frozenset()
    chosen = [pieces[k] for k in asked]
    starts, directions, owner = spots_of(chosen, faces, -BACK_M)
    body, _ = first_bodies(bodies, starts, directions, owner, REACH_M)
    inner = np.array([external.get(guid) is False for guid in bodies.guids], dtype=bool)
    spots = np.flatnonzero((body >= 0) & inner[np.maximum(body, 0)])
    if not len(spots):
        return frozenset()
    beyond = starts[spots] + (REACH_M + BACK_M) * directions[spots]
    seen, _ = first_bodies(opposite, beyond, directions[spots], owner[spots], OPPOSITE_M - REACH_M)
    keys, place = np.unique(owner[spots] * len(bodies.guids) + body[spots], return_inverse=True)
    share = np.bincount(place.reshape(-1), weights=seen >= 0) / np.bincount(place.reshape(-1))
    rows = (divmod(int(key), len(bodies.guids)) for key in keys[share >= _MOST_SEE])
    return frozenset((asked[piece], bodies.guids[number]) for piece, number in rows)
