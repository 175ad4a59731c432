"""The Report page driven as a certifier drives it; the worker's tasks run in this process."""

import csv
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from bldgassess.errors import UserError
from bldgassess.pipeline.assess import assess
from bldgassess.progress import silent
from bldgassess.project import read_project
from bldgassess.study import read_study
from reports.lock.package import MANIFEST, pack, unpack
from reports.results_json import results_dict
from ui import dialogs
from ui.engine import Engine
from ui.tasks import TASKS
from ui.theme import load_fonts
from ui.view import make_view
from ui.window import MainWindow
from ui.wire import Ask

_PATIENCE_MS = 90_000
_PASSWORD = "correct horse"
_REASON = "Checked against drawing A-101"


@pytest.fixture(scope="module")
def key(make_key):
    """A self-signed key in a PKCS#12 file."""
    return make_key("Examiner", _PASSWORD)


@pytest.fixture(scope="module")
def engine():
    """What the worker process has, in this process."""
    return Engine(None)


@pytest.fixture(scope="module")
def desks():
    """The report as it was laid out first: the same for each test, so it is laid out once."""
    return []


@pytest.fixture
def window(qtbot, qapp, tmp_path, monkeypatch, engine, desks, sample_dir, sample_models, sample_assessments):
    """A window with the sample's base house; tasks are done here, when the event loop comes round."""
    monkeypatch.setenv("BLDGASSESS_STATE", str(tmp_path / "state"))
    load_fonts(qapp)
    made = MainWindow()
    made.keeper._timer.setInterval(1)
    made.jobs.start = lambda _variant: None
    made.state.study_changed.disconnect(made.jobs._edited)

    def ask(variant, what, *values):
        study = variant.shown_study or variant.study
        request = Ask(variant.number, variant.shown, variant.paths, study, what, values, variant.shown_pieces)

        def run():
            try:
                value, issues = TASKS[what].run(engine, request, silent), ()
            except UserError as error:
                value, issues = None, error.issues
            made.state.told.emit(variant, what, value, issues)

        QTimer.singleShot(0, made, run)

    made.jobs.ask = ask
    path = sample_dir / "hainan_house_base.ifc"
    variant = made.state.add((path,), read_study(sample_dir / "base.yaml"), "base")
    made.state.set_model(variant, sample_models["base"])
    engine._models[path,] = sample_models["base"].building
    engine._lights.take((path,), sample_models["base"])
    engine._done[variant.number] = (variant.generation, sample_assessments["base"])
    made.state.set_results(variant, make_view(sample_assessments["base"]))
    if desks:
        engine.shelf[variant.number] = replace(desks[0])
    made.resize(1280, 800)
    made.show()
    made.show_page("report")
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(window, qtbot, engine, desks):
    made = window.pages["report"]
    qtbot.waitUntil(lambda: made.facts is not None and not made.is_waiting, timeout=_PATIENCE_MS)
    desks.append(replace(engine.shelf[window.state.current.number]))
    return made


@pytest.fixture
def project(window, page, qtbot, tmp_path):
    """The project, saved."""
    path = tmp_path / "house" / "House.bldg"
    path.parent.mkdir()
    with qtbot.waitSignal(window.keeper.saved, timeout=_PATIENCE_MS):
        window.keeper.save(path)
    qtbot.waitUntil(lambda: window.state.dossier.is_saved, timeout=_PATIENCE_MS)
    return path


def _click(qtbot, page, name):
    made = page.findChild(object, name)
    assert made.isEnabled(), made.toolTip()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def _act_as(window, page, person, role):
    panel = page.evidence
    panel.person.setText(person)
    panel.role.setCurrentIndex(panel.role.findData(role))
    panel.person.editingFinished.emit()
    assert (window.keeper.person, window.settings.role) == (person, role)


def _answer_all(page, qtbot):
    """Write a reason for each check outside its band, as one does: choose the row, type, Enter."""
    page.show_panel("checks")
    while page.checks.missing:
        before = len(page.checks.missing)
        page.checks.table.selectRow(0)
        page.checks.reason.setFocus()
        page.checks.reason.selectAll()
        qtbot.keyClicks(page.checks.reason, _REASON)
        qtbot.keyClick(page.checks.reason, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda before=before: len(page.checks.missing) < before, timeout=_PATIENCE_MS)


def _drop(widget, place, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, buttons, keys))


def _row(table, first):
    return next(k for k in range(table.rowCount()) if table.item(k, 0).text() == first)


def _cells(table):
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


