"""The command line as a script uses it: exit statuses, one sentence, machine output."""

import json

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import VERBS, make_app

RUNNER = CliRunner()


def run(*arguments):
    arguments = [str(argument) for argument in arguments]
    return RUNNER.invoke(make_app(arguments), arguments)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, run("demo", "--out", folder)


def test_demo_writes_everything(demo):
    folder, result = demo
    assert result.exit_code == 0, result.output
    assert "kgCO2e/m2 GIA" in result.output
    assert "Not the official label criteria" in result.output
    for key in ("base", "better"):
        names = {path.name for path in (folder / key).iterdir()}
        assert names == {"results.json", "inventory.csv", "hourly.parquet", "assumptions.csv", "report.pdf"}
    assert (folder / "comparison" / "comparison.pdf").is_file()


def test_explain_on_the_demo(demo):
    folder, _ = demo
    result = run("explain", folder / "base" / "results.json", "carbon.modules.A1-A3")
    assert result.exit_code == 0
    assert "GB/T 51366-2019" in result.output
    assert "mesh volume" in result.output
    machine = run("explain", folder / "base", "carbon.modules.B6", "--json")
    assert json.loads(machine.output)["path"] == "carbon.modules.B6"
    wrong = run("explain", folder / "base", "carbon.modules.Z9")
    assert wrong.exit_code == 2
    assert "carbon.modules.A1-A3" in wrong.stderr
    assert run("explain", folder / "nowhere", "carbon.per_m2").exit_code == 2


def test_compare_result_folders(demo, tmp_path):
    folder, _ = demo
    result = run("compare", folder / "base", folder / "better", "--json", "--out", tmp_path)
    assert result.exit_code == 0
    assert json.loads(result.output)["names"] == ["base", "better"]
    assert (tmp_path / "comparison.csv").is_file()
    assert run("compare", folder / "base").exit_code == 2


def test_assess_json_is_machine_readable(sample_dir):
    result = run("assess", sample_dir / "hainan_house_base.ifc", "--set", "operation.heating=none", "--json")
    assert result.exit_code == 0
    parsed = json.loads(result.stdout)
    assert parsed["schema"] == 1
    assert parsed["study"]["operation"]["heating"] == "none"


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "nowhere.ifc"),
        ("assess", "{sample}", "--set", "operation.heating=magic"),
        ("assess", "{sample}", "--set", "nonsense"),
        ("assess", "{sample}", "--set", "site.grid_region=XX"),
        ("assess", "{sample}", "--set", "site.station=atlantis"),
        ("assess", "{sample}", "--set", "carbon.budget_path=none"),
        ("assess", "{sample}", "--weather", "nowhere.epw"),
        ("assess", "{sample}", "--study", "nowhere.yaml"),
        ("assess", "{sample}", "--lang", "xx"),
        ("assess", "{sample}", "--engine", "warp"),
        ("assess", "{sample}", "--samples", "-1"),
        ("assess", "{sample}", "--profile", "NONE"),
        ("assess", "{sample}", "--budget", "nowhere.csv"),
        ("assess", "{sample}", "--set", "carbon.certified=true"),
        ("assess", "{sample}", "--set", "materials.Concrete=OFFICE-7"),
        ("readiness", "nowhere.ifc"),
        ("report", "nowhere.ifc", "-o", "x.pdf"),
        ("writeback", "nowhere.ifc", "-o", "x.ifc"),
        ("writeback", "{sample}", "-o", "{sample}"),
        ("writeback", "{sample}", "{sample}", "-o", "x.ifc"),
    ],
    ids=lambda arguments: " ".join(arguments[-2:]),
)
def test_what_a_person_can_mend_is_one_sentence_and_status_2(sample_dir, arguments):
    model = str(sample_dir / "hainan_house_base.ifc")
    result = run(*(argument.replace("{sample}", model) for argument in arguments))
    assert result.exit_code == 2, result.output
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1
    assert lines[0].endswith((".", "."))
    assert "Traceback" not in result.output


def test_a_bug_is_status_3_and_says_so(monkeypatch, sample_dir):
    monkeypatch.setattr("bldgassess.cli.readiness.read_model", lambda paths, **_: 1 / 0)
    result = run("readiness", sample_dir / "hainan_house_base.ifc")
    assert result.exit_code == 3
    assert "bug" in result.stderr
    assert "Traceback" not in result.output


