"""The architect has a deadline and no training in life-cycle assessment (shared/ux.md, section 7)."""

import json
import math

import pytest

from bldgassess.study.assumed import study_assumptions
from reports.canonical import json_bytes
from reports.charts.entries import entries_of
from reports.figures import number


@pytest.fixture(scope="module")
def on_the_command_line(command_line, sample_dir):
    """What ``bldgassess assess --json`` says of the sample house."""
    path, study = sample_dir / "hainan_house_base.ifc", sample_dir / "base.yaml"
    status, printed = command_line("assess", path, "--study", study, "--json")
    assert status == 0
    return json.loads(printed)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_first_picture(person, window, sample_dir, on_the_command_line, language):
    """Drop a model, pick in the picture while it grows, and read the first figure: nothing is asked."""
    window.set_language(language)
    stages, picked = [], []
    model = window.pages["model"]

    def pick(_variant, _part):
        """Click on what is seen, before the model is read to its end."""
        if not picked:
            assert window.state.current.building is None
            place, guid = person.place_of()
            person.click(model.viewer, place)
            picked.append(guid)
            assert window.state.selection == {guid}

    chosen = []
    window.state.selection_changed.connect(lambda: chosen.append(sorted(window.state.selection)))
    window.state.progress.connect(lambda variant: stages.append(variant.stage))
    window.state.shapes_ready.connect(pick)
    person.begin()
    person.drop([sample_dir / "hainan_house_base.ifc"])
    person.until(lambda: window.state.variants, "the model")
    person.settle()
    window.state.shapes_ready.disconnect(pick)
    assert person.questions == []
    assert person.actions == 2
    order = list(dict.fromkeys(stages))
    assert [stage for stage in order if stage in {"shapes", "carbon", "health", "label"}] == [
        "shapes",
        "carbon",
        "health",
        "label",
    ]
    assert [picked] == chosen, "what was picked stays selected"
    assert model.tree.selected_guids() == tuple(picked)
    variant = window.state.current
    bare = {item.guid for item in variant.building.elements} - set(variant.element_kg)
    assert model.legend.colouring.no_data == len(bare)
    assert json.loads(json_bytes(variant.results)) == on_the_command_line
    listed = [row["id"] for row in variant.results["assumptions"]]
    assert {row.id for row in study_assumptions(variant.study)} <= set(listed)
    assert window.status.pieces["assumed"].text().startswith(str(len(listed))) or language == "ru"
    person.go("carbon")
    headline = f"{number(on_the_command_line['carbon']['per_m2'], language)} kgCO₂e/m²"
    assert window.pages["carbon"].headline.text() == headline
    assert window.status.pieces["carbon"].text().startswith(headline)


def _generation(window):
    """Return what each place shows, told apart by the results it was made from."""
    carbon = window.pages["carbon"]
    window.show_page("carbon")
    kg = math.fsum(entry.total_kg for entry in carbon.entries)
    said = {key: piece.text() for key, piece in window.status.pieces.items()}
    window.show_page("model")
    return said, kg, window.pages["model"].viewer.colours.tobytes()


def test_heaviest_part(person, window, sample_dir):
    """From the heaviest part to its source, to another factor, and back: all by keys."""
    person.open(sample_dir / "hainan_house_base.ifc")
    variant, carbon = window.state.current, window.pages["carbon"]
    window.show_page("model")
    person.begin()
    person.go("carbon")
    carbon.treemap.setFocus()
    person.press("Home")
    entries = carbon.entries
    sums = {}
    for entry in entries:
        if entry.guid:
            key = f"carbon.by_part.{entry.part}/{entry.material}"
            sums[key] = sums.get(key, 0.0) + entry.total_kg
    assert carbon.treemap.focused_key == max(sums, key=sums.get)
    person.press("Return", carbon.treemap)
    assert window.state.selection
    assert {entry.part for entry in entries if entry.guid in window.state.selection} == {
        carbon.treemap.focused_key.removeprefix("carbon.by_part.").partition("/")[0]
    }
    person.press("F1", carbon.treemap)
    why = carbon.why.toPlainText()
    material = carbon.treemap.focused_key.partition("/")[2]
    chosen = [entry for entry in entries if entry.material == material]
    assert person.actions <= 6
    assert chosen[0].record_name.split(",")[0] in why
    assert "Source: " in why
    assert "Quantity: " in why

    before = json_bytes(variant.results)
    shown_before, status_before = _generation(window), window.status.pieces["carbon"].text()
    waiting = []

    def stale(changed):
        piece = window.status.pieces["carbon"]
        waiting.append((piece.property("stale"), piece.text(), changed.stale))

    window.state.study_changed.connect(stale)
    old, new = person.remap(material)
    window.state.study_changed.disconnect(stale)
    assert waiting == [(True, status_before, frozenset({"energy", "carbon", "health", "label"}))]
    person.settle()
    assert (variant.shown, variant.stale) == (variant.generation, frozenset())
    assert old != new
    assert new in window.history.undo_text
    assert old in window.history.undo_text
    after = _generation(window)
    assert after[1] == pytest.approx(math.fsum(entry.total_kg for entry in entries_of_view(variant)))
    assert after[1] != shown_before[1]
    assert after[0] != shown_before[0]
    assert after[2] != shown_before[2]
    person.press("Ctrl+Z")
    person.settle()
    assert json_bytes(variant.results) == before
    assert _generation(window) == shown_before


def entries_of_view(variant):
    """The ledger's rows of the results that are shown."""
    return entries_of(variant.view.rows, [*variant.view.lines, *variant.view.system_lines])
