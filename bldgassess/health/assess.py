"""All health indicators of the rooms where people stay, and of the building."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.errors import Issue
from bldgassess.health import indicators
from bldgassess.health.limits import occupant_values, worst
from bldgassess.health.result import HealthResult, Indicator
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark

#: Weights of the pillars in the score (method: thermal 25, air 35, light 20; a proposal, acoustics not assessed yet).
PILLAR_WEIGHTS: dict[str, float] = {"thermal": 25.0, "air": 35.0, "light": 20.0}


def compute_health(
    building: Building,
    study: Study,
    weather: Weather,
    hourly: HourlyResult,
) -> HealthResult:
    """Compute indicators T1 or T2, T3, T6, I1, I2, I7 and L2 from the hourly year and the geometry."""
    rooms = [
        indicators.Room(k, zone.guid, zone.use, max(zone.floor_area_m2, 0.01), zone.people)
        for k, zone in enumerate(hourly.zones)
        if float(hourly.people[k].max(initial=0.0)) > 0.0
    ]
    if not rooms:
        return HealthResult((), 0.0, "not_assessed", {}, (), (Issue("health.no_rooms", {}, severity="warning"),))
    found = (
        indicators.comfort_indicator(rooms, study, weather, hourly),
        indicators.overheating_indicator(rooms, study, weather, hourly),
        indicators.cold_indicator(rooms, hourly),
        indicators.co2_indicator(rooms, hourly),
        indicators.ventilation_indicator(rooms, study, hourly),
        indicators.mould_indicator(rooms, building, study, weather, hourly),
        indicators.daylight_indicator(rooms, building, study),
    )
    return HealthResult(
        indicators=found,
        score=_score(found),
        health_class=worst([item.health_class for item in found]),
        metrics=_metrics(found, rooms),
        assumptions=_assumptions(study),
        issues=_issues(found),
    )


def _score(found: Sequence[Indicator]) -> float:
    """Return 0-100: the mean of each pillar's indicators, weighted; of each indicator the mean of its rooms."""
    pillars: dict[str, list[float]] = {}
    for item in found:
        scores = [space.score for space in item.spaces if space.score is not None]
        if scores:
            pillars.setdefault(item.pillar, []).append(math.fsum(scores) / len(scores))
    weight = math.fsum(PILLAR_WEIGHTS[pillar] for pillar in pillars)
    return math.fsum(PILLAR_WEIGHTS[p] * math.fsum(v) / len(v) for p, v in sorted(pillars.items())) / weight


def _metrics(found: Sequence[Indicator], rooms: Sequence[indicators.Room]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    by_id = {item.id: item for item in found}
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


def _issues(found: Sequence[Indicator]) -> tuple[Issue, ...]:
    beyond = [item for item in found if item.out_of_range_h > 0.0]
    return tuple(
        Issue("health.out_of_range", {"indicator": item.id, "hours": round(item.out_of_range_h)}, severity="info")
        for item in beyond
    )
