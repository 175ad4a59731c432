"""Beside the total: years, budgets, biogenic carbon, hot-spots, technical systems, the certified switch."""

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.carbon.assess import compute_carbon, make_ledger
from bldgassess.carbon.biogenic import agwp_co2, carbon_flows, delay_weight
from bldgassess.carbon.budget import compute_budget
from bldgassess.carbon.certified import certified_issue, memory_rows
from bldgassess.carbon.path_files import read_path_file
from bldgassess.carbon.profiles import profile_rules
from bldgassess.carbon.result import BEYOND
from bldgassess.carbon.systems import system_ids, system_lines
from bldgassess.carbon.tables import read_table
from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.model import Assumption, Storey
from bldgassess.study import Study, set_values
from materials_db.factors import load_factors
from materials_db.store import load_store

BARE = set_values(Study(), ["carbon.systems=false"])


@pytest.fixture(scope="module")
def whole(two_room_building, make_energy):
    study = set_values(Study(), ["carbon.refurbishments=[{year_a: 20.5, name: Works, kgco2e: 500}]"])
    inventory = compute_inventory(two_room_building, study, load_store())
    energy = make_energy(peak_cooling_w=4000.0, pv_kwh=300.0, self_used_kwh=100.0, grid_kwh=900.0)
    return compute_carbon(inventory, energy, two_room_building, study, "CN-HI")


def test_the_timeline_dates_every_kilogram(whole):
    line = whole.timeline
    assert len(line.embodied_kgco2e) == len(line.operational_kgco2e) == 50
    dated = math.fsum((*line.embodied_kgco2e, *line.operational_kgco2e))
    assert dated == pytest.approx(whole.total_kgco2e, rel=1e-12)
    each = math.fsum(whole.modules[m] for m in ("B1", "B2", "B3")) / 50
    upfront = math.fsum(whole.modules[m] for m in ("A1-A3", "A4", "A5"))
    assert line.embodied_kgco2e[0] == pytest.approx(upfront + each)
    assert line.embodied_kgco2e[20] == pytest.approx(500.0 + each)
    ends = math.fsum(whole.modules.get(m, 0.0) for m in ("C1", "C2", "C3", "C4"))
    assert line.embodied_kgco2e[-1] == pytest.approx(ends + each)
    assert line.operational_kgco2e[7] == pytest.approx(900.0 * 0.3648 + whole.modules["B7"] / 50)


def test_replacements_are_dated_at_multiples_of_the_life(
    make_record, make_line, make_inventory, make_energy, two_room_building
):
    lines = make_inventory(make_line(make_record(), 10.0, 15.0), make_line(make_record(), 5.0, 22.5))
    carbon = compute_carbon(lines, make_energy(), two_room_building, BARE, None)
    flat = min(carbon.timeline.embodied_kgco2e)
    pulses = {year for year, kg in enumerate(carbon.timeline.embodied_kgco2e) if kg > flat + 1e-9}
    assert pulses == {0, 15, 22, 30, 45, 49}  # 22.5 a falls in the 23rd year; C in the last
    assert carbon.timeline.embodied_kgco2e[45] == pytest.approx(
        flat + carbon.rows[0].kgco2e["B4"] / 3 + carbon.rows[1].kgco2e["B4"] / 2
    )


def test_budget_by_the_published_path():
    # German path of 2026: 6.64 + 5.54 = 12.18 kgCO2e/(m2 a), 2045: 1.05 + 0.79
    over = compute_budget([20.0] * 50, 2026, "woytowicz2025_de")
    assert (over.overshoot_year, over.years[0], over.years[-1]) == (2026, 2026, 2045)
    assert over.path_kgco2e_m2[0] == pytest.approx(12.18)
    assert over.excess_kg_m2 == pytest.approx(400.0 - math.fsum(over.path_kgco2e_m2))
    assert over.wlc_ratio == pytest.approx(400.0 / math.fsum(over.path_kgco2e_m2))
    below = compute_budget([1.0] * 50, 2026, "woytowicz2025_de")
    assert (below.overshoot_year, below.exhaustion_year, below.excess_kg_m2) == (None, None, 0.0)
    late = compute_budget([5.0] * 50, 2026, "woytowicz2025_de")
    assert late.overshoot_year == next(y for y, p in zip(late.years, late.path_kgco2e_m2, strict=True) if p < 5.0)
    for arguments in ((2026, "none"), (2090, "woytowicz2025_de")):
        with pytest.raises(UserError):
            compute_budget([1.0], *arguments)


