"""Spreads, draws, propagation and the paired verdict."""

import dataclasses
import math

import numpy as np
import pytest

from bldgassess.carbon.account import Ledger
from bldgassess.carbon.profiles import profile_rules
from bldgassess.errors import UserError
from bldgassess.study import Study, set_values
from bldgassess.uncertainty.draws import Draws, stream
from bldgassess.uncertainty.model import Cell, RowTerm, UncertaintyModel, make_model, model_from_dict
from bldgassess.uncertainty.paired import compare_paired, compute_uncertainty
from bldgassess.uncertainty.propagate import digest, draw_totals
from bldgassess.uncertainty.spreads import is_foreign, read_rows, record_sigma, spread_sigma
from materials_db.errors import DataError
from materials_db.factors import load_factors
from materials_db.uncertainty import gsd_of

SAMPLES = 20_000


def _cell(**kwargs) -> Cell:
    values = {
        "factor": "factor/F",
        "end": "end/F",
        "haul": "haul/x",
        "quantity": "quantity/wall/mesh",
        "stand_in": "",
        "waste": "",
        "life": "",
        "a1a3_kg": 1000.0,
        "a4_kg": 0.0,
        "c2_kg": 0.0,
        "end_kg": 0.0,
        "end_counted_kg": 0.0,
        "waste_fraction": 0.0,
        "life_a": None,
    }
    return Cell(**{**values, **kwargs})


def _model(*cells: Cell, rows: tuple[RowTerm, ...] = (), sigma: float = 0.0, **kwargs) -> UncertaintyModel:
    names = {"vehicle", "haul/waste", "energy", "grid/x"}
    for cell in cells:
        names |= {cell.factor, cell.end, cell.haul, cell.quantity, cell.stand_in, cell.waste, cell.life}
    for row in rows:
        names |= set(row.parameters)
    values = {
        "area_m2": 100.0,
        "period_a": 50,
        "replacement": "round_up",
        "least_fraction": 0.0,
        "counted": ("A4", "A5", "B4", "C2"),
        "sigmas": dict.fromkeys(sorted(names - {""}), sigma),
        "cells": cells,
        "rows": rows,
        "electricity_kg": 0.0,
        "electricity": ("energy", "grid/x"),
        "scenarios": (("static", 1.0, 1.0),),
        "basis": "combustion",
    }
    return UncertaintyModel(**{**values, **kwargs})


def test_a_factor_is_drawn_with_the_spread_that_its_record_prints():
    for record in load_factors().values():
        assert record_sigma(record, foreign=False) == math.log(record.gsd)
    record = load_factors()["CH-KBOB-2.001"]
    assert record.pedigree[3] == 2  # geographic: average of a country, used in that country
    # set 2: geographic 2 is 1.04, 5 is 1.11
    step = 0.25 * (math.log(1.11) ** 2 - math.log(1.04) ** 2)
    elsewhere = math.sqrt(math.log(record.gsd) ** 2 + step)
    assert record_sigma(record, foreign=True) == pytest.approx(elsewhere)
    scores = (*record.pedigree[:3], 5, *record.pedigree[4:])
    assert record_sigma(record, foreign=True) == pytest.approx(math.log(gsd_of(scores)))
    carried = dataclasses.replace(record, pedigree=scores, gsd=1.4)
    assert record_sigma(carried, foreign=True) == pytest.approx(math.log(1.4))
    own = dataclasses.replace(record, gsd=2.0)  # a spread that the row brought with it gets the same step
    assert record_sigma(own, foreign=True) == pytest.approx(math.sqrt(math.log(2.0) ** 2 + step))
    with pytest.raises(DataError, match="no spread"):
        record_sigma(dataclasses.replace(record, gsd=None), foreign=False)


def test_spreads_of_what_is_no_record_by_hand():
    assert spread_sigma("haul") == pytest.approx(math.log(1.5))
    assert spread_sigma("quantity_bbox") == pytest.approx(math.sqrt(math.log(1.09)))
    assert spread_sigma("grid_A") < spread_sigma("grid_C") < spread_sigma("grid_D")


def test_every_spread_has_a_source():
    for name in ("spreads.csv", "regions.csv"):
        assert all(row["source"] and row["quality"][0] in "ABCDS" for row in read_rows(name))


