"""Charts of carbon: areas and bars are the figures, words stay inside and apart, colours can be told apart."""

import itertools
import math
import unicodedata
from functools import partial
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from bldgassess.carbon.result import BEYOND, EMBODIED_MODULES, TOTAL_MODULES
from bldgassess.texts import translation
from reports.charts.colour import channels, contrast, ink_on, mix, outline_of
from reports.charts.energy import energy_chart
from reports.charts.entries import cells_of, entries_of, entries_of_table, matches_key, replaced_in
from reports.charts.layout import Style, estimate_width
from reports.charts.modules import modules_chart
from reports.charts.ops import Area, Chart, Image, Line, Rect, Ring, Text
from reports.charts.palette import CLASS_COLOURS, DARK, LIGHT, MODULE_COLOURS, PART_COLOURS
from reports.charts.picture import picture
from reports.charts.reconciliation import reconciliation_chart
from reports.charts.squarify import squarify
from reports.charts.timeline import account_of, timeline_chart
from reports.charts.treemap import BACK_KEY, OTHER_KEY, treemap_chart
from reports.html_charts import chart_svg
from reports.inventory_csv import inventory_rows
from reports.not_counted import not_counted
from reports.results_json import results_dict

SIZES = ((400.0, 150.0), (480.0, 250.0), (760.0, 330.0))


@pytest.fixture(scope="module")
def results(sample_assessments):
    return results_dict(sample_assessments["base"])


@pytest.fixture(scope="module")
def entries(sample_assessments):
    item = sample_assessments["base"]
    return entries_of(item.carbon.rows, (*item.inventory.lines, *item.carbon.system_lines))


@pytest.fixture(scope="module")
def makers(entries, results):
    return {
        "modules": partial(modules_chart, results),
        "treemap": partial(treemap_chart, entries, results),
        "opened": partial(treemap_chart, entries, results, is_opened=True),
        "timeline": partial(timeline_chart, entries, results),
        "dated": partial(timeline_chart, entries, results, is_dated=True),
        "reconciliation": partial(reconciliation_chart, results),
    }


def _box(text: Text):
    width = estimate_width(text.text, text.size, text.bold)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - 0.75 * text.size, left + width, text.y + 0.05 * text.size


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["modules", "treemap", "opened", "timeline", "dated", "reconciliation"])
def test_words_stay_inside_and_apart(makers, name, size, language):
    style = Style(language=language, translate=translation(language).gettext, size=12.0)
    chart = makers[name](*size, style)
    boxes = [(op, _box(op)) for op in chart.ops if isinstance(op, Text)]
    assert boxes
    for op, (left, top, right, bottom) in boxes:
        assert left >= -1.0, op
        assert right <= chart.width + 1.0, op
        assert top >= -1.0, op
        assert bottom <= chart.height + 1.0, op
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        apart = a[2] <= b[0] + 1.0 or b[2] <= a[0] + 1.0 or a[3] <= b[1] + 1.0 or b[3] <= a[1] + 1.0
        assert apart, (one, other)


@pytest.mark.parametrize("name", ["modules", "treemap", "opened", "timeline", "dated", "reconciliation"])
def test_each_chart_has_its_answer_and_a_table_of_numbers(makers, name):
    chart = makers[name](480.0, 250.0, Style(size=12.0))
    assert chart.title
    assert chart.subtitle
    assert chart.rows
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert any(isinstance(value, float) for row in chart.rows for value in row)
    for op in chart.ops:
        if isinstance(op, Rect):
            assert -0.5 <= op.x <= op.x + op.width <= chart.width + 0.5, op
            assert -0.5 <= op.y <= op.y + op.height <= chart.height + 0.5, op


