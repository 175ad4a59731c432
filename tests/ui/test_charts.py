"""Charts in the window by mouse, keys and screen reader; copies and files of them."""

import csv
import gc
import io
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from bldgassess.texts import translation
from reports.charts.entries import entries_of
from reports.charts.layout import Style
from reports.charts.modules import modules_chart
from reports.charts.ops import Area, Chart, Image, Line, Rect, Ring
from reports.charts.palette import PALETTES
from reports.charts.reconciliation import reconciliation_chart
from reports.charts.timeline import timeline_chart
from reports.charts.treemap import treemap_chart
from reports.results_json import results_dict
from ui.charts import ChartWidget, access, text_width
from ui.charts.marks import mark_at, walk_of
from ui.charts.saving import chart_image
from ui.charts.widget import _lines
from ui.theme import apply_theme, load_fonts

_TABLE = (("A", "B"), (("one", 0.1 + 0.2), ("=two", None), ("three", 1e6)))


def _two_bars(width: float, height: float) -> Chart:
    ops = (
        Rect(10.0, 10.0, 40.0, 60.0, "#0072B2", key="first", tip="First: 1 kg"),
        Rect(60.0, 30.0, 40.0, 40.0, "#D55E00", key="second", tip="Second: 2 kg"),
        Rect(60.0, 20.0, 40.0, 10.0, "#D55E00", key="second", tip="Second again"),
    )
    return Chart("two", width, height, ops, "Second is 67 %", "kg", *_TABLE)


@pytest.fixture
def page(qtbot, qapp):
    load_fonts(qapp)
    made = QWidget()
    made.style_ = Style(PALETTES["light"], measure=text_width, size=12.0)
    qtbot.addWidget(made)
    made.resize(600, 400)
    return made


@pytest.fixture
def chart(page, qtbot):
    made = ChartWidget(_two_bars, page)
    made.resize(500, 300)
    page.show()
    page.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_tab_reaches_it_arrows_walk_and_enter_opens(chart, qtbot):
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    clicked = []
    chart.clicked.connect(clicked.append)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert clicked == []
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.mark_words() == "First: 1 kg"
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    qtbot.keyClick(chart, Qt.Key.Key_Right)  # from the last to the first: two marks of one key are one
    qtbot.keyClick(chart, Qt.Key.Key_Enter)
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    assert clicked == ["second", "first", "second"]
    assert chart.focused_key == "second"


def test_focus_and_hover_are_seen(chart, qtbot):
    accent = chart.style_.palette.accent.lower()
    ring = chart.grab().toImage().pixelColor(1, 150).name()
    assert ring == accent
    chart.clearFocus()
    assert chart.grab().toImage().pixelColor(1, 150).name() != accent
    place = QPointF(chart.point_of("first"))
    event = QMouseEvent(
        *(QEvent.Type.MouseMove, place, chart.mapToGlobal(place), Qt.MouseButton.NoButton),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
    )
    QApplication.sendEvent(chart, event)
    assert chart.hovered.key == "first"
    assert QToolTip.text() == "First: 1 kg"
    edge = chart.grab().toImage().pixelColor(9, round(chart.head) + 40).name()
    assert edge == accent
    QToolTip.hideText()


def test_click_tells_the_key_and_the_keys_go_on_from_there(chart, qtbot):
    with qtbot.waitSignal(chart.clicked) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.point_of("second"))
    assert told.args == ["second"]
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.focused_key == "first"


def test_t_shows_the_table_in_place_and_back(chart, qtbot):
    qtbot.keyClick(chart, Qt.Key.Key_T)
    model = chart.view.model()
    texts = [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]
    assert texts == [["one", "0.3"], ["=two", "–"], ["three", "1\u202f000\u202f000"]]
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(2)] == ["A", "B"]
    assert chart.rect().contains(chart.view.geometry())
    qtbot.keyClick(chart.view, Qt.Key.Key_T)
    assert chart.view is None
    qtbot.keyClick(chart, Qt.Key.Key_T)
    qtbot.keyClick(chart.view, Qt.Key.Key_Escape)
    assert chart.view is None


def test_copies_are_the_whole_table_and_a_picture(chart, qtbot):
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    # a name that a spreadsheet would run is made harmless
    assert QGuiApplication.clipboard().text().split("\n")[:2] == ["A\tB", "one\t0.30000000000000004"]
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(chart, Qt.Key.Key_C, both)
    image = QGuiApplication.clipboard().image()
    assert image.width() >= 2 * 500


def test_menu_names_all_ways_out(chart):
    menu = chart.make_menu()
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words[:3] == ["Show as table", "Copy the table", "Copy the picture"]
    assert len(words) == 7
    assert chart.button.accessibleName()
    assert chart.button.width() >= 28
    menu.deleteLater()


