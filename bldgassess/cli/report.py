"""``bldgassess report``: the PDF alone, in any of the languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import check_language, command, out, progress_printer
from bldgassess.cli.chain import assess_files, study_from


@command
def report_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    output: Annotated[Path, typer.Option("-o", "--output", help="PDF to write")],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
) -> None:
    """Write the PDF report."""
    from reports.pdf.report import write_report

    check_language(lang)
    result = assess_files(models, study_from(study, set_ or []), weather=weather, progress=progress_printer())
    write_report(result, output, language=lang)
    out.print(str(output), markup=False)
