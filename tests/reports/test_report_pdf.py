"""The report: chapters, contents, bookmarks, paths that lead somewhere, same bytes, no font that is not embedded."""

import io
import re

import pytest
from pypdf import PdfReader

from bldgassess.errors import UserError
from bldgassess.explain.results import explain
from reports.files import write_files
from reports.pdf.chapters.order import CHAPTERS
from reports.pdf.report import make_book, make_report
from reports.pdf.source import ReportTerms, make_source, source_from_assessment, source_from_folder

LANGUAGES = ("en", "zh", "ru")


@pytest.fixture(scope="module")
def source(sample_assessments):
    return source_from_assessment(sample_assessments["base"])


@pytest.fixture(scope="module")
def variant(sample_assessments):
    return source_from_assessment(sample_assessments["better"]).results


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request, source, variant):
    report = make_report(source, ReportTerms(variants=[("better", variant)]), language=request.param)
    read = PdfReader(io.BytesIO(report.content))
    assert len(read.pages) == report.pages
    return read


def test_every_chapter_is_bookmarked_where_the_contents_say(reader):
    chapters = [item for item in reader.outline if not isinstance(item, list)]
    assert len(chapters) == len(CHAPTERS)
    contents = reader.pages[1].extract_text()
    for index, item in enumerate(chapters, 1):
        assert item.title.startswith(f"{index}  ")
        page = reader.get_destination_page_number(item)
        assert item.title.split(maxsplit=1)[1] in reader.pages[page].extract_text()
        assert re.search(rf"{re.escape(item.title)}\s+{page + 1}\b", contents)
    assert any(isinstance(item, list) for item in reader.outline)


def test_running_head_names_the_chapter_that_goes_on(reader):
    chapters = [item for item in reader.outline if not isinstance(item, list)]
    starts = [(reader.get_destination_page_number(item), item.title) for item in chapters]
    for number, page in enumerate(reader.pages):
        if number > 1:
            here = [title for start, title in starts if start == number]
            title = here[0] if here else [title for start, title in starts if start < number][-1]
            assert title in page.extract_text().split("\n")[-8:] or f"· {title}" in page.extract_text()


def test_no_font_is_left_outside(reader):
    for page in reader.pages:
        content = page.get_contents().get_data()
        for key, reference in page["/Resources"]["/Font"].items():
            font = reference.get_object()
            used = re.search(rb"%s [\d.]+ Tf" % re.escape(key.encode()), content)
            assert "BASans" in font["/BaseFont"] or not used


def test_no_page_is_empty(reader):
    assert min(len(page.extract_text()) for page in reader.pages) > 250


def test_the_same_source_gives_the_same_bytes(source):
    assert make_report(source).content == make_report(source).content


def test_paths_on_certificate_and_summary_lead_to_figures(source, tmp_path):
    write_files({tmp_path / name: source.files[name] for name in ("results.json", "inventory.csv")})
    pages = PdfReader(io.BytesIO(make_report(source).content)).pages
    found = set()
    for number in (0, 2):
        for line in pages[number].extract_text().split("\n"):
            if "explain:" in line:
                found |= set(re.findall(r"\b[a-z]+\.[a-z0-9_.]+[a-z0-9]\b", line.split("explain:", 1)[1]))
    assert len(found) >= 15
    for path in sorted(found):
        assert explain(tmp_path, path).value is not None or path == "label.level", path


def test_folder_and_assessment_make_the_same_report(source, tmp_path):
    write_files({tmp_path / name: source.files[name] for name in ("results.json", "inventory.csv")})
    assert make_report(source_from_folder(tmp_path)).content == make_report(source).content
    (tmp_path / "inventory.csv").unlink()
    with pytest.raises(UserError) as error:
        source_from_folder(tmp_path)
    assert error.value.issues[0].code == "results.no_inventory"


def test_long_and_hostile_texts_are_printed_not_obeyed(source):
    hostile = "<b>x</b> &amp; " + "W" * 9000
    results = source.files["results.json"].replace(b"Living and dining room", hostile.encode())
    assert results != source.files["results.json"]
    report = make_report(make_source(results, source.files["inventory.csv"]))
    assert "<b>x</b>" in "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(report.content)).pages)


def test_modules_are_declared_estimated_or_neither(source):
    from reports.pdf.chapters.boundaries import module_state

    carbon = source.results["carbon"]
    states = {m: module_state(m, carbon, source.ledger)[0] for m in ("A1-A3", "A4", "B2", "B6", "B8")}
    assert states == {
        "A1-A3": "declared",
        "A4": "estimated",
        "B2": "estimated",
        "B6": "declared",
        "B8": "not declared",
    }


def test_a_table_never_begins_with_its_head_alone(source):
    """Where a section begins, its table's head and first rows stand on the same page."""
    from reportlab.platypus import CondPageBreak, Table

    book = make_book(source, ReportTerms(), "en")
    for key, title, writer in CHAPTERS:
        flow = writer(book, title)
        for index, item in enumerate(flow):
            if isinstance(item, Table) and getattr(item, "least_height", 0.0):
                before = [other for other in flow[:index] if isinstance(other, CondPageBreak)]
                assert before, key
                assert item.repeatRows == 1
                assert item.splitInRow == 0


@pytest.mark.parametrize("lines", range(0, 60, 3))
def test_a_chart_may_fall_anywhere_on_a_page(lines):
    """Charts that do not fit move on whole in both passes; so do paragraphs whose split failed."""
    from reportlab.platypus import Spacer

    from reports.charts.ops import Chart, Rect
    from reports.pdf.page import build_pdf, styles
    from reports.pdf.parts import figure, text

    sheet = styles("en")
    chart = Chart("x", 400.0, 300.0, (Rect(0.0, 0.0, 400.0, 300.0, "#112233"),), "Title", "Subtitle", (), ())
    flow = [Spacer(1, 12.0 * lines), figure(chart, sheet), text("word " * 400, sheet["body"]), figure(chart, sheet)]
    content = build_pdf(flow, title="t", subject="s", header="h", footer="f", language="en")
    assert len(PdfReader(io.BytesIO(content)).pages) in {1, 2, 3}
