"""``bldgassess health validate``: published figures beside ours, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.table import Table

from bldgassess.cli.border import command, out, print_json
from bldgassess.health.checks.run import CheckResult, run_checks

health_app = typer.Typer(help="Check the health models against published figures.", no_args_is_help=True)


@health_app.callback()
def _top() -> None:
    """Keep the verb even while there is only one."""


@health_app.command("validate")
@command
def validate_command(
    topics: Annotated[
        list[str] | None, typer.Argument(help="beginnings of topics, such as pmv; all where absent")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="print the table as JSON")] = False,
) -> None:
    """Compute every published figure by this program's functions; exit status 1 where one is off."""
    results = run_checks(topics or ())
    counts = {verdict: sum(item.verdict == verdict for item in results) for verdict in ("pass", "fail", "skipped")}
    if json_:
        print_json({"counts": counts, "rows": [_row(item) for item in results]})
    else:
        out.print(_table(results))
        out.print(f"{counts['pass']} pass, {counts['fail']} fail, {counts['skipped']} skipped", markup=False)
        for item in results:
            if item.reason:
                out.print(f"{item.row.id} {item.row.topic}: {item.reason}", markup=False)
    if counts["fail"] or not results:
        raise typer.Exit(1)


def _row(item: CheckResult) -> dict[str, object]:
    return {
        "id": item.row.id,
        "topic": item.row.topic,
        "inputs": dict(item.row.inputs),
        "expected": dict(item.row.expected),
        "found": dict(item.found),
        "tolerance": dict(item.row.tolerance),
        "verdict": item.verdict,
        "reason": item.reason,
        "source": item.row.source,
    }


def _table(results: tuple[CheckResult, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in ("id", "topic", "expected", "found", "tolerance", "verdict"):
        table.add_column(head)
    for item in results:
        row = item.row
        found = {name: item.found[name] for name in row.expected if name in item.found}
        cells = (_figures(row.expected), _figures(found), _figures(row.tolerance))
        table.add_row(row.id, row.topic, *cells, item.verdict)
    return table


def _figures(figures: Mapping[str, float | str]) -> str:
    return " ".join(f"{name}={v if isinstance(v, str) else format(v, '.7g')}" for name, v in figures.items())
