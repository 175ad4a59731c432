"""``bldgassess compare``: models or result folders side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, folder, out, print_json, progress_printer
from bldgassess.cli.chain import assess_files, study_from
from bldgassess.compare.differences import compute_comparison
from bldgassess.compare.render import comparison_table
from bldgassess.errors import Issue, UserError
from bldgassess.explain.results import read_results


@command
def compare_command(
    items: Annotated[list[Path], typer.Argument(metavar="A B [C ...]", help="IFC models or result folders")],
    study: Annotated[Path | None, typer.Option(help="study for the models among them")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="section.field=value")] = None,
    weather: Annotated[Path | None, typer.Option(help="EPW file for the models among them")] = None,
    samples: Annotated[int | None, typer.Option(help="Monte Carlo samples for the models among them")] = None,
    lang: Annotated[str, typer.Option(help="en, zh, ru")] = "en",
    out_dir: Annotated[Path | None, typer.Option("--out", help="folder for the comparison")] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the comparison as JSON")] = False,
) -> None:
    """Compare two or more models or result folders; the first is the base."""
    check_language(lang)
    if len(items) < 2:
        raise UserError(Issue("results.compare_needs_two", {}))
    names = _names(items)
    assignments = [*(set_ or []), *([f"carbon.samples={samples}"] if samples is not None else [])]
    named: list[tuple[str, dict[str, Any]]] = []
    for name, item in zip(names, items, strict=True):
        named.append((name, _results(item, study, assignments, weather)))
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


def _names(items: list[Path]) -> list[str]:
    """Short names that tell the items apart."""
    stems = [(item.parent if item.name == "results.json" else item).stem for item in items]
    return [stem if stems.count(stem) == 1 else f"{stem} {index}" for index, stem in enumerate(stems, 1)]
