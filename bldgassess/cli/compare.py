"""``bldgassess compare``: models, result folders, or variants of a project side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, folder, out, print_json, progress_printer
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.cli.variants import (
    assess_variant,
    find_variant,
    is_project,
    open_project,
    refuse_beside,
    saved_results,
)
from bldgassess.compare.differences import compute_comparison
from bldgassess.compare.render import comparison_table
from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import read_results


@command
def compare_command(
    items: Annotated[
        list[Path], typer.Argument(metavar="A B [C ...]", help="IFC models, result folders, or one project")
    ],
    study: Annotated[Path | None, typer.Option(help="study for the models among them")] = None,
    variant: Annotated[
        list[str] | None, typer.Option(help="variant of the project, may be repeated; all where none is named")
    ] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file for the models among them")] = None,
    samples: Annotated[int | None, typer.Option(help="Monte Carlo samples for the models among them")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder for the comparison")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Compare two or more models, result folders or variants of a project; the first is the base."""
    check_language(lang)
    assignments = [*(set_ or []), *([f"carbon.samples={samples}"] if samples is not None else [])]
    if is_project(items):
        refuse_beside(study=study, weather=weather)
        named = _variants(items[0], variant or [], assignments)
    else:
        named = [
            (name, _results(item, study, assignments, weather))
            for name, item in zip(_names(items), items, strict=True)
            if len(items) > 1
        ]
    if len(named) < 2:
        raise UserError(Issue("results.compare_needs_two", {}))
    comparison = compute_comparison(named)
    if out_dir is not None:
        from reports.comparison import write_comparison_results

        write_comparison_results(comparison, folder(out_dir), language=lang)
    if json_:
        print_json(comparison.as_dict())
        return
    out.print(comparison_table(comparison, lang))
    for issue in comparison.sentences(lang):
        out.print(issue, markup=False)


def _results(item: Path, study: Path | None, assignments: list[str], weather: Path | None) -> dict[str, Any]:
    if item.is_dir() or item.suffix.lower() == ".json":
        return read_results(item)
    from reports.results_json import results_dict

    return results_dict(
        assess_files([item], study_from(study, assignments), weather=weather, progress=progress_printer())
    )


def _variants(path: Path, wanted: list[str], assignments: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return the results of variants: the saved ones where they belong to the study as it is, else computed."""
    from reports.results_json import results_dict

    project = open_project(path)
    chosen = [find_variant(project, name) for name in wanted] or list(project.state.variants)
    named = []
    for row in chosen if len(chosen) > 1 else []:
        saved = None if assignments else saved_results(row)
        if saved is not None:
            named.append((row.name, saved.results()))
            continue
        done = assess_variant(project, row, settings=assignments, progress=progress_printer())
        named.append((row.name, results_dict(done)))
    return named


def _names(items: list[Path]) -> list[str]:
    """Short names that tell the items apart."""
    stems = [(item.parent if item.name == "results.json" else item).stem for item in items]
    return [stem if stems.count(stem) == 1 else f"{stem} {index}" for index, stem in enumerate(stems, 1)]
