"""The Health page as a person uses it: cells, groups of people, daylight, measured data."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from bldgassess.errors import Cancelled, Issue
from bldgassess.health.light.radiance import is_available
from bldgassess.health.row import SITE
from bldgassess.pipeline.data import load_data
from bldgassess.study import Study, read_study
from reports.charts.layout import Style
from reports.charts.palette import PALETTES
from reports.health_order import PILLARS, rooms_by_worst
from reports.names import CLASS_SIGNS
from ui.charts import text_width
from ui.light import Lights
from ui.measured import MeasuredNews, read_for_window
from ui.pages import health_daylight
from ui.pages.health_daylight import DaylightBar
from ui.pages.health_people import PeopleView, verdict_text
from ui.pages.measured import MeasuredView
from ui.theme import load_fonts
from ui.view import make_view
from ui.window import MainWindow

_PATIENCE_MS = 90_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def style(qapp):
    load_fonts(qapp)
    return Style(palette=PALETTES["light"], language="en", translate=str, measure=text_width, size=12.0)


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
def filled(window, sample_dir, sample_models, sample_assessments):
    """A window on the Health page of the sample, put in as a finished job would."""
    variant = window.state.add((sample_dir / "hainan_house_base.ifc",), read_study(sample_dir / "base.yaml"), "base")
    window.state.set_model(variant, sample_models["base"])
    window.state.set_results(variant, make_view(sample_assessments["base"]))
    window.show_page("health")
    return window


def _row(matrix, identity):
    found = [r for r in range(matrix.rowCount()) if matrix.item(r, 0).data(Qt.ItemDataRole.UserRole)[0] == identity]
    assert len(found) == 1
    return found[0]


def _click(qtbot, matrix, row, column):
    item = matrix.item(row, column)
    matrix.scrollToItem(item)
    qtbot.mouseClick(matrix.viewport(), LEFT, pos=matrix.visualItemRect(item).center())


def _indicators(window):
    return window.state.current.results["health"]["indicators"]


def test_pillars_are_groups_with_the_class_of_the_rating(filled):
    matrix, health = filled.pages["health"].matrix, filled.state.current.results["health"]
    heads = [matrix.verticalHeaderItem(r).text() for r in range(matrix.rowCount())]
    groups = [r for r, words in enumerate(heads) if words.startswith("−")]
    assert len(groups) == len(PILLARS) == 5
    assert matrix.rowCount() == len(health["indicators"]) + 5
    for r, pillar in zip(groups, PILLARS, strict=True):
        assert matrix.item(r, 0).text() == CLASS_SIGNS[health["rating"]["pillars"][pillar]["class"]]


def test_each_cell_has_the_numeral_of_its_class_and_rooms_stand_worst_first(filled):
    matrix, indicators = filled.pages["health"].matrix, _indicators(filled)
    rooms = list(rooms_by_worst(indicators))
    assert matrix.columnCount() == 3 + len(rooms)
    shown = 0
    for item in indicators:
        for c, guid in enumerate(rooms, 3):
            cell = item["spaces"].get(guid)
            if cell is not None and cell["value"] is not None:
                text = matrix.item(_row(matrix, item["id"]), c).text()
                assert text.rstrip("~") == CLASS_SIGNS[cell["class"]]
                shown += 1
    assert shown > 50


def test_click_on_a_cell_selects_the_room_and_tells_what_drives_it(filled, qtbot):
    page = filled.pages["health"]
    item = next(row for row in _indicators(filled) if row["id"] == "I1")
    guid = list(rooms_by_worst(_indicators(filled)))[1]
    _click(qtbot, page.matrix, _row(page.matrix, "I1"), 4)
    assert filled.state.selection == {guid}
    assert item["spaces"][guid]["name"] in page.reason.text()
    assert item["clause"] in page.reason.text()
    assert "<table>" in page.reason.text()


def test_arrow_keys_move_through_rooms(filled, qtbot):
    page = filled.pages["health"]
    rooms = list(rooms_by_worst(_indicators(filled)))
    _click(qtbot, page.matrix, _row(page.matrix, "I1"), 3)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Right)
    assert filled.state.selection == {rooms[1]}


def test_room_is_shown_in_3d_and_escape_gives_the_building_back(filled, qtbot):
    page, model = filled.pages["health"], filled.pages["model"]
    guid = next(iter(rooms_by_worst(_indicators(filled))))
    _click(qtbot, page.matrix, _row(page.matrix, "I3"), 3)
    qtbot.mouseClick(page.in_3d, LEFT)
    assert filled.page == "model"
    assert guid in model.viewer.visible
    assert len(model.viewer.visible) < len(filled.state.current.building.elements)
    filled.state.select(())
    assert guid not in model.viewer.visible
    assert set(model.viewer.visible) == set(filled.state.current.scene.guids)


def test_cell_without_a_value_is_grey_and_says_why(filled, qtbot):
    page = filled.pages["health"]
    guid = next(iter(rooms_by_worst(_indicators(filled))))
    reason = next(row for row in _indicators(filled) if row["id"] == "A2")["spaces"][guid]["reason"]
    assert reason
    row = _row(page.matrix, "A2")
    cell = page.matrix.item(row, 3)
    assert cell.text() == "–"
    assert reason in cell.toolTip()
    _click(qtbot, page.matrix, row, 3)
    assert reason in page.reason.text()


def test_site_indicators_stand_at_the_building_alone(filled):
    matrix = filled.pages["health"].matrix
    item = next(row for row in _indicators(filled) if row["id"] == "T5")
    assert list(item["spaces"]) == [SITE]
    row = _row(matrix, "T5")
    assert matrix.item(row, 0).text().startswith(CLASS_SIGNS[item["class"]])
    assert matrix.item(row, 3).text() == ""
    assert "whole site" in matrix.item(row, 3).toolTip()


def test_group_folds_by_its_name(filled, qtbot):
    matrix = filled.pages["health"].matrix
    row = _row(matrix, "T1")
    names = matrix.verticalHeader()
    matrix.verticalScrollBar().setValue(0)
    top = QPoint(20, names.sectionViewportPosition(0) + 8)
    qtbot.mouseClick(names.viewport(), LEFT, pos=top)
    assert matrix.isRowHidden(row)
    assert not matrix.isRowHidden(0)
    filled.pages["health"].refresh()
    assert matrix.isRowHidden(row)
    qtbot.mouseClick(names.viewport(), LEFT, pos=top)
    assert not matrix.isRowHidden(row)


def test_rough_daylight_limits_and_inputs_are_marked_on_the_row(filled):
    page = filled.pages["health"]
    row = _row(page.matrix, "L2")
    assert "~" in page.matrix.item(row, 0).text()
    assert page.matrix.item(row, 3).text().endswith("~")
    assert "~" not in page.matrix.item(_row(page.matrix, "I1"), 0).text()
    for item in _indicators(filled):
        basis = page.matrix.item(_row(page.matrix, item["id"]), 1)
        assert basis.text().startswith("✓") == (item["evidence"] == "verified")
        assert ("inputs are defaults" in basis.toolTip()) == (item["input_quality"] == "defaults")


def test_hours_outside_the_models_range_stand_on_the_row(filled):
    variant = filled.state.current
    health = variant.results["health"]
    rows = [{**row, "out_of_range_h": 37.0} if row["id"] == "T1" else row for row in health["indicators"]]
    variant.results = {**variant.results, "health": {**health, "indicators": rows}}
    page = filled.pages["health"]
    page.refresh()
    assert page.matrix.item(_row(page.matrix, "T1"), 2).text() == "37"
    page.explain("T1", "")
    assert "37 h outside the model's range" in page.reason.text()


def _population(name, value, limit):
    row = {
        "indicator": "I4", "quantity": "value", "value": value, "better": "lower", "limit": limit, "unit": "ug/m3",
        "class": "II", "passes": value <= limit, "room": "Bedroom", "clause": "c", "source": "s",
        "evidence": "verified",
    }  # fmt: skip
    return {"population": name, "class": "II", "passes": value <= limit, "rows": [row]}


def test_verdict_names_who_passes_and_who_fails_by_what(style):
    groups = [_population("general", 46.0, 80.0), _population("infant", 46.0, 30.0)]
    assert verdict_text(groups, style) == "Passes general. Fails infants, 0 to 3 years (Formaldehyde 46 > 30)."


def test_choice_of_a_group_shows_its_limits(qtbot, style):
    view = PeopleView(style)
    qtbot.addWidget(view)
    groups = [_population("general", 46.0, 80.0), _population("infant", 46.0, 30.0)]
    view.show_results({"health": {"populations": groups, "indicators": [], "burden": None, "climates": []}})
    assert view.limits.item(0, 2).text() == "≤ 80"
    view.groups.setCurrentCell(1, 0)
    assert view.limits.item(0, 2).text() == "≤ 30"
    assert view.groups.item(1, 3).text() == "Formaldehyde 46 > 30 µg/m³"
    assert "names no other climate" in view.climates_note.text()


def test_people_of_the_sample_are_all_there(filled):
    page = filled.pages["health"]
    page.tabs.setCurrentIndex(1)
    groups = [item for item in filled.state.current.results["health"]["populations"] if item["rows"]]
    assert page.people.groups.rowCount() == len(groups) >= 5
    assert page.people.burden.rowCount() == len(filled.state.current.results["health"]["burden"]["parts"])


def test_daylight_is_asked_for_stopped_and_refused_in_words(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(health_daylight, "is_available", lambda: True)
    bar = DaylightBar(str)
    qtbot.addWidget(bar)
    bar.show()
    bar.show_state(traced=False, enabled=True)
    with qtbot.waitSignal(bar.asked) as asked:
        qtbot.mouseClick(bar.buttons["draft"], LEFT)
    assert asked.args == ["draft"]
    assert not bar.buttons["draft"].isVisible()
    bar.show_news(0.4)
    assert bar.bar.value() == 40
    with qtbot.waitSignal(bar.stop_asked):
        qtbot.mouseClick(bar.stop, LEFT)
    bar.show_news(())
    assert "Stopped" in bar.said.text()
    assert bar.buttons["draft"].isVisible()
    bar.show_news((Issue("daylight.not_installed"),))
    assert "adiance" in bar.said.text()


def test_run_of_one_variant_is_not_shown_at_another(filled, sample_dir, sample_models, sample_assessments):
    page, base = filled.pages["health"], filled.state.current
    better = filled.state.add((sample_dir / "hainan_house_better.ifc",), read_study(sample_dir / "better.yaml"), "b")
    filled.state.set_model(better, sample_models["better"])
    filled.state.set_results(better, make_view(sample_assessments["better"]))
    filled.state.tell_light(base, 0.25, base.shown)
    assert not page.daylight.bar.isVisible()
    filled.state.show(0)
    assert page.daylight.bar.isVisible()
    assert page.daylight.bar.value() == 25
    filled.state.tell_light(base, (Issue("results.worker_died", {"reason": "exit status 1"}),), base.shown)
    assert not page.daylight.bar.isVisible()


def test_without_radiance_there_is_a_sentence_and_no_button(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(health_daylight, "is_available", lambda: False)
    bar = DaylightBar(str)
    qtbot.addWidget(bar)
    bar.show()
    bar.show_state(traced=False, enabled=True)
    assert not any(button.isVisible() for button in bar.buttons.values())
    assert "pyradiance" in bar.said.text()


def test_light_of_a_study_is_found_once_and_a_stopped_run_is_over(sample_dir, sample_models):
    lights, data, study = Lights(), load_data(), Study()
    paths = (sample_dir / "hainan_house_base.ifc",)
    lights.take(paths, sample_models["base"])
    told = []
    first = lights.find(1, paths, study, data, lambda *step: told.append(step))
    count = len(told)
    assert count > 0
    assert lights.find(1, paths, study, data, lambda *step: told.append(step)) is first
    assert len(told) == count
    assert lights.last(1) is first
    ticket = lights.start(1)
    assert lights.runs(1, ticket)
    lights.stop(1)

    def check(_stage, _fraction):
        if not lights.runs(1, ticket):
            raise Cancelled

    with pytest.raises(Cancelled):
        lights.find(1, paths, read_study(sample_dir / "base.yaml"), data, check)
    lights.forget((1,), ())
    assert lights.last(1) is None


def _sensor_file(folder, room):
    path = folder / "iaq.csv"
    start = datetime(2025, 1, 6)  # noqa: DTZ001 - a logger without a time zone
    rows = [
        f"{start + timedelta(hours=k):%Y-%m-%d %H:%M},{room},s1,{600 + 10 * (k % 24)},{20 + k % 3}" for k in range(96)
    ]
    rows.insert(10, rows[9])
    rows.append("2025-02-01 00:00,x,s2,-5,20")
    path.write_text("\n".join(["timestamp,room,sensor,co2 [ppm],temperature [°C]", *rows]), encoding="utf-8")
    return path


def test_sensor_file_is_held_against_the_shown_year(qtbot, style, tmp_path, sample_assessments):
    done = sample_assessments["base"]
    guid = done.hourly.zones[0].guid
    room = next(space for space in done.building.spaces if space.guid == guid)
    news = read_for_window(done, _sensor_file(tmp_path, room.name), "+08:00", None)
    assert isinstance(news, MeasuredNews)
    assert news.kept + news.aside == news.rows
    assert {row.variable for row in news.comparison} == {"air_temperature", "co2"}
    view = MeasuredView(style)
    qtbot.addWidget(view)
    view.show_news(news)
    assert view.comparison.rowCount() == 2
    assert view.repairs.rowCount() == len(news.issues) > 0
    assert view.aside.rowCount() == news.aside > 0
    before = view.comparison.rowCount()
    view.show_news((Issue("measured.no_zone", {"example": "2025-01-06 00:00"}),))
    assert "2025-01-06" in view.said.text()
    assert view.comparison.rowCount() == before
    view.show_news(replace(news, comparison=()))
    assert "nothing is compared" in view.said.text()


def test_worker_reads_measured_data_and_stops_daylight(window, qtbot, tmp_path, sample_dir):
    """A model opened by the worker has its light; a file without a zone is refused; Radiance stops when asked to."""
    window.open_paths([sample_dir / "hainan_house_base.ifc"])
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    window.show_page("health")
    page, room = window.pages["health"], window.state.current.building.spaces[0]
    view = next(row for row in _indicators(window) if row["id"] == "L4")
    assert any(cell["value"] is not None for cell in view["spaces"].values())
    page.tabs.setCurrentIndex(2)
    path = _sensor_file(tmp_path, room.name)
    page.measured.open_path(path)
    qtbot.waitUntil(page.measured.file_button.isEnabled, timeout=_PATIENCE_MS)
    assert "zone" in page.measured.said.text()
    qtbot.keyClicks(page.measured.zone, "+08:00")
    page.measured.open_path(path)
    qtbot.waitUntil(page.measured.file_button.isEnabled, timeout=_PATIENCE_MS)
    assert page.measured.comparison.rowCount() == 2
    if not is_available():
        return
    page.tabs.setCurrentIndex(0)
    told = []
    window.state.light_told.connect(lambda _variant, news: told.append(news))
    qtbot.mouseClick(page.daylight.buttons["standard"], LEFT)
    qtbot.waitUntil(lambda: len(told) > 1, timeout=_PATIENCE_MS)
    qtbot.mouseClick(page.daylight.stop, LEFT)
    qtbot.waitUntil(lambda: told[-1] == (), timeout=5000)
    assert "Stopped" in page.daylight.said.text()
    assert page.daylight.buttons["draft"].isVisible()
