"""The PDF report of one assessment; the same results give the same bytes."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import SimpleDocTemplate

from bldgassess.pipeline.assessment import Assessment
from bldgassess.texts import translation
from reports.charts.layout import Style
from reports.files import write_files
from reports.inventory_csv import COLUMNS, inventory_rows
from reports.pdf import sections
from reports.pdf.fonts import width
from reports.pdf.page import MARGIN, canvas_class, styles
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
    book = sections.Book(results, ledger, styles(language), style, language)
    name = results["building"]["name"]
    label = results["label"]
    disclaimer = label["disclaimer"].get(language, label["disclaimer"]["en"])
    footer = disclaimer if not label["official"] else ""
    header = translate("{name} · bldgassess {version}").format(name=name, version=results["program"]["version"])
    flow = [
        *sections.summary(book),
        *sections.carbon_pages(book),
        *sections.energy_pages(book),
        *sections.health_pages(book),
        *sections.label_pages(book),
        *sections.assumption_pages(book),
        *sections.data_pages(book),
    ]
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=17 * mm,
        bottomMargin=19 * mm,
        title=name,
        author="bldgassess",
        subject=translate("Carbon and health assessment"),
        lang={"en": "en", "zh": "zh-CN", "ru": "ru"}[language],
        invariant=True,
    )
    pages = canvas_class(header, footer, lambda page, count: f"{page} / {count}")
    document.build(flow, canvasmaker=pages)
    return stream.getvalue()


def write_report(assessment: Assessment, path: Path, *, language: str = "en") -> None:
    """Write the report.

    Raises
    ------
    UserError
        When the file cannot be written.
    """
    write_files({path: report_bytes(assessment, language=language)})
