"""The reviewer's statement and the field for a signature."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from reports.pdf.book import Book
from reports.pdf.layout import SignatureBox, gap
from reports.pdf.page import WIDTH
from reports.pdf.parts import table

_HEIGHT = 84.0


def review(book: Book, title: str) -> list[Flowable]:
    """Return the statement, blanks for names, and the frame."""
    tr, terms = book.tr, book.terms
    statement = tr(
        "I have reviewed this assessment. The model's quantities were held against the plans, the warnings of the "
        "plausibility checks were answered, the evidence ticked was seen. I am independent of the assessor."
    )
    rows = [
        (tr("Assessor"), terms.assessor or "", ""),
        (tr("Reviewer"), terms.reviewer or "", ""),
    ]
    heads = (tr("Role"), tr("Name"), tr("Place and date"))
    made = table(heads, [(*row[:2], "\n\n" + row[2]) for row in rows], (20, 45, 35), book.styles)
    how = tr("A digital signature shows in the frame. It covers every byte of the file; any change breaks it.")
    frame = KeepTogether([book.small(how), SignatureBox(WIDTH * 0.62, _HEIGHT), gap(6)])
    return [*book.chapter("review", title, book.body(statement), made), gap(8), frame]
