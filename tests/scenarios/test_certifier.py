"""The certifier signs and is liable (shared/ux.md, section 7)."""

import csv
import io
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt

from bldgassess.explain.steps import Step
from reports.canonical import json_bytes
from reports.lock.package import pack, unpack

PASSWORD, REASON = "correct horse", "Checked against drawing A-101"
_STEP = Qt.ItemDataRole.UserRole + 1


@pytest.fixture(scope="module")
def key(make_key):
    """A self-signed key in a PKCS#12 file."""
    return make_key("Examiner", PASSWORD)


@pytest.fixture
def project(person, window, sample_dir, tmp_path):
    """A project of an assessor: assessed, a piece of evidence handed in for H03, locked and saved."""
    path = tmp_path / "house" / "House.bldg"
    path.parent.mkdir()
    sheet = path.parent / "filter data sheet.pdf"
    sheet.write_bytes(b"filter")
    person.open(sample_dir / "hainan_house_base.ifc")
    person.save(path)
    person.act_as("AB", "assessor")
    evidence = window.pages["report"].evidence
    person.until(lambda: window.state.dossier.is_saved, "the dossier")
    person.choose("evidence.criterion", "H03")
    with person.answering(ask_file=sheet):
        person.click("evidence.submit")
        person.until(lambda: [piece.state for piece in evidence.pieces.values()] == ["submitted"], "the piece")
    person.command("Lock or unlock this variant")
    assert window.state.current.locked
    person.save(path)
    window.verbs.close()
    return path


def _items(item):
    yield item
    for k in range(item.childCount()):
        yield from _items(item.child(k))


def test_check(person, window, project):
    """Open what is locked, go down from the first figure to a factor, and return a piece of evidence."""
    person.begin()
    person.drop([project])
    person.until(lambda: window.state.variants, "the project")
    variant = window.state.current
    assert variant.locked
    assert variant.results is not None
    person.settle()
    assert variant.status == "ready"
    person.go("report")
    person.press("F1")
    page = window.pages["report"]
    tree = page.why.tree
    person.until(lambda: tree.topLevelItemCount() == 1, "the way down")
    root = tree.topLevelItem(0)
    steps = [item.data(0, _STEP) for item in _items(root)]
    assert len(steps) > 40
    assert all(isinstance(step, Step) and step.value is not None for step in steps)
    assert all(item.text(1) and item.text(3) for item in _items(root)), "each step shows a value and a source"
    assert all(item.text(2) or item.data(0, _STEP).unit in {"", "-"} for item in _items(root))
    sums = [step for step in steps if step.parts_sum is not None]
    assert len(sums) > 3
    assert all(math.isclose(step.parts_sum, step.value, rel_tol=1e-9, abs_tol=1e-9) for step in sums)
    tree.setFocus()
    seen = []
    for _ in range(12):
        person.press("Right", tree)
        person.press("Right", tree)
        here = tree.currentItem()
        seen.append(here.data(0, _STEP))
        if not here.childCount():
            break
    assert any(step.guid for step in seen), "the way down passes an element"
    assert any("EN 15978" in item.text(3) or "EN 15804" in item.text(3) for item in _items(root)), "a clause is named"

    study = variant.study
    window.edit("operation.infiltration_ach", 0.2, lambda old, new: f"Leaks {old} → {new}")
    assert variant.study is study
    assert "is locked" in window.status.said.text()
    assert "is locked" in page.notice.text()
    person.go("energy")
    assert not window.pages["energy"].panel.isEnabled()
    person.go("materials")
    assert "locked" in window.pages["materials"].note.text()

    person.act_as("RS", "reviewer")
    evidence = page.evidence
    person.until(lambda: evidence.table.rowCount() == 1, "the evidence")
    evidence.table.selectRow(0)
    assert not evidence.actions["return"].isEnabled()
    evidence.reason.setFocus()
    person.type("Filter class is missing")
    person.click("evidence.return")
    person.until(lambda: [piece.state for piece in evidence.pieces.values()] == ["returned"], "the return")
    rows = [row.entry for row in window.state.dossier.audit]
    (returned,) = [row for row in rows if row.kind == "evidence" and "returned" in row.words]
    assert (returned.person, json.loads(returned.new)["role"]) == ("RS", "reviewer")
    assert "Filter class is missing" in returned.words

    page.show_panel("checks")
    person.until(page.checks.memory.count, "the values from memory")
    named = [page.checks.memory.item(k).text() for k in range(page.checks.memory.count())]
    assert not page.checks.certified.isEnabled()
    assert "locked" in page.checks.certified.toolTip()
    person.press("Ctrl+D")
    person.until(lambda: window.state.current is not variant and page.checks.certified.isEnabled(), "the branch")
    person.click("report.certified")
    person.settle()
    assert window.state.current.status == "failed"
    refused = page.checks.refused.text()
    assert sum(name.split(" ")[0] in refused for name in named) >= 3
    assert person.questions == []


