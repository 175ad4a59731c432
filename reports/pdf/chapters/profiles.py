"""One inventory under every rule set, and the bridge between two of them."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.charts.reconciliation import difference_name, reconciliation_chart
from reports.names import AREA_NAMES
from reports.pdf.book import Book
from reports.pdf.parts import table, together


def profiles(book: Book) -> list[Flowable]:
    """Return the table of rule sets and each bridge."""
    bridges = enumerate(book.results["carbon"]["reconciliation"])
    return [*_profiles(book), *(item for index, bridge in bridges for item in _bridge(book, bridge, index))]


def _profiles(book: Book) -> list[Flowable]:
    tr = book.tr
    found: dict[str, dict[str, Any]] = book.results["carbon"]["profiles"]
    if not found:
        return []
    rows = [
        (
            row["title"],
            book.num(row["study_period_a"]),
            f"{book.num(row['area_m2'])} ({_area_name(row['area_rule'], book)})",
            book.num(row["total_kgco2e"]),
            book.num(row["per_m2"]),
            book.num(row["upfront_per_m2"]),
            row["not_read"],
        )
        for row in found.values()
    ]
    heads = (
        tr("Profile"),
        tr("Years"),
        tr("Area, m²"),
        "kgCO₂e",
        "kgCO₂e/m²",
        tr("A1 to A5, kgCO₂e/m²"),
        tr("What was not read"),
    )
    made = table(heads, rows, (21, 6, 17, 11, 12, 14, 27), book.styles, right=(1, 3, 4, 5))
    return book.section("profiles", tr("Carbon under other rules"), made)


def _area_name(rule: str, book: Book) -> str:
    """Say which area a rule set divides by, such as "gia", or "gia for useful" where that one is not known."""
    used, _, wanted = rule.partition(" for ")
    name = book.tr(AREA_NAMES.get(used, used))
    if not wanted:
        return name
    return book.tr("{used} in place of {wanted}").format(used=name, wanted=book.tr(AREA_NAMES.get(wanted, wanted)))


def _bridge(book: Book, bridge: dict[str, Any], index: int) -> list[Flowable]:
    tr = book.tr
    title = tr("From {start} to {end}, kgCO₂e").format(start=bridge["start"], end=bridge["end"])
    rows = [
        (bridge["start"], book.num(bridge["start_kgco2e"])),
        *((difference_name(line, book.style), book.num(line["kgco2e"], sign=True)) for line in bridge["lines"]),
        (bridge["end"], book.num(bridge["end_kgco2e"])),
    ]
    made = table((tr("Difference"), "kgCO₂e"), rows, (70, 20), book.styles, right=(1,))
    lead = [book.chart(reconciliation_chart, 170.0)] if index == 0 else []
    return [*book.section(f"bridge{index}", title, *lead), *together(made)]
