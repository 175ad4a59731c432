"""How outdoor air comes into each room: through leaks, windows or fans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.inputs import HealthInputs
from bldgassess.hourly.result import FloatArray

_SECONDS_PER_H = 3600.0


@dataclass(frozen=True, slots=True)
class RoomAir:
    """Air changes with outdoors by way [1/h], (rooms, hours), and volumes (rooms,) [m3], of the rooms people stay in.

    ``windows`` is hygienic and warm-weather airing by windows and vents; ``supply`` what supply fans bring in.
    """

    volume_m3: FloatArray
    leaks: FloatArray
    windows: FloatArray
    supply: FloatArray

    @property
    def total(self) -> FloatArray:
        """All air changes [1/h]."""
        return self.leaks + self.windows + self.supply


def room_air(inputs: HealthInputs) -> RoomAir:
    """Return the air changes of the rooms. Extract fans draw their air through vents, so only balanced ones supply."""
    hourly, operation = inputs.hourly, inputs.study.operation
    index = [room.index for room in inputs.rooms]
    volume: FloatArray = np.array([max(hourly.zones[k].volume_m3, 0.1) for k in index])
    per_hour = _SECONDS_PER_H / volume[:, None]
    total = np.maximum(hourly.outdoor_air_m3_s[index], 0.0) * per_hour
    leaks = np.minimum(operation.infiltration_ach, total)
    supply = np.zeros_like(total)
    if operation.ventilation == "balanced":
        supply = np.minimum(hourly.mech_air_m3_s[index] * per_hour, total - leaks)
    return RoomAir(volume, leaks, total - leaks - supply, supply)
