"""Predicted against measured: bias, CV(RMSE), bias by hour of the day, and the class that either gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import Limits, classify, load_limits
from bldgassess.health.measured.predicted import Predicted
from bldgassess.health.measured.readings import Series
from bldgassess.health.ratings.tail import tail_bands, tail_class
from bldgassess.health.result import HealthClass
from bldgassess.hourly.result import HOURS, FloatArray, IntArray

#: Readings of a 29 February have no hour in the year of 8,760 and are left out of the comparison.
_FEBRUARY_29 = 59
_DAY_S, _HOUR_S = 86400, 3600
#: Variable -> indicator whose limits class it, and the percentile that is held against them.
_CLASSED: dict[str, tuple[str, float]] = {
    "co2": ("I1", 95.0), "pm25": ("I3", -1.0), "hcho": ("I4", -1.0), "benzene": ("I5", -1.0), "radon": ("I6", -1.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HourlyMeans:
    """Hours of the year (0 to 8759) that have readings, and their means."""

    hours: IntArray
    values: FloatArray


@dataclass(frozen=True, slots=True)
class Measured:
    """What a series says in occupied hours: mean, 5th and 95th percentile, class by our limits and by TAIL."""

    room: str
    guid: str
    variable: str
    unit: str
    hours: int
    mean: float
    p5: float
    p95: float
    health_class: HealthClass
    tail: HealthClass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Predicted minus measured over the hours that both have.

    ``bias``: mean difference in the variable's unit (MBE). ``cv_rmse_pct``: root of the mean squared difference over
    the measured mean. ``bias_by_hour``: of each hour of the day, NaN where none was measured.
    """

    room: str
    guid: str
    variable: str
    unit: str
    hours: int
    bias: float
    cv_rmse_pct: float
    bias_by_hour: tuple[float, ...]
    measured_class: HealthClass
    predicted_class: HealthClass


def hourly_means(series: Series, utc_offset_h: float) -> HourlyMeans:
    """Return the means of the hours of the year in local standard time; several years are averaged."""
    local = series.seconds + round(3600 * utc_offset_h)
    moments = local.astype("datetime64[s]")
    years = moments.astype("datetime64[Y]")
    day = ((moments - years).astype(np.int64)) // _DAY_S
    leap = _is_leap(years.astype(np.int64) + 1970)
    on_29 = leap & (day == _FEBRUARY_29)
    day = day - (leap & (day > _FEBRUARY_29))
    hour = (day * 24 + (local // _HOUR_S) % 24)[~on_29]
    values = series.values[~on_29]
    count = np.bincount(hour, minlength=HOURS)
    total = np.bincount(hour, weights=values, minlength=HOURS)
    known: IntArray = np.flatnonzero(count).astype(np.int64)
    return HourlyMeans(known, total[known] / count[known])


def _is_leap(year: IntArray) -> FloatArray:
    return np.asarray((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0)))


def summarise(
    series: Sequence[Series],
    places: Mapping[str, str],
    predicted: Predicted | None,
    utc_offset_h: float,
    outdoor: float,
) -> tuple[Measured, ...]:
    """Sum up each series over the hours in which people are in the room, or over all where that is not known."""
    found = []
    for item in series:
        guid = places.get(item.sensor, "")
        means = hourly_means(item, utc_offset_h)
        values = means.values[_occupied(means, guid, predicted)]
        if not len(values):
            values = means.values
        if not len(values):
            continue
        use = predicted.uses.get(guid, "") if predicted else ""
        found.append(
            Measured(
                item.room or item.sensor, guid, item.variable, item.unit, len(values), float(values.mean()),
                float(np.percentile(values, 5.0)), float(np.percentile(values, 95.0)),
                class_of(item.variable, values, use, outdoor), _tail(item.variable, values),
            )
        )  # fmt: skip
    return tuple(found)


def compare(
    series: Sequence[Series], places: Mapping[str, str], predicted: Predicted, utc_offset_h: float
) -> tuple[Comparison, ...]:
    """Hold each series whose room and variable are predicted against the same hours of the prediction."""
    found = []
    for item in series:
        guid = places.get(item.sensor, "")
        year = predicted.hours.get(item.variable, {}).get(guid)
        if year is None:
            continue
        means = hourly_means(item, utc_offset_h)
        if not len(means.hours):
            continue
        ours, theirs = year[means.hours], means.values
        off = ours - theirs
        by_hour = [off[means.hours % 24 == hour] for hour in range(24)]
        here = _occupied(means, guid, predicted)
        here = here if here.any() else np.ones(len(off), dtype=bool)
        use, outdoor = predicted.uses.get(guid, ""), predicted.outdoor_co2_ppm
        found.append(
            Comparison(
                item.room or item.sensor, guid, item.variable, item.unit, len(off), float(off.mean()),
                100.0 * float(np.sqrt((off**2).mean())) / max(abs(float(theirs.mean())), 1e-9),
                tuple(float(part.mean()) if len(part) else float("nan") for part in by_hour),
                class_of(item.variable, theirs[here], use, outdoor), class_of(item.variable, ours[here], use, outdoor),
            )
        )  # fmt: skip
    return tuple(found)


def _occupied(means: HourlyMeans, guid: str, predicted: Predicted | None) -> FloatArray:
    people = predicted.hours["people"].get(guid) if predicted else None
    return np.ones(len(means.hours), dtype=bool) if people is None else np.asarray(people[means.hours] > 0.0)


def class_of(variable: str, values: FloatArray, use: str, outdoor_co2_ppm: float) -> HealthClass:
    """Return the class of hourly values by the limits of our indicators; "not_assessed" where there is none."""
    if variable not in _CLASSED or not len(values):
        return "not_assessed"
    indicator, percentile = _CLASSED[variable]
    limits = _limits(indicator, use)
    if limits is None:
        return "not_assessed"
    value = float(np.percentile(values, percentile)) if percentile >= 0.0 else float(values.mean())
    return classify(value - outdoor_co2_ppm if variable == "co2" else value, limits)


def _limits(indicator: str, use: str) -> Limits | None:
    table = load_limits()
    return table.get((indicator, use)) or table.get((indicator, "all"))


def _tail(variable: str, values: FloatArray) -> HealthClass:
    if variable not in tail_bands():
        return "not_assessed"
    return tail_class(variable, float(np.percentile(values, 95.0)) if variable == "co2" else float(values.mean()))
