"""The PDF report of one assessment; the same results give the same bytes."""

from __future__ import annotations

from pathlib import Path

from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import translation
from reports.charts.layout import Style
from reports.files import write_files
from reports.inventory_csv import COLUMNS, inventory_rows
from reports.pdf import figures_pages, ratings_pages
from reports.pdf.book import Book
from reports.pdf.carbon_pages import carbon_detail_pages
from reports.pdf.compliance_pages import compliance_pages
from reports.pdf.fonts import width
from reports.pdf.page import build_pdf, styles
from reports.results_json import results_dict


def report_bytes(assessment: Assessment, *, language: str = "en") -> bytes:
    """Return the bytes of the report.

    Parameters
    ----------
    assessment : Assessment
        What ``assess`` returned.
    language : str
        "en", "zh" or "ru".
    """
    translate = translation(language).gettext
    results = results_dict(assessment)
    style = Style(language=language, translate=translate, measure=width, size=7.5)
    ledger = [dict.fromkeys(COLUMNS, "") | row for row in inventory_rows(assessment)]
    book = Book(results, ledger, styles(language), style, language)
    name = results["building"]["name"]
    label = results["label"]
    disclaimer = label["disclaimer"].get(language, label["disclaimer"]["en"])
    footer = disclaimer if not label["official"] else ""
    header = translate("{name} · bldgassess {version}").format(name=name, version=results["program"]["version"])
    flow = [
        *figures_pages.summary(book),
        *figures_pages.carbon_pages(book),
        *carbon_detail_pages(book),
        *figures_pages.energy_pages(book),
        *compliance_pages(book),
        *ratings_pages.health_pages(book),
        *ratings_pages.label_pages(book),
        *ratings_pages.assumption_pages(book),
        *ratings_pages.data_pages(book),
    ]
    subject = translate("Carbon and health assessment")
    return build_pdf(flow, title=name, subject=subject, header=header, footer=footer, language=language)


def write_report(assessment: Assessment, path: Path, *, language: str = "en") -> None:
    """Write the report.

    Raises
    ------
    UserError
        When the file cannot be written.
    """
    write_files({path: report_bytes(assessment, language=language)})
