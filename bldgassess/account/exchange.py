"""The ledger as JSON (whole, with its chain) and as CSV (for a spreadsheet), and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import fields
from io import StringIO
from typing import Any

from bldgassess.account.amounts import to_hundredths, to_text
from bldgassess.account.entry import Draft, Entry, as_kind, first_broken
from bldgassess.csv_input import numbered_rows
from bldgassess.errors import Issue, UserError

SCHEMA = "bldgassess.account/1"
_FIELDS = tuple(field.name for field in fields(Draft))


def to_json(entries: Sequence[Entry]) -> bytes:
    """Return the whole ledger; amounts as kilograms with two decimals, in text, so that none is rounded."""
    rows = [{**entry.as_dict(), "amount": to_text(entry.draft.amount)} for entry in entries]
    return (
        json.dumps({"schema": SCHEMA, "unit": "kgCO2e", "entries": rows}, ensure_ascii=False, indent=1) + "\n"
    ).encode()


def from_json(content: bytes, name: str) -> tuple[Entry, ...]:
    """Read a ledger back and check its chain.

    Raises
    ------
    UserError
        When it is no ledger of ours or was changed.
    """
    try:
        data = json.loads(content)
        if data["schema"] != SCHEMA:
            raise ValueError(data["schema"])
        entries = tuple(_entry(row) for row in data["entries"])
    except (ValueError, KeyError, TypeError, RecursionError, UserError) as error:
        raise UserError(Issue("account.bad_json", {"file": name, "reason": str(error)[:80]})) from error
    broken = first_broken(entries)
    if broken is not None:
        raise UserError(Issue("account.broken", {"file": name, "number": broken}))
    return entries


def _entry(row: dict[str, Any]) -> Entry:
    values = {key: row[key] for key in _FIELDS}
    return Entry(
        row["number"],
        Draft(**{**values, "kind": as_kind(row["kind"]), "amount": to_hundredths(row["amount"])}),
        row["previous"],
        row["sha256"],
    )


def to_csv(entries: Sequence[Entry]) -> bytes:
    """Return one row an entry."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["number", *(f"{name}_kgco2e" if name == "amount" else name for name in _FIELDS), "sha256"])
    for entry in entries:
        cells = [getattr(entry.draft, name) for name in _FIELDS]
        cells[_FIELDS.index("amount")] = to_text(entry.draft.amount)
        writer.writerow([entry.number, *("" if cell is None else cell for cell in cells), entry.sha256])
    return stream.getvalue().encode("utf-8-sig")


def from_csv(content: bytes, name: str) -> tuple[Draft, ...]:
    """Read rows to enter; numbers and hashes are left out, as they follow from the ledger that they go to.

    Raises
    ------
    UserError
        With every row that does not fit, by its line.
    """
    needed = sorted({"account", "year", "kind", "module", "amount_kgco2e", "source", "recorded"})
    refused = Issue("account.csv_heads", {"file": name, "heads": ", ".join(needed)})
    drafts, problems = [], []
    for line, row in numbered_rows(content, needed, refused):
        try:
            drafts.append(_draft(row))
        except (ValueError, TypeError, UserError):
            problems.append(Issue("account.bad_row", {"file": name, "line": line}))
    if problems:
        raise UserError(problems)
    return tuple(drafts)


def _draft(row: dict[str, str]) -> Draft:
    values: dict[str, Any] = {key: row.get(key) or "" for key in _FIELDS if key != "amount"}
    values["role"] = values["role"] or "assessor"
    values["kind"] = as_kind(values["kind"])
    values["year"] = int(values["year"])
    values["corrects"] = int(values["corrects"]) if values["corrects"] else None
    return Draft(amount=to_hundredths(row["amount_kgco2e"]), **values)
