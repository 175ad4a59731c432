"""Outdoor air of each room: leaks, hygienic air by windows or fans, and windows opened when it is warm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.gains import Gains
from bldgassess.hourly.profiles import BuildingUse
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Assumption, Space
from bldgassess.study import Study
from bldgassess.texts import mark

#: Windows are opened when the room is this much below the cooling set-point or warmer, and outdoors is cooler by 1 K.
_OPEN_BELOW_SETPOINT_K, _COOLER_K = 2.0, 1.0
#: People keep windows ajar, for their share of the hygienic flow, down to this outdoor temperature; below it they air
#: in short bursts that bring the same flow. Either way the flow is what the table asks; an assumption.
_HOMES = ("house", "apartment")


@dataclass(frozen=True, slots=True)
class AirFlows:
    """Design flow (rooms,), hygienic and fan-moved flow (rooms, hours) [m3/s], leaks and airing (rooms,) [m3/s]."""

    design_m3_s: FloatArray
    hygienic: FloatArray
    mechanical: FloatArray
    leaks: FloatArray
    airing: FloatArray
    open_above_c: float
    recovery: float
    bypass_above_c: float
    assumptions: tuple[Assumption, ...]

    def outdoor(self, hour: int, t_room_c: FloatArray, t_out_c: float) -> FloatArray:
        """Return all outdoor air of an hour [m3/s] from the room temperature of the hour before."""
        opened = (t_room_c > self.open_above_c) & (t_out_c < t_room_c - _COOLER_K)
        result: FloatArray = self.hygienic[:, hour] + self.leaks + np.where(opened, self.airing, 0.0)
        return result

    def heat_flow(self, hour: int, outdoor: FloatArray, t_room_c: FloatArray, t_out_c: float) -> FloatArray:
        """Return the flow that costs heat [m3/s]: recovered heat counts as less air, but not when it is warm."""
        if self.recovery <= 0.0:
            return outdoor
        useful = (t_room_c < self.bypass_above_c) | (t_out_c > t_room_c)
        result: FloatArray = outdoor - np.where(useful, self.recovery * self.mechanical[:, hour], 0.0)
        return result


def make_air_flows(
    spaces: Sequence[Space],
    uses: Sequence[RoomUse],
    use: BuildingUse,
    gains: Gains,
    study: Study,
) -> AirFlows:
    """Make the flows. Hygienic air is supplied at all hours in homes, elsewhere while anybody is in the building."""
    operation = study.operation
    floor = np.array([max(space.floor_area_m2, 0.0) for space in spaces])
    volume = np.array([max(space.volume_m3, 0.0) for space in spaces])
    conditioned = np.array([item.is_conditioned for item in uses])
    per_area = operation.ventilation_l_s_m2
    assumed = per_area is None
    if per_area is None:
        per_area = use.parameters.ventilation_l_s_m2
    design = np.where(conditioned, per_area / 1000.0 * floor, 0.0)
    present = np.ones(HOURS) if study.building.use in _HOMES else (gains.people.sum(axis=0) > 0.0).astype(float)
    hygienic = design[:, None] * present
    mechanical = hygienic if operation.ventilation in {"extract", "balanced"} else np.zeros_like(hygienic)
    rows: tuple[Assumption, ...] = ()
    if assumed:
        source, effect = use.parameters.source, mark("Hygienic outdoor air flow per floor area")
        rows = (Assumption("operation.ventilation_l_s_m2", per_area, "l/(s m2)", source, effect, "B"),)
    return AirFlows(
        design_m3_s=design,
        hygienic=hygienic,
        mechanical=mechanical.copy(),
        leaks=operation.infiltration_ach * volume / 3600.0,
        airing=np.where(conditioned, operation.window_airing_ach * volume / 3600.0, 0.0),
        open_above_c=operation.cooling_setpoint_c - _OPEN_BELOW_SETPOINT_K,
        recovery=operation.heat_recovery_fraction if operation.ventilation == "balanced" else 0.0,
        bypass_above_c=operation.cooling_setpoint_c - _OPEN_BELOW_SETPOINT_K,
        assumptions=rows,
    )
