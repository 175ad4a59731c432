"""The golden cases of golden_cases.json through the public API, to 1e-6 relative."""

import dataclasses
import json
from pathlib import Path

import pytest

from bldgassess.carbon.assess import compute_carbon
from bldgassess.carbon.budget import budget_paths, cross_path
from bldgassess.carbon.construction import site_by_mass
from bldgassess.carbon.materials import material_row
from bldgassess.carbon.refrigerants import blend_gwp, refrigerant_gwp
from bldgassess.carbon.replacement import replacements
from bldgassess.study import Study, set_values
from materials_db.store import load_store

HERE = Path(__file__).parent
CASES = {case["id"]: case for case in json.loads((HERE / "golden_cases.json").read_text(encoding="utf-8"))}
BARE = (
    "carbon.transport_concrete_km=0",
    "carbon.transport_other_km=0",
    "carbon.waste_km=0",
    "carbon.site_kgco2e_per_m2=0",
    "carbon.systems=false",
)


def close(value: float):
    return pytest.approx(value, rel=1e-6)


def test_danish_building(two_room_building, make_line, make_inventory, make_energy):
    case = CASES["GOLD-DK-1"]
    study = set_values(Study(), [*BARE, "carbon.profile=BR18", "carbon.start_year=2025"])
    building = dataclasses.replace(two_room_building, gia_m2=case["area_m2"])
    lines = [make_line(row["factor"], row["qty"], row["rsl"]) for row in case["inventory"]]
    heat, power = case["energy"]["district_heat_kwh_a"], case["energy"]["electricity_kwh_a"]
    energy = make_energy(final_kwh={"electricity": power, "district_heat": heat}, grid_kwh=power)
    carbon = compute_carbon(make_inventory(*lines), energy, building, study, "DNK")
    for printed, module in (("A1A3", "A1-A3"), ("B4", "B4"), ("C3", "C3"), ("C4", "C4"), ("D", "D")):
        assert carbon.modules[module] == close(case["totals"][printed]), module
    assert carbon.modules["B6"] == close(case["B6"])
    for row, expected in zip(carbon.rows, case["inventory"], strict=False):
        # the case prints each line to 0.001 kg
        assert row.kgco2e.get("B4", 0.0) == pytest.approx(expected["B4"], abs=6e-4)
        assert row.kgco2e["A1-A3"] == pytest.approx(expected["A1A3"], abs=6e-4)
    assert carbon.embodied_per_m2 / 50 == pytest.approx(case["embodied_per_m2a"], abs=6e-6)
    assert carbon.operational_per_m2_a == pytest.approx(case["B6_per_m2a"], abs=6e-6)
    assert carbon.per_m2_a == pytest.approx(case["total_per_m2a"], abs=6e-6)


def test_chinese_building(two_room_building, make_line, make_inventory, make_energy):
    case = CASES["GOLD-CN-1"]
    cold = case["refrigerant"]
    study = set_values(
        Study(),
        [
            "carbon.profile=GB51366",
            "carbon.site_kgco2e_per_m2=0",
            "carbon.waste_km=0",
            f"carbon.sinks_kgco2_a={case['C_p_kg_a']}",
            f"carbon.refrigerant_charge_kg={cold['m_r_kg']}",
            f"carbon.refrigerant_life_a={cold['y_e']}",
            "carbon.refrigerant=R-410A",
            "carbon.refrigerant_gwp=AR5",
        ],
    )
    building = dataclasses.replace(two_room_building, gia_m2=case["area_m2"])
    lines = [make_line(row["factor"], row["qty"], None, mass_kg=1000.0 * row["mass_t"]) for row in case["materials"]]
    energy = make_energy(
        final_kwh={"electricity": case["elec_kWh_a"]}, pv_kwh=case["pv_kWh_a"], grid_kwh=case["elec_kWh_a"]
    )
    carbon = compute_carbon(make_inventory(*lines), energy, building, study, "CN-HI")
    area = case["area_m2"]
    assert carbon.modules["A1-A3"] == close(case["C_sc_kg"])
    assert carbon.modules["A4"] == close(case["C_ys_kg"])
    assert (carbon.modules["A1-A3"] + carbon.modules["A4"]) / area == close(case["C_JC_per_m2"])
    assert (carbon.modules["B6"] + carbon.sinks_kgco2e) / area == close(case["C_M_per_m2"])
    assert carbon.modules["B1"] / area == close(cold["C_r_per_m2"])
    assert carbon.per_m2 == close(case["total_per_m2"])
    assert carbon.per_m2_a == close(case["total_per_m2a"])


