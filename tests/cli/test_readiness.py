"""``bldgassess readiness`` as a person types it."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from reports.ids import ids_bytes


def run(*arguments):
    arguments = [str(argument) for argument in arguments]
    return CliRunner().invoke(make_app(arguments), arguments)


@pytest.fixture(scope="module")
def model(sample_dir):
    return sample_dir / "hainan_house_base.ifc"


def test_table_says_severity_finding_count_share_and_points(model):
    result = run("readiness", model)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert "95/100. Fit for assessment." in lines[0]
    row = next(line for line in lines if "Elements without an authored volume" in line)
    assert row.startswith("● note")
    assert "24" in row
    assert "of the volume" in row
    assert row.rstrip().endswith("−2")
    assert "Switch base quantities on in the export." in " ".join(result.stdout.split())
    assert "\x1b" not in result.stdout


def test_all_files_at_once(model, tmp_path):
    names = {kind: tmp_path / "deep" / f"out.{kind}" for kind in ("json", "bcf", "ids", "html")}
    options = [part for kind, path in names.items() for part in (f"--{kind}", path)]
    result = run("readiness", model, *options, "--bcf-version", "3.0", "--bcf-date", "2027-03-04")
    assert result.exit_code == 0, result.output
    assert all(f"Saved out.{kind}." in result.stdout for kind in names)
    with zipfile.ZipFile(names["bcf"]) as archive:
        assert b'VersionId="3.0"' in archive.read("bcf.version")
        markup = next(name for name in archive.namelist() if name.endswith("markup.bcf"))
        assert b"2027-03-04" in archive.read(markup)
        assert b"hainan_house_base.ifc" in archive.read(markup)
        assert str(model.parent).encode() not in archive.read(markup)
    assert names["ids"].read_bytes() == ids_bytes()
    assert names["html"].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    parsed = json.loads(names["json"].read_text(encoding="utf-8"))
    assert parsed["facts"]["classes"]["IfcWall"] == 16


def test_json_on_the_screen_is_json_alone_and_files_are_still_written(model, tmp_path):
    result = run("readiness", model, "--json", "-", "--ids", tmp_path / "x.ids", "--lang", "ru")
    parsed = json.loads(result.stdout)
    assert (tmp_path / "x.ids").is_file()
    assert parsed["score"] > 90.0
    assert parsed["assessable"] is True
    finding = next(item for item in parsed["findings"] if item["check"] == "qto_missing")
    assert finding["basis"] == "volume"
    assert len(finding["ids"]) == 24
    assert {"id", "code", "effect", "mend", "hints", "points", "share", "severity", "text"} <= set(finding)
    assert any(row["material"].startswith("C30") for row in parsed["materials"])


@pytest.mark.parametrize(
    "options",
    [
        ("--bcf-version", "1.0"),
        ("--bcf-date", "yesterday"),
        ("--lang", "xx"),
        ("--html", "{blocked}/deeper/x.html"),
        ("--bcf", "{blocked}/x.bcf"),
        ("--json", "{folder}"),
        ("--ids", "{folder}"),
    ],
    ids=lambda options: options[0],
)
def test_what_a_person_can_mend_is_one_sentence_and_status_2(model, tmp_path, options):
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    result = run("readiness", model, *(part.format(blocked=blocked, folder=tmp_path) for part in options))
    assert result.exit_code == 2, result.output
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1
    assert "Traceback" not in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_caps_are_said(model, tmp_path, monkeypatch):
    from dataclasses import replace

    from bldgassess.ifc.read import read_model

    read = read_model([model])
    walls = tuple(item for item in read.building.elements if item.part == "external_wall")
    fragment = replace(read, building=replace(read.building, elements=walls, name="[red]Wall[/red]"))
    monkeypatch.setattr("bldgassess.cli.readiness.read_model", lambda paths, *, cache: fragment)
    result = run("readiness", model)
    assert result.exit_code == 0
    assert result.stdout.startswith("[red]Wall[/red]: 0/100. Cannot be assessed.")
    assert "this is a fragment, not a building" in result.stdout
