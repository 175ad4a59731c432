"""The Materials page as a person uses it: what is sure, accepting, choosing, dropping, searching, keys."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication

from bldgassess.inventory.build import compute_inventory
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.pipeline.material_options import OptionFinder
from bldgassess.study import Study, read_study
from materials_db.lookup import find_records
from ui.pages.materials_rows import count_rows, make_rows
from ui.pages.materials_table import COLUMNS, RECORD_MIME, Look, MaterialModel, MaterialTable
from ui.tasks import TASKS
from ui.theme import load_fonts
from ui.view import make_view
from ui.window import PAGES, MainWindow

LEFT = Qt.MouseButton.LeftButton
_PATIENCE_MS = 90_000
BRICK, HATCH = "Concrete brick 混凝土砖", "Radial Gradient 15"


class HandyWorker:
    """Does the page's tasks at once and in this process, as the worker would."""

    def __init__(self, building, data):
        self._building, self.data, self.finder = building, data, None
        self.asked = []

    def building(self, _paths):
        return self._building

    def answer(self, window, what, *values):
        self.asked.append((what, values))
        variant = window.state.current
        request = replace_ask(variant, what, values)
        value = TASKS[what].run(self, request, lambda _stage, _fraction: None)
        window.state.told.emit(variant, what, value, ())


def replace_ask(variant, what, values):
    from ui.wire import Ask

    return Ask(variant.number, variant.shown, variant.paths, variant.shown_study or variant.study, what, values)


@pytest.fixture(scope="module")
def data():
    return load_data()


@pytest.fixture(scope="module")
def dirty(sample_models):
    """The sample with a hatch for a name in the place of its insulation."""
    model = sample_models["base"]
    elements = tuple(
        replace(
            item,
            materials=tuple(
                replace(layer, material=HATCH if layer.material.startswith("EPS") else layer.material)
                for layer in item.materials
            ),
        )
        for item in model.building.elements
    )
    return replace(model, building=replace(model.building, elements=elements))


@pytest.fixture(scope="module")
def dirty_view(dirty, sample_dir, data):
    return make_view(assess(dirty.building, read_study(sample_dir / "base.yaml"), data, detail="quick"))


@pytest.fixture
def window(qtbot, qapp, monkeypatch, sample_dir, dirty, dirty_view, data):
    load_fonts(qapp)
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    worker = made.handy = HandyWorker(dirty.building, data)
    monkeypatch.setattr(made.jobs, "_send", lambda variant, show=False: None)
    monkeypatch.setattr(made.verbs, "ask", lambda what, *values: worker.answer(made, what, *values))
    variant = made.state.add((sample_dir / "hainan_house_base.ifc",), read_study(sample_dir / "base.yaml"), "base")
    made.state.set_model(variant, dirty)
    made.state.set_results(variant, dirty_view)
    made.show_page("materials")
    yield made
    made.close()


@pytest.fixture
def page(window):
    return window.pages["materials"]


def _place(page, material):
    return next(k for k, row in enumerate(page.table.rows.shown) if row.material == material)


def _row(page, material):
    return page.table.rows.row_at(_place(page, material))


def _choose(page, *materials):
    page.table.clearSelection()
    for material in materials:
        index = page.table.rows.index(_place(page, material), 0)
        page.table.selectionModel().select(
            index, page.table.selectionModel().SelectionFlag.Select | page.table.selectionModel().SelectionFlag.Rows
        )


def _cell(page, material, column):
    return page.table.rows.index(_place(page, material), COLUMNS.index(column)).data()


def _assess_again(window, dirty, data):
    """Bring the results of the study as it is now, as a finished job would."""
    variant = window.state.current
    window.state.set_results(variant, make_view(assess(dirty.building, variant.study, data, detail="quick")))


def test_page_has_its_place_and_key(window):
    keys = [key for key, _, _ in PAGES]
    assert keys[:3] == ["model", "materials", "energy"]
    assert window.page_buttons["materials"].toolTip() == "Ctrl+2"