def test_the_preview_is_the_pdf_page_by_page(page, qtbot):
    total = page.preview.total
    assert total > 20
    first = page.preview.sheet.pixmap().toImage()
    page.preview.scroll.setFocus()
    qtbot.keyClick(page.preview, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: not page.is_waiting, timeout=_PATIENCE_MS)
    assert page.preview.place.text() == f"2 / {total}"
    assert page.preview.sheet.pixmap().toImage() != first
    items = [page.contents.chapters.item(k) for k in range(page.contents.chapters.count())]
    glossary = next(item for item in items if item.data(Qt.ItemDataRole.UserRole) == "glossary")
    glossary.setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: not page.is_waiting, timeout=_PATIENCE_MS)
    assert page.preview.total < total
    plausibility = next(item for item in items if item.data(Qt.ItemDataRole.UserRole) == "plausibility")
    assert not plausibility.flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_no_report_of_figures_that_are_old(window, page):
    window.edit("operation.infiltration_ach", 0.61, lambda old, new: f"Leaks {old} → {new}")
    for name in ("report.save", "report.files", "report.lock.act", "report.sign.act"):
        made = page.findChild(object, name)
        assert not made.isEnabled()
        assert "before the last edit" in made.toolTip()
    assert "before the last edit" in page.lock.said.text()
    window.state.set_results(window.state.current, window.state.current.view)
    assert page.lock.said.text() == ""
    assert page.lock.act.isEnabled()


def test_sign_verify_and_what_changed_since(window, page, project, key, qtbot, tmp_path, monkeypatch):
    """A failed check bars signing until a reason is written; the reason is in the PDF; one flipped byte shows."""
    page.show_panel("sign")
    _drop(page.sign, page.sign.rect().center(), key)
    assert page.sign.key.text() == str(key)
    assert not page.sign.act.isEnabled()
    assert "Mean U-value of outer walls" in page.sign.said.text()
    _answer_all(page, qtbot)
    file = tmp_path / "signed.pdf"
    monkeypatch.setattr(dialogs, "ask_pdf", lambda *_args: file)
    page.show_panel("sign")
    qtbot.keyClicks(page.sign.password, "wrong")
    _click(qtbot, page, "report.sign.act")
    qtbot.waitUntil(lambda: "wrong password" in page.sign.said.text(), timeout=_PATIENCE_MS)
    qtbot.keyClicks(page.sign.password, _PASSWORD)
    _click(qtbot, page, "report.sign.act")
    assert page.sign.password.text() == ""
    qtbot.waitUntil(lambda: window.state.dossier.signed is not None, timeout=_PATIENCE_MS)
    words = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(file.read_bytes())).pages)
    assert _REASON in " ".join(words.split())
    qtbot.waitUntil(lambda: "Nothing changed" in page.sign.since.text(), timeout=_PATIENCE_MS)

    page.show_panel("verify")
    page.verify.take(file)
    qtbot.waitUntil(lambda: bool(page.verify.verdict.text()), timeout=_PATIENCE_MS)
    assert "signed.pdf is identical" in page.verify.verdict.text()
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    flipped = tmp_path / "flipped.pdf"
    flipped.write_bytes(bytes(content))
    page.verify.take(flipped)
    qtbot.waitUntil(lambda: "is not what" in page.verify.verdict.text(), timeout=_PATIENCE_MS)
    assert "something in the file was changed after signing" in page.verify.said.text()

    page.show_panel("sign")
    window.edit("operation.infiltration_ach", 0.62, lambda old, new: f"Leaks {old} → {new}")
    qtbot.waitUntil(lambda: bool(window.state.dossier.changes), timeout=_PATIENCE_MS)
    assert "One value changed since then. Sign again to include it." in page.sign.since.text()
    assert [row[0] for row in _cells(page.sign.changes)] == ["operation.infiltration_ach"]
    with qtbot.waitSignal(window.keeper.saved, timeout=_PATIENCE_MS):
        window.keeper.save(project)
    rows = [row.entry for row in read_project(project).audit]
    assert [row.kind for row in rows].count("sign") == 1
    assert _PASSWORD not in str(rows)


def test_a_reason_falls_when_its_value_moves(page, window, qtbot):
    _answer_all(page, qtbot)
    facts = page.facts
    moved = tuple(replace(check, value=check.value * 1.2) if check.id == "u_wall" else check for check in facts.checks)
    page._facts = (page._facts[0], replace(facts, checks=moved))
    page.show_dossier()
    assert [check.id for check in page.checks.missing] == ["u_wall"]
    assert not page.sign.act.isEnabled()


