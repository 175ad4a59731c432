"""The window driven as a person drives it, off-screen."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from reports.figures import number
from ui.viewer.colours import NO_DATA, colour_by_value, rgb, scale_limits
from ui.viewer.make import PlainViewer
from ui.window import PAGES

_PATIENCE_MS = 90_000


@pytest.fixture
def filled(window, put_sample):
    """A window with both variants of the sample, put in as a finished job would."""
    for key in ("base", "better"):
        put_sample(window, key)
    window.state.show(0)
    return window


def _texts(window):
    return " ".join(label.text() for label in window.findChildren(QLabel))


def test_start_page_offers_one_thing(window, qtbot):
    assert window.stack.currentWidget() is window.start
    assert not window.rail.isVisible()
    assert window.start.open_button.isVisible()
    assert "not the official criteria" in _texts(window)


def test_sample_opens_by_its_own_worker(window, qtbot, sample_assessments):
    seen = []
    window.state.progress.connect(lambda variant: seen.append(variant.stage))
    qtbot.mouseClick(window.start.sample_button, Qt.MouseButton.LeftButton)
    assert len(window.state.variants) == 2
    assert window.bar.cancel_button.isVisible()
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    assert [variant.status for variant in window.state.variants] == ["ready", "ready"]
    order = [stage for index, stage in enumerate(seen) if stage not in seen[:index]]
    assert order.index("shapes") < order.index("carbon") < order.index("health") < order.index("label")
    shown = number(sample_assessments["base"].carbon.per_m2, window.status.language)
    assert window.status.pieces["carbon"].text().startswith(f"{shown} kgCO₂e/m²")
    assert not window.bar.cancel_button.isVisible()


def test_building_grows_while_it_is_read(window, qtbot, sample_dir, sample_models):
    """Shapes come before the model does; in the end each element is there once, in the colour of its part."""
    grown = []
    window.state.shapes_ready.connect(lambda variant, part: grown.append((part.guids, variant.building)))
    window.open_paths([sample_dir / "hainan_house_base.ifc"])
    viewer = window.pages["model"].viewer
    qtbot.waitUntil(lambda: bool(grown), timeout=_PATIENCE_MS)
    assert grown[0][1] is None
    assert list(viewer.scene.guids)[: len(grown[0][0])] == list(grown[0][0])
    assert len(viewer.colours) == len(viewer.scene.guids)
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    shown = [guid for guids, _ in grown for guid in guids]
    assert shown == list(viewer.visible)
    assert sorted(shown) == [item.guid for item in sample_models["base"].building.elements]
    assert len(viewer.colours) == len(viewer.scene.guids)


def test_killed_while_opening_the_model_can_be_tried_again(window, qtbot, sample_dir):
    window.open_paths([sample_dir / "hainan_house_base.ifc"])
    with qtbot.waitSignal(window.state.progress, timeout=_PATIENCE_MS):
        pass
    with qtbot.waitSignal(window.jobs.worker.died, timeout=_PATIENCE_MS):
        os.kill(window.jobs.worker.pid, signal.SIGKILL)
    assert window.state.current.status == "failed"
    assert "ended unexpectedly" in window.status.said.text()
    qtbot.mouseClick(window.status.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    assert window.state.current.status == "ready"
    assert sorted(window.state.current.scene.guids) == [item.guid for item in window.state.current.building.elements]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_killed_geometry_processes_lose_nothing(window, qtbot, sample_dir):
    """Whoever makes shapes may die while the model is opened: others make them, and the window needs no retry."""
    window.open_paths([sample_dir / "hainan_house_base.ifc"])
    killed = []

    def kill():
        for task in Path(f"/proc/{window.jobs.worker.pid}/task").glob("*/children"):
            killed.extend(int(text) for text in task.read_text(encoding="ascii").split())
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        return bool(killed)

    qtbot.waitUntil(kill, timeout=_PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    variant = window.state.current
    assert variant.status == "ready", variant.issues
    assert sorted(variant.scene.guids) == [item.guid for item in variant.building.elements]
    assert not any(issue.code == "ifc.shape_lost" for issue in variant.view.issues)


def test_cancel_stops_and_says_so(window, qtbot):
    window.verbs.open_sample()
    qtbot.mouseClick(window.bar.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.jobs, timeout=5000)
    assert {variant.status for variant in window.state.variants} <= {"cancelled", "ready"}
    assert "Cancelled" in window.status.said.text()


def test_broken_file_is_a_sentence_on_the_start_page(window, qtbot, tmp_path):
    path = tmp_path / "broken.ifc"
    path.write_text("hello", encoding="utf-8")
    window.open_paths([path])
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    assert window.state.variants == []
    assert window.stack.currentWidget() is window.start
    assert "broken.ifc" in window.start.error.text()


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_shows_in_every_language_and_theme(filled, qtbot, language, theme):
    filled.set_language(language)
    filled.set_theme(theme)
    for key, _, _ in PAGES:
        filled.page_buttons[key].click()
        assert filled.stack.currentWidget() is filled.pages[key]
        picture = filled.grab()
        assert picture.width() >= 1000
    assert filled.pages["carbon"].modules.chart is not None
    assert filled.pages["label"].criteria.model.rowCount() == 45


def test_headline_is_the_command_lines_figure(filled, sample_assessments):
    per_m2 = sample_assessments["base"].carbon.per_m2
    filled.show_page("carbon")
    assert str(round(per_m2)) in filled.pages["carbon"].headline.text()


def test_selection_is_one_thing_everywhere(filled):
    model, carbon = filled.pages["model"], filled.pages["carbon"]
    filled.show_page("carbon")
    guid = filled.state.current.building.elements[0].guid
    filled.state.select((guid,))
    assert isinstance(model.viewer, PlainViewer)
    assert model.viewer.selected == {guid}
    assert model.tree.selected_guids() == (guid,)
    assert filled.state.current.building.elements[0].ifc_class in filled.inspector.text.text()
    assert carbon.ledger.view.selectionModel().selectedRows()
    filled.state.select(())
    assert not model.tree.selected_guids()


def test_colours_follow_carbon(filled):
    model = filled.pages["model"]
    scene, colours = model.viewer.scene, model.viewer.colours
    kg = filled.state.current.element_kg
    expected = colour_by_value("", scene.guids, {guid: kg[guid] for guid in scene.guids if guid in kg}).colours
    assert (colours == expected).all()
    model.colour_by.setCurrentIndex(2)
    assert not (model.viewer.colours == expected).all()
    low, high = scale_limits({"a": 1.0, "b": 2.0})
    assert low < high
    assert tuple(colour_by_value("", ["none"], {"a": 1.0}).colours[0]) == pytest.approx(rgb(NO_DATA), abs=1e-6)


def test_click_on_a_bar_selects_the_parts_elements(filled, qtbot):
    filled.show_page("carbon")
    chart = filled.pages["carbon"].treemap
    key = next(op.key for op in chart.chart.ops if op.key.startswith("carbon.by_part.window/"))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.point_of(key))
    chosen = {
        element.part for element in filled.state.current.building.elements if element.guid in filled.state.selection
    }
    assert chosen == {"window"}


def test_click_on_a_room_tells_why(filled, qtbot):
    filled.show_page("health")
    page = filled.pages["health"]
    table = page.matrix
    row = next(r for r in range(table.rowCount()) if table.verticalHeaderItem(r).text().strip() == "CO2")
    table.scrollToItem(table.item(row, 3))
    place = table.visualItemRect(table.item(row, 3)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "CO2" in page.reason.text()
    assert "Outdoor air, l/s" in page.reason.text()
    qtbot.waitUntil(lambda: page.year.chart is not None, timeout=_PATIENCE_MS)


def test_variants_switch_by_tab_and_key(filled, qtbot):
    filled.bar.tabs.setCurrentIndex(1)
    assert filled.state.current.name == "better"
    assert "base" in filled.status.pieces["carbon"].text()
    filled.state.show(0)
    assert filled.bar.tabs.currentIndex() == 0


def test_study_opens_as_a_variant_of_the_shown_model(filled, qtbot, tmp_path):
    path = tmp_path / "heat_pump.yaml"
    path.write_text("schema_version: 1\noperation: {hot_water: heat_pump}\n", encoding="utf-8")
    filled.open_paths([path], as_variant=True)
    qtbot.waitUntil(lambda: not filled.jobs, timeout=_PATIENCE_MS)
    assert [variant.name for variant in filled.state.variants] == ["base", "better", "heat_pump"]
    assert filled.state.variants[2].status == "ready"
    path.write_text("operation: {hot_water: magic}\n", encoding="utf-8")
    filled.open_paths([path], as_variant=True)
    assert len(filled.state.variants) == 3
    assert "hot_water" in filled.status.said.text()


def test_drop_opens_a_model(window, qtbot, sample_dir):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sample_dir / "hainan_house_base.ifc"))])
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: len(window.state.variants) == 1, timeout=5000)
    qtbot.waitUntil(lambda: not window.jobs, timeout=_PATIENCE_MS)
    assert window.state.current.status == "ready"


def test_report_page_writes_the_pdf_and_says_so(filled, qtbot, tmp_path):
    filled.show_page("report")
    with qtbot.waitSignal(filled.jobs.written, timeout=_PATIENCE_MS):
        filled.verbs.ask("report", tmp_path / "house.pdf", "zh")
    assert (tmp_path / "house.pdf").read_bytes().startswith(b"%PDF")
    assert "house.pdf" in filled.status.said.text()
    with qtbot.waitSignal(filled.jobs.written, timeout=_PATIENCE_MS):
        filled.verbs.ask("files", tmp_path / "all", "en")
    assert (tmp_path / "all" / "results.json").is_file()
    (tmp_path / "blocked").write_text("x", encoding="utf-8")
    with qtbot.waitSignal(filled.jobs.refused, timeout=_PATIENCE_MS):
        filled.verbs.ask("files", tmp_path / "blocked" / "deeper", "en")
    assert "cannot be written" in filled.status.said.text()


def test_pages_are_named_for_screen_readers(filled):
    filled.show_page("carbon")
    assert filled.pages["carbon"].modules.accessibleName()
    assert filled.pages["model"].tree.accessibleName()
    assert filled.bar.tabs.accessibleName()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_qt_does_not_lose_references_of_none(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for index in range(2000):
        label.setText(str(index))
    assert sys.getrefcount(None) > before - 500


def test_the_window_loads_no_compiler_and_no_kernel():
    """What only the worker needs would keep the person waiting at every start."""
    heavy = ("numba", "pandas", "scipy", "ifcopenshell", "reportlab", "dask")
    code = f"import sys, ui.app, ui.window; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
