"""``materials search`` on the command line: decisions in words, reasons, other databases, the office's choices."""

import json

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from materials_db.choices import OfficeChoices, write_choices


def _run(*arguments):
    return CliRunner().invoke(make_app(["materials"]), ["materials", "search", *map(str, arguments)])


def test_reasons_stand_under_each_name():
    result = _run("Stahlbeton C30/37 XC4", "Concrete C30", "Solid 17", "-n", "2")
    assert result.exit_code == 0
    assert "Stahlbeton C30/37 XC4: taken" in result.stdout
    assert '"c30/37" is read as C30/37 (+1.00)' in result.stdout
    assert "Concrete C30: please check" in result.stdout
    assert "cube strength 30 MPa = C25/30" in result.stdout
    assert "Solid 17: names no material that is known here" in result.stdout


def test_json_keeps_the_contract_and_adds_reasons():
    (row,) = json.loads(_run("钢筋 HRB400", "--json", "-n", "1").stdout)
    assert (row["query"], row["decision"], row["product"]) == ("钢筋 HRB400", "match", "rebar")
    (candidate,) = row["candidates"]
    assert {"id", "name_en", "name_zh", "category", "score"} <= set(candidate)
    assert candidate["reasons"][0] == {"kind": "word", "text": "钢筋", "means": "rebar", "score": 1.0}


def test_another_order_of_databases_and_a_wrong_one():
    swiss = json.loads(_run("Bewehrung", "--json", "--databases", "CH-KBOB,DK-T7").stdout)
    assert swiss[0]["candidates"][0]["id"] == "CH-KBOB-6.003"
    wrong = _run("Bewehrung", "--databases", "XX")
    assert wrong.exit_code == 2
    assert "There is no database XX. Choose from:" in wrong.output


def test_office_choices_are_used_and_a_broken_file_is_refused(tmp_path):
    path = tmp_path / "choices.json"
    choices = OfficeChoices().remember("Wand 7", "CH-KBOB-2.001", who="A", when="2026-03-01", score=0.3)
    write_choices(path, choices)
    assert "accepted before in this office" in _run("Wand 7", "--choices", path).stdout
    path.write_text("{", encoding="utf-8")
    broken = _run("Wand 7", "--choices", path)
    assert broken.exit_code == 2
    assert "choices.json cannot be used" in broken.output


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_names_that_cannot_be_read_are_said(tmp_path, content):
    path = tmp_path / "names.txt"
    if content is not None:
        path.write_bytes(content)
    assert _run("--file", path).exit_code == 2
