"""Set-points of rooms hour by hour, by the study and the type of room, and how the plant's power is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, Weather
from bldgassess.hourly.rooms import RoomUse, room_use
from bldgassess.model import Space
from bldgassess.study import Study

#: Cooling that serves the rooms where people are.
ROOM_BY_ROOM = frozenset({"split_unit"})
#: Set-points that the types of room are stated against: EN 16798-1 category II, living rooms and offices [degC].
_USUAL_HEATING_C, _USUAL_COOLING_C = 20.0, 26.0
_LEAST_GAP_K = 1.0


@dataclass(frozen=True, slots=True)
class SetPoints:
    """Temperatures to hold, (rooms, 8760) [degC], NaN where the plant rests; power of each room [W]."""

    heating_c: FloatArray
    cooling_c: FloatArray
    heating_limit_w: FloatArray
    cooling_limit_w: FloatArray


def check_set_points(study: Study) -> None:
    """Refuse set-points that work against each other.

    Raises
    ------
    UserError
        With one sentence for each.
    """
    op = study.operation
    found = []
    if op.heating_setpoint_c >= op.cooling_setpoint_c:
        params = {"heating": f"{op.heating_setpoint_c:g}", "cooling": f"{op.cooling_setpoint_c:g}"}
        found.append(Issue("energy.set_points_cross", params))
    if op.heating_setback_c is not None and op.heating_setback_c > op.heating_setpoint_c:
        params = {"setback": f"{op.heating_setback_c:g}", "day": f"{op.heating_setpoint_c:g}"}
        found.append(Issue("energy.setback_above", params))
    if op.cooling_setback_c is not None and op.cooling_setback_c < op.cooling_setpoint_c:
        params = {"setback": f"{op.cooling_setback_c:g}", "day": f"{op.cooling_setpoint_c:g}"}
        found.append(Issue("energy.setback_below", params))
    if found:
        raise UserError(found)


def wanted(uses: Sequence[RoomUse], study: Study) -> tuple[FloatArray, FloatArray]:
    """Return heating and cooling set-points of rooms, (rooms, 24) [degC], whether or not the plant runs.

    Those of the study, moved by what the type of room differs from 20 and 26 degC; the set-back between its hours;
    heating stays 1 K below cooling.
    """
    op = study.operation
    hours = np.arange(24)
    start, end = op.setback_start_h, op.setback_end_h
    night = (hours >= start) & (hours < end) if start <= end else (hours >= start) | (hours < end)
    heat, cool = np.empty((len(uses), 24)), np.empty((len(uses), 24))
    for k, use in enumerate(uses):
        warmer = (use.heating_c or _USUAL_HEATING_C) - _USUAL_HEATING_C if op.room_types else 0.0
        cooler = (use.cooling_c or _USUAL_COOLING_C) - _USUAL_COOLING_C if op.room_types else 0.0
        low, high = op.heating_setpoint_c + warmer, op.cooling_setpoint_c + cooler
        low_night = low if op.heating_setback_c is None else min(low, op.heating_setback_c)
        high_night = high if op.cooling_setback_c is None else max(high, op.cooling_setback_c)
        cool[k] = np.where(night, high_night, high)
        heat[k] = np.minimum(np.where(night, low_night, low), cool[k] - _LEAST_GAP_K)
    return heat, cool


def make_set_points(
    spaces: Sequence[Space], people: FloatArray, study: Study, weather: Weather, conditioned: BoolArray
) -> SetPoints:
    """Make the set-points.

    Heating works while the day's mean outdoor temperature is at or below the season's limit, cooling while anybody is
    in the room (split units) or in the building (others). Power limits are shared among rooms by floor area.
    """
    check_set_points(study)
    op = study.operation
    season = np.repeat(weather.t_out_c.reshape(365, 24).mean(axis=1), 24) <= op.heating_season_c
    present = people > 0.0
    if op.cooling not in ROOM_BY_ROOM:
        present = np.broadcast_to(present.any(axis=0), present.shape)
    heats = conditioned[:, None] & season[None, :] & (op.heating != "none")
    cools = conditioned[:, None] & present & (op.cooling != "none")
    heat, cool = (np.tile(table, HOURS // 24) for table in wanted([room_use(space) for space in spaces], study))
    return SetPoints(
        np.where(heats, heat, np.nan),
        np.where(cools, cool, np.nan),
        _limits(op.heating_power_w, spaces, conditioned),
        _limits(op.cooling_power_w, spaces, conditioned & present.any(axis=1)),
    )


def _limits(power_w: float | None, spaces: Sequence[Space], served: BoolArray) -> FloatArray:
    floor = np.where(served, [max(space.floor_area_m2, 0.0) for space in spaces], 0.0)
    if power_w is None or floor.sum() <= 0.0:
        return np.full(len(spaces), np.inf)
    result: FloatArray = power_w * floor / floor.sum()
    return result
