"""Outdoor air by the hour: the study's own means or the nearest city's, spread over the year by a stated shape.

Shape (an assumption, the table and the study give means only): months by a cosine with its peak in mid-winter for
particles and nitrogen dioxide and in mid-summer for ozone, or twelve means where the study has them; days log-normal,
the calmest days dirtiest and for ozone the sunniest; hours with the traffic's two peaks, for ozone the afternoon.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from bldgassess.health.air_quality.tables import Row, rows
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.model import Assumption
from bldgassess.texts import mark

_DAYS = HOURS // 24
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COLDEST_DAY = 15
#: Swing of the hours of a day about their mean, and the hour of the peak; an assumption of this program.
_TRAFFIC_SWING = {"pm25": 0.10, "no2": 0.25}
_OZONE_SWING, _OZONE_PEAK_H = 0.5, 15
_EIGHT_HOURS = 8
_GOLDEN = 0.6180339887498949
_EARTH_KM, _NEAR_KM = 6371.0, 150.0
_NAMES = {
    "pm25": mark("Outdoor fine particles, annual mean"),
    "no2": mark("Outdoor nitrogen dioxide, annual mean"),
    "ozone": mark("Outdoor ozone, 90th percentile of daily highest 8 h means"),
}


@dataclass(frozen=True, slots=True)
class OutdoorAir:
    """Hourly outdoor concentrations (hours,) [ug/m3] by "pm25", "no2", "ozone"; which were given by the person."""

    hourly: Mapping[str, FloatArray]
    own: frozenset[str]
    assumptions: tuple[Assumption, ...]


def nearest_city(latitude_deg: float, longitude_deg: float) -> tuple[Row, float]:
    """Return the row of the nearest city and its distance [km]."""
    far = [(_distance_km(latitude_deg, longitude_deg, row), row["city"], row) for row in rows("cities.csv")]
    distance, _, row = min(far, key=lambda item: item[:2])
    return row, distance


def _distance_km(latitude_deg: float, longitude_deg: float, row: Row) -> float:
    a, b = math.radians(latitude_deg), math.radians(float(row["latitude_deg"]))
    across = math.radians(longitude_deg - float(row["longitude_deg"]))
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(across)
    return _EARTH_KM * math.acos(min(1.0, max(-1.0, cosine)))


def outdoor_air(inputs: HealthInputs) -> OutdoorAir:
    """Return the outdoor air of the site."""
    site, weather = inputs.study.site, inputs.weather
    known = inputs.building.site
    latitude = known.latitude_deg if known.latitude_deg is not None and inputs.study.site.station is None else None
    place = (
        (latitude, known.longitude_deg)
        if latitude is not None and known.longitude_deg is not None and not known.location_looks_default
        else (weather.latitude_deg, weather.longitude_deg)
    )
    city, distance = nearest_city(*place)
    months = site.pm25_months_ug_m3
    given = {
        "pm25": float(np.dot(months, _MONTH_DAYS)) / _DAYS if months else site.pm25_ug_m3,
        "no2": site.no2_ug_m3,
        "ozone": site.ozone_ug_m3,
    }
    level = {key: float(city[f"{key}_ug_m3"]) if value is None else value for key, value in given.items()}
    south = -1.0 if place[0] < 0.0 else 1.0
    winter, summer = south * float(city["pm25_winter_fraction"]), -south * float(city["ozone_summer_fraction"])
    calm = -weather.wind_m_s.reshape(_DAYS, 24).mean(axis=1)
    values = occupant_values()
    dirty = _day_factors(calm, values["pm25_day_sigma"].value)
    hourly = {
        "pm25": level["pm25"] * _year(_months(winter, months), dirty, _traffic("pm25")),
        "no2": level["no2"] * _year(_months(winter, ()), dirty, _traffic("no2")),
        "ozone": level["ozone"] * _ozone(summer, weather.ghi_w_m2, values["ozone_day_sigma"].value),
    }
    source = f"{city['city']}, {distance:.0f} km away: {city['source']}"
    quality = city["quality"] if distance <= _NEAR_KM else "S"
    listed = tuple(
        Assumption(f"site.{key}_ug_m3", level[key], "ug/m3", source, _NAMES[key], quality)
        for key in level
        if given[key] is None
    )
    return OutdoorAir(hourly, frozenset(key for key, value in given.items() if value is not None), listed)


def _months(swing: float, means: tuple[float, ...]) -> FloatArray:
    """Return a factor a day: twelve means as they are, else a cosine that peaks in mid-January."""
    if means:
        result: FloatArray = np.repeat(np.array(means), _MONTH_DAYS)
        return result
    result = 1.0 + swing * np.cos(2.0 * np.pi * (np.arange(_DAYS) - _COLDEST_DAY) / _DAYS)
    return result


def _day_factors(rank_by: FloatArray, sigma: float) -> FloatArray:
    """Return log-normal factors a day with mean 1 in each month, the highest where ``rank_by`` is highest in it."""
    found = []
    for days in np.split(rank_by, np.cumsum(_MONTH_DAYS)[:-1]):
        # days alike, as in typical years whose wind is the month's mean, follow each other unsorted
        unsorted = np.arange(len(days)) * _GOLDEN % 1.0
        place = np.argsort(np.lexsort((unsorted, days)), kind="stable")
        quantile = np.array([NormalDist().inv_cdf((k + 0.5) / len(days)) for k in range(len(days))])
        factors = np.exp(sigma * quantile)[place]
        found.append(factors / factors.mean())
    return np.concatenate(found)


def _traffic(key: str) -> FloatArray:
    result: FloatArray = 1.0 + _TRAFFIC_SWING[key] * np.cos(2.0 * np.pi * (np.arange(24) - 8) / 12.0)
    return result


def _year(months: FloatArray, days: FloatArray, hours: FloatArray) -> FloatArray:
    """Return hourly factors with mean 1."""
    factors = ((months * days)[:, None] * hours[None, :]).reshape(HOURS)
    result: FloatArray = factors / factors.mean()
    return result


def _ozone(summer: float, ghi_w_m2: FloatArray, sigma: float) -> FloatArray:
    """Return hourly factors whose daily highest 8 h means have the 90th percentile 1."""
    sunny = ghi_w_m2.reshape(_DAYS, 24).sum(axis=1)
    hours = 1.0 + _OZONE_SWING * np.cos(2.0 * np.pi * (np.arange(24) - _OZONE_PEAK_H) / 24.0)
    factors = _year(_months(summer, ()), _day_factors(sunny, sigma), hours)
    result: FloatArray = factors / np.percentile(daily_highest_8h(factors[None, :]), 90.0)
    return result


def daily_highest_8h(hourly: FloatArray) -> FloatArray:
    """Return the highest of the running 8 h means that end within each day, (rows, days)."""
    first = np.concatenate([hourly[:, -_EIGHT_HOURS + 1 :], hourly], axis=1)
    total = np.cumsum(np.concatenate([np.zeros((len(hourly), 1)), first], axis=1), axis=1)
    running = (total[:, _EIGHT_HOURS:] - total[:, :-_EIGHT_HOURS]) / _EIGHT_HOURS
    result: FloatArray = running.reshape(len(hourly), -1, 24).max(axis=2)
    return result
