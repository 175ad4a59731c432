"""From a building, its study and its constructions to the thermal model that the hourly year is solved for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from bldgassess.hourly.air import AirFlows
from bldgassess.hourly.airing import make_airings
from bldgassess.hourly.bridges import Bridges
from bldgassess.hourly.gains import PERSON_SENSIBLE_W, Gains
from bldgassess.hourly.ground import characteristic_dimension, ground_layers
from bldgassess.hourly.inner_doors import make_air_links
from bldgassess.hourly.partitions import match_partitions
from bldgassess.hourly.result import HOURS, BoolArray, Weather
from bldgassess.hourly.set_points import make_set_points
from bldgassess.hourly.thermal_model import (
    Layer,
    OpaqueElement,
    OuterSide,
    SimpleGlazing,
    ThermalModel,
    ThermalZone,
    WindowElement,
)
from bldgassess.inventory.constructions import RSE, RSI_DOWN, RSI_UP, RSI_WALL, Construction
from bldgassess.model import Building, Opening, Space, Surface
from bldgassess.study import Study

#: A layer that stands in where only a U-value is known: inner side of the order of 0.1 m of masonry, an assumption.
_STAND_IN = Layer(0.1, 0.8, 1400.0, 1000.0)
#: Share of heat from people and appliances that radiates, of lighting: ASHRAE Fundamentals order; an assumption.
RADIANT_PEOPLE, _RADIANT_LIGHT = 0.5, 0.6
_INNER_ABSORPTANCE = 0.6
#: What a door or inner window borders on.
_DOOR_SIDES: Mapping[str, OuterSide] = {"outside": "outside", "unheated": "sheltered"}


def make_model(
    building: Building, spaces: Sequence[Space], constructions: Mapping[str, Construction], gains: Gains,
    air: AirFlows, study: Study, weather: Weather, conditioned: BoolArray, bridges: Bridges,
) -> ThermalModel:  # fmt: skip
    """Make the thermal model: a zone a room, a face of a room an element, what it borders as the envelope says."""
    index = {space.guid: k for k, space in enumerate(spaces)}
    zones = _zones(building, spaces, gains, air, study, weather, conditioned, bridges)
    dimension = characteristic_dimension(building)
    partitions = match_partitions(building.surfaces, index)
    inner = {wall.face.id for wall in partitions} | {wall.other_id for wall in partitions}
    elements = [
        _opaque(surface, index, constructions[surface.id], dimension, study)
        for surface in building.surfaces
        if surface.space_guid in index and surface.area_m2 > 0.0 and surface.id not in inner
    ]
    for wall in partitions:
        face = _opaque(wall.face, index, constructions[wall.face.id], dimension, study)
        elements += _both_faces(replace(face, area_m2=wall.area_m2, twin=wall.other_id))
    windows: list[WindowElement] = []
    for opening in building.openings:
        if opening.space_guid not in index or opening.area_m2 <= 0.0:
            continue
        item = _opening(opening, index, constructions[opening.guid], study)
        if isinstance(item, WindowElement):
            windows.append(item)
        else:
            elements.append(item)
    faced = {item.zone for item in elements} | {item.zone for item in windows}
    bare = sorted(set(range(len(spaces))) - faced)
    elements += [_enclosure(spaces[k], k) for k in bare]
    ground = np.full(HOURS, float(weather.t_out_c.mean()))
    links = make_air_links(building, spaces, study)
    return ThermalModel(
        zones, tuple(elements), tuple(windows), ground, study.site.ground_albedo_fraction, air_links=links
    )


def _zones(
    building: Building,
    spaces: Sequence[Space],
    gains: Gains,
    air: AirFlows,
    study: Study,
    weather: Weather,
    conditioned: BoolArray,
    bridges: Bridges,
) -> tuple[ThermalZone, ...]:
    airings = make_airings(building, spaces, air, study)
    held = make_set_points(spaces, gains.people, study, weather, conditioned)
    people = PERSON_SENSIBLE_W * gains.people
    radiant = RADIANT_PEOPLE * (people + gains.equipment_w) + _RADIANT_LIGHT * gains.lighting_w
    convective = people + gains.equipment_w + gains.lighting_w - radiant
    fixed = air.hygienic + air.leaks[:, None]
    return tuple(
        ThermalZone(
            space.guid,
            max(space.volume_m3, 0.1),
            convective[k],
            radiant[k],
            held.heating_c[k],
            held.cooling_c[k],
            fixed[k],
            heat_limit_w=float(held.heating_limit_w[k]),
            cool_limit_w=float(held.cooling_limit_w[k]),
            operative_control=True,
            mechanical_m3_s=air.mechanical[k],
            recovery=air.recovery,
            bypass_above_c=air.bypass_above_c,
            airing=airings[k],
            bridge_w_k=float(bridges.w_k[k]),
        )
        for k, space in enumerate(spaces)
    )


def _both_faces(face: OpaqueElement) -> tuple[OpaqueElement, OpaqueElement]:
    """Return a partition as seen from both its rooms."""
    back = replace(
        face, id=face.twin, zone=face.other_zone, other_zone=face.zone, twin=face.id,
        tilt_deg=180.0 - face.tilt_deg, azimuth_deg=(face.azimuth_deg + 180.0) % 360.0,
        layers=tuple(reversed(face.layers)),
    )  # fmt: skip
    return face, back


def _opaque(
    surface: Surface, index: Mapping[str, int], construction: Construction, dimension_m: float, study: Study
) -> OpaqueElement:  # fmt: skip
    other = index.get(surface.other_space_guid or "", -1)
    outer: OuterSide = "adiabatic"
    if surface.boundary == "outside":
        outer = "outside"
    elif surface.boundary == "ground":
        outer = "ground"
    elif other >= 0:
        outer = "zone"
    elif surface.boundary == "unheated":
        outer = "sheltered"
    layers = layers_of(surface, construction)
    if surface.boundary == "ground":
        layers = (*ground_layers(surface, construction, dimension_m), *layers)
    return OpaqueElement(
        surface.id,
        index[surface.space_guid],
        surface.area_m2,
        surface.tilt_deg,
        surface.azimuth_deg,
        layers,
        outer,
        other,
        absorptance_out=study.envelope.absorptance_fraction,
        absorptance_in=_INNER_ABSORPTANCE,
    )


def layers_of(surface: Surface, construction: Construction) -> tuple[Layer, ...]:
    """Return layers, outside first, whose resistance gives the construction's U-value.

    Slabs are kept from below up in the model; what is below a roof or ceiling is inside. Where the U-value is not the
    layers' own, a resistance without mass on the outer side makes up the difference, or all conductivities are scaled.
    """
    rows = tuple(
        Layer(item.thickness_m, item.conductivity_w_mk, item.density_kg_m3, item.specific_heat_j_kgk)
        for item in construction.layers
    )
    if surface.kind in {"roof", "ceiling"}:
        rows = tuple(reversed(rows))
    inner = {"wall": RSI_WALL, "roof": RSI_UP, "ceiling": RSI_UP, "floor": RSI_DOWN}[surface.kind]
    outer = RSE if surface.boundary in {"outside", "ground"} else inner
    wanted = max(1.0 / construction.u_value_w_m2k - inner - outer, 0.01)
    if not rows:
        rows = (_STAND_IN,)
    own = math.fsum(row.resistance_m2k_w for row in rows)
    if wanted > own * 1.001:
        missing = wanted - own
        return (Layer(0.04 * missing, 0.04, 0.0, 0.0), *rows)
    scale = own / wanted
    return tuple(
        Layer(row.thickness_m, row.conductivity_w_mk * scale, row.density_kg_m3, row.specific_heat_j_kgk)
        for row in rows
    )


def _opening(
    opening: Opening, index: Mapping[str, int], construction: Construction, study: Study
) -> WindowElement | OpaqueElement:
    zone, u_value = index[opening.space_guid], construction.u_value_w_m2k
    if opening.kind == "door" or opening.boundary != "outside":
        outer = _DOOR_SIDES.get(opening.boundary, "adiabatic")
        resistance = max(1.0 / u_value - RSI_WALL - RSE, 0.01)
        layers = (Layer(0.04, 0.04 / resistance, 600.0, 1600.0),)
        return OpaqueElement(
            opening.guid, zone, opening.area_m2, opening.tilt_deg, opening.azimuth_deg, layers, outer,
            absorptance_out=study.envelope.absorptance_fraction, absorptance_in=_INNER_ABSORPTANCE,
        )  # fmt: skip
    envelope = study.envelope
    g = opening.g_value if opening.g_value is not None else envelope.window_g_fraction
    frame = opening.frame_fraction if opening.frame_fraction is not None else envelope.window_frame_fraction
    return WindowElement(
        opening.guid,
        zone,
        opening.area_m2,
        opening.tilt_deg,
        opening.azimuth_deg,
        SimpleGlazing(u_value, g),
        frame,
        sun_factor=np.full(HOURS, 1.0 - envelope.shading_fraction),
        sky_seen=opening.sky_seen,
    )


def _enclosure(space: Space, zone: int) -> OpaqueElement:
    """Return a face for a room of which no face is known, so that it has a mean radiant temperature."""
    area = max(space.floor_area_m2, 0.1)
    return OpaqueElement(f"{space.guid}/enclosure", zone, area, 180.0, 0.0, (_STAND_IN,), "adiabatic")
