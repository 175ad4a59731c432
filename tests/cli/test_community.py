"""The command: one file in, figures and report out; a second run with one changed building computes that one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bldgassess.cli.app import make_app

_FILE = {
    "schema_version": 1,
    "name": "Two houses",
    "place": {"latitude_deg": 18.64, "longitude_deg": 109.7},
    "buildings": [
        {
            "id": name,
            "archetype": {"use": "house", "construction": "timber", "year": 2020, "storeys": 1, "gia_m2": area},
        }
        for name, area in (("one", 80), ("two", 100))
    ],
}


def _run(*arguments: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(make_app(["community"]), ["community", *arguments])
    return outcome.exit_code, outcome.output


def test_a_changed_building_is_computed_alone(tmp_path: Path) -> None:
    path, out = tmp_path / "c.yaml", tmp_path / "out"
    path.write_text(yaml.safe_dump(_FILE), encoding="utf-8")
    status, text = _run(str(path), "--out", str(out), "--workers", "0")
    assert status == 0, text
    assert "Computed anew: 2 of 2" in text
    first = json.loads((out / "community.json").read_text(encoding="utf-8"))
    changed = json.loads(json.dumps(_FILE))
    changed["buildings"][1]["archetype"]["gia_m2"] = 120
    path.write_text(yaml.safe_dump(changed), encoding="utf-8")
    status, text = _run(str(path), "--out", str(out), "--workers", "0", "--lang", "ru")
    assert status == 0, text
    assert "(two)" in text
    second = json.loads((out / "community.json").read_text(encoding="utf-8"))
    assert second["buildings"][0] == first["buildings"][0]
    assert second["buildings"][1]["gia_m2"] == pytest.approx(120.0)
    assert (out / "community.pdf").stat().st_size > 10_000


def test_what_does_not_fit_ends_with_two_and_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("name: x", encoding="utf-8")
    status, text = _run(str(path), "--out", str(tmp_path / "out"))
    assert status == 2
    assert "buildings" in text


def test_the_built_in_example_is_a_community_of_fifty_and_three_models() -> None:
    from importlib.resources import files

    from bldgassess.community.read import member_tasks, read_community

    folder = Path(str(files("bldgassess.sample").joinpath("data")))
    community = read_community(folder / "community.yaml")
    assert sum(item.count for item in community.buildings if item.archetype) == 50
    assert sum(item.count for item in community.buildings if item.model) == 3
    assert community.basis == "assumption"
    assert len(member_tasks(community, folder)) == len(community.buildings)
