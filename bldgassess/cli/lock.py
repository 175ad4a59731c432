"""``bldgassess lock`` and ``bldgassess verify``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bldgassess.cli.border import CHECK_FAILED, command, file_bytes, out, print_json, progress_printer, say_issues
from bldgassess.cli.chain import assess_files
from bldgassess.cli.variants import building_of
from bldgassess.messages import sentence
from bldgassess.pipeline.data import load_data
from bldgassess.study import set_values

if TYPE_CHECKING:
    from reports.lock.verify import Verdict


@command
def lock_command(
    models: Annotated[
        list[Path],
        typer.Argument(metavar="MODEL...|PROJECT", help="IFC files of one building, or one project"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="package to write, such as house.bap")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    weather: Annotated[Path | None, typer.Option(help="weather file")] = None,
    catalogue: Annotated[Path | None, typer.Option(help="criteria catalogue (YAML)")] = None,
    evidence: Annotated[Path | None, typer.Option(help="register of evidence; what is accepted counts")] = None,
    budget: Annotated[Path | None, typer.Option(help="budget path of your own, CSV or XLSX")] = None,
    budget_row: Annotated[str, typer.Option(help="words of the row in the budget file")] = "",
    variant: Annotated[str | None, typer.Option(help="variant of the project")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the machine form")] = False,
) -> None:
    """Assess a building and put inputs, data and results into one package that anyone can verify."""
    from reports.files import write_files
    from reports.lock.lock import Inputs, lock_bytes, seal_of

    settings = [*(set_ or []), *([f'carbon.budget_path="{budget.stem}"'] if budget else [])]
    data = load_data(weather_path=weather, catalogue_path=catalogue, budget_path=budget, budget_row=budget_row)
    with building_of(models, study, evidence, variant) as (paths, base, pieces):
        data = replace(data, evidence=pieces)
        wanted = set_values(base, settings) if settings else base
        result = assess_files(paths, wanted, data=data, progress=progress_printer())
        package = lock_bytes(result, Inputs(paths, weather, catalogue, budget, budget_row, evidence=pieces))
    write_files({output: package})
    if as_json:
        print_json({"file": str(output), "seal": seal_of(package)})
        return
    out.print(f"{output}\nseal {seal_of(package)}", markup=False)


@command
def verify_command(
    file: Annotated[Path, typer.Argument(help="package (.bap), report (.pdf) or credential (.json)")],
    seal: Annotated[str, typer.Option(help="the seal that the package should have")] = "",
    model: Annotated[list[Path] | None, typer.Option(help="model of a report, to compute it again")] = None,
    weather: Annotated[Path | None, typer.Option(help="weather file of a report")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the machine form")] = False,
) -> None:
    """Say whether a package, report or credential is what was locked or signed: exit 0, 1 different, 2 unreadable."""
    from reports.lock.verify_any import verify_any

    content = file_bytes(file, "lock.unreadable")
    progress = progress_printer()
    verdict = verify_any(content, file.name, seal=seal, models=model or (), weather=weather, progress=progress)
    _print(verdict, as_json=as_json)
    if not verdict.identical:
        raise typer.Exit(CHECK_FAILED)


def _print(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        rows = [{"code": row.code, "params": dict(row.params), "text": sentence(row)} for row in verdict.findings]
        notices = [sentence(row) for row in verdict.notices]
        print_json({"identical": verdict.identical, "seal": verdict.seal, "findings": rows, "notices": notices})
        return
    say_issues((*verdict.notices, *verdict.findings))
    if verdict.identical:
        out.print("identical")
    if verdict.seal:
        out.print(f"seal {verdict.seal}", markup=False)
