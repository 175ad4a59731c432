"""Metered energy bills: what a carrier used in each calendar year, checked for gaps and overlaps, as emissions."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

from bldgassess.account.amounts import to_hundredths
from bldgassess.account.balance import effective
from bldgassess.account.entry import Draft, Entry
from bldgassess.carbon.grid import grid_path
from bldgassess.carbon.operation import fuel_of
from bldgassess.energy.result import CARRIERS
from bldgassess.errors import Issue, UserError

#: Units of energy on a bill in kWh.
_KWH: Mapping[str, float] = {"kwh": 1.0, "mwh": 1000.0, "gj": 1000.0 / 3.6, "mj": 1.0 / 3.6}
_HEADS = ("carrier", "from", "to", "amount", "unit")
_GJ_PER_KWH = 0.0036
_LONGEST_BYTES = 20 * 2**20


@dataclass(frozen=True, slots=True)
class Bill:
    """What a carrier used from the first to the last day, both counted [kWh]."""

    carrier: str
    first: date
    last: date
    kwh: float

    @property
    def days(self) -> int:
        """Days that it covers."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class MeteredYear:
    """A carrier's calendar year [kWh]; ``missing_days`` are covered by no bill."""

    carrier: str
    year: int
    kwh: float
    missing_days: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A carrier's metered year beside the prediction [kWh]; ``ratio`` metered over predicted, NaN where that is 0."""

    carrier: str
    year: int
    metered_kwh: float
    predicted_kwh: float
    missing_days: int

    @property
    def ratio(self) -> float:
        """Metered over predicted [-]."""
        return self.metered_kwh / self.predicted_kwh if self.predicted_kwh else math.nan


def read_bills(content: bytes, name: str) -> tuple[Bill, ...]:
    """Read bills from CSV with the columns carrier, from, to, amount, unit (dates as YYYY-MM-DD, days inclusive).

    Raises
    ------
    UserError
        With every row that does not fit, by its line.
    """
    if len(content) > _LONGEST_BYTES:
        raise UserError(Issue("account.bills_large", {"file": name}))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(Issue("account.bills_heads", {"file": name, "heads": ", ".join(_HEADS)})) from None
    reader = csv.DictReader(StringIO(text))
    heads = {(head or "").strip().lower(): head for head in reader.fieldnames or ()}
    if any(head not in heads for head in _HEADS):
        raise UserError(Issue("account.bills_heads", {"file": name, "heads": ", ".join(_HEADS)}))
    bills, problems = [], []
    for line, row in enumerate(reader, start=2):
        cells = {head: (row[heads[head]] or "").strip() for head in _HEADS}
        try:
            bills.append(_bill(cells))
        except ValueError as error:
            problems.append(Issue("account.bad_bill", {"file": name, "line": line, "reason": str(error)}))
    problems += _overlaps(bills, name)
    if problems or not bills:
        raise UserError(problems or [Issue("account.no_bills", {"file": name})])
    return tuple(sorted(bills, key=lambda bill: (bill.carrier, bill.first)))


def _bill(cells: Mapping[str, str]) -> Bill:
    carrier, unit = cells["carrier"].lower(), cells["unit"].lower()
    if carrier not in CARRIERS:
        raise ValueError(f"carrier {cells['carrier']!r}")
    if unit not in _KWH:
        raise ValueError(f"unit {cells['unit']!r}")
    first, last = date.fromisoformat(cells["from"]), date.fromisoformat(cells["to"])
    amount = float(cells["amount"])
    if last < first:
        raise ValueError("the last day is before the first")
    if not math.isfinite(amount) or amount < 0.0:
        raise ValueError(f"amount {cells['amount']!r}")
    return Bill(carrier, first, last, amount * _KWH[unit])


