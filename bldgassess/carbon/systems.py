"""Technical systems that no model carries: inventory lines by ``systems.csv``, each an assumption that shows itself."""

from __future__ import annotations

from bldgassess.carbon.tables import read_table
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.factors import load_factors
from materials_db.tables import Row, number

_FILE = "systems.csv"
_W_PER_KW = 1000.0
#: Storeys from which a building has a lift where the study does not say; listed as an assumption by its row.
_LIFT_STOREYS = 4


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

    Amounts follow the hourly peaks, the floor area, the number of lifts or the photovoltaic power; a system of amount 0
    has no line.

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


def _drivers(building: Building, energy: EnergyResult, study: Study) -> dict[str, float]:
    storeys = float(len(building.storeys))
    lifts = study.carbon.lifts
    count = float(lifts) if lifts is not None else float(storeys >= _LIFT_STOREYS)
    return {
        "gia_m2": building.gia_m2,
        "peak_heating_kw": energy.peak_heating_w / _W_PER_KW,
        "peak_cooling_kw": energy.peak_cooling_w / _W_PER_KW,
        "lifts": count,
        "lift_storeys": count * storeys,
        "pv_kwp": study.renewables.pv_kwp,
    }


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
