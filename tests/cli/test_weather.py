"""``bldgassess weather``."""

import json

import pytest
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.weather import read_epw

RUNNER = CliRunner()


def run(*arguments):
    arguments = ["weather", *map(str, arguments)]
    return RUNNER.invoke(make_app(arguments), arguments)


def test_all_stations():
    result = run()
    assert result.exit_code == 0, result.output
    assert all(station.id in result.output for station in load_stations())
    machine = json.loads(run("--json").output)
    assert {row["quality"][0] for row in machine} == {"B", "D"}
    assert all(row["source"] for row in machine)


def test_nearest_stations_and_the_months_of_the_year():
    result = run("--at", "18.64,109.70")
    assert result.exit_code == 0, result.output
    first = next(line for line in result.output.splitlines() if line.startswith(("sanya", "haikou")))
    assert first.startswith("sanya")
    assert first.rstrip().endswith("48")
    assert "48 km away" in result.stderr


def test_of_a_model_in_another_world_as_epw_and_json(sample_dir, tmp_path):
    model = sample_dir / "hainan_house_base.ifc"
    plain = json.loads(run(model, "--json").output)
    result = run(
        model, "--json", "--set", "site.climate=2.0C", "--set", "site.extreme=heat_wave", "--epw", tmp_path / "y.epw"
    )
    hot = json.loads(result.output)
    assert [row["t_mean_c"] for row in hot["months"]] > [row["t_mean_c"] for row in plain["months"]]
    assert len({plain["sha256"], hot["sha256"]}) == 2
    assert "site.extreme_k" in {row["id"] for row in hot["assumptions"]}
    back = read_epw(tmp_path / "y.epw")
    assert not back.issues
    means = [back.t_out_c[:744].mean(), back.t_out_c[-744:].mean()]
    assert means == pytest.approx([hot["months"][0]["t_mean_c"], hot["months"][11]["t_mean_c"]], abs=0.01)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "99,1"),
        ("--at", "here"),
        ("--at", "1,2,3"),
        ("--at", "18,109", "--set", "site.climate=hot"),
        ("--at", "18,109", "--set", "site.climate_deltas=nothing.csv", "--set", "site.climate=2050"),
        ("--at", "18,109", "--set", "site.station=atlantis"),
        ("--weather", "nothing.epw"),
        ("--at", "18,109", "--epw", "no/such/folder/y.epw"),
        ("model.ifc", "--at", "18,109"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments):
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.strip().splitlines()) == 1
