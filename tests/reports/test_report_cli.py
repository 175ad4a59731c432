"""The verbs report and export on the command line."""

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from reports.files import write_files
from reports.pdf.source import source_from_assessment

RUNNER = CliRunner()


def run(*arguments, env=None):
    arguments = [str(argument) for argument in arguments]
    return RUNNER.invoke(make_app(arguments), arguments, env=env)


@pytest.fixture(scope="module")
def folder(sample_assessments, tmp_path_factory):
    path = tmp_path_factory.mktemp("results")
    source = source_from_assessment(sample_assessments["base"])
    write_files({path / name: source.files[name] for name in ("results.json", "inventory.csv")})
    return path


def test_report_of_a_results_folder(folder, tmp_path):
    target = tmp_path / "r.pdf"
    result = run("report", folder, "-o", target, "--assessor", "A. Person", "--variant", folder)
    assert result.exit_code == 0, result.output
    with pytest.importorskip("pikepdf").open(target) as pdf:
        assert pdf.attachments["results.json"].get_file().read_bytes() == (folder / "results.json").read_bytes()
    plain = run("report", folder / "results.json", "-o", tmp_path / "p.pdf", "--plain", "--lang", "ru")
    assert plain.exit_code == 0, plain.output


def test_report_without_pikepdf_says_so_and_writes_the_plain_one(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("reports.pdfa.find_spec", lambda name: None)
    result = run("report", folder, "-o", tmp_path / "r.pdf")
    assert result.exit_code == 0
    assert "bldgassess[report]" in result.stderr
    assert (tmp_path / "r.pdf").is_file()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--sign", "nowhere.p12"), "not set"),
        (("--tsa", "http://127.0.0.1:9"), "needs --sign"),
        (("--variant", "nowhere"), "cannot be read"),
        (("--lang", "xx"), "no language"),
    ],
)
def test_what_a_person_can_mend(folder, tmp_path, more, said):
    result = run("report", folder, "-o", tmp_path / "r.pdf", *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "r.pdf").exists()


def test_export(folder, tmp_path):
    result = run("export", folder, "--as", "xlsx,html,jsonld", "--out", tmp_path, "--lang", "zh")
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.iterdir()} == {"results.xlsx", "summary.html", "results.jsonld"}
    assert run("export", folder, "--as", "docx").exit_code == 2
    assert run("export", tmp_path).exit_code == 2
