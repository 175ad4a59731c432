"""The study: defaults from data, YAML round trip, edits, and problems told all at once."""

from pathlib import Path

import pytest
import yaml

from bldgassess.errors import UserError
from bldgassess.messages import sentence
from bldgassess.study import (
    Study,
    apply_edit,
    defaults,
    diff_studies,
    invert,
    make_edit,
    make_study,
    read_study,
    set_values,
    study_assumptions,
    study_yaml,
)


def test_every_setting_has_a_row_and_every_row_a_setting():
    paths = {
        f"{section}.{name}"
        for section in Study.model_fields
        if hasattr(getattr(Study(), section), "model_fields_set")
        for name in type(getattr(Study(), section)).model_fields
    }
    assert paths - set(defaults()) == {"label.declared", "label.documents", "label.not_applicable"}
    assert set(defaults()) <= paths


def test_every_default_names_its_unit_source_and_effect():
    for path, row in defaults().items():
        assert row.unit and row.source and row.effect, path
        assert row.quality in {"A", "B", "C", "D", "S"}, path


def test_yaml_round_trip_keeps_every_value(tmp_path: Path):
    study = make_study(
        {
            "operation": {"heating": "gas_boiler"},
            "materials": {"Beton: C25/30": "DK-T7-B1477"},
            "label": {"declared": {"health.radon": 80}},
        }
    )
    path = tmp_path / "study.yaml"
    path.write_text(study_yaml(study), encoding="utf-8")
    assert read_study(path) == study


def test_the_written_study_comments_every_field():
    text = study_yaml(Study())
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if line.startswith("  ") and not line.startswith("  #"):
            assert lines[index - 1].startswith("  # "), line


def test_all_problems_are_told_at_once(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text("operation: {heating: coal, cooling_setpoint_c: 90}\nenvelop: {}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_study(path)
    sentences = [sentence(issue) for issue in caught.value.issues]
    assert len(sentences) == 3
    assert any("operation.heating" in text for text in sentences)
    assert any("envelop" in text and "not a setting" in text for text in sentences)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [1, 2", b"- 1\n- 2\n", b"just words"])
def test_a_file_that_is_no_study_gives_one_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_study(path)
    assert sentence(caught.value.issues[0]).endswith(".") or "study MODEL" in sentence(caught.value.issues[0])


def test_a_missing_study_file_is_named(tmp_path: Path):
    with pytest.raises(UserError) as caught:
        read_study(tmp_path / "none.yaml")
    assert "none.yaml" in sentence(caught.value.issues[0])


def test_assignments_set_values_and_refuse_nonsense():
    study = set_values(
        Study(),
        [
            "operation.heating=gas_boiler",
            "building.gia_m2=120.5",
            "label.declared.health.radon=80",
            "label.not_applicable.H11=detached",
        ],
    )
    assert (study.operation.heating, study.building.gia_m2) == ("gas_boiler", 120.5)
    assert study.label.declared == {"health.radon": 80}
    assert study.label.not_applicable == {"H11": "detached"}


def test_a_catalogue_of_ones_own_is_told_by_its_last_name():
    study = set_values(Study(), ["label.catalogue=/home/someone/mine.yaml"])
    assert study.model_dump(mode="json")["label"]["catalogue"] == "mine.yaml"
    told = next(row for row in study_assumptions(study) if row.id == "label.catalogue")
    assert told.value == "mine.yaml"
    with pytest.raises(UserError):
        set_values(Study(), ["heating", "operation.heating"])
    with pytest.raises(UserError):
        set_values(Study(), ["operation.heating=[1"])


def test_an_edit_and_its_inverse_give_the_first_study():
    study = Study()
    edit = make_edit(study, "envelope.window_u_w_m2k", 1.1, why="better glass")
    changed = apply_edit(study, edit)
    assert [(e.path, e.old, e.new) for e in diff_studies(study, changed)] == [("envelope.window_u_w_m2k", 2.8, 1.1)]
    assert apply_edit(changed, invert(edit)) == study
    with pytest.raises(UserError):
        apply_edit(study, make_edit(study, "envelope.window_u_w_m2k", -1.0))


def test_a_material_choice_can_be_made_and_taken_back():
    edit = make_edit(Study(), "materials.Beton", "DK-T7-B1477")
    assert apply_edit(Study(), edit).materials == {"Beton": "DK-T7-B1477"}
    assert apply_edit(apply_edit(Study(), edit), invert(edit)).materials == {}


def test_what_a_person_set_is_marked_as_theirs():
    rows = {row.id: row for row in study_assumptions(make_study({"operation": {"heating_setpoint_c": 21}}))}
    assert rows["operation.heating_setpoint_c"].quality == "P"
    assert rows["operation.cooling_setpoint_c"].quality == "B"
    assert "building.gia_m2" not in rows  # comes from the model


def test_defaults_file_is_valid_yaml_with_no_duplicate_sections():
    text = Path(study_yaml.__code__.co_filename).with_name("defaults.yaml").read_text(encoding="utf-8")
    assert list(yaml.safe_load(text)) == [line[:-1] for line in text.splitlines() if line and line[0] not in " #"]
