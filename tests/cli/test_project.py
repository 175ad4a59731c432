"""The command line on a project: made, branched, assessed once, compared, reported and locked by variant."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bldgassess.cli import variants
from bldgassess.cli.app import make_app
from bldgassess.project import read_project

RUNNER = CliRunner()


def run(*arguments):
    words = [str(item) for item in arguments]
    return RUNNER.invoke(make_app(words), words)


@pytest.fixture(scope="module")
def house(tmp_path_factory, sample_dir):
    """A project of two assessed variants of the sample."""
    path = tmp_path_factory.mktemp("project") / "House.bldg"
    model = sample_dir / "hainan_house_base.ifc"
    made = run("project", "new", path, model, "--study", sample_dir / "base.yaml", "--person", "RS", "--json")
    assert made.exit_code == 0, made.output
    added = run("project", "add", path, "--variant", "Gas", "--set", "operation.heating=gas_boiler")
    assert added.exit_code == 0, added.output
    done = run("project", "assess", path, "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["variants"]
    assert [row["name"] for row in rows] == ["Base", "Gas"]
    assert all(row["figures"]["carbon.total_kgco2e"] > 0 for row in rows)
    return path


@pytest.fixture
def not_computed(monkeypatch):
    """Any reading of a model fails the test."""

    def refuse(*_arguments, **_options):
        raise AssertionError("computed again")

    monkeypatch.setattr(variants, "assess_files", refuse)


def test_show_audit_and_check(house):
    shown = run("project", "show", house)
    assert "Gas" in shown.stdout and "hainan_house_base.ifc" in shown.stdout
    rows = json.loads(run("project", "audit", house, "--json").stdout)
    assert [(row["kind"], row["person"]) for row in rows][:3] == [("do", "RS"), ("save", "RS"), ("branch", "")]
    assert len(json.loads(run("project", "audit", house, "--variant", "gas", "--json").stdout)) == 1
    assert run("project", "check", house).stdout.split() == ["sound"]


def test_compare_takes_the_saved_results(house, not_computed):
    compared = run("compare", house, "--json")
    assert compared.exit_code == 0, compared.output
    shown = run("compare", house, "--variant", "Gas", "--variant", "Base")
    assert shown.exit_code == 0 and "Gas" in shown.stdout


def test_a_report_of_saved_results_is_that_of_the_assessment(house, not_computed, tmp_path):
    pdf = tmp_path / "gas.pdf"
    done = run("report", house, "--variant", "Gas", "--variant", "Base", "-o", pdf, "--plain")
    assert done.exit_code == 0, done.output
    assert pdf.read_bytes()[:5] == b"%PDF-"


def test_assess_and_lock_a_variant(house, sample_dir, tmp_path):
    done = run("assess", house, "--variant", "Base", "--json")
    assert done.exit_code == 0, done.output
    results = json.loads(done.stdout)
    assert results == read_project(house).state.variant("Base").results.results()
    alone = run("assess", sample_dir / "hainan_house_base.ifc", "--study", sample_dir / "base.yaml", "--json")
    assert json.loads(alone.stdout) == results
    package = tmp_path / "x.bap"
    locked = run("lock", house, "--variant", "Base", "-o", package, "--json")
    assert locked.exit_code == 0, locked.output
    assert len(json.loads(locked.stdout)["seal"]) == 64
    verified = run("verify", package, "--seal", json.loads(locked.stdout)["seal"])
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["assess", "HOUSE"], "Say which with --variant: Base, Gas"),
        (["assess", "HOUSE", "--variant", "X"], "no variant X. Choose one of: Base, Gas"),
        (["lock", "HOUSE", "-o", "x.bap", "--study", "a.yaml"], "--study does not go with a project"),
        (["compare", "HOUSE", "--variant", "Gas"], "two"),
        (["project", "new", "HOUSE"], "is there already"),
        (["project", "add", "HOUSE", "--variant", "base"], "has a variant base already"),
        (["project", "show", "nowhere.bldg"], "There is no project nowhere.bldg"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence_and_status_2(house, arguments, words):
    before = house.read_bytes()
    done = run(*[house if item == "HOUSE" else item for item in arguments])
    assert done.exit_code == 2, done.output
    assert words in done.stderr
    assert house.read_bytes() == before


def test_evidence_in_a_project_proves_like_a_register(house, tmp_path):
    copy = Path(shutil.copy(house, tmp_path / "copy.bldg"))
    (tmp_path / "water.pdf").write_bytes(b"water test")
    opened = run("evidence", "init", copy, "--person", "A1")
    assert opened.exit_code == 0, opened.output
    criterion = json.loads(run("evidence", "list", copy, "--json").stdout)[0]["criterion"]
    assert run("evidence", "submit", copy, criterion, tmp_path / "water.pdf", "--person", "A1").exit_code == 0
    assert run("evidence", "accept", copy, 1, "--person", "A1").exit_code == 2
    assert run("evidence", "accept", copy, 1, "--person", "R1").exit_code == 0
    assert json.loads(run("evidence", "check", copy, "--json").stdout)["proved"] == [criterion]
    acts = [row["action"] for row in json.loads(run("evidence", "list", copy, "--history", "--json").stdout)]
    assert acts[-2:] == ["submit", "accept"]
    pieces = json.loads(run("assess", copy, "--variant", "Base", "--json").stdout)["label"]["evidence_pieces"]
    assert [row["state"] for row in pieces if row["criterion"] == criterion] == ["accepted"]
    assert run("evidence", "init", copy, "--person", "A1").exit_code == 2


def test_check_finds_a_model_that_is_gone(house, tmp_path):
    copy = Path(shutil.copy(house, tmp_path / "copy.bldg"))
    database = sqlite3.connect(copy)
    database.execute("UPDATE model SET packed = x'00'")
    database.execute("UPDATE variant SET models = '[\"00\"]' WHERE name = 'Gas'")
    database.commit()
    database.close()
    done = run("project", "check", copy, "--json")
    assert done.exit_code == 1
    assert [row["code"] for row in json.loads(done.stdout)] == ["project.model_damaged", "project.no_model"]
    assert run("assess", copy, "--variant", "Base").exit_code == 2
