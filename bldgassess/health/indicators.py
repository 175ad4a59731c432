"""The indicators, one function each: from the hourly year and the geometry to a value and class a room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health import air, comfort, daylight, mould
from bldgassess.health.limits import Limits, classify, load_limits, occupant_values, score, worst
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.model import Building
from bldgassess.study import Study
from bldgassess.texts import mark

_HOMES = ("house", "apartment")


@dataclass(frozen=True, slots=True)
class Room:
    """A room where people stay: its index in the hourly arrays, GlobalId, use and floor area [m2]."""

    index: int
    guid: str
    use: str
    area_m2: float
    people: float


def _indicator(
    identity: str,
    pillar: str,
    name: str,
    rule: str,
    limits: Limits,
    spaces: Sequence[SpaceIndicator],
    value: float | None,
    unit: str,
    *,
    formula: str,
    out_of_range_h: float = 0.0,
    text: str = "",
) -> Indicator:
    scores = [item.score for item in spaces if item.score is not None]
    return Indicator(
        id=identity,
        pillar=pillar,
        name=name,
        value=value,
        unit=unit,
        health_class=worst([item.health_class for item in spaces]),
        score=min(scores) if scores else None,
        clause=limits.clause,
        source=limits.source,
        evidence=limits.evidence,
        input_quality="defaults",
        building_rule=rule,
        limits=text or limits.text,
        out_of_range_h=out_of_range_h,
        spaces=tuple(sorted(spaces, key=lambda item: item.guid)),
        formula_id=formula,
    )


def comfort_indicator(rooms: Sequence[Room], study: Study, weather: Weather, hourly: HourlyResult) -> Indicator:
    """Return: PMV in cooled buildings (T1), adaptive comfort in others (T2)."""
    cooled = study.operation.cooling != "none"
    spaces, beyond = [], 0.0
    for room in rooms:
        hours = (
            comfort.pmv_hours(hourly, room.index, study, weather)
            if cooled
            else comfort.adaptive_hours(hourly, room.index, weather)
        )
        beyond += hours.out_of_range_h
        drivers: dict[str, float | str] = {
            "occupied_h": hours.occupied_h,
            "too_warm_h": hours.too_warm_h,
            "too_cold_h": hours.too_cold_h,
            "share_I_pct": 100.0 * hours.shares[0],
            "share_III_pct": 100.0 * hours.shares[2],
        }
        value = 100.0 * hours.shares[1]
        spaces.append(SpaceIndicator(room.guid, value, hours.health_class, hours.score, drivers))
    limits = load_limits()["T1", "cooled"] if cooled else load_limits()["T2", "high"]
    low = load_limits()["T2", "low"]
    text = limits.text
    if not cooled:
        pairs = zip(("I", "II", "III", "IV"), low.classes, limits.classes, strict=True)
        text = ", ".join(f"{name} -{down:g}/+{up:g}" for name, down, up in pairs) + " K about 0.33 Trm + 18.8"
    return _indicator(
        "T1" if cooled else "T2",
        "thermal",
        mark("Comfort, occupied hours in category II"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        _mean(spaces, rooms),
        "% of occupied hours",
        formula="pmv" if cooled else "adaptive",
        out_of_range_h=beyond,
        text=f"{text}, 95 % of occupied hours",
    )


def overheating_indicator(rooms: Sequence[Room], study: Study, weather: Weather, hourly: HourlyResult) -> Indicator:
    """Return: occupied hours above the limit (T3)."""
    limits = load_limits()["T3", "all"]
    limit_c = comfort.overheating_limit_c(study, weather)
    spaces = []
    for room in rooms:
        occupied = hourly.people[room.index] > 0.0
        hours, degree_hours, share = comfort.over_hours(hourly.t_op_c[room.index], occupied, limit_c)
        drivers: dict[str, float | str] = {
            "hours_over_h": hours,
            "degree_hours_kh": degree_hours,
            "highest_c": float(hourly.t_op_c[room.index].max()),
        }
        spaces.append(SpaceIndicator(room.guid, share, classify(share, limits), score(share, limits), drivers))
    cooled = study.operation.cooling != "none"
    limit = f"above {study.health.overheating_limit_c:g} degC" if cooled else "above the adaptive limit of category II"
    return _indicator(
        "T3",
        "thermal",
        mark("Overheating, occupied hours above the limit"),
        mark("worst room"),
        limits,
        spaces,
        max(item.value or 0.0 for item in spaces),
        "% of occupied hours",
        formula="overheating",
        text=f"{limits.text} {limit}",
    )


def cold_indicator(rooms: Sequence[Room], hourly: HourlyResult) -> Indicator:
    """Return: occupied hours below 18 degC (T6)."""
    limits = load_limits()["T6", "all"]
    limit = occupant_values()["cold_limit_c"].value
    spaces = []
    for room in rooms:
        occupied = hourly.people[room.index] > 0.0
        hours = float((occupied & (hourly.t_op_c[room.index] < limit)).sum())
        lowest: dict[str, float | str] = {"lowest_c": float(hourly.t_op_c[room.index].min())}
        spaces.append(SpaceIndicator(room.guid, hours, classify(hours, limits), score(hours, limits), lowest))
    value = max(item.value or 0.0 for item in spaces)
    name = mark("Cold, occupied hours below 18 degC")
    return _indicator("T6", "thermal", name, mark("worst room"), limits, spaces, value, "h/a", formula="cold")


def co2_indicator(rooms: Sequence[Room], hourly: HourlyResult) -> Indicator:
    """Return: CO2 above outdoor air, 95th percentile (I1)."""
    concentration = air.co2_above_outdoor_ppm(hourly)
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
    return _indicator(
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


def ventilation_indicator(rooms: Sequence[Room], study: Study, hourly: HourlyResult) -> Indicator:
    """Return: hygienic air and leaks per floor area (I2)."""
    supplied = air.supplied_air_m3_s(hourly, study.operation.infiltration_ach)
    is_home = study.building.use in _HOMES
    spaces = []
    for room in rooms:
        limits = air.ventilation_limits(room.area_m2, room.people, is_home)
        value = 1000.0 * float(supplied[room.index]) / room.area_m2
        drivers: dict[str, float | str] = {"people": room.people, "limits": limits.text}
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    limits = load_limits()["I2", "home" if is_home else "person"]
    return _indicator(
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


def mould_indicator(
    rooms: Sequence[Room], building: Building, study: Study, weather: Weather, hourly: HourlyResult
) -> Indicator:
    """Return: VTT mould index on the coldest plane surface (I7)."""
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
    return _indicator("I7", "air", name, mark("worst room"), limits, spaces, value, "0-6", formula="mould")


def daylight_indicator(rooms: Sequence[Room], building: Building, study: Study) -> Indicator:
    """Return: median daylight factor (L2)."""
    limits = load_limits()["L2", "all"]
    by_guid = {space.guid: space for space in building.spaces}
    spaces = []
    for room in rooms:
        windows = [
            item
            for item in building.openings
            if item.space_guid == room.guid and item.boundary == "outside" and item.kind != "door"
        ]
        found = daylight.room_daylight(by_guid[room.guid], windows, study)
        drivers: dict[str, float | str] = {
            "mean_pct": found.mean_pct,
            "lowest_pct": found.lowest_pct,
            "lit_area_pct": 100.0 * found.lit_fraction,
            "windows_m2": math.fsum(item.area_m2 for item in windows),
        }
        value = found.median_pct
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    return _indicator(
        "L2",
        "light",
        mark("Daylight factor, median"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        _mean(spaces, rooms),
        "%",
        formula="daylight",
    )


def _mean(spaces: Sequence[SpaceIndicator], rooms: Sequence[Room]) -> float:
    """Return the mean of room values by floor area."""
    area = {room.guid: room.area_m2 for room in rooms}
    total = math.fsum(area.values())
    return math.fsum((item.value or 0.0) * area[item.guid] for item in spaces) / total
