"""The coldest place of a room: plane surfaces and the junctions that a room with its faces must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bldgassess.health.air_quality.mould import surface_factor
from bldgassess.health.air_quality.tables import rows
from bldgassess.inventory.constructions import Construction
from bldgassess.inventory.layer_mass import insulation_side
from bldgassess.model import Opening, Surface

_CORNER_DEG = 30.0


@dataclass(frozen=True, slots=True)
class Coldest:
    """The lowest f_Rsi of a room with where it is; ``plane`` that of its plane surfaces alone."""

    factor: float
    place: str
    plane: float


def junction_factor(plane: float, junction: str, insulation: str) -> float:
    """Return f_Rsi at a junction, which is like a plane part with m times less resistance behind its inner film.

    (1 - f) / f = R_si / R, so f = f_plane / (f_plane + m (1 - f_plane)), m from the catalogue.
    """
    table = {(row["junction"], row["insulation"]): float(row["divisor"]) for row in rows("junctions.csv")}
    return plane / (plane + table[junction, insulation] * (1.0 - plane))


def coldest_place(
    surfaces: Sequence[Surface], openings: Sequence[Opening], constructions: Mapping[str, Construction]
) -> Coldest | None:
    """Return the coldest place of a room; ``None`` where nothing of it borders on outdoors.

    Which junctions there are is told from the faces: two outer walls that look elsewhere make a corner, an outer wall
    over a ground slab, under a roof or beside a floor an edge, a window a reveal.
    """
    outer = [item for item in surfaces if item.boundary == "outside"]
    if not outer:
        return None
    planes = {item.id: surface_factor(constructions[item.id].u_value_w_m2k) for item in outer}
    lowest = min(outer, key=lambda item: (planes[item.id], item.id))
    plane = planes[lowest.id]
    found: list[tuple[float, str]] = [(plane, lowest.kind)]
    walls = [item for item in outer if item.kind == "wall"]
    for wall in walls:
        side = insulation_side(constructions[wall.id])
        names = _junctions(wall, walls, surfaces, openings)
        found += [(junction_factor(planes[wall.id], name, side), name) for name in names]
    factor, place = min(found)
    return Coldest(factor, place, plane)


def _junctions(
    wall: Surface, walls: Sequence[Surface], surfaces: Sequence[Surface], openings: Sequence[Opening]
) -> list[str]:
    names = []
    if any(abs((other.azimuth_deg - wall.azimuth_deg + 180.0) % 360.0 - 180.0) > _CORNER_DEG for other in walls):
        names.append("corner")
    if any(item.kind in {"roof", "ceiling"} and item.boundary == "outside" for item in surfaces):
        names.append("wall_roof")
    if any(item.kind == "floor" and item.boundary == "ground" for item in surfaces):
        names.append("wall_ground")
    if any(item.kind in {"floor", "ceiling"} and item.boundary == "space" for item in surfaces):
        names.append("floor_slab")
    if any(item.kind == "window" and item.boundary == "outside" for item in openings):
        names.append("window")
    return names
