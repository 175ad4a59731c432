"""A typical year from monthly normals: daily means that wander as days do, a daily wave, sun by clearness."""

from __future__ import annotations

import hashlib

import numpy as np

from bldgassess.errors import Issue
from bldgassess.hourly.climate.changed import MONTH, MONTH_DAYS
from bldgassess.hourly.climate.levels import warming_of_period
from bldgassess.hourly.normals import Station
from bldgassess.hourly.result import HOURS, FloatArray, IntArray, Weather
from bldgassess.hourly.sky import saturation_pa, sky_infrared_w_m2
from bldgassess.hourly.sun import extraterrestrial_w_m2, split_global, sun_position
from bldgassess.hourly.weather_repair import standard_pressure_pa

GENERATOR_VERSION = 1
_SEED = 20261124
_DAYS = np.array(MONTH_DAYS)
#: Lag-one correlation of daily mean temperature, typical of mid-latitude and tropical stations; an assumption.
_DAY_CORRELATION = 0.7
#: Spread of the daily clearness about the month's mean, as a share of it; an assumption.
_CLEARNESS_SPREAD = 0.2
_HOTTEST_HOUR = 14.5


def make_typical_year(station: Station) -> Weather:
    """Make 8,760 hours whose monthly means are the station's normals. The same station gives the same year, always."""
    rng = np.random.Generator(np.random.PCG64(_SEED))
    hour: IntArray = np.arange(HOURS) % 24
    t_out = _temperature(station, rng, hour)
    mean_rh = np.asarray(station.rh_pct)[MONTH] / 100.0
    rh = _humidity(t_out, mean_rh, MONTH)
    ghi, dni, dhi = _sun(station, rng, MONTH)
    pressure = np.full(HOURS, standard_pressure_pa(station.elevation_m))
    wind: FloatArray = np.asarray(station.wind_m_s)[MONTH].astype(float)
    sky = sky_infrared_w_m2(t_out, rh)
    for array in (t_out, rh, pressure, ghi, dni, dhi, wind, sky):
        array.flags.writeable = False
    text = f"{station!r} generator {GENERATOR_VERSION} seed {_SEED}"
    return Weather(
        name=station.name,
        latitude_deg=station.latitude_deg,
        longitude_deg=station.longitude_deg,
        time_zone_h=station.time_zone_h,
        elevation_m=station.elevation_m,
        source=f"{station.name}, typical year from monthly normals ({station.source}; {station.quality})",
        digest=hashlib.sha256(text.encode()).hexdigest(),
        grid_region=station.grid_region or None,
        warming_k=warming_of_period(*station.period) if station.period else None,
        issues=(Issue("weather.typical_year", {"station": station.name}, severity="warning"),),
        t_out_c=t_out,
        rh_out_fraction=rh,
        pressure_pa=pressure,
        ghi_w_m2=ghi,
        dni_w_m2=dni,
        dhi_w_m2=dhi,
        sky_ir_w_m2=sky,
        wind_m_s=wind,
    )


def _smooth(values: tuple[float, ...]) -> FloatArray:
    """Daily values whose course is smooth and whose monthly means are the given ones."""
    ends = np.cumsum(_DAYS)
    middles = ends - _DAYS / 2.0
    days = np.arange(365) + 0.5
    wanted = np.asarray(values, dtype=float)
    knots = wanted.copy()
    month: IntArray = np.repeat(np.arange(12), _DAYS)
    for _ in range(30):
        course: FloatArray = np.interp(days, middles, knots, period=365.0)
        knots += wanted - np.array([course[month == m].mean() for m in range(12)])
    return course


def _temperature(station: Station, rng: np.random.Generator, hour: IntArray) -> FloatArray:
    month: IntArray = np.repeat(np.arange(12), _DAYS)
    noise = np.empty(365)
    state = 0.0
    for day, kick in enumerate(rng.standard_normal(365)):
        state = _DAY_CORRELATION * state + np.sqrt(1.0 - _DAY_CORRELATION**2) * kick
        noise[day] = state
    for m in range(12):
        noise[month == m] -= noise[month == m].mean()
    daily = _smooth(station.t_mean_c) + noise * np.asarray(station.t_daily_sd_k)[month]
    swing = np.repeat(_smooth(station.t_daily_range_k), 24) / 2.0
    wave = np.cos(2.0 * np.pi * (hour + 0.5 - _HOTTEST_HOUR) / 24.0)
    result: FloatArray = np.interp(np.arange(HOURS) + 0.5, np.arange(365) * 24.0 + 12.0, daily, period=float(HOURS))
    result += swing * wave
    return result


def _humidity(t_out: FloatArray, mean_rh: FloatArray, month: IntArray) -> FloatArray:
    """Hold the day's vapour pressure and let relative humidity follow temperature, scaled to each month's mean."""
    saturation = saturation_pa(t_out)
    daily = np.repeat(saturation.reshape(365, 24).mean(axis=1), 24)
    rh: FloatArray = np.clip(mean_rh * daily / saturation, 0.05, 0.98)
    for m in range(12):
        inside = month == m
        for _ in range(5):
            rh[inside] = np.clip(rh[inside] * mean_rh[inside][0] / rh[inside].mean(), 0.05, 0.99)
    return rh


def _sun(station: Station, rng: np.random.Generator, month: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    sun = sun_position(station.latitude_deg, station.longitude_deg, station.time_zone_h)
    outside = extraterrestrial_w_m2() * np.maximum(sun.cos_zenith, 0.0)
    day_factor = np.clip(1.0 + _CLEARNESS_SPREAD * rng.standard_normal(365), 0.4, 1.6)
    shape = outside * np.repeat(day_factor, 24)
    ghi = np.zeros(HOURS)
    for m in range(12):
        inside = month == m
        total = shape[inside].sum() / 1000.0 / _DAYS[m]
        clearness = station.ghi_kwh_m2_d[m] / total if total > 0.0 else 0.0
        ghi[inside] = np.minimum(shape[inside] * clearness, 0.82 * outside[inside])
    dni, dhi = split_global(ghi, sun.cos_zenith)
    return ghi, dni, dhi
