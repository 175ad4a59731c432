"""``bldgassess materials search``: what a material name would be taken for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import command, out, print_json
from bldgassess.cli.materials_data import add_data_verbs
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from materials_db.records import Match
from materials_db.store import load_store

materials_app = typer.Typer(help="Search, check, bring in and hand on factor records.", no_args_is_help=True)
add_data_verbs(materials_app)


@materials_app.command("search")
@command
def search_command(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="names to look up")] = None,
    file: Annotated[Path | None, typer.Option(help="text file, one name a line")] = None,
    count: Annotated[int, typer.Option("-n", min=1, help="candidates a name")] = 5,
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Look material names up in the factor records."""
    names = [*(texts or []), *_lines(file)]
    if not names:
        raise UserError(Issue("materials.nothing_to_search", {}))
    store, databases = load_store(), Study().carbon.databases
    rows = [_row(store.match(name, databases=databases), count) for name in names]
    if json_:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['query']}: {row['decision']}", markup=False)
        for item in row["candidates"]:
            out.print(
                f"  {item['score']:.2f}  {item['id']}  {item['name_en']} {item['name_zh']}  [{item['category']}]",
                markup=False,
            )


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(Issue("materials.cannot_read_names", {"file": file.name})) from error


def _row(match: Match, count: int) -> dict[str, Any]:
    candidates = [
        {
            "id": item.record.id,
            "name_en": item.record.name_en,
            "name_zh": item.record.name_zh,
            "category": item.record.category,
            "score": item.score,
        }
        for item in match.candidates[:count]
    ]
    return {"query": match.query, "decision": match.decision, "candidates": candidates}
