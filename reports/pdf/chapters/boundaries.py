"""Boundaries: each module declared, estimated or not declared."""

from __future__ import annotations

import math
from typing import Any

from reportlab.platypus import Flowable

from bldgassess.carbon.result import MODULES
from bldgassess.texts import mark
from reports.figures import percent
from reports.names import MODULE_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table

#: What a row's kind rests on.
_BASIS = {
    "material": mark("quantities and factor records"),
    "system": mark("technical systems assumed by area and use"),
    "energy": mark("hourly energy simulation"),
    "site": mark("flat rates for site work"),
    "use": mark("flat rates for the use stage"),
}
#: Kinds that rest on the model's own quantities or on simulation; the others are flat rates.
_COMPUTED = frozenset({"material", "energy"})
#: Modules that rest on a scenario of distances or treatment even where the quantity is the model's.
_SCENARIO = frozenset({"A4", "A5", "B4", "C2", "C3", "C4", "D"})
_MOSTLY = 0.5


def boundaries(book: Book, title: str) -> list[Flowable]:
    """Return the table of modules and how to read it."""
    tr, carbon = book.tr, book.results["carbon"]
    rows = [_row(module, carbon, book) for module in MODULES]
    heads = (tr("Module"), tr("Name"), tr("State"), tr("Rests on"), tr("Mass declared"), tr("of it stood in for"))
    lead = tr(
        "Declared: from factor records and quantities of the model. Estimated: from flat rates, scenarios or stand-in "
        "values for at least half of it. Not declared: no figure, counted as absent and never as zero."
    )
    made = table(heads, rows, (9, 24, 15, 28, 12, 12), book.styles, right=(4, 5))
    after = tr("Total A to C: modules A0 to C4. D and D2 stand apart and are never in a total.")
    return [*book.chapter("boundaries", title, book.body(lead), made), book.small(after)]


def module_state(module: str, carbon: dict[str, Any], ledger: list[dict[str, str]]) -> tuple[str, str]:
    """Return "declared", "estimated" or "not declared", and the kind of rows that makes most of the module."""
    if module not in carbon["modules"]:
        return "not declared", ""
    amounts: dict[str, float] = {}
    for row in ledger:
        if row.get(module):
            amounts[row["kind"]] = amounts.get(row["kind"], 0.0) + abs(float(row[module]))
    total = math.fsum(amounts.values())
    kind = max(amounts, key=lambda key: (amounts[key], key), default="")
    computed = math.fsum(amount for key, amount in amounts.items() if key in _COMPUTED)
    stood_in = (carbon["proxy_fraction"].get(module) or 0.0) > _MOSTLY
    flat = total > 0.0 and computed < _MOSTLY * total
    return ("estimated" if flat or stood_in or module in _SCENARIO else "declared"), kind


def _row(module: str, carbon: dict[str, Any], book: Book) -> tuple[str, ...]:
    tr = book.tr
    state, kind = module_state(module, carbon, book.ledger)
    names = {"declared": tr("declared (module)"), "estimated": tr("estimated"), "not declared": tr("not declared")}
    basis = tr(_BASIS[kind]) if kind in _BASIS else "–"
    if module in _SCENARIO and state == "estimated":
        basis = tr("{basis}; scenario").format(basis=basis)
    return (
        module,
        tr(MODULE_NAMES[module]),
        names[state],
        basis,
        percent(carbon["coverage"].get(module), book.language),
        percent(carbon["proxy_fraction"].get(module), book.language),
    )
