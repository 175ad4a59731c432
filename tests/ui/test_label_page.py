"""The Label page as people use it: how far, what each criterion rests on, what is declared, the cheapest step tried."""

import json
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bldgassess.label.catalogue import read_catalogue
from bldgassess.label.score import compute_label
from bldgassess.pipeline.data import DataSnapshot
from bldgassess.study import Study
from reports.charts.curve import curve_chart
from reports.charts.layout import Style
from reports.charts.ops import Line, Ring
from reports.charts.steps import step_key, steps_chart
from reports.label_words import gap_sentences
from ui.label_tasks import criteria_words
from ui.pages.label_declare import declared_range


@pytest.fixture(scope="module")
def words():
    """What the worker would tell of the shipped catalogue."""
    engine = SimpleNamespace(data=DataSnapshot(store=None, catalogue=read_catalogue()))
    return criteria_words(engine, SimpleNamespace(study=Study()), lambda _stage, _share: None)


@pytest.fixture
def window(opened, words):
    """The sample's base with its figures, the Label page in front, as if just opened."""
    made, template = opened
    variant = made.state.make_branch(template, "House")
    made.set_language("en")
    made.set_theme("light")
    made.history.clear()
    made.state.put([variant], 0)
    made.state.select(())
    made.state.criterion = ""
    made.show_page("label")
    made.state.told.emit(variant, "criteria", words, ())
    page = made.pages["label"]
    page.criteria.box.clear()
    page.criteria.show_category("")
    page.criteria.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    made.sent.clear()
    return made


@pytest.fixture
def page(window):
    return window.pages["label"]


def _label(window):
    return window.state.current.results["label"]


def _plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2212", "-")


def test_catalogue_and_what_it_is_not_are_always_said(page, window):
    assert "ce15hc-ref 0.1.0" in page.notice.text()
    assert "not the official criteria" in page.notice.text()
    for size in ((1440, 900), (1280, 800)):
        window.resize(*size)
        assert page.notice.isVisible()
        assert page.minimumSizeHint().width() <= size[0] - window.rail.width()


def test_gap_names_points_minimum_conditions_and_what_counts_as_nothing(page, window):
    label, text = _label(window), page.gap.text()
    step = label["next_level"]
    asked = page.num(round(label["score"] + step["points_missing"], 1))
    missing = page.num(round(step["points_missing"], 1))
    assert f"{step['title']['en']} at {asked}: {missing} points are missing." in text
    assert set(step["conditions"]) <= {word.strip(",.") for word in text.split()}
    lost = [row for row in label["criteria"] if row["state"] == "not_assessed"]
    assert f"Not assessed counts as 0: {len(lost)} of {len(label['criteria'])} criteria" in text


def test_highest_level_leaves_nothing_missing():
    label = {
        "score": 91.0, "level_title": {"en": "Platinum"}, "next_level": None, "criteria": [], "categories": [],
    }  # fmt: skip
    assert gap_sentences({"label": label}, Style()) == ("Platinum with 91 points.", "The highest level is reached.")


def test_bar_filters_the_table_and_the_chip_takes_it_back(page, window, qtbot):
    qtbot.mouseClick(page.bars, Qt.MouseButton.LeftButton, pos=page.bars.point_of("label.categories.H"))
    health = [row["id"] for row in _label(window)["criteria"] if row["category"] == "H"]
    assert sorted(page.criteria.shown_ids()) == sorted(health)
    assert page.criteria.chip.isVisible()
    qtbot.mouseClick(page.criteria.chip, Qt.MouseButton.LeftButton)
    assert len(page.criteria.shown_ids()) == len(_label(window)["criteria"])


def test_filter_by_key_and_words(page, window, qtbot):
    window.act("find")
    qtbot.keyClicks(page.criteria.box, "not assessed carbon")
    shown = page.criteria.shown_ids()
    rows = {row["id"]: row for row in _label(window)["criteria"]}
    assert shown
    assert {rows[key]["state"] for key in shown} == {"not_assessed"}


