"""Technical systems that no model carries: inventory lines by ``systems.csv``, each an assumption that shows itself."""

from __future__ import annotations

from bldgassess.carbon.tables import read_table
from bldgassess.energy.emission import WATER_SYSTEMS
from bldgassess.energy.pv_fields import installed_kwp
from bldgassess.energy.result import EnergyResult
from bldgassess.energy.small_uses import lift_count
from bldgassess.errors import Issue, UserError
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.factors import load_factors
from materials_db.tables import Row, number

_FILE = "systems.csv"
_W_PER_KW = 1000.0
#: Cooling that needs no machine in the building, and heating by the machines that cool rooms.
_NO_MACHINE, _ROOM_UNITS = frozenset({"none", "district_cooling"}), frozenset({"split_unit", "vrf"})


def system_ids() -> tuple[str, ...]:
    """Return the ids of all rows of the table."""
    return tuple(row["id"] for row in read_table(_FILE))


def system_spread(line: InventoryLine) -> str:
    """Return how sure the amount of a system line is: key of the spread table."""
    return next(row["spread"] for row in read_table(_FILE) if line.id == f"system/{row['id']}")


def system_lines(
    building: Building, energy: EnergyResult, study: Study
) -> tuple[tuple[InventoryLine, ...], tuple[Assumption, ...]]:
    """Return a line for each technical system that the study's choices call for, with what was assumed.

    Amounts follow the installed power, the floor area, the number of lifts or the photovoltaic power; a system of
    amount 0 has no line.

    Raises
    ------
    UserError
        When the study leaves out a row that is not in the table.
    """
    off = set(study.carbon.systems_off)
    unknown = sorted(off - set(system_ids()))
    if unknown:
        raise UserError(Issue("carbon.bad_system", {"id": unknown[0], "choices": ", ".join(system_ids())}))
    if not study.carbon.systems:
        return (), ()
    drivers = _drivers(building, energy, study)
    lines, assumptions = [], []
    for row in read_table(_FILE):
        if row["id"] in off or not _wanted(row, study):
            continue
        amount = drivers[row["driver"]] * number(row, "amount_per_driver", _FILE)
        if amount <= 0.0:
            continue
        line = _line(row, amount, drivers[row["driver"]])
        lines.append(line)
        effect = mark("Technical system that no model carries")
        source = f"{row['source']}; {row['reasoning']}"
        assumptions.append(
            Assumption(f"carbon.systems.{row['id']}", round(amount, 6), line.unit, source, effect, row["quality"][:1])
        )
    return tuple(lines), tuple(assumptions)


def shared_lines(pv_kwp: float, battery_kwh: float) -> tuple[InventoryLine, ...]:
    """Return the lines of photovoltaics and a battery that belong to no building."""
    drivers = {"pv_kwp": pv_kwp, "battery_kwh": battery_kwh}
    return tuple(
        _line(row, drivers[row["driver"]] * number(row, "amount_per_driver", _FILE), drivers[row["driver"]])
        for row in read_table(_FILE)
        if drivers.get(row["driver"], 0.0) > 0.0
    )


def _drivers(building: Building, energy: EnergyResult, study: Study) -> dict[str, float]:
    operation, renewables, lifts = study.operation, study.renewables, float(lift_count(building, study))
    heating = installed_heating_kw(energy)
    water = heating if operation.heating in WATER_SYSTEMS else 0.0
    cooling = 0.0 if operation.cooling in _NO_MACHINE else installed_cooling_kw(energy)
    units = heat_pump_kw(energy) if operation.heating in _ROOM_UNITS else 0.0
    emission = operation.heating_emission
    return {
        "gia_m2": building.gia_m2,
        "heating_kw": heating,
        "heat_pump_kw": heat_pump_kw(energy),
        "radiator_kw": water if emission == "radiator" else 0.0,
        "underfloor_m2": building.useful_m2 if water and emission == "underfloor" else 0.0,
        "room_unit_kw": max(cooling, units),
        "lifts": lifts,
        "lift_storeys": lifts * len(building.storeys),
        "pv_kwp": installed_kwp(study, building),
        "battery_kwh": renewables.battery_kwh,
        "solar_thermal_m2": renewables.solar_thermal_m2,
    }


def installed_heating_kw(energy: EnergyResult) -> float:
    """Return the power of the heat generators [kW]: the peak of the need where no plant was sized."""
    return (energy.installed_heating_w or energy.peak_heating_w) / _W_PER_KW


def installed_cooling_kw(energy: EnergyResult) -> float:
    """Return the power of the cooling machines [kW]: the peak of the need where no plant was sized."""
    return (energy.installed_cooling_w or energy.peak_cooling_w) / _W_PER_KW


def heat_pump_kw(energy: EnergyResult) -> float:
    """Return the power of the heat pump [kW]: that of all heating where it is not known apart."""
    return energy.heat_pump_w / _W_PER_KW or installed_heating_kw(energy)


def _wanted(row: Row, study: Study) -> bool:
    if row["setting"] == "*":
        return True
    section, _, name = row["setting"].partition(".")
    return str(getattr(getattr(study, section), name)) in row["values"].split()


def _line(row: Row, amount: float, driver: float) -> InventoryLine:
    record = load_factors()[row["record_id"]]
    life = number(row, "service_life_a", _FILE)
    return InventoryLine(
        id=f"system/{row['id']}",
        guid=f"system/{row['id']}",
        ifc_class="",
        element_name=row["label"],
        part="services",
        storey_guid=None,
        layer_index=0,
        material=row["label"],
        record=record,
        match_score=1.0,
        match_method="system",
        match_decision="match",
        fallback="",
        quantity=amount,
        unit=record.declared_unit,
        quantity_origin=f"{driver:.6g} ({row['driver']}) x {row['amount_per_driver']}: {row['reasoning']}",
        volume_m3=0.0,
        mass_kg=amount * (record.mass_kg or 0.0),
        density_kg_m3=record.density_kg_m3 or 0.0,
        density_source=record.property_source or "",
        service_life_a=life,
        service_life_source=f"{row['life_source']} ({row['life_quality']})",
        waste_fraction=0.0,
        waste_source="systems come as pieces",
    )
