"""The whole chain on the built-in sample: sums, identity, order, schema, explain."""

import csv
import json
import math
from pathlib import Path

import pytest

from bldgassess.compare.differences import compute_comparison
from bldgassess.explain.render import explanation_lines
from bldgassess.explain.results import explain
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.assess import assess, load_data
from bldgassess.study import read_study
from reports.results_json import results_dict
from reports.write import write_outputs


@pytest.fixture(scope="module")
def written(sample_assessments, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    for key, item in sample_assessments.items():
        write_outputs(item, folder / key)
    return folder


def test_better_is_better(sample_assessments):
    base, better = sample_assessments["base"], sample_assessments["better"]
    assert better.carbon.per_m2 < 0.6 * base.carbon.per_m2
    assert better.label.score > base.label.score
    assert better.health.score > 70.0
    for item in (base, better):
        assert item.inventory.mapped_mass_fraction > 0.99
        assert item.label.official is False
        assert item.carbon.coverage["C3"] > 0.95


def test_results_fit_the_schema(written):
    import jsonschema

    schema = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for key in ("base", "better"):
        results = json.loads((written / key / "results.json").read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(results)] == []
        results["carbon"]["modules"]["A1-A3"] = "much"
        assert list(validator.iter_errors(results))


def test_modules_are_the_sums_of_the_ledger(written):
    for key in ("base", "better"):
        results = json.loads((written / key / "results.json").read_text(encoding="utf-8"))
        with (written / key / "inventory.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for module, kg in results["carbon"]["modules"].items():
            total = math.fsum(float(row[module]) for row in rows if row[module])
            assert abs(total - kg) <= 1e-9 * max(1.0, abs(kg)), module


def test_two_runs_are_byte_identical(sample_dir, written, tmp_path):
    again = assess(
        read_model([sample_dir / "hainan_house_base.ifc"]).building, read_study(sample_dir / "base.yaml"), load_data()
    )
    for path in write_outputs(again, tmp_path):
        assert path.read_bytes() == (written / "base" / path.name).read_bytes(), path.name


def test_shuffled_file_gives_the_same_figures(shuffle_ifc, sample_dir, sample_assessments, tmp_path):
    path = tmp_path / "turned.ifc"
    path.write_text(
        shuffle_ifc((sample_dir / "hainan_house_base.ifc").read_text(encoding="utf-8"), 3), encoding="utf-8"
    )
    turned = assess(read_model([path]).building, read_study(sample_dir / "base.yaml"), load_data())
    first = results_dict(sample_assessments["base"])
    second = results_dict(turned)
    for section in ("building", "energy", "carbon", "health", "label", "assumptions"):
        assert second[section] == first[section], section


def test_no_clock_path_or_user_in_the_results(written):
    text = (written / "base" / "results.json").read_text(encoding="utf-8")
    for word in (str(Path.home()), str(written), "2026-11"):
        assert word not in text.replace("(2026-11)", "").replace("2026年11月", "")


def test_explain_goes_down_to_element_record_and_source(written):
    found = explain(written / "base" / "results.json", "carbon.modules.A1-A3")
    assert found.value == pytest.approx(found.rows_sum, rel=1e-12)
    first = found.contributions[0].fields
    assert first["guid"]
    assert "mesh volume" in first["quantity_origin"]
    assert first["record_id"].startswith(("CN-", "DK-", "CH-"))
    assert first["source"]
    text = "\n".join(str(line) for line in explanation_lines(found))
    for word in (first["element"], first["record_id"], first["source"]):
        assert word in text


@pytest.mark.parametrize(
    "path",
    [
        "carbon.per_m2",
        "energy.final_kwh",
        "health.T3",
        "label.criteria.C01",
        "carbon.budget.overshoot_year",
        "label.score",
    ],
)
def test_every_kind_of_figure_is_explained(written, path):
    found = explain(written / "base", path)
    assert explanation_lines(found)


def test_every_explain_path_of_the_label_leads_somewhere(written, sample_assessments):
    from bldgassess.pipeline.metrics import collect_metrics

    item = sample_assessments["base"]
    metrics = collect_metrics(item.study, item.inventory, item.energy, item.carbon, item.health)
    assert len(metrics) > 10
    for metric in metrics.values():
        assert explain(written / "base", metric.explain).path == metric.explain


def test_waterfall_sums_to_the_difference(sample_assessments):
    named = [(key, results_dict(item)) for key, item in sample_assessments.items()]
    comparison = compute_comparison(named)
    difference = named[1][1]["carbon"]["per_m2"] - named[0][1]["carbon"]["per_m2"]
    for steps in (comparison.by_part[0], comparison.by_module[0]):
        assert math.fsum(step.difference for step in steps) == pytest.approx(difference, rel=1e-9)
    assert not comparison.issues


def test_every_assumption_says_where_it_comes_from(sample_assessments):
    for item in sample_assessments.values():
        identities = [row.id for row in item.assumptions]
        assert len(set(identities)) == len(identities)
        for row in item.assumptions:
            assert row.source
            assert row.effect
            assert row.quality in set("ABCDSP"), row


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("carbon.reconciliation", "module.B4"),
        ("carbon.hotspots.material", "fraction"),
        ("carbon.biogenic", "dynamic"),
        ("carbon.profiles.GB51366.per_m2", "GB51366"),
        ("carbon.modules.B1", "R-32"),
        ("carbon.upfront_per_m2", "A5"),
    ],
)
def test_tables_and_other_profiles_are_explained(written, path, word):
    assert word in "\n".join(explanation_lines(explain(written / "base", path)))
