"""Data quality: what the factors are worth, how names found them, and the spread of the total."""

from __future__ import annotations

import math
from collections.abc import Callable

from reportlab.platypus import Flowable

from reports.figures import percent
from reports.pdf.book import Book
from reports.pdf.parts import table

Row = dict[str, str]
_MOST_CONTRIBUTIONS = 8


def data_quality(book: Book, title: str) -> list[Flowable]:
    """Return shares of mass and of product-stage carbon by grade, database and way of matching, then uncertainty."""
    tr = book.tr
    rows = [row for row in book.ledger if row["kind"] == "material"]
    kinds: tuple[tuple[str, Callable[[Row], str]], ...] = (
        (tr("Grade"), lambda row: row["quality"][:1]),
        (tr("Database"), lambda row: row["record_id"].rpartition("-")[0]),
        (tr("Name matched by"), lambda row: row["match_method"]),
        (tr("Decision"), lambda row: row["match_decision"]),
        (tr("Stood in for"), lambda row: row["fallback"]),
    )
    found = [(name, *cells) for name, key in kinds for cells in _shares(rows, key, book)]
    heads = (tr("Table"), tr("Name"), tr("Rows"), tr("Share of mass"), tr("Share of A1–A3"))
    grades = tr(
        "Grades: A official table or page, B secondary copies that agree, C suspect, D from memory, "
        "S assumption of this program, P set by the person."
    )
    made = table(heads, found, (20, 38, 10, 16, 16), book.styles, right=(2, 3, 4))
    return [*book.chapter("quality", title, book.small(grades), made), *_spread(book)]


def _shares(rows: list[Row], key: Callable[[Row], str], book: Book) -> list[tuple[str, ...]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    mass, carbon = _sum(rows, "mass_kg"), _sum(rows, "A1-A3")
    order = sorted(groups, key=lambda name: (-_sum(groups[name], "mass_kg"), name))
    return [
        (
            name or book.tr("none"),
            str(len(groups[name])),
            percent(_sum(groups[name], "mass_kg") / mass if mass else None, book.language),
            percent(_sum(groups[name], "A1-A3") / carbon if carbon else None, book.language),
        )
        for name in order
    ]


def _sum(rows: list[Row], column: str) -> float:
    return math.fsum(float(row[column]) for row in rows if row.get(column))


def _spread(book: Book) -> list[Flowable]:
    tr, spread = book.tr, book.results["carbon"]["uncertainty"]
    if spread is None:
        words = tr("The spread of the total was not computed; --samples 10000 draws it.")
        return book.section("uncertainty", tr("Uncertainty"), book.body(words))
    words = tr(
        "{p5} to {p95} kgCO₂e/m² in 90 % of {samples} samples (median {p50}, mean {mean}); the figure itself, "
        "{figure}, takes the median of every factor."
    ).format(
        p5=book.num(spread["p5"]),
        p95=book.num(spread["p95"]),
        p50=book.num(spread["p50"]),
        mean=book.num(spread["mean"]),
        samples=spread["samples"],
        figure=book.num(spread["deterministic"]),
    )
    most = spread["contributions"][:_MOST_CONTRIBUTIONS]
    rows = [(row["id"], percent(row["fraction"], book.language)) for row in most]
    made = table((tr("Parameter"), tr("Share of the variance")), rows, (70, 20), book.styles, right=(1,))
    return book.section("uncertainty", tr("Uncertainty"), book.body(words), made)
