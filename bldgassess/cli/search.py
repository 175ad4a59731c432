"""``bldgassess materials search``: what a material name would be taken for, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from bldgassess.cli.border import check_language, command, out, print_json
from bldgassess.errors import Issue, UserError
from bldgassess.messages import sentence
from bldgassess.study import Study
from bldgassess.texts import translation
from materials_db.choices import OfficeChoices, read_choices
from materials_db.errors import DataError
from materials_db.records import Candidate, Match, Reason
from materials_db.store import load_store


@command
def search_command(  # one option each
    texts: Annotated[list[str] | None, typer.Argument(metavar="[TEXT...]", help="names to look up")] = None,
    file: Annotated[Path | None, typer.Option(help="text file, one name a line")] = None,
    count: Annotated[int, typer.Option("-n", min=1, help="candidates a name")] = 5,
    part: Annotated[str, typer.Option(help="building part, e.g. roof or window")] = "",
    databases: Annotated[str, typer.Option(help="order of databases, with commas")] = "",
    choices: Annotated[Path | None, typer.Option(help="the office's accepted choices")] = None,
    lang: Annotated[str, typer.Option(help="en, zh or ru")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Look material names up in the factor records."""
    names = [*(texts or []), *_lines(file)]
    if not names:
        raise UserError(Issue("materials.nothing_to_search", {}))
    store = load_store()
    if choices is not None:
        store = store.with_office(_choices(choices))
    order = _order(databases)
    matches = [store.match(name, part=part, databases=order) for name in names]
    if json_:
        print_json([_row(match, count) for match in matches])
        return
    translate = translation(check_language(lang)).gettext
    for match in matches:
        _print_match(match, count, translate)


def _order(databases: str) -> tuple[str, ...]:
    if not databases:
        return Study().carbon.databases
    known = sorted({record.database for record in load_store().records.values()})
    order = tuple(item.strip() for item in databases.split(",") if item.strip())
    wrong = [item for item in order if item not in known]
    if wrong or not order:
        raise UserError(Issue("materials.no_such_database", {"name": ", ".join(wrong), "known": ", ".join(known)}))
    return order


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(Issue("materials.cannot_read_names", {"file": file.name})) from error


def _choices(file: Path) -> OfficeChoices:
    try:
        return read_choices(file)
    except DataError as error:
        raise UserError(Issue("materials.cannot_read_choices", {"file": file.name, "reason": str(error)})) from error


def _print_match(match: Match, count: int, translate: Callable[[str], str]) -> None:
    said = sentence(Issue(f"materials.decision.{match.decision}", {"name": match.query}), translate)
    out.print(said, markup=False)
    for issue in _reasons(match):
        out.print(f"    {sentence(issue, translate)}", markup=False)
    for item in match.candidates[:count]:
        names = f"{item.record.name_en or item.record.name_orig} {item.record.name_zh}".strip()
        out.print(f"  {item.score:.2f}  {item.record.id}  {names}  [{item.record.category}]", markup=False)


def _reasons(match: Match) -> list[Issue]:
    """Return one sentence a reason, or how the record came to be chosen."""
    if match.decision == "unmappable":
        return []
    if not match.reasons:
        how = match.method if match.method in {"chosen", "office"} else "exact"
        return [Issue(f"materials.how.{how}", {})]
    return [
        Issue(
            f"materials.reason.{reason.kind}",
            {"text": reason.text, "means": reason.means, "score": f"{reason.score:+.2f}"},
        )
        for reason in match.reasons
    ]


def _row(match: Match, count: int) -> dict[str, Any]:
    return {
        "query": match.query,
        "decision": match.decision,
        "method": match.method,
        "product": match.product,
        "margin": round(match.margin, 6),
        "candidates": [_candidate(item) for item in match.candidates[:count]],
    }


def _candidate(item: Candidate) -> dict[str, Any]:
    return {
        "id": item.record.id,
        "name_en": item.record.name_en,
        "name_zh": item.record.name_zh,
        "category": item.record.category,
        "score": item.score,
        "product": item.product,
        "reasons": [_reason(reason) for reason in item.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"kind": reason.kind, "text": reason.text, "means": reason.means, "score": reason.score}