def test_boxes_of_a_treemap_are_in_proportion_and_fill_it():
    values = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]
    boxes = squarify(values, (10.0, 20.0, 6.0, 4.0))
    assert [w * h for _, _, w, h in boxes] == pytest.approx(values)
    for (x, y, w, h), (u, v, s, t) in itertools.combinations(boxes, 2):
        assert min(x + w, u + s) - max(x, u) < 1e-9 or min(y + h, v + t) - max(y, v) < 1e-9
    # the figure of the paper: the largest two stand over each other, 3 wide and 2 high
    assert boxes[0] == pytest.approx((10.0, 20.0, 3.0, 2.0))
    assert squarify([], (0.0, 0.0, 1.0, 1.0)) == []


def test_treemap_is_the_embodied_carbon(entries, results):
    chart = treemap_chart(entries, results, 480.0, 300.0, Style(size=12.0))
    by_part = results["carbon"]["by_part"]
    expected = math.fsum(
        kg for part, row in by_part.items() if part != "operation" for m, kg in row.items() if m in EMBODIED_MODULES
    )
    assert math.fsum(row[2] for row in chart.rows) == pytest.approx(expected, rel=1e-12)
    assert math.fsum(row[4] for row in chart.rows) == pytest.approx(100.0)
    cells = {cell.key: cell for cell in cells_of(entries)}
    marks = [op for op in chart.ops if isinstance(op, Rect) and op.key in cells]
    assert all(op.hatch == cells[op.key].is_assumed for op in marks)
    shown = math.fsum(cells[op.key].kg for op in marks)
    assert 0.9 * expected <= shown < expected
    assert OTHER_KEY in {op.key for op in chart.ops}


def test_the_small_ones_open_and_close_again(entries, results):
    whole = treemap_chart(entries, results, 480.0, 300.0, Style(size=12.0))
    opened = treemap_chart(entries, results, 480.0, 300.0, Style(size=12.0), is_opened=True)
    first = {op.key for op in whole.ops if op.key}
    second = {op.key for op in opened.ops if op.key}
    assert first & second == set()
    assert BACK_KEY in second
    keys = {cell.key for cell in cells_of(entries) if cell.kg > 0.0}
    assert (first | second) - {OTHER_KEY, BACK_KEY} == keys


def test_modules_stand_on_one_line_and_d_is_hollow(results):
    chart = modules_chart(results, 480.0, 250.0, Style(size=12.0))
    marks = {op.key.rpartition(".")[2]: op for op in chart.ops if isinstance(op, Rect) and op.key and not op.hatch}
    assert set(marks) == set(results["carbon"]["modules"])
    assert all((op.fill is None) == (module in BEYOND) for module, op in marks.items())
    zero = max(op.y + op.height for module, op in marks.items() if module in {"A1-A3", "B6"})
    assert marks["B6"].y + marks["B6"].height == pytest.approx(zero)
    high, low = results["carbon"]["modules"]["B6"], results["carbon"]["modules"]["A1-A3"]
    assert marks["B6"].height / marks["A1-A3"].height == pytest.approx(high / low)
    assert max(op.x for m, op in marks.items() if m not in BEYOND) < marks["D"].x


def test_what_is_not_declared_is_hatched_and_said(results):
    carbon = {**results["carbon"], "coverage": {**results["carbon"]["coverage"], "C3": 0.82}}
    chart = modules_chart({**results, "carbon": carbon}, 480.0, 250.0, Style(size=12.0))
    caps = [op for op in chart.ops if isinstance(op, Rect) and op.hatch]
    assert "coverage: C3 declared for 82 % of mass" in {op.tip.split("\n")[0] for op in caps}
    assert any("coverage: C3 declared for 82 % of mass" in op.text for op in chart.ops if isinstance(op, Text))