def test_evidence_is_handed_in_returned_and_accepted(window, page, project, qtbot, tmp_path):
    page.show_panel("evidence")
    panel, table = page.evidence, page.evidence.table
    _act_as(window, page, "AB", "assessor")
    _click(qtbot, page, "evidence.open")
    qtbot.waitUntil(lambda: table.rowCount() > 5, timeout=_PATIENCE_MS)
    sheet = tmp_path / "filter data sheet.pdf"
    sheet.write_bytes(b"filter")
    row = _row(table, "H12")
    _drop(table, table.visualItemRect(table.item(row, 1)).center(), sheet)
    qtbot.waitUntil(lambda: table.item(_row(table, "H12"), 1).text() == "submitted", timeout=_PATIENCE_MS)
    assert (project.parent / "evidence" / sheet.name).read_bytes() == b"filter"
    assert table.item(_row(table, "H12"), 3).text() == "as handed in"

    table.selectRow(_row(table, "H12"))
    assert not panel.actions["return"].isEnabled()
    _act_as(window, page, "AB", "reviewer")
    table.selectRow(_row(table, "H12"))
    _click(qtbot, page, "evidence.accept")
    qtbot.waitUntil(lambda: "AB acted as assessor" in panel.said.text(), timeout=_PATIENCE_MS)
    _act_as(window, page, "RS", "reviewer")
    assert not panel.actions["return"].isEnabled()
    assert panel.actions["return"].toolTip() == "Write the reason first."
    qtbot.keyClicks(panel.reason, "Filter class is missing")
    _click(qtbot, page, "evidence.return")
    qtbot.waitUntil(lambda: table.item(_row(table, "H12"), 1).text() == "returned", timeout=_PATIENCE_MS)
    assert _cells(table)[_row(table, "H12")][5::2] == ["RS", "Filter class is missing"]

    entries = [item.entry for item in window.state.dossier.audit]
    last = next(entry for entry in reversed(entries) if entry.kind == "evidence")
    assert last.person == "RS"
    assert "returned: Filter class is missing" in last.words
    assert '"role": "reviewer"' in last.new


def test_accepted_evidence_counts_as_on_the_command_line(window, page, project, engine, qtbot, sample_models):
    """The window's label equals that of ``assess`` with the project's pieces."""
    sheet = project.parent / "plan.pdf"
    sheet.write_bytes(b"plan")
    desk, state = window.project, window.state
    window.set_person("AB", "assessor")
    desk.submit("H12", sheet, "drawing")
    qtbot.waitUntil(lambda: len(state.pieces) == 1, timeout=_PATIENCE_MS)
    window.set_person("RS", "reviewer")
    desk.judge(1, "accept")
    qtbot.waitUntil(lambda: state.pieces[0].state == "accepted", timeout=_PATIENCE_MS)
    variant = state.current
    assert variant.stale == {"label"}
    request = Ask(variant.number, variant.generation, variant.paths, variant.study, "", (), state.pieces)
    state.set_results(variant, make_view(engine.known(request)))
    with qtbot.waitSignal(window.keeper.saved, timeout=_PATIENCE_MS):
        window.keeper.save(project)
    found = read_project(project)
    data = replace(engine.data, evidence=found.pieces())
    light = engine.light(request)
    building = sample_models["base"].building
    same = assess(building, found.state.variants[0].study, data, daylight=light, cache=engine.cache)
    assert variant.results["label"] == results_dict(same)["label"]
    row = next(item for item in variant.results["label"]["criteria"] if item["id"] == "H12")
    assert row["evidence"] == "document"


def test_lock_and_verify_on_a_copy_in_a_fresh_process(window, page, project, engine, qtbot, tmp_path, monkeypatch):
    variant, state = window.state.current, window.state
    engine._done.clear()  # as the worker makes it: with the light of the rooms
    request = Ask(variant.number, variant.shown, variant.paths, variant.study, "")
    state.set_results(variant, make_view(engine.known(request)))
    file = tmp_path / "house.bap"
    monkeypatch.setattr(dialogs, "ask_package", lambda *_args: file)
    page.show_panel("lock")
    _click(qtbot, page, "report.lock.act")
    qtbot.waitUntil(lambda: variant.locked, timeout=_PATIENCE_MS)
    assert page.lock.seal.text()
    copy = tmp_path / "elsewhere" / "copy.bap"
    copy.parent.mkdir()
    shutil.copyfile(file, copy)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "bldgassess.cli", "verify", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "identical" in done.stdout

    manifest, members = unpack(copy.read_bytes(), "copy.bap")
    lines = members["factors.csv"].decode("utf-8").splitlines(keepends=True)
    heads = lines[0].rstrip().split(",")
    column = (
        heads.index("A1-A3") if "A1-A3" in heads else next(k for k, head in enumerate(heads) if "a1" in head.lower())
    )
    rows = list(csv.reader(members["factors.csv"].decode("utf-8-sig").splitlines()))
    row = next(item for item in rows[1:] if item[column])
    row[column] = "123.456"
    text = "\n".join(",".join(f'"{cell}"' for cell in item) for item in rows)
    facts = {name: value for name, value in manifest.items() if name not in {"schema", "members"}}
    assert MANIFEST not in members
    copy.write_bytes(pack({**members, "factors.csv": text.encode()}, facts))
    page.show_panel("verify")
    page.verify.take(copy)
    qtbot.waitUntil(lambda: bool(page.verify.verdict.text()), timeout=_PATIENCE_MS)
    assert "copy.bap is not what was locked" in page.verify.verdict.text()
    named = [cells for cells in _cells(page.verify.table) if cells[0] == "factors.csv"]
    assert any(row[0] in cells[1] and cells[2] == "123.456" for cells in named)

    window.edit("operation.infiltration_ach", 0.63, lambda old, new: "Leaks")
    assert "is locked" in window.status.said.text()
    page.show_panel("checks")
    assert not page.checks.certified.isEnabled()
    assert "locked" in page.checks.certified.toolTip()
    page.show_panel("evidence")
    assert page.evidence.role.isEnabled()


