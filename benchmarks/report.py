"""Time and size of the report with results given: about 10, 40 and 200 pages, in each language, then as PDF/A.

    python benchmarks/report.py

The short one is the certificate, contents and six chapters; the whole one the sample's report; the long one has its
inventory 110 times over, every group in print. Times are those of the processor (the report runs on one core), so that
other work on the machine does not count.
"""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

from bldgassess.ifc.read import read_model
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.study import read_study
from reports.pdf import report as module
from reports.pdf.chapters.certificate import certificate_page
from reports.pdf.chapters.front import front_page
from reports.pdf.chapters.order import CHAPTERS
from reports.pdf.page import Furniture, lay_out
from reports.pdf.source import ReportSource, ReportTerms, make_source, source_from_assessment
from reports.pdfa import make_pdfa

LANGUAGES = ("en", "zh", "ru")
SAMPLE = Path(__file__).resolve().parents[1] / "bldgassess" / "sample" / "data"


def sample_source() -> ReportSource:
    """Assess the sample house."""
    model = read_model([SAMPLE / "hainan_house_base.ifc"])
    return source_from_assessment(assess(model.building, read_study(SAMPLE / "base.yaml"), load_data()))


def enlarged(source: ReportSource, times: int) -> ReportSource:
    """Return the source with its inventory repeated under other material names (their sums no longer hold)."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(source.ledger[0]), lineterminator="\n")
    writer.writeheader()
    for k in range(times):
        writer.writerows(row | {"material": f"{row['material'] or row['element']} {k}"} for row in source.ledger)
    return make_source(source.files["results.json"], stream.getvalue().encode())


def short_report(source: ReportSource, language: str) -> tuple[int, int]:
    """Lay out certificate, contents and the first four chapters; pages and bytes."""
    book = module.make_book(source, ReportTerms(), language)
    layouts: dict[str, module.Layout] = {}
    flow = [*certificate_page(book), *front_page(book, [], layouts)]
    for _, title, writer in (*CHAPTERS[:4], CHAPTERS[8], CHAPTERS[9]):
        flow += writer(book, title)
    content, layout = lay_out(flow, Furniture("x", "x", "x", "x", language), layouts)
    return layout.total, len(content)


def line(name: str, language: str, pages: int, size: int, seconds: float) -> None:
    """Print one row."""
    each = 1000 * seconds / pages
    print(f"{name:12s} {language:3s} {pages:5d} pages {size / 1000:8.0f} kB {seconds:7.2f} s {each:7.1f} ms/page")


def main() -> None:
    """Print the table."""
    source = sample_source()
    module.make_report(source)  # fonts are read once a process
    for language in LANGUAGES:
        start = time.process_time()
        pages, size = short_report(source, language)
        line("short", language, pages, size, time.process_time() - start)
    for name, times in (("whole", 1), ("long", 110)):
        large = enlarged(source, times) if times > 1 else source
        total = 0.0
        for language in LANGUAGES:
            start = time.process_time()
            report = module.make_report(large, ReportTerms(inventory_rows=10_000), language=language)
            seconds = time.process_time() - start
            total += seconds
            line(name, language, report.pages, len(report.content), seconds)
        print(f"{name:12s} all three languages: {total:.2f} s")
        start = time.process_time()
        archive = make_pdfa(report.content, large.files)
        line(f"{name} PDF/A", language, report.pages, len(archive), time.process_time() - start)


if __name__ == "__main__":
    main()
