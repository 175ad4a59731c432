"""The predicted year as a meter would count it, laid on the real calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.energy.result import EnergyResult
from bldgassess.hourly.result import HOURS, FloatArray, IntArray, Weather
from bldgassess.model import Building
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.pipeline.energy_year import EnergyYear, energy_year
from bldgassess.progress import Progress, silent
from bldgassess.study import Study
from bldgassess.twin.meters import Seconds

_HOUR_S, _DAY_H, _FEBRUARY_29 = 3600, 24, 59


@dataclass(frozen=True, slots=True)
class Prediction:
    """A predicted year: carrier -> kWh of each of 8,760 hours in local standard time, with weather and region."""

    hours: dict[str, FloatArray]
    weather: Weather
    region: str
    year: EnergyYear


def predict(
    building: Building,
    study: Study,
    data: DataSnapshot,
    *,
    quick: bool = False,
    progress: Progress = silent,
    cache: StageCache | None = None,
) -> Prediction:
    """Predict what the meters of a building count: electricity bought and given away, yield of modules, other carriers.

    Raises
    ------
    UserError
        When the building cannot be assessed.
    """
    year = energy_year(building, study, data, quick=quick, progress=progress, cache=cache)
    return Prediction(metered_hours(year.energy), year.weather, year.region, year)


def metered_hours(energy: EnergyResult) -> dict[str, FloatArray]:
    """Return kWh of each hour by what a meter counts; electricity is what the grid's meter sees."""
    if energy.hourly is None:
        raise ValueError("energy without its hours")
    found: dict[str, FloatArray] = {}
    for carriers in energy.hourly.final_w.values():
        for carrier, watts in carriers.items():
            found[carrier] = found.get(carrier, np.zeros(HOURS)) + watts / 1000.0
    found["electricity"] = energy.hourly.grid_w / 1000.0
    if energy.pv_kwh > 0.0:
        found["electricity_export"] = energy.hourly.exported_w / 1000.0
        found["pv"] = energy.hourly.pv_w / 1000.0
    return {key: value for key, value in sorted(found.items()) if value.any()}


def hour_of_year(edges: Seconds, utc_offset_h: float) -> IntArray:
    """Return the hour of the predicted year (0 to 8759) at each moment; 29 February has the hours of the day before.

    >>> import numpy as np
    >>> hour_of_year(np.array([0, 3600 * 24 * 365]), 0.0).tolist()
    [0, 0]
    """
    moments = (edges + round(_HOUR_S * utc_offset_h)).astype("datetime64[s]")
    years = moments.astype("datetime64[Y]")
    hour = (moments - years).astype(np.int64) // _HOUR_S
    number = years.astype(np.int64) + 1970
    leap = (number % 4 == 0) & ((number % 100 != 0) | (number % 400 == 0))
    late: IntArray = np.where(leap & (hour >= _FEBRUARY_29 * _DAY_H), hour - _DAY_H, hour).astype(np.int64)
    return late
