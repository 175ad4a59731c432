"""The 1.5 degC budget: path, overshoot, exhaustion, excess."""

from __future__ import annotations

from functools import partial
from typing import Any

from reportlab.platypus import Flowable

from reports.charts.entries import entries_of_table
from reports.charts.timeline import timeline_chart
from reports.pdf.book import Book
from reports.pdf.parts import table


def budget(book: Book, title: str) -> list[Flowable]:
    """Return the chart and the figures of both accounts."""
    tr, found = book.tr, book.results["carbon"]["budget"]
    timeline = partial(timeline_chart, entries_of_table(book.ledger))
    pulses = found["pulses"] or {}
    rows = [
        (tr("First year above the path"), *_years("overshoot_year", found, book)),
        (tr("Year the whole budget is used up"), *_years("exhaustion_year", found, book)),
        (
            tr("Emissions above the path, kgCO₂e/m²"),
            book.num(found["excess_kg_m2"]),
            book.num(pulses.get("excess_kg_m2")),
        ),
        (tr("Emissions over budget"), book.num(found["wlc_ratio"]), book.num(pulses.get("ratio"))),
    ]
    heads = (tr("Figure"), tr("Embodied carbon spread over the years"), tr("Embodied carbon in the year it arises"))
    path = tr("Path {path}: {source}.").format(path=found["path"], source=found["path_source"])
    note = tr("Stored carbon, module D, exports and planting are never netted against the budget.")
    return [
        *book.chapter("budget", title, book.body(path), book.chart(timeline, 240.0)),
        table(heads, rows, (44, 28, 28), book.styles, right=(1, 2)),
        book.small(note),
    ]


def _years(key: str, found: dict[str, Any], book: Book) -> tuple[str, str]:
    """Say a year in both accounts; a dash where the second was not made."""
    pulses = found["pulses"]
    return _year(found[key], book), _year(pulses[key], book) if pulses else "–"


def _year(value: int | None, book: Book) -> str:
    return book.tr("never") if value is None else str(value)
