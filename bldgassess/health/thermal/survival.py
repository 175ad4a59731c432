"""A week without power: hours within livable SET, degree-hours beyond, and how long rooms stay below 32 degC."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import occupant_values
from bldgassess.health.thermal.models import standard_effective_c
from bldgassess.hourly.climate.extreme import coldest_week, hottest_week
from bldgassess.hourly.outage import OUTAGE_HOURS, Outage, simulate_outages
from bldgassess.hourly.result import FloatArray, IntArray, Weather
from bldgassess.hourly.solve import BuildingModel

#: LEED pilot credit IPpc100: livable standard effective temperature, 54 to 86 degF [degC].
LIVABLE_LOW_C, LIVABLE_HIGH_C = 12.2, 30.0
#: Below the first in summer clothing SET is under 30 degC at any humidity, above the other in winter's over 12.2 degC.
_SAFE_C = (25.0, 18.0)
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


def survive(made: BuildingModel, weather: Weather, rooms: IntArray) -> tuple[Survival, Survival]:
    """Let the power fail at the start of the hottest and of the coldest week and judge some rooms of the building."""
    starts = [int(week(weather).start) for week in (hottest_week, coldest_week)]
    hot, cold = simulate_outages(made, weather, starts)
    return judge(hot, rooms, hottest=True), judge(cold, rooms, hottest=False)


def judge(outage: Outage, rooms: IntArray, *, hottest: bool) -> Survival:
    """Judge rooms of an outage by the SET of a resting person in summer or winter clothing.

    SET is computed for hours that could be beyond the livable range and for each room's most extreme hour; at milder
    temperatures no humidity brings a resting person there.
    """
    values = occupant_values()
    air, radiant, humidity = outage.t_air_c[rooms], outage.t_rad_c[rooms], outage.rh_fraction[rooms]
    operative = outage.t_op_c[rooms]
    needed = operative > _SAFE_C[0] if hottest else operative < _SAFE_C[1]
    extreme = operative.argmax(axis=1) if hottest else operative.argmin(axis=1)
    needed[np.arange(len(rooms)), extreme] = True
    felt = standard_effective_c(
        air[needed],
        radiant[needed],
        humidity[needed],
        values["outage_air_speed_m_s"].value,
        values["outage_met"].value,
        values["outage_clo_summer" if hottest else "outage_clo_winter"].value,
    )
    effective = np.full(operative.shape, np.nan)
    effective[needed] = felt.values
    off = effective - LIVABLE_HIGH_C if hottest else LIVABLE_LOW_C - effective
    beyond = np.nan_to_num(np.maximum(off, 0.0))
    over = operative > REFUGE_C
    first = np.where(over.any(axis=1), over.argmax(axis=1), OUTAGE_HOURS)
    return Survival(
        beyond.sum(axis=1),
        (beyond <= 0.0).sum(axis=1).astype(float),
        first.astype(float),
        np.nanmax(effective, axis=1) if hottest else np.nanmin(effective, axis=1),
        felt.beyond_h,
    )
