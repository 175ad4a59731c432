"""Adaptive comfort: running means, comfort temperatures of EN 16798-1 and ASHRAE 55, and the aPMV of GB/T 50785."""

from __future__ import annotations

from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.health.thermal.models import Estimate
from bldgassess.hourly.result import FloatArray, Weather

#: EN 16798-1:2019 6.2.2: weight of the day before in the running mean.
_ALPHA = 0.8
#: Running means in which the relations are stated [degC]: EN 16798-1:2019 6.2.2; ANSI/ASHRAE 55-2023 5.4.
_EN_RANGE, _ASHRAE_RANGE = (10.0, 30.0), (10.0, 33.5)
#: ANSI/ASHRAE 55-2023 5.4: half widths for 90 % and 80 % acceptability [K].
ASHRAE_90_K, ASHRAE_80_K = 2.5, 3.5


def running_mean_c(weather: Weather) -> FloatArray:
    """Running mean of the outdoor temperature for each hour [degC], EN 16798-1:2019 6.2.2, alpha 0.8."""
    daily = weather.t_out_c.reshape(365, 24).mean(axis=1)
    mean = np.empty(365)
    state = float(daily[-7:].mean())
    for day in range(365):
        state = (1.0 - _ALPHA) * float(daily[day - 1]) + _ALPHA * state
        mean[day] = state
    return np.repeat(mean, 24)


def comfort_en_c(running_mean_c: FloatArray) -> Estimate:
    """Comfort temperature 0.33 Trm + 18.8 [degC], EN 16798-1:2019 6.2.2, stated for 10 to 30 degC.

    A running mean outside is held at that end of the range and marked.

    >>> round(float(comfort_en_c(np.array(20.0)).values), 2)
    25.4
    """
    return _linear(running_mean_c, 0.33, 18.8, _EN_RANGE)


def comfort_ashrae_c(mean_outdoor_c: FloatArray) -> Estimate:
    """Comfort temperature 0.31 Tpm + 17.8 [degC], ANSI/ASHRAE 55-2023 5.4, stated for 10 to 33.5 degC."""
    return _linear(mean_outdoor_c, 0.31, 17.8, _ASHRAE_RANGE)


def _linear(mean_c: FloatArray, slope: float, base: float, span: tuple[float, float]) -> Estimate:
    mean = np.asarray(mean_c, dtype=float)
    return Estimate(np.asarray(slope * np.clip(mean, *span) + base), np.asarray((mean < span[0]) | (mean > span[1])))


def adaptive_vote(pmv: FloatArray, warm: float, cold: float) -> FloatArray:
    """Adaptive predicted mean vote aPMV = PMV / (1 + lambda PMV), GB/T 50785-2012 5.2.

    ``warm``: lambda for PMV >= 0; ``cold``: lambda, negative, for PMV < 0.

    >>> round(float(adaptive_vote(np.array(1.0), 0.21, -0.49)), 3)
    0.826
    """
    return np.asarray(pmv / (1.0 + np.where(pmv >= 0.0, warm, cold) * pmv))


def adaptive_factors(weather: Weather, building_use: str) -> tuple[float, float]:
    """Return lambda for warm and cold votes by the climate's coldest month and the building's use."""
    months = [float(part.mean()) for part in np.array_split(weather.t_out_c, 12)]
    climate = "cold" if min(months) <= 0.0 else "mild"
    use = "school" if building_use == "school" else "other"
    return _factors()[climate, use]


@cache
def _factors() -> dict[tuple[str, str], tuple[float, float]]:
    rows = data_rows("bldgassess.health", "apmv_factors.csv")
    return {(row["climate"], row["use"]): (float(row["warm"]), float(row["cold"])) for row in rows}
