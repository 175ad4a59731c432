"""Each room as the five resistances and one capacity of EN ISO 13790:2008 Annex C, all rooms side by side in arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sun import TiltedSuns
from bldgassess.inventory.constructions import DEFAULT_CAPACITY, RSE, Construction
from bldgassess.model import Building, Opening, Space, Surface
from bldgassess.study import Study

#: EN ISO 13790:2008 7.2.2.2 and 12.2.2: film between mass and surface, between air and surface [W/(m2 K)].
H_MS, H_IS = 9.1, 3.45
#: The same, 7.2.2.2: inner surface per floor area where the envelope is not known well.
_INNER_PER_FLOOR = 4.5
_MASS_PER_FLOOR = 2.5
#: Heat that an unheated neighbour lets through, EN ISO 13789 order of b; an assumption.
UNHEATED_FACTOR = 0.5
#: EN ISO 13370: conductivity of clay and silt soil [W/(m K)].
_SOIL_CONDUCTIVITY = 1.5
_OUTER_EMISSIVITY = 0.9
_KELVIN = 273.15


@dataclass(frozen=True, slots=True)
class Network:
    """Conductances [W/K] and capacity [J/K] of each room, outer driving temperatures and sun, rooms in the given order.

    ``h_opaque``, ``h_ground``, ``h_glass``, ``h_surface_mass``, ``h_air_surface``: (rooms,). ``mass_area``,
    ``inner_area`` [m2]. ``t_opaque_c``: (rooms, hours) equivalent outer temperature of the opaque part with sun and
    sky. ``solar_w``: (rooms, hours) sun through glass.
    """

    h_opaque: FloatArray
    h_ground: FloatArray
    h_glass: FloatArray
    h_surface_mass: FloatArray
    h_air_surface: FloatArray
    capacity_j_k: FloatArray
    mass_area_m2: FloatArray
    inner_area_m2: FloatArray
    t_opaque_c: FloatArray
    solar_w: FloatArray


def make_network(
    building: Building,
    spaces: Sequence[Space],
    constructions: Mapping[str, Construction],
    study: Study,
    weather: Weather,
) -> Network:
    """Make the network of the rooms."""
    suns = TiltedSuns(weather, study.site.ground_albedo_fraction)
    ground_u = _ground_u_values(building, constructions)
    surfaces: dict[str, list[Surface]] = {space.guid: [] for space in spaces}
    openings: dict[str, list[Opening]] = {space.guid: [] for space in spaces}
    for surface in building.surfaces:
        surfaces[surface.space_guid].append(surface)
    for opening in building.openings:
        openings[opening.space_guid].append(opening)
    rooms = [
        _room(space, surfaces[space.guid], openings[space.guid], constructions, ground_u, study, weather, suns)
        for space in spaces
    ]
    columns = {name: np.array([getattr(room, name) for room in rooms]) for name in _Room.__slots__}
    mass_area = columns["mass_area_m2"]
    inner = columns["inner_area_m2"]
    return Network(
        h_opaque=columns["h_opaque"],
        h_ground=columns["h_ground"],
        h_glass=columns["h_glass"],
        h_surface_mass=H_MS * mass_area,
        h_air_surface=H_IS * inner,
        capacity_j_k=columns["capacity_j_k"],
        mass_area_m2=mass_area,
        inner_area_m2=inner,
        t_opaque_c=columns["t_opaque_c"],
        solar_w=columns["solar_w"],
    )


@dataclass(frozen=True, slots=True)
class _Room:
    h_opaque: float
    h_ground: float
    h_glass: float
    capacity_j_k: float
    mass_area_m2: float
    inner_area_m2: float
    t_opaque_c: FloatArray
    solar_w: FloatArray


def _room(
    space: Space,
    surfaces: Sequence[Surface],
    openings: Sequence[Opening],
    constructions: Mapping[str, Construction],
    ground_u: Mapping[str, float],
    study: Study,
    weather: Weather,
    suns: TiltedSuns,
) -> _Room:
    h_opaque = h_ground = h_glass = 0.0
    weighted = np.zeros(HOURS)
    solar = np.zeros(HOURS)
    for surface in surfaces:
        u_value = constructions[surface.id].u_value_w_m2k
        if surface.boundary == "ground":
            h_ground += surface.area_m2 * ground_u.get(surface.id, u_value)
        elif surface.boundary == "unheated":
            h_opaque += UNHEATED_FACTOR * u_value * surface.area_m2
            weighted += UNHEATED_FACTOR * u_value * surface.area_m2 * weather.t_out_c
        elif surface.boundary == "outside":
            conductance = u_value * surface.area_m2
            h_opaque += conductance
            weighted += conductance * _outer_temperature(surface, study, weather, suns)
    for opening in openings:
        conductance = constructions[opening.guid].u_value_w_m2k * opening.area_m2
        if opening.boundary == "unheated":
            h_glass += UNHEATED_FACTOR * conductance
        elif opening.boundary == "outside":
            h_glass += conductance
            if opening.kind != "door":
                solar += _through_glass(opening, study, suns)
    capacity, area_squared = _mass(surfaces, constructions, space)
    floor = max(space.floor_area_m2, 0.1)
    mass_area = capacity**2 / area_squared if area_squared > 0.0 else _MASS_PER_FLOOR * floor
    faces = [*(item.area_m2 for item in surfaces), *(item.area_m2 for item in openings)]
    inner = max(math.fsum(faces), _INNER_PER_FLOOR * floor)
    t_opaque = weighted / h_opaque if h_opaque > 0.0 else np.asarray(weather.t_out_c)
    return _Room(h_opaque, h_ground, h_glass, capacity, min(mass_area, inner), inner, t_opaque, solar)


def _mass(surfaces: Sequence[Surface], constructions: Mapping[str, Construction], space: Space) -> tuple[float, float]:
    """Return C_m = sum A k and sum A k^2 (EN ISO 13790:2008 12.2.2)."""
    pairs = [(surface.area_m2, constructions[surface.id].heat_capacity_j_m2k) for surface in surfaces]
    if not pairs:
        pairs = [(_MASS_PER_FLOOR * max(space.floor_area_m2, 0.1), DEFAULT_CAPACITY)]
    return math.fsum(a * k for a, k in pairs), math.fsum(a * k * k for a, k in pairs)


def _outer_temperature(surface: Surface, study: Study, weather: Weather, suns: TiltedSuns) -> FloatArray:
    """Sol-air temperature: outdoor air, sun taken up, and radiation to the sky (EN ISO 13790:2008 11.3.4, 11.4.6)."""
    sun = suns.on(surface.tilt_deg, surface.azimuth_deg).total
    sky_view = (1.0 + math.cos(math.radians(surface.tilt_deg))) / 2.0
    to_sky = _OUTER_EMISSIVITY * (STEFAN_BOLTZMANN * (weather.t_out_c + _KELVIN) ** 4 - weather.sky_ir_w_m2)
    result: FloatArray = weather.t_out_c + RSE * (study.envelope.absorptance_fraction * sun - sky_view * to_sky)
    return result


def _through_glass(opening: Opening, study: Study, suns: TiltedSuns) -> FloatArray:
    """Sun through a window [W], with the frame, fixed shading and 0.9 for slanting light (EN ISO 13790:2008 11.3.3)."""
    sun = suns.on(opening.tilt_deg, opening.azimuth_deg).total
    glass = opening.area_m2 * (1.0 - study.envelope.window_frame_fraction)
    result: FloatArray = 0.9 * study.envelope.window_g_fraction * (1.0 - study.envelope.shading_fraction) * glass * sun
    return result


def _ground_u_values(building: Building, constructions: Mapping[str, Construction]) -> dict[str, float]:
    """Return the U-value of each ground floor with the soil, EN ISO 13370:2017 7.1 and 7.2.

    B' = A / (P/2) of all ground floors together; P from the external walls of the rooms above over their height. Walls
    below ground keep their own U-value.
    """
    floors = [item for item in building.surfaces if item.boundary == "ground" and item.kind == "floor"]
    area = math.fsum(item.area_m2 for item in floors)
    if area <= 0.0:
        return {}
    rooms = {item.space_guid for item in floors}
    heights = {space.guid: max(space.height_m, 0.5) for space in building.spaces}
    perimeter = math.fsum(
        item.area_m2 / heights[item.space_guid]
        for item in building.surfaces
        if item.space_guid in rooms and item.kind == "wall" and item.boundary in {"outside", "ground"}
    )
    perimeter = max(perimeter, 2.0 * math.sqrt(math.pi * area))  # no outline is shorter than a circle
    b = area / (0.5 * perimeter)
    found = {}
    for floor in floors:
        resistance = 1.0 / constructions[floor.id].u_value_w_m2k
        thickness = 0.3 + _SOIL_CONDUCTIVITY * resistance
        if thickness < b:
            u = 2.0 * _SOIL_CONDUCTIVITY / (math.pi * b + thickness) * math.log(math.pi * b / thickness + 1.0)
        else:
            u = _SOIL_CONDUCTIVITY / (0.457 * b + thickness)
        found[floor.id] = u
    return found
