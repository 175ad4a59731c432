"""A year with an extreme spell in its hottest or coldest week, and where those weeks are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.changed import changed, clipped_rh, same_vapour_rh, sky_of
from bldgassess.hourly.climate.future import stretched_sun
from bldgassess.hourly.climate.levels import rows
from bldgassess.hourly.result import FloatArray, IntArray, Weather
from bldgassess.hourly.sun import extraterrestrial_w_m2, sun_position

#: A year without a spell.
NO_SPELL = "none"
_WEEK_DAYS, _YEAR_DAYS = 7, 365
#: Days on each side of the week from which spread and clear skies are taken.
_SEASON_DAYS = 45


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell as data: days at its height, days of rise and fall, strength in standard deviations of daily means.

    ``least_k``: strength where days hardly differ [K]. ``swing_factor``: on the days' swing. ``clear_quantile``: days
    become as clear as this quantile of the season's; 0 leaves the sky.
    """

    kind: str
    name: str
    full_days: int
    ramp_days: int
    amplitude_sd: float
    least_k: float
    swing_factor: float
    clear_quantile: float
    keeps_vapour: bool
    return_period_a: int
    source: str
    quality: str


@cache
def spells() -> dict[str, Spell]:
    """Return the spells by kind: heat_wave, cold_snap."""
    return {
        row["kind"]: Spell(
            row["kind"],
            row["name"],
            int(row["full_days"]),
            int(row["ramp_days"]),
            float(row["amplitude_sd"]),
            float(row["least_k"]),
            float(row["swing_factor"]),
            float(row["clear_quantile"]),
            row["keeps_vapour"] == "yes",
            int(row["return_period_a"]),
            row["source"],
            row["quality"],
        )
        for row in rows("extremes.csv")
    }


def hottest_week(weather: Weather) -> slice:
    """Return the hours of the seven whole days in a row with the highest mean temperature."""
    return _week(weather, 1.0)


def coldest_week(weather: Weather) -> slice:
    """Return the hours of the seven whole days in a row with the lowest mean temperature."""
    return _week(weather, -1.0)


def _week(weather: Weather, sign: float) -> slice:
    sums = np.cumsum(np.concatenate([[0.0], _daily(weather.t_out_c)]))
    means = np.round((sums[_WEEK_DAYS:] - sums[:-_WEEK_DAYS]) / _WEEK_DAYS, 9)
    first = int(np.argmax(sign * means))
    return slice(24 * first, 24 * (first + _WEEK_DAYS))


def _daily(values: FloatArray) -> FloatArray:
    result: FloatArray = values.reshape(_YEAR_DAYS, 24).mean(axis=1)
    return result


def with_extreme(weather: Weather, kind: str) -> Weather:
    """Return the year with a spell over its hottest or coldest week; "none" returns the year as it is.

    The same year gives the same spell, always.

    Raises
    ------
    UserError
        When there is no such kind.
    """
    if kind == NO_SPELL:
        return weather
    spell = spells().get(kind)
    if spell is None:
        raise UserError(Issue("weather.no_extreme", {"kind": kind, "choices": ", ".join((NO_SPELL, *spells()))}))
    warm = spell.kind == "heat_wave"
    week = hottest_week(weather) if warm else coldest_week(weather)
    first_day = week.start // 24
    weight = np.repeat(_weights(first_day, spell), 24)
    strength = spell_strength_k(weather, kind)
    daily = np.repeat(_daily(weather.t_out_c), 24)
    t_out = weather.t_out_c + weight * (
        (strength if warm else -strength) + (spell.swing_factor - 1.0) * (weather.t_out_c - daily)
    )
    rh = same_vapour_rh(weather, t_out) if spell.keeps_vapour else clipped_rh(weather.rh_out_fraction)
    rh = np.where(weight > 0.0, rh, weather.rh_out_fraction)
    ghi, dni, dhi = stretched_sun(weather, 1.0 + weight * (_clearing(weather, first_day, spell) - 1.0))
    sky = np.where(weight > 0.0, sky_of(weather, t_out, rh), weather.sky_ir_w_m2)
    return changed(
        weather,
        spell.name,
        f"{spell!r} {strength!r}",
        t_out_c=t_out,
        rh_out_fraction=rh,
        ghi_w_m2=ghi,
        dni_w_m2=dni,
        dhi_w_m2=dhi,
        sky_ir_w_m2=sky,
    )


def spell_strength_k(weather: Weather, kind: str) -> float:
    """Return how far the spell's days lie over or under the year's own [K]."""
    spell = spells()[kind]
    week = hottest_week(weather) if kind == "heat_wave" else coldest_week(weather)
    days = _daily(weather.t_out_c)[_season(week.start // 24)]
    # the season's own course is no weather: spread about a straight line through it
    course = np.polyval(np.polyfit(np.arange(len(days)), days, 2), np.arange(len(days)))
    return max(spell.amplitude_sd * float((days - course).std()), spell.least_k)


def _season(first_day: int) -> IntArray:
    """Return the days of the season about the week, round the year's end."""
    result: IntArray = np.arange(first_day - _SEASON_DAYS, first_day + _WEEK_DAYS + _SEASON_DAYS) % _YEAR_DAYS
    return result


def _weights(first_day: int, spell: Spell) -> FloatArray:
    """Return each day's share of the spell: 1 over the week, less in rise and fall, 0 elsewhere."""
    weights = np.zeros(_YEAR_DAYS)
    steps = np.arange(1, spell.ramp_days + 1) / (spell.ramp_days + 1)
    shape = np.concatenate([steps, np.ones(spell.full_days), steps[::-1]])
    start = first_day + _WEEK_DAYS // 2 - spell.full_days // 2 - spell.ramp_days
    weights[np.arange(start, start + len(shape)) % _YEAR_DAYS] = shape
    return weights


def _clearing(weather: Weather, first_day: int, spell: Spell) -> FloatArray:
    """Return the factor on each hour's sun that makes its day as clear as the season's clear days."""
    if spell.clear_quantile <= 0.0:
        return np.ones(len(weather.ghi_w_m2))
    cosine = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h).cos_zenith
    outside = _daily(extraterrestrial_w_m2() * np.maximum(cosine, 0.0))
    sun = _daily(weather.ghi_w_m2)
    clearness = np.divide(sun, outside, out=np.zeros_like(sun), where=outside > 1.0)
    clear = float(np.quantile(clearness[_season(first_day)], spell.clear_quantile))
    factor = np.divide(clear, clearness, out=np.ones_like(sun), where=clearness > 0.0)
    return np.repeat(np.maximum(factor, 1.0), 24)
