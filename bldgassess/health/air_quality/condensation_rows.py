"""Indicator of water inside constructions (I7c)."""

from __future__ import annotations

from collections.abc import Mapping

from bldgassess.health.air_quality.condensation import DRY, Layer, Moisture, interior_condensation
from bldgassess.health.air_quality.judged import highest, judge, without_value
from bldgassess.health.air_quality.monthly import monthly_climates
from bldgassess.health.air_quality.tables import by_key
from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.inventory.layer_mass import is_cavity
from bldgassess.model import Surface
from bldgassess.texts import mark
from materials_db.products import load_products

_LEAST_SD_M = 0.01
_INDOORS_ONLY = mark("No surface of the room borders on outdoors.")
_NO_LAYERS = mark("The layers of the room's outer walls and roofs are not known.")


def condensation_inside(inputs: HealthInputs) -> Indicator:
    """Return: water inside the outer walls and roofs, most in the year (I7c)."""
    constructions = compute_constructions(inputs.building, inputs.study, inputs.inventory)
    products = _product_by_material(inputs)
    outer: dict[str, dict[tuple[Layer, ...], str]] = {}
    for surface in inputs.building.surfaces:
        layers = _vapour_layers(surface, constructions, products)
        if surface.boundary == "outside" and layers:
            outer.setdefault(surface.space_guid, {}).setdefault(layers, surface.kind)
    outdoors = {surface.space_guid for surface in inputs.building.surfaces if surface.boundary == "outside"}
    months = monthly_climates(inputs)
    limits = load_limits()["I7c", "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        if room.guid not in outer:
            spaces.append(without_value(room, _NO_LAYERS if room.guid in outdoors else _INDOORS_ONLY))
            continue
        found = [(interior_condensation(layers, months[k]), kind) for layers, kind in outer[room.guid].items()]
        worst, kind = max(found, key=lambda item: (item[0].most_kg_m2, item[1]))
        spaces.append(_water(room, worst, kind))
    return make_indicator(
        "I7c",
        "air",
        mark("Water inside outer walls and roofs, most in the year"),
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "kg/m2",
        formula="condensation",
        input_quality=inputs.quality("operation.ventilation_l_s_m2"),
    )


def _water(room: Room, moisture: Moisture, kind: str) -> SpaceIndicator:
    drivers: dict[str, float | str] = {"left_after_a_year_kg_m2": moisture.left_kg_m2}
    if moisture is not DRY:
        drivers["wettest_month"] = float(moisture.months_kg_m2.index(moisture.most_kg_m2) + 1)
        drivers["place"] = kind
    item = judge(room, moisture.most_kg_m2, load_limits()["I7c", "all"], drivers)
    if moisture.left_kg_m2 > load_limits()["I7c", "all"].classes[0]:  # what does not dry grows from year to year
        return SpaceIndicator(item.guid, item.value, "outside", min(item.score or 0.0, 20.0), drivers)
    return item


def _product_by_material(inputs: HealthInputs) -> Mapping[str, tuple[str, str]]:
    """Return product and category of each layer name."""
    found: dict[str, tuple[str, str]] = {}
    for name, match in inputs.inventory.matches.items():
        category = match.record.category if match.record else ""
        found[name] = (match.product if match.product in load_products() else "", category)
    return found


def _vapour_layers(
    surface: Surface, constructions: Mapping[str, Construction], products: Mapping[str, tuple[str, str]]
) -> tuple[Layer, ...]:
    """Return the layers outside first with s_d = mu d; none where the construction is not known."""
    table = by_key("vapour.csv", "key")
    layers = []
    for layer in constructions[surface.id].layers:
        product, category = products.get(layer.material, ("", ""))
        row = table.get(product) or table.get(category)
        # air, studs, and what nobody knows hold no vapour back
        mu = float(row["mu"]) if row and not is_cavity(layer) else 1.0
        resistance = layer.thickness_m / layer.conductivity_w_mk
        layers.append(Layer(resistance, max(mu * layer.thickness_m, _LEAST_SD_M)))
    # slabs are drawn from below up: of a roof the room is below, of a floor over outside air it is above
    return tuple(reversed(layers)) if surface.kind in {"roof", "ceiling"} else tuple(layers)
