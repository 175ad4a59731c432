"""The climate zone of a building: the study's, that of a place nearby, or by degree days of the weather year."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bldgassess.compliance.limits import Place, load_places, load_zone_rules, within
from bldgassess.hourly.result import FloatArray, Weather

#: A place names the zone of what lies around it so far [km]; an assumption of this program.
NEAR_KM = 60.0
_EARTH_KM = 6371.0
#: Regions of electricity grids by ISO 3166-1 alpha-3, to the alpha-2 of the standards' tables.
_COUNTRIES = {"DEU": "DE", "ESP": "ES", "ITA": "IT", "FIN": "FI", "DNK": "DK"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A climate zone with how it was found; ``code`` is empty where the country has zones but none was found."""

    code: str
    source: str
    quality: str


def country_of(region: str) -> str:
    """Return the country of a grid region.

    >>> country_of("CN-HI"), country_of("DEU")
    ('CN', 'DE')
    """
    return _COUNTRIES.get(region, region.split("-", maxsplit=1)[0])


def degree_days(t_out_c: FloatArray, base_c: float, *, cooling: bool = False) -> float:
    """Return heating or cooling degree days of a year [K d]: sums of daily means below or above a base."""
    means = t_out_c.reshape(365, 24).mean(axis=1)
    gaps = means - base_c if cooling else base_c - means
    return float(gaps.clip(min=0.0).sum())


def find_zone(country: str, weather: Weather, chosen: str) -> Zone:
    """Return the zone: chosen, else of the nearest place within ``NEAR_KM``, else by the first rule that holds."""
    if chosen:
        return Zone(chosen, "set in the study", "P")
    places = [item for item in load_places() if item.country == country]
    near = min(places, key=lambda item: (_distance_km(item, weather), item.name), default=None)
    if near is not None and _distance_km(near, weather) <= NEAR_KM:
        return Zone(near.zone, f"{near.name}; {near.source}", near.quality)
    for rule in load_zone_rules():
        if rule.country != country:
            continue
        heating = degree_days(weather.t_out_c, rule.hdd_base_c)
        cooling = degree_days(weather.t_out_c, rule.cdd_base_c, cooling=True)
        if within(heating, rule.hdd) and within(cooling, rule.cdd):
            source = f"HDD{rule.hdd_base_c:g} {heating:.0f}, CDD{rule.cdd_base_c:g} {cooling:.0f} K d; {rule.source}"
            return Zone(rule.zone, source, rule.quality)
    return Zone("", "no zone in the tables", "S")


def _distance_km(place: Place, weather: Weather) -> float:
    a, b = math.radians(place.latitude_deg), math.radians(weather.latitude_deg)
    turn = math.radians(place.longitude_deg - weather.longitude_deg)
    half = math.sin((b - a) / 2.0) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2.0) ** 2
    return 2.0 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
