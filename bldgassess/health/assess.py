"""All health indicators of the rooms where people stay, and of the building."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.errors import Issue
from bldgassess.health import air, comfort, daylight, mould
from bldgassess.health.limits import Limits, classify, load_limits, occupant_values, score, worst
from bldgassess.health.result import HealthResult, Indicator, SpaceIndicator
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.store import FactorStore

_HOMES = ("house", "apartment")
#: Weights of the pillars in the score (method: thermal 25, air 35, light 20; a proposal, acoustics not assessed yet).
PILLAR_WEIGHTS: dict[str, float] = {"thermal": 25.0, "air": 35.0, "light": 20.0}


@dataclass(frozen=True, slots=True)
class _Room:
    """A room where people stay: its index in the hourly arrays, GlobalId, use and floor area [m2]."""

    index: int
    guid: str
    use: str
    area_m2: float
    people: float


def compute_health(
    building: Building,
    study: Study,
    inventory: Inventory,
    weather: Weather,
    hourly: HourlyResult,
    store: FactorStore,
) -> HealthResult:
    """Compute indicators T1 or T2, T3, T6, I1, I2, I7 and L2 from the hourly year and the geometry."""
    rooms = [
        _Room(k, zone.guid, zone.use, max(zone.floor_area_m2, 0.01), zone.people)
        for k, zone in enumerate(hourly.zones)
        if float(hourly.people[k].max(initial=0.0)) > 0.0
    ]
    if not rooms:
        return HealthResult((), 0.0, "not_assessed", {}, (), (Issue("health.no_rooms", {}, severity="warning"),))
    indicators = (
        _comfort(rooms, study, weather, hourly),
        _overheating(rooms, study, weather, hourly),
        _cold(rooms, hourly),
        _co2(rooms, hourly),
        _ventilation(rooms, study, hourly),
        _mould(rooms, building, study, weather, hourly),
        _daylight(rooms, building, study),
    )
    return HealthResult(
        indicators=indicators,
        score=_score(indicators),
        health_class=worst([item.health_class for item in indicators]),
        metrics=_metrics(indicators, rooms, building),
        assumptions=_assumptions(study),
        issues=_issues(indicators),
    )


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


def _comfort(rooms: Sequence[_Room], study: Study, weather: Weather, hourly: HourlyResult) -> Indicator:
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


def _overheating(rooms: Sequence[_Room], study: Study, weather: Weather, hourly: HourlyResult) -> Indicator:
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


def _cold(rooms: Sequence[_Room], hourly: HourlyResult) -> Indicator:
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


def _co2(rooms: Sequence[_Room], hourly: HourlyResult) -> Indicator:
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


def _ventilation(rooms: Sequence[_Room], study: Study, hourly: HourlyResult) -> Indicator:
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


def _mould(
    rooms: Sequence[_Room], building: Building, study: Study, weather: Weather, hourly: HourlyResult
) -> Indicator:
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


def _daylight(rooms: Sequence[_Room], building: Building, study: Study) -> Indicator:
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


def _mean(spaces: Sequence[SpaceIndicator], rooms: Sequence[_Room]) -> float:
    """Return the mean of room values by floor area."""
    area = {room.guid: room.area_m2 for room in rooms}
    total = math.fsum(area.values())
    return math.fsum((item.value or 0.0) * area[item.guid] for item in spaces) / total


def _score(indicators: Sequence[Indicator]) -> float:
    """Return 0-100: the mean of each pillar's indicators, weighted; of each indicator the mean of its rooms."""
    pillars: dict[str, list[float]] = {}
    for item in indicators:
        scores = [space.score for space in item.spaces if space.score is not None]
        if scores:
            pillars.setdefault(item.pillar, []).append(math.fsum(scores) / len(scores))
    weight = math.fsum(PILLAR_WEIGHTS[pillar] for pillar in pillars)
    return math.fsum(PILLAR_WEIGHTS[p] * math.fsum(v) / len(v) for p, v in sorted(pillars.items())) / weight


def _metrics(indicators: Sequence[Indicator], rooms: Sequence[_Room], building: Building) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    by_id = {item.id: item for item in indicators}
    area = {room.guid: room.area_m2 for room in rooms}
    total = math.fsum(area.values())
    lit = math.fsum(float(item.drivers["lit_area_pct"]) * area[item.guid] for item in by_id["L2"].spaces)
    over = math.fsum((item.value or 0.0) * area[item.guid] for item in by_id["T3"].spaces)
    comfortable = by_id.get("T1") or by_id["T2"]
    return {
        "health.comfort_hours_cat2_pct": comfortable.value or 0.0,
        "health.overheating_hours_pct": over / total,
        "health.co2_delta_p95": by_id["I1"].value or 0.0,
        "health.daylight_area_pct": lit / total,
        "health.mould_index_max": by_id["I7"].value or 0.0,
    }


def _assumptions(study: Study) -> tuple[Assumption, ...]:
    effects = {
        "co2_awake_l_h": mark("CO2 of people awake"),
        "co2_asleep_l_h": mark("CO2 of people asleep, in bedrooms"),
        "cold_limit_c": mark("Cold hours"),
        "surface_film_m2k_w": mark("Surface temperature for mould"),
        "work_plane_m": mark("Height of the daylight grid"),
        "daylight_target_pct": mark("Share of area that counts as daylit"),
    }
    if study.operation.ceiling_fans:
        effects |= {"fan_air_speed_m_s": mark("Air speed under ceiling fans, which people switch on when it helps")}
    return tuple(
        Assumption(f"health.{item.id}", item.value, item.unit, item.source, effects[item.id], item.quality)
        for item in occupant_values().values()
        if item.id in effects
    )


def _issues(indicators: Sequence[Indicator]) -> tuple[Issue, ...]:
    beyond = [item for item in indicators if item.out_of_range_h > 0.0]
    return tuple(
        Issue("health.out_of_range", {"indicator": item.id, "hours": round(item.out_of_range_h)}, severity="info")
        for item in beyond
    )
