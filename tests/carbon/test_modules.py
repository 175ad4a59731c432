"""Carbon modules against hand-worked and published cases."""

import math

import pytest

from bldgassess.carbon.assess import compute_carbon
from bldgassess.carbon.budget import compute_budget
from bldgassess.carbon.grid import grid_path
from bldgassess.carbon.materials import material_row, replacements, transport_factor
from bldgassess.carbon.operation import fuel_of
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import UserError
from bldgassess.inventory.build import compute_inventory
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study, set_values
from materials_db.store import load_store

# Building worked by hand on the Danish table (BR18 rules: no transport, no waste): record, quantity, life [a], B4 [kg].
GOLD = (
    ("DK-T7-B1477", 250.0, 120.0, 0.0),
    ("DK-T7-G0148", 20000.0, 120.0, 0.0),
    ("DK-T7-B1318", 60.0, 120.0, 0.0),
    ("DK-T7-G1226", 180.0, 50.0, 0.0),
    ("DK-T7-G1180", 2200.0, 50.0, 0.0),
    ("DK-T7-G1075", 180.0, 25.0, 11033.721),
    ("DK-T7-G1072", 400.0, 25.0, 2307.475),
    ("DK-T7-G0877", 600.0, 15.0, 4745.224),
)
GOLD_TOTALS = {"A1-A3": 69266.278, "B4": 18086.420, "C3": 46996.078, "C4": 1920.905, "D": -32489.471}


def _line(record_id: str, quantity: float, life: float | None, *, waste: float = 0.0) -> InventoryLine:
    record = load_store().record(record_id)
    return InventoryLine(
        id=f"{record_id}/0",
        guid=record_id,
        ifc_class="IfcWall",
        element_name=record_id,
        part="external_wall",
        storey_guid=None,
        layer_index=0,
        material=record.name_en,
        record=record,
        match_score=1.0,
        match_method="chosen",
        match_decision="match",
        fallback="",
        quantity=quantity,
        unit=record.declared_unit,
        quantity_origin="by hand",
        volume_m3=0.0,
        mass_kg=quantity * (record.mass_kg or 0.0),
        density_kg_m3=record.density_kg_m3 or 0.0,
        density_source="",
        service_life_a=life,
        service_life_source="",
        waste_fraction=waste,
        waste_source="",
    )


def _energy(**kwargs) -> EnergyResult:
    values = {
        "engine": "hand",
        "need_kwh": {},
        "final_kwh": {"electricity": 1000.0},
        "final_by_use_kwh": {},
        "monthly_final_kwh": {},
        "monthly_need_kwh": {},
        "pv_kwh": 0.0,
        "self_used_kwh": 0.0,
        "grid_kwh": 1000.0,
        "unmet_h": 0.0,
        "peak_heating_w": 0.0,
        "peak_cooling_w": 0.0,
    }
    return EnergyResult(**{**values, **kwargs})


def test_golden_danish_case():
    study = set_values(Study(), ["carbon.transport_concrete_km=0", "carbon.transport_other_km=0", "carbon.waste_km=0"])
    rows = [material_row(_line(record, quantity, life), study) for record, quantity, life, _ in GOLD]
    for module, expected in GOLD_TOTALS.items():
        assert math.fsum(row.kgco2e.get(module, 0.0) for row in rows) == pytest.approx(expected, abs=2e-3), module
    for row, (_, _, _, replaced) in zip(rows, GOLD, strict=True):
        assert row.kgco2e.get("B4", 0.0) == pytest.approx(replaced, abs=2e-3)


def test_transport_and_waste_by_hand():
    row = material_row(_line("CN-GBT51366-032", 10.0, None, waste=0.05), Study())  # 10 t of rebar
    assert row.kgco2e["A1-A3"] == pytest.approx(23400.0)
    assert row.kgco2e["A4"] == pytest.approx(10.0 * 500.0 * 0.129)
    assert row.kgco2e["C2"] == pytest.approx(10.0 * 50.0 * 0.129)
    removal = row.kgco2e["C2"] + row.kgco2e["C4"]
    assert row.kgco2e["A5"] == pytest.approx(0.05 * (23400.0 + 645.0 + removal))
    assert "B4" not in row.kgco2e
    assert "stand-in" in row.notes["C4"]


def test_lump_c_of_kbob_is_booked_once_and_said():
    row = material_row(_line("CH-KBOB-2.001", 1000.0, None), Study())
    assert row.kgco2e["C4"] == pytest.approx(1000.0 * load_store().record("CH-KBOB-2.001").gwp_kgco2e["C"])
    assert "C3" not in row.kgco2e
    assert "one figure" in row.notes["C4"]


@pytest.mark.parametrize(
    ("life", "times"), [(10, 4), (15, 3), (25, 1), (30, 1), (49.9, 1), (50, 0), (80, 0), (None, 0)]
)
def test_replacements_within_50_years(life, times):
    assert replacements(50, life) == times


def test_whole_building_adds_up_and_keeps_d_apart(two_room_building):
    study = Study()
    inventory = compute_inventory(two_room_building, study, load_store())
    carbon = compute_carbon(inventory, _energy(), two_room_building, study, "CN-HI")
    for module, kg in carbon.modules.items():
        assert kg == pytest.approx(math.fsum(row.kgco2e.get(module, 0.0) for row in carbon.rows), rel=1e-12)
    without_d = math.fsum(kg for module, kg in carbon.modules.items() if module != "D")
    assert carbon.total_kgco2e == pytest.approx(without_d, rel=1e-12)
    assert carbon.per_m2_a * 50 * 40.0 == pytest.approx(carbon.total_kgco2e)
    assert carbon.modules["B6"] == pytest.approx(1000.0 * 0.3648 * 50)
    assert carbon.modules["C1"] == pytest.approx(0.3 * 40.0 * 40.0)
    parts = math.fsum(kg for modules in carbon.by_part.values() for m, kg in modules.items() if m != "D")
    assert parts == pytest.approx(carbon.total_kgco2e, rel=1e-12)


def test_exported_electricity_earns_nothing(two_room_building):
    study = Study()
    inventory = compute_inventory(two_room_building, study, load_store())
    sun = _energy(pv_kwh=5000.0, self_used_kwh=400.0, grid_kwh=600.0)
    carbon = compute_carbon(inventory, sun, two_room_building, study, "CN-HI")
    assert carbon.modules["B6"] == pytest.approx(600.0 * 0.3648 * 50)
    assert carbon.exported_pv_kgco2e == pytest.approx(4600.0 * 0.3648 * 50)


def test_grid_paths_fall_and_unknown_regions_are_named():
    years = range(2026, 2076)
    assert set(grid_path("CN-HI", "static", years).factors) == {0.3648}
    falling = grid_path("CN-HI", "S1", years).factors
    assert falling[-1] < 0.3 * falling[0]
    scaled = grid_path("DEU", "S1", years)
    assert scaled.quality == "S"
    assert scaled.factors[0] > scaled.factors[20]
    with pytest.raises(UserError) as error:
        grid_path("XX", "static", years)
    assert error.value.issues[0].code == "study.bad_grid_region"


def test_fuels_and_vehicles():
    assert fuel_of("natural_gas", "CN-HI").kgco2_gj == 55.54
    assert fuel_of("natural_gas", "DEU").kgco2_gj == 63.9
    with pytest.raises(UserError):
        fuel_of("plutonium", "DEU")
    with pytest.raises(UserError):
        transport_factor("Flying carpet")


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
