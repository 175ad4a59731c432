"""Variants side by side, when some were given."""

from __future__ import annotations

from reportlab.platypus import Flowable

from bldgassess.compare.differences import Figure, compute_comparison
from reports.figures import percent, pretty_unit
from reports.pdf.book import Book
from reports.pdf.parts import table


def variants(book: Book, title: str) -> list[Flowable]:
    """Return the figures of each variant with the difference to this assessment; nothing where there is none."""
    if not book.terms.variants:
        return []
    tr, base = book.tr, book.results["building"]["name"] or book.tr("This assessment")
    comparison = compute_comparison([(base, book.results), *book.terms.variants])
    count = len(comparison.names)
    rows = [_row(figure, book) for figure in comparison.figures]
    heads = (tr("Figure"), tr("Unit"), *comparison.names)
    shares = (34, 16, *(50.0 / count for _ in range(count)))
    made = table(heads, rows, shares, book.styles, right=tuple(range(2, 2 + count)))
    notes = [book.body("• " + words) for words in comparison.sentences(book.language)]
    lead = tr("The first column is this assessment; in brackets the difference to it.")
    return book.chapter("variants", title, *notes, book.body(lead), made)


def _row(figure: Figure, book: Book) -> tuple[str, ...]:
    name = book.tr(figure.name).format(use=book.tr(figure.path.rsplit(".", 1)[-1]))
    cells = []
    for index, value in enumerate(figure.values):
        shown = book.num(value) if isinstance(value, (int, float)) else (value or "–")
        if index and figure.fractions[index] is not None:
            shown += f" ({percent(figure.fractions[index], book.language, sign=True)})"
        cells.append(shown)
    return (name, pretty_unit(figure.unit), *cells)
