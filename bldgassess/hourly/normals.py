"""Monthly climate normals of places, for a typical year where no weather file is given."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows

Months = tuple[float, ...]
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Station:
    """A place with its monthly normals.

    Twelve values each: mean temperature [degC], mean daily range [K], spread of daily means [K], relative humidity [%],
    global horizontal sun [kWh/(m2 d)], wind [m/s]; with the electricity grid's region ("" where no factor is known) and
    the years that the normals stand for.
    """

    id: str
    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float
    time_zone_h: float
    grid_region: str
    period: tuple[int, int] | None
    t_mean_c: Months
    t_daily_range_k: Months
    t_daily_sd_k: Months
    rh_pct: Months
    ghi_kwh_m2_d: Months
    wind_m_s: Months
    source: str
    quality: str


def _months(text: str) -> Months:
    values = tuple(float(part) for part in text.split())
    if len(values) != 12:
        raise ValueError(f"twelve months expected, not {len(values)}")
    return values


def _period(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    first, last = text.split("-")
    return int(first), int(last)


@cache
def load_stations() -> tuple[Station, ...]:
    """Return all stations by id."""
    return tuple(
        Station(
            row["id"],
            row["name"],
            float(row["latitude_deg"]),
            float(row["longitude_deg"]),
            float(row["elevation_m"]),
            float(row["time_zone_h"]),
            row["grid_region"],
            _period(row["period"]),
            _months(row["t_mean_c"]),
            _months(row["t_daily_range_k"]),
            _months(row["t_daily_sd_k"]),
            _months(row["rh_pct"]),
            _months(row["ghi_kwh_m2_d"]),
            _months(row["wind_m_s"]),
            row["source"],
            row["quality"],
        )
        for row in data_rows("bldgassess.hourly", "stations.csv")
    )


def nearest_station(latitude_deg: float, longitude_deg: float) -> Station:
    """Return the station at the least great-circle distance."""
    return min(
        load_stations(),
        key=lambda s: (distance_km(latitude_deg, longitude_deg, s.latitude_deg, s.longitude_deg), s.id),
    )


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance between two places [km] (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2.0 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
