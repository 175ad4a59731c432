"""Keys, variants, run files, results."""

import json
import shutil

import pytest
import yaml
from typer.testing import CliRunner

from bldgassess.cli.app import make_app
from bldgassess.errors import UserError
from bldgassess.portfolio.results import make_summary, rows_of, write_results
from bldgassess.portfolio.row import FIGURES, Row
from bldgassess.portfolio.run_file import read_run_file
from bldgassess.portfolio.store import open_store
from bldgassess.portfolio.task import IfcSource, Task, make_task
from bldgassess.portfolio.variants import Range, latin_hypercube
from bldgassess.study import Study, set_values


@pytest.fixture
def folder(tmp_path, sample_dir):
    for name in ("hainan_house_base.ifc", "hainan_house_better.ifc", "base.yaml"):
        shutil.copy(sample_dir / name, tmp_path / name)
    return tmp_path


def run_file(folder, **content):
    path = folder / "run.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_key_changes_with_what_the_result_depends_on_and_nothing_else(folder):
    model, weather = folder / "hainan_house_base.ifc", folder / "w.epw"
    weather.write_text("LOCATION,A")

    def key(*settings, weather=None, **names):
        return make_task(IfcSource.of([model]), set_values(Study(), settings), weather=weather, **names).key

    first = key()
    keys = [
        first,
        key("operation.cooling_setpoint_c=25"),
        key(f"operation.cooling_setpoint_c={Study().operation.cooling_setpoint_c}"),  # set, no longer assumed
        key("measures.roof_insulation=100"),
        key(weather=weather),
    ]
    assert key(name="other", tags={"a": "b"}) == first
    assert key("operation.heating=none", "measures.roof_insulation=100") == key(
        "measures.roof_insulation=100", "operation.heating=none"
    )
    weather.write_text("LOCATION,B")
    keys.append(key(weather=weather))
    model.write_bytes(model.read_bytes() + b"\n")
    keys.append(key())
    model.unlink()
    keys.append(key())
    assert len(set(keys)) == len(keys)


def test_a_model_that_changed_under_way_is_refused(folder):
    model = folder / "hainan_house_base.ifc"
    source = IfcSource.of([model])
    source.digest()
    shutil.copy(folder / "hainan_house_better.ifc", model)
    with pytest.raises(UserError) as told:
        source.building()
    assert told.value.issues[0].code == "portfolio.model_changed"


def test_product_of_models_studies_and_values(folder):
    path = run_file(
        folder,
        models=["hainan_*.ifc"],
        studies=["base.yaml"],
        set={"operation.heating": "none"},
        vary={"measures.roof_insulation": [0, 120, 240], "envelope.wall_u_w_m2k": [0.2, 0.4]},
    )
    plan = read_run_file(path)
    assert len(plan) == len({item.key for item in plan}) == 12
    assert [item.key for item in plan] == [item.key for item in read_run_file(path)]
    last = plan[-1]
    assert last.name == "hainan_house_better 6"
    assert last.tags == {
        "model": "hainan_house_better",
        "study": "base",
        "measures.roof_insulation": "240",
        "envelope.wall_u_w_m2k": "0.4",
    }
    assert last.study.measures == {"roof_insulation": {"thickness_mm": 240}}
    assert (last.study.envelope.wall_u_w_m2k, last.study.operation.heating) == (0.4, "none")


def test_a_sample_is_spread_evenly_and_depends_on_its_seed_alone(folder):
    vary = {"envelope.wall_u_w_m2k": {"from": 0.1, "to": 0.5}, "measures.roof_insulation": [0, 120]}
    made = {"models": ["hainan_house_base.ifc"], "vary": vary}
    plan = read_run_file(run_file(folder, **made, sample={"count": 8, "seed": 5}))
    assert sorted(int((item.study.envelope.wall_u_w_m2k - 0.1) / 0.05) for item in plan) == list(range(8))
    assert sum(item.tags["measures.roof_insulation"] == "0" for item in plan) == 4
    other = read_run_file(run_file(folder, **made, sample={"count": 8, "seed": 6}))
    assert {item.key for item in plan}.isdisjoint(item.key for item in other)
    for low, high in ((0.0, 1.0), (-5.0, 30.0)):
        found = [item["a.b"] for item in latin_hypercube({"a.b": Range(low, high)}, 50, 1)]
        assert all(low <= value <= high for value in found)
    with pytest.raises(UserError) as told:
        read_run_file(run_file(folder, **made))
    assert told.value.issues[0].code == "portfolio.range_needs_sample"


def test_a_variant_that_cannot_be_is_one_failed_row(folder):
    made = {"models": ["hainan_house_base.ifc"]}
    plan = read_run_file(run_file(folder, **made, vary={"operation.infiltration_ach": [0.3, 99]}))
    assert [type(item) for item in plan] == [Task, Row]
    assert "operation.infiltration_ach" in plan[1].problem
    with pytest.raises(UserError):  # none can be: the run file is wrong
        read_run_file(run_file(folder, **made, vary={"operation.infiltratoin_ach": [0.3, 0.4]}))


