"""People, lighting, appliances and hot water of each room over the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.profiles import BuildingUse
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Assumption, Space
from bldgassess.study import Study
from bldgassess.texts import mark

#: Sensible heat and moisture of a resting person, EN ISO 7730 order: 70 W and 50 g/h.
PERSON_SENSIBLE_W, PERSON_MOISTURE_KG_S = 70.0, 0.050 / 3600.0
#: Hours when people of a home are in their bedrooms; an assumption.
_NIGHT = np.array([hour >= 22 or hour < 7 for hour in range(24)])
_HOMES = ("house", "apartment")
_HOT_WATER_C, _WATER_J_L_K = 60.0, 4186.0


@dataclass(frozen=True, slots=True)
class Gains:
    """(rooms, hours) persons present, lighting and appliances [W]; design persons; (hours,) hot water heat [W]."""

    people: FloatArray
    lighting_w: FloatArray
    equipment_w: FloatArray
    design_people: FloatArray
    hot_water_w: FloatArray
    persons: float
    assumptions: tuple[Assumption, ...]


def make_gains(
    spaces: Sequence[Space], uses: Sequence[RoomUse], use: BuildingUse, study: Study, t_out_mean_c: float
) -> Gains:
    """Make internal gains and hot water from the use's profiles and the study.

    In a home everybody is in the bedrooms at night and in the other rooms by day, where both exist. Lighting and
    appliances go to all conditioned rooms by floor area.
    """
    floor = np.array([max(space.floor_area_m2, 0.0) for space in spaces])
    lived = np.array([item.has_people for item in uses])
    conditioned = np.array([item.is_conditioned for item in uses])
    parameters, operation = use.parameters, study.operation
    density = operation.people_per_m2 if operation.people_per_m2 is not None else parameters.people_m2
    persons = study.building.occupants if study.building.occupants is not None else density * float(floor[lived].sum())
    share = _presence(floor, lived, uses, study.building.use)
    people = share * persons * use.occupancy
    lighting = _first(operation.lighting_w_m2, parameters.lighting_w_m2)
    equipment = _first(operation.equipment_w_m2, parameters.equipment_w_m2)
    area = np.where(conditioned, floor, 0.0)[:, None]
    heat = operation.hot_water_l_person_day * _WATER_J_L_K * max(0.0, _HOT_WATER_C - t_out_mean_c) / 3600.0
    hot_water = np.zeros(HOURS) if operation.hot_water == "none" else persons * heat * use.hot_water
    rows = (
        ("building.occupants", persons, "persons", mark("Number of people")),
        ("operation.lighting_w_m2", lighting, "W/m2", mark("Installed lighting power")),
        ("operation.equipment_w_m2", equipment, "W/m2", mark("Appliance power")),
    )
    chosen = {
        "building.occupants": study.building.occupants is not None or operation.people_per_m2 is not None,
        "operation.lighting_w_m2": operation.lighting_w_m2 is not None,
        "operation.equipment_w_m2": operation.equipment_w_m2 is not None,
    }
    return Gains(
        people,
        lighting * area * use.lighting,
        equipment * area * use.equipment,
        share.max(axis=1) * persons,
        hot_water,
        persons,
        tuple(
            Assumption(identity, round(value, 6), unit, parameters.source, effect, "B")
            for identity, value, unit, effect in rows
            if not chosen[identity]
        ),
    )


def _first(own: float | None, table: float) -> float:
    return own if own is not None else table


def _presence(floor: FloatArray, lived: FloatArray, uses: Sequence[RoomUse], building_use: str) -> FloatArray:
    """Return the share of all present people who are in each room, (rooms, hours)."""
    everywhere = np.where(lived, floor, 0.0)
    night = np.where([item.use == "bedroom" for item in uses], everywhere, 0.0)
    day = everywhere - night
    if building_use not in _HOMES or night.sum() <= 0.0 or day.sum() <= 0.0:
        night = day = everywhere
    hours = np.tile(_NIGHT, HOURS // 24)
    total_night, total_day = max(float(night.sum()), 1e-9), max(float(day.sum()), 1e-9)
    result: FloatArray = np.where(hours, night[:, None] / total_night, day[:, None] / total_day)
    return result
