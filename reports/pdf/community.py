"""The PDF report of a community, from the dict of community.json; the same results give the same bytes."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, PageBreak

from bldgassess.texts import translation
from reports.charts.layout import Style
from reports.pdf.book import Book
from reports.pdf.chapters.community import chapters
from reports.pdf.chapters.community_cover import cover
from reports.pdf.fonts import width
from reports.pdf.layout import Contents, Layout, gap
from reports.pdf.page import lay_out, styles
from reports.pdf.parts import text
from reports.pdf.source import ReportTerms


def community_pdf(results: dict[str, Any], *, language: str = "en") -> bytes:
    """Return the bytes of the report in "en", "zh" or "ru"."""
    style = Style(language=language, translate=translation(language).gettext, measure=width, size=7.5)
    book = Book(results, [], (), ReportTerms(), "", styles(language), style, language)
    layout_of: dict[str, Layout] = {}
    flow, titles = chapters(book)
    contents: list[Flowable] = [
        gap(10),
        text(book.tr("Contents"), book.styles["h2"]),
        Contents(titles, book.styles["body"], layout_of),
        PageBreak(),
    ]
    furniture = book.furniture(results["community"]["name"], book.tr("Community assessment"))
    return lay_out([*cover(book), *contents, *flow], furniture, layout_of)[0]
