"""``bldgassess compliance``: limits of building codes against a model, or against results of before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.cli.border import CHECK_FAILED, check_language, command, out, print_json, progress_printer
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.compliance.names import DIRECTION_NAMES, ELEMENT_NAMES, QUANTITY_NAMES, STATE_NAMES
from bldgassess.errors import Issue
from bldgassess.explain.results import read_results
from bldgassess.messages import sentence
from bldgassess.pipeline.data import load_data
from bldgassess.texts import mark, translation


@command
def compliance_command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="MODEL|RESULTS", help="IFC files of one building, or results of before")
    ],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file; a typical year is made where none is given")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print the rows as JSON")] = False,
) -> None:
    """Hold a building against the limits of its country and climate zone; exit 1 where one is not kept."""
    check_language(lang)
    section = _section(paths, study, set_ or [], weather)
    if json_:
        print_json(section)
    else:
        _print(section, lang)
    if section["failed"]:
        raise typer.Exit(CHECK_FAILED)


def _section(
    paths: Sequence[Path], study: Path | None, settings: Sequence[str], weather: Path | None
) -> dict[str, Any]:
    if len(paths) == 1 and (paths[0].is_dir() or paths[0].suffix == ".json"):
        found: dict[str, Any] = read_results(paths[0]).get("compliance") or {}
        return {"rows": [], "failed": 0, "country": "-", "zone": None, "zone_source": "-", **found}
    from reports.results_compliance import compliance_section

    data, chosen = load_data(weather_path=weather), study_from(study, settings)
    return compliance_section(assess_files(paths, chosen, data=data, progress=progress_printer()).compliance)


def _print(section: dict[str, Any], language: str) -> None:
    say = translation(language).gettext
    head = say(mark("Country {country}, climate zone {zone} ({source})"))
    out.print(
        head.format(country=section["country"], zone=section["zone"] or "-", source=section["zone_source"]),
        markup=False,
    )
    table = Table(box=None, pad_edge=False)
    table.add_column(say(mark("Standard")), no_wrap=True)
    table.add_column(say(mark("What")))
    table.add_column(say(mark("Value")), justify="right", no_wrap=True)
    table.add_column(say(mark("Limit")), justify="right", no_wrap=True)
    table.add_column("")
    for row in section["rows"]:
        where = ", ".join(
            say(text)
            for text in (
                ELEMENT_NAMES[row["element"]],
                DIRECTION_NAMES.get(row["direction"] or "", ""),
                QUANTITY_NAMES.get(row["quantity"], row["quantity"]),
            )
            if text
        )
        value = "-" if row["value"] is None else f"{row['value']:.3g}"
        state = say(STATE_NAMES[row["state"]]) + (f" ({len(row['over'])})" if row["over"] else "")
        known = " *" if row["quality"] == "D" else ""
        limit = f"{row['limit']:g} {row['unit']}".removesuffix(" -")
        table.add_row(f"{row['standard']} {row['clause'].partition(' (')[0]}", where, value, limit + known, state)
    out.print(table)
    if any(row["quality"] == "D" for row in section["rows"]):
        out.print(say(mark("* The limit is from memory and has not been checked at its source.")), markup=False)
    if any(row["over"] for row in section["rows"]):
        out.print(say(mark("In brackets: elements whose own value is above the limit.")), markup=False)
    for reason in {r["code"]: r for row in section["rows"] if (r := row["reason"])}.values():
        out.print(sentence(Issue(reason["code"], reason["params"]), say), markup=False)
    if not section["rows"]:
        out.print(say(mark("Nothing was held against limits.")), markup=False)