@pytest.mark.parametrize("is_dated", [False, True])
def test_timeline_is_the_account_of_the_budget(entries, results, is_dated):
    account, carbon = account_of(results, is_dated=is_dated), results["carbon"]
    found = carbon["budget"]["pulses"] if is_dated else carbon["budget"]
    sums = [a + b for a, b in zip(account.embodied, account.operational, strict=True)]
    expected = list(found["yearly_kgco2e_m2"])
    assert sums[: len(expected)] == pytest.approx(expected)
    assert account.cumulative[-1] == pytest.approx(carbon["per_m2"])
    over = next(y for y, s, p in zip(account.years, sums, account.path, strict=False) if s > p)
    assert over == account.overshoot_year
    chart = timeline_chart(entries, results, 480.0, 250.0, Style(size=12.0), is_dated=is_dated)
    rings = [op for op in chart.ops if isinstance(op, Ring)]
    assert [op.key for op in rings] == [f"carbon.timeline.{over}"]
    assert len(chart.rows) == carbon["study_period_a"]


def test_replacements_are_named_in_the_years_that_have_them(entries, results):
    carbon = results["carbon"]
    names = replaced_in(entries, carbon["timeline"]["start_year"], carbon["study_period_a"])
    yearly = carbon["timeline"]["embodied_kgco2e"]
    plain = min(yearly)
    pulses = {carbon["timeline"]["start_year"] + k for k, kg in enumerate(yearly) if kg > plain * (1 + 1e-9)}
    assert set(names) == pulses - {carbon["timeline"]["start_year"], carbon["timeline"]["start_year"] + len(yearly) - 1}
    assert "Cooling units" in names[carbon["timeline"]["start_year"] + 15]


def test_band_follows_the_spread_of_the_total(entries, results):
    spread = {"p5": 500.0, "p50": 900.0, "p95": 4000.0}
    carbon = {**results["carbon"], "uncertainty": spread}
    chart = timeline_chart(entries, {**results, "carbon": carbon}, 480.0, 250.0, Style(size=12.0))
    band = next(op for op in chart.ops if isinstance(op, Area))
    half = len(band.points) // 2
    high, low = band.points[half - 1][1], band.points[half][1]
    zero = max(y for _, y in band.points)
    assert (zero - high) / (zero - low) == pytest.approx(8.0, rel=0.15)
    assert "5 to 95 %: 500 to 4000" in chart.subtitle


def test_bars_between_the_rule_sets_sum_to_the_difference(results):
    chart = reconciliation_chart(results, 480.0, 250.0, Style(size=12.0))
    start, *lines, end = (row[1] for row in chart.rows)
    assert start + math.fsum(lines) == pytest.approx(end, rel=1e-12)
    bars = [op for op in chart.ops if isinstance(op, Rect)]
    zero = next(op.points[0][0] for op in chart.ops if isinstance(op, Line))
    signed = math.fsum((op.width if op.x >= zero - 1e-6 else -op.width) for op in bars)
    longest = max(bars, key=lambda op: op.width)
    scale = longest.width / max(abs(kg) for kg in lines)
    assert signed / scale == pytest.approx(end - start, rel=0.02)
    assert all(op.hatch == (op.x >= zero - 1e-6) for op in bars)


def test_ledger_table_and_ledger_rows_give_the_same_entries(sample_assessments, entries):
    again = {entry.id: entry for entry in entries_of_table(inventory_rows(sample_assessments["base"]))}
    assert set(again) == {entry.id for entry in entries if entry.kgco2e}
    for entry in entries:
        other = again[entry.id]
        assert other.total_kg == pytest.approx(entry.total_kg)
        assert (other.part, other.guid, other.is_assumed) == (entry.part, entry.guid, entry.is_assumed)
    total = math.fsum(entry.total_kg for entry in entries)
    assert total == pytest.approx(results_dict(sample_assessments["base"])["carbon"]["total_kgco2e"])
    key = "carbon.by_part.window"
    assert {entry.part for entry in entries if matches_key(entry, key)} == {"window"}


