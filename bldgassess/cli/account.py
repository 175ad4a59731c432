"""``bldgassess account ...``: the carbon account of a building or community, one append-only file."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bldgassess.account import allocation, bills, exchange, store
from bldgassess.account.amounts import to_hundredths, to_text
from bldgassess.account.balance import YearBalance, accounts, balance, history
from bldgassess.account.entry import Draft, Entry, as_kind
from bldgassess.account.predicted import predicted_drafts
from bldgassess.cli.border import command, file_bytes, out, print_json, say_files, say_issues
from bldgassess.errors import Issue, UserError

account_app = typer.Typer(help="Keep the carbon account of a building or a community.", no_args_is_help=True)

Ledger = Annotated[Path, typer.Argument(metavar="LEDGER", help="the account's file")]
Name = Annotated[str, typer.Option("--account", help="building or community in the ledger")]
Day = Annotated[str | None, typer.Option("--date", help="date of entering, YYYY-MM-DD; today where not given")]
AsJson = Annotated[bool, typer.Option("--json", help="print the machine form")]


def _today(day: str | None) -> str:
    return day or datetime.datetime.now(tz=datetime.UTC).date().isoformat()


@account_app.command("init")
@command
def init_command(ledger: Ledger, as_json: AsJson = False) -> None:
    """Make an empty account."""
    store.create(ledger)
    say_files([ledger], as_json=as_json)


@account_app.command("predict")
@command
def predict_command(
    ledger: Ledger,
    results: Annotated[Path, typer.Argument(help="results.json")],
    account: Name,
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Enter what an assessment predicts: emissions by year and module, budget, sinks and exports."""
    content = file_bytes(results, "account.cannot_use")
    try:
        data = json.loads(content)
    except ValueError as error:
        raise UserError(Issue("account.bad_results", {"file": results.name, "reason": "JSON"})) from error
    if any(e.draft.account == account and e.draft.kind == "predicted" for e in store.read(ledger)):
        raise UserError(Issue("account.already_predicted", {"account": account}))
    digest = hashlib.sha256(content).hexdigest()
    drafts = predicted_drafts(data, account, _today(date), results.name)
    _say(store.append(ledger, [_with_evidence(draft, digest) for draft in drafts]), as_json=as_json)


def _with_evidence(draft: Draft, digest: str) -> Draft:
    return replace(draft, evidence_sha256=digest)


