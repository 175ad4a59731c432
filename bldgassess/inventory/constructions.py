"""Thermal constructions: the layers of a surface with their properties, from the model and the matched records."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from bldgassess.inventory.layers import AddedLayer, ThermalLayer
from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.model import Building, Element, Opening, Surface
from bldgassess.study import Study

#: EN ISO 6946:2017 Table 7: inner film by direction of heat flow, outer film [m2 K/W].
RSI_WALL, RSI_UP, RSI_DOWN, RSE = 0.13, 0.10, 0.17, 0.04
#: EN ISO 6946:2017 Table 8, unventilated air layer of 25 mm or more, horizontal heat flow [m2 K/W].
R_AIR_LAYER = 0.18
#: EN ISO 13790:2008 12.3.1: depth that takes part in a day's cycle [m].
_ACTIVE_DEPTH_M = 0.1
#: EN ISO 13790:2008 Table 12, medium building 165 kJ/K per m2 of floor, over 2.5 m2 of inner surface [J/(m2 K)].
DEFAULT_CAPACITY = 165000.0 / 2.5
#: U-values that walls, roofs, floors, windows and doors can have [W/(m2 K)]: beyond them a unit or a figure is wrong.
#: An assumption: single glazing and bare sheet metal lie below 7, half a metre of insulation above 0.05.
LEAST_U, MOST_U = 0.05, 7.5
_DEFAULT_SPECIFIC_HEAT = 1000.0
#: Conductivity of a layer whose record has none [W/(m K)]; with it the layer neither insulates nor shorts.
_DEFAULT_CONDUCTIVITY = 1.0


@dataclass(frozen=True, slots=True)
class Construction:
    """Layers (outside first), U-value with standard films [W/(m2 K)] and where it came from.

    ``origin``: "layers", "pset" (the model's own U-value), "study" (the study's fallback).
    ``heat_capacity_j_m2k`` is the effective inner capacity, EN ISO 13790 12.3.1 (10 cm rule) [J/(m2 K)].
    """

    layers: tuple[ThermalLayer, ...]
    u_value_w_m2k: float
    heat_capacity_j_m2k: float
    origin: str


def is_possible_u(u_w_m2k: float | None) -> TypeGuard[float]:
    """Tell whether something may have this U-value [W/(m2 K)]."""
    return u_w_m2k is not None and LEAST_U <= u_w_m2k <= MOST_U


def compute_constructions(building: Building, study: Study, inventory: Inventory) -> Mapping[str, Construction]:
    """Return the construction of each surface (by ``Surface.id``) and opening (by ``Opening.guid``).

    The model's own U-value wins where it can be one, then its layers where each has a thickness and one is known to
    insulate or the element says its materials plainly, then the study's value for the kind of surface. Layers that
    measures lay on a surface come on top.
    """
    elements = {element.guid: element for element in building.elements}
    lines: dict[str, dict[int, InventoryLine]] = {}
    for line in inventory.element_lines:
        if not line.is_removed:
            lines.setdefault(line.guid, {})[line.layer_index] = line
    found: dict[str, Construction] = {}
    for surface in building.surfaces:
        element = elements.get(surface.element_guid or "")
        own = _surface(surface, element, lines.get(surface.element_guid or "", {}), study)
        found[surface.id] = _with_added(own, inventory.added_layers.get(surface.id, ()), surface)
    for opening in building.openings:
        found[opening.guid] = _opening(opening, elements.get(opening.guid), study)
    return found


def _surface(
    surface: Surface, element: Element | None, lines: Mapping[int, InventoryLine], study: Study
) -> Construction:
    layers = _layers(element, lines) if element else ()
    # slabs are drawn from below up, walls from outside in: what a person inside touches comes first here
    inside_first = layers if surface.kind in {"roof", "ceiling"} else tuple(reversed(layers))
    capacity = _capacity(inside_first) if layers else DEFAULT_CAPACITY
    own = element.u_value_w_m2k if element else None
    if is_possible_u(own) and surface.boundary == "outside":
        return Construction(layers, own, capacity, "pset")
    # a ceiling or lining alone closes no building: what lies behind it is not known
    is_lining = surface.boundary == "outside" and element is not None and element.part == "covering"
    if layers and not is_lining:
        resistance = math.fsum(layer.resistance_m2k_w for layer in layers)
        inner = {"wall": RSI_WALL, "roof": RSI_UP, "ceiling": RSI_UP, "floor": RSI_DOWN}[surface.kind]
        outer = RSE if surface.boundary in {"outside", "ground"} else inner
        return Construction(layers, 1.0 / (inner + resistance + outer), capacity, "layers")
    fallback = {
        "wall": study.envelope.wall_u_w_m2k,
        "roof": study.envelope.roof_u_w_m2k,
        "ceiling": study.envelope.roof_u_w_m2k,
        "floor": study.envelope.floor_u_w_m2k,
    }[surface.kind]
    return Construction((), fallback, capacity, "study")


def _with_added(own: Construction, added: Sequence[AddedLayer], surface: Surface) -> Construction:
    """Return a construction with the layers that measures lay on it: 1/U grows by their resistance.

    Where the layers below are not known, the new ones are known by the U-value alone.
    """
    if not added:
        return own
    resistance = math.fsum(item.layer.resistance_m2k_w for item in added)
    layers = own.layers
    if layers:
        # slabs are drawn from below up: the last layer of a roof is its outer one
        inward = surface.kind in {"roof", "ceiling"}
        outer = tuple(item.layer for item in added if not item.inside)
        inner = tuple(item.layer for item in added if item.inside)
        layers = (*inner, *layers, *outer) if inward else (*outer, *layers, *inner)
    inside_first = layers if surface.kind in {"roof", "ceiling"} else tuple(reversed(layers))
    return Construction(
        layers,
        1.0 / (1.0 / own.u_value_w_m2k + resistance),
        _capacity(inside_first) if layers else own.heat_capacity_j_m2k,
        own.origin,
    )


def _opening(opening: Opening, element: Element | None, study: Study) -> Construction:
    own = opening.u_value_w_m2k or (element.u_value_w_m2k if element else None)
    if is_possible_u(own):
        return Construction((), own, 0.0, "pset")
    door = opening.kind == "door"
    return Construction((), study.envelope.door_u_w_m2k if door else study.envelope.window_u_w_m2k, 0.0, "study")


def _layers(element: Element, lines: Mapping[int, InventoryLine]) -> tuple[ThermalLayer, ...]:
    """Return layers with properties; none where a thickness is unknown or a name had no material of its own."""
    layers = []
    for layer in element.materials:
        thickness = layer.thickness_m
        if thickness is None and len(element.materials) == 1:
            thickness = _own_thickness(element)
        if not thickness or thickness <= 0.0:
            return ()
        if layer.is_air:
            layers.append(ThermalLayer(layer.material, thickness, thickness / R_AIR_LAYER, 1.2, 1005.0, "EN ISO 6946"))
            continue
        line = lines.get(layer.index)
        if line is None or line.record is None or line.match_method == "part":
            return ()
        record = line.record
        conductivity = record.conductivity_w_mk or _DEFAULT_CONDUCTIVITY
        if "drawn as a solid layer" in line.quantity_origin:  # a stud or sheet layer: air and studs, not solid metal
            conductivity = thickness / R_AIR_LAYER
        heat = record.specific_heat_j_kgk or _DEFAULT_SPECIFIC_HEAT
        source = record.property_source or "assumption of this program"
        layers.append(ThermalLayer(layer.material, thickness, conductivity, line.density_kg_m3, heat, source))
    return tuple(layers)


def _own_thickness(element: Element) -> float | None:
    face = element.side_area_m2 if element.part in {"external_wall", "internal_wall"} else element.footprint_area_m2
    return element.volume_m3 / face if face > 0.0 and element.volume_m3 > 0.0 else None


def _capacity(inside_first: tuple[ThermalLayer, ...]) -> float:
    """Return the capacity of the inner 10 cm, or up to half the wall or the first insulation (EN ISO 13790 12.3.1)."""
    total = math.fsum(layer.thickness_m for layer in inside_first)
    left = min(_ACTIVE_DEPTH_M, total / 2.0)
    capacity = 0.0
    for layer in inside_first:
        if left <= 0.0 or (layer.conductivity_w_mk < 0.065 and layer.thickness_m > 0.01):
            break
        depth = min(left, layer.thickness_m)
        capacity += depth * layer.density_kg_m3 * layer.specific_heat_j_kgk
        left -= depth
    return max(capacity, 5000.0)