def test_what_is_left_out_is_listed(sample_assessments, results):
    item = sample_assessments["base"]
    carbon = {**results["carbon"], "coverage": {**results["carbon"]["coverage"], "C3": 0.75}}
    found = not_counted({**results, "carbon": carbon}, item.inventory.lines, item.building, str, "en")
    by_name = {left.what.split(" ")[0]: left for left in found}
    assert by_name["C3"].mass_kg == pytest.approx(0.25 * results["building"]["mass_kg"])
    assert {"A0", "B5", "B8"} <= set(by_name)
    assert not set(by_name) & (set(carbon["modules"]) - {"C3", "D"} & set(TOTAL_MODULES))
    without = [line for line in item.inventory.lines if line.part != "door"]
    found = not_counted(results, without, item.building, str, "en")
    doors = next(left for left in found if left.what.startswith("Doors"))
    assert len(doors.guids) == sum(element.part == "door" for element in item.building.elements)


# colours

#: Machado, Oliveira, Fernandes 2009, severity 1.0 (doi 10.1109/TVCG.2009.113), on linear RGB.
_BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def _lab(colour: str, sight) -> tuple[float, float, float]:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in sight)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", _BLIND)
def test_seven_categories_are_told_apart_by_any_sight(sight):
    colours = sorted(set(MODULE_COLOURS.values()))
    assert len(colours) == 7
    for one, other in itertools.combinations(colours, 2):
        assert math.dist(_lab(one, _BLIND[sight]), _lab(other, _BLIND[sight])) >= 16.0, (one, other)


def test_pale_fills_have_an_outline_and_words_on_fills_can_be_read():
    for palette in (LIGHT, DARK):
        for colour in {*MODULE_COLOURS.values(), *PART_COLOURS.values()}:
            outlined = outline_of(colour, palette)
            assert (outlined is None) == (contrast(colour, palette.ground) >= 3.0)
            if outlined:
                assert contrast(outlined, palette.ground) >= 3.0
    for colour in {*MODULE_COLOURS.values(), *PART_COLOURS.values()}:
        assert contrast(ink_on(colour), colour) >= 4.5
    for fill, ink in CLASS_COLOURS.values():
        assert contrast(fill, ink) >= 5.3
    assert mix("#102030", "#506070", 0.0) == "#102030"


# files


@pytest.mark.parametrize("name", ["modules", "treemap", "timeline", "reconciliation"])
def test_svg_and_pdf_hold_the_words_of_the_chart(makers, name, tmp_path):
    from reports.pdf.chart_file import chart_pdf

    chart = makers[name](480.0, 250.0, Style(size=9.0))
    whole = picture(chart, Style(size=9.0))
    root = ElementTree.fromstring(chart_svg(whole))
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {op.text for op in chart.ops if isinstance(op, Text)} <= words
    hatched = sum(isinstance(op, Rect) and op.hatch for op in chart.ops)
    assert len(root.findall("{http://www.w3.org/2000/svg}path[@pointer-events='none']")) == hatched
    path = tmp_path / "chart.pdf"
    path.write_bytes(chart_pdf(whole))
    page = PdfReader(path).pages[0]
    assert float(page.mediabox.width) == pytest.approx(whole.width, abs=1.0)
    text = unicodedata.normalize("NFKC", page.extract_text())
    assert unicodedata.normalize("NFKC", chart.title.split(" ", maxsplit=1)[0]) in text
    assert chart_pdf(whole) == chart_pdf(whole)


def test_a_picture_of_cells_is_an_image_in_svg():
    cells = Image(0.0, 0.0, 20.0, 10.0, 2, 1, bytes([255, 0, 0, 0, 0, 255]))
    root = ElementTree.fromstring(chart_svg(Chart("x", 20.0, 10.0, (cells,), "t", "s", (), ())))
    image = root.find("{http://www.w3.org/2000/svg}image")
    assert image is not None
    assert image.get("href", "").startswith("data:image/png;base64,")


def test_tables_hold_figures_in_full(results):
    chart = energy_chart(results, 480.0, 250.0, Style())
    gia = results["building"]["gia_m2"]
    monthly = results["energy"]["monthly"]["final_kwh"]
    january = sum(months[0] for months in monthly.values()) / gia
    assert math.fsum(row[1] for row in chart.rows) == pytest.approx(january, rel=1e-12)
