"""Carbon modules against hand-worked cases."""

import dataclasses
import math
import pickle

import pytest

from bldgassess.carbon.assess import compute_carbon
from bldgassess.carbon.construction import find_machine, machine_fuel
from bldgassess.carbon.materials import material_row
from bldgassess.carbon.operation import fuel_of
from bldgassess.carbon.refrigerants import blend_parts, find_refrigerant, refrigerant_gwp
from bldgassess.carbon.result import BEYOND, EMBODIED_MODULES
from bldgassess.carbon.tables import read_table
from bldgassess.carbon.transport import transport_factor
from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.study import Study, set_values
from materials_db.scenarios import load_machine_shifts
from materials_db.store import load_store


def test_transport_and_waste_by_hand(make_line):
    row = material_row(make_line("CN-GBT51366-032", 10.0, None, waste_fraction=0.05), Study())  # 10 t of rebar
    assert row.kgco2e["A1-A3"] == pytest.approx(23400.0)
    assert row.kgco2e["A4"] == pytest.approx(10.0 * 500.0 * 0.129)
    assert row.kgco2e["C2"] == pytest.approx(10.0 * 50.0 * 0.129)
    removal = row.kgco2e["C2"] + row.kgco2e["C4"]
    assert row.kgco2e["A5"] == pytest.approx(0.05 * (23400.0 + 645.0 + removal))
    assert "B4" not in row.kgco2e
    assert "stand-in" in row.notes["C4"]


def test_legs_and_the_empty_way_back_by_hand(make_line):
    study = set_values(
        Study(),
        [
            "carbon.transport_legs={metal: [{km: 600, mode: Rail electric}, {km: 30, mode: Heavy diesel truck 30 t}]}",
            "carbon.empty_return_fraction=0.5",
        ],
    )
    row = material_row(make_line("CN-GBT51366-032", 10.0), study)
    # 10 t x (600 km x 0.010 + 30 km x 0.078) x 1.5 = 10 x 8.34 x 1.5
    assert row.kgco2e["A4"] == pytest.approx(125.1)
    assert row.kgco2e["C2"] == pytest.approx(10.0 * 50.0 * 0.129 * 1.5)
    assert "600 km, Rail electric + 30 km" in row.notes["A4"]


def test_lump_c_of_kbob_is_booked_once_and_said(make_line):
    row = material_row(make_line("CH-KBOB-2.001", 1000.0), Study())
    assert row.kgco2e["C4"] == pytest.approx(1000.0 * load_store().record("CH-KBOB-2.001").gwp_kgco2e["C"])
    assert "C3" not in row.kgco2e
    assert "one figure" in row.notes["C4"]


def test_replacement_by_hand(make_record, make_line):
    bare = ["carbon.transport_other_km=100", "carbon.waste_km=10", "carbon.transport_mode=Rail electric"]
    record = make_record(mass_kg=1000.0, declared_unit="t", gwp_kgco2e={"A1-A3": 100.0, "C3": 20.0})
    row = material_row(make_line(record, 3.0, 20.0, waste_fraction=0.1), set_values(Study(), bare))
    # 3 t: A1-A3 300; A4 3 x 100 x 0.010 = 3; C2 3 x 10 x 0.010 = 0.3; C3 60; A5 = 0.1 x 363.3 = 36.33
    # 50 a / 20 a = 2.5, rounded up 3, less the first: 2 replacements of 300 + 3 + 36.33 + 60.3 = 399.63
    assert row.kgco2e["A5"] == pytest.approx(36.33)
    assert row.kgco2e["B4"] == pytest.approx(2 * 399.63)
    assert row.notes["B4"] == "2 x, every 20 a"


def test_site_work_machines_and_before_by_hand(two_room_building, make_inventory, make_energy):
    shifts = "carbon.machine_shifts={Crawler bulldozer 75 kW: 2, Tower crane 400 t: 3}"
    study = set_values(Study(), [shifts, "carbon.preconstruction_kgco2e=77", "carbon.systems=false"])
    carbon = compute_carbon(make_inventory(), make_energy(), two_room_building, study, "CN-HI")
    # 2 x 56.5 kg diesel x 3.1 + 3 x 164.31 kWh x 0.3648 = 350.3 + 179.820...
    assert carbon.modules["A5"] == pytest.approx(350.3 + 3 * 164.31 * 0.3648)
    assert carbon.modules["C1"] == pytest.approx(0.3 * carbon.modules["A5"])
    assert carbon.modules["A0"] == 77.0
    grades = {item.id: item.quality for item in carbon.assumptions}
    assert grades["carbon.machine_shifts.Tower crane 400 t"] == "D"
    with pytest.raises(UserError, match=r"carbon\.bad_machine"):
        wrong = set_values(Study(), ["carbon.machine_shifts={Spoon: 1}"])
        compute_carbon(make_inventory(), make_energy(), two_room_building, wrong, "CN-HI")