@account_app.command("add")
@command
def add_command(
    ledger: Ledger,
    account: Name,
    year: Annotated[int, typer.Option(help="year that it counts in")],
    kind: Annotated[str, typer.Option(help="budget, predicted, metered, purchased, sequestered or exported")],
    kg: Annotated[str, typer.Option(help="amount [kgCO2e]")],
    source: Annotated[str, typer.Option(help="where it comes from")],
    module: Annotated[str, typer.Option(help="life-cycle module, such as B6")] = "",
    evidence: Annotated[Path | None, typer.Option(help="file that proves it; its hash is kept")] = None,
    corrects: Annotated[int | None, typer.Option(help="number of the entry that this one takes the place of")] = None,
    note: Annotated[str, typer.Option(help="why")] = "",
    role: Annotated[str, typer.Option(help="who enters it: assessor, owner, reviewer")] = "assessor",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Enter one amount, or correct one; what it corrects stays in the ledger."""
    proof = hashlib.sha256(file_bytes(evidence, "account.cannot_use")).hexdigest() if evidence else ""
    draft = Draft(
        account, year, as_kind(kind), module, to_hundredths(kg), source, _today(date), proof, note, role, corrects
    )  # fmt: skip
    _say(store.append(ledger, [draft]), as_json=as_json)


@account_app.command("bills")
@command
def bills_command(
    ledger: Ledger,
    file: Annotated[Path, typer.Argument(help="CSV with carrier, from, to, amount, unit")],
    results: Annotated[Path, typer.Option(help="results.json to hold them against")],
    account: Name,
    region: Annotated[str, typer.Option(help="grid region, such as CN-HI")],
    scenario: Annotated[str, typer.Option(help="grid path")] = "static",
    date: Day = None,
    as_json: AsJson = False,
) -> None:
    """Hold metered energy against the prediction, and enter the emissions of years that are complete."""
    content = file_bytes(file, "account.cannot_use")
    try:
        predicted = {
            key: float(value)
            for key, value in json.loads(file_bytes(results, "account.cannot_use"))["energy"]["final_kwh"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(Issue("account.bad_results", {"file": results.name, "reason": str(error)[:80]})) from error
    rows = bills.reconcile(bills.metered_years(bills.read_bills(content, file.name)), predicted)
    bills.refuse_known_years(rows, store.read(ledger), account)
    drafts = bills.metered_drafts(
        rows, account, region, scenario=scenario, source=file.name, recorded=_today(date),
        evidence=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    added = store.append(ledger, drafts)
    if as_json:
        print_json({"years": [_reconciled(row) for row in rows], "entered": [entry.as_dict() for entry in added]})
        return
    table = Table("Year", "Carrier", "Metered kWh", "Predicted kWh", "Metered / predicted", "Days missing")
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.predicted_kwh else "-"
        cells = f"{row.metered_kwh:,.0f}", f"{row.predicted_kwh:,.0f}", ratio, str(row.missing_days)
        table.add_row(str(row.year), row.carrier, *cells)
    out.print(table)
    whole = bills.whole_years(rows)
    say_issues(
        Issue("account.partial_year", {"year": row.year, "days": row.missing_days, "carrier": row.carrier})
        for row in rows
        if row.year not in whole and row.missing_days
    )
    _say(added)


def _reconciled(row: bills.Reconciled) -> dict[str, Any]:
    return {
        "year": row.year,
        "carrier": row.carrier,
        "metered_kwh": row.metered_kwh,
        "predicted_kwh": row.predicted_kwh,
        "ratio": row.ratio if row.predicted_kwh else None,
        "missing_days": row.missing_days,
    }


@account_app.command("balance")
@command
def balance_command(
    ledger: Ledger,
    account: Annotated[str | None, typer.Option("--account", help="one account; all together where not given")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the balance by year. Certificates, sinks and exports stand beside it and are never netted."""
    entries = store.read(ledger)
    rows = balance(entries, account)
    if as_json:
        print_json({"accounts": accounts(entries), "unit": "kgCO2e", "years": [_year(row) for row in rows]})
        return
    heads = ("Year", "Budget", "Emitted", "of it metered", "Left", "Left so far", "Purchased", "Sinks", "Exported")
    table = Table(*heads, title="kgCO2e", title_justify="left")
    for row in rows:
        figures = row.budget, row.emitted, row.metered, row.left, row.left_so_far
        beside = row.purchased, row.sequestered, row.exported
        table.add_row(str(row.year), *(to_text(value) for value in (*figures, *beside)))
    out.print(table)


def _year(row: YearBalance) -> dict[str, Any]:
    names = ("budget", "emitted", "metered", "purchased", "sequestered", "exported", "left", "left_so_far")
    figures = {name: to_text(getattr(row, name)) for name in names}
    return {"year": row.year, **figures, "modules": {key: to_text(value) for key, value in row.modules.items()}}


@account_app.command("history")
@command
def history_command(
    ledger: Ledger, number: Annotated[int, typer.Argument(help="number of an entry")], as_json: AsJson = False
) -> None:
    """Print an entry with all that corrected it."""
    found = history(store.read(ledger), number)
    if as_json:
        print_json([entry.as_dict() for entry in found])
        return
    for entry in found:
        _line(entry)


@account_app.command("export")
@command
def export_command(
    ledger: Ledger,
    output: Annotated[Path, typer.Option("-o", "--output", help="file ending in .json or .csv")],
    as_json: AsJson = False,
) -> None:
    """Write the whole account as JSON or CSV."""
    from reports.files import write_files

    entries = store.read(ledger)
    content = exchange.to_csv(entries) if output.suffix.lower() == ".csv" else exchange.to_json(entries)
    write_files({output: content})
    say_files([output], as_json=as_json)


@account_app.command("import")
@command
def import_command(
    ledger: Ledger, file: Annotated[Path, typer.Argument(help="JSON or CSV of an account")], as_json: AsJson = False
) -> None:
    """Enter the rows of a CSV, or take over a whole exported account into an empty ledger."""
    content = file_bytes(file, "account.cannot_use")
    if file.suffix.lower() == ".csv":
        drafts: Sequence[Draft] = exchange.from_csv(content, file.name)
    else:
        if store.read(ledger):
            raise UserError(Issue("account.exists", {"file": ledger.name}))
        drafts = [entry.draft for entry in exchange.from_json(content, file.name)]
    _say(store.append(ledger, drafts), as_json=as_json)


@account_app.command("allocate")
@command
def allocate_command(
    people_share: Annotated[float, typer.Option(help="share of people, 0 to 1")],
    sector_share: Annotated[float, typer.Option(help="share of the sector, 0 to 1")],
    floor_area_m2: Annotated[float, typer.Option(help="floor area that shares the budget [m2]")],
    remaining: Annotated[str, typer.Option(help="global budget; see the list")] = "igcc2024_rcb_1.5_p50",
    first_year: Annotated[int, typer.Option(help="first year of the path")] = 2025,
    zero_year: Annotated[int, typer.Option(help="year of net zero")] = 2050,
    as_json: AsJson = False,
) -> None:
    """Share a global budget down to a square metre, and lay the straight path that spends it."""
    budgets = allocation.remaining_budgets()
    if remaining not in budgets:
        raise UserError(Issue("account.no_remaining", {"id": remaining, "choices": ", ".join(budgets)}))
    row = budgets[remaining]
    made = allocation.allocate(row.kgco2, people_share, sector_share, floor_area_m2, first_year, zero_year)
    if as_json:
        path = dict(zip(map(str, made.years), made.path_kg_m2a, strict=True))
        figures = {"kg_m2": made.budget_kg_m2, "mean_kg_m2a": made.mean_kg_m2a, "path_kg_m2a": path}
        print_json({"remaining": remaining, "source": row.source, "quality": row.quality, **figures})
        return
    out.print(
        f"{remaining}: {row.kgco2 / 1e12:g} Gt CO2 from {row.from_year} ({row.source}) [{row.quality}]", markup=False
    )
    out.print("The shares and the floor area are choices of yours, not facts.")
    out.print(f"{made.budget_kg_m2:.4g} kg/m2 in all, {made.mean_kg_m2a:.4g} kg/(m2 a) on average", markup=False)
    for year, value in zip(made.years, made.path_kg_m2a, strict=True):
        out.print(f"{year}  {value:.4f}", markup=False)


def _say(entries: Sequence[Entry], *, as_json: bool = False) -> None:
    if as_json:
        print_json({"entered": [entry.as_dict() for entry in entries]})
        return
    out.print(f"{len(entries)} entries", markup=False)
    if len(entries) == 1:
        _line(entries[0])


def _line(entry: Entry) -> None:
    draft = entry.draft
    takes = f", corrects {draft.corrects}: {draft.note}" if draft.corrects else ""
    words = (
        f"{entry.number}  {draft.account}  {draft.year}  {draft.kind} {draft.module}  {to_text(draft.amount)} kgCO2e"
    )
    out.print(f"{words}  {draft.source}  {draft.recorded} ({draft.role}){takes}", markup=False)