def _overlaps(bills: Sequence[Bill], name: str) -> list[Issue]:
    problems = []
    ordered = sorted(bills, key=lambda bill: (bill.carrier, bill.first, bill.last))
    for one, two in pairwise(ordered):
        if one.carrier == two.carrier and two.first <= one.last:
            place = {"file": name, "carrier": one.carrier, "day": two.first.isoformat()}
            problems.append(Issue("account.bills_overlap", place))
    return problems


def metered_years(bills: Sequence[Bill]) -> tuple[MeteredYear, ...]:
    """Split bills over calendar years by their days."""
    kwh: dict[tuple[str, int], list[float]] = {}
    days: dict[tuple[str, int], int] = {}
    for bill in bills:
        for year in range(bill.first.year, bill.last.year + 1):
            first, last = max(bill.first, date(year, 1, 1)), min(bill.last, date(year, 12, 31))
            here = (last - first).days + 1
            kwh.setdefault((bill.carrier, year), []).append(bill.kwh * here / bill.days)
            days[bill.carrier, year] = days.get((bill.carrier, year), 0) + here
    return tuple(
        MeteredYear(carrier, year, math.fsum(values), length_of(year) - days[carrier, year])
        for (carrier, year), values in sorted(kwh.items())
    )


def length_of(year: int) -> int:
    """Return the days of a year."""
    return (date(year + 1, 1, 1) - timedelta(days=1)).timetuple().tm_yday


def reconcile(years: Sequence[MeteredYear], predicted_kwh: Mapping[str, float]) -> tuple[Reconciled, ...]:
    """Hold metered years beside the yearly prediction by carrier; what was predicted but not metered counts as 0."""
    found = {(row.carrier, row.year): row for row in years}
    rows = []
    for year in sorted({row.year for row in years}):
        for carrier in sorted({row.carrier for row in years} | set(predicted_kwh)):
            row = found.get((carrier, year), MeteredYear(carrier, year, 0.0, length_of(year)))
            rows.append(Reconciled(carrier, year, row.kwh, predicted_kwh.get(carrier, 0.0), row.missing_days))
    return tuple(rows)


def whole_years(rows: Sequence[Reconciled]) -> tuple[int, ...]:
    """Return the years that bills cover whole, for every carrier that is predicted or metered in them."""
    years = sorted({row.year for row in rows})
    return tuple(
        year
        for year in years
        if all(
            row.missing_days == 0
            for row in rows
            if row.year == year and (row.predicted_kwh > 0.0 or row.metered_kwh > 0.0)
        )
    )


def refuse_known_years(rows: Sequence[Reconciled], entries: Sequence[Entry], account: str) -> None:
    """Refuse to enter whole years of an account that a ledger has already.

    Raises
    ------
    UserError
        With the first of them.
    """
    drafts = (entry.draft for entry in effective(entries))
    done = {item.year for item in drafts if item.account == account and item.kind == "metered"}
    again = sorted(done & set(whole_years(rows)))
    if again:
        raise UserError(Issue("account.already_metered", {"year": again[0]}))


def metered_drafts(
    rows: Sequence[Reconciled], account: str, region: str, *, scenario: str, source: str, evidence: str, recorded: str
) -> tuple[Draft, ...]:
    """Return B6 entries of the whole years: metered energy times the factor of its year, one a carrier."""
    drafts = []
    for year in whole_years(rows):
        grid = grid_path(region, scenario, [year])
        for row in rows:
            if row.year != year or row.metered_kwh <= 0.0:
                continue
            if row.carrier == "electricity":
                factor, origin = grid.factors[0], grid.source
            else:
                fuel = fuel_of(row.carrier, region, grid.basis)
                factor, origin = fuel.kgco2_gj * _GJ_PER_KWH, fuel.source
            words = f"{source}: {row.carrier} {row.metered_kwh:.6g} kWh x {factor:.5g} kgCO2e/kWh; {origin}"[:500]
            amount = to_hundredths(row.metered_kwh * factor)
            drafts.append(Draft(account, year, "metered", "B6", amount, words, recorded, evidence_sha256=evidence))
    return tuple(drafts)