def test_machines_and_refrigerants_are_those_of_the_shared_tables():
    diesel = machine_fuel(find_machine("Crawler bulldozer 105 kW"))
    assert (diesel.kgco2_per_unit, diesel.unit) == (3.1, "kg")
    assert diesel.kgco2_per_unit == pytest.approx(72.59 * 42.7 / 1000.0, abs=5e-4)  # kg/GJ x MJ/kg, as printed
    fuels = {row.machine: machine_fuel(row) for row in load_machine_shifts()}
    assert {name for name, fuel in fuels.items() if fuel is None} >= {"Concrete pump 75 m3/h", "AC arc welder 32 kVA"}
    assert find_machine("Tower crane 400 t").per_shift == 164.31
    assert find_refrigerant("R-744") == find_refrigerant("R-744 (CO2)")
    # what blends are made of gives the printed potential but for its rounding
    blends = sorted({row["blend"] for row in read_table("refrigerant_blends.csv")})
    assert blends == ["R-410A", "R-454B", "R-513A"]
    for name in blends:
        printed = find_refrigerant(name)
        assert refrigerant_gwp(name, "AR6") == pytest.approx(printed.gwp100_ar6, abs=0.5)
        assert refrigerant_gwp(name, "AR5") == printed.gwp100_ar5
        assert sum(float(row["mass_fraction"]) for row in blend_parts(name)) == pytest.approx(1.0)


def test_refrigerant_by_hand(two_room_building, make_inventory, make_energy):
    study = set_values(
        Study(),
        ["carbon.refrigerant_charge_kg=10", "carbon.refrigerant=R-134a", "carbon.leakage_scheme=LEED"],
    )
    carbon = compute_carbon(make_inventory(), make_energy(), two_room_building, study, "CN-HI")
    # 10 kg x 1530 x (0.02/a x 50 a + 0.1 x 50/15) = 15300 x (1 + 0.333...)
    assert carbon.modules["B1"] == pytest.approx(15300.0 * (1.0 + 0.1 * 50.0 / 15.0))
    machines = compute_carbon(make_inventory(), make_energy(peak_cooling_w=8000.0), two_room_building, Study(), "CN-HI")
    # 8 kW x 0.25 kg/kW of R-32 (771), 4 % a year over 50 a and 2 % at 3.33 ends of life
    assert machines.modules["B1"] == pytest.approx(2.0 * 771.0 * (0.04 * 50 + 0.02 * 50 / 15))


def test_maintenance_repair_refurbishment_water_users_by_hand(two_room_building, make_inventory, make_energy):
    study = set_values(
        Study(),
        [
            "building.occupants=4",
            "carbon.systems=false",
            "carbon.refurbishments=[{year_a: 25, name: New kitchen, kgco2e: 900}, {year_a: 60, name: Late, kgco2e: 1}]",
            "carbon.user_activities_kgco2e_person_a=100",
        ],
    )
    carbon = compute_carbon(make_inventory(), make_energy(), two_room_building, study, "CN-HI")
    # A1-A5 is site work alone, 40 m2 x 40 = 1600; 1 % of it is 16, less than 10 kg/m2 x 40 m2 = 400
    assert carbon.modules["B2"] == pytest.approx(400.0)
    assert carbon.modules["B3"] == pytest.approx(100.0)
    assert carbon.modules["B5"] == 900.0  # the works of year 60 lie beyond 50 years
    # 4 people x 120 l x 365 = 175.2 m3/a x (0.0377557 + 0.2) x 50 a
    assert carbon.modules["B7"] == pytest.approx(175.2 * 0.2377557 * 50)
    assert carbon.modules["B8"] == pytest.approx(4 * 100 * 50)
    assert carbon.operational_per_m2_a * 40 * 50 == pytest.approx(carbon.modules["B6"])
    embodied = math.fsum(carbon.modules.get(m, 0.0) for m in EMBODIED_MODULES)
    assert embodied + sum(carbon.modules[m] for m in ("B6", "B7", "B8")) == pytest.approx(carbon.total_kgco2e)


def test_one_percent_of_construction_where_it_is_more(two_room_building, make_inventory, make_line, make_energy):
    heavy = make_line("CN-GBT51366-032", 1000.0)
    carbon = compute_carbon(make_inventory(heavy), make_energy(), two_room_building, Study(), "CN-HI")
    upfront = math.fsum(carbon.modules[m] for m in ("A1-A3", "A4", "A5"))
    assert carbon.modules["B2"] == pytest.approx(0.01 * upfront)


def test_not_declared_is_absent_never_zero(make_record, make_line, two_room_building, make_inventory, make_energy):
    plain = make_record(category="nothing like it", gwp_kgco2e={"A1-A3": 1.0})
    row = material_row(make_line(plain, 5.0), Study())
    assert set(row.kgco2e) == {"A1-A3", "A4", "A5", "C2"}
    unmapped = make_line(None, 100.0)
    assert material_row(unmapped, Study()).kgco2e == {}
    study = set_values(Study(), ["carbon.systems=false"])
    carbon = compute_carbon(
        make_inventory(make_line(plain, 300.0), unmapped), make_energy(), two_room_building, study, None
    )
    assert "C3" not in carbon.modules
    assert "D" not in carbon.modules
    assert carbon.coverage["A1-A3"] == pytest.approx(0.75)
    assert carbon.coverage["C3"] == 0.0
    assert [issue.code for issue in carbon.issues] == ["carbon.low_coverage"]


