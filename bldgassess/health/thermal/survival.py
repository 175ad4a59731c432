"""A week without power: hours within livable SET, degree-hours beyond, and how long rooms stay below 32 degC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import occupant_values
from bldgassess.health.thermal.models import standard_effective_c
from bldgassess.hourly.climate.extreme import coldest_week, hottest_week
from bldgassess.hourly.outage import OUTAGE_HOURS, Outage, simulate_outage
from bldgassess.hourly.result import FloatArray, IntArray, Weather
from bldgassess.hourly.solve import BuildingModel

#: LEED pilot credit IPpc100: livable standard effective temperature, 54 to 86 degF [degC].
LIVABLE_LOW_C, LIVABLE_HIGH_C = 12.2, 30.0
#: Rooms above this operative temperature are no refuge any more [degC].
REFUGE_C = 32.0


@dataclass(frozen=True, slots=True)
class Survival:
    """Rooms in a week without power: degree-hours of SET beyond the livable range [K h], hours within it [h].

    ``hours_to_refuge_limit``: hours until the operative temperature first passes 32 degC; 168 where it never does.
    """

    degree_hours_kh: FloatArray
    livable_h: FloatArray
    hours_to_refuge_limit_h: FloatArray
    worst_set_c: FloatArray
    beyond_h: float


def survive(made: BuildingModel, weather: Weather, rooms: IntArray, *, hottest: bool) -> Survival:
    """Let the power fail at the start of the hottest or the coldest week and judge some rooms of the building."""
    week = hottest_week(weather) if hottest else coldest_week(weather)
    return judge(simulate_outage(made, weather, int(week.start)), rooms, hottest=hottest)


def judge(outage: Outage, rooms: IntArray, *, hottest: bool) -> Survival:
    """Judge rooms of an outage by the SET of a resting person in summer or winter clothing."""
    values = occupant_values()
    clothing = values["outage_clo_summer" if hottest else "outage_clo_winter"].value
    felt = standard_effective_c(
        outage.t_air_c[rooms],
        outage.t_rad_c[rooms],
        outage.rh_fraction[rooms],
        values["outage_air_speed_m_s"].value,
        values["outage_met"].value,
        clothing,
    )
    off = felt.values - LIVABLE_HIGH_C if hottest else LIVABLE_LOW_C - felt.values
    livable = (felt.values <= LIVABLE_HIGH_C) & (felt.values >= LIVABLE_LOW_C)
    over = outage.t_op_c[rooms] > REFUGE_C
    first = np.where(over.any(axis=1), over.argmax(axis=1), OUTAGE_HOURS)
    return Survival(
        np.maximum(off, 0.0).sum(axis=1),
        livable.sum(axis=1).astype(float),
        first.astype(float),
        felt.values.max(axis=1) if hottest else felt.values.min(axis=1),
        felt.beyond_h,
    )
