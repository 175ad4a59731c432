"""Rule sets, the bridge between them, areas and electricity bases."""

import dataclasses
import math

import pytest

from bldgassess.carbon.assess import compute_carbon, make_ledger
from bldgassess.carbon.bridge import reconcile
from bldgassess.carbon.grid import grid_path, refuse_mixed_bases
from bldgassess.carbon.profiles import profile_keys, profile_rules, reference_area
from bldgassess.carbon.result import TOTAL_MODULES
from bldgassess.compare.differences import compute_comparison
from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.study import Study, set_values
from materials_db.store import load_store
from reports.results_json import results_dict

KEYS = ("EN15978", "EPBD", "LEVELS", "RICS", "BR18", "GB51366", "BOVERKET")


@pytest.fixture(scope="module")
def sunny(make_energy):
    return make_energy(
        final_kwh={"electricity": 3000.0, "natural_gas": 500.0},
        pv_kwh=2500.0,
        self_used_kwh=800.0,
        grid_kwh=2200.0,
        peak_cooling_w=5000.0,
        peak_heating_w=3000.0,
    )


@pytest.fixture(scope="module")
def carbon(two_room_building, sunny):
    study = set_values(Study(), ["carbon.sinks_kgco2_a=30", "carbon.grid_scenario=S1"])
    inventory = compute_inventory(two_room_building, study, load_store())
    return compute_carbon(inventory, sunny, two_room_building, study, "CN-HI")


def test_all_seven_at_once(carbon):
    assert profile_keys() == KEYS
    assert tuple(item.key for item in carbon.profiles) == KEYS
    for item in carbon.profiles:
        assert set(item.modules) <= {*profile_rules(item.key, Study()).modules, "D", "D2"}
        counted = math.fsum(kg for m, kg in item.modules.items() if m in TOTAL_MODULES)
        assert item.total_kgco2e == pytest.approx(counted + item.sinks_kgco2e, rel=1e-12)
        assert item.per_m2_a == pytest.approx(item.total_kgco2e / item.area_m2 / item.study_period_a)
        assert item.sources
        assert item.not_read
    by_key = {item.key: item for item in carbon.profiles}
    assert by_key["EN15978"].total_kgco2e == carbon.total_kgco2e
    assert by_key["RICS"].study_period_a == 60
    assert set(by_key["BOVERKET"].modules) - {"D", "D2"} == {"A1-A3", "A4", "A5"}
    assert "B4" not in by_key["GB51366"].modules


def test_the_bridge_closes_line_by_line(carbon):
    (bridge,) = carbon.reconciliation
    assert (bridge.start, bridge.end) == ("EN15978", "GB51366")
    assert abs(bridge.residual_kgco2e) < 1e-9
    lines = math.fsum(line.kgco2e for line in bridge.lines)
    assert bridge.start_kgco2e + lines == pytest.approx(bridge.end_kgco2e, abs=1e-9)
    found = {line.id: line.kgco2e for line in bridge.lines}
    assert found["sinks"] == pytest.approx(-30.0 * 50)
    # 3000 - 2500 kWh bought over the year in place of 2200 hour by hour, at 0.3648 held constant
    assert found["pv"] == pytest.approx((500.0 - 2200.0) * 0.3648 * 50)
    assert found["grid"] > 0.0  # the falling path of the study gives way to a constant factor
    assert found["module.B7"] < 0.0
    assert len(found) == len(bridge.lines)


@pytest.fixture(scope="module")
def ledger(two_room_building, sunny):
    inventory = compute_inventory(two_room_building, Study(), load_store())
    return make_ledger(inventory, sunny, two_room_building, Study(), "CN-HI")[0]


@pytest.mark.parametrize("start", KEYS)
@pytest.mark.parametrize("end", KEYS)
def test_every_pair_of_profiles_closes(ledger, start, end):
    study = Study()
    bridge = reconcile(ledger, profile_rules(start, study), profile_rules(end, study))
    assert abs(bridge.residual_kgco2e) < 1e-9
    assert bridge.start_kgco2e == pytest.approx(ledger.account(profile_rules(start, study)).total_kgco2e)
    if start == end:
        assert bridge.lines == ()


def test_sample_under_all_profiles_closes(sample_assessments):
    for item in sample_assessments.values():
        assert len(item.carbon.profiles) == 7
        for bridge in item.carbon.reconciliation:
            assert abs(bridge.residual_kgco2e) < 1e-9


@pytest.mark.shared
def test_fzk_house_under_all_profiles_closes(shared_dir, sunny):
    from bldgassess.ifc.read import read_model

    path = next(shared_dir.rglob("*FZK*Haus*.ifc"))
    building = read_model([path]).building
    inventory = compute_inventory(building, Study(), load_store())
    carbon = compute_carbon(inventory, sunny, building, Study(), "DEU")
    assert len(carbon.profiles) == 7
    assert all(item.total_kgco2e > 0.0 for item in carbon.profiles)
    for bridge in carbon.reconciliation:
        assert abs(bridge.residual_kgco2e) < 1e-9


def test_what_a_person_sets_wins_in_their_own_profile_alone(two_room_building, make_inventory, make_energy):
    study = set_values(Study(), ["carbon.profile=RICS", "carbon.study_period_a=30", "carbon.transport_other_km=7"])
    assert profile_rules("RICS", study, own=True).study_period_a == 30
    assert profile_rules("RICS", study, own=True).transport == "study"
    assert profile_rules("RICS", study).study_period_a == 60
    carbon = compute_carbon(make_inventory(), make_energy(), two_room_building, study, "CN-HI")
    assert carbon.study_period_a == 30
    with pytest.raises(UserError, match=r"carbon\.bad_profile"):
        profile_rules("HOMEMADE", study)


