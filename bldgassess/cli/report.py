"""``bldgassess report``: the PDF alone, in any of the languages, as PDF/A and signed where asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, err, progress_printer, say_files
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.cli.variants import (
    assess_variant,
    find_variant,
    is_project,
    open_project,
    refuse_beside,
    saved_results,
)
from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import read_results
from bldgassess.messages import sentence
from bldgassess.texts import translation

if TYPE_CHECKING:
    from bldgassess.project import VariantState
    from reports.pdf.source import ReportSource
    from reports.sign import SigningKey


@command
def report_command(
    items: Annotated[
        list[Path],
        typer.Argument(metavar="MODEL...|RESULTS|PROJECT", help="IFC files, one results folder, or one project"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="PDF to write")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    plain: Annotated[bool, typer.Option("--plain", help="ordinary PDF, without PDF/A and attachments")] = False,
    sign: Annotated[Path | None, typer.Option(help="PKCS#12 file with key and certificate to sign with")] = None,
    password_env: Annotated[
        str, typer.Option(help="environment variable with the password of the key file")
    ] = "BLDGASSESS_KEY_PASSWORD",
    tsa: Annotated[str, typer.Option(help="address of a time-stamp service for the signature")] = "",
    variant: Annotated[
        list[str] | None,
        typer.Option(help="results folder of a variant to set beside it; of a project the variant, then those beside"),
    ] = None,
    assessor: Annotated[str, typer.Option(help="name of the assessor")] = "",
    reviewer: Annotated[str, typer.Option(help="name of the reviewer")] = "",
    client: Annotated[str, typer.Option(help="for whom")] = "",
    purpose: Annotated[str, typer.Option(help="why")] = "",
    inventory_rows: Annotated[int, typer.Option(min=1, help="groups of the inventory in print")] = 60,
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Write the PDF report of a model, or of results that were written before."""
    from reports.files import write_files
    from reports.pdf.finish import finish_report
    from reports.pdf.report import make_report
    from reports.pdf.source import ReportTerms
    from reports.pdfa import pdfa_available

    check_language(lang)
    key = _key(sign, password_env, tsa)
    if is_project(items):
        refuse_beside(study=study, weather=weather)
        source, variants = _from_project(items[0], variant or [], set_ or [])
    else:
        variants = [(Path(path).name, read_results(Path(path))) for path in variant or []]
        source = _source(items, study, set_ or [], weather)
    terms = ReportTerms(assessor, reviewer, client, purpose, variants, inventory_rows)
    archive = not plain and pdfa_available()
    if not plain and not archive:
        _note(Issue("signing.plain_only"), lang)
    if archive and "criteria.yaml" not in source.files:
        catalogue = source.results["inputs"]["catalogue"]
        _note(Issue("signing.no_catalogue", {"id": catalogue["id"], "version": catalogue["version"]}), lang)
    report = make_report(source, terms, language=lang)
    write_files({output: finish_report(report, source, archive=archive, key=key)})
    say_files([output], as_json=json_)


def _source(items: list[Path], study: Path | None, assignments: list[str], weather: Path | None) -> ReportSource:
    from reports.pdf.source import source_from_assessment, source_from_folder

    first = items[0]
    if len(items) == 1 and (first.is_dir() or first.suffix.lower() == ".json"):
        return source_from_folder(first)
    chosen = study_from(study, assignments)
    return source_from_assessment(assess_files(items, chosen, weather=weather, progress=progress_printer()))


def _from_project(
    path: Path, wanted: list[str], assignments: list[str]
) -> tuple[ReportSource, list[tuple[str, dict[str, Any]]]]:
    """Return a variant of a project, and those beside it: saved results where they are those of the study."""
    from reports.pdf.source import make_source, source_from_assessment

    def source_of(row: VariantState) -> ReportSource:
        saved = None if assignments else saved_results(row)
        if saved is not None and saved.packed_inventory:
            return make_source(saved.results_bytes(), saved.inventory_bytes())
        return source_from_assessment(assess_variant(project, row, settings=assignments, progress=progress_printer()))

    project = open_project(path)
    first, *others = [find_variant(project, name) for name in wanted] or [find_variant(project, None)]
    return source_of(first), [(row.name, source_of(row).results) for row in others]


def _key(file: Path | None, password_env: str, tsa: str) -> SigningKey | None:
    """Return the key, tried before the long work."""
    if file is None:
        if tsa:
            raise UserError(Issue("signing.tsa_alone"))
        return None
    from reports.sign import SigningKey, load_signer

    if password_env not in os.environ:
        raise UserError(Issue("signing.no_password", {"name": password_env}))
    key = SigningKey(file, os.environ[password_env], tsa)
    load_signer(key)
    return key


def _note(issue: Issue, language: str) -> None:
    err.print(sentence(issue, translation(language).gettext), markup=False)