def test_sorted_by_points_and_copied_in_full(page, window):
    page.criteria.view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    rows = {row["id"]: row for row in _label(window)["criteria"]}
    points = [rows[key]["points"] for key in page.criteria.shown_ids()]
    assert points == sorted(points, reverse=True)
    page.criteria.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[1].split("\t")[3] == repr(points[0])


def test_moving_in_the_table_shows_the_criterion_with_its_curve(page, window, qtbot):
    view = page.criteria.view
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    identity = page.criteria.current_id
    assert page.panel.criterion["id"] == identity
    row = page.panel.criterion
    keys = [op.key for op in page.panel.curve.chart.ops if getattr(op, "key", "")]
    assert [f"label.curve.{k}" for k in range(len(row["curve"]))] == [key for key in keys if "curve" in key]
    assert f"label.criteria.{identity}" in keys
    assert page.panel.intent.text()
    for source in row["sources"]:
        assert source["doc"].split(" ")[0] in page.panel.sources.text()


def test_condition_of_levels_and_confidence_are_said(page):
    page.show_criterion("H03")
    assert page.panel.condition.text().startswith("Condition: Every level: ≤ 35 µg/m³, holds.")
    page.show_criterion("H12")
    assert "a document, does not hold" in page.panel.condition.text()
    assert "drinking-water test report" in page.panel.condition.text()
    assert "unverified" in page.panel.sources.text() or "read" in page.panel.sources.text()


def test_f1_leads_down_to_elements_where_the_value_is_carbon(page, window):
    page.show_criterion("C02")
    window.act("explain")
    assert page.panel.explains
    text = _plain(page.panel.why.toPlainText())
    assert text.startswith("C02 Upfront embodied carbon A1-A5:")
    assert "Factor:" in text
    guid = window.state.current.building.elements[0].guid
    page.panel.why.element_asked.emit(guid)
    assert window.state.selection == {guid}
    page.show_criterion("H03")
    assert not page.panel.explains
    window.act("explain")
    assert "H03 Fine particles indoors" in page.panel.why.toPlainText()
    page.panel.back.click()
    assert not page.panel.explains


def test_without_a_value_there_is_nothing_to_explain(page, window):
    page.show_criterion("G01")
    window.act("explain")
    assert not page.panel.explains
    assert not page.panel.why_button.isEnabled()
    assert "counts as 0" in page.panel.proof.text()
    assert page.panel.why_button.toolTip() == "There is no value to explain."
    page.show_criterion("H03")
    assert page.panel.why_button.toolTip() == ""


def test_declared_value_is_one_undoable_edit(page, window, qtbot):
    page.show_criterion("G01")
    form = page.panel.form
    form.input.spin.setFocus()
    form.input.spin.selectAll()
    qtbot.keyClicks(form.input.spin, "2")
    qtbot.keyClick(form.input.spin, Qt.Key.Key_Return)
    study = window.state.current.study
    assert study.label.declared == {"governance.verification_level": 2.0}
    assert window.history.undo_text == "G01 declared – → 2 level 0-3"
    assert window.sent == [("assess", study)]
    page.refresh()
    qtbot.mouseClick(form.withdraw, Qt.MouseButton.LeftButton)
    assert window.state.current.study.label.declared == {}
    window.act("undo")
    window.act("undo")
    assert window.state.current.study.label.declared == {}
    assert not window.history.undo_text


def test_nothing_is_declared_in_place_of_what_the_model_says(page):
    page.show_criterion("C02")
    assert not page.panel.form.input.isVisible()
    assert "would not count" in page.panel.form.state.text()


def test_document_and_reason_are_edits(page, window, qtbot):
    page.show_criterion("H12")
    form = page.panel.form
    form.document.click()
    assert window.state.current.study.label.documents == ("H12",)
    page.refresh()
    form.reason.setFocus()
    qtbot.keyClicks(form.reason, "no drinking water here")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert window.state.current.study.label.not_applicable == {"H12": "no drinking water here"}
    assert window.history.texts == ("Document for H12 at hand", "H12 does not apply: no drinking water here")
    page.refresh()
    form.reason.clear()
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert window.state.current.study.label.not_applicable == {}


