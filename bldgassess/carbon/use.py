"""Modules B2, B3, B5, B7 and B8: what is done to the building and in it, apart from energy."""

from __future__ import annotations

from bldgassess.carbon.result import LedgerRow
from bldgassess.carbon.tables import read_table
from bldgassess.hourly.people import person_count
from bldgassess.hourly.rooms import room_use
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.tables import number

_WATER = "water.csv"
_DAYS_A = 365.0
_L_PER_M3 = 1000.0


def maintenance_rows(study: Study, gia_m2: float, upfront_kgco2e: float) -> tuple[LedgerRow, ...]:
    """Return B2 and B3 over the whole period: B2 = max(figure x GIA, share x A1-A5); B3 = share x B2."""
    carbon = study.carbon
    by_area = carbon.maintenance_kgco2e_per_m2 * gia_m2
    by_share = carbon.maintenance_fraction * upfront_kgco2e
    b2 = max(by_area, by_share)
    words = (
        f"{carbon.maintenance_kgco2e_per_m2:g} kgCO2e/m2 x {gia_m2:.6g} m2"
        if by_area >= by_share
        else f"{carbon.maintenance_fraction:g} x A1-A5"
    )
    kg = {"B2": b2, "B3": carbon.repair_fraction * b2}
    notes = {"B2": words, "B3": f"{carbon.repair_fraction:g} x B2"}
    return (LedgerRow("use/maintenance", "use", None, "services", mark("Maintenance and repair"), kg, notes),)


def refurbishment_rows(study: Study, period_a: int) -> tuple[LedgerRow, ...]:
    """Return B5: the study's planned refurbishments within the period, one row each."""
    return tuple(
        LedgerRow(
            f"use/refurbishment/{index}",
            "use",
            None,
            "site",
            item.name,
            {"B5": item.kgco2e},
            {"B5": f"planned in year {item.year_a:g}, set in the study"},
        )
        for index, item in enumerate(study.carbon.refurbishments)
        if item.year_a < period_a
    )


def occupants(building: Building, study: Study) -> float:
    """Return the number of people that the hourly year has too."""
    return person_count(building.spaces, tuple(room_use(space) for space in building.spaces), study)


def water_row(building: Building, study: Study, period_a: int) -> tuple[LedgerRow, tuple[Assumption, ...]]:
    """Return B7 = people x litres a day x 365 x period x (supply + treatment factor), with what was assumed."""
    table = {row["key"]: row for row in read_table(_WATER)}
    use = table[f"use.{study.building.use}"]
    litres = study.carbon.water_l_person_day
    chosen = litres is not None
    if litres is None:
        litres = number(use, "value", _WATER)
    factor = sum(number(table[key], "value", _WATER) for key in ("factor.supply", "factor.waste"))
    people = occupants(building, study)
    m3 = people * litres * _DAYS_A / _L_PER_M3
    note = f"{people:.4g} people x {litres:g} l/d = {m3:.5g} m3/a x {factor:.5g} kgCO2e/m3 x {period_a} a"
    row = LedgerRow("use/water", "use", None, "operation", mark("Water"), {"B7": m3 * factor * period_a}, {"B7": note})
    source = "; ".join(table[key]["source"] for key in ("factor.supply", "factor.waste"))
    found = [
        Assumption("carbon.water_factor", factor, "kgCO2e/m3", source, mark("Module B7: supply and treatment"), "D"),
    ]
    if not chosen:
        effect = mark("Module B7: water used")
        found.append(
            Assumption("carbon.water_l_person_day", litres, "l/(person d)", use["source"], effect, use["quality"][:1])
        )
    return row, tuple(found)


def user_rows(building: Building, study: Study, period_a: int) -> tuple[LedgerRow, ...]:
    """Return B8 where the study gives a figure per person; it is optional and off where empty."""
    figure = study.carbon.user_activities_kgco2e_person_a
    if figure is None:
        return ()
    people = occupants(building, study)
    note = f"{people:.4g} people x {figure:g} kgCO2e/a x {period_a} a, set in the study"
    kg = {"B8": people * figure * period_a}
    return (LedgerRow("use/users", "use", None, "operation", mark("User activities"), kg, {"B8": note}),)
