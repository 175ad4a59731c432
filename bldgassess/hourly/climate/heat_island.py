"""The heat of a town over the open country that weather is measured in: most at night, more in summer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.changed import MONTH, changed, monthly_means, same_vapour_rh
from bldgassess.hourly.climate.levels import rows
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import sun_position

#: Open country, as weather stations are.
NO_ISLAND = "none"
#: Hours over which the day's value passes into the night's; an assumption.
_SMOOTH_H = 5


@dataclass(frozen=True, slots=True)
class Island:
    """Warmth over open country [K] at night and by day, in the warmest and the coldest month."""

    setting: str
    name: str
    summer_night_k: float
    summer_day_k: float
    winter_night_k: float
    winter_day_k: float
    source: str


@cache
def islands() -> dict[str, Island]:
    """Return the settings by id: suburb, city."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows("heat_island.csv"):
        found.setdefault(row["setting"], {})[row["season"]] = row
    return {
        setting: Island(
            setting,
            seasons["summer"]["name"],
            float(seasons["summer"]["night_k"]),
            float(seasons["summer"]["day_k"]),
            float(seasons["winter"]["night_k"]),
            float(seasons["winter"]["day_k"]),
            seasons["summer"]["source"],
        )
        for setting, seasons in found.items()
    }


def with_heat_island(weather: Weather, setting: str) -> Weather:
    """Return the year as in a suburb or a city; "none" returns the year as it is. Vapour stays, so that air is drier.

    Raises
    ------
    UserError
        When there is no such setting.
    """
    if setting == NO_ISLAND:
        return weather
    island = islands().get(setting)
    if island is None:
        params = {"setting": setting, "choices": ", ".join((NO_ISLAND, *islands()))}
        raise UserError(Issue("weather.no_heat_island", params))
    t_out = weather.t_out_c + island_k(weather, island)
    return changed(weather, island.name, f"{island!r}", t_out_c=t_out, rh_out_fraction=same_vapour_rh(weather, t_out))


def island_k(weather: Weather, island: Island) -> FloatArray:
    """Return the warmth of each hour [K]."""
    means = monthly_means(weather.t_out_c)
    span = max(float(means.max() - means.min()), 1e-9)
    summer = ((means - means.min()) / span)[MONTH]
    night = island.winter_night_k + summer * (island.summer_night_k - island.winter_night_k)
    day = island.winter_day_k + summer * (island.summer_day_k - island.winter_day_k)
    up = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h).cos_zenith > 0.0
    padded = np.concatenate([up[-_SMOOTH_H:], up, up[:_SMOOTH_H]]).astype(float)
    light = np.convolve(padded, np.ones(_SMOOTH_H) / _SMOOTH_H, mode="same")[_SMOOTH_H : _SMOOTH_H + HOURS]
    result: FloatArray = night + (day - night) * light
    return result
