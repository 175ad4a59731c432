"""Air change from the decay of CO2 after people have left: least squares on ln(C - C_out) = a - n t."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health.measured.readings import Series
from bldgassess.hourly.result import FloatArray

#: A decay begins this far above outdoor air and ends this near to it [ppm]; nearer, noise of the sensor decides.
_BEGINS_PPM, _ENDS_PPM = 200.0, 40.0
#: It has at least so many readings over at least so long, and its line explains this share of the spread.
_LEAST_READINGS, _LEAST_S, _LEAST_FIT = 5, 1800, 0.9
#: A rise of more than this between two readings means that somebody came [ppm].
_NOISE_PPM = 15.0
#: A longer pause ends a decay [s].
_MOST_PAUSE_S = 3700


@dataclass(frozen=True, slots=True)
class Decay:
    """One decay: start [s since 1970 UTC], length [h], air change [1/h], its standard error, share explained."""

    start_s: int
    length_h: float
    air_change_1_h: float
    error_1_h: float
    fit: float


@dataclass(frozen=True, slots=True)
class AirChange:
    """Air change of a room from all its decays: median and quartiles [1/h]."""

    room: str
    sensor: str
    decays: tuple[Decay, ...]
    median_1_h: float
    low_1_h: float
    high_1_h: float


def find_air_change(series: Series, outdoor_ppm: float) -> AirChange | None:
    """Return the air change of a room from a CO2 series; ``None`` where it never decays undisturbed."""
    decays = tuple(decay for part in _falls(series, outdoor_ppm) if (decay := _fit(*part)) is not None)
    if not decays:
        return None
    rates = np.array([decay.air_change_1_h for decay in decays])
    low, middle, high = (float(np.percentile(rates, share)) for share in (25.0, 50.0, 75.0))
    return AirChange(series.room, series.sensor, decays, middle, low, high)


def find_air_changes(series: Sequence[Series], outdoor_ppm: float) -> tuple[AirChange, ...]:
    """Return the air change of every room with a CO2 series that decays."""
    found = [find_air_change(item, outdoor_ppm) for item in series if item.variable == "co2"]
    return tuple(item for item in found if item is not None)


def _falls(series: Series, outdoor_ppm: float) -> list[tuple[FloatArray, FloatArray]]:
    """Return seconds and excess [ppm] of each stretch in which CO2 only falls."""
    excess, times = series.values - outdoor_ppm, series.seconds.astype(float)
    found, start = [], 0
    for k in range(1, len(excess) + 1):
        ends = (
            k == len(excess)
            or excess[k] > excess[k - 1] + _NOISE_PPM
            or times[k] - times[k - 1] > _MOST_PAUSE_S
            or excess[k] < _ENDS_PPM
        )
        if ends:
            if k > start:
                first = start + int(excess[start:k].argmax())
                if excess[first] >= _BEGINS_PPM:
                    found.append((times[first:k], excess[first:k]))
            start = k
    return found


def _fit(seconds: FloatArray, excess_ppm: FloatArray) -> Decay | None:
    if len(seconds) < _LEAST_READINGS or seconds[-1] - seconds[0] < _LEAST_S or excess_ppm.min() <= 0.0:
        return None
    hours = (seconds - seconds[0]) / 3600.0
    line = np.log(excess_ppm)
    centred = hours - hours.mean()
    slope = float((centred * (line - line.mean())).sum() / (centred**2).sum())
    rest = line - line.mean() - slope * centred
    spread = float(((line - line.mean()) ** 2).sum())
    fit = 1.0 - float((rest**2).sum()) / spread if spread > 0.0 else 0.0
    if slope >= 0.0 or fit < _LEAST_FIT:
        return None
    error = float(np.sqrt((rest**2).sum() / max(len(hours) - 2, 1) / (centred**2).sum()))
    return Decay(int(seconds[0]), float(hours[-1]), -slope, error, fit)
