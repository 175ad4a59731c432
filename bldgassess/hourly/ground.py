"""Floors on the ground: soil and its equivalent resistance by EN ISO 13370:2017."""

from __future__ import annotations

import math

from bldgassess.hourly.thermal_model import Layer
from bldgassess.inventory.constructions import RSE, RSI_DOWN, Construction
from bldgassess.model import Building, Surface

#: EN ISO 13370:2017 Table 7, clay or silt: conductivity [W/(m K)], density [kg/m3], specific heat [J/(kg K)].
_SOIL = (1.5, 2000.0, 1500.0)
#: EN ISO 52016-1:2017 6.5.8.2: a layer of soil that takes part in the hours [m].
_SOIL_DEPTH_M = 0.5
_WALL_THICKNESS_M = 0.3


def ground_layers(surface: Surface, construction: Construction, dimension_m: float) -> tuple[Layer, ...]:
    """Return what lies below a floor: a virtual resistance and half a metre of soil, outside first.

    Together with the floor they give the steady U-value of EN ISO 13370:2017 7.1 and 7.2 against the yearly mean
    temperature of the outdoor air. Walls below ground have the soil alone, an assumption on the safe side.
    """
    layer = Layer(_SOIL_DEPTH_M, *_SOIL)
    if surface.kind == "wall":
        return (layer,)
    floor = max(1.0 / construction.u_value_w_m2k - RSI_DOWN - RSE, 0.01)
    u = ground_u_value(floor + RSI_DOWN + RSE, dimension_m)
    virtual = 1.0 / u - RSI_DOWN - floor - _SOIL_DEPTH_M / _SOIL[0]
    if virtual <= 0.0:
        return (layer,)
    return Layer(virtual * 0.04, 0.04, 0.0, 0.0), layer


def ground_u_value(resistance_m2k_w: float, dimension_m: float) -> float:
    """U-value of a floor on the ground [W/(m2 K)] with all its films and layers, EN ISO 13370:2017 (2), (3).

    >>> round(ground_u_value(2.5, 8.0), 3)
    0.203
    """
    conductivity = _SOIL[0]
    thickness = _WALL_THICKNESS_M + conductivity * resistance_m2k_w
    if thickness < dimension_m:
        return (
            2.0 * conductivity / (math.pi * dimension_m + thickness)
            * math.log(math.pi * dimension_m / thickness + 1.0)
        )  # fmt: skip
    return conductivity / (0.457 * dimension_m + thickness)


def characteristic_dimension(building: Building) -> float:
    """B' = A / (P/2) of all ground floors together [m]; P from the external walls of their rooms over their height."""
    floors = [item for item in building.surfaces if item.boundary == "ground" and item.kind == "floor"]
    area = math.fsum(item.area_m2 for item in floors)
    rooms = {item.space_guid for item in floors}
    heights = {space.guid: max(space.height_m, 0.5) for space in building.spaces}
    perimeter = math.fsum(
        item.area_m2 / heights[item.space_guid]
        for item in building.surfaces
        if item.space_guid in rooms and item.kind == "wall" and item.boundary in {"outside", "ground"}
    )
    perimeter = max(perimeter, 2.0 * math.sqrt(math.pi * max(area, 1.0)))  # no outline is shorter than a circle
    return max(area, 1.0) / (0.5 * perimeter)