def test_a_pulse_crosses_the_path_where_the_spread_does_not():
    pulse = [100.0] + [0.0] * 49
    found = compute_budget([2.0] * 50, 2026, "woytowicz2025_de", pulses_kgco2e_m2=pulse)
    assert found.overshoot_year is not None
    assert found.overshoot_year > 2040
    assert found.pulses is not None
    assert found.pulses.overshoot_year == 2026
    assert found.pulses.excess_kg_m2 == pytest.approx(100.0 - 12.18)
    assert found.pulses.ratio == pytest.approx(100.0 / math.fsum(found.path_kgco2e_m2))


def _xlsx(path, rows):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Licence and notes"])
    sheet = book.create_sheet("Pathway")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_own_paths_from_csv_and_workbook(tmp_path):
    plain = tmp_path / "mine.csv"
    plain.write_text("Year;Operational;Embodied\n2030;3,5;1,5\n2031;3,0;1,0\n", encoding="utf-8")
    found = read_path_file(plain)
    assert (found.key, found.years) == ("mine", (2030, 2031))
    assert found.allowed() == {2030: 5.0, 2031: 4.0}
    wide = _xlsx(tmp_path / "crrem.xlsx", [["Country", "Type", 2030, 2031], ["XX", "Office", 12.5, 11.25]])
    found = read_path_file(wide)
    assert found.allowed("operational") == {2030: 12.5, 2031: 11.25}
    assert found.quality == "P"
    budget = compute_budget([12.0] * 5, 2029, "crrem", own=(found,))
    assert (budget.overshoot_year, budget.years) == (2031, (2030, 2031))
    many = _xlsx(
        tmp_path / "many.xlsx", [["Country", "Type", 2030, 2031], ["XX", "Office", 12, 11], ["XX", "Hotel", 9, 8]]
    )
    with pytest.raises(UserError, match=r"carbon\.several_paths"):
        read_path_file(many)
    assert read_path_file(many, "xx hotel").allowed() == {2030: 9.0, 2031: 8.0}
    for name, content in (("none.csv", "a,b\n1,2\n"), ("torn.xlsx", "not a workbook"), ("odd.csv", "year\n2030\n")):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        with pytest.raises(UserError, match=r"carbon\.bad_path_file"):
            read_path_file(file)
    with pytest.raises(UserError, match=r"carbon\.bad_path_file"):
        read_path_file(tmp_path / "absent.csv")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(0.01, 1e5), st.sampled_from((None, 10.0, 24.0, 33.3)), st.floats(0.0, 0.3))
def test_wood_closes_to_zero_over_its_life(
    make_line, make_inventory, make_energy, two_room_building, amount, life, waste
):
    """What grew in is given off: at the site, at each replacement, at the end."""
    lines = make_inventory(make_line("CH-KBOB-7.02", amount, life, waste_fraction=waste))
    ledger, _ = make_ledger(lines, make_energy(), two_room_building, BARE, None)
    rules = profile_rules("EN15978", BARE)
    flows = carbon_flows(ledger.material, rules)
    stored = amount * 0.449 * 44.0 / 12.0
    assert math.fsum(flows.values()) == pytest.approx(0.0, abs=1e-9 * stored)
    assert flows[0] == pytest.approx(-stored)
    assert flows[50] >= stored * (1.0 - 1e-12)


