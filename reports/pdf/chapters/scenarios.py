"""Scenarios of the life cycle, and every value that was not in the model."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.figures import pretty_unit
from reports.pdf.book import Book
from reports.pdf.parts import table

#: Settings of the study by module, in the order of the life cycle.
_BY_MODULE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("A4", ("transport_concrete_km", "transport_other_km", "transport_mode", "empty_return_fraction")),
    ("A5", ("site_kgco2e_per_m2",)),
    ("B1", ("refrigerant", "refrigerant_charge_kg", "refrigerant_life_a", "leakage_scheme", "refrigerant_gwp")),
    ("B2, B3", ("maintenance_kgco2e_per_m2", "maintenance_fraction", "repair_fraction")),
    ("B4", ("replacement", "no_late_fraction")),
    ("B6", ("grid_factor", "grid_scenario", "grid_basis")),
    ("B7", ("water_l_person_day", "water_factor")),
    ("C1", ("demolition_fraction",)),
    ("C2", ("waste_km",)),
    ("C3, C4", ("end_of_life_stand_in",)),
)


def scenarios(book: Book, title: str) -> list[Flowable]:
    """Return the scenarios by module, then all assumptions."""
    tr, rows = book.tr, {row["id"]: row for row in book.results["assumptions"]}
    found = [
        (module, tr(rows[f"carbon.{name}"]["effect"]), shown(rows[f"carbon.{name}"], book),
         rows[f"carbon.{name}"]["source"], rows[f"carbon.{name}"]["quality"])
        for module, names in _BY_MODULE
        for name in names
        if f"carbon.{name}" in rows
    ]  # fmt: skip
    heads = (tr("Module"), tr("Scenario"), tr("Value"), tr("Source"), tr("Grade"))
    return [
        *book.chapter("scenarios", title, table(heads, found, (8, 30, 17, 37, 8), book.styles)),
        *_assumptions(book),
    ]


def _assumptions(book: Book) -> list[Flowable]:
    tr = book.tr
    legend = tr(
        "Grades: A official table or page, B secondary copies that agree, C suspect, D from memory, "
        "S assumption of this program, P set by the person."
    )
    rows = [
        (row["id"], shown(row, book), tr(row["effect"]), row["source"], row["quality"])
        for row in book.results["assumptions"]
    ]
    heads = (tr("Setting"), tr("Value"), tr("Acts on"), tr("Source"), tr("Grade"))
    made = table(heads, rows, (23, 13, 23, 33, 8), book.styles)
    return book.section("assumptions", tr("Assumptions"), book.small(legend), made)


def shown(row: dict[str, Any], book: Book) -> str:
    """Return an assumption's value with its unit."""
    value = row["value"]
    text = book.num(value) if isinstance(value, (int, float)) and row["unit"] not in {"year"} else str(value)
    return f"{text} {pretty_unit(row['unit'])}".strip()
