"""The designer has variants to weigh and one afternoon (shared/ux.md, section 7)."""

import json
import re

import ifcopenshell
import pytest

from bldgassess.compare.classes import class_changes
from reports.canonical import json_bytes
from reports.figures import number

SAMPLES = 500


@pytest.fixture
def drawn(tmp_path, sample_dir):
    """The sample's study with an uncertainty that is drawn."""
    path = tmp_path / "drawn.yaml"
    words = (sample_dir / "base.yaml").read_text(encoding="utf-8")
    path.write_text(words + f"carbon: {{samples: {SAMPLES}}}\n", encoding="utf-8")
    return path


@pytest.fixture
def opened(person, window, sample_dir, drawn):
    """The sample house, open and assessed."""
    person.drop([sample_dir / "hainan_house_base.ifc", drawn])
    person.until(lambda: window.state.variants, "the model")
    person.settle()
    person.begin()
    return window.state.current


def _known(variant):
    return json_bytes([variant.study.model_dump(mode="json"), variant.results])


def test_branch_and_weigh(person, window, opened, command_line, tmp_path):
    """Branch, thicker roof, heat pump, and read which is better and how sure that is."""
    before = _known(opened)
    person.press("Ctrl+D")
    person.command("roof insulation 240")
    person.settle()
    person.go("energy")
    person.choose("energy.operation.heating", "heat_pump")
    person.settle()
    branch = window.state.current
    assert branch is not opened
    assert branch.study.measures == {"roof_insulation": {"thickness_mm": 240.0}}
    assert branch.study.operation.heating == "heat_pump"
    assert _known(opened) == before
    person.go("compare")
    person.seen()
    assert person.questions == []
    assert person.actions == 5
    page = window.pages["compare"]
    for row in ("Whole-life carbon A-C", "A week without power, degree-hours of SET above 30 or below 12.2 degC"):
        assert re.search(r"[+−]\d.*\([+−]\d.* %\)", person.cell(row, 3)), row
    assert person.cell("Whole-life carbon A-C", 1) == "kgCO₂e/m²"
    assert page.table.horizontalHeaderItem(2).text() == opened.name
    assert opened.name in page.verdict.text()
    worse = any(change.is_worse for change in class_changes(opened.results, branch.results))
    lower = branch.results["carbon"]["per_m2"] < opened.results["carbon"]["per_m2"]
    assert (page.style_.palette.good in page.verdict.text()) == (lower and not worse)
    path = tmp_path / "House.bldg"
    with person.answering(ask_project=path):
        person.press("Ctrl+S")
        person.until(lambda: window.keeper.status == "saved", "the project file")
    status, printed = command_line("compare", path, "--json")
    assert status == 0
    probability = json.loads(printed)["paired"][0]["probability_lower"]
    assert page.comparison.paired[0].probability_lower == probability
    said = re.search(r"with probability ([\d.]+)", page.verdict.text())
    assert said or "No clear difference" in page.verdict.text()
    if said:
        assert said[1] == number(round(max(probability, 1.0 - probability), 2), "en")


def test_stopped_midway(person, window, opened):
    """Stop a run when half its figures are there: the last whole ones stay, and a sentence says so."""
    before, stopped = _known(opened), []

    def stop(variant):
        if not stopped and variant.stale:
            stopped.append(variant.stale)
            window.act("cancel")

    window.state.figures_ready.connect(stop)
    person.command("cooling set-point 24")
    person.until(lambda: stopped, "the first figures")
    person.settle()
    window.state.figures_ready.disconnect(stop)
    assert stopped == [frozenset({"health", "label"})]
    assert json_bytes(opened.results) == json_bytes(json.loads(before)[1])
    assert opened.stale == {"energy", "carbon", "health", "label"}
    assert "Cancelled" in window.status.said.text()
    person.click(window.status.retry)
    person.settle()
    assert opened.status == "ready"
    assert opened.stale == frozenset()
    assert opened.shown_study is opened.study


@pytest.fixture
def thicker(tmp_path, sample_dir):
    """The sample house with a ground slab four times as thick, and a study on the other basis of electricity."""
    model = ifcopenshell.open(sample_dir / "hainan_house_base.ifc")
    slab = next(item for item in model.by_type("IfcSlab") if item.PredefinedType == "BASESLAB")
    concrete = slab.HasAssociations[0].RelatingMaterial.ForLayerSet.MaterialLayers[0]
    body = slab.Representation.Representations[0].Items[0]
    body.Depth += 3.0 * concrete.LayerThickness
    concrete.LayerThickness *= 4.0
    model.write(str(tmp_path / "thicker.ifc"))
    study = tmp_path / "other_basis.yaml"
    words = (sample_dir / "base.yaml").read_text(encoding="utf-8")
    study.write_text(words + "carbon: {grid_basis: life_cycle}\n", encoding="utf-8")
    return tmp_path / "thicker.ifc", study


def test_find_the_cause(person, window, opened, thicker, tmp_path, sample_dir):
    """Two models on different bases: mend that with one click, then go from the largest bar to its elements in both."""
    person.drop(thicker, ctrl=True)
    person.until(lambda: len(window.state.variants) == 2, "the second model")
    person.settle()
    other = window.state.current
    person.go("compare")
    page = window.pages["compare"]
    person.until(lambda: page.notice.text() and page.cure.isVisible(), "the refusal")
    assert "combustion" in page.notice.text()
    assert "life_cycle" in page.notice.text()
    person.click("compare.cure")
    person.settle()
    person.until(lambda: page.comparison is not None, "the comparison")
    difference = other.results["carbon"]["per_m2"] - opened.results["carbon"]["per_m2"]
    steps = page.comparison.by_part[0]
    assert sum(step.difference for step in steps) == pytest.approx(difference, abs=1e-12)
    largest = max(steps, key=lambda step: abs(step.difference))
    assert largest.key == "ground_slab"
    bars = [op for op in page.waterfall.chart.ops if op.key]
    assert bars[0].key != "" and largest.key in {op.key for op in bars}
    person.click(page.waterfall, page.waterfall.point_of(largest.key))
    wanted = {item.guid for item in opened.building.elements if item.part == "ground_slab"}
    assert wanted
    assert window.state.selection == wanted
    first, second = page.views.viewers
    assert first.selected == second.selected == wanted
    before = first.camera
    person.press("1", first)
    assert first.camera == second.camera != before
    broken = tmp_path / "nowhere.yaml"
    broken.write_text("site: {station: nowhere}\n", encoding="utf-8")
    person.drop([broken], ctrl=True)
    person.until(lambda: len(window.state.variants) == 3, "the third variant")
    person.settle()
    assert window.state.current.status == "failed"
    assert page.notice.text().startswith("nowhere: ")
    assert page.table.columnCount() == 4
    assert page.comparison.names == (opened.name, other.name)