def test_whole_building_adds_up_and_keeps_d_apart(two_room_building, make_energy):
    study = Study()
    inventory = compute_inventory(two_room_building, study, load_store())
    carbon = compute_carbon(inventory, make_energy(), two_room_building, study, "CN-HI")
    for module, kg in carbon.modules.items():
        assert kg == pytest.approx(math.fsum(row.kgco2e.get(module, 0.0) for row in carbon.rows), rel=1e-12)
    without_d = math.fsum(kg for module, kg in carbon.modules.items() if module not in BEYOND)
    assert carbon.total_kgco2e == pytest.approx(without_d, rel=1e-12)
    assert carbon.per_m2_a * 50 * 40.0 == pytest.approx(carbon.total_kgco2e)
    assert carbon.modules["B6"] == pytest.approx(1000.0 * 0.3648 * 50)
    assert carbon.modules["C1"] == pytest.approx(0.3 * 40.0 * 40.0)
    parts = math.fsum(kg for modules in carbon.by_part.values() for m, kg in modules.items() if m not in BEYOND)
    assert parts == pytest.approx(carbon.total_kgco2e, rel=1e-12)


def test_exported_electricity_is_d2_and_in_no_total(two_room_building, make_energy):
    study = Study()
    inventory = compute_inventory(two_room_building, study, load_store())
    sun = make_energy(pv_kwh=5000.0, self_used_kwh=400.0, grid_kwh=600.0)
    carbon = compute_carbon(inventory, sun, two_room_building, study, "CN-HI")
    assert carbon.modules["B6"] == pytest.approx(600.0 * 0.3648 * 50)
    assert carbon.exported_pv_kgco2e == pytest.approx(4600.0 * 0.3648 * 50)
    assert carbon.modules["D2"] == pytest.approx(-4600.0 * 0.3648 * 50)
    without = compute_carbon(
        inventory, make_energy(pv_kwh=400.0, self_used_kwh=400.0, grid_kwh=600.0), two_room_building, study, "CN-HI"
    )
    assert "D2" not in without.modules
    assert without.total_kgco2e == carbon.total_kgco2e


def test_fuels_and_vehicles():
    assert fuel_of("natural_gas", "CN-HI").kgco2_gj == 55.54
    assert fuel_of("natural_gas", "DEU").kgco2_gj == 63.9
    assert fuel_of("natural_gas", "CN-HI", "life_cycle").kgco2_gj == 63.9  # beside life-cycle electricity
    assert fuel_of("natural_gas", "DEU", "combustion").kgco2_gj == 63.9  # none of that basis for Germany: the own one
    with pytest.raises(UserError):
        fuel_of("plutonium", "DEU")
    with pytest.raises(UserError):
        transport_factor("Flying carpet")


def test_service_lives_of_the_study_win_and_are_listed(
    two_room_building, make_record, make_line, make_inventory, make_energy
):
    record = make_record()
    lines = make_inventory(make_line(record, 1.0, 30.0, part="window"), make_line(record, 1.0, 30.0, part="door"))
    study = set_values(Study(), ["carbon.service_life_a={window: 10, door/hand: 60}", "carbon.systems=false"])
    carbon = compute_carbon(lines, make_energy(), two_room_building, study, None)
    window, door = carbon.rows[0], carbon.rows[1]
    assert window.notes["B4"] == "4 x, every 10 a"
    assert "B4" not in door.kgco2e
    listed = {item.id: item for item in carbon.assumptions}
    assert listed["carbon.service_life_a.window"].quality == "P"


def test_carbonation_is_an_option_and_never_netted(two_room_building, make_energy):
    inventory = compute_inventory(two_room_building, Study(), load_store())
    off = compute_carbon(inventory, make_energy(), two_room_building, Study(), None)
    on = compute_carbon(
        inventory, make_energy(), two_room_building, set_values(Study(), ["carbon.carbonation=true"]), None
    )
    assert off.carbonation_kgco2 is None
    # ground slab 40 m2 and roof 40 m2, both faces: depth 2.5 x sqrt(50) / 1000 = 17.68 mm
    depth = 2.5 * math.sqrt(50.0) / 1000.0
    assert on.carbonation_kgco2 == pytest.approx(2 * 2 * 40.0 * depth * 0.75 * 0.49 * 300.0)
    assert on.total_kgco2e == off.total_kgco2e


def test_rows_are_a_sequence(two_room_building, make_energy):
    inventory = compute_inventory(two_room_building, Study(), load_store())
    rows = compute_carbon(inventory, make_energy(), two_room_building, Study(), None).rows
    assert len(rows) == len(list(rows))
    assert rows[-1].kind == "use"
    assert [row.id for row in rows[:3]] == [line.id for line in inventory.lines[:3]]
    with pytest.raises(IndexError):
        rows[len(rows)]
    assert all(dataclasses.is_dataclass(row) for row in rows)
    assert rows[2:5] == tuple(list(rows)[2:5])
    assert list(pickle.loads(pickle.dumps(rows))) == list(rows)  # as from the window's worker
