"""``bldgassess explain``: where a figure comes from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bldgassess.cli.border import command, out, print_json
from bldgassess.explain.render import explanation_lines
from bldgassess.explain.results import explain


@command
def explain_command(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="results.json or its folder")],
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="such as carbon.modules.A1-A3, label.criteria.C01, health.T3")
    ],
    most: Annotated[int, typer.Option("-n", "--most", min=1, help="how many rows")] = 10,
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Explain a figure: its parts down to element, quantity and its origin, factor record, source and table."""
    item = explain(results, path, most=most)
    if json_:
        print_json(asdict(item))
        return
    for line in explanation_lines(item):
        out.print(line, markup=False)