def test_biogenic_views_by_hand_and_apart_from_the_total(make_line, make_inventory, make_energy, two_room_building):
    lines = make_inventory(make_line("CH-KBOB-7.02", 1000.0))
    carbon = compute_carbon(lines, make_energy(), two_room_building, BARE, None)
    rows = {row.id: row.kgco2e for row in carbon.biogenic}
    stored = 449.0 * 44.0 / 12.0
    assert rows["stored"] == pytest.approx(stored)
    assert rows["uptake"] == pytest.approx(-stored)
    assert rows["release"] == pytest.approx(stored)
    assert rows["sum"] == pytest.approx(0.0, abs=1e-9)
    assert rows["dynamic"] == pytest.approx(stored * (delay_weight(50.0) - 1.0))
    assert rows["in_factors"] == 0.0  # this table leaves stored carbon out of its factors
    assert rows["zero"] == 0.0
    assert 0.0 < rows["dynamic_total"] < carbon.total_kgco2e
    assert carbon.total_kgco2e == pytest.approx(math.fsum(v for m, v in carbon.modules.items() if m not in BEYOND))


def test_response_to_carbon_dioxide():
    # AGWP100 of CO2 is 9.17e-14 W m-2 a kg-1 (IPCC AR5 8.SM.11) at 1.7517e-15 W m-2 kg-1: 52.35 a
    assert agwp_co2(100.0) == pytest.approx(9.17e-14 / 1.7517e-15, rel=1e-3)
    weights = [delay_weight(float(year)) for year in range(101)]
    assert weights == sorted(weights, reverse=True)
    assert weights[100] == 0.0
    shares = [float(row["share"]) for row in read_table("co2_response.csv")]
    assert math.fsum(shares) == pytest.approx(1.0, abs=1e-6)


def test_hotspots_sum_to_the_total(whole):
    assert list(whole.hotspots) == ["part", "material", "storey", "module", "year"]
    for name, rows in whole.hotspots.items():
        assert math.fsum(row.kgco2e for row in rows) == pytest.approx(whole.total_kgco2e, rel=1e-9), name
        assert math.fsum(row.fraction for row in rows) == pytest.approx(1.0), name
        sizes = [abs(row.kgco2e) for row in rows]
        assert sizes == sorted(sizes, reverse=True)
    storey = next(row for row in whole.hotspots["storey"] if row.key == "storey-0")
    assert storey.name == "Ground floor"


def test_systems_by_hand(two_room_building, make_energy):
    study = set_values(
        Study(),
        ["operation.heating=heat_pump", "operation.ventilation=balanced", "renewables.pv_kwp=3", "carbon.lifts=2"],
    )
    energy = make_energy(peak_heating_w=5000.0, peak_cooling_w=6000.0)
    lines, assumptions = system_lines(two_room_building, energy, study)
    amounts = {line.id.removeprefix("system/"): line.quantity for line in lines}
    assert amounts["heat_pump"] == pytest.approx(0.5)  # pieces of 10 kW
    assert amounts["cooling_units"] == pytest.approx(6.0)
    assert amounts["radiators"] == pytest.approx(60.0)  # 12 kg/kW x 5 kW
    assert amounts["photovoltaics"] == pytest.approx(15.0)  # 5 m2/kWp
    assert amounts["ducts_balanced"] == pytest.approx(60.0)  # 1.5 kg/m2 x 40 m2
    assert (amounts["lift_base"], amounts["lift_storeys"]) == (2.0, 2.0)  # two lifts, one storey
    assert "gas_boiler" not in amounts
    assert {item.id for item in assumptions} == {f"carbon.systems.{key}" for key in amounts}
    assert {item.quality for item in assumptions} == {"S", "C"}  # photovoltaics: the record itself is suspect
    tall = dataclasses.replace(two_room_building, storeys=tuple(Storey(str(k), str(k), 3.0 * k) for k in range(5)))
    found = {line.id: line.quantity for line in system_lines(tall, energy, Study())[0]}
    assert found["system/lift_storeys"] == 5.0
    fewer = set_values(study, ["carbon.systems_off=[photovoltaics, radiators]"])
    assert {line.id for line in lines} - {line.id for line in system_lines(two_room_building, energy, fewer)[0]} == {
        "system/photovoltaics",
        "system/radiators",
    }
    assert system_lines(two_room_building, energy, BARE) == ((), ())
    with pytest.raises(UserError, match=r"carbon\.bad_system"):
        system_lines(two_room_building, energy, set_values(Study(), ["carbon.systems_off=[teleporter]"]))


