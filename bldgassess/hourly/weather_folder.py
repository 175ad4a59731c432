"""A person's own folder of weather files: where each was measured, and which is nearest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.hourly.dwd_try import is_try, parse_try
from bldgassess.hourly.epw import is_epw, read_place
from bldgassess.hourly.normals import distance_km
from bldgassess.hourly.result import Weather
from bldgassess.hourly.weather import decoded, read_epw

_SUFFIXES = {".epw", ".dat"}
#: The first line of an EPW file is shorter than this [bytes].
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class WeatherPlace:
    """A weather file and the place it stands for."""

    path: Path
    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float


def list_folder(folder: Path) -> tuple[WeatherPlace, ...]:
    """Return the weather files of a folder, by name; files whose first line names no place are left out.

    Raises
    ------
    UserError
        When the folder cannot be read or has none.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    except OSError as error:
        reason = error.strerror or "?"
        raise UserError(Issue("weather.cannot_read", {"file": folder.name, "reason": reason})) from error
    places = [place for place in map(_place, paths) if place is not None]
    if not places:
        raise UserError(Issue("weather.empty_folder", {"folder": folder.name}))
    return tuple(places)


def _place(path: Path) -> WeatherPlace | None:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if is_epw(decoded(head)):
            first = decoded(head).lstrip().splitlines()[0]
            return WeatherPlace(path, *read_place(first, path.name))
        text = decoded(path.read_bytes())
        if is_try(text):
            table = parse_try(text, path.name)
            return WeatherPlace(path, table.name, table.latitude_deg, table.longitude_deg, table.elevation_m)
    except (OSError, UserError):
        return None
    return None


def nearest_place(places: tuple[WeatherPlace, ...], latitude_deg: float, longitude_deg: float) -> WeatherPlace:
    """Return the file at the least great-circle distance."""
    return min(
        places,
        key=lambda place: (
            distance_km(latitude_deg, longitude_deg, place.latitude_deg, place.longitude_deg),
            place.path.name,
        ),
    )


def read_place_weather(place: WeatherPlace) -> Weather:
    """Read the file, once as long as it stays as it is."""
    state = place.path.stat()
    return _read(place.path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int, _size: int) -> Weather:
    return read_epw(path)
