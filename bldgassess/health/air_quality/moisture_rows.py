"""Indicators of moisture: mould at the coldest place, margin of its temperature."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bldgassess.health.air_quality import mould
from bldgassess.health.air_quality.codes import checked
from bldgassess.health.air_quality.condensation import Climate
from bldgassess.health.air_quality.grouped import by_room
from bldgassess.health.air_quality.judged import highest, judge, lowest, without_value
from bldgassess.health.air_quality.junctions import Coldest, coldest_place
from bldgassess.health.air_quality.monthly import MONTHS, month_of, monthly_climates
from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import load_limits
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.inventory.constructions import Construction, compute_constructions
from bldgassess.texts import mark

#: EN ISO 13788 is about heated rooms: a month counts where indoors is this much warmer [K]; an assumption.
_HEATED_K = 5.0
_INDOORS_ONLY = mark("No surface of the room borders on outdoors.")
_MILD = mark("No month is 5 K colder outdoors than indoors, so cold surfaces are not to be expected.")


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
            "month_of_highest": float(month_of(int(np.argmax(course[k])))),
        }
        spaces.append(judge(room, float(course[k].max()), limits, drivers))
    return make_indicator(
        "I7",
        "air",
        mark("Mould index at the coldest place"),
        mark("worst room"),
        limits,
        spaces,
        highest(spaces),
        "0-6",
        formula="mould",
        input_quality=inputs.quality("operation.ventilation_l_s_m2"),
    )


def surface_margin(inputs: HealthInputs) -> Indicator:
    """Return: f_Rsi of the coldest place above what EN ISO 13788 requires (I7f)."""
    places = _coldest(inputs, _constructions(inputs))
    limits = load_limits()["I7f", "all"]
    months = monthly_climates(inputs)
    spaces = [_margin(inputs, room, places[k], months[k]) for k, room in enumerate(inputs.rooms)]
    return make_indicator(
        "I7f",
        "air",
        mark("Temperature factor of the coldest place above the required one"),
        mark("lowest room"),
        limits,
        spaces,
        lowest(spaces),
        "-",
        formula="f_rsi",
        input_quality=inputs.quality("health.moisture_excess_pa"),
    )


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
        for m in range(MONTHS)
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


def _constructions(inputs: HealthInputs) -> Mapping[str, Construction]:
    return compute_constructions(inputs.building, inputs.study, inputs.inventory)