def test_counters_weigh_by_mass_and_carbon(page, dirty_view):
    lines = [line for line in dirty_view.lines if not line.is_removed]
    unmapped = sum(line.mass_kg for line in lines if line.match_method in {"part", "none"})
    counters = count_rows(page.model.rows)
    assert counters.mapped_mass_fraction == pytest.approx(1.0 - unmapped / sum(line.mass_kg for line in lines))
    assert 0.0 < counters.sums["needs"].mass_fraction < 1.0
    assert sum(row.kgco2e or 0.0 for row in page.model.rows) == pytest.approx(sum(dirty_view.element_kg.values()))
    assert "of mass mapped" in page.headline.text()


def test_opens_on_what_needs_a_person_and_says_why(page):
    assert page.filters["needs"].isChecked()
    assert [row.material for row in page.table.rows.shown] == [HATCH]
    text = _cell(page, HATCH, "match")
    assert "stands in" in text and "no known material" in text
    assert _row(page, HATCH).kgco2e is not None
    index = page.table.rows.index(0, COLUMNS.index("carbon"))
    assert index.data(Qt.ItemDataRole.BackgroundRole).style() == Qt.BrushStyle.BDiagPattern
    page.table.selectRow(0)
    assert "usual category" in page.library.detail.text()
    assert "Choose what it is" in page.library.detail.text()


def test_a_name_without_any_factor_is_never_zero(dirty_view):
    lines = [replace(line, record=None, match_method="none") for line in dirty_view.lines[:3]]
    row = make_rows(lines, {}, Study())[0]
    assert row.kgco2e is None
    assert row.origin == "none"
    model = MaterialModel(_look())
    model.set_rows([row], {}, "material")
    assert model.index(0, COLUMNS.index("carbon")).data() == "/////"


def test_filters_by_state_and_words(page, qtbot):
    qtbot.mouseClick(page.filters["all"], LEFT)
    whole = page.table.rows.rowCount()
    assert whole == len(page.model.rows)
    page.find()
    qtbot.keyClicks(page.words, "mortar")
    assert 0 < page.table.rows.rowCount() < whole
    assert all("mortar" in row.material.casefold() for row in page.table.rows.shown)
    page.words.setText("nothing of the kind")
    assert page.table.rows.rowCount() == 0
    assert page.note.text() == "No material fits the filter."


def test_effect_of_an_alternative_is_that_of_an_assessment(page, window, dirty, data):
    """The kg beside an alternative is what the total of the rows becomes when it is chosen."""
    page.choose_filter("all")
    row = _row(page, BRICK)
    option = page.model.alternatives(row)[0]
    window.edit(row.path, option.record.id, lambda *_: "x")
    _assess_again(window, dirty, data)
    after = _row(page, BRICK)
    assert after.origin == "yours"
    assert after.record.id == option.record.id
    assert after.kgco2e == pytest.approx(option.kgco2e, rel=1e-12)
    assert after.kgco2e != pytest.approx(row.kgco2e, rel=1e-3)


def test_enter_opens_alternatives_and_enter_takes_one_as_one_step(page, window, qtbot):
    page.choose_filter("all")
    _choose(page, BRICK)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    library = page.library.list
    assert library.rowCount() > 1
    qtbot.keyClick(library, Qt.Key.Key_Down)
    wanted = library.chosen.record
    qtbot.keyClick(library, Qt.Key.Key_Return)
    assert window.state.current.study.materials == {BRICK: wanted.id}
    count = len(_row(page, BRICK).guids)
    assert window.history.undo_text.startswith(f"Material: {count} ")
    assert wanted.name_en in window.history.undo_text
    window.history.undo()
    assert window.state.current.study.materials == {}


