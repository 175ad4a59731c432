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

GENERATOR_VERSION = 2
_SEED = 20261124
_DAYS = np.array(MONTH_DAYS)
_MONTH_OF_DAY: IntArray = np.repeat(np.arange(12), _DAYS)
#: Lag-one correlation of daily mean temperature, and of how clear days are; typical of mid-latitudes, assumptions.
_DAY_CORRELATION, _SKY_CORRELATION = 0.7, 0.3
#: Daily clearness runs from overcast to the clearest day, which grows with the month's mean (Bendt et al. 1981; Herzog
#: 1985, in Duffie and Beckman, Solar Engineering of Thermal Processes, 2.9; from memory).
_OVERCAST = 0.05
#: How much wider days swing as they are clearer; an assumption.
_SWING_BY_SKY = 0.6
#: Clearness of a cloudless and of an overcast sky, between which cloud cover goes in a straight line; an assumption.
_CLOUDLESS, _CLOUDED = 0.75, 0.15
_MOST_CLEAR = 0.82
_HOTTEST_HOUR = 14.5


def make_typical_year(station: Station) -> Weather:
    """Make 8,760 hours whose monthly means are the station's normals. The same station gives the same year, always."""
    rng = np.random.Generator(np.random.PCG64(_SEED))
    noise = _days_noise(rng, _DAY_CORRELATION)
    sky_noise = _days_noise(rng, _SKY_CORRELATION)
    sun = sun_position(station.latitude_deg, station.longitude_deg, station.time_zone_h)
    outside = extraterrestrial_w_m2() * np.maximum(sun.cos_zenith, 0.0)
    clearness = _daily_clearness(station, outside, sky_noise)
    ghi = _sun(station, outside, clearness)
    dni, dhi = split_global(ghi, sun.cos_zenith)
    t_out = _temperature(station, noise, clearness)
    rh = _humidity(t_out, np.asarray(station.rh_pct)[MONTH] / 100.0, MONTH)
    pressure = np.full(HOURS, standard_pressure_pa(station.elevation_m))
    wind: FloatArray = np.asarray(station.wind_m_s)[MONTH].astype(float)
    sky = sky_infrared_w_m2(t_out, rh, _cloud_tenths(clearness))
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
    for _ in range(30):
        course: FloatArray = np.interp(days, middles, knots, period=365.0)
        knots += wanted - np.array([course[m == _MONTH_OF_DAY].mean() for m in range(12)])
    return course


def _days_noise(rng: np.random.Generator, correlation: float) -> FloatArray:
    """Return 365 values of unit spread that wander from day to day and have no mean in any month."""
    noise = np.empty(365)
    state = 0.0
    for day, kick in enumerate(rng.standard_normal(365)):
        state = correlation * state + np.sqrt(1.0 - correlation**2) * kick
        noise[day] = state
    for m in range(12):
        noise[m == _MONTH_OF_DAY] -= noise[m == _MONTH_OF_DAY].mean()
    return noise


def _daily_clearness(station: Station, outside: FloatArray, noise: FloatArray) -> FloatArray:
    """Return each day's clearness: the month's distribution, its days in the order of the noise."""
    clearness = np.zeros(365)
    daily = outside.reshape(365, 24).sum(axis=1) / 1000.0
    for m in range(12):
        inside = m == _MONTH_OF_DAY
        if daily[inside].mean() <= 0.0:
            continue
        mean = min(station.ghi_kwh_m2_d[m] / daily[inside].mean(), _MOST_CLEAR)
        order = np.argsort(np.argsort(noise[inside]))
        clearness[inside] = clearness_quantiles(mean, (order + 0.5) / len(order))
    return clearness


def clearness_quantiles(mean: float, shares: FloatArray) -> FloatArray:
    """Return quantiles of daily clearness: an exponential between overcast and clearest, with the mean asked for."""
    clearest = min(max(0.6313 + 0.267 * mean - 11.9 * (mean - 0.75) ** 8, mean + 0.02), _MOST_CLEAR)
    lowest = min(_OVERCAST, mean)
    if clearest - lowest < 1e-6:
        return np.full(len(shares), mean)
    low, high = -60.0, 60.0
    for _ in range(60):
        steepness = 0.5 * (low + high)
        found = _exponential(steepness, shares)
        if lowest + (clearest - lowest) * float(found.mean()) < mean:
            low = steepness
        else:
            high = steepness
    result: FloatArray = lowest + (clearest - lowest) * _exponential(0.5 * (low + high), shares)
    return result


def _exponential(steepness: float, shares: FloatArray) -> FloatArray:
    """Quantiles on 0 to 1 of a density that goes with exp(steepness x)."""
    if abs(steepness) < 1e-9:
        return shares
    result: FloatArray = np.log1p(shares * np.expm1(steepness)) / steepness
    return result


def _temperature(station: Station, noise: FloatArray, clearness: FloatArray) -> FloatArray:
    """Daily means that wander about the months' course, and a daily wave, wider on clear days."""
    daily = _smooth(station.t_mean_c) + noise * np.asarray(station.t_daily_sd_k)[_MONTH_OF_DAY]
    swing = _smooth(station.t_daily_range_k)
    for m in range(12):
        inside = m == _MONTH_OF_DAY
        mean = clearness[inside].mean()
        if mean > 0.0:
            swing[inside] *= 1.0 + _SWING_BY_SKY * (clearness[inside] / mean - 1.0)
    wave = np.cos(2.0 * np.pi * (np.arange(HOURS) % 24 + 0.5 - _HOTTEST_HOUR) / 24.0)
    result: FloatArray = np.interp(np.arange(HOURS) + 0.5, np.arange(365) * 24.0 + 12.0, daily, period=float(HOURS))
    result += np.repeat(swing, 24) / 2.0 * wave
    return result


def _cloud_tenths(clearness: FloatArray) -> FloatArray:
    """Cloud cover of each hour from the day's clearness [tenths]."""
    cover = np.clip((_CLOUDLESS - clearness) / (_CLOUDLESS - _CLOUDED), 0.0, 1.0)
    result: FloatArray = np.repeat(10.0 * cover, 24)
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


def _sun(station: Station, outside: FloatArray, clearness: FloatArray) -> FloatArray:
    """Global sun of each hour, each month's sum the station's."""
    ghi = outside * np.repeat(clearness, 24)
    for m in range(12):
        inside = m == MONTH
        total = ghi[inside].sum() / 1000.0 / _DAYS[m]
        if total > 0.0:
            scaled = ghi[inside] * station.ghi_kwh_m2_d[m] / total
            ghi[inside] = np.minimum(scaled, _MOST_CLEAR * outside[inside])
    return ghi
