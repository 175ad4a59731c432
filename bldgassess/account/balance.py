"""The balance of an account, year by year: budget less emissions; certificates, sinks and exports beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bldgassess.account.entry import Entry


@dataclass(frozen=True, slots=True)
class YearBalance:
    """One year [hundredths of a kilogram CO2e].

    ``emitted`` takes what was metered for a module where there is any, else what was predicted; ``metered`` is the part
    of it that was. ``left`` = ``budget`` - ``emitted``, ``left_so_far`` the sum of it up to this year. ``purchased``,
    ``sequestered`` and ``exported`` are in neither.
    """

    year: int
    budget: int
    emitted: int
    metered: int
    purchased: int
    sequestered: int
    exported: int
    left: int
    left_so_far: int
    modules: dict[str, int]


def effective(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that count: those that no later one corrects."""
    corrected = {entry.draft.corrects for entry in entries}
    return tuple(entry for entry in entries if entry.number not in corrected)


def history(entries: Sequence[Entry], number: int) -> tuple[Entry, ...]:
    """Return an entry with all that corrected it, oldest first."""
    found: list[Entry] = []
    while (entry := next((item for item in entries if item.number == number), None)) is not None:
        found.append(entry)
        after = next((item.number for item in entries if item.draft.corrects == number), None)
        if after is None:
            break
        number = after
    return tuple(found)


def accounts(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the names of all accounts in a ledger."""
    return tuple(sorted({entry.draft.account for entry in entries}))


def balance(entries: Sequence[Entry], account: str | None = None) -> tuple[YearBalance, ...]:
    """Balance one account, or all of them together (a community's)."""
    counted = [entry.draft for entry in effective(entries) if account is None or entry.draft.account == account]
    by_year: dict[int, dict[tuple[str, str, str], int]] = {}
    for draft in counted:
        cells = by_year.setdefault(draft.year, {})
        key = draft.kind, draft.account, draft.module
        cells[key] = cells.get(key, 0) + draft.amount
    found: list[YearBalance] = []
    so_far = 0
    for year in sorted(by_year):
        row = _year(year, by_year[year], so_far)
        so_far = row.left_so_far
        found.append(row)
    return tuple(found)


def _year(year: int, cells: dict[tuple[str, str, str], int], so_far: int) -> YearBalance:
    def total(kind: str) -> int:
        return sum(amount for (own, _, _), amount in cells.items() if own == kind)

    metered = {(name, module) for kind, name, module in cells if kind == "metered"}
    modules: dict[str, int] = {}
    for (kind, name, module), amount in sorted(cells.items()):
        if kind == "metered" or (kind == "predicted" and (name, module) not in metered):
            modules[module] = modules.get(module, 0) + amount
    budget, emitted = total("budget"), sum(modules.values())
    left = budget - emitted
    return YearBalance(
        year, budget, emitted, total("metered"), total("purchased"), total("sequestered"), total("exported"),
        left, so_far + left, modules,
    )  # fmt: skip