def test_published_unit_examples(make_record, make_line):
    study = set_values(Study(), list(BARE))
    metre = make_record(declared_unit="m", gwp_kgco2e={"A1-A3": 3.0}, mass_kg=None)
    row = material_row(make_line(metre, 5.0, 20.0), study)
    assert row.kgco2e["A1-A3"] == close(CASES["LCAX-1"]["expected"]["A1A3"])
    panel = CASES["EPDX-1"]["expected"]
    wood = make_record(
        declared_unit="m3",
        mass_kg=510.45,
        gwp_kgco2e={"A1-A3": panel["A1A3"], "C3": panel["C3"], "D": panel["D"]},
    )
    row = material_row(make_line(wood, 2.0), study)
    for printed, module in (("A1A3", "A1-A3"), ("C3", "C3"), ("D", "D")):
        assert row.kgco2e[module] == close(2.0 * panel[printed])
    given = CASES["CSCALE-A13-1"]["input"]
    pound = 0.45359237
    rebar = make_record(gwp_kgco2e={"A1-A3": given["kgCO2e_per_lb"] / pound})
    kilograms = given["area_ft2"] * given["rebar_lb_per_ft2"] * pound
    row = material_row(make_line(rebar, kilograms), study)
    assert row.kgco2e["A1-A3"] == close(CASES["CSCALE-A13-1"]["expected"]["A1A3_kgCO2e"])


def test_site_work_by_mass():
    case = CASES["CSCALE-A52-1"]
    share = case["input"]["element_mass_share"]
    found = site_by_mass(case["input"]["site_activities_kgCO2e_per_m2"], [share, 1.0 - share])
    assert found[0] == close(case["expected"]["element_A5_2_kgCO2e_per_m2"])


def test_replacements_by_the_published_rule():
    case = CASES["EEBG-REPL-1"]
    period, life = case["input"]["study_period_a"], case["input"]["service_life_a"]
    assert replacements(period, life) == case["expected"]["replacements_baseline_round_up"]
    assert replacements(period, life, "fractional") == close(case["expected"]["replacements_fractional_sensitivity"])


def test_refrigerant_blends():
    case = CASES["GWP-BLEND-1"]
    parts = {name.replace("HFC", "R").replace("HFO", "R"): value for name, value in case["input"]["gwp100_ar6"].items()}
    for blend, expected in case["expected"].items():
        shares = {name.replace("HFC", "R").replace("HFO", "R"): x for name, x in case["input"][blend].items()}
        assert blend_gwp(shares, parts) == close(expected)
        assert refrigerant_gwp(blend, "AR6") == close(expected)


@pytest.mark.parametrize(
    "case", json.loads((HERE / "golden_budget.json").read_text(encoding="utf-8"))["overshoot"], ids=lambda c: c["name"]
)
def test_overshoot_vectors(case):
    formulas = {
        "E=5.0": lambda y: 5.0,
        "E=1.0": lambda y: 1.0,
        "E=8*0.96^(y-2025)": lambda y: 8.0 * 0.96 ** (y - 2025),
        "E=6*0.9^(y-2025)": lambda y: 6.0 * 0.9 ** (y - 2025),
    }
    yearly = [formulas[case["formula"]](year) for year in range(2025, 2046)]
    found = cross_path(yearly, 2025, budget_paths()["woytowicz2025_de"], "operational")
    assert found.overshoot_year == case["overshoot_year"]
    assert found.exhaustion_year == case["budget_exhaustion_year"]
    assert found.excess == pytest.approx(case["excess_kgCO2e_m2"], abs=6e-5)
    assert sum(found.allowed) == pytest.approx(case["budget_kgCO2e_m2"], abs=6e-3)
    assert sum(found.emitted) == pytest.approx(case["emitted_kgCO2e_m2"], abs=6e-5)


def test_every_golden_record_is_shipped():
    store = load_store()
    for case in (CASES["GOLD-DK-1"]["inventory"], CASES["GOLD-CN-1"]["materials"]):
        for row in case:
            assert store.record(row["factor"]).declared_unit == row["unit"]


@pytest.mark.shared
def test_golden_figures_are_those_of_the_research(shared_dir):
    found = json.loads((shared_dir / "data" / "carbon" / "validation_cases.json").read_text(encoding="utf-8"))
    for case in found:
        if case["id"] in CASES:
            assert {key: CASES[case["id"]][key] for key in case} == case
