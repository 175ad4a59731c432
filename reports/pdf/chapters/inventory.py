"""The inventory: part x material x record with quantity, factor and source; the whole is attached."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.platypus import Flowable

from bldgassess.carbon.result import TOTAL_MODULES
from reports.figures import pretty_unit
from reports.names import CARRIER_NAMES, PART_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table

Row = dict[str, str]
_HEAVIEST = 12
#: Letters of a source in print; the whole is in inventory.csv, with its place in the document.
_LONGEST_SOURCE = 60


def row_total(row: Row) -> float:
    """Return A to C of a ledger row [kgCO2e]."""
    return math.fsum(float(row[module]) for module in TOTAL_MODULES if row.get(module))


def inventory(book: Book, title: str) -> list[Flowable]:
    """Return the grouped inventory, heaviest groups first, and the heaviest single rows."""
    tr, groups = book.tr, _groups(book.ledger)
    order = sorted(groups, key=lambda key: (-abs(math.fsum(row_total(row) for row in groups[key])), key))
    shown = order[: book.terms.inventory_rows]
    heads = (tr("Part"), tr("Material"), tr("Quantity"), "kg", tr("Factor record"), tr("Source"), "kgCO₂e A–C")
    made = table(
        heads,
        [_group(groups[key], book) for key in shown],
        (13, 18, 12, 9, 20, 18, 10),
        book.styles,
        right=(2, 3, 6),
    )
    lead = tr(
        "Rows of one part, material and record are joined: {groups} groups of {rows} rows. "
        "Every row is in the attached inventory.csv."
    )
    flow = book.chapter("inventory", title, book.body(lead.format(groups=len(groups), rows=len(book.ledger))), made)
    rest = order[len(shown) :]
    if rest:
        amount = math.fsum(row_total(row) for key in rest for row in groups[key])
        words = tr("{count} lighter groups with {amount} kgCO₂e together are not printed.")
        flow.append(book.small(words.format(count=len(rest), amount=book.num(amount))))
    return [*flow, *_heaviest(book)]


def _groups(ledger: Sequence[Row]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in ledger:
        name = row["material"] or row["element"]
        found.setdefault((row["part"], name, row["record_id"], row["unit"], row["kind"]), []).append(row)
    return found


def _group(rows: list[Row], book: Book) -> tuple[str, ...]:
    first = rows[0]
    quantity = math.fsum(float(row["quantity"]) for row in rows if row["quantity"])
    mass = math.fsum(float(row["mass_kg"]) for row in rows if row["mass_kg"])
    record = f"{first['record_name_en']} ({first['record_id']})" if first["record_id"] else "–"
    source = first["source"] if len(first["source"]) <= _LONGEST_SOURCE else first["source"][:_LONGEST_SOURCE] + "…"
    return (
        book.tr(PART_NAMES.get(first["part"], first["part"])),
        _name(first, book),
        book.amount(quantity, first["unit"]) if quantity else "–",
        book.num(mass) if mass else "–",
        record,
        source or "–",
        book.num(math.fsum(row_total(row) for row in rows)),
    )


def _name(row: Row, book: Book) -> str:
    name = row["material"] or row["element"] or row["row_id"]
    return book.tr(CARRIER_NAMES[name]) if row["kind"] == "energy" and name in CARRIER_NAMES else book.tr(name)


def _heaviest(book: Book) -> list[Flowable]:
    tr = book.tr
    rows = [
        (
            book.tr(CARRIER_NAMES.get(row["element"], row["element"])) or row["row_id"],
            row["material"] or "–",
            f"{book.num(float(row['quantity']))} {pretty_unit(row['unit'])}" if row["quantity"] else "–",
            f"{row['record_name_en']} ({row['record_id']})" if row["record_id"] else row["source"] or "–",
            book.num(row_total(row)),
        )
        for row in sorted(book.ledger, key=lambda row: (-row_total(row), row["row_id"]))[:_HEAVIEST]
    ]
    columns = (tr("Element"), tr("Material"), tr("Quantity"), tr("Factor record"), "kgCO₂e A–C")
    made = table(columns, rows, (22, 22, 14, 32, 12), book.styles, right=(2, 4))
    return book.section("heaviest", tr("Heaviest entries"), made)