def test_foreign_records():
    assert not is_foreign("CN", "CN-HI")
    assert not is_foreign("DK", "DNK")
    assert is_foreign("CH", "CN-HI")
    assert is_foreign("DK", "CHN")


def test_a_stream_depends_on_seed_and_id_alone():
    first = stream(1, "factor/A").standard_normal(5)
    stream(1, "factor/B").standard_normal(5)
    assert np.array_equal(stream(1, "factor/A").standard_normal(5), first)
    assert not np.array_equal(stream(2, "factor/A").standard_normal(5), first)
    assert not np.array_equal(stream(1, "factor/B").standard_normal(5), first)


def test_no_spread_gives_the_figure_itself():
    cell = _cell(a4_kg=50.0, c2_kg=10.0, end_kg=40.0, end_counted_kg=40.0, waste="waste/x", waste_fraction=0.1)
    model = _model(cell, rows=(RowTerm("site", 7.0, ("row/site",)),), electricity_kg=30.0)
    # 1000 + 50 + 10 + 40 + 0.1 x 1100 + 7 + 30
    assert draw_totals(model, Draws(1, 10)) == pytest.approx(1247.0)
    replaced = dataclasses.replace(cell, life="life/x", life_a=20.0)
    assert draw_totals(_model(replaced), Draws(1, 10)) == pytest.approx(3 * 1210.0)
    assert draw_totals(_model(replaced, counted=("A4", "A5", "C2")), Draws(1, 10)) == pytest.approx(1210.0)
    # a profile that leaves A4, C2 and the end of life out still pays for the way and treatment of its site waste
    bare = dataclasses.replace(cell, end_counted_kg=0.0)
    assert draw_totals(_model(bare, counted=("A5",)), Draws(1, 10)) == pytest.approx(1000.0 + 110.0)


def test_one_lognormal_has_its_quantiles():
    model = _model(_cell(), sigma=0.0)
    model.sigmas["factor/F"] = 0.3
    totals = draw_totals(model, Draws(3, SAMPLES)) / 1000.0
    p5, p50, p95 = np.quantile(totals, (0.05, 0.5, 0.95))
    assert p50 == pytest.approx(1.0, rel=0.01)
    assert p95 == pytest.approx(math.exp(1.645 * 0.3), rel=0.02)
    assert p5 == pytest.approx(math.exp(-1.645 * 0.3), rel=0.02)
    assert totals.mean() == pytest.approx(math.exp(0.045), rel=0.01)  # the mean lies above the median


def test_negative_factors_keep_their_sign():
    model = _model(_cell(a1a3_kg=-500.0), sigma=0.3)
    assert (draw_totals(model, Draws(1, 1000)) < 0.0).all()


def test_a_factor_is_drawn_once_however_many_rows_use_it():
    """Two cells of one factor spread like one of twice the size, not like two independent ones."""
    twice = _model(_cell(a1a3_kg=500.0), _cell(a1a3_kg=500.0, quantity="quantity/roof/mesh"))
    for name in twice.sigmas:
        twice.sigmas[name] = 0.3 if name == "factor/F" else 0.0
    apart = _model(_cell(a1a3_kg=500.0), _cell(a1a3_kg=500.0, factor="factor/G"))
    for name in apart.sigmas:
        apart.sigmas[name] = 0.3 if name.startswith("factor/") else 0.0
    shared, independent = (np.std(np.log(draw_totals(m, Draws(1, SAMPLES)))) for m in (twice, apart))
    assert shared == pytest.approx(0.3, rel=0.02)
    assert independent == pytest.approx(0.3 / math.sqrt(2.0), rel=0.05)


def test_shared_draws_see_a_sure_improvement():
    """B is A with a fifth of the material less, so it is lower in every sample; independent draws would not know."""
    base = _model(_cell(), _cell(factor="factor/G", a1a3_kg=300.0), sigma=0.3)
    better = _model(_cell(a1a3_kg=800.0), _cell(factor="factor/G", a1a3_kg=300.0), sigma=0.3)
    found = compare_paired(base, better, samples=SAMPLES, seed=5)
    assert found.probability_lower == 1.0
    assert found.discernible
    assert found.median_difference == pytest.approx(-2.0, rel=0.02)
    independent = draw_totals(better, Draws(5, SAMPLES)) < draw_totals(base, Draws(6, SAMPLES))
    assert independent.mean() < 0.9


