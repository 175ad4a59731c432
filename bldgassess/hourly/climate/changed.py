"""A weather year with changed arrays: read-only, its digest and source carrying what was done."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.result import FloatArray, IntArray, Weather
from bldgassess.hourly.sky import saturation_pa, sky_infrared_w_m2

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Month of each hour, 0 to 11.
MONTH: IntArray = np.repeat(np.arange(12), np.array(MONTH_DAYS) * 24)
MONTH.flags.writeable = False
_LEAST_RH, _MOST_RH = 0.01, 1.0


def changed(weather: Weather, words: str, recipe: str, issues: tuple[Issue, ...] = (), **fields: Any) -> Weather:  # noqa: ANN401
    """Return the year with other fields; ``recipe`` names each figure that went into the change."""
    for value in fields.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    digest = hashlib.sha256(f"{weather.digest} {recipe}".encode()).hexdigest()
    source = f"{weather.source}, {words}" if words else weather.source
    return replace(weather, source=source, digest=digest, issues=(*weather.issues, *issues), **fields)


def monthly_means(values: FloatArray) -> FloatArray:
    """Return the twelve means of an hourly array."""
    return np.array([values[m == MONTH].mean() for m in range(12)])


def daily_extremes(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the monthly means of the days' highest and lowest hours."""
    days = values.reshape(365, 24)
    month = MONTH.reshape(365, 24)[:, 0]
    highest, lowest = days.max(axis=1), days.min(axis=1)
    return (
        np.array([highest[month == m].mean() for m in range(12)]),
        np.array([lowest[month == m].mean() for m in range(12)]),
    )


def same_vapour_rh(weather: Weather, t_out_c: FloatArray) -> FloatArray:
    """Return relative humidity at other temperatures with the same vapour, at most saturated."""
    vapour = weather.rh_out_fraction * saturation_pa(weather.t_out_c)
    return clipped_rh(vapour / saturation_pa(t_out_c))


def clipped_rh(rh: FloatArray) -> FloatArray:
    """Keep relative humidity between 1 and 100 %."""
    result: FloatArray = np.clip(rh, _LEAST_RH, _MOST_RH)
    return result


def sky_of(weather: Weather, t_out_c: FloatArray, rh: FloatArray) -> FloatArray:
    """Return the sky's infrared at other temperatures and humidity, its clouds as they were [W/m2]."""
    before = sky_infrared_w_m2(weather.t_out_c, weather.rh_out_fraction)
    result: FloatArray = weather.sky_ir_w_m2 * sky_infrared_w_m2(t_out_c, rh) / before
    return result