def test_systems_are_in_the_ledger_and_go_when_switched_off(two_room_building, whole, make_energy):
    systems = [row for row in whole.rows if row.kind == "system"]
    assert [row.id for row in systems] == [line.id for line in whole.system_lines]
    assert all(row.line_id is None and row.part == "services" for row in systems)
    study = set_values(BARE, ["carbon.refurbishments=[{year_a: 20.5, name: Works, kgco2e: 500}]"])
    inventory = compute_inventory(two_room_building, study, load_store())
    energy = make_energy(peak_cooling_w=4000.0, pv_kwh=300.0, self_used_kwh=100.0, grid_kwh=900.0)
    without = compute_carbon(inventory, energy, two_room_building, study, "CN-HI")
    assert whole.modules["A1-A3"] - without.modules["A1-A3"] == pytest.approx(
        math.fsum(row.kgco2e["A1-A3"] for row in systems)
    )


def test_every_system_row_names_a_record_of_ours():
    records = load_factors()
    for row in read_table("systems.csv"):
        assert row["record_id"] in records
        assert float(row["service_life_a"]) > 0.0
    assert list(system_ids()) == sorted(system_ids())


@pytest.mark.parametrize(
    "name",
    [
        *("carbonation.csv", "co2_response.csv", "heat_paths.csv", "refrigerant_blends.csv"),
        *("refrigerant_charges.csv", "systems.csv", "transport_schemes.csv", "water.csv"),
    ],
)
def test_every_row_has_a_source_and_a_grade(name):
    for row in read_table(name):
        assert row["source"]
        assert row["quality"][0] in "ABCDS"


def test_certified_names_what_rests_on_memory(make_record, make_line, make_inventory, make_energy, two_room_building):
    sure = make_line(make_record(), 1.0)
    shaky = make_line(make_record(id="HAND-2", quality="D"), 1.0, 30.0, service_life_source="x; y (D: from memory)")
    notes = [Assumption("carbon.a", 1.0, "-", "s", "e", "D"), Assumption("carbon.b", 1.0, "-", "s", "e", "A")]
    assert memory_rows([sure], notes[1:]) == ()
    assert certified_issue([sure], notes[1:]) is None
    found = memory_rows([shaky, sure, shaky], notes)
    assert found == ("assumption carbon.a", "factor HAND-2", "service life external_wall/hand")
    issue = certified_issue([shaky], notes)
    assert issue is not None
    assert issue.params["count"] == 3
    with pytest.raises(UserError, match=r"carbon\.not_certified") as error:
        compute_carbon(
            make_inventory(shaky),
            make_energy(),
            two_room_building,
            set_values(Study(), ["carbon.certified=true"]),
            None,
        )
    assert "factor HAND-2" in str(error.value.issues[0].params["rows"])


def test_a_certified_study_that_rests_on_nothing_from_memory_passes(
    make_record, make_line, make_inventory, make_energy, two_room_building
):
    study = set_values(
        Study(),
        [
            "carbon.certified=true",
            "carbon.profile=BOVERKET",
            "carbon.transport_concrete_km=20",
            "carbon.transport_other_km=100",
            "carbon.waste_km=30",
        ],
    )
    carbon = compute_carbon(
        make_inventory(make_line(make_record(), 9.0)), make_energy(), two_room_building, study, None
    )
    assert carbon.modules["A1-A3"] == 18.0
