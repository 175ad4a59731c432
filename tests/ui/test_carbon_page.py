"""The Carbon page as people use it: look, ask what is missing, go down to a source, change the rules."""

import math
import time

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from bldgassess.carbon.result import EMBODIED_MODULES
from bldgassess.study import read_study
from bldgassess.texts import translation
from reports.charts.entries import Entry
from reports.charts.treemap import OTHER_KEY
from ui.pages.carbon import CarbonPage
from ui.pages.carbon_ledger import Ledger
from ui.state import State
from ui.theme import load_fonts
from ui.view import make_view


@pytest.fixture
def state(sample_dir, sample_models, sample_assessments):
    made = State()
    variant = made.add((sample_dir / "hainan_house_base.ifc",), read_study(sample_dir / "base.yaml"), "base")
    made.set_model(variant, sample_models["base"])
    made.set_results(variant, make_view(sample_assessments["base"]))
    return made


@pytest.fixture
def page(state, qtbot, qapp):
    load_fonts(qapp)
    made = CarbonPage(state, "en", "light")
    qtbot.addWidget(made)
    state.selection_changed.connect(made.select)
    made.resize(1000, 820)
    made.show()
    made.refresh()
    return made


def _plain(words):
    """Qt turns narrow spaces into plain ones."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _why(page):
    return _plain(page.why.toPlainText())


def _results(page):
    return page.state.current.results["carbon"]


def test_headline_basis_and_four_charts(page):
    assert page.headline.text() == f"{page.num(_results(page)['per_m2'])} kgCO₂e/m²"
    assert page.basis.profile.currentData() == "EN15978"
    assert "50 a" in page.basis.period.currentText()
    assert "m² internal area, 163 m²" in page.basis.area.text()
    assert all(widget.chart is not None and widget.chart.rows for widget in page._charts())


def test_range_stands_beside_the_headline(page):
    variant = page.state.current
    carbon = {**variant.results["carbon"], "uncertainty": {"p5": 1500.0, "p50": 2000.0, "p95": 2500.0}}
    variant.results = {**variant.results, "carbon": carbon}
    page.refresh()
    assert page.range.text() == "5 to 95 %: 1500 to 2500"


def test_profile_and_period_ask_for_an_edit_that_says_itself(page, qtbot):
    with qtbot.waitSignal(page.edit_asked) as told:
        page.basis.profile.setCurrentIndex(page.basis.profile.findData("GB51366"))
        page.basis.profile.activated.emit(page.basis.profile.currentIndex())
    path, value, words, _ = told.args
    assert (path, value) == ("carbon.profile", "GB51366")
    assert words("EN15978", value) == "Profile: EN 15978 → GB/T 51366"
    with qtbot.waitSignal(page.edit_asked) as told:
        page.basis.period.setCurrentIndex(page.basis.period.findData(60))
        page.basis.period.activated.emit(page.basis.period.currentIndex())
    path, value, words, _ = told.args
    assert (path, value) == ("carbon.study_period_a", 60)
    assert words(None, value) == "Study period: by the profile → 60 a"


def test_a_mark_selects_its_elements_and_filters_the_ledger(page, qtbot):
    key = next(op.key for op in page.treemap.chart.ops if op.key.startswith("carbon.by_part.window/"))
    qtbot.mouseClick(page.treemap, Qt.MouseButton.LeftButton, pos=page.treemap.point_of(key))
    elements = page.state.current.building.elements
    assert page.state.selection == {element.guid for element in elements if element.part == "window"}
    shown = [page.ledger.model.entry(row) for row in range(page.ledger.model.rowCount())]
    assert {entry.part for entry in shown} == {"window"}
    assert page.open_panel == "ledger"
    assert page.treemap.selected == {key}
    assert page.ledger.chip.text().startswith("Windows, ")
    page.ledger.chip.click()
    assert page.ledger.model.rowCount() == len(page.entries)


def test_other_opens_and_closes(page, qtbot):
    qtbot.mouseClick(page.treemap, Qt.MouseButton.LeftButton, pos=page.treemap.point_of(OTHER_KEY))
    assert OTHER_KEY not in {op.key for op in page.treemap.chart.ops}
    qtbot.mouseClick(page.treemap, Qt.MouseButton.LeftButton, pos=page.treemap.point_of("carbon.by_part"))
    assert OTHER_KEY in {op.key for op in page.treemap.chart.ops}


def test_rows_select_many_elements_and_elements_their_rows(page):
    page.show_panel("ledger")
    model, picked = page.ledger.model, page.ledger.view.selectionModel()
    rows = [row for row in range(model.rowCount()) if model.entry(row).guid]
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    wanted = set()
    for row in (rows[0], rows[5], rows[9]):
        picked.select(model.index(row, 0), flags)
        wanted.add(model.entry(row).guid)
    assert page.state.selection == wanted
    guid = page.state.current.building.elements[3].guid
    page.state.select((guid,))
    marked = {model.entry(index.row()).guid for index in picked.selectedRows()}
    assert marked == {guid}


def test_filter_box_and_sum(page):
    page.find()
    assert page.open_panel == "ledger"
    page.ledger.box.setText("concrete roof")
    model = page.ledger.model
    shown = [model.entry(row) for row in range(model.rowCount())]
    assert shown
    assert all(entry.part == "roof" for entry in shown)
    kg = math.fsum(entry.total_kg for entry in shown)
    assert page.num(kg) in page.ledger.sum.text()
    page.ledger.box.setText("no such thing")
    assert model.rowCount() == 0


def test_sorting_puts_what_is_not_declared_last(page):
    model = page.ledger.model
    column = [item.id for item in model.columns].index("C3")
    for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        model.sort(column, order)
        values = [model.columns[column].value(model.entry(row)) for row in range(model.rowCount())]
        there = [value for value in values if value is not None]
        assert values[len(there) :] == [None] * (len(values) - len(there))
        assert there == sorted(there, reverse=order == Qt.SortOrder.DescendingOrder)
        assert len(there) < len(values)


def test_what_is_missing_is_one_click_from_the_headline(page):
    button = page.buttons["left_out"]
    assert button.text() == f"Not in this total: {len(page.left_out.items)}"
    button.click()
    assert page.open_panel == "left_out"
    texts = [page.left_out.table.item(row, 0).text() for row in range(page.left_out.table.rowCount())]
    assert any(text.startswith("B5") for text in texts)
    button.click()
    assert page.open_panel == ""


def test_why_goes_down_to_factor_and_source(page, qtbot):
    page.activateWindow()
    page.treemap.setFocus()
    qtbot.waitUntil(page.treemap.hasFocus)
    qtbot.keyClick(page.treemap, Qt.Key.Key_Right)
    key = page.treemap.focused_key
    page.explain()
    words = _why(page)
    entries = page._behind(key)
    total = math.fsum(entry.total_kg for entry in entries)
    assert _plain(page.num(total)) in words
    largest = max(entries, key=lambda entry: entry.total_kg)
    assert largest.record_id in words
    assert largest.source in words
    assert "Quantity: " in words
    page.why.anchorClicked.emit(QUrl(f"guid:{largest.guid}"))
    assert page.state.selection == {largest.guid}


def test_why_of_the_headline_is_the_total(page):
    page.setFocus()
    page.explain()
    words = _why(page)
    assert f"Whole-life carbon: {page.num(_results(page)['per_m2'])} kgCO₂e/m²" in words
    assert "EN 15978" in words
    page.explain_key("carbon.modules.A4")
    assert _plain(page.num(_results(page)["modules"]["A4"])) in _why(page)
    row = page.ledger.model.entry(0)
    page.explain_row(row.id)
    assert _plain(page.num(row.total_kg)) in _why(page)


def test_a_year_shows_what_is_replaced_in_it(page):
    year = _results(page)["timeline"]["start_year"] + 30
    page._mark(f"carbon.timeline.{year}")
    parts = {element.part for element in page.state.current.building.elements if element.guid in page.state.selection}
    assert "window" in parts
    page.explain_key(f"carbon.timeline.{year}")
    pulse = _results(page)["timeline"]["embodied_kgco2e"]
    assert f"Replaced in {year}: {_plain(page.num(pulse[30] - min(pulse)))} kgCO₂e" in _why(page)


def test_ledger_is_copied_in_full(page, qtbot):
    page.show_panel("ledger")
    page.ledger.view.clearSelection()
    page.ledger.view.setFocus()
    qtbot.keyClick(page.ledger.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, *rows = QGuiApplication.clipboard().text().rstrip("\n").split("\n")
    names = head.split("\t")
    place = names.index("A1-A3")
    kg = math.fsum(float(row.split("\t")[place] or 0.0) for row in rows)
    assert kg == pytest.approx(_results(page)["modules"]["A1-A3"], rel=1e-12)


def test_five_thousand_rows_are_there_at_once(qtbot):
    tr = translation("en").gettext
    modules = tuple(EMBODIED_MODULES)
    entries = [
        Entry(
            f"g{k}/0",
            "material",
            f"g{k}",
            f"Wall {k}",
            "external_wall",
            f"Brick {k % 40:02d}x",
            {"A1-A3": k * 1.0, "A4": 2.0},
        )
        for k in range(5000)
    ]
    ledger = Ledger(tr, "en")
    qtbot.addWidget(ledger)
    ledger.resize(1000, 280)
    ledger.show()
    best = math.inf
    for _ in range(3):
        start = time.perf_counter()
        ledger.show_entries(entries, modules)
        ledger.grab()
        best = min(best, time.perf_counter() - start)
    assert ledger.model.rowCount() == 5000
    assert best < 0.05
    start = time.perf_counter()
    ledger.box.setText("brick 07x")
    assert time.perf_counter() - start < 0.05
    assert ledger.model.rowCount() == 125


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("size", [(1000, 820), (846, 690)])
def test_nothing_is_cut_in_any_language(state, qtbot, qapp, language, size):
    load_fonts(qapp)
    page = CarbonPage(state, language, "dark")
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.refresh()
    for panel in ("", "ledger", "left_out", "why"):
        page.show_panel(panel)
        QApplication.processEvents()
        assert (page.width(), page.height()) == size
        for item in page.findChildren(QLabel):
            if item.isVisible() and not item.wordWrap():
                assert item.width() >= item.sizeHint().width() - 1, item.text()
        for box in (page.basis.profile, page.basis.period):
            assert box.width() >= box.sizeHint().width()


def test_a_page_without_figures_says_so(qtbot, state):
    page = CarbonPage(State(), "en", "light")
    qtbot.addWidget(page)
    page.refresh()
    assert "No figures yet." in page.range.text()
    assert page.ledger.model.rowCount() == 0
    assert not page.basis.isEnabled()
