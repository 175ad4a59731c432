"""The thermal indicators and the groups of people in other climates: the year solved again in each."""

from __future__ import annotations

from dataclasses import replace

from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.people.populations import compute_populations
from bldgassess.health.result import ClimateResult
from bldgassess.health.thermal import indicators as thermal
from bldgassess.hourly.climate.future import future_weather
from bldgassess.hourly.solve import compute_hourly

#: Steps an hour: one is within 2 % of four, and each climate costs a year.
_STEPS = 1


def compute_climates(inputs: HealthInputs) -> tuple[ClimateResult, ...]:
    """Repeat the year in each climate that the study names, in its order, each once."""
    return tuple(compute_climate(inputs, name) for name in dict.fromkeys(inputs.study.health.climates))


def compute_climate(inputs: HealthInputs, climate: str) -> ClimateResult:
    """Solve the year in another climate and judge its rooms by the thermal indicators."""
    weather = future_weather(inputs.weather, climate)
    hourly = compute_hourly(inputs.building, inputs.study, inputs.inventory, weather, steps_per_hour=_STEPS)
    moved = replace(inputs, weather=weather, hourly=hourly, rooms=find_rooms(hourly))
    found = tuple(compute(moved) for compute in thermal.INDICATORS)
    uses = {room.guid: room.use for room in moved.rooms}
    told = tuple(issue for issue in weather.issues if issue not in inputs.weather.issues)
    return ClimateResult(climate, weather.name, weather.source, found, compute_populations(found, uses), told)


def climate_metrics(inputs: HealthInputs, climates: tuple[ClimateResult, ...]) -> dict[str, float]:
    """Return the values that label criteria ask for: overheating about 2050 where the study asks for that year."""
    found = next((item for item in climates if item.climate == "2050"), None)
    if found is None:
        return {}
    row = next(item for item in found.indicators if item.id == "T3")
    return {"resilience.overheating_2050_pct": inputs.mean(row.spaces) or 0.0}
