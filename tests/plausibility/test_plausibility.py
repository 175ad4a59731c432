"""Plausibility: each rule can be asked, wrong figures are found, and rules are sound data."""

import copy

import pytest

from bldgassess.messages import sentence, templates
from bldgassess.plausibility.check import check_plausibility
from bldgassess.plausibility.measures import MEASURES
from bldgassess.plausibility.rules import rules
from reports.inventory_csv import COLUMNS, inventory_rows
from reports.results_json import results_dict


@pytest.fixture(scope="module")
def facts(sample_assessments):
    item = sample_assessments["base"]
    return results_dict(item), [dict.fromkeys(COLUMNS, "") | row for row in inventory_rows(item)]


def states(results, ledger):
    return {check.id: check.state for check in check_plausibility(results, ledger)}


def test_rules_are_sound():
    assert len({rule.id for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.measure in MEASURES
        assert rule.low is not None or rule.high is not None
        assert rule.low is None or rule.high is None or rule.low < rule.high
        assert rule.quality in set("ABCDS")
        assert {f"plausibility.{rule.title}", f"plausibility.{rule.advice}"} <= set(templates())


def test_sample_is_plausible_but_for_what_it_lacks(facts):
    warned = {check.id for check in check_plausibility(*facts) if check.state == "warn"}
    assert warned == {"u_wall", "part_railing", "part_covering", "from_memory"}
    assert all(sentence(check.title) for check in check_plausibility(*facts))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda r, _: r["energy"]["final_kwh"].update(electricity=3.6 * 162.8 * 150), "final_energy"),
        (lambda r, _: r["carbon"].update(embodied_per_m2=16.0 * 50), "embodied_band"),
        (lambda r, _: r["carbon"].update(embodied_per_m2=6.9 * 50), "embodied_band"),
        (lambda r, _: r["carbon"].update(total_kgco2e=r["carbon"]["total_kgco2e"] * (1 + 1e-7)), "sum_total"),
        (lambda _, rows: rows[0].update({"A1-A3": "123.0"}), "sum_ledger"),
        (lambda r, _: r["carbon"]["grid"].update(factor_kgco2e_kwh=1.5), "grid_factor"),
        (lambda r, _: r["building"].update(mass_kg=100.0 * 162.8), "mass_per_m2"),
        (lambda r, _: r["building"].update(gfa_m2=300.0), "gia_gfa"),
        (lambda r, _: r["study"]["building"].update(gia_m2=400.0), "declared_area"),
        (lambda _, rows: [row.update(part="other") for row in rows if row["part"] == "foundation"], "part_foundation"),
        (lambda _, rows: [row.update(part="other") for row in rows if row["part"] == "stair"], "part_stair"),
        (lambda r, _: r["carbon"]["modules"].pop("C4"), "module_C4"),
        (lambda _, rows: rows[0].update(density_kg_m3="24000"), "density"),
        (lambda _, rows: [row.update(record_id="") for row in rows if row["part"] == "roof"], "unmapped"),
        (lambda _, rows: rows[0].update(service_life_a="500"), "life"),
        (lambda r, _: r["energy"].update(unmet_h=301.0), "unmet"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_found(facts, change, found):
    results, ledger = copy.deepcopy(facts)
    assert states(results, ledger)[found] != "warn"
    change(results, ledger)
    assert states(results, ledger)[found] == "warn"


def test_row_that_is_odd_is_named(facts):
    results, ledger = copy.deepcopy(facts)
    ledger[3]["density_kg_m3"] = "0.5"
    (check,) = (check for check in check_plausibility(results, ledger) if check.id == "density")
    assert check.ids == (ledger[3]["row_id"],)


def test_single_storey_needs_no_stairs(facts):
    results, ledger = copy.deepcopy(facts)
    results["building"]["storeys"] = 1
    assert "part_stair" not in states(results, ledger)


def test_bounds_belong_to_the_band(facts):
    results, ledger = copy.deepcopy(facts)
    results["carbon"]["embodied_per_m2"] = 15.0 * 50
    assert states(results, ledger)["embodied_band"] == "pass"
