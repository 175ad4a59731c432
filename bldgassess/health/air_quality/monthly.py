"""Monthly means of the hourly year, as EN ISO 13788 asks for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.health.air_quality.condensation import Climate
from bldgassess.health.inputs import HealthInputs
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.sky import saturation_pa

MONTHS = 12
_HOURS_D = 24
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def monthly_climates(inputs: HealthInputs) -> Sequence[Climate]:
    """Return the monthly means of each room and outdoors."""
    weather, hourly = inputs.weather, inputs.hourly
    vapour_out = weather.rh_out_fraction * saturation_pa(weather.t_out_c)
    t_out, p_out = _means(weather.t_out_c), _means(vapour_out)
    found = []
    for room in inputs.rooms:
        t_in = hourly.t_air_c[room.index]
        vapour_in = hourly.rh_fraction[room.index] * saturation_pa(t_in)
        found.append(Climate(t_out, p_out, _means(t_in), _means(vapour_in)))
    return found


def _means(hourly: FloatArray) -> FloatArray:
    ends = np.cumsum(_MONTH_DAYS)[:-1] * _HOURS_D
    return np.array([float(part.mean()) for part in np.split(hourly, ends)])


def month_of(hour: int) -> int:
    """Return the month 1-12 that an hour of the year lies in."""
    return int(np.searchsorted(np.cumsum(_MONTH_DAYS) * _HOURS_D, hour, side="right")) + 1
