"""``bldgassess export``: results that were written before, as workbook, page or linked data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.assess import check_choice
from bldgassess.cli.border import check_language, command, folder, say_files

FORMS: dict[str, str] = {"xlsx": "results.xlsx", "html": "summary.html", "jsonld": "results.jsonld"}


@command
def export_command(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="results folder, as assess --out writes it")],
    forms: Annotated[str, typer.Option("--as", help="any of xlsx,html,jsonld")] = "xlsx,html,jsonld",
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder to write to; else the results' own")] = None,
    lang: Annotated[str, typer.Option(help="language of heads and names: en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Write results as a workbook (xlsx), a page that needs no network (html), or linked data (jsonld)."""
    check_language(lang)
    wanted = [form.strip() for form in forms.split(",") if form.strip()]
    for form in wanted:
        check_choice("--as", form, tuple(FORMS))
    from reports.files import write_files
    from reports.html_summary import html_bytes
    from reports.linked_data import linked_data_bytes
    from reports.pdf.source import source_from_folder
    from reports.result_tables import result_tables
    from reports.workbook import workbook_bytes

    source = source_from_folder(results)
    tables = result_tables(source.results, source.ledger, language=lang)
    makers = {
        "xlsx": lambda: workbook_bytes(tables),
        "html": lambda: html_bytes(source.results, tables, language=lang),
        "jsonld": lambda: linked_data_bytes(source.results, source.digest),
    }
    target = folder(out_dir) if out_dir else (results if results.is_dir() else results.parent)
    say_files(write_files({target / FORMS[form]: makers[form]() for form in wanted}), as_json=json_)