def test_a_difference_of_nothing_is_not_discernible():
    model = _model(_cell(), sigma=0.3)
    same = compare_paired(model, model, samples=1000, seed=1)
    assert (same.probability_lower, same.median_difference, same.discernible) == (0.0, 0.0, False)
    other = _model(_cell(factor="factor/G", end="end/G"), sigma=0.3)
    toss = compare_paired(model, other, samples=SAMPLES, seed=1)
    assert toss.probability_lower == pytest.approx(0.5, abs=0.03)
    assert not toss.discernible


def test_mixed_electricity_bases_are_refused():
    with pytest.raises(UserError, match=r"carbon\.mixed_grid_bases"):
        compare_paired(_model(_cell()), _model(_cell(), basis="life_cycle"), samples=10, seed=1)


def test_grid_paths_are_drawn_by_their_weight():
    scenarios = (("static", 0.5, 1.0), ("S1", 0.25, 0.4), ("S2", 0.25, 0.8))
    totals = draw_totals(_model(electricity_kg=100.0, scenarios=scenarios), Draws(1, SAMPLES))
    values, counts = np.unique(totals, return_counts=True)
    assert values == pytest.approx([40.0, 80.0, 100.0])
    assert counts / SAMPLES == pytest.approx([0.25, 0.25, 0.5], abs=0.01)


@pytest.fixture(scope="module")
def sample_runs(sample_assessments):
    """Ledger and account of the sample's base variant."""
    item = sample_assessments["base"]
    study = item.study
    ledger = Ledger((*item.inventory.lines, *item.carbon.system_lines), item.building, item.energy, study, "CN-HI")
    return ledger, ledger.account(profile_rules("EN15978", study, own=True))


def test_a_building_collapses_to_its_own_total(sample_runs):
    ledger, account = sample_runs
    model = make_model(ledger, account)
    still = dataclasses.replace(
        model, sigmas=dict.fromkeys(model.sigmas, 0.0), scenarios=((model.scenarios[0][0], 1.0, 1.0),)
    )
    assert draw_totals(still, Draws(1, 3)) == pytest.approx(account.total_kgco2e, rel=1e-9)
    assert len(model.cells) < len(ledger.material.columns.lines)


@pytest.mark.parametrize("key", ["EPBD", "LEVELS", "RICS", "BR18", "GB51366", "BOVERKET"])
def test_every_profile_collapses_to_its_total(sample_runs, key):
    ledger, _ = sample_runs
    account = ledger.account(profile_rules(key, ledger.study))
    model = make_model(ledger, account)
    still = dataclasses.replace(model, sigmas=dict.fromkeys(model.sigmas, 0.0), scenarios=(("", 1.0, 1.0),))
    assert draw_totals(still, Draws(1, 3)) == pytest.approx(account.total_kgco2e, rel=1e-9)


def test_the_same_seed_gives_the_same_bits_and_survives_json(sample_runs):
    import json

    ledger, account = sample_runs
    first = compute_uncertainty(ledger, account, samples=500, seed=9)
    again = compute_uncertainty(ledger, account, samples=500, seed=9)
    assert first == again
    read = model_from_dict(json.loads(json.dumps(first.model.as_dict())))
    assert digest(draw_totals(read, Draws(9, 500))) == digest(draw_totals(first.model, Draws(9, 500)))
    assert compute_uncertainty(ledger, account, samples=500, seed=10) != first
    assert first.p5 < first.p50 < first.p95
    assert first.deterministic == pytest.approx(account.total_kgco2e / 162.78, rel=1e-3)


def test_the_model_of_a_building_holds_the_records_spreads(sample_runs):
    ledger, account = sample_runs
    sigmas = make_model(ledger, account).sigmas
    records = {line.record.id: line.record for line in ledger.material.columns.lines if line.record}
    home = [record for record in records.values() if record.region == "CN"]
    assert home
    for record in home:
        assert sigmas[f"factor/{record.id}"] == math.log(record.gsd)
    for record in records.values():
        assert sigmas[f"factor/{record.id}"] >= math.log(record.gsd)


def test_contributions_name_what_varies(sample_runs):
    ledger, account = sample_runs
    shares = compute_uncertainty(ledger, account, samples=4000, seed=1).contributions
    assert shares[0].parameter == "grid/scenario"
    assert [row.fraction for row in shares] == sorted((row.fraction for row in shares), reverse=True)
    assert sum(row.fraction for row in shares) == pytest.approx(1.0, abs=0.02)
    one = _model(_cell(), sigma=0.0)
    one.sigmas["factor/F"] = 0.2
    from bldgassess.uncertainty.contributions import variance_shares

    draws = Draws(1, 1000)
    alone = variance_shares(one, draws, draw_totals(one, draws))
    assert alone[0].parameter == "factor/F"
    assert alone[0].fraction > 0.98


