"""The verbs ``measures`` and ``compliance``, and ``assess --measure``, as a person runs them."""

import json

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app


def _run(*arguments):
    return CliRunner().invoke(make_app([str(item) for item in arguments]), [str(item) for item in arguments])


def test_measures_are_listed_with_units_and_sources():
    found = _run("measures")
    assert found.exit_code == 0
    assert "roof_insulation: Insulate the roof" in found.output and "0 to 400" in found.output
    listed = json.loads(_run("measures", "--json").output)
    assert listed[0]["parameters"]["thickness_mm"]["step"] == 10


@pytest.fixture(scope="module")
def assessed(sample_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("measures")
    model = sample_dir / "hainan_house_base.ifc"
    found = _run(
        "assess",
        model,
        "--measure",
        "roof_insulation=240",
        "--measure",
        "roof_insulation.material=eps",
        "--out",
        folder,
    )
    assert found.exit_code == 0, found.output
    return folder


def test_a_measure_on_the_command_line_reaches_study_and_inventory(assessed):
    results = json.loads((assessed / "results.json").read_text(encoding="utf-8"))
    assert results["study"]["measures"] == {"roof_insulation": {"thickness_mm": 240, "material": "eps"}}
    assert "measure:roof_insulation" in (assessed / "inventory.csv").read_text(encoding="utf-8")
    assert any(row["id"] == "measures.roof_insulation.thickness_mm" for row in results["assumptions"])


def test_compliance_reads_results_and_fails_where_a_limit_does(assessed):
    found = _run("compliance", assessed)
    results = json.loads((assessed / "results.json").read_text(encoding="utf-8"))
    assert found.exit_code == (1 if results["compliance"]["failed"] else 0)
    assert "climate zone 4B" in found.output and "from memory" in found.output
    assert json.loads(_run("compliance", assessed, "--json").output) == results["compliance"]


def test_what_cannot_be_is_one_sentence(sample_dir):
    model = sample_dir / "hainan_house_base.ifc"
    for option in (
        ("--measure", "gold_plating"),
        ("--measure", "roof_insulation=9000"),
        ("--measure", "roof_insulation="),
    ):
        found = _run("assess", model, *option)
        assert found.exit_code == 2 and "Traceback" not in found.output