def _verify(file):
    """Run ``bldgassess verify`` in a fresh process."""
    command = [sys.executable, "-m", "bldgassess.cli", "verify", str(file)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, timeout=80)
    return done.returncode, done.stdout + done.stderr


def test_sign_and_verify(person, window, key, sample_dir, tmp_path):
    """Lock, sign, verify elsewhere; whatever is changed afterwards is named."""
    person.open(sample_dir / "hainan_house_base.ifc")
    person.save(tmp_path / "House.bldg")
    page = window.pages["report"]
    variant = window.state.current
    before = json_bytes(variant.results)
    person.command("Sign the report")
    person.until(lambda: page.facts is not None, "the checks")
    person.drop([key], on=page.sign)
    assert not page.sign.act.isEnabled()
    assert "without a reason" in page.sign.said.text()
    person.give_reasons(REASON)
    signed, package = tmp_path / "signed.pdf", tmp_path / "house.bap"
    page.show_panel("sign")
    page.sign.password.setFocus()
    person.type(PASSWORD)
    with person.answering(ask_pdf=signed):
        person.click("report.sign.act")
        person.until(lambda: window.state.dossier.signed is not None, "the signature")
    words = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(signed).pages)
    assert REASON in " ".join(words.split())
    person.command("Lock into a package")
    with person.answering(ask_package=package):
        person.click("report.lock.act")
        person.until(lambda: variant.locked, "the package")

    copy = tmp_path / "elsewhere" / "house.bap"
    copy.parent.mkdir()
    shutil.copyfile(package, copy)
    status, said = _verify(copy)
    assert (status, "identical" in said) == (0, True)

    content = bytearray(signed.read_bytes())
    content[len(content) // 3] ^= 1
    flipped = tmp_path / "flipped.pdf"
    flipped.write_bytes(bytes(content))
    manifest, members = unpack(package.read_bytes(), package.name)
    rows = list(csv.reader(io.StringIO(members["factors.csv"].decode("utf-8-sig"))))
    column = next(k for k, head in enumerate(rows[0]) if "a1" in head.lower())
    changed = next(row for row in rows[1:] if row[column])
    old, changed[column] = changed[column], "123.456"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    facts = {name: value for name, value in manifest.items() if name not in {"schema", "members"}}
    forged = tmp_path / "forged.bap"
    forged.write_bytes(pack({**members, "factors.csv": text.getvalue().encode()}, facts))

    page.show_panel("verify")
    for file in (flipped, forged):
        person.drop([file], on=page.verify)
        person.until(page.verify.verdict.text, f"the verdict on {file.name}")
        assert page.verify.verdict.text().startswith(f"{file.name} is not what")
    cells = [[page.verify.table.item(r, c).text() for c in range(4)] for r in range(page.verify.table.rowCount())]
    named = [row for row in cells if row[0] == "factors.csv"]
    assert [(changed[0] in row[1], {float(row[2]), float(row[3])}) for row in named] == [(True, {float(old), 123.456})]
    assert _verify(flipped)[0] == 1
    status, said = _verify(forged)
    assert status == 1
    assert changed[0] in said
    assert json_bytes(variant.results) == before

    person.command("Lock or unlock this variant")
    person.command("air through leaks 0.62")
    person.until(lambda: window.state.dossier.changes, "what changed")
    page.show_panel("sign")
    assert "One value changed since then. Sign again to include it." in page.sign.since.text()