def test_stage_is_an_edit_and_a_locked_variant_has_none(page, window):
    page.stage.setCurrentIndex(page.stage.findData("inuse"))
    page.stage.activated.emit(page.stage.currentIndex())
    assert window.state.current.study.label.stage == "inuse"
    assert window.history.undo_text == "Stage: design → in use"
    window.act("lock")
    assert not page.stage.isEnabled()
    assert not page.panel.form.reason.isEnabled()


def test_step_opens_as_a_variant_named_after_its_measure_in_one_step(page, window, qtbot):
    base = window.state.current
    step = next(k for k, row in enumerate(_label(window)["improvements"]) if row["measures"] == ["photovoltaics"])
    qtbot.mouseClick(page.steps.buttons[step], Qt.MouseButton.LeftButton)
    made = window.state.current
    assert made is not base
    assert made.name == "Photovoltaics"
    assert set(made.study.measures) == {"photovoltaics"}
    assert base.study.measures == {}
    assert made.stale == {"energy", "carbon", "health", "label"}
    assert ("assess", made.study) in window.sent
    assert window.history.index == 1
    window.keeper._entries.clear()
    window.keeper._take_entries()
    (entry,) = window.keeper._entries
    assert (entry.variant, entry.words) == (made.key, "Branch Photovoltaics")
    assert json.loads(entry.new) == {"variant": "Photovoltaics", "measures.photovoltaics": {}}
    window.act("undo")
    assert window.state.variants == [base]
    window.act("redo")
    assert [item.name for item in window.state.variants] == ["House", "Photovoltaics"]


def test_bar_of_a_step_shows_its_criterion(page, window, qtbot):
    step = _label(window)["improvements"][1]
    qtbot.mouseClick(page.steps.chart, Qt.MouseButton.LeftButton, pos=page.steps.chart.point_of(step_key(1)))
    assert page.panel.criterion["id"] == step["criterion"]


def test_steps_as_bars_have_their_points_in_the_table(window):
    chart = steps_chart({"label": _label(window)}, 500.0, 200.0, Style())
    gains = [row["gain_points"] for row in _label(window)["improvements"]]
    assert [row[3] for row in chart.rows] == gains


def test_known_value_that_does_not_count_is_hollow_and_says_so():
    catalogue = read_catalogue()
    label = compute_label(catalogue, {}, building_type="house", stage="design")
    row = next(item for item in label.criteria if item.id == "H03")
    criterion = {
        "id": "H03", "title": row.title, "metric": row.metric, "value": 12.0, "unit": row.unit, "points": 0.0,
        "max": row.max_points, "state": "not_assessed", "curve": row.curve,
    }  # fmt: skip
    chart = curve_chart(criterion, 400.0, 200.0, Style(), limit=35.0, limit_words="Every level")
    assert "does not count: 0 of 3 points" in chart.title
    own = [op for op in chart.ops if isinstance(op, Ring) and op.key == "label.criteria.H03"]
    hole = chart.ops[chart.ops.index(own[0]) + 1]
    assert isinstance(hole, Ring)
    assert (hole.x, hole.outer < own[0].outer) == (own[0].x, True)
    assert any(isinstance(op, Line) and op.tip == "Every level" for op in chart.ops)
    assert chart.rows[0] == (5.0, 3.0, 100.0)


@pytest.mark.parametrize(
    ("unit", "curve", "bounds"),
    [
        ("% of checklist", [(60, 0), (100, 100)], (0, 100)),
        ("h of 168", [(0, 0), (168, 100)], (0, 168)),
        ("level 0-2", [(0, 0), (2, 100)], (0, 2)),
        ("year", [(2026, 0), (2051, 100)], (2026, 2101)),
        ("kg/m2", [(10, 100), (60, 0)], (0, 600)),
    ],
)
def test_declared_values_keep_bounds(unit, curve, bounds):
    found = declared_range({"unit": unit, "curve": curve})
    assert (found.least, found.most) == bounds


def test_page_stays_in_another_language_and_theme(page, window):
    page.show_criterion("C02")
    window.set_language("ru")
    window.set_theme("dark")
    again = window.pages["label"]
    assert again.bars.chart is not None
    assert again.panel.criterion["id"] == "C02"
    names = [widget.accessibleName() for widget in (again.stage, again.criteria.view, again.criteria.box)]
    assert all(names)
