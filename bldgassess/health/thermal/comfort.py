"""Occupied hours by comfort category: PMV in cooled rooms, adaptive comfort in others."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bldgassess.health.limits import load_limits, occupant_values
from bldgassess.health.result import HealthClass
from bldgassess.health.thermal.adaptive import (
    ASHRAE_80_K,
    ASHRAE_90_K,
    adaptive_factors,
    adaptive_vote,
    comfort_ashrae_c,
    comfort_en_c,
    running_mean_c,
)
from bldgassess.health.thermal.models import clothing_clo, pmv_ppd, relative_speed_m_s
from bldgassess.hourly.result import BoolArray, FloatArray, HourlyResult, Weather
from bldgassess.study import Study

#: Share of occupied hours that must lie within a category (EN 16798-1:2019, 6.2; 5 % may deviate) [-].
_ENOUGH = 0.95
#: Score bands of the classes I to IV and outside.
_BANDS = ((85.0, 100.0), (70.0, 85.0), (50.0, 70.0), (25.0, 50.0), (0.0, 25.0))
#: GB/T 50785-2012 5.2: aPMV within this is level I, within the other level II.
_APMV_I, _APMV_II = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class ComfortHours:
    """Shares of occupied hours [0-1] within categories I to IV, and hours: out of range, occupied, warm, cold.

    ``others``: shares [%] by other standards, by name.
    """

    shares: tuple[float, float, float, float]
    out_of_range_h: float
    occupied_h: float
    too_warm_h: float
    too_cold_h: float
    others: tuple[tuple[str, float], ...] = ()

    @property
    def health_class(self) -> HealthClass:
        """The best category that holds in 95 % of occupied hours."""
        names: tuple[HealthClass, ...] = ("I", "II", "III", "IV")
        return next((name for name, s in zip(names, self.shares, strict=True) if s >= _ENOUGH), "outside")

    @property
    def score(self) -> float:
        """Linear within the class's band by the share of hours in the next better category."""
        index = ("I", "II", "III", "IV", "outside").index(self.health_class)
        low, high = _BANDS[index]
        part = self.shares[index - 1] / _ENOUGH if index else (self.shares[0] - _ENOUGH) / (1.0 - _ENOUGH)
        return low + (high - low) * min(1.0, max(0.0, part))

    @property
    def frequencies_pct(self) -> tuple[float, float, float, float, float]:
        """Hours that are of class I, II, III, IV and outside, each counted once [% of occupied hours]; sum 100."""
        steps = (0.0, *self.shares, 1.0)
        found = [100.0 * (b - a) for a, b in pairwise(steps)]
        return (found[0], found[1], found[2], found[3], found[4])


def worn_clo(study: Study, weather: Weather) -> FloatArray:
    """Clothing hour by hour [clo]: by the morning's outdoor temperature (ASHRAE 55), winter's while the heating works.

    ASHRAE's relation was found in offices at 22 to 24 degC; at 20 degC people at home wear what EN 16798-1 assumes.
    """
    days = weather.t_out_c.reshape(365, 24)
    worn = np.asarray(clothing_clo(days[:, 6]))
    if study.operation.heating != "none":
        winter = days.mean(axis=1) <= study.operation.heating_season_c
        worn = np.where(winter, np.maximum(worn, occupant_values()["heating_season_clo"].value), worn)
    return np.repeat(worn, 24)


def room_votes(hourly: HourlyResult, room: int, study: Study, weather: Weather) -> tuple[FloatArray, BoolArray]:
    """Return PMV of a room's occupied hours, and hours out of range.

    Where there are ceiling fans people switch one on when they feel better with it.
    """
    inside = hourly.people[room] > 0.0
    met = study.health.metabolic_rate_met
    clothing = worn_clo(study, weather)[inside]
    speeds = [study.health.air_speed_m_s]
    if study.operation.ceiling_fans:
        speeds.append(occupant_values()["fan_air_speed_m_s"].value)
    t_air, t_rad, rh = (a[room][inside] for a in (hourly.t_air_c, hourly.t_rad_c, hourly.rh_fraction))
    votes = [pmv_ppd(t_air, t_rad, rh, relative_speed_m_s(speed, met), met, clothing) for speed in speeds]
    pmv = votes[0].pmv
    for vote in votes[1:]:
        pmv = np.where(np.abs(vote.pmv) < np.abs(pmv), vote.pmv, pmv)
    return pmv, votes[0].beyond


def pmv_hours(hourly: HourlyResult, room: int, study: Study, weather: Weather) -> ComfortHours:
    """PMV (ISO 7730) of a room's occupied hours against the categories of EN 16798-1.

    Hours outside the range of ISO 7730 (4.1) are computed all the same and counted, for the reader to judge.
    """
    pmv, beyond = room_votes(hourly, room, study, weather)
    hours = len(pmv)
    limits = load_limits()["T1", "cooled"].classes
    shares = [float((np.abs(pmv) <= limit).sum()) / max(hours, 1) for limit in limits]
    warm_h, cold_h = float((pmv > limits[1]).sum()), float((pmv < -limits[1]).sum())
    return ComfortHours((shares[0], shares[1], shares[2], shares[3]), float(beyond.sum()), float(hours), warm_h, cold_h)


def adaptive_hours(hourly: HourlyResult, room: int, study: Study, weather: Weather) -> ComfortHours:
    """Adaptive comfort (EN 16798-1:2019 6.2.2) of a room's occupied hours, with ASHRAE 55 and GB/T 50785 beside it.

    Hours with a running mean outside 10 to 30 degC are held against the limit at that end and counted as out of range.
    """
    inside = hourly.people[room] > 0.0
    mean = running_mean_c(weather)[inside]
    felt = hourly.t_op_c[room][inside]
    hours = max(len(felt), 1)
    comfort = comfort_en_c(mean)
    off = felt - comfort.values
    high, low = load_limits()["T2", "high"].classes, load_limits()["T2", "low"].classes
    shares = [float(((off <= up) & (off >= -down)).sum()) / hours for up, down in zip(high, low, strict=True)]
    american = np.abs(felt - comfort_ashrae_c(mean).values)
    chinese = np.abs(
        adaptive_vote(room_votes(hourly, room, study, weather)[0], *adaptive_factors(weather, study.building.use))
    )
    others = {
        "ashrae_90_pct": american <= ASHRAE_90_K,
        "ashrae_80_pct": american <= ASHRAE_80_K,
        "apmv_I_pct": chinese <= _APMV_I,
        "apmv_II_pct": chinese <= _APMV_II,
    }
    return ComfortHours(
        (shares[0], shares[1], shares[2], shares[3]),
        comfort.beyond_h,
        float(len(felt)),
        float((off > high[1]).sum()),
        float((off < -low[1]).sum()),
        tuple((name, 100.0 * float(held.sum()) / hours) for name, held in others.items()),
    )
