"""Meters on the Energy page: read in the worker, held against the shown study, a fit taken as one variant."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from bldgassess.errors import Issue
from bldgassess.pipeline.assess import load_data
from bldgassess.study import read_study, set_values
from bldgassess.study.edits import make_edit
from bldgassess.twin.drift import Alarm, Watch
from bldgassess.twin.meters import Repair
from bldgassess.twin.months import Fit, MonthRow
from bldgassess.twin.prediction import hour_of_year, predict
from bldgassess.twin.recalibrate import Fitted, LeftOut, Recalibration
from ui.metered import Metered, MeterWish

_PATIENCE_MS = 180_000


@pytest.fixture
def window(window, put_sample):
    """A window with the sample as usually built, as a finished job leaves it, on the tab of meters."""
    put_sample(window)
    window.show_page("energy")
    page = window.pages["energy"]
    page.tabs.setCurrentWidget(page.metered)
    return window


@pytest.fixture(scope="module")
def meter_file(sample_models, tmp_path_factory):
    """Three months metered in a house whose appliances draw more than the study says; one row stands twice."""
    study = read_study(Path(str(files("bldgassess.sample") / "data" / "base.yaml")))
    truth = set_values(study, ["operation.equipment_w_m2=6.0"])
    start = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()) - 8 * 3600
    edges = start + 3600 * np.arange(24 * 91)
    kwh = predict(sample_models["base"].building, truth, load_data()).hours["electricity"][hour_of_year(edges, 8.0)]
    lines = [f"{np.datetime64(int(e), 's')}Z,electricity,interval,{v:.6f},kWh" for e, v in zip(edges, kwh, strict=True)]
    path = tmp_path_factory.mktemp("meters") / "meter.csv"
    path.write_text("\n".join(["time,carrier,kind,value,unit", *lines, lines[5], ""]), encoding="utf-8")
    return path


def proposal(study):
    edits = tuple(
        make_edit(study, path, value, f"fitted, {path}")
        for path, value in (("operation.equipment_w_m2", 6.0), ("operation.cooling_efficiency", 2.9))
    )
    fitted = tuple(Fitted(edit.path, "W/m2", 1.0, edit.new, 0.9, 1.1, False) for edit in edits)
    left = (LeftOut("operation.infiltration_ach", "no_effect"),)
    return Recalibration(edits, fitted, left, 30.0, 4.0, 28.0, 0.5, 1.4, 12, 40)


def made_news(variant):
    repair = Repair("twin.gap_filled", "m1", "2024-02-01T00:00Z", "2024-02-01T05:00Z", 5, 3.21)
    alarm = Alarm("up", "2024-09-02", "2024-07-01", 12.5)
    return Metered(
        MeterWish(Path("m.csv")), variant.shown, 8760, ("m1",), (repair,),
        (MonthRow("electricity", "2024-01", 300.0, 240.0, 1.0, True),
         MonthRow("electricity", "2024-02", 30.0, 240.0, 0.4, False)),
        (Fit("electricity", "month", 12, 300.0, 240.0, 20.0, 22.0, 5.0, 15.0, False),),
        (Watch("electricity", 26, 26, 1.0, None, 0.2, 3.0, 0.1, (0.0,), (0.0,), alarm),),
        (Issue("twin.drift_up", {"carrier": "heat", "since": "2024-07-01", "week": "2024-09-02", "shift": "12.5"}),),
        proposal(variant.study),
    )  # fmt: skip


def cells(table, row):
    return [table.item(row, k).text() for k in range(table.columnCount())]


def test_dropped_meter_file_is_held_against_the_shown_study(window, qtbot, meter_file):
    """A person drops the file on the tab; months are higher than predicted, and a fit needs more of them."""
    view = window.pages["energy"].metered
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(meter_file))])
    view.dropEvent(
        QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    qtbot.waitUntil(lambda: view.waiting == "metered", timeout=5000)
    assert not view.file_button.isEnabled()
    qtbot.waitUntil(lambda: not view.waiting, timeout=_PATIENCE_MS)
    found = window.state.current.metered
    assert [row.month for row in found.months] == ["2024-01", "2024-02", "2024-03"]
    assert all(row.measured_kwh > 1.05 * row.predicted_kwh for row in found.months)
    assert view.months.rowCount() == 3
    assert [item.code for item in found.repairs] == ["twin.order", "twin.double_dropped"]
    assert "twice" in cells(view.repairs, 1)[-1]
    assert cells(view.fits, 0)[-1] == "too few months to say"
    assert "meter.csv" in view.said.text()
    view.fit_button.click()
    qtbot.waitUntil(lambda: not view.waiting, timeout=_PATIENCE_MS)
    assert "6 metered months" in view.said.text()
    assert not view.branch_button.isEnabled()
    assert window.state.current.metered is found


def test_unreadable_file_is_a_sentence_and_keeps_what_was_shown(window, qtbot, tmp_path):
    view, variant = window.pages["energy"].metered, window.state.current
    window.state.told.emit(variant, "metered", made_news(variant), ())
    path = tmp_path / "bad.csv"
    path.write_text("hello\n", encoding="utf-8")
    view.open_path(path)
    qtbot.waitUntil(lambda: not view.waiting, timeout=_PATIENCE_MS)
    assert "bad.csv" in view.said.text()
    assert view.months.rowCount() == 2


def test_months_limits_drift_and_repairs_are_shown(window):
    view, variant = window.pages["energy"].metered, window.state.current
    window.state.told.emit(variant, "recalibrate", made_news(variant), ())
    assert cells(view.months, 0) == ["2024-01", "Electricity", "300", "240", "+25 %", "100 %"]
    assert cells(view.months, 1)[4] == "–"
    assert cells(view.fits, 0) == ["Electricity", "by month", "+20", "±5", "22", "15", "not kept"]
    assert cells(view.repairs, 0)[:5] == ["m1", "2024-02-01T00:00Z", "2024-02-01T05:00Z", "5", "3.21"]
    assert cells(view.drift, 0)[4:] == ["2024-07-01", "+12.5", "alarm 2024-09-02"]
    assert "since 2024-07-01" in view.said.text()
    assert cells(view.proposal, 2)[-1] == "does not move what is metered"
    assert not window.pages["energy"].months.isVisible()
    window.pages["energy"].tabs.setCurrentIndex(0)
    assert window.pages["energy"].months.isVisible()


def test_proposal_becomes_a_variant_as_one_step(window):
    view, source = window.pages["energy"].metered, window.state.current
    before, steps = source.study, window.history.index
    window.state.told.emit(source, "recalibrate", made_news(source), ())
    assert view.branch_button.isEnabled()
    view.branch_button.click()
    made = window.state.current
    assert made is not source
    assert made.study.operation.equipment_w_m2 == 6.0
    assert made.study.operation.cooling_efficiency == 2.9
    assert made.status == "working"
    assert made.stale
    assert source.study == before
    assert window.history.index == steps + 1
    window.history.undo()
    assert window.state.variants == [source]


def test_an_edit_makes_them_old_and_another_language_keeps_them(window):
    variant = window.state.current
    window.state.told.emit(variant, "metered", made_news(variant), ())
    window.set_language("ru")
    view = window.pages["energy"].metered
    assert view.months.rowCount() == 2
    variant.shown += 1
    window.pages["energy"].refresh()
    window.set_language("en")
    assert "before the last edit" in window.pages["energy"].metered.said.text()


def test_widgets_have_names(window):
    view = window.pages["energy"].metered
    for widget in (view.zone, view.unit, view.file_button, view.fit_button, view.branch_button, view.months, view.drift,
                   *view.choices.values()):  # fmt: skip
        assert widget.accessibleName()
        assert widget.objectName().startswith("metered.")
