"""The weather year of a site: the nearest file or station, at its height, in the world that the study asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bldgassess.errors import Issue, ParamValue
from bldgassess.hourly.climate.deltas import MonthlyDeltas, pattern_at, read_deltas
from bldgassess.hourly.climate.elevation import LAPSE_K_M, LEAST_M, at_elevation
from bldgassess.hourly.climate.extreme import NO_SPELL, spell_strength_k, spells, with_extreme
from bldgassess.hourly.climate.future import PRESENT, base_warming_k, future_weather
from bldgassess.hourly.climate.heat_island import NO_ISLAND, islands, with_heat_island
from bldgassess.hourly.climate.levels import UNKNOWN_PERIOD, scenarios
from bldgassess.hourly.normals import Station, distance_km
from bldgassess.hourly.result import Weather
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather_folder import WeatherPlace, nearest_place, read_place_weather
from bldgassess.model import Assumption, Site
from bldgassess.study import Study
from bldgassess.texts import mark

#: A person's own file is taken before a nearer station up to this distance [km]; an assumption.
_OWN_FILE_KM = 100.0
#: Beyond this distance the climate is likely another [km]; an assumption.
_FAR_KM = 300.0
#: Heights that a model may claim [m]; 0 is what files say that say nothing.
_LOWEST_M, _HIGHEST_M = -430.0, 6000.0
_EFFECT = mark("Outdoor temperature, humidity, sun and wind of every hour")
_ASSUMED = "assumption of this program"


@dataclass(frozen=True, slots=True)
class SiteWeather:
    """The weather year and what was assumed for it."""

    weather: Weather
    assumptions: tuple[Assumption, ...]


def site_weather(
    site: Site, study: Study, station: Station, given: Weather | None, places: tuple[WeatherPlace, ...]
) -> SiteWeather:
    """Return the year of the site.

    Parameters
    ----------
    station : Station
        Where no weather file is given or near, its normals make a typical year.
    given : Weather, optional
        The file that a person named: it wins, and stays at its own height.
    places : tuple of WeatherPlace
        Files of a person's own folder, of which the nearest may be taken.
    """
    weather = given if given is not None else _nearest(site, study, station, places)
    assumptions: list[Assumption] = []
    if given is None:
        weather, found = _at_height(weather, site, study)
        assumptions += found
    for step in (_in_world, _in_town, _with_spell):
        weather, found = step(weather, study)
        assumptions += found
    assumptions += _repairs(weather)
    assumptions.append(Assumption("site.weather", weather.source, "-", "what was done, in order", _EFFECT))
    return SiteWeather(weather, tuple(assumptions))


def _nearest(site: Site, study: Study, station: Station, places: tuple[WeatherPlace, ...]) -> Weather:
    at = _place_of(site)
    if study.site.station:
        return make_typical_year(station)
    if at is None:
        return read_place_weather(places[0]) if len(places) == 1 else make_typical_year(station)
    to_station = distance_km(*at, station.latitude_deg, station.longitude_deg)
    if places:
        place = nearest_place(places, *at)
        km = distance_km(*at, place.latitude_deg, place.longitude_deg)
        params: dict[str, ParamValue] = {"file": place.path.name, "km": round(km), "count": len(places)}
        if km <= max(_OWN_FILE_KM, to_station):
            weather = read_place_weather(place)
            found = Issue("weather.nearest_file", params, severity="info")
            return replace(weather, issues=(found, *weather.issues, *_far(place.name, km)))
        told = Issue(
            "weather.files_are_far",
            params | {"station": station.name, "station_km": round(to_station)},
            severity="warning",
        )
    else:
        told = Issue("weather.nearest_station", {"station": station.name, "km": round(to_station)}, severity="warning")
    weather = make_typical_year(station)
    return replace(weather, issues=(told, *_far(station.name, to_station)))


def _place_of(site: Site) -> tuple[float, float] | None:
    if site.latitude_deg is None or site.longitude_deg is None:
        return None
    return site.latitude_deg, site.longitude_deg


def _far(name: str, km: float) -> tuple[Issue, ...]:
    return (Issue("weather.far", {"place": name, "km": round(km)}, severity="warning"),) if km > _FAR_KM else ()


def _at_height(weather: Weather, site: Site, study: Study) -> tuple[Weather, list[Assumption]]:
    height, source, quality = study.site.elevation_m, "set in the study", "P"
    if height is None:
        height, source, quality = site.elevation_m, "IFC model", "B"
        if height == 0.0 or not _LOWEST_M <= height <= _HIGHEST_M or _place_of(site) is None:
            return weather, []
    if abs(height - weather.elevation_m) < LEAST_M:
        return weather, []
    text = (
        f"temperature falls by {1000.0 * LAPSE_K_M:g} K/km from the station's {weather.elevation_m:.0f} m; {_ASSUMED}"
    )
    return at_elevation(weather, height), [
        Assumption("site.elevation_m", round(height, 1), "m", source, _EFFECT, quality),
        Assumption("site.lapse_k_m", LAPSE_K_M, "K/m", text, _EFFECT),
    ]


def _in_world(weather: Weather, study: Study) -> tuple[Weather, list[Assumption]]:
    scenario = study.site.climate
    if scenario == PRESENT:
        return weather, []
    own: MonthlyDeltas | None = read_deltas(Path(study.site.climate_deltas)) if study.site.climate_deltas else None
    changed = future_weather(weather, scenario, own)
    if own is not None:
        return changed, [Assumption("site.climate_pattern", own.source, "-", own.source, _EFFECT, own.quality)]
    world, base = scenarios()[scenario], base_warming_k(weather)
    pattern = pattern_at(weather.latitude_deg, weather.longitude_deg)
    found = [
        Assumption("site.climate_warming_k", world.warming_k, "K", world.source, _EFFECT, world.quality),
        Assumption("site.climate_pattern", pattern.name, "-", pattern.per_k.source, _EFFECT, pattern.per_k.quality),
    ]
    if weather.warming_k is None:
        first, last = UNKNOWN_PERIOD
        text = f"the file does not say its years; {first}-{last} was taken; {_ASSUMED}"
        found.append(Assumption("site.climate_base_k", round(base, 2), "K", text, _EFFECT))
    else:
        text = "global warming over 1850-1900 in the years of the weather, HadCRUT5"
        found.append(Assumption("site.climate_base_k", round(base, 2), "K", text, _EFFECT, "B"))
    return changed, found


def _in_town(weather: Weather, study: Study) -> tuple[Weather, list[Assumption]]:
    setting = study.site.heat_island
    if setting == NO_ISLAND:
        return weather, []
    island = islands()[setting]
    row = Assumption("site.heat_island_night_k", island.summer_night_k, "K", island.source, _EFFECT)
    return with_heat_island(weather, setting), [row]


def _with_spell(weather: Weather, study: Study) -> tuple[Weather, list[Assumption]]:
    kind = study.site.extreme
    if kind == NO_SPELL:
        return weather, []
    strength, spell = round(spell_strength_k(weather, kind), 2), spells()[kind]
    row = Assumption("site.extreme_k", strength, "K", spell.source, _EFFECT, spell.quality)
    return with_extreme(weather, kind), [row]


def _repairs(weather: Weather) -> Iterator[Assumption]:
    """Repairs of the file, each with the hours that it touched."""
    hours: dict[str, int] = {}
    for issue in weather.issues:
        if "hours" in issue.params:
            hours[issue.code] = hours.get(issue.code, 0) + int(issue.params["hours"])
    for code, count in hours.items():
        identity = f"site.{code}"
        yield Assumption(identity, count, "h", "repair of the weather file", _EFFECT)
