"""The community file: what does not fit is told in sentences, all at once; settings lie over one another."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from bldgassess.community.read import make_community, member_tasks, read_community
from bldgassess.errors import UserError
from bldgassess.messages import sentence


def _codes(error: pytest.ExceptionInfo[UserError]) -> list[str]:
    assert all(sentence(issue) for issue in error.value.issues)
    return [issue.code for issue in error.value.issues]


def test_every_field_that_does_not_fit_is_told(village: dict[str, Any]) -> None:
    values: dict[str, Any] = copy.deepcopy(village)
    values["place"]["latitude_deg"] = 118
    values["buildings"][0]["count"] = 0
    values["buildings"][1]["archetype"]["storeys"] = 0
    values["sight"] = {}
    with pytest.raises(UserError) as caught:
        make_community(values)
    assert sorted(_codes(caught)) == ["community.bad_value"] * 3 + ["community.unknown_field"]
    assert {"place.latitude_deg", "buildings.0.count", "sight"} <= {str(i.params["path"]) for i in caught.value.issues}


@pytest.mark.parametrize(
    ("text", "code"),
    [("- 1", "community.not_a_table"), ("a: [", "community.not_yaml"), ("name: x", "community.bad_value")],
)
def test_files_that_are_no_community(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_community(path)
    assert code in _codes(caught)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_community(tmp_path / "none.yaml")
    assert _codes(caught) == ["community.cannot_read"]


def test_ids_stand_once(village: dict[str, Any]) -> None:
    values = copy.deepcopy(village)
    values["buildings"][1]["id"] = "houses"
    with pytest.raises(UserError) as caught:
        make_community(values)
    assert "houses" in sentence(caught.value.issues[0])


def test_trees_need_what_their_group_counts_by(village: dict[str, Any]) -> None:
    values = copy.deepcopy(village)
    values["site"]["trees"] = [{"group": "oak"}, {"group": "canopy", "count": 3}, {"group": "pine", "count": 3}]
    with pytest.raises(UserError) as caught:
        make_community(values)
    assert _codes(caught) == ["community.no_tree", "community.tree_needs", "community.tree_needs"]


def test_a_plant_needs_efficiency_or_a_factor_with_its_source(village: dict[str, Any]) -> None:
    for plant in ({"source": "electricity", "losses_fraction": 0.1}, {"source": "factor", "losses_fraction": 0.1}):
        with pytest.raises(UserError):
            make_community({**village, "shared": {"heating": plant}})


def test_own_settings_win_over_the_communitys_and_those_over_the_archetypes(
    village: dict[str, Any], tmp_path: Path
) -> None:
    values = copy.deepcopy(village)
    values["study"]["operation"] = {"heating": "none", "infiltration_ach": 0.33}
    values["buildings"][1]["study"]["operation"] = {"infiltration_ach": 0.11}
    tasks = member_tasks(make_community(values), tmp_path)
    assert [item.task.study.operation.infiltration_ach for item in tasks] == [0.33, 0.11, 0.33]
    assert all(item.task.study.operation.heating == "none" for item in tasks)
    assert tasks[0].task.study.envelope.window_g_fraction == 0.82
    assert [item.task.study.building.use for item in tasks] == ["house", "house", "office"]


def test_a_models_study_file_lies_below_and_paths_are_relative_to_the_file(
    village: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "m.ifc").write_text("not read here", encoding="utf-8")
    (tmp_path / "s.yaml").write_text("operation: {heating: gas_boiler, ceiling_fans: true}", encoding="utf-8")
    values = {**village, "buildings": [{"id": "m", "model": "m.ifc", "study_file": "s.yaml"}]}
    (item,) = member_tasks(make_community(values), tmp_path)
    assert item.task.study.operation.heating == "none"
    assert item.task.study.operation.ceiling_fans


def test_all_missing_files_and_bad_settings_are_told_at_once(village: dict[str, Any], tmp_path: Path) -> None:
    values = copy.deepcopy(village)
    values["buildings"][0]["study"] = {"operation": {"heating": "magic"}}
    values["buildings"].append({"id": "m", "model": "gone.ifc"})
    with pytest.raises(UserError) as caught:
        member_tasks(make_community(values), tmp_path)
    assert _codes(caught) == ["study.bad_value", "community.no_model"]
