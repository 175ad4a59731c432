"""``bldgassess readiness``: how fit a model is, finding by finding, and files for those who mend it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, out, print_json
from bldgassess.errors import Issue, UserError
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.ifc.readiness import Readiness, compute_readiness
from bldgassess.model import Building
from bldgassess.texts import translation

if TYPE_CHECKING:
    from reports.bcf import BcfVersion

#: Columns of the table where the output is a file.
_WIDTH = 110
_CONCERNS_WIDTH = 24
_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


@command
def readiness_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    json_file: Annotated[Path | None, typer.Option("--json", help="file to write as JSON; '-' prints it")] = None,
    bcf: Annotated[Path | None, typer.Option(help="BCF file to write: one topic a finding")] = None,
    ids: Annotated[Path | None, typer.Option(help="IDS file to write: what a model should carry")] = None,
    html: Annotated[Path | None, typer.Option(help="page to write, in one file")] = None,
    bcf_version: Annotated[str, typer.Option(help="2.1 or 3.0")] = "2.1",
    bcf_date: Annotated[str, typer.Option(help="creation date in the BCF file, YYYY-MM-DD; fixed by default")] = "",
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
) -> None:
    """Say how fit a model is for assessment, and how to mend it."""
    check_language(lang)
    version, date = _bcf_version(bcf_version), _date(bcf_date)
    building = read_model(models, cache=default_cache()).building
    readiness = compute_readiness(building)
    result = _as_dict(building, readiness, lang)
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    wanted: list[tuple[Path | None, Callable[[], bytes]]] = [
        (json_file, text.encode),
        (bcf, lambda: _bcf(building, readiness, version, date, lang, models)),
        (ids, _ids),
        (html, lambda: _html(building, readiness, lang)),
    ]
    named = {path: make for path, make in wanted if path is not None and str(path) != "-"}
    _write({path: make() for path, make in named.items()})
    if json_file is not None and str(json_file) == "-":
        print_json(result)
        return
    _print(building, readiness, lang, models[0].stem)
    for path in named:
        out.print(translation(lang).gettext("Saved {file}.").format(file=path.name), markup=False)


def _as_dict(building: Building, readiness: Readiness, language: str) -> dict[str, Any]:
    from reports.readiness_facts import facts_section
    from reports.readiness_materials import material_rows
    from reports.results_readiness import readiness_section

    return {
        "name": building.name,
        "schema": building.schema,
        "authoring_tool": building.authoring_tool,
        "elements": len(building.elements),
        "spaces": len(building.spaces),
        **readiness_section(readiness, language),
        "facts": facts_section(building),
        "materials": material_rows(building),
    }


def _print(building: Building, readiness: Readiness, language: str, stem: str) -> None:
    """Print score, caps and a table of findings with what to do about them."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reports.readiness_words import SEVERITY_MARKS, band_words, cap_words, finding_words, points_words

    tr = translation(language).gettext
    out.print(f"{building.name or stem}: {readiness.score:.0f}/100. {band_words(readiness, language)}.", markup=False)
    for cap in readiness.caps:
        out.print(f"  {cap_words(cap, language)}", markup=False)
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column(tr("Severity"), no_wrap=True)
    table.add_column(tr("Finding"), overflow="fold")
    table.add_column(tr("Count"), justify="right", no_wrap=True)
    table.add_column(tr("Concerns"), max_width=_CONCERNS_WIDTH)
    table.add_column(tr("Points"), justify="right", no_wrap=True)
    for item in readiness.findings:
        words = finding_words(item, language)
        title = Text(words.title)
        title.append(f"\n{words.effect} {words.mend}", style="dim")
        table.add_row(
            Text(f"{SEVERITY_MARKS[item.severity]} {words.severity}", style=_STYLES[item.severity]),
            title,
            str(len(item.ids) or "–"),
            Text(words.share),
            points_words(item, language),
        )
    if readiness.findings:
        wide = Console(file=out.file, width=max(out.width, _WIDTH), highlight=False, color_system=None)
        (out if out.is_terminal else wide).print(table, soft_wrap=False)
    else:
        out.print(tr("Nothing was found that needs mending."), markup=False)


def _bcf_version(text: str) -> BcfVersion:
    from reports.bcf import BCF_VERSIONS

    for version in BCF_VERSIONS:
        if text == version:
            return version
    raise UserError(
        Issue("results.not_available", {"option": "--bcf-version", "value": text, "choices": ", ".join(BCF_VERSIONS)})
    )


def _date(text: str) -> datetime:
    from reports.bcf import FIXED_DATE

    if not text:
        return FIXED_DATE
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise UserError(
            Issue("results.not_available", {"option": "--bcf-date", "value": text, "choices": "YYYY-MM-DD"})
        ) from error


def _bcf(
    building: Building,
    readiness: Readiness,
    version: BcfVersion,
    date: datetime,
    language: str,
    models: Sequence[Path],
) -> bytes:
    from reports.bcf import bcf_bytes

    names = [path.name for path in models]
    return bcf_bytes(building, readiness, version=version, language=language, files=names, date=date)


def _ids() -> bytes:
    from reports.ids import ids_bytes

    return ids_bytes()


def _html(building: Building, readiness: Readiness, language: str) -> bytes:
    from reports.readiness_html import readiness_html
    from reports.readiness_materials import material_rows

    return readiness_html(building, readiness, material_rows(building), language=language).encode()


def _write(files: dict[Path, bytes]) -> None:
    from reports.files import write_files

    folders = [path for path in files if path.is_dir()]
    if folders:
        raise UserError(Issue("results.cannot_write", {"path": str(path), "reason": "a folder"}) for path in folders)
    if files:
        write_files(files)
