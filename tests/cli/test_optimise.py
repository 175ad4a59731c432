"""The verb ``optimise`` as a person runs it."""

import json

from typer.testing import CliRunner

from bldgassess.cli.app import make_app


def _run(*arguments):
    return CliRunner().invoke(make_app([str(item) for item in arguments]), [str(item) for item in arguments])


def test_a_search_prints_the_front_and_writes_all_points(sample_dir, tmp_path):
    model, study = sample_dir / "hainan_house_base.ifc", sample_dir / "base.yaml"
    wanted = ("--measures", "photovoltaics=0,5", "--measures", "low_emission_finishes=off,0.3", "--no-verify")
    found = _run("optimise", model, "--study", study, *wanted, "--workers", 1, "--out", tmp_path)
    assert found.exit_code == 0, found.output
    assert "4 of 4 combinations" in found.output
    assert "Photovoltaics: 5 kWp" in found.output
    assert "The program has no prices" in found.output.replace("\n", " ").replace("the program", "The program")
    advice = json.loads((tmp_path / "advice.json").read_text(encoding="utf-8"))
    assert {row["levels"]["photovoltaics"] for row in advice["front"]} == {5.0}
    assert len((tmp_path / "points.csv").read_text(encoding="utf-8").splitlines()) == 5


def test_what_cannot_be_searched_is_one_sentence_each(sample_dir):
    model = sample_dir / "hainan_house_base.ifc"
    for arguments, words in (
        (("--measures", "roof=1"), "There is no measure named roof"),
        (("--measures", "roof_insulation=0,,80"), "is not a list of levels"),
        (("--constraint", "castle"), "There is no constraint named castle"),
        (("--constraint", "cost=cheap"), "is no figure above 0"),
        (("--measures", "photovoltaics=0"), "nothing to choose from"),
        (("--measures", "photovoltaics", "--objectives", "beauty"), "There is no objective named beauty"),
        (("--measures", "photovoltaics", "--objectives", "cost"), "Give one with --costs"),
        (("--measures", "photovoltaics", "--method", "luck"), "luck"),
    ):
        found = _run("optimise", model, *arguments, "--workers", 1)
        assert found.exit_code == 2, found.output
        assert words in found.stderr, found.stderr
