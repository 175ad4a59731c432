"""``bldgassess crosscheck``: the same building by the zone engine and by EnergyPlus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.cli.border import (
    CHECK_FAILED,
    check_language,
    command,
    out,
    print_json,
    progress_printer,
    say_issues,
)
from bldgassess.cli.chain import office_from_environment, study_from
from bldgassess.energyplus.crosscheck import Crosscheck, Pair, ZoneCheck
from bldgassess.energyplus.runner import find_engine
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.crosscheck import crosscheck
from bldgassess.pipeline.data import load_data
from bldgassess.pipeline.office import with_office
from bldgassess.texts import mark, translation

_LOADS = {
    "heat_kwh_m2": (mark("Heating"), "kWh/m2"),
    "cool_kwh_m2": (mark("Cooling"), "kWh/m2"),
    "heat_peak_w_m2": (mark("Heating peak"), "W/m2"),
    "cool_peak_w_m2": (mark("Cooling peak"), "W/m2"),
}
_FREE = {
    "free_lowest_c": (mark("Lowest left alone"), "degC"),
    "free_highest_c": (mark("Highest left alone"), "degC"),
}
#: Width of the tables where the terminal is narrower or there is none [characters].
_LEAST_WIDTH = 120


@command
def crosscheck_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    weather: Annotated[
        Path | None, typer.Option(help="EPW or DWD TRY file, or a folder of them; a typical year where none is given")
    ] = None,
    free_float: Annotated[bool, typer.Option("--free-float", help="also without heating and cooling")] = False,
    steps: Annotated[int, typer.Option(help="steps an hour", min=1, max=6)] = 4,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Compare the zone engine with EnergyPlus; exit 1 where the building is outside the limits."""
    check_language(lang)
    find_engine()  # told before the long work
    data, progress = with_office(load_data(weather_path=weather), office_from_environment()), progress_printer()
    building = read_model(models, progress=progress, cache=default_cache()).building
    result = crosscheck(
        building, study_from(study, set_ or []), data, free_float=free_float, steps_per_hour=steps, progress=progress
    )
    if json_:
        print_json({"weather": result.weather.name, **result.check.as_dict()})
    else:
        _print(result.check, lang)
        say_issues(result.issues, lang)
    if not result.check.agrees:
        raise typer.Exit(CHECK_FAILED)


def _print(check: Crosscheck, language: str) -> None:
    say = translation(language).gettext
    out.print(say(mark("Each cell: zone engine / {engine}; * outside the limits.")).format(engine=check.engine))
    for table in _zone_tables(check, language):
        out.print(table, width=max(out.width, _LEAST_WIDTH))
        out.print()
    out.print(_month_table(check.building, language))
    verdict = mark("The engines agree.") if check.agrees else mark("The engines do not agree.")
    out.print(say(verdict), _limits(check, language))


def _limits(check: Crosscheck, language: str) -> str:
    text = mark(
        "Limits for the building: need {need:.0f} % or {kwh:g} kWh/m2, peaks {peak:.0f} % or {watts:g} W/m2; "
        "for each zone left alone {kelvin:g} K."
    )
    limits = check.limits
    return translation(language).gettext(text).format(
        need=100.0 * limits.need_share, kwh=limits.need_kwh_m2, peak=100.0 * limits.peak_share,
        watts=limits.peak_w_m2, kelvin=limits.free_float_k,
    )  # fmt: skip


def _zone_tables(check: Crosscheck, language: str) -> tuple[Table, Table]:
    """Needs and peaks; temperatures and how far the months and hours are apart."""
    say = translation(language).gettext
    loads, rest = _table(check, _LOADS, language), _table(check, _FREE, language)
    rest.add_column(say(mark("Months' CV(RMSE)")) + "\n" + say(mark("heating / cooling, %")), justify="right")
    rest.add_column(say(mark("Hourly operative")) + "\n" + say(mark("RMSE K / CV %")), justify="right")
    for zone in (*check.zones, check.building):
        name = say(mark("Building")) if zone is check.building else zone.name
        loads.add_row(name, f"{zone.floor_area_m2:.1f}", *(_cell(zone, measure) for measure in _LOADS))
        spread = f"{_percent(zone.cv_heat)} / {_percent(zone.cv_cool)}"
        felt = f"{zone.operative_rmse_k:.2f} / {_percent(zone.operative_cv)}"
        free = [_cell(zone, measure) for measure in _shown(check, _FREE)]
        rest.add_row(name, f"{zone.floor_area_m2:.1f}", *free, spread, felt)
    return loads, rest


def _table(check: Crosscheck, measures: Mapping[str, tuple[str, str]], language: str) -> Table:
    say = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True, max_width=24)
    table.add_column("m2", justify="right", no_wrap=True)
    for name in _shown(check, measures):
        heading, unit = measures[name]
        table.add_column(f"{say(heading)}\n{unit}", justify="right", no_wrap=True)
    return table


def _shown(check: Crosscheck, measures: Mapping[str, tuple[str, str]]) -> list[str]:
    return [name for name in measures if any(name in zone.measures for zone in check.zones)]


def _month_table(zone: ZoneCheck, language: str) -> Table:
    say = translation(language).gettext
    table = Table(box=None, pad_edge=False)
    table.add_column(say(mark("Month")), justify="right")
    table.add_column(f"{say(mark('Heating'))} kWh/m2", justify="right")
    table.add_column(f"{say(mark('Cooling'))} kWh/m2", justify="right")
    for month, (heat, cool) in enumerate(zip(zone.months_heat, zone.months_cool, strict=True), start=1):
        table.add_row(str(month), _both(heat, 2), _both(cool, 2))
    return table


def _cell(zone: ZoneCheck, measure: str) -> str:
    if measure not in zone.measures:
        return ""
    return _both(zone.measures[measure], 1) + (" *" if measure in zone.outside else "")


def _both(pair: Pair, digits: int) -> str:
    return f"{pair.own:.{digits}f} / {pair.other:.{digits}f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100.0 * value:.1f}"
