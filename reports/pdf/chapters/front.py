"""Page 2: the table of contents and how a figure is followed."""

from __future__ import annotations

from reportlab.platypus import Flowable, PageBreak

from reports.pdf.book import Book
from reports.pdf.chapters.keys import ALWAYS, CHAPTER_NAMES
from reports.pdf.layout import Contents, Layout, gap
from reports.pdf.parts import text


def front_page(book: Book, chapters: list[tuple[str, str]], layout_of: dict[str, Layout]) -> list[Flowable]:
    """Return contents and instructions; ``chapters``: key and title of each."""
    tr, missing = book.tr, [CHAPTER_NAMES[key] for key in CHAPTER_NAMES if key in book.terms.left_out - ALWAYS]
    said = book.small(tr("Left out of this print: {chapters}.").format(chapters="; ".join(map(tr, missing))))
    return [
        text(tr("Contents"), book.styles["title"]),
        gap(6),
        Contents(chapters, book.styles["body"], layout_of),
        *([gap(6), said] if missing else []),
        gap(14),
        text(tr("How to follow a figure"), book.styles["h2"]),
        book.body(
            tr(
                "A path such as “explain: carbon.per_m2” stands beside the figures. The results, the inventory, the "
                "study and the criteria are attached to this file where it is a PDF/A. Save results.json and "
                "inventory.csv into one folder and run:"
            )
        ),
        text("bldgassess explain FOLDER carbon.per_m2", book.styles["box"]),
        book.body(
            tr(
                "It prints formula, clause and rows of the figure down to element, quantity, factor record and source. "
                "The sha256 on the first page is that of results.json."
            )
        ),
        PageBreak(),
    ]