def test_a_table_has_one_row_a_building(folder):
    path = folder / "run.csv"
    path.write_text(
        "model,study,name,measures.roof_insulation,district\n"
        "hainan_house_base.ifc,base.yaml,A,120,west\n"
        ",,B,,east\n"
        "hainan_house_better.ifc,nowhere.yaml,,,\n"
        "hainan_house_base.ifc;hainan_house_better.ifc,,,,\n",
        encoding="utf-8",
    )
    first, second, third, fourth = read_run_file(path)
    assert (first.name, first.tags) == ("A", {"measures.roof_insulation": "120", "district": "west"})
    assert first.study.measures == {"roof_insulation": {"thickness_mm": 120}}
    assert second.problem == "Line 3 of run.csv names no model. Fill in the column named model."
    assert "nowhere.yaml" in third.problem
    assert len(fourth.models.paths) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("models: [", "portfolio.not_yaml"),
        ("models: []", "portfolio.bad_field"),
        ("models: [a.ifc]\nvary: {a.b: []}", "portfolio.bad_field"),
        ("models: ['*.nothing']", "portfolio.no_models"),
        ("models: [a.ifc]\nvary: {a.b: {from: 0, to: 1}}", "portfolio.range_needs_sample"),
        ("models: [a.ifc]\nvary: {a.b: [1,2,3,4,5,6,7,8,9,10]}\nsample: {count: 999999}", "portfolio.bad_field"),
    ],
)
def test_a_wrong_run_file_is_one_sentence(tmp_path, content, code):
    path = tmp_path / "run.yaml"
    path.write_text(content)
    result = CliRunner().invoke(make_app(["portfolio"]), ["portfolio", str(path), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.stderr.strip().count("\n") == 0
    with pytest.raises(UserError) as told:
        read_run_file(path)
    assert told.value.issues[0].code == code


def row(number, value, **more):
    figures = dict.fromkeys(FIGURES) | {"total_kgco2e_per_m2_gia": value, "health_class": "II", "label_level": ""}
    return Row(f"{number}", f"n{number}", "done", figures, **more)


def test_the_table_has_all_rows_in_the_order_of_the_plan(tmp_path):
    import pyarrow.parquet as pq

    refused = Row("r", "refused", "failed", problem="Because.", code="x.y")
    plan = [Task("2", None, Study(), None, "two", {"k": "v"}), refused, Task("1", None, Study(), None, "one")]
    tables = []
    for order in ((1, 2), (2, 1)):
        folder = tmp_path / f"{order[0]}"
        folder.mkdir()
        with open_store(folder / "rows.sqlite") as store:
            for number in order:
                store.put([row(number, 10.0 * number)])
            assert [item.name for item in rows_of(plan, store)] == ["two", "refused", "one"]
            summary = write_results(plan, store, folder)
        tables.append((folder / "portfolio.parquet").read_bytes())
        assert json.loads((folder / "summary.json").read_text()) == summary
    assert tables[0] == tables[1]
    table = pq.read_table(tmp_path / "1" / "portfolio.parquet").to_pydict()
    assert table["key"] == ["2", "r", "1"]
    assert table["total_kgco2e_per_m2_gia"] == [20.0, None, 10.0]
    assert table["tag.k"] == ["v", None, None]
    assert table["problem"] == [None, "Because.", None]


def test_the_summary_tells_spread_failures_and_best():
    rows = [row(number, float(number)) for number in (5, 1, 4, 2, 3)]
    summary = make_summary([*rows, Row("f", "bad", "failed", problem="No.", code="c")], missing=2)
    assert (summary["tasks"], summary["done"], summary["failed"], summary["missing"]) == (8, 5, 1, 2)
    spread = summary["figures"]["total_kgco2e_per_m2_gia"]
    assert (spread["least"], spread["mean"], spread["p50"], spread["p95"], spread["most"]) == (1.0, 3.0, 3.0, 5.0, 5.0)
    assert summary["failures"] == [{"code": "c", "count": 1, "first": "bad", "problem": "No."}]
    assert [item["name"] for item in summary["best"]["total_kgco2e_per_m2_gia"]] == ["n1", "n2", "n3", "n4", "n5"]


def test_the_command_goes_on_where_it_was(folder):
    (folder / "run.csv").write_text("model,name\nhainan_house_base.ifc,A\nnowhere.ifc,B\n")
    arguments = ["portfolio", str(folder / "run.csv"), "--out", str(folder / "out"), "--workers", "0", "--json"]
    first = CliRunner().invoke(make_app(arguments), arguments)
    assert first.exit_code == 1, first.output  # one row failed
    summary = json.loads(first.stdout)
    assert (summary["done"], summary["failed"]) == (1, 1)
    again = CliRunner().invoke(make_app(arguments), arguments)
    assert json.loads(again.stdout) == summary
    assert json.loads((folder / "out" / "timings.json").read_text())["ran"] == 0
