"""The findings of the Model page, driven as a person drives them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from bldgassess.errors import Issue
from bldgassess.ifc.readiness import compute_readiness
from bldgassess.model import ReadModel
from bldgassess.study import read_study
from ui.theme import load_fonts
from ui.view import make_view
from ui.window import MainWindow


@pytest.fixture
def window(qtbot, qapp):
    load_fonts(qapp)
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()


@pytest.fixture
def page(window, sample_dir, sample_models, sample_assessments):
    """The sample with two walls bare of materials and one window beside no room, assessed."""
    model, done = sample_models["base"], sample_assessments["base"]
    walls = [item.guid for item in model.building.elements if item.part == "external_wall"][:2]
    bare = tuple(replace(e, materials=()) if e.guid in walls else e for e in model.building.elements)
    lost = next(item.guid for item in model.building.elements if item.part == "window")
    issues = (
        Issue("ifc.openings_unresolved", {"count": 1}, (lost,), "warning"),
        Issue("ifc.no_area_given", {"name": "House <b>"}, (), "warning"),
    )
    building = replace(model.building, elements=bare, issues=issues)
    variant = window.state.add((sample_dir / "hainan_house_base.ifc",), read_study(sample_dir / "base.yaml"), "base")
    window.state.set_model(variant, ReadModel(building, model.meshes))
    assessment = replace(done, building=building, readiness=compute_readiness(building), issues=issues)
    window.state.set_results(variant, make_view(assessment))
    return window.pages["model"]


def _row(page, words):
    return next(row for row in page.findings.rows if words in row.row.title)


def _click(qtbot, row):
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)


def test_findings_are_ranked_and_say_severity_count_and_effect(page):
    readiness = page.state.current.view.readiness
    points = [item.points for item in readiness.findings]
    assert points == sorted(points, reverse=True)
    rows = page.findings.rows
    assert len(rows) == len(readiness.findings) + 1
    assert str(round(readiness.score)) in page.findings.score.text()
    assert page.findings.band.text().startswith("Fit for assessment")
    row = _row(page, "no material")
    assert row.badge.text() == "◆ error"
    assert "2 elements" in row.meta.text()
    assert "of the volume" in row.meta.text()
    assert row.accessibleName().startswith("error, ")
    assert not row.is_open


def test_issue_that_a_finding_covers_is_said_once(page):
    titles = [row.row.title for row in page.findings.rows]
    assert len([title for title in titles if "beside no room" in title]) == 1
    assert titles[-1].startswith("House <b> has no rooms")
    assert page.findings.rows[-1].title.textFormat() == Qt.TextFormat.PlainText


def test_click_isolates_and_selects_and_a_second_click_returns(page, qtbot):
    everything = page.viewer.visible
    row = _row(page, "no material")
    _click(qtbot, row)
    assert row.is_open
    assert "Give these elements" in row.detail.text()
    assert set(page.viewer.visible) == set(row.row.ids)
    assert page.state.selection == frozenset(row.row.ids)
    assert page.viewer.selected == frozenset(row.row.ids)
    _click(qtbot, row)
    assert not row.is_open
    assert page.viewer.visible == everything
    assert not page.state.selection


def test_escape_returns_from_the_last_of_two_findings(page, qtbot, window):
    everything = page.viewer.visible
    first, second = _row(page, "no material"), _row(page, "beside no room")
    _click(qtbot, first)
    _click(qtbot, second)
    assert not first.is_open
    assert page.viewer.visible == second.row.ids
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not second.is_open
    assert page.viewer.visible == everything
    assert not page.state.selection


def test_rooms_can_be_isolated_too(page, qtbot):
    row = _row(page, "without a window")
    _click(qtbot, row)
    rooms = {space.guid for space in page.state.current.building.spaces}
    assert set(row.row.ids) <= rooms
    assert set(page.viewer.visible) == set(row.row.ids)


def test_finding_about_the_whole_model_opens_and_shows_everything(page, qtbot):
    everything = page.viewer.visible
    _click(qtbot, _row(page, "no material"))
    row = _row(page, "True north")
    _click(qtbot, row)
    assert row.is_open
    assert page.viewer.visible == everything
    assert not page.state.selection


def test_keyboard_opens_a_finding(page, qtbot):
    row = _row(page, "no material")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert row.is_open
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert not row.is_open


def test_selection_elsewhere_keeps_the_finding_open(page, qtbot):
    row = _row(page, "no material")
    _click(qtbot, row)
    page.state.select(row.row.ids[:1])
    assert row.is_open
    assert set(page.viewer.visible) == set(row.row.ids)


@pytest.mark.parametrize("suffix", ["bcf", "html", "ids"])
def test_findings_are_saved_from_the_menu(page, monkeypatch, tmp_path, suffix):
    path = tmp_path / f"out.{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    action = next(a for a in page.export.menu().actions() if a.text().lower().startswith(suffix))
    action.trigger()
    assert path.stat().st_size > 500
    assert path.name in page.findings.band.text()


def test_place_that_cannot_be_written_is_said(page, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "file" / "x.ids"), ""))
    page.export.menu().actions()[-1].trigger()
    assert "cannot be written" in page.findings.band.text()


def test_no_label_is_wider_than_the_panel(page, qtbot):
    for row in page.findings.rows:
        row.set_open(True)

    def fits():
        texts = [text for text in page.findings.findChildren(QLabel) if text.isVisible()]
        return len(texts) > 20 and all(text.width() <= page.findings.width() for text in texts)

    qtbot.waitUntil(fits, timeout=5000)
