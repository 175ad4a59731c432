"""Indicators of moisture: mould on the coldest place, margin of its temperature, water inside constructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bldgassess.health.air_quality import mould
from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.condensation import DRY, Climate, Layer, Moisture, interior_condensation
from bldgassess.health.air_quality.grouped import by_room
from bldgassess.health.air_quality.judged import highest, judge, lowest, with_inputs_of, without_value
from bldgassess.health.air_quality.junctions import Coldest, coldest_place
from bldgassess.health.air_quality.layers import is_cavity
from bldgassess.health.air_quality.tables import by_key
from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.sky import saturation_pa
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.model import Surface
from bldgassess.texts import mark
from materials_db.products import load_products

_MONTHS, _HOURS_D = 12, 24
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: EN ISO 13788 is about heated rooms: a month counts where indoors is this much warmer [K]; an assumption.
_HEATED_K = 5.0
_LEAST_SD_M = 0.01
_INDOORS_ONLY = mark("No surface of the room borders on outdoors.")
_MILD = mark("No month is 5 K colder outdoors than indoors, so cold surfaces are not to be expected.")
_NO_LAYERS = mark("The layers of the room's outer walls and roofs are not known.")


def _coldest(inputs: HealthInputs, constructions: Mapping[str, Construction]) -> list[Coldest | None]:
    surfaces, openings = by_room(inputs.building.surfaces), by_room(inputs.building.openings)
    return [
        coldest_place(surfaces.get(room.guid, []), openings.get(room.guid, []), constructions) for room in inputs.rooms
    ]


def mould_indicator(inputs: HealthInputs) -> Indicator:
    """Return: VTT mould index at the coldest place, junctions included (I7)."""
    places = _coldest(inputs, _constructions(inputs))
    index = [room.index for room in inputs.rooms]
    t_in, rh = inputs.hourly.t_air_c[index], inputs.hourly.rh_fraction[index]
    factors = np.array([place.factor if place else 1.0 for place in places])
    t_surface, humidity = mould.surface_humidity(factors, t_in, rh, inputs.weather.t_out_c)
    course = mould.mould_course(t_surface, humidity)
    limits = load_limits()["I7", "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        place = places[k]
        drivers: dict[str, float | str] = {
            "f_rsi": float(factors[k]),
            "f_rsi_plane": place.plane if place else 1.0,
            "place": place.place if place else mark("no outer surface"),
            "hours_above_80_pct_h": float((humidity[k] > 80.0).sum()),
            "month_of_highest": float(_month(int(np.argmax(course[k])))),
        }
        spaces.append(judge(room, float(course[k].max()), limits, drivers))
    row = make_indicator(
        "I7",
        "air",
        mark("Mould index at the coldest place"),
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "0-6",
        formula="mould",
    )
    return with_inputs_of(row, inputs.study.operation, "ventilation_l_s_m2")


def surface_margin(inputs: HealthInputs) -> Indicator:
    """Return: f_Rsi of the coldest place above what EN ISO 13788 requires (I7f)."""
    places = _coldest(inputs, _constructions(inputs))
    limits = load_limits()["I7f", "all"]
    months = _monthly(inputs)
    spaces = [_margin(inputs, room, places[k], months[k]) for k, room in enumerate(inputs.rooms)]
    row = make_indicator(
        "I7f",
        "air",
        mark("Temperature factor of the coldest place above the required one"),
        mark("lowest room"),
        limits,
        spaces,
        lowest(spaces),
        "-",
        formula="f_rsi",
    )
    return with_inputs_of(row, inputs.study.health, "moisture_excess_pa")


def _margin(inputs: HealthInputs, room: Room, place: Coldest | None, months: Climate) -> SpaceIndicator:
    if place is None:
        return without_value(room, _INDOORS_ONLY)
    required = [
        mould.required_surface(
            float(months.t_out_c[m]),
            float(months.vapour_out_pa[m]) / mould.saturation_13788_pa(float(months.t_out_c[m])),
            float(months.t_in_c[m]),
            inputs.study.health.moisture_excess_pa,
        ).factor
        if months.t_in_c[m] - months.t_out_c[m] >= _HEATED_K
        else -1.0
        for m in range(_MONTHS)
    ]
    needed = max(required)
    if needed < 0.0:
        return without_value(room, _MILD)
    drivers: dict[str, float | str] = {
        "f_rsi": place.factor,
        "f_rsi_plane": place.plane,
        "f_rsi_required": needed,
        "critical_month": float(required.index(needed) + 1),
        "place": place.place,
        **checked("I7f", place.factor, inputs.is_home),
    }
    return judge(room, place.factor - needed, load_limits()["I7f", "all"], drivers)


def condensation_inside(inputs: HealthInputs) -> Indicator:
    """Return: water inside the outer walls and roofs, most in the year (I7c)."""
    constructions = _constructions(inputs)
    products = _product_by_material(inputs)
    outer: dict[str, dict[tuple[Layer, ...], str]] = {}
    for surface in inputs.building.surfaces:
        layers = _vapour_layers(surface, constructions, products)
        if surface.boundary == "outside" and layers:
            outer.setdefault(surface.space_guid, {}).setdefault(layers, surface.kind)
    months = _monthly(inputs)
    limits = load_limits()["I7c", "all"]
    spaces = []
    for k, room in enumerate(inputs.rooms):
        if room.guid not in outer:
            spaces.append(without_value(room, _NO_LAYERS))
            continue
        found = [(interior_condensation(layers, months[k]), kind) for layers, kind in outer[room.guid].items()]
        worst, kind = max(found, key=lambda item: (item[0].most_kg_m2, item[1]))
        spaces.append(_water(room, worst, kind))
    row = make_indicator(
        "I7c",
        "air",
        mark("Water inside outer walls and roofs, most in the year"),
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "kg/m2",
        formula="condensation",
    )
    return with_inputs_of(row, inputs.study.operation, "ventilation_l_s_m2")


def _water(room: Room, moisture: Moisture, kind: str) -> SpaceIndicator:
    drivers: dict[str, float | str] = {"left_after_a_year_kg_m2": moisture.left_kg_m2}
    if moisture is not DRY:
        drivers["wettest_month"] = float(moisture.months_kg_m2.index(moisture.most_kg_m2) + 1)
        drivers["place"] = kind
    item = judge(room, moisture.most_kg_m2, load_limits()["I7c", "all"], drivers)
    if moisture.left_kg_m2 > load_limits()["I7c", "all"].classes[0]:  # what does not dry grows from year to year
        return SpaceIndicator(item.guid, item.value, "outside", min(item.score or 0.0, 20.0), drivers)
    return item


def _constructions(inputs: HealthInputs) -> Mapping[str, Construction]:
    return compute_constructions(inputs.building, inputs.study, inputs.inventory)


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


def _monthly(inputs: HealthInputs) -> Sequence[Climate]:
    """Return the monthly means of each room and outdoors."""
    weather, hourly = inputs.weather, inputs.hourly
    vapour_out = weather.rh_out_fraction * saturation_pa(weather.t_out_c)
    t_out, p_out = _means(weather.t_out_c), _means(vapour_out)
    found = []
    for room in inputs.rooms:
        t_in = hourly.t_air_c[room.index]
        vapour_in = hourly.rh_fraction[room.index] * saturation_pa(t_in)
        found.append(Climate(t_out, p_out, _means(t_in), _means(vapour_in)))
    return found


def _means(hourly: FloatArray) -> FloatArray:
    ends = np.cumsum(_MONTH_DAYS)[:-1] * _HOURS_D
    return np.array([float(part.mean()) for part in np.split(hourly, ends)])


def _month(hour: int) -> int:
    return int(np.searchsorted(np.cumsum(_MONTH_DAYS) * _HOURS_D, hour, side="right")) + 1