def test_search_knows_other_languages_ids_and_categories(page, qtbot, data):
    databases = ("CN-GBT51366", "DK-T7", "CH-KBOB")
    for text, wanted in (("кирпич", "brick"), ("砖", "brick"), ("CH-KBOB-3.001", "concrete brick")):
        found = find_records(data.store, text, databases)
        assert wanted in found[0].record.name_en.casefold(), text
    by_category = find_records(data.store, data.store.record("CH-KBOB-3.001").category, databases)
    assert by_category
    assert find_records(data.store, " ", databases) == ()
    page.choose_filter("all")
    _choose(page, BRICK)
    page.library.search.setText("кирпич")
    qtbot.waitUntil(lambda: page.library.title.text() == "All factors", timeout=5000)
    assert "brick" in page.library.list.options[0].record.name_en.casefold()
    assert page.library.list.options[0].kgco2e is not None
    qtbot.keyClick(page.library.search, Qt.Key.Key_Escape)
    assert page.library.title.text() == "Alternatives"


def test_a_factor_dropped_on_a_selected_row_is_for_all_selected(page, window):
    page.choose_filter("all")
    names = [BRICK, "Cement mortar 水泥砂浆"]
    _choose(page, *names)
    record = page.model.alternatives(_row(page, BRICK))[0].record
    mime = QMimeData()
    mime.setData(RECORD_MIME, record.id.encode())
    place = page.table.visualRect(page.table.rows.index(_place(page, BRICK), 1)).center()
    viewport = page.table.viewport()
    keys = (Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place, *keys)
    page.table.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert viewport.isVisible()
    page.table.dropEvent(QDropEvent(QPointF(place), *keys))
    assert window.state.current.study.materials == dict.fromkeys(names, record.id)
    assert window.history.index == 1


def test_accept_above_a_threshold_is_one_step(page, window, qtbot):
    page.choose_filter("all")
    page.least.setValue(0.9)
    sure = [row for row in page.model.rows if row.origin == "auto" and row.score >= 0.9]
    assert page.accept_many.text() == f"Accept {len(sure)} above 0.9"
    qtbot.mouseClick(page.accept_many, LEFT)
    assert window.state.current.study.materials == {row.material: row.record.id for row in sure}
    assert window.history.undo_text == f"Accept {len(sure)} matches"
    page.least.setValue(0.5)
    assert page.accept_many.text() != f"Accept {len(sure)} above 0.9"
    window.history.undo()
    assert window.state.current.study.materials == {}


def test_accept_one_then_back_to_automatic(page, window, qtbot, dirty, data):
    page.choose_filter("all")
    _choose(page, BRICK)
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    assert window.history.undo_text == f"Accept {BRICK}"
    _assess_again(window, dirty, data)
    assert _row(page, BRICK).origin == "yours"
    assert [row.material for row in page.table.chosen] == [BRICK]
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    assert window.state.current.study.materials == {}
    assert "back to automatic" in window.history.undo_text


def test_rows_and_elements_select_each_other(page, window, qtbot):
    page.choose_filter("all")
    _choose(page, BRICK)
    row = _row(page, BRICK)
    assert window.state.selection == frozenset(row.guids)
    window.state.select((row.guids[0],))
    marked = {item.material for item in page.table.chosen}
    assert BRICK in marked
    assert marked == {item.material for item in page.model.rows if row.guids[0] in item.guids}
    assert window.state.selection == frozenset((row.guids[0],))
    window.state.select(())
    assert page.table.chosen == []


def test_space_shows_the_elements_alone_in_the_model(page, window, qtbot):
    page.choose_filter("all")
    _choose(page, BRICK)
    shown = []
    window.pages["model"].findings.shown.connect(shown.append)
    guids = _row(page, BRICK).guids
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert window.page == "model"
    assert shown == [guids]
    assert window.state.selection == frozenset(guids)


def test_locked_variant_refuses_with_a_reason(page, window):
    variant = window.state.current
    window.verbs.lock(variant, locked=True)
    page.choose_filter("all")
    _choose(page, BRICK)
    assert not page.accept_many.isEnabled()
    assert not page.library.choose.isEnabled()
    assert "locked" in page.note.text()
    page.take_record(page.model.alternatives(_row(page, BRICK))[0].record.id, page.table.chosen)
    assert variant.study.materials == {}
    assert "locked" in window.status.said.text()


