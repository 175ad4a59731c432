"""Reports: pages that say what they must in each language, charts within their frame, files whole or not at all."""

import io
import json

import pytest

from bldgassess.compare.differences import compute_comparison
from bldgassess.errors import UserError
from reports.canonical import csv_bytes, json_bytes, plain
from reports.charts.carbon import parts_chart
from reports.charts.energy import energy_chart
from reports.charts.health import health_chart
from reports.charts.label import label_chart
from reports.charts.layout import Style, estimate_width, nice_ticks
from reports.charts.ops import Image, Line, Rect, Ring, Text
from reports.charts.palette import DARK, LIGHT
from reports.charts.waterfall import waterfall_chart
from reports.comparison import write_comparison
from reports.figures import number, percent, pretty_unit
from reports.files import write_files
from reports.inventory_csv import COLUMNS, inventory_rows
from reports.pdf.report import report_bytes
from reports.results_json import results_dict

LANGUAGES = ("en", "zh", "ru")


@pytest.fixture(scope="module")
def results(sample_assessments):
    return {key: results_dict(item) for key, item in sample_assessments.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_says_what_it_must(sample_assessments, results, language):
    from pypdf import PdfReader

    content = report_bytes(sample_assessments["base"], language=language)
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    assert 25 <= len(pages) <= 45
    disclaimer = results["base"]["label"]["disclaimer"][language]
    for index, page in enumerate(pages, 1):
        assert f"{index} / {len(pages)}" in page
        assert disclaimer[:12] in page.replace("\n", " ")
    together = "\n".join(pages)
    for word in ("A1-A3", "CN-GBT51366-001", results["base"]["inputs"]["model_sha256"][0][:16], "T1", "C01"):
        assert word in together
    assert reader.metadata.title == results["base"]["building"]["name"]


def test_report_is_byte_identical(sample_assessments):
    assert report_bytes(sample_assessments["base"]) == report_bytes(sample_assessments["base"])


def _inside(chart):
    slack = 3.0
    for op in chart.ops:
        if isinstance(op, Rect):
            corners = [(op.x, op.y), (op.x + op.width, op.y + op.height)]
        elif isinstance(op, Line):
            corners = list(op.points)
        elif isinstance(op, Ring):
            corners = [(op.x - op.outer, op.y - op.outer), (op.x + op.outer, op.y + op.outer)]
        elif isinstance(op, Text):
            width = estimate_width(op.text, op.size, op.bold)
            start = op.x - {"start": 0.0, "middle": width / 2, "end": width}[op.anchor]
            corners = [(start + 0.1 * width, op.y), (start + 0.9 * width, op.y)]
        else:
            assert isinstance(op, Image)
            corners = [(op.x, op.y), (op.x + op.width, op.y + op.height)]
        for x, y in corners:
            assert -slack <= x <= chart.width + slack, op
            assert -slack <= y <= chart.height + slack, op


@pytest.mark.parametrize("make", [parts_chart, energy_chart, health_chart, label_chart])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(480.0, 180.0), (900.0, 400.0)])
def test_charts_stay_in_their_frame_and_have_a_table(results, make, palette, size):
    for key in ("base", "better"):
        chart = make(results[key], *size, Style(palette=palette, size=9.0))
        _inside(chart)
        assert chart.title
        assert chart.subtitle
        assert chart.rows
        assert all(len(row) == len(chart.columns) for row in chart.rows)
        assert len({op.key for op in chart.ops if op.key}) > 0


def test_waterfall_ends_where_the_other_begins(results):
    named = [("base", results["base"]), ("better", results["better"])]
    comparison = compute_comparison(named)
    ends = [(name, item["carbon"]["per_m2"]) for name, item in named]
    chart = waterfall_chart(ends[0], ends[1], comparison.by_part[0], 600.0, 240.0, Style())
    _inside(chart)
    bars = [op for op in chart.ops if isinstance(op, Rect)]
    last, before = bars[-1], bars[-2]
    assert min(last.y, before.y + before.height) == pytest.approx(last.y, abs=1.0)


def test_ledger_has_all_columns(sample_assessments):
    rows = inventory_rows(sample_assessments["base"])
    assert {key for row in rows for key in row} <= set(COLUMNS)
    assert {row["kind"] for row in rows} == {"material", "system", "energy", "site", "use"}


def test_comparison_files(sample_assessments, tmp_path):
    named = list(sample_assessments.items())
    paths = write_comparison(named, tmp_path, language="zh")
    assert [path.name for path in paths] == ["comparison.json", "comparison.csv", "comparison.pdf"]
    assert json.loads(paths[0].read_text(encoding="utf-8"))["names"] == ["base", "better"]
    assert paths[2].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (0.0, "en", "0"),
        (1234.5678, "en", "1235"),
        (-0.04567, "en", "−0.0457"),
        (1234567.0, "en", "1\u202f234\u202f567"),
        (1.5, "ru", "1,5"),
        (None, "en", "–"),
        (99.95, "en", "100"),
    ],
)
def test_numbers(value, language, text):
    assert number(value, language) == text


def test_units_and_shares():
    assert pretty_unit("kgCO2e/(m2 a)") == "kgCO₂e/(m² a)"
    assert pretty_unit("-") == ""
    assert percent(-0.123, sign=True) == "−12 %"
    assert nice_ticks(0.0, 87.0) == (0.0, 25.0, 50.0, 75.0, 100.0)
    assert nice_ticks(0.0, 0.0)[-1] > 0.0


def test_canonical_values():
    assert plain({"a": (1, 2.0, None, True)}) == {"a": [1, 2.0, None, True]}
    assert json_bytes({"x": -0.0}) == b'{\n "x": 0.0\n}\n'
    assert csv_bytes(("a", "b"), [{"a": 'say "hi"'}]) == b'a,b\n"say ""hi""",\n'
    for bad in (float("nan"), float("inf"), object()):
        with pytest.raises(ValueError, match="result"):
            plain(bad)


def test_files_appear_whole_or_not_at_all(tmp_path):
    (tmp_path / "taken").mkdir()
    good, bad = tmp_path / "a.txt", tmp_path / "taken" / "x" / "b.txt"
    (tmp_path / "taken" / "x").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(UserError) as error:
        write_files({good: b"1", bad: b"2"})
    assert error.value.issues[0].code == "results.cannot_write"
    assert not good.exists()
    assert not list(tmp_path.glob(".*.part"))
    assert write_files({good: b"1"}) == (good,)
    assert good.read_bytes() == b"1"