def test_readiness_and_study(sample_dir, tmp_path):
    model = sample_dir / "hainan_house_base.ifc"
    result = run("readiness", model, "--json", "-")
    assert result.exit_code == 0
    parsed = json.loads(result.stdout)
    assert parsed["score"] > 90
    assert any(row["material"].startswith("C30") for row in parsed["materials"])
    study = tmp_path / "study.yaml"
    assert run("study", model, "-o", study).exit_code == 0
    assert "operation" in study.read_text(encoding="utf-8")


def test_report_in_russian(sample_dir, tmp_path):
    path = tmp_path / "report.pdf"
    result = run("report", sample_dir / "hainan_house_base.ifc", "-o", path, "--lang", "ru")
    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(b"%PDF")


def test_writeback(sample_dir, tmp_path):
    model, out = sample_dir / "hainan_house_base.ifc", tmp_path / "new" / "copy.ifc"
    before = model.read_bytes()
    result = run("writeback", model, "-o", out, "--set", "carbon.study_period_a=60")
    assert result.exit_code == 0, result.output
    assert "46 elements and 5 rooms" in result.output
    assert model.read_bytes() == before
    assert b"kgCO2e over 60 years (EN15978)" in out.read_bytes()
    # a folder takes the copy under the model's name
    machine = run("writeback", out, "-o", tmp_path, "--json", "--lang", "zh")
    (row,) = json.loads(machine.stdout)
    assert row["path"] == str(tmp_path / "copy.ifc")
    assert row["replaced_sets"] == row["property_sets"]
    assert out.read_bytes() != (tmp_path / "copy.ifc").read_bytes()


def test_materials_search(tmp_path):
    result = run("materials", "search", "C30混凝土", "--json", "-n", "2")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["candidates"][0]["id"] == "CN-GBT51366-001"
    names = tmp_path / "names.txt"
    names.write_text("Beton C30/37\n\nHolz\n", encoding="utf-8")
    assert len(json.loads(run("materials", "search", "--file", names, "--json").stdout)) == 2
    assert run("materials", "search").exit_code == 2


def test_help_of_every_verb():
    assert "assess" in run("--help").output
    for verb in VERBS:
        assert run(verb, "--help").exit_code == 0


def test_locked_output_is_one_sentence(demo, tmp_path):
    folder, _ = demo
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    result = run("compare", folder / "base", folder / "better", "--out", blocked / "deeper")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("verb", [("crosscheck", "{sample}"), ("assess", "{sample}", "--engine", "energyplus")])
def test_missing_energyplus_is_one_sentence(verb, sample_dir, monkeypatch):
    monkeypatch.setattr("bldgassess.energyplus.runner.find_spec", lambda name: None)
    sample = str(sample_dir / "hainan_house_base.ifc")
    result = run(*(part.format(sample=sample) for part in verb))
    assert result.exit_code == 2
    assert "bldgassess[energyplus]" in result.stderr


def test_published_figures_are_printed(monkeypatch):
    result = run("health", "validate", "wbgt", "tail")
    assert result.exit_code == 0, result.output
    assert "12 pass, 0 fail, 0 skipped" in result.output
    rows = json.loads(run("health", "validate", "wbgt", "--json").output)
    assert rows["counts"]["pass"] == 9
    assert rows["rows"][0]["source"]


def test_measured_against_the_demo(demo, tmp_path):
    folder, _ = demo
    data = tmp_path / "log.csv"
    lines = "".join(f"2025-07-01T{hour:02d}:00:00+08:00,Bedroom,co2,ppm,{600 + 10 * hour}\n" for hour in range(24))
    data.write_text("timestamp,room,variable,unit,value\n" + lines + "bad,Bedroom,co2,ppm,1\n", encoding="utf-8")
    results = json.loads((folder / "base" / "results.json").read_text(encoding="utf-8"))
    guid = next(room["guid"] for room in results["rooms"] if room["use"] == "bedroom")
    names = tmp_path / "map.csv"
    names.write_text(f"sensor,guid\nBedroom,{guid}\n", encoding="utf-8")
    printed = run("measured", data, "--results", folder / "base", "--map", names, "--json")
    assert printed.exit_code == 0, printed.output
    found = json.loads(printed.output)
    assert (found["rows"], found["kept"], len(found["set_aside"])) == (25, 24, 1)
    (row,) = found["comparison"]
    assert (row["guid"], row["hours"]) == (guid, 24)
    assert len(row["bias_by_hour"]) == 24
    assert run("measured", data, "--results", folder / "base", "--map", names).exit_code == 0
    assert run("measured", tmp_path / "none.csv").exit_code == 2
