"""``bldgassess weather``: climate stations, the nearest one, a year's months, and the year as an EPW file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.cli.border import check_language, command, out, print_json, say_issues
from bldgassess.cli.chain import study_from
from bldgassess.errors import Issue, UserError
from bldgassess.hourly.climate.changed import daily_extremes, monthly_means
from bldgassess.hourly.normals import distance_km, load_stations
from bldgassess.hourly.result import Weather
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.model import Assumption, Site
from bldgassess.pipeline.data import load_data, weather_of_site
from bldgassess.texts import mark, translation

_MONTH_COLUMNS: tuple[tuple[str, str, int], ...] = (
    (mark("Mean"), "degC", 1),
    (mark("Daily highest"), "degC", 1),
    (mark("Daily lowest"), "degC", 1),
    (mark("Humidity"), "%", 0),
    (mark("Global sun"), "kWh/(m2 d)", 2),
    (mark("Direct sun"), "kWh/(m2 d)", 2),
    (mark("Wind"), "m/s", 1),
)
_NEAREST = 8


@command
def weather_command(
    models: Annotated[
        list[Path] | None, typer.Argument(metavar="[MODEL...]", help="IFC files whose place is looked for")
    ] = None,
    at: Annotated[str | None, typer.Option(help="latitude,longitude such as 18.64,109.70")] = None,
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="such as site.climate=2.0C, site.extreme=heat_wave, site.heat_island=city"),
    ] = None,
    weather: Annotated[Path | None, typer.Option(help="weather file, or a folder of them")] = None,
    epw: Annotated[Path | None, typer.Option(help="write the year as an EPW file")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """List the climate stations, or show the weather year of a place, month by month."""
    check_language(lang)
    chosen = study_from(study, set_ or [])
    if not models and at is None and weather is None and chosen.site.station is None and epw is None:
        _list_stations(None, lang, json_=json_)
        return
    if models and at is not None:
        raise UserError(Issue("weather.two_places", {"at": at}))
    data = load_data(weather_path=weather)
    site = read_model(models, cache=default_cache()).building.site if models else _site(at)
    year, region, assumed = weather_of_site(site, chosen, data)
    if epw is not None:
        from bldgassess.energyplus.weather_file import write_epw

        try:
            write_epw(year, epw)
        except OSError as error:
            reason = error.strerror or "?"
            raise UserError(Issue("results.cannot_write", {"path": str(epw), "reason": reason})) from error
    if json_:
        print_json(_as_dict(year, region, assumed))
        return
    if site.latitude_deg is not None and weather is None and chosen.site.station is None:
        _list_stations(site, lang, json_=False)
    out.print(year.source, markup=False)
    out.print(_months(year, lang))
    say_issues(year.issues, lang)


def _site(at: str | None) -> Site:
    if at is None:
        return Site(None, None, 0.0, 0.0)
    try:
        latitude, longitude = (float(part) for part in at.split(","))
    except ValueError as error:
        raise UserError(Issue("weather.bad_place", {"at": at})) from error
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0):
        raise UserError(Issue("weather.bad_place", {"at": at}))
    return Site(latitude, longitude, 0.0, 0.0)


def _list_stations(site: Site | None, language: str, *, json_: bool) -> None:
    """Print all stations by name, or the nearest ones to a place with their distances."""
    say = translation(language).gettext
    found: list[tuple[float | None, Any]] = [(None, station) for station in load_stations()]
    if site is not None and site.latitude_deg is not None and site.longitude_deg is not None:
        here = (site.latitude_deg, site.longitude_deg)
        with_km = [(distance_km(*here, item.latitude_deg, item.longitude_deg), item) for item in load_stations()]
        found = list(sorted(with_km, key=lambda pair: pair[0])[:_NEAREST])
    if json_:
        print_json([{"id": item.id, "name": item.name, "latitude_deg": item.latitude_deg,
                     "longitude_deg": item.longitude_deg, "elevation_m": item.elevation_m, "period": item.period,
                     "grid_region": item.grid_region, "source": item.source, "quality": item.quality}
                    for _, item in found])  # fmt: skip
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(say(mark("Station")), no_wrap=True)
    table.add_column(say(mark("Name")), no_wrap=True)
    for heading in ("lat.", "long.", "m"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(say(mark("Years")), no_wrap=True)
    table.add_column(say(mark("Data")), no_wrap=True)
    table.add_column("km" if site is not None else "", justify="right", no_wrap=True)
    for km, item in found:
        years = "-".join(map(str, item.period)) if item.period else "-"
        away = "" if km is None else f"{km:.0f}"
        place = (f"{item.latitude_deg:.2f}", f"{item.longitude_deg:.2f}", f"{item.elevation_m:.0f}")
        table.add_row(item.id, item.name, *place, years, item.quality[:1], away)
    out.print(table)
    out.print()


def _month_rows(year: Weather) -> list[tuple[float, ...]]:
    highest, lowest = daily_extremes(year.t_out_c)
    columns = (
        monthly_means(year.t_out_c),
        highest,
        lowest,
        100.0 * monthly_means(year.rh_out_fraction),
        0.024 * monthly_means(year.ghi_w_m2),
        0.024 * monthly_means(year.dni_w_m2),
        monthly_means(year.wind_m_s),
    )
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _months(year: Weather, language: str) -> Table:
    say = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column(say(mark("Month")), justify="right")
    for heading, unit, _ in _MONTH_COLUMNS:
        table.add_column(f"{say(heading)}\n{unit}", justify="right")
    for month, row in enumerate(_month_rows(year), start=1):
        cells = (f"{value:.{digits}f}" for value, (_, _, digits) in zip(row, _MONTH_COLUMNS, strict=True))
        table.add_row(str(month), *cells)
    return table


def _as_dict(year: Weather, region: str, assumed: tuple[Assumption, ...]) -> dict[str, Any]:
    names = ("t_mean_c", "t_highest_c", "t_lowest_c", "rh_pct", "ghi_kwh_m2_d", "dni_kwh_m2_d", "wind_m_s")
    return {
        "name": year.name,
        "source": year.source,
        "sha256": year.digest,
        "latitude_deg": year.latitude_deg,
        "longitude_deg": year.longitude_deg,
        "elevation_m": year.elevation_m,
        "warming_k": year.warming_k,
        "grid_region": region,
        "months": [dict(zip(names, (round(value, 3) for value in row), strict=True)) for row in _month_rows(year)],
        "assumptions": [{"id": row.id, "value": row.value, "unit": row.unit, "source": row.source,
                         "quality": row.quality} for row in assumed],
        "issues": [{"code": issue.code, **issue.params} for issue in year.issues],
    }  # fmt: skip