def test_copied_rows_have_figures_in_full(page, qtbot):
    page.choose_filter("all")
    _choose(page, BRICK)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().split("\n")
    cells = dict(zip(head.split("\t"), line.split("\t"), strict=True))
    row = _row(page, BRICK)
    assert float(cells["mass_kg"]) == row.mass_kg
    assert float(cells["kgco2e_a_to_c"]) == row.kgco2e
    assert cells["record"] == row.record.id


def test_grouped_by_part_the_sums_stay(page):
    page.choose_filter("all")
    total = sum(row.kgco2e or 0.0 for row in page.model.rows)
    count = len(page.model.rows)
    page.group_by.setCurrentIndex(page.group_by.findData("part"))
    assert len(page.model.rows) > count
    assert sum(row.kgco2e or 0.0 for row in page.model.rows) == pytest.approx(total)
    assert not page.table.isColumnHidden(COLUMNS.index("group"))
    page.group_by.setCurrentIndex(page.group_by.findData("type"))
    assert sum(row.kgco2e or 0.0 for row in page.model.rows) == pytest.approx(total)


def test_narrow_window_folds_alternatives_into_the_drawer(page, window, qtbot):
    window.resize(1280, 800)
    assert not page.library.isVisible()
    assert page.table.isColumnHidden(COLUMNS.index("alternatives"))
    page.choose_filter("all")
    _choose(page, BRICK)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.library.isVisible()
    qtbot.keyClick(page.library.list, Qt.Key.Key_Escape)
    assert not page.library.isVisible()


def test_choices_are_remembered_for_the_office(page, window, qtbot, dirty, data, tmp_path, monkeypatch):
    monkeypatch.setenv("BLDGASSESS_OFFICE", str(tmp_path))
    window.state.person = "RS"
    page.choose_filter("all")
    _choose(page, BRICK)
    record = page.model.alternatives(_row(page, BRICK))[0].record
    page.take_record(record.id, page.table.chosen)
    _assess_again(window, dirty, data)
    qtbot.mouseClick(page.library.remember, LEFT)
    assert "1" in page.note.text()
    store = window.handy.data.store
    assert store.match(BRICK, databases=("CN-GBT51366",)).record.id == record.id
    lines = compute_inventory(dirty.building, Study(), store).lines
    assert {line.match_method for line in lines if line.material == BRICK} == {"office"}


def test_refresh_with_nothing_new_makes_no_rows_again(page):
    rows = page.model.rows
    page.refresh()
    assert page.model.rows is rows


def test_two_thousand_materials_filter_within_a_blink(page, qtbot):
    template = _row_of(page)
    rows = [replace(template, material=f"Material {k} {'mortar' if k % 7 else 'brick'}") for k in range(2000)]
    model = MaterialModel(_look())
    table = MaterialTable(model)
    qtbot.addWidget(table)
    table.show()
    model.set_rows(rows, {}, "material")
    times = []
    for words in ("brick", "mortar 1", "", "material 1999"):
        start = time.process_time()
        table.rows.choose("all", words)
        times.append(time.process_time() - start)
    assert table.rows.rowCount() == 1
    assert min(times) < 0.05


def test_worker_finds_alternatives_without_the_window(sample_models, data):
    """The finder names the record in use first, and the same carbon as the inventory has for it."""
    finder = OptionFinder(sample_models["base"].building, Study(), data.store)
    found = finder.options(BRICK)
    assert found.is_taken
    assert found.no_material == ""
    assert found.options[0].record.id == data.store.match(BRICK, databases=Study().carbon.databases).record.id
    assert finder.weigh((BRICK,), found.options[0].record) == found.options[0].kgco2e


def _row_of(page):
    return page.model.rows[0]


def _look():
    from reports.charts.palette import PALETTES

    return Look("en", str, PALETTES["light"])
