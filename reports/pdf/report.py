"""The PDF report of one assessment; the same results give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bldgassess.pipeline.assessment import Assessment
from bldgassess.plausibility.check import check_plausibility
from bldgassess.texts import translation
from reports.charts.layout import Style
from reports.files import write_files
from reports.pdf.book import Book
from reports.pdf.chapters.certificate import certificate_page
from reports.pdf.chapters.front import front_page
from reports.pdf.chapters.order import write_chapters
from reports.pdf.fonts import width
from reports.pdf.layout import Layout
from reports.pdf.page import lay_out, styles
from reports.pdf.source import ReportSource, ReportTerms, source_from_assessment


@dataclass(frozen=True, slots=True)
class Report:
    """The bytes of a report, its pages, and where a signature belongs: page and box (x0, y0, x1, y1) in points."""

    content: bytes
    pages: int
    signature: tuple[int, tuple[float, float, float, float]] | None


def make_report(source: ReportSource, terms: ReportTerms | None = None, *, language: str = "en") -> Report:
    """Lay out the report.

    Parameters
    ----------
    source : ReportSource
        Results and inventory.
    terms : ReportTerms
        People, purpose, variants.
    language : str
        "en", "zh" or "ru".
    """
    book = make_book(source, terms or ReportTerms(), language)
    layout_of: dict[str, Layout] = {}
    chapters, titles = write_chapters(book)
    flow = [*certificate_page(book), *front_page(book, titles, layout_of), *chapters]
    furniture = book.furniture(book.results["building"]["name"], book.tr("Carbon and health assessment"))
    content, layout = lay_out(flow, furniture, layout_of)
    return Report(content, layout.total, layout.signature)


def make_book(source: ReportSource, terms: ReportTerms, language: str) -> Book:
    """Return what every chapter needs."""
    style = Style(language=language, translate=translation(language).gettext, measure=width, size=7.5)
    checks = check_plausibility(source.results, source.ledger)
    return Book(source.results, source.ledger, checks, terms, source.digest, styles(language), style, language)


def report_bytes(assessment: Assessment, *, language: str = "en") -> bytes:
    """Return the bytes of the report of an assessment that was just made, as an ordinary PDF."""
    return make_report(source_from_assessment(assessment), language=language).content


def write_report(assessment: Assessment, path: Path, *, language: str = "en") -> None:
    """Write the report: as PDF/A with attachments where pikepdf is installed, else as an ordinary PDF.

    Raises
    ------
    UserError
        When the file cannot be written.
    """
    from reports.pdf.finish import finish_report
    from reports.pdfa import pdfa_available

    source = source_from_assessment(assessment)
    report = make_report(source, language=language)
    write_files({path: finish_report(report, source, archive=pdfa_available())})
