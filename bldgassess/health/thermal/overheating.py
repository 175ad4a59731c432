"""Overheating: degree-hours, the three criteria of CIBSE TM52, the two of TM59 for homes, and RE2020's DH."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import load_limits, occupant_values
from bldgassess.health.thermal.adaptive import comfort_en_c, running_mean_c
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, Weather
from bldgassess.study import Study

#: Numbers within this of a set-point are on it [K].
_ON_SETPOINT_K = 0.05
#: Rooms held at just the limit are not above it [K].
_NOISE_K = 0.005
_HOUR_OF_DAY = np.arange(HOURS) % 24
#: TM59:2017 4.2 (b): hours of the night, 22 to 7.
NIGHT: BoolArray = (_HOUR_OF_DAY >= 22) | (_HOUR_OF_DAY < 7)
#: TM52:2013 6.1.2: shares of occupied hours [%], weighted exceedance of a day [K h], greatest exceedance [K].
TM52_HOURS_PCT, TM52_DAY_KH, TM52_MOST_K = 3.0, 6.0, 4.0
#: TM59:2017 4.2 (b): hours of bedrooms above 26 degC at night: 1 % of 3,285.
TM59_NIGHT_C, TM59_NIGHT_H = 26.0, 32
#: First hours of May and October, and of November and April, where the south has its warm half.
_NORTH, _SOUTH = (2880, 6552), (7296, 2160)
_TROPIC_DEG = 23.44


@dataclass(frozen=True, slots=True)
class Exceedance:
    """TM52's criteria of one room: share of hours [%], the worst day [K h], the greatest exceedance [K]."""

    hours_pct: float
    worst_day_kh: float
    most_k: float

    @property
    def passes(self) -> bool:
        """Whether at most one of the three criteria is missed (TM52:2013 6.1.2)."""
        missed = (self.hours_pct > TM52_HOURS_PCT, self.worst_day_kh > TM52_DAY_KH, self.most_k > TM52_MOST_K)
        return sum(missed) < 2


def warm_season(weather: Weather) -> BoolArray:
    """Return the hours that count: May to September, south of the equator November to March, in the tropics all."""
    hours = np.arange(HOURS)
    if abs(weather.latitude_deg) < _TROPIC_DEG:
        return np.ones(HOURS, dtype=bool)
    if weather.latitude_deg > 0.0:
        return np.asarray((hours >= _NORTH[0]) & (hours < _NORTH[1]))
    return np.asarray((hours >= _SOUTH[0]) | (hours < _SOUTH[1]))


def upper_limit_c(weather: Weather, category: int = 2) -> FloatArray:
    """Adaptive upper limit of category I or II [degC]: 0.33 Trm + 18.8 + 2 or + 3, EN 16798-1:2019 6.2.2.

    Category I is for vulnerable people (TM52:2013 table 2: 0.33 Trm + 20.8).
    """
    band = load_limits()["T2", "high"].classes[category - 1]
    return np.asarray(comfort_en_c(running_mean_c(weather)).values + band)


def overheating_limit_c(study: Study, weather: Weather) -> FloatArray:
    """Return each hour's limit: the study's in cooled buildings, else the adaptive upper limit of category II."""
    if study.operation.cooling != "none":
        return np.full(len(weather.t_out_c), study.health.overheating_limit_c)
    return upper_limit_c(weather)


def over_hours(t_op_c: FloatArray, occupied: BoolArray, limit_c: FloatArray) -> tuple[float, float, float]:
    """Return occupied hours above the limit [h], their degree-hours [K h] and the share of occupied hours [%]."""
    excess = np.where(occupied, np.maximum(0.0, t_op_c - limit_c - _ON_SETPOINT_K), 0.0)
    hours = float((excess > 0.0).sum())
    return hours, float(excess.sum()), 100.0 * hours / max(float(occupied.sum()), 1.0)


def exceedance(t_op_c: FloatArray, occupied: BoolArray, limit_c: FloatArray) -> Exceedance:
    """TM52:2013 6.1.2: the difference to the limit is rounded to whole kelvins before it is counted."""
    whole = np.where(occupied, np.floor(t_op_c - limit_c + 0.5), 0.0)
    over = np.maximum(whole, 0.0)
    share = 100.0 * float((over >= 1.0).sum()) / max(float(occupied.sum()), 1.0)
    days = over[: len(over) // 24 * 24].reshape(-1, 24).sum(axis=1)
    return Exceedance(share, float(days.max(initial=0.0)), float(over.max(initial=0.0)))


def bedroom_night_hours(t_op_c: FloatArray, limit_c: float = TM59_NIGHT_C) -> float:
    """Hours of the night, 22 to 7, above 26 degC [h], TM59:2017 4.2 (b); at most 32 pass."""
    return float(((t_op_c > limit_c + _NOISE_K) & NIGHT).sum())


def summer_discomfort_kh(t_op_c: FloatArray, occupied: BoolArray, weather: Weather) -> float:
    """Degree-hours of RE2020 (arrete of 4 August 2021) [K h]: above 26 degC at night, by day above 26 to 28 degC.

    The day's limit follows the running mean between these bounds.
    """
    values = occupant_values()
    low, high = values["dh_low_c"].value, values["dh_high_c"].value
    limit = np.where(NIGHT, low, np.clip(upper_limit_c(weather), low, high))
    return over_hours(t_op_c, occupied, limit)[1]
