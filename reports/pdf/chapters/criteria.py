"""Tables of label criteria, whole or of one category."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, Table

from reports.pdf.book import Book
from reports.pdf.parts import table

_STATES = {"assessed": "assessed", "not_assessed": "not assessed", "not_applicable": "not applicable"}


def category_chapter(book: Book, key: str, title: str, category: str, lead: str) -> list[Flowable]:
    """Return a chapter with one category's criteria; a sentence where the catalogue has none."""
    rows = [row for row in book.results["label"]["criteria"] if row["category"] == category]
    if not rows:
        return book.chapter(key, title, book.body(book.tr("The catalogue has no criteria for this.")))
    points = sum(row["points"] for row in rows)
    most = sum(row["max"] for row in rows)
    words = book.tr("{points} of {most} points.").format(points=book.num(round(points, 1)), most=book.num(most))
    return book.chapter(key, title, book.body(f"{lead} {words}"), criteria_table(rows, book))


def state_name(row: dict[str, Any], book: Book) -> str:
    """Say whether a criterion was assessed."""
    return book.tr(_STATES[row["state"]])


def criteria_table(rows: list[dict[str, Any]], book: Book) -> Table:
    """Return criteria with value, points, state and evidence."""
    tr = book.tr
    cells = [
        (
            row["id"],
            book.title(row["title"]),
            book.amount(row["value"], row["unit"]),
            f"{book.num(round(row['points'], 2))} / {book.num(row['max'])}",
            state_name(row, book),
            tr(row["evidence"]) if row["evidence"] else "–",
        )
        for row in rows
    ]
    heads = ("", tr("Criterion"), tr("Value"), tr("Points"), tr("State"), tr("Evidence"))
    return table(heads, cells, (6, 40, 18, 12, 13, 11), book.styles, right=(3,))
