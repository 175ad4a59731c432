"""Hand-made inventories and years, whose figures can be worked on paper."""

from __future__ import annotations

import dataclasses
import math

import pytest

from bldgassess.energy.result import EnergyResult
from bldgassess.inventory.ledger import Inventory, InventoryLine
from materials_db.records import FactorRecord
from materials_db.store import load_store


def _record(**kwargs) -> FactorRecord:
    values = {
        "id": "HAND-1",
        "database": "HAND",
        "name_en": "Hand-made",
        "name_zh": "",
        "name_orig": "",
        "category": "hand",
        "region": "CN",
        "declared_unit": "kg",
        "gwp_kgco2e": {"A1-A3": 2.0, "C3": 0.5, "C4": 0.1, "D": -0.4},
        "mass_kg": 1.0,
        "density_kg_m3": 1000.0,
        "conductivity_w_mk": None,
        "specific_heat_j_kgk": None,
        "property_source": "",
        "biogenic_carbon_kg": None,
        "service_life_a": None,
        "basis": "CO2e",
        "source": "by hand",
        "source_ref": "",
        "licence": "own",
        "ref_year": 2026,
        "quality": "A",
        "quality_note": "",
        "notes": "",
    }
    return FactorRecord(**{**values, **kwargs})


def _line(record: FactorRecord | str | None, quantity: float, life: float | None = None, **kwargs) -> InventoryLine:
    if isinstance(record, str):
        record = load_store().record(record)
    name = record.id if record else "nothing"
    values = {
        "id": f"{name}/0",
        "guid": name,
        "ifc_class": "IfcWall",
        "element_name": name,
        "part": "external_wall",
        "storey_guid": None,
        "layer_index": 0,
        "material": name,
        "record": record,
        "match_score": 1.0,
        "match_method": "chosen",
        "match_decision": "match",
        "fallback": "",
        "quantity": quantity,
        "unit": record.declared_unit if record else "kg",
        "quantity_origin": "by hand",
        "volume_m3": 0.0,
        "mass_kg": quantity * (record.mass_kg or 0.0) if record else quantity,
        "density_kg_m3": 0.0,
        "density_source": "",
        "service_life_a": life,
        "service_life_source": "",
        "waste_fraction": 0.0,
        "waste_source": "",
    }
    return InventoryLine(**{**values, **kwargs})


def _inventory(*lines: InventoryLine) -> Inventory:
    numbered = tuple(
        dataclasses.replace(line, id=f"{line.guid}/{index}", layer_index=index) for index, line in enumerate(lines)
    )
    return Inventory(numbered, {}, math.fsum(line.mass_kg for line in numbered), 1.0)


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


@pytest.fixture(scope="session")
def make_record():
    """Make a record with any field changed."""
    return _record


@pytest.fixture(scope="session")
def make_line():
    """Make a line of a record (or record id): quantity, service life, any other column."""
    return _line


@pytest.fixture(scope="session")
def make_inventory():
    """Make an inventory of lines, numbered in order."""
    return _inventory


@pytest.fixture(scope="session")
def make_energy():
    """Make a year: 1000 kWh of electricity bought, unless told otherwise."""
    return _energy