def test_samples_of_the_study_reach_results_and_comparison(sample_dir, sample_models):
    from bldgassess.compare.differences import compute_comparison
    from bldgassess.pipeline.assess import assess, load_data
    from bldgassess.study import read_study
    from reports.results_json import results_dict

    data, named = load_data(), []
    for key, model in sample_models.items():
        study = set_values(read_study(sample_dir / f"{key}.yaml"), ["carbon.samples=300"])
        named.append((key, results_dict(assess(model.building, study, data))))
    spread = named[0][1]["carbon"]["uncertainty"]
    assert spread["samples"] == 300
    assert spread["p5"] < spread["p50"] < spread["p95"]
    comparison = compute_comparison(named)
    (verdict,) = comparison.paired
    assert verdict is not None
    assert 0.5 < verdict.probability_lower <= 1.0
    assert any("probability" in words for words in comparison.sentences("en"))
    assert comparison.as_dict()["paired"][0]["samples"] == 300


def test_no_samples_no_spread(sample_assessments):
    assert sample_assessments["base"].uncertainty is None
    assert Study().carbon.samples == 0


@pytest.mark.parametrize(
    ("parameter", "share"),
    [
        ("factor/F", 1000.0 * 1.1),
        ("end/F", 100.0 * 1.1),
        ("haul/x", 50.0 * 1.1),
        ("haul/waste", 20.0 * 1.1),
        ("vehicle", 70.0 * 1.1),
        ("quantity/wall/mesh", 1287.0),
        ("stand-in/part/wall", 1287.0),
        ("waste/x", 117.0),
        ("row/site", 7.0),
        ("energy", 30.0),
        ("grid/x", 30.0),
    ],
)
def test_each_parameter_moves_what_it_multiplies(parameter, share):
    """1000 + 50 + 20 + 100 = 1170, a tenth of it wasted: 1287; a small sigma moves the total by sigma x its own kg."""
    cell = _cell(
        a4_kg=50.0,
        c2_kg=20.0,
        end_kg=100.0,
        end_counted_kg=100.0,
        waste="waste/x",
        waste_fraction=0.1,
        stand_in="stand-in/part/wall",
    )
    model = _model(cell, rows=(RowTerm("site", 7.0, ("row/site",)),), electricity_kg=30.0)
    model.sigmas[parameter] = 0.01
    totals = draw_totals(model, Draws(1, SAMPLES))
    assert totals.std() == pytest.approx(0.01 * share, rel=0.03)


def test_drawn_lives_are_counted_anew():
    """20 a of 50 a are two replacements; a life above 25 a is one, below 50/3 a three."""
    model = _model(_cell(life="life/x", life_a=20.0))
    model.sigmas["life/x"] = 0.3
    values, counts = np.unique(np.round(draw_totals(model, Draws(1, SAMPLES)) / 1000.0), return_counts=True)
    shares = dict(zip(values.tolist(), (counts / SAMPLES).tolist(), strict=True))
    upper = 0.5 * math.erfc(math.log(25.0 / 20.0) / 0.3 / math.sqrt(2.0))
    longest = 0.5 * math.erfc(math.log(50.0 / 20.0) / 0.3 / math.sqrt(2.0))
    assert shares[2.0] == pytest.approx(upper - longest, abs=0.01)
    assert shares[3.0] == pytest.approx(1.0 - upper - 0.5 * math.erfc(math.log(1.2) / 0.3 / math.sqrt(2.0)), abs=0.01)


def test_only_paths_that_a_region_has_are_drawn(sample_runs):
    """The EU has no path S2: a German building is drawn between the constant factor and S1."""
    ledger, _ = sample_runs
    german = Ledger(ledger.material.columns.lines, ledger.building, ledger.energy, ledger.study, "DEU")
    model = make_model(german, german.account(profile_rules("EN15978", ledger.study, own=True)))
    assert [name for name, _, _ in model.scenarios] == ["static", "S1"]
    assert draw_totals(model, Draws(1, 50)).shape == (50,)
