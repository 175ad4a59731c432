"""Thermal comfort: PMV in conditioned rooms, adaptive comfort in others, overheating and cold hours."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import load_limits, occupant_values
from bldgassess.health.result import HealthClass
from bldgassess.hourly.result import BoolArray, FloatArray, HourlyResult, Weather
from bldgassess.hourly.sky import saturation_pa
from bldgassess.study import Study

#: Share of occupied hours that must lie within a category (EN 16798-1:2019, 6.2; 5 % may deviate) [-].
_ENOUGH = 0.95
#: EN 16798-1:2019 6.2.2: weight of the day before in the running mean, and its range of validity [degC].
_ALPHA, _TRM_LOW, _TRM_HIGH = 0.8, 10.0, 30.0
#: Score bands of the classes I to IV and outside.
_BANDS = ((85.0, 100.0), (70.0, 85.0), (50.0, 70.0), (25.0, 50.0), (0.0, 25.0))
#: Numbers within this of a set-point are on it [K].
_ON_SETPOINT_K = 0.05
#: ISO 7730:2005 4.1: PMV holds for vapour pressures up to this [Pa]; humid tropics lie above it at times.
_MOST_VAPOUR_PA = 2700.0


@dataclass(frozen=True, slots=True)
class ComfortHours:
    """Shares of occupied hours [0-1] within categories I to IV, and hours: out of range, occupied, warm, cold."""

    shares: tuple[float, float, float, float]
    out_of_range_h: float
    occupied_h: float
    too_warm_h: float
    too_cold_h: float

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


def running_mean_c(weather: Weather) -> FloatArray:
    """Running mean of the outdoor temperature for each hour [degC], EN 16798-1:2019 6.2.2, alpha 0.8."""
    daily = weather.t_out_c.reshape(365, 24).mean(axis=1)
    mean = np.empty(365)
    state = float(daily[-7:].mean())
    for day in range(365):
        state = (1.0 - _ALPHA) * float(daily[day - 1]) + _ALPHA * state
        mean[day] = state
    return np.repeat(mean, 24)


def pmv_hours(hourly: HourlyResult, room: int, study: Study, weather: Weather) -> ComfortHours:
    """PMV (ISO 7730) of a room's occupied hours, with clothing by the morning's outdoor temperature.

    Hours outside the range of ISO 7730 (4.1) are computed all the same and counted, for the reader to judge.
    """
    from pythermalcomfort.models import clo_tout, pmv_ppd_iso
    from pythermalcomfort.utilities import v_relative

    inside = hourly.people[room] > 0.0
    hours = int(inside.sum())
    t_air, t_rad = hourly.t_air_c[room][inside], hourly.t_rad_c[room][inside]
    met = study.health.metabolic_rate_met
    clothing = np.repeat(np.asarray(clo_tout(weather.t_out_c.reshape(365, 24)[:, 6]).clo_tout, dtype=float), 24)[inside]
    speeds = [study.health.air_speed_m_s]
    if study.operation.ceiling_fans:
        speeds.append(occupant_values()["fan_air_speed_m_s"].value)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore")  # one warning lists every hour out of range; they are counted here
        votes = [
            np.asarray(
                pmv_ppd_iso(
                    tdb=t_air,
                    tr=t_rad,
                    vr=float(v_relative(speed, met)),
                    rh=100.0 * hourly.rh_fraction[room][inside],
                    met=met,
                    clo=clothing,
                    limit_inputs=False,
                ).pmv,
                dtype=float,
            )
            for speed in speeds
        ]
    pmv = votes[0]
    for vote in votes[1:]:  # people switch a fan on when they feel better with it
        pmv = np.where(np.abs(vote) < np.abs(pmv), vote, pmv)
    vapour_pa = hourly.rh_fraction[room][inside] * saturation_pa(t_air)
    beyond = (t_air < 10.0) | (t_air > 30.0) | (t_rad < 10.0) | (t_rad > 40.0) | (vapour_pa > _MOST_VAPOUR_PA)
    limits = load_limits()["T1", "cooled"].classes
    shares = tuple(float((np.abs(pmv) <= limit).sum()) / max(hours, 1) for limit in limits)
    warm_h, cold_h = float((pmv > limits[1]).sum()), float((pmv < -limits[1]).sum())
    return ComfortHours((shares[0], shares[1], shares[2], shares[3]), float(beyond.sum()), hours, warm_h, cold_h)


def adaptive_hours(hourly: HourlyResult, room: int, weather: Weather) -> ComfortHours:
    """Adaptive comfort (EN 16798-1:2019 6.2.2) of a room's occupied hours: T_c = 0.33 T_rm + 18.8.

    Hours with a running mean outside 10 to 30 degC are held against the limit at that end and counted as out of range.
    """
    inside = hourly.people[room] > 0.0
    hours = int(inside.sum())
    mean = running_mean_c(weather)[inside]
    off = hourly.t_op_c[room][inside] - (0.33 * np.clip(mean, _TRM_LOW, _TRM_HIGH) + 18.8)
    high, low = load_limits()["T2", "high"].classes, load_limits()["T2", "low"].classes
    shares = tuple(
        float(((off <= up) & (off >= -down)).sum()) / max(hours, 1) for up, down in zip(high, low, strict=True)
    )
    beyond = float(((mean < _TRM_LOW) | (mean > _TRM_HIGH)).sum())
    warm, cold = float((off > high[1]).sum()), float((off < -low[1]).sum())
    return ComfortHours((shares[0], shares[1], shares[2], shares[3]), beyond, hours, warm, cold)


def overheating_limit_c(study: Study, weather: Weather) -> FloatArray:
    """Return each hour's limit: the study's in cooled buildings, else the adaptive upper limit of category II."""
    if study.operation.cooling != "none":
        return np.full(len(weather.t_out_c), study.health.overheating_limit_c)
    mean = np.clip(running_mean_c(weather), _TRM_LOW, _TRM_HIGH)
    result: FloatArray = 0.33 * mean + 18.8 + load_limits()["T2", "high"].classes[1]
    return result


def over_hours(t_op_c: FloatArray, occupied: BoolArray, limit_c: FloatArray) -> tuple[float, float, float]:
    """Return occupied hours above the limit [h], their degree-hours [K h] and the share of occupied hours [%]."""
    excess = np.where(occupied, np.maximum(0.0, t_op_c - limit_c - _ON_SETPOINT_K), 0.0)
    hours = float((excess > 0.0).sum())
    return hours, float(excess.sum()), 100.0 * hours / max(float(occupied.sum()), 1.0)
