"""The data that an assessment is made with, as one argument: factors, criteria, weather."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bldgassess.carbon.budget import BudgetPath
from bldgassess.carbon.path_files import read_path_file
from bldgassess.errors import Issue, UserError
from bldgassess.evidence.register import Piece
from bldgassess.hourly.normals import Station, distance_km, load_stations, nearest_station
from bldgassess.hourly.result import Weather
from bldgassess.hourly.weather import read_epw
from bldgassess.hourly.weather_folder import WeatherPlace, list_folder
from bldgassess.label.catalogue import Catalogue, read_catalogue
from bldgassess.label.installed import find_catalogue
from bldgassess.model import Assumption, Building, Site
from bldgassess.pipeline.site_weather import site_weather
from bldgassess.study import Study
from bldgassess.study.defaults import defaults
from bldgassess.texts import mark
from materials_db.store import FactorStore, load_store

#: Where the program stands in for a model without a place: its home, Hainan.
HOME_STATION = "sanya"


@dataclass(frozen=True, slots=True)
class DataSnapshot:
    """Factors and, where the user gave them, criteria, a weather file or the files of a folder, pieces of evidence.

    ``catalogue``: ``None`` takes the one that the study names.
    """

    store: FactorStore
    catalogue: Catalogue | None = None
    weather: Weather | None = None
    paths: tuple[BudgetPath, ...] = ()
    weather_places: tuple[WeatherPlace, ...] = ()
    evidence: tuple[Piece, ...] = ()


def load_data(
    *,
    weather_path: Path | None = None,
    catalogue_path: Path | None = None,
    budget_path: Path | None = None,
    budget_row: str = "",
) -> DataSnapshot:
    """Load the shipped data, and the user's own weather file or folder, catalogue and budget path where given."""
    is_folder = weather_path is not None and weather_path.is_dir()
    weather = read_epw(weather_path) if weather_path and not is_folder else None
    places = list_folder(weather_path) if weather_path and is_folder else ()
    paths = (read_path_file(budget_path, budget_row),) if budget_path else ()
    catalogue = read_catalogue(catalogue_path) if catalogue_path else None
    return DataSnapshot(load_store(), catalogue, weather, paths, places)


def choose_catalogue(study: Study, data: DataSnapshot) -> tuple[Catalogue, tuple[Issue, ...]]:
    """Return the criteria: those given, else those the study names, and a word where they stand in for the shipped.

    Raises
    ------
    UserError
        When there is no such catalogue or its file has an error.
    """
    if data.catalogue is not None:
        return data.catalogue, ()
    found = find_catalogue(study.label.catalogue)
    told = Issue("label.own_catalogue", {"reference": found.catalogue.reference}, severity="info")
    return found.catalogue, (told,) if found.replaces else ()


def choose_station(site: Site, study: Study) -> tuple[Station, Assumption]:
    """Choose the climate station: the study's, else the nearest to the model, else the program's home.

    Raises
    ------
    UserError
        When the study names a station that is not in the table.
    """
    stations = {station.id: station for station in load_stations()}
    effect = mark("Typical weather year and the region of the electricity factor")
    if study.site.station:
        station = stations.get(study.site.station)
        if station is None:
            choices = ", ".join(sorted(stations))
            raise UserError(Issue("study.bad_station", {"station": study.site.station, "choices": choices}))
        return station, Assumption("site.station", station.id, "-", "set in the study", effect, "P")
    if site.latitude_deg is None or site.longitude_deg is None:
        station = stations[HOME_STATION]
        source = "assumption of this program: the model says no place"
        return station, Assumption("site.station", station.id, "-", source, effect)
    station = nearest_station(site.latitude_deg, site.longitude_deg)
    km = distance_km(site.latitude_deg, site.longitude_deg, station.latitude_deg, station.longitude_deg)
    source = f"nearest station to the model's place, {km:.0f} km away"
    return station, Assumption("site.station", station.id, "-", source, effect)


def choose_weather(building: Building, study: Study, data: DataSnapshot) -> tuple[Weather, str, tuple[Assumption, ...]]:
    """Return the weather year, the grid region, and what was assumed about them.

    Raises
    ------
    UserError
        When the study names a station, folder or table that is not there or cannot be read.
    """
    return weather_of_site(building.site, study, data)


def weather_of_site(site: Site, study: Study, data: DataSnapshot) -> tuple[Weather, str, tuple[Assumption, ...]]:
    """Return what ``choose_weather`` does, for a place without a building."""
    station, assumption = choose_station(site, study)
    folder = study.site.weather_folder
    places = data.weather_places or (list_folder(Path(folder)) if folder and data.weather is None else ())
    named = _names_of_paths(study)
    found = site_weather(site, study, station, data.weather, places)
    region = study.site.grid_region or found.weather.grid_region or station.grid_region
    if region:
        return found.weather, region, (assumption, *named, *found.assumptions)
    region = _home().grid_region
    told = Issue("weather.no_grid_factor", {"station": station.name, "region": region}, severity="warning")
    weather = replace(found.weather, issues=(*found.weather.issues, told))
    text = f"assumption of this program: no electricity factor is known for {station.name}"
    effect = defaults()["site.grid_region"].effect
    return (
        weather,
        region,
        (assumption, Assumption("site.grid_region", region, "-", text, effect), *named, *found.assumptions),
    )


def _names_of_paths(study: Study) -> tuple[Assumption, ...]:
    """Paths of the study as they may be printed: by their last name."""
    names = study.site.model_dump(mode="json", include={"weather_folder", "climate_deltas"})
    return tuple(
        Assumption(f"site.{name}", value, "-", "set in the study", defaults()[f"site.{name}"].effect, "P")
        for name, value in names.items()
        if value
    )


def _home() -> Station:
    return next(station for station in load_stations() if station.id == HOME_STATION)
