"""``bldgassess assess``: one model, or several files of one building, to results and a report."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bldgassess.carbon.profiles import profile_keys
from bldgassess.cli.border import check_language, command, folder, out, print_json, progress_printer
from bldgassess.cli.chain import assess_files
from bldgassess.cli.measures import measure_settings
from bldgassess.cli.summary import print_summary
from bldgassess.cli.variants import building_of
from bldgassess.errors import Issue, UserError
from bldgassess.health.light.radiance import Radiance
from bldgassess.health.light.result import QUALITIES, Quality
from bldgassess.pipeline.assess import Engine
from bldgassess.pipeline.data import load_data
from bldgassess.study import set_values

ENGINES = ("fast", "energyplus")


def _daylight(name: str) -> Quality:
    for quality in QUALITIES:
        if quality == name:
            if quality != "quick":
                Radiance()  # told before the long work
            return quality
    check_choice("--daylight", name, QUALITIES)
    return "quick"


def check_choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    """Refuse what this version does not have, by name.

    Raises
    ------
    UserError
        When ``value`` is not one of ``choices``.
    """
    if value not in choices:
        raise UserError(
            Issue("results.not_available", {"option": option, "value": value, "choices": ", ".join(choices)})
        )


def _engine(name: str) -> Engine:
    check_choice("--engine", name, ENGINES)
    if name != "energyplus":
        return "fast"
    from bldgassess.energyplus.runner import find_engine

    find_engine()  # told before the long work
    return "energyplus"


def _options(profile: str | None, samples: int | None, budget: Path | None) -> list[str]:
    """Return options as settings of the study."""
    found = []
    if profile is not None:
        found.append(f"carbon.profile={profile}")
    if samples is not None:
        found.append(f"carbon.samples={samples}")
    if budget is not None:
        found.append(f'carbon.budget_path="{budget.stem}"')
    return found


@command
def assess_command(
    models: Annotated[
        list[Path],
        typer.Argument(metavar="MODEL...|PROJECT", help="IFC files of one building, or one project"),
    ],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="id=value, id.parameter=value or id; see 'bldgassess measures'"),
    ] = None,
    weather: Annotated[
        Path | None, typer.Option(help="EPW or DWD TRY file, or a folder of them; a typical year where none is given")
    ] = None,
    engine: Annotated[str, typer.Option(help="fast, energyplus")] = "fast",
    daylight: Annotated[
        str, typer.Option(help="quick (split flux), or Radiance in each room: draft, standard")
    ] = "quick",
    profile: Annotated[
        str | None,
        typer.Option(help="EN15978, EPBD, LEVELS, RICS, BR18, GB51366 or BOVERKET; the study's where absent"),
    ] = None,
    budget_row: Annotated[str, typer.Option(help="words of the row in the budget file, such as 'Germany Office'")] = "",
    lang: Annotated[str, typer.Option(help="language of the report: en, zh, ru")] = "en",
    samples: Annotated[
        int | None, typer.Option(help="Monte Carlo samples, such as 10000; the study's where absent")
    ] = None,
    budget: Annotated[Path | None, typer.Option(help="budget path of your own, CSV or XLSX (CRREM, SBTi)")] = None,
    evidence: Annotated[Path | None, typer.Option(help="evidence register; what is accepted in it is proved")] = None,
    variant: Annotated[str | None, typer.Option(help="variant of the project")] = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder for results.json, report.pdf, ...")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the results as JSON")] = False,
) -> None:
    """Assess a building: carbon, energy, health and label."""
    check_language(lang)
    solver, light = _engine(engine), _daylight(daylight)
    if profile is not None:
        check_choice("--profile", profile, profile_keys())
    start = time.perf_counter()
    settings = [*(set_ or []), *measure_settings(measure or []), *_options(profile, samples, budget)]
    with building_of(models, study, evidence, variant) as (paths, base, pieces):
        chosen = set_values(base, settings) if settings else base
        data = replace(load_data(weather_path=weather, budget_path=budget, budget_row=budget_row), evidence=pieces)
        result = assess_files(paths, chosen, data=data, engine=solver, daylight=light, progress=progress_printer())
    if out_dir is not None:
        from reports.write import write_outputs

        write_outputs(result, folder(out_dir), language=lang)
    if json_:
        from reports.results_json import results_dict

        print_json(results_dict(result))
        return
    print_summary([(result.building.name or models[0].stem, result)], lang)
    out.print(f"{time.perf_counter() - start:.1f} s" + (f", written to {out_dir}" if out_dir else ""), markup=False)
