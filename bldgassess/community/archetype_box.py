"""How large an archetype is: a box with inner and outer plan and its storeys' heights."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.community.archetype_data import Layers, layers_of, plan_of
from bldgassess.community.floor_plan import Edge
from bldgassess.community.schema import Archetype


@dataclass(frozen=True, slots=True)
class Box:
    """Size of an archetype: inner length, width and clear height, outer length and width, floor to floor [m]."""

    length_m: float
    width_m: float
    outer_length_m: float
    outer_width_m: float
    storey_m: float
    clear_m: float

    def side(self, name: str) -> Edge:
        """Return one of the four inner sides in plan."""
        x, y = self.length_m, self.width_m
        return {
            "front": Edge((0.0, 0.0), (x, 0.0)),
            "back": Edge((0.0, y), (x, y)),
            "left": Edge((0.0, 0.0), (0.0, y)),
            "right": Edge((x, 0.0), (x, y)),
        }[name]


def thickness_m(layers: Layers) -> float:
    """Return the thickness of some layers [m]."""
    return math.fsum(item[1] for item in layers)


def box_of(archetype: Archetype) -> Box:
    """Return the size: floor area inside the walls, or plan over them, and the rest from the tables."""
    layers, plan = layers_of(archetype), plan_of(archetype.use)
    wall = thickness_m(layers["external_wall"])
    aspect = archetype.aspect or plan.aspect
    storey = archetype.storey_height_m or plan.storey_height_m
    if archetype.gia_m2 is not None:
        inner = archetype.gia_m2 / archetype.storeys
        width = math.sqrt(inner / aspect)
        length = inner / width
    else:
        outer = math.sqrt((archetype.footprint_m2 or 0.0) / aspect)
        width, length = outer - 2.0 * wall, outer * aspect - 2.0 * wall
    clear = storey - thickness_m(layers["floor_slab"])
    return Box(length, width, length + 2.0 * wall, width + 2.0 * wall, storey, clear)
