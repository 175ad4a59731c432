"""The data that an assessment is made with, as one argument: factors, criteria, weather."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bldgassess.carbon.budget import BudgetPath
from bldgassess.carbon.path_files import read_path_file
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.normals import Station, load_stations, nearest_station
from bldgassess.hourly.result import Weather
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.hourly.weather import read_epw
from bldgassess.label.catalogue import Catalogue, read_catalogue
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.store import FactorStore, load_store

#: Where the program stands in for a model without a place: its home, Hainan.
HOME_STATION = "sanya"


@dataclass(frozen=True, slots=True)
class DataSnapshot:
    """Factors, criteria and, where the user gave one, a weather file; ``None`` means a typical year by place."""

    store: FactorStore
    catalogue: Catalogue
    weather: Weather | None = None
    paths: tuple[BudgetPath, ...] = ()


def load_data(
    *,
    weather_path: Path | None = None,
    catalogue_path: Path | None = None,
    budget_path: Path | None = None,
    budget_row: str = "",
) -> DataSnapshot:
    """Load the shipped data, and the user's own weather file, catalogue and budget path where given."""
    weather = read_epw(weather_path) if weather_path else None
    paths = (read_path_file(budget_path, budget_row),) if budget_path else ()
    return DataSnapshot(load_store(), read_catalogue(catalogue_path), weather, paths)


def choose_station(building: Building, study: Study) -> tuple[Station, Assumption]:
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
    site = building.site
    if site.latitude_deg is None or site.longitude_deg is None:
        station = stations[HOME_STATION]
        source = "assumption of this program: the model says no place"
        return station, Assumption("site.station", station.id, "-", source, effect)
    station = nearest_station(site.latitude_deg, site.longitude_deg)
    return station, Assumption("site.station", station.id, "-", "nearest station to the model's place", effect)


def choose_weather(building: Building, study: Study, data: DataSnapshot) -> tuple[Weather, str, Assumption]:
    """Return the weather year, the grid region, and the assumption about the station."""
    station, assumption = choose_station(building, study)
    weather = data.weather or make_typical_year(station)
    region = study.site.grid_region or weather.grid_region or station.grid_region
    return weather, region, assumption
