"""Where the ground lies, and which floors and walls touch it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from bldgassess.ifc.adjacency import SLIVER_M2, Piece, strip
from bldgassess.ifc.roomfaces import RoomFace
from bldgassess.model import Space
from bldgassess.model.meshes import FloatArray

#: A floor with nothing below counts as on the ground up to this height above ground or lowest floor [m].
GROUND_BAND_M = 0.5
#: Rooms whose floor lies at least this far below the storeys' zero make a basement [m].
BASEMENT_M = 1.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Floors below ``floor_z_m`` with nothing under them and walls below ``wall_z_m`` touch the ground; world z [m].

    ``rule`` says how the level was found. Without a basement ``wall_z_m`` is ``None`` and no wall touches the ground.
    """

    floor_z_m: float
    wall_z_m: float | None
    rule: str


def lowest_floor(spaces: Sequence[Space]) -> Ground:
    """Ground at the lowest floor, where nothing else tells."""
    low = min((item.floor_z_m for item in spaces), default=0.0)
    return Ground(low + GROUND_BAND_M, None, "the lowest floor lies on the ground")


def find_ground(spaces: Sequence[Space], zero_z_m: float | None) -> Ground:
    """Ground at the storeys' zero where rooms lie below it, else at the lowest floor.

    Parameters
    ----------
    zero_z_m : float or None
        World height of elevation 0.00 of the storeys, by custom the ground floor [m]; ``None`` where no storey says.
    """
    found = lowest_floor(spaces)
    if zero_z_m is None or not any(item.floor_z_m <= zero_z_m - BASEMENT_M for item in spaces):
        return found
    return Ground(zero_z_m + GROUND_BAND_M, zero_z_m, "ground at elevation 0.00, since rooms lie below it")


def read_zero_z(file: Any, length: float) -> float | None:  # noqa: ANN401 - ifcopenshell has no types
    """World height of elevation 0.00 of the storeys [m]: the middle one of all storeys that say their elevation."""
    from ifcopenshell.util.placement import get_local_placement

    zeros = []
    for storey in file.by_type("IfcBuildingStorey"):
        if storey.Elevation is None:
            continue
        try:
            height = float(get_local_placement(storey.ObjectPlacement)[2][3]) * length
        except (AttributeError, RuntimeError, TypeError, ValueError, IndexError):  # a broken placement
            continue
        zeros.append(round(height - float(storey.Elevation) * length, 4))
    zeros.sort()
    return zeros[len(zeros) // 2] if zeros else None


def lay_on_ground(
    pieces: Sequence[Piece], faces: Sequence[RoomFace], origin: FloatArray, ground: Ground
) -> list[Piece]:
    """Mark floors on the ground, and split walls at ground level where there is a basement."""
    result: list[Piece] = []
    for piece in pieces:
        face = faces[piece.face]
        up = float(face.plane.normal[2])
        if piece.boundary != "outside":
            result.append(piece)
        elif up < -0.5:
            low = float(face.box[1, 2] + origin[2]) <= ground.floor_z_m
            result.append(replace(piece, boundary="ground") if low else piece)
        elif up <= 0.5 and ground.wall_z_m is not None:
            result += _split(piece, face, ground.wall_z_m - float(origin[2]))
        else:
            result.append(piece)
    return result


def _split(piece: Piece, face: RoomFace, level: float) -> list[Piece]:
    if float(face.box[0, 2]) >= level - 1e-3:
        return [piece]
    slope = face.plane.axes @ np.array([0.0, 0.0, 1.0])
    at = level - float(face.plane.normal[2]) * face.plane.offset_m
    below = strip(piece.outline, slope, -np.inf, at)
    above = shapely.difference(piece.outline, below)
    parts = (replace(piece, outline=below, boundary="ground"), replace(piece, outline=above))
    return [part for part in parts if part.outline.area > SLIVER_M2]
