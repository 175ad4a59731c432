"""``bldgassess writeback``: copies of the models with the results on their elements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import check_language, command, out, print_json, progress_printer, say_issues
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.texts import translation


@command
def writeback_command(
    models: Annotated[list[Path], typer.Argument(metavar="MODEL...", help="IFC files of one building")],
    out_path: Annotated[
        Path, typer.Option("--out", "-o", help="copy to write (.ifc, .ifczip), or a folder for the copies")
    ],
    study: Annotated[Path | None, typer.Option(help="study file (YAML)")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value, may be repeated")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file; a typical year is made where none is given")] = None,
    lang: Annotated[str, typer.Option(help="language of the words in the sets: en, zh, ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print what was written as JSON")] = False,
) -> None:
    """Assess a building and write a copy of each model with the results as property sets."""
    from reports.ifc_copy import write_copies
    from reports.ifc_files import plan_targets

    check_language(lang)
    others = [path for path in (study, weather) if path is not None]
    targets = plan_targets(models, out_path, others=others)
    result = assess_files(models, study_from(study, set_ or []), weather=weather, progress=progress_printer())
    copies = write_copies(result, models, targets, language=lang)
    say_issues([issue for copy in copies for issue in copy.issues], lang)
    if json_:
        print_json(
            [
                {
                    "path": str(copy.path),
                    "elements": copy.elements,
                    "spaces": copy.spaces,
                    "property_sets": copy.sets,
                    "replaced_sets": copy.replaced,
                    "bytes_before": copy.bytes_before,
                    "bytes_after": copy.bytes_after,
                    "issues": [{"code": issue.code, "ids": list(issue.ids)} for issue in copy.issues],
                }
                for copy in copies
            ]
        )
        return
    text = translation(lang).gettext(
        "{path}: results on {elements} elements and {spaces} rooms, in {sets} property sets."
    )
    for copy in copies:
        line = text.format(path=copy.path, elements=copy.elements, spaces=copy.spaces, sets=copy.sets)
        out.print(line, markup=False)
