"""Which material faces each room: the layer of each wall, floor and ceiling that its air touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.model import Building, Element, MaterialLayer, Surface
from materials_db.products import load_products


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a room: kind, area [m2], what it borders on, and what its layers are, the room's side first.

    ``products``, ``categories`` and ``thickness_m`` of the solid layers; empty where nothing is known of them.
    ``material`` is the name of the layer that faces the room.
    """

    surface: Surface
    material: str
    products: tuple[str, ...]
    categories: tuple[str, ...]
    thickness_m: tuple[float, ...]


@cache
def _product_of_record() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, product in load_products().items():
        for identity in product.records:
            found.setdefault(identity, key)
    return found


def room_faces(building: Building, inventory: Inventory) -> Mapping[str, tuple[Face, ...]]:
    """Return the faces of each room by GlobalId.

    Walls are drawn from outside in and slabs from below up, so a room touches the last layer of a wall or floor and
    the first of a ceiling or roof (the rule of the thermal constructions too).
    """
    elements = {element.guid: element for element in building.elements}
    lines: dict[str, dict[int, InventoryLine]] = {}
    for line in inventory.element_lines:
        lines.setdefault(line.guid, {})[line.layer_index] = line
    found: dict[str, list[Face]] = {}
    made: dict[tuple[str, bool], tuple[str, tuple[str, ...], tuple[str, ...], tuple[float, ...]]] = {}
    for surface in building.surfaces:
        if surface.area_m2 <= 0.0:
            continue
        guid, upward = surface.element_guid or "", surface.kind in {"roof", "ceiling"}
        key = (guid, upward)
        if key not in made:
            made[key] = _layers(elements.get(guid), lines, inventory, upward)
        found.setdefault(surface.space_guid, []).append(Face(surface, *made[key]))
    return {guid: tuple(faces) for guid, faces in found.items()}


def _layers(
    element: Element | None, lines: Mapping[str, Mapping[int, InventoryLine]], inventory: Inventory, upward: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[float, ...]]:
    if element is None:
        return "", (), (), ()
    own = lines.get(element.counted_as or element.guid, {})
    solid: tuple[MaterialLayer, ...] = tuple(layer for layer in element.materials if not layer.is_air)
    layers = solid or (MaterialLayer(0, ""),)
    inside_first = layers if upward else tuple(reversed(layers))
    known = [(layer, own[layer.index]) for layer in inside_first if layer.index in own]
    if not known:
        return "", (), (), ()
    names = [_product(line, inventory) for _, line in known]
    categories = [line.record.category if line.record else "" for _, line in known]
    thickness = [layer.thickness_m or _mean_thickness(element, line) for layer, line in known]
    return known[0][1].material, tuple(names), tuple(categories), tuple(thickness)


def _product(line: InventoryLine, inventory: Inventory) -> str:
    match = inventory.matches.get(line.material)
    if match is not None and match.product and line.match_method not in {"part", "none"}:
        return match.product
    return _product_of_record().get(line.record.id, "") if line.record else ""


def _mean_thickness(element: Element, line: InventoryLine) -> float:
    face = element.side_area_m2 if element.part.endswith("wall") else element.footprint_area_m2
    return line.volume_m3 / face if face > 0.0 else 0.0
