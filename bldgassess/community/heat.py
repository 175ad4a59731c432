"""What warmer worlds do to a building, and a power cut in the hottest week of a heat wave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bldgassess.community.member import OutageFigures, WorldFigures
from bldgassess.energy.uses import compute_energy
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.thermal.indicators import overheating_indicator
from bldgassess.health.thermal.survival import REFUGE_C, judge
from bldgassess.hourly.climate.extreme import hottest_week, spell_strength_k, with_extreme
from bldgassess.hourly.climate.future import PRESENT, future_weather
from bldgassess.hourly.outage import simulate_outages
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.solve import compute_hourly, make_building_model
from bldgassess.study import apply_measures

if TYPE_CHECKING:
    from bldgassess.pipeline.assessment import Assessment

#: Worlds that every building is taken to, for the whole year; "2050" is the label's (R01).
WORLDS = ("1.5C", "2.0C", "2050")
#: Worlds whose heat wave meets a power cut.
OUTAGE_WORLDS = (PRESENT, "2.0C")
_SPELL = "heat_wave"
_STEPS = 1


def heat_figures(assessment: Assessment) -> tuple[tuple[WorldFigures, ...], tuple[OutageFigures, ...]]:
    """Solve the year in each world, and a week without power, cooling or fans in a heat wave; rooms with people count.

    The worlds start from the assessment's own weather; where its study has moved that already, there is nothing more
    to move and both are empty.
    """
    site = assessment.study.site
    if site.climate != PRESENT or site.extreme != "none":
        return (), ()
    study = apply_measures(assessment.study, assessment.building).study
    moved = replace(assessment, study=study)
    return (
        tuple(_world(moved, name) for name in WORLDS),
        tuple(_outage(moved, name) for name in OUTAGE_WORLDS),
    )


def _world(item: Assessment, name: str) -> WorldFigures:
    weather = future_weather(item.weather, name)
    hourly = compute_hourly(item.building, item.study, item.inventory, weather, steps_per_hour=_STEPS)
    energy = compute_energy(hourly, item.study, weather, item.building)
    rooms = find_rooms(hourly)
    if not rooms:
        return WorldFigures(name, weather.source, energy.final_kwh.get("electricity", 0.0), 0.0, 0.0, 0.0)
    inputs = HealthInputs(item.building, item.study, weather, hourly, item.inventory, rooms)
    warm = overheating_indicator(inputs)
    return WorldFigures(
        world=name,
        weather=weather.source,
        electricity_kwh=energy.final_kwh.get("electricity", 0.0),
        cooling_kwh=energy.need_kwh["cooling"],
        overheating_pct=inputs.mean(warm.spaces) or 0.0,
        worst_overheating_pct=max(space.value or 0.0 for space in warm.spaces),
    )


def _outage(item: Assessment, world: str) -> OutageFigures:
    weather = future_weather(item.weather, world)
    hot: Weather = with_extreme(weather, _SPELL)
    made = make_building_model(item.building, item.study, item.inventory, hot)
    rooms = find_rooms(item.hourly)
    places = np.array([room.index for room in rooms], dtype=np.int64)
    if not len(places):
        return OutageFigures(world, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    (outage,) = simulate_outages(made, hot, [int(hottest_week(hot).start)], steps_per_hour=_STEPS)
    found = judge(outage, places, hottest=True)
    over = (outage.t_op_c[places] > REFUGE_C).sum(axis=1).astype(float)
    weights = np.array([room.area_m2 for room in rooms])

    def mean(values: FloatArray) -> float:
        return float((values * weights).sum() / weights.sum())

    return OutageFigures(
        world=world,
        strength_k=spell_strength_k(weather, _SPELL),
        over_limit_h=mean(over),
        worst_over_limit_h=float(over.max()),
        livable_h=mean(found.livable_h),
        worst_livable_h=float(found.livable_h.min()),
        until_limit_h=mean(found.hours_to_refuge_limit_h),
        worst_until_limit_h=float(found.hours_to_refuge_limit_h.min()),
        degree_hours_kh=mean(found.degree_hours_kh),
        highest_set_c=float(found.worst_set_c.max()),
    )