@pytest.mark.parametrize("kind", ["svg", "pdf", "png", "csv"])
def test_files(chart, qtbot, tmp_path, kind):
    path = tmp_path / f"two.{kind}"
    with qtbot.waitSignal(chart.said, timeout=20_000) as said:
        chart.save(path)
    assert said.args == [f"Saved two.{kind}."]
    content = path.read_bytes()
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode())))
        assert rows[0] == ["A", "B"]
        assert float(rows[1][1]) == 0.1 + 0.2
    elif kind == "png":
        assert QImage.fromData(content).width() > 500
    else:
        assert content.startswith({"svg": b"<?xml", "pdf": b"%PDF"}[kind])


def test_a_file_that_cannot_be_written_is_a_sentence(chart, qtbot, tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with qtbot.waitSignal(chart.said, timeout=20_000) as said:
        chart.save(tmp_path / "taken" / "two.svg")
    assert "cannot be written" in said.args[0]


def test_screen_readers_meet_a_chart_with_its_title_and_table(chart, qtbot):
    met = QAccessible.queryAccessibleInterface(chart)
    assert met.role() == QAccessible.Role.Chart
    assert met.text(QAccessible.Text.Name) == "Second is 67 %"
    words = met.text(QAccessible.Text.Description)
    assert "A\tB" in words
    assert "one\t0.3" in words
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert met.text(QAccessible.Text.Value) == "First: 1 kg"


def test_interfaces_of_charts_that_are_gone_are_let_go(page, qtbot):
    for _ in range(20):
        made = ChartWidget(_two_bars, page)
        assert QAccessible.queryAccessibleInterface(made) is not None
        made.setParent(None)
        made.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert len(access._interfaces) <= 3


def test_marks_of_every_kind_can_be_met():
    cells = Image(0.0, 60.0, 30.0, 10.0, 3, 1, bytes(9), tip_at=lambda column, row: f"{column}/{row}")
    ops = (
        Area(((0.0, 0.0), (100.0, 0.0), (100.0, 50.0)), "#eeeeee", tip="band"),
        Line(((0.0, 40.0), (50.0, 40.0)), "#000000", tip="line"),
        Ring(80.0, 20.0, 5.0, 3.0, tip="ring"),
        cells,
    )
    made = Chart("all", 100.0, 100.0, ops, "", "", (), ())
    met = [mark_at(made, *place) for place in ((20.0, 42.0), (80.0, 20.0), (60.0, 10.0), (15.0, 65.0), (5.0, 95.0))]
    assert [getattr(op, "tip", None) for op in met] == ["line", "ring", "band", "", None]
    assert met[3].tip_at(1, 0) == "1/0"
    assert [op.tip for op in walk_of(made)] == ["ring"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_no_ink_runs_over_the_edge(sample_assessments, qtbot, qapp, theme, language):
    """Painted with the window's own font, at 2x: the outermost pixels stay ground, and titles are not cut."""
    load_fonts(qapp)
    apply_theme(qapp, theme)
    item = sample_assessments["base"]
    results = results_dict(item)
    entries = entries_of(item.carbon.rows, (*item.inventory.lines, *item.carbon.system_lines))
    style = Style(PALETTES[theme], language, translation(language).gettext, text_width, 12.0)
    makers = (
        partial(modules_chart, results),
        partial(treemap_chart, entries, results),
        partial(timeline_chart, entries, results),
        partial(timeline_chart, entries, results, is_dated=True),
        partial(reconciliation_chart, results),
    )
    for make in makers:
        made = make(400.0, 240.0, style)
        image = chart_image(made, style)
        ground = style.palette.ground.lower()
        frame = QRect(0, 0, image.width(), image.height()).adjusted(8, 8, -8, -8)
        for x in range(0, image.width(), 3):
            assert image.pixelColor(x, frame.top()).name() == ground
            assert image.pixelColor(x, frame.bottom()).name() == ground
        for y in range(0, image.height(), 3):
            assert image.pixelColor(frame.left(), y).name() == ground
            assert image.pixelColor(frame.right(), y).name() == ground
        assert not any(line.endswith("…") for line in _lines(made.title, 364.0, 14.0, True, style))
    apply_theme(qapp, "light")


def test_each_chart_is_quick(sample_assessments, qtbot, qapp):
    """Laying out and painting stays far below what a hand feels."""
    import time

    item = sample_assessments["base"]
    results = results_dict(item)
    entries = entries_of(item.carbon.rows, (*item.inventory.lines, *item.carbon.system_lines))
    style = Style(PALETTES["light"], measure=text_width, size=12.0)
    for make in (
        modules_chart,
        reconciliation_chart,
        partial(treemap_chart, entries),
        partial(timeline_chart, entries),
    ):
        widget = ChartWidget(lambda w, h, make=make: make(results, w, h, style))
        qtbot.addWidget(widget)
        widget.resize(480, 320)
        best = min(_seconds(widget, time.perf_counter) for _ in range(5))
        assert best < 0.05


def _seconds(widget, clock):
    start = clock()
    widget.set_chart(widget._make)
    widget.grab()
    return clock() - start
