"""The Community page: reached without a model, filled by its own worker, only changed buildings computed anew."""

import copy
import json
import os
import signal
from dataclasses import replace

import pytest
import yaml
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from bldgassess.community.accounts import community_drafts
from bldgassess.community.assess import assess_community, assess_members
from bldgassess.community.look import looks_like_community
from bldgassess.community.read import make_community, member_tasks
from bldgassess.pipeline.data import load_data
from bldgassess.portfolio.store import open_store
from bldgassess.study import make_study, read_study
from reports.community_json import community_dict
from reports.figures import number
from ui.community import CommunityNews, Source
from ui.window import FREE_PAGES, PAGES

_PATIENCE_MS = 180_000
VALUES = {
    "schema_version": 1,
    "name": "Test village",
    "basis": "assumption",
    "place": {"latitude_deg": 18.64, "longitude_deg": 109.7, "elevation_m": 72},
    "study": {"operation": {"heating": "none"}},
    "buildings": [
        {
            "id": "houses",
            "name": "Old houses",
            "count": 3,
            "archetype": {"use": "house", "construction": "masonry", "year": 1995, "storeys": 1, "gia_m2": 90},
        },
        {
            "id": "solar",
            "archetype": {"use": "house", "construction": "timber", "year": 2026, "storeys": 2, "gia_m2": 150},
            "study": {"renewables": {"pv_kwp": 8}},
        },
    ],
    "site": {"area_m2": 4000, "areas": [{"kind": "green", "area_m2": 1500}],
             "trees": [{"group": "canopy", "canopy_m2": 400}]},
    "shared": {"pv": [{"name": "car park", "kwp": 5, "tilt_deg": 10, "azimuth_deg": 180}], "battery_kwh": 10},
    "resilience": {"hazards": {"flood": True}},
}  # fmt: skip


def write(path, values):
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """The village as the worker tells it."""
    folder = tmp_path_factory.mktemp("village")
    community = make_community(VALUES)
    tasks = member_tasks(community, folder)
    with open_store(folder / "village.store") as store:
        members = assess_members(tasks, store, workers=0)
    result = assess_community(community, tasks, members, load_data())
    return CommunityNews(community_dict(result), ("solar",), {}, community_drafts(result, "2026-01-01"))


@pytest.fixture
def shown(window, news, tmp_path):
    """A window that shows the village, without any model."""
    window.state.community.start(tmp_path / "village.yaml")
    window.state.community.take("community", news, ())
    window.show_page("community")
    return window


def settled(window, qtbot):
    qtbot.waitUntil(lambda: window.state.community.status != "working", timeout=_PATIENCE_MS)
    return window.state.community


def test_a_community_file_is_told_from_a_study(tmp_path, sample_dir):
    assert looks_like_community(sample_dir / "community.yaml")
    assert looks_like_community(write(tmp_path / "village.yaml", VALUES))
    assert not looks_like_community(sample_dir / "base.yaml")
    assert not looks_like_community(tmp_path / "not there.yaml")


