"""Workbook, page and linked data: whole, the same bytes each time, nothing in them is run or fetched."""

import io
import json
import re
from xml.etree import ElementTree

import pytest

from reports.html_summary import html_bytes
from reports.linked_data import linked_data_bytes
from reports.pdf.source import source_from_assessment
from reports.result_tables import ResultTable, result_tables
from reports.workbook import workbook_bytes


@pytest.fixture(scope="module")
def source(sample_assessments):
    return source_from_assessment(sample_assessments["base"])


@pytest.fixture(scope="module")
def tables(source):
    return result_tables(source.results, source.ledger)


def test_workbook_holds_every_table_with_numbers_as_numbers(source, tables):
    from openpyxl import load_workbook

    content = workbook_bytes(tables)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == [table.id for table in tables]
    inventory = book["inventory"]
    heads = [cell.value for cell in inventory[1]]
    column = heads.index("A1-A3") + 1
    values = [inventory.cell(row, column).value for row in range(2, inventory.max_row + 1)]
    total = sum(value for value in values if value is not None)
    assert total == pytest.approx(source.results["carbon"]["modules"]["A1-A3"], rel=1e-12)
    assert inventory.max_row == len(source.ledger) + 1
    assert workbook_bytes(tables) == content


def test_a_name_in_a_workbook_is_never_a_formula():
    from openpyxl import load_workbook

    table = ResultTable("x", "X", ("a", "b"), (("=1+1", "+cmd|' /C calc'!A0"), ("a\x07b", None)))
    sheet = load_workbook(io.BytesIO(workbook_bytes([table])))["x"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].value == "a\ufffdb"


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_page_is_whole_and_fetches_nothing(source, language):
    found = result_tables(source.results, source.ledger, language=language)
    page = html_bytes(source.results, found, language=language).decode()
    assert not re.search(r"<script|<link|@import|url\(|src=", page)
    assert set(re.findall(r"https?://[^\s\"'<]+", page.split("<details>", 1)[0])) <= {"http://www.w3.org/2000/svg"}
    assert page.count("<svg") == 6
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(svg)
    assert "default-src 'none'" in page
    for table in found[1:]:
        assert f"({len(table.rows)})" in page


def test_page_shows_markup_as_text(source):
    results = json.loads(source.files["results.json"])
    results["building"]["name"] = "<img src=x onerror=alert(1)>"
    page = html_bytes(results, result_tables(results, source.ledger)).decode()
    assert "<img" not in page


def test_linked_data_carries_each_figure_with_its_path(source):
    content = linked_data_bytes(source.results, source.digest)
    document = json.loads(content)
    figures = {item["propertyID"]: item for item in document["figures"]}
    assert figures["carbon.per_m2"]["value"] == source.results["carbon"]["per_m2"]
    assert figures["carbon.modules.A1-A3"]["measurementTechnique"].startswith("EN 15978")
    assert figures["health.T3"]["unitText"]
    assert len(figures) == len(document["figures"])
    assert document["@id"] == f"urn:sha256:{source.digest}"
    terms = set(document["@context"])
    for item in document["figures"]:
        assert {key for key in item if not key.startswith("@")} <= terms