def test_replacement_rule_of_the_study(two_room_building, make_record, make_line, make_inventory, make_energy):
    lines = make_inventory(make_line(make_record(), 10.0, 20.0))
    found = {}
    for rule in ("round_up", "fractional", "no_late"):
        study = set_values(
            Study(), [f"carbon.replacement={rule}", "carbon.no_late_fraction=0.6", "carbon.systems=false"]
        )
        found[rule] = compute_carbon(lines, make_energy(), two_room_building, study, None).modules["B4"]
    assert found["fractional"] == pytest.approx(found["round_up"] * 1.5 / 2.0)
    assert found["no_late"] == pytest.approx(found["round_up"] / 2.0)


def test_biogenic_rule_takes_uptake_and_release_out(two_room_building, make_line, make_inventory, make_energy):
    """CLT of the Danish table: -664 and +744 kg/m3 hold 470/1.12 x 0.5 x 44/12 = 769.35 kg of stored carbon dioxide."""
    ledger, _ = make_ledger(
        make_inventory(make_line("DK-T7-B1318", 10.0)), make_energy(), two_room_building, Study(), None
    )
    declared = profile_rules("EN15978", Study())
    zero = dataclasses.replace(declared, biogenic="zero")
    stored = 10.0 * 0.5 * 470.0 / 1.12 * 44.0 / 12.0
    material = ledger.material
    assert material.module("A1-A3", declared)[0] == pytest.approx(-6640.0)
    assert material.module("A1-A3", zero)[0] == pytest.approx(-6640.0 + stored)
    assert material.module("C3", zero)[0] == pytest.approx(7440.0 - stored)
    assert material.module("A1-A3", zero)[0] > 0.0


def test_area_rules(two_room_building):
    building = dataclasses.replace(two_room_building, useful_m2=36.0)
    assert reference_area(building, "gia") == (40.0, "gia")
    assert reference_area(building, "useful") == (36.0, "useful")
    area, rule = reference_area(building, "gross")
    if not getattr(building, "gfa_m2", 0.0):
        assert (area, rule) == (40.0, "gia for gross")


def test_grid_paths_fall_and_unknown_regions_are_named():
    years = range(2026, 2076)
    assert set(grid_path("CN-HI", "static", years).factors) == {0.3648}
    falling = grid_path("CN-HI", "S1", years).factors
    assert falling[-1] < 0.3 * falling[0]
    scaled = grid_path("DEU", "S1", years)
    assert scaled.quality == "S"
    assert scaled.factors[0] > scaled.factors[20]
    with pytest.raises(UserError, match=r"study\.bad_grid_region"):
        grid_path("XX", "static", years)


def test_grid_bases():
    years = range(2026, 2030)
    province = grid_path("CN-HI", "static", years)
    assert (province.basis, province.basis_kept) == ("combustion", True)
    country = grid_path("CN-HI", "static", years, "life_cycle")
    assert (country.basis, country.factors[0]) == ("life_cycle", pytest.approx(0.58232))
    stand_in = grid_path("DEU", "static", years, "combustion")
    assert (stand_in.basis, stand_in.basis_kept) == ("life_cycle", False)
    danish = grid_path("DNK", "BR18", range(2025, 2046))
    assert danish.factors[0] == 0.135
    assert danish.factors[5] == 0.047
    assert danish.factors[-1] == 0.0403
    refuse_mixed_bases(["combustion", "combustion"])
    with pytest.raises(UserError, match=r"carbon\.mixed_grid_bases"):
        refuse_mixed_bases(["combustion", "life_cycle"])


def test_comparing_different_bases_is_refused(sample_assessments):
    named = [(key, results_dict(item)) for key, item in sample_assessments.items()]
    named[1][1]["carbon"]["grid"]["basis"] = "life_cycle"
    with pytest.raises(UserError, match=r"carbon\.mixed_grid_bases"):
        compute_comparison(named)


def test_a_profile_without_systems_shows_none_of_their_rows(two_room_building, make_inventory, make_line, make_energy):
    study = set_values(Study(), ["carbon.profile=GB51366"])
    lines = make_inventory(make_line("CN-GBT51366-032", 1.0))
    carbon = compute_carbon(lines, make_energy(), two_room_building, study, "CN-HI")
    assert {row.kind for row in carbon.rows} == {"material", "energy", "site"}
    assert carbon.system_lines == ()
    assert "services" not in carbon.by_part


def test_services_that_stand_twice_are_said(two_room_building, make_record, make_line, make_inventory, make_energy):
    lines = make_inventory(make_line(make_record(), 1.0, part="services"))
    carbon = compute_carbon(lines, make_energy(), two_room_building, Study(), None)
    assert "carbon.systems_twice" in [issue.code for issue in carbon.issues]
    off = compute_carbon(lines, make_energy(), two_room_building, set_values(Study(), ["carbon.systems=false"]), None)
    assert "carbon.systems_twice" not in [issue.code for issue in off.issues]


def test_a_stand_in_basis_is_said(two_room_building, make_inventory, make_energy):
    study = set_values(Study(), ["carbon.profile=GB51366"])
    carbon = compute_carbon(make_inventory(), make_energy(), two_room_building, study, "DEU")
    assert "carbon.grid_basis_stand_in" in [issue.code for issue in carbon.issues]