def test_page_is_reached_from_the_start_page_without_a_model(window, qtbot):
    qtbot.mouseClick(window.start.community_button, Qt.MouseButton.LeftButton)
    page = window.pages["community"]
    assert window.stack.currentWidget() is page
    assert window.rail.isVisible()
    assert [key for key, button in window.page_buttons.items() if button.isEnabled()] == sorted(FREE_PAGES)
    assert PAGES[-1][0] == "community"
    assert page.empty.isVisible()
    assert not page.tabs.isVisible()
    window.set_language("ru")
    assert window.stack.currentWidget() is window.pages["community"]
    qtbot.mouseClick(window.pages["community"].start_button, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.start
    assert not window.rail.isVisible()


def test_dropped_file_is_assessed_and_only_changes_are_computed_anew(window, qtbot, tmp_path):
    """A person drops the file, looks, changes one building, and opens it again; then saves."""
    path = write(tmp_path / "village.yaml", VALUES)
    seen = []
    window.state.community.changed.connect(lambda: seen.append(window.state.community.counts))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    qtbot.waitUntil(lambda: window.state.community.status == "working", timeout=5000)
    page = window.pages["community"]
    assert window.stack.currentWidget() is page
    assert page.stop_button.isVisible()
    found = settled(window, qtbot)
    assert found.status == "ready", [page.say(issue) for issue in found.issues]
    assert window.state.variants == []
    lefts = [counts.left for counts in seen if counts is not None]
    assert lefts == sorted(lefts, reverse=True)
    assert (lefts[0], lefts[-1]) == (2, 0)
    assert sorted(found.found.computed) == ["houses", "solar"]
    results = found.found.results
    total = sum(row["count"] * row["per_m2"] * row["gia_m2"] for row in results["buildings"])
    assert results["carbon"]["total_kgco2e"] == pytest.approx(total, rel=1e-9)
    assert page.figures["per_m2"].value.text().startswith(number(results["carbon"]["per_m2"], "en"))
    assert "2 of 2" in page.said.text()

    changed = copy.deepcopy(VALUES)
    changed["buildings"][1]["study"]["renewables"]["pv_kwp"] = 12
    write(path, changed)
    window.verbs.open_community(path)
    assert found.found is not None  # what was there stays to be looked at
    settled(window, qtbot)
    assert found.found.computed == ("solar",)
    assert "1 of 2" in page.said.text()
    assert found.found.results["energy"]["pv_kwh"] > results["energy"]["pv_kwh"]

    with qtbot.waitSignal(window.jobs.written, timeout=_PATIENCE_MS):
        window.jobs.ask_free("community_files", path, found.found.results, tmp_path / "all", "en")
    assert json.loads((tmp_path / "all" / "community.json").read_text("utf-8")) == found.found.results
    with qtbot.waitSignal(window.jobs.written, timeout=_PATIENCE_MS):
        window.jobs.ask_free("community_report", found.found.results, tmp_path / "village.pdf", "ru")
    assert (tmp_path / "village.pdf").read_bytes().startswith(b"%PDF")
    assert "village.pdf" in window.status.said.text()

    write(path, VALUES | {"name": "Another village"})
    window.jobs.ask_free("community_files", path, found.found.results, tmp_path / "more", "en")
    qtbot.waitUntil(lambda: "has changed" in window.status.said.text(), timeout=_PATIENCE_MS)
    assert not (tmp_path / "more").exists()


def test_stop_ends_it_and_says_how_to_go_on(window, qtbot, tmp_path):
    window.verbs.open_community(write(tmp_path / "village.yaml", VALUES))
    page = window.pages["community"]
    qtbot.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    assert settled(window, qtbot).status == "stopped"
    assert "open it again" in page.said.text()
    assert not page.stop_button.isVisible()


def test_what_does_not_fit_is_one_sentence(window, qtbot, tmp_path):
    path = write(tmp_path / "village.yaml", VALUES | {"place": {"latitude_deg": 200, "longitude_deg": 0}})
    window.open_paths([path])
    assert settled(window, qtbot).status == "failed"
    page = window.pages["community"]
    assert "place.latitude_deg" in page.said.text()
    assert page.open_button.isEnabled()


def test_killed_worker_is_told_to_what_is_about_no_variant(window, qtbot, tmp_path):
    told = []
    window.state.told.connect(lambda variant, what, _value, issues: told.append((variant, what, issues)))
    window.verbs.open_community(write(tmp_path / "village.yaml", VALUES))
    qtbot.waitUntil(lambda: window.state.community.counts is not None, timeout=_PATIENCE_MS)
    os.kill(window.jobs.worker.pid, signal.SIGKILL)
    assert settled(window, qtbot).status == "failed"
    (variant, what, issues) = told[0]
    assert (variant, what, issues[0].code) == (None, "community", "results.worker_died")


def test_click_on_a_tile_shows_the_building_beside_the_median(shown, qtbot, news):
    page = shown.pages["community"]
    qtbot.mouseClick(page.tiles, Qt.MouseButton.LeftButton, pos=page.tiles.point_of("buildings.solar"))
    rows = [[page.detail.table.item(r, c).text() for c in range(3)] for r in range(page.detail.table.rowCount())]
    houses, solar = news.results["buildings"]
    assert rows[0][1:] == [number(solar["per_m2"], "en"), number(houses["per_m2"], "en")]  # 270 of 420 m2 are houses
    assert page.detail.title.text() == solar["title"]
    assert not page.detail.button.isVisible()  # it has no model
    page.tiles.setFocus()
    qtbot.keyClick(page.tiles, Qt.Key.Key_Home)
    qtbot.keyClick(page.tiles, Qt.Key.Key_Return)
    assert page.detail.title.text().startswith("3 × Old houses")


def test_a_building_with_a_model_opens_in_the_window(shown, news, sample_dir):
    path, study = sample_dir / "hainan_house_base.ifc", read_study(sample_dir / "base.yaml")
    chosen = make_study({**study.model_dump(exclude_unset=True), "site": {"outdoor_co2_ppm": 430}})
    source = Source((path,), chosen, "Old houses")
    shown.state.community.start(path.with_name("village.yaml"))
    shown.state.community.take("community", replace(news, sources={"houses": source}), ())
    page = shown.pages["community"]
    page._choose("buildings.houses")
    assert page.detail.button.isVisible()
    page.detail.button.click()
    assert [(item.paths, item.study, item.name) for item in shown.state.variants] == [((path,), chosen, "Old houses")]
    assert shown.stack.currentWidget() is shown.pages["model"]
    assert shown.state.community.found is not None


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark"), ("ru", "light")])
def test_every_tab_is_filled_in_every_language(shown, news, language, theme):
    shown.set_language(language)
    shown.set_theme(theme)
    page = shown.pages["community"]
    assert page.notice.isVisibleTo(page)
    for index in range(page.tabs.count()):
        page.tabs.setCurrentIndex(index)
    assert page.grab().width() > 600
    assert page.charts["island"].chart is not None
    assert page.tables["criteria"][0].rowCount() == len(news.results["label"]["criteria"])
    assert [page.tables["resilience"][0].item(k, 0).text() for k in range(2)] == ["1.5C", "2.0C"]
    assert page.tables["resilience"][1].rowCount() == len(news.results["resilience"]["heat_waves"]) > 0
    table = page.tables["assumptions"][0]
    sources = {table.item(k, 4).text() for k in range(table.rowCount())}
    assert sources
    assert all(sources)
    assert page.account.rowCount() > 3


def test_widgets_have_names(shown):
    page = shown.pages["community"]
    for widget in (page.tiles, page.progress, page.detail.table, page.account, *page.charts.values()):
        assert widget.objectName().startswith("community."), widget
    page.tabs.setCurrentIndex(1)
    for widget in (page.tiles, page.charts["balance"], page.detail.table, page.account, page.notes):
        assert widget.accessibleName()
