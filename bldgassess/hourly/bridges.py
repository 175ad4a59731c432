"""Thermal bridges of each room: junctions told from its faces, lengths from areas, psi from a catalogue.

Lengths are of inner dimensions, as the faces are, and so is psi. A room's outer walls (windows and doors in them) over
its height give their length in plan; it counts along the ground slab, the roof and each floor between storeys by the
share of the room that has one, a floor between storeys half for either storey. Outer walls that look n ways make n - 1
corners, four ways four, each as high as the room. Windows and outer doors count with their whole outline. Inner walls,
balconies and columns are not told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import FloatArray
from bldgassess.inventory.constructions import Construction
from bldgassess.inventory.layer_mass import insulation_side
from bldgassess.model import Assumption, Building, Opening, Space, Surface
from bldgassess.study import Study
from bldgassess.texts import mark

#: Walls look another way when they are turned by more than this [deg].
_CORNER_DEG = 30.0
_LEAST_HEIGHT_M = 1.5


@dataclass(frozen=True, slots=True)
class Bridges:
    """Loss of each room through its bridges [W/K], and what was assumed."""

    w_k: FloatArray
    assumptions: tuple[Assumption, ...] = ()


@cache
def psi_w_mk() -> Mapping[tuple[str, str], float]:
    """Linear thermal transmittance [W/(m K)] by junction and where the wall insulates."""
    return {
        (row["junction"], row["insulation"]): float(row["psi_w_mk"])
        for row in data_rows("bldgassess.hourly", "bridges.csv")
    }


def make_bridges(
    building: Building, spaces: Sequence[Space], constructions: Mapping[str, Construction], study: Study
) -> Bridges:
    """Return the bridges of rooms: none, by the catalogue, or a share of what the faces lose to outdoors."""
    way = study.envelope.thermal_bridges
    if way == "none":
        return Bridges(np.zeros(len(spaces)))
    walls: dict[str, list[Surface]] = {space.guid: [] for space in spaces}
    holes: dict[str, list[Opening]] = {space.guid: [] for space in spaces}
    for surface in building.surfaces:
        if surface.space_guid in walls and surface.area_m2 > 0.0:
            walls[surface.space_guid].append(surface)
    for opening in building.openings:
        if opening.space_guid in holes and opening.boundary == "outside" and opening.area_m2 > 0.0:
            holes[opening.space_guid].append(opening)
    rooms = [(space, walls[space.guid], holes[space.guid]) for space in spaces]
    if way == "fraction":
        share = study.envelope.thermal_bridge_fraction
        return Bridges(np.array([share * _lost(faces, openings, constructions) for _, faces, openings in rooms]))
    table = psi_w_mk()
    lengths = [junction_lengths(space, faces, openings, constructions) for space, faces, openings in rooms]
    found = np.array([math.fsum(table[key] * length for key, length in sorted(room.items())) for room in lengths])
    source = mark("Junctions by their lengths and psi of ISO 14683 order, from memory")
    effect = mark("Heat that thermal bridges lose")
    row = Assumption("envelope.thermal_bridges", round(float(found.sum()), 3), "W/K", source, effect, "D")
    return Bridges(found, (row,))


def junction_lengths(
    space: Space, faces: Sequence[Surface], openings: Sequence[Opening], constructions: Mapping[str, Construction]
) -> dict[tuple[str, str], float]:
    """Length of each junction of a room by the insulation of its wall [m]."""
    outer = [item for item in faces if item.boundary == "outside" and item.kind == "wall"]
    if not outer:
        return {}
    height = max(space.height_m, _LEAST_HEIGHT_M)
    net = math.fsum(item.area_m2 for item in outer)
    gross = net + math.fsum(item.area_m2 for item in openings if item.tilt_deg > 45.0)
    shares: dict[str, float] = {}
    for wall in outer:
        side = insulation_side(constructions[wall.id])
        shares[side] = shares.get(side, 0.0) + wall.area_m2 / net
    along = gross / height
    run = {
        "corner": _corners(outer) * height,
        "wall_roof": along * _share(space, faces, ("roof", "ceiling"), ("outside",)),
        "wall_ground": along * _share(space, faces, ("floor",), ("ground",)),
        "floor_slab": along * 0.5 * (_share(space, faces, ("floor",), ("space", "unheated"))
                                     + _share(space, faces, ("ceiling", "roof"), ("space", "unheated"))),
        "window": math.fsum(2.0 * (item.width_m + item.height_m) for item in openings),
    }  # fmt: skip
    return {(name, side): length * part for name, length in run.items() for side, part in shares.items() if length > 0}


def _share(space: Space, faces: Sequence[Surface], kinds: Sequence[str], boundaries: Sequence[str]) -> float:
    """Share of a room's floor area that faces of a kind take up in plan [0-1]."""
    plan = math.fsum(
        item.area_m2 * abs(math.cos(math.radians(item.tilt_deg)))
        for item in faces
        if item.kind in kinds and item.boundary in boundaries
    )
    return min(1.0, plan / space.floor_area_m2) if space.floor_area_m2 > 0.0 else 0.0


def _corners(walls: Sequence[Surface]) -> int:
    ways: list[float] = []
    for azimuth in sorted(item.azimuth_deg for item in walls):
        if all(abs((azimuth - other + 180.0) % 360.0 - 180.0) > _CORNER_DEG for other in ways):
            ways.append(azimuth)
    return len(ways) if len(ways) >= 4 else len(ways) - 1


def _lost(faces: Sequence[Surface], openings: Sequence[Opening], constructions: Mapping[str, Construction]) -> float:
    """Heat loss coefficient of a room's faces to outdoors [W/K]."""
    outer = math.fsum(
        item.area_m2 * constructions[item.id].u_value_w_m2k for item in faces if item.boundary == "outside"
    )
    return outer + math.fsum(item.area_m2 * constructions[item.guid].u_value_w_m2k for item in openings)
