"""Indicators of the air: CO2, ventilation, mould."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bldgassess.health.air_quality import carbon_dioxide, mould
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import classify, load_limits, score
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import assumed, make_indicator
from bldgassess.model import Assumption
from bldgassess.texts import mark


def co2_indicator(inputs: HealthInputs) -> Indicator:
    """Return: CO2 above outdoor air, 95th percentile (I1)."""
    hourly = inputs.hourly
    rooms = inputs.rooms
    concentration = carbon_dioxide.co2_above_outdoor_ppm(hourly)
    spaces = []
    for room in rooms:
        limits = load_limits()["I1", "bedroom" if room.use == "bedroom" else "all"]
        occupied = hourly.people[room.index] > 0.0
        value = float(np.percentile(concentration[room.index][occupied], 95.0))
        drivers: dict[str, float | str] = {
            "people": room.people,
            "outdoor_air_l_s": 1000.0 * float(hourly.outdoor_air_m3_s[room.index][occupied].mean()),
            "limits": limits.text,
        }
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    everywhere, bedroom = load_limits()["I1", "all"], load_limits()["I1", "bedroom"]
    return make_indicator(
        "I1",
        "air",
        mark("CO2 above outdoor air, 95th percentile of occupied hours"),
        mark("worst room"),
        everywhere,
        spaces,
        max(item.value or 0.0 for item in spaces),
        "ppm",
        formula="co2",
        text=f"{everywhere.text}; bedrooms {bedroom.text}",
    )


def ventilation_indicator(inputs: HealthInputs) -> Indicator:
    """Return: hygienic air and leaks per floor area (I2)."""
    study = inputs.study
    hourly = inputs.hourly
    rooms = inputs.rooms
    supplied = carbon_dioxide.supplied_air_m3_s(hourly, study.operation.infiltration_ach)
    is_home = inputs.is_home
    spaces = []
    for room in rooms:
        limits = carbon_dioxide.ventilation_limits(room.area_m2, room.people, is_home)
        value = 1000.0 * float(supplied[room.index]) / room.area_m2
        drivers: dict[str, float | str] = {"people": room.people, "limits": limits.text}
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    limits = load_limits()["I2", "home" if is_home else "person"]
    return make_indicator(
        "I2",
        "air",
        mark("Outdoor air without opened windows"),
        mark("lowest room"),
        limits,
        spaces,
        min(item.value or 0.0 for item in spaces),
        "l/(s m2)",
        formula="ventilation",
    )


def mould_indicator(inputs: HealthInputs) -> Indicator:
    """Return: VTT mould index on the coldest plane surface (I7)."""
    building = inputs.building
    study = inputs.study
    weather = inputs.weather
    hourly = inputs.hourly
    rooms = inputs.rooms
    limits = load_limits()["I7", "all"]
    u_values = {item.id: item.u_value_w_m2k for item in hourly.surfaces}
    coldest: dict[str, float] = {}
    for surface in building.surfaces:
        if surface.boundary == "outside":
            factor = mould.surface_factor(u_values[surface.id])
            coldest[surface.space_guid] = min(coldest.get(surface.space_guid, 1.0), factor)
    index = [room.index for room in rooms]
    factors = np.array([coldest.get(room.guid, 1.0) for room in rooms])
    t_in, rh = hourly.t_air_c[index], hourly.rh_fraction[index]
    t_surface, humidity = mould.surface_humidity(factors, t_in, rh, weather.t_out_c)
    highest = mould.mould_index(t_surface, humidity)
    month = int(np.argmin([float(part.mean()) for part in np.array_split(weather.t_out_c, 12)]))
    cold = np.array_split(np.arange(len(weather.t_out_c)), 12)[month]
    spaces = []
    for k, room in enumerate(rooms):
        value = float(highest[k])
        needed = mould.required_factor(
            float(weather.t_out_c[cold].mean()),
            float(weather.rh_out_fraction[cold].mean()),
            float(t_in[k][cold].mean()),
            study.health.moisture_excess_pa,
        )
        drivers: dict[str, float | str] = {
            "f_rsi": float(factors[k]),
            "f_rsi_required": needed,
            "hours_above_80_pct_h": float((humidity[k] > 80.0).sum()),
        }
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    value = max(item.value or 0.0 for item in spaces)
    name = mark("Mould index on the coldest plane surface")
    return make_indicator("I7", "air", name, mark("worst room"), limits, spaces, value, "0-6", formula="mould")


INDICATORS = (
    co2_indicator,
    ventilation_indicator,
    mould_indicator,
)


def metrics(_inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    return {
        "health.co2_delta_p95": by_id["I1"].value or 0.0,
        "health.mould_index_max": by_id["I7"].value or 0.0,
    }


def assumptions(_inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about people and air."""
    return assumed(
        {
            "co2_awake_l_h": mark("CO2 of people awake"),
            "co2_asleep_l_h": mark("CO2 of people asleep, in bedrooms"),
            "surface_film_m2k_w": mark("Surface temperature for mould"),
        }
    )
