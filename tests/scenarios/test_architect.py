"""The architect has a deadline and no training in life-cycle assessment (shared/ux.md, section 7)."""

import json

import pytest

from bldgassess.study.assumed import study_assumptions
from reports.canonical import json_bytes
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
    assert model.tree.selected_guids() == tuple(picked)
    variant = window.state.current
    assert json.loads(json_bytes(variant.results)) == on_the_command_line
    listed = [row["id"] for row in variant.results["assumptions"]]
    assert {row.id for row in study_assumptions(variant.study)} <= set(listed)
    assert window.status.pieces["assumed"].text().startswith(str(len(listed))) or language == "ru"
    person.go("carbon")
    headline = f"{number(on_the_command_line['carbon']['per_m2'], language)} kgCO₂e/m²"
    assert window.pages["carbon"].headline.text() == headline
    assert window.status.pieces["carbon"].text().startswith(headline)
