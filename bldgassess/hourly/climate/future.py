"""A weather year in a warmer world: morphing after Belcher, Hacker and Powell 2005 (BSERT 26(1) 49-61)."""

from __future__ import annotations

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.changed import (
    MONTH,
    changed,
    clipped_rh,
    daily_extremes,
    monthly_means,
    sky_of,
)
from bldgassess.hourly.climate.deltas import MonthlyDeltas, Months, pattern_at, scaled
from bldgassess.hourly.climate.levels import UNKNOWN_PERIOD, scenarios, warming_of_period
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.sky import humidity_ratio, saturation_pa, vapour_pressure_pa
from bldgassess.hourly.sun import LOW_SUN_COS, extraterrestrial_w_m2, split_global, sun_position

#: A year as it is.
PRESENT = "present"
#: Days do not swing by less than this share of what they did, or more than twice it.
_SWING_BOUNDS = (-0.8, 1.0)
#: Months whose sun changes by less than this keep the file's own split into beam and diffuse.
_SUN_CHANGE = 1e-9


def base_warming_k(weather: Weather) -> float:
    """Return the global warming of the years that the weather stands for [K]; assumed where it is not known."""
    if weather.warming_k is not None:
        return weather.warming_k
    known = warming_of_period(*UNKNOWN_PERIOD)
    if known is None:
        raise ValueError("the assumed period has no temperatures")
    return known


def future_weather(weather: Weather, scenario: str, deltas: MonthlyDeltas | None = None) -> Weather:
    """Return the year in a warmer world.

    Parameters
    ----------
    weather : Weather
        Any year; ``warming_k`` says how warm the world was that it was measured in.
    scenario : str
        "present" (the year as it is), "1.5C", "2.0C", "2050", "2080".
    deltas : MonthlyDeltas, optional
        Monthly changes over ``weather`` itself; the region's pattern times the missing global warming where ``None``.

    Raises
    ------
    UserError
        When there is no such scenario.
    """
    if scenario == PRESENT:
        return weather
    world = scenarios().get(scenario)
    if world is None:
        choices = ", ".join((PRESENT, *scenarios()))
        raise UserError(Issue("weather.no_scenario", {"scenario": scenario, "choices": choices}))
    if deltas is not None:
        return morph(weather, deltas, world.name, world.warming_k)
    missing = world.warming_k - base_warming_k(weather)
    issues: tuple[Issue, ...] = ()
    if missing < 0.0:
        base = round(base_warming_k(weather), 2)
        warm = Issue("weather.already_warm", {"scenario": world.name, "base": base}, severity="warning")
        issues, missing = (warm,), 0.0
    pattern = pattern_at(weather.latitude_deg, weather.longitude_deg)
    return morph(weather, scaled(pattern.per_k, missing), world.name, world.warming_k, issues)


def morph(
    weather: Weather,
    deltas: MonthlyDeltas,
    words: str,
    warming_k: float | None = None,
    issues: tuple[Issue, ...] = (),
) -> Weather:
    """Change a year by monthly deltas: temperature shifted and stretched, sun, humidity and wind stretched."""
    t_out = _temperature(weather.t_out_c, deltas)
    rh = _humidity(weather, t_out, deltas)
    ghi, dni, dhi = _sun(weather, deltas.ghi_pct)
    return changed(
        weather,
        words,
        f"morph {deltas!r}",
        issues,
        t_out_c=t_out,
        rh_out_fraction=rh,
        ghi_w_m2=ghi,
        dni_w_m2=dni,
        dhi_w_m2=dhi,
        sky_ir_w_m2=sky_of(weather, t_out, rh),
        wind_m_s=weather.wind_m_s * _factor(deltas.wind_pct),
        warming_k=warming_k,
    )


def _hourly(values: Months) -> FloatArray:
    result: FloatArray = np.asarray(values, dtype=float)[MONTH]
    return result


def _factor(percent: Months) -> FloatArray:
    return 1.0 + _hourly(percent) / 100.0


def _temperature(before: FloatArray, deltas: MonthlyDeltas) -> FloatArray:
    """T = T0 + dT + a (T0 - <T0>), a = (dTmax - dTmin) / (<T0max> - <T0min>) of the month."""
    highest, lowest = daily_extremes(before)
    swing = np.maximum(highest - lowest, 0.1)
    stretch = np.clip((np.asarray(deltas.dt_max_k) - np.asarray(deltas.dt_min_k)) / swing, *_SWING_BOUNDS)
    result: FloatArray = before + _hourly(deltas.dt_k) + stretch[MONTH] * (before - monthly_means(before)[MONTH])
    return result


def _humidity(weather: Weather, t_out: FloatArray, deltas: MonthlyDeltas) -> FloatArray:
    if deltas.q_pct is None:
        return clipped_rh(weather.rh_out_fraction * _factor(deltas.rh_pct))
    ratio = humidity_ratio(weather.t_out_c, weather.rh_out_fraction, weather.pressure_pa) * _factor(deltas.q_pct)
    return clipped_rh(vapour_pressure_pa(ratio, weather.pressure_pa) / saturation_pa(t_out))


def _sun(weather: Weather, percent: Months) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Stretch global sun; the diffuse share moves as Erbs et al. 1982 has it move with clearness."""
    if max(map(abs, percent)) < _SUN_CHANGE:
        return weather.ghi_w_m2.copy(), weather.dni_w_m2.copy(), weather.dhi_w_m2.copy()
    return stretched_sun(weather, _factor(percent))


def stretched_sun(weather: Weather, factor: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return global, beam and diffuse sun with global sun times ``factor``, never above a clear sky's."""
    cosine = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h).cos_zenith
    outside = extraterrestrial_w_m2()
    before = weather.ghi_w_m2
    most = np.maximum(before, 0.82 * outside * np.maximum(cosine, 0.0))
    ghi = np.minimum(before * factor, most)
    same = np.abs(ghi - before) < _SUN_CHANGE
    share = np.divide(weather.dhi_w_m2, before, out=np.ones_like(before), where=before > 0.0)
    share = np.clip(share + _erbs_share(ghi, cosine) - _erbs_share(before, cosine), 0.0, 1.0)
    dhi = np.where(same, weather.dhi_w_m2, share * ghi)
    beam = np.where(cosine > LOW_SUN_COS, (ghi - dhi) / np.maximum(cosine, LOW_SUN_COS), 0.0)
    dni = np.where(same, weather.dni_w_m2, np.clip(beam, 0.0, outside))
    return ghi, dni, dhi


def _erbs_share(ghi: FloatArray, cosine: FloatArray) -> FloatArray:
    _, dhi = split_global(ghi, cosine)
    return np.divide(dhi, ghi, out=np.ones_like(ghi), where=ghi > 0.0)
