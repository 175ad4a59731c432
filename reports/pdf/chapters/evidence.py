"""Parts of the label chapter: what would help most, and the pieces of evidence that were handed in."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from reports.pdf.book import Book
from reports.pdf.parts import table

#: Hex digits of a file's digest in print; the whole is in results.json.
_DIGITS = 16


def improvements(book: Book) -> list[Flowable]:
    """Return the steps that gain most points for their effort; nothing where there is none."""
    tr, found = book.tr, book.results["label"].get("improvements", [])
    if not found:
        return []
    rows = [
        (
            row["criterion"],
            row["metric"],
            _step(row, book),
            book.num(round(row["gain_points"], 2)),
            book.num(row["effort_class"]),
            ", ".join(row["measures"]) or "–",
        )
        for row in found
    ]
    heads = ("", tr("Metric"), tr("Step"), tr("Points gained"), tr("Effort, 1 to 5"), tr("Measures"))
    made = table(heads, rows, (6, 30, 22, 10, 10, 22), book.styles, right=(3, 4))
    return book.section("improvements", tr("Most points for the least effort"), made)


def _step(row: dict[str, Any], book: Book) -> str:
    if row["kind"] == "evidence":
        return book.tr("evidence: {needs}").format(needs=book.tr(row["needs"]))
    return book.amount(row["step"], row["unit"])


def evidence_pieces(book: Book) -> list[Flowable]:
    """Return the register of evidence; nothing where none was handed in."""
    tr, found = book.tr, book.results["label"].get("evidence_pieces", [])
    if not found:
        return []
    rows = [
        (
            str(row["number"]),
            row["criterion"],
            tr(row["state"]),
            tr(row["kind"]),
            str(row["file"] or "–"),
            str(row["sha256"] or "–")[:_DIGITS],
            str(row["check"] or "–"),
        )
        for row in found
    ]
    heads = (tr("No."), tr("Criterion"), tr("State"), tr("Kind"), tr("File"), "sha256", tr("Check"))
    made = table(heads, rows, (6, 11, 13, 13, 27, 18, 12), book.styles)
    return book.section("evidence", tr("Evidence"), made)