def test_f1_goes_down_from_the_certificates_first_figure(window, page, qtbot):
    window.act("explain")
    tree = page.why.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1, timeout=_PATIENCE_MS)
    root = tree.topLevelItem(0)
    shown = page.num(page.ready.results["carbon"]["per_m2"])
    assert (root.text(1), root.text(2)) == (shown, "kgCO₂e/m²")
    total = root.child(0)
    tree.setCurrentItem(total)
    assert "That is the figure." in page.why.rule.text()
    product = total.child(0)
    element = next(
        product.child(k) for k in range(product.childCount()) if product.child(k).data(0, Qt.ItemDataRole.UserRole)
    )
    factor = element.child(1)
    assert all(factor.text(column) for column in range(4))
    tree.itemActivated.emit(element, 0)
    assert window.state.selection == {element.data(0, Qt.ItemDataRole.UserRole)}


def test_the_audit_trail_is_filtered_copied_and_saved(window, page, project, qtbot, tmp_path, monkeypatch):
    window.edit("operation.infiltration_ach", 0.64, lambda old, new: f"Leaks {old} → {new}")
    window.edit("operation.cooling_setpoint_c", 25.0, lambda old, new: f"Cooling {old} → {new}")
    qtbot.waitUntil(lambda: len(window.state.dossier.audit) >= 3, timeout=_PATIENCE_MS)
    page.find()
    qtbot.keyClicks(page.audit.filter, "infiltration")
    (cells,) = _cells(page.audit.table)
    assert cells[2].startswith("Leaks")
    assert cells[4] == "operation.infiltration_ach"
    assert cells[6] == "0.64"
    _click(qtbot, page, "report.audit.copy")
    assert QApplication.clipboard().text().count("\n") == 1
    file = tmp_path / "audit.csv"
    monkeypatch.setattr(dialogs, "ask_csv", lambda *_args: file)
    _click(qtbot, page, "report.audit.save")
    qtbot.waitUntil(file.is_file, timeout=_PATIENCE_MS)
    assert "operation.infiltration_ach" in file.read_text(encoding="utf-8-sig")


def test_certified_mode_says_what_it_refuses(window, page, engine, sample_models, qtbot):
    assert page.checks.memory.count() > 10
    _click(qtbot, page, "report.certified")
    variant = window.state.current
    assert variant.study.carbon.certified
    with pytest.raises(UserError) as caught:
        assess(sample_models["base"].building, variant.study, engine.data, cache=engine.cache)
    window.state.set_failed(variant, caught.value.issues)
    assert "assumption carbon." in page.checks.refused.text()
    assert window.history.undo_text == "Certified mode on"


def test_the_reports_language_and_choices_are_its_own(window, page, qtbot):
    """The window in Russian leaves the report in English, its chapters and the open panel as they were."""
    page.show_panel("verify")
    page.contents.chapters.item(20).setCheckState(Qt.CheckState.Unchecked)
    order = page.orders
    qtbot.keyClicks(page.sign.password, _PASSWORD)
    window.set_language("ru")
    made = window.pages["report"]
    assert made is not page
    assert made.orders == order
    assert [item.language for item in order] == ["en"]
    assert made.right.currentWidget() is made.verify
    assert made.contents.panels["verify"].isChecked()
    assert made.sign.password.text() == ""
    qtbot.waitUntil(lambda: made.facts is not None and not made.is_waiting, timeout=_PATIENCE_MS)


def test_the_assumptions_are_listed_the_least_sure_first_and_open_from_the_status_line(window, page):
    window.status.pieces["assumed"].click()
    assert window.page == "report"
    table = page.assumed.table
    assert table.isVisible()
    assert table.rowCount() == len(window.state.current.results["assumptions"])
    grades = [table.item(row, 2).text() for row in range(table.rowCount())]
    assert grades == sorted(grades, key="SDCPBA".find)
    page.assumed.filter.setText("infiltration")
    assert 0 < table.rowCount() < len(grades)
