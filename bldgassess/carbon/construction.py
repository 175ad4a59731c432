"""Modules A0, A5 (site work) and C1: by floor area, or by machine shifts where the study lists them."""

from __future__ import annotations

from collections.abc import Sequence

from bldgassess.carbon.result import LedgerRow
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.errors import DataError
from materials_db.scenarios import MachineShift, load_machine_shifts, plain_name
from materials_db.tables import FuelRow, load_fuels

#: Energy of a machine as its table names it -> fuel row and unit of fuels.csv.
_FUELS = {"diesel kg": ("Diesel", "kg")}
_ELECTRICITY = "kWh"


def site_rows(gia_m2: float, study: Study, electricity_kgco2e_kwh: float) -> tuple[LedgerRow, ...]:
    """Return site work of A5 with demolition C1, and A0 where the study gives it.

    A5 = GIA x figure per m2, or sum over machines of shifts x energy per shift x factor; C1 = share x A5 site work.

    Raises
    ------
    UserError
        When the study lists a machine that is not in the table.
    """
    carbon = study.carbon
    if carbon.machine_shifts:
        site, words = _machines(carbon.machine_shifts, electricity_kgco2e_kwh)
    else:
        site = gia_m2 * carbon.site_kgco2e_per_m2
        words = f"{gia_m2:.6g} m2 x {carbon.site_kgco2e_per_m2:g} kgCO2e/m2 site energy and machines"
    notes = {"A5": words, "C1": f"{carbon.demolition_fraction:g} x site work of A5"}
    kg = {"A5": site, "C1": carbon.demolition_fraction * site}
    rows = [LedgerRow("site/work", "site", None, "site", mark("Site work and demolition"), kg, notes)]
    if carbon.preconstruction_kgco2e is not None:
        before = {"A0": carbon.preconstruction_kgco2e}
        rows.append(
            LedgerRow(
                "site/before", "site", None, "site", mark("Before construction"), before, {"A0": "set in the study"}
            )
        )
    return tuple(rows)


def find_machine(name: str) -> MachineShift:
    """Return the row of a site machine, by its name with or without the word in brackets behind it.

    Raises
    ------
    UserError
        When it is not in the table.
    """
    rows = {row.machine: row for row in load_machine_shifts()}
    row = rows.get(name) or {plain_name(key): row for key, row in rows.items()}.get(name)
    if row is None:
        raise UserError(Issue("carbon.bad_machine", {"machine": name, "choices": ", ".join(sorted(rows))}))
    return row


def machine_fuel(machine: MachineShift) -> FuelRow | None:
    """Return the fuel that a machine burns, ``None`` for one that takes electricity.

    Raises
    ------
    DataError
        When its energy is neither, or the fuel's factor is for another unit.
    """
    if machine.unit == _ELECTRICITY:
        return None
    name, unit = _FUELS.get(machine.unit, ("", ""))
    fuel = next((row for row in load_fuels() if (row.fuel, row.unit) == (name, unit)), None)
    if fuel is None:
        raise DataError("machine_shift.csv", machine.machine, f"no fuel for {machine.unit}")
    return fuel


def _machines(shifts: dict[str, float], electricity_kgco2e_kwh: float) -> tuple[float, str]:
    total, words = 0.0, []
    for name, count in sorted(shifts.items()):
        machine = find_machine(name)
        fuel = machine_fuel(machine)
        total += count * machine.per_shift * (fuel.kgco2_per_unit if fuel else electricity_kgco2e_kwh)
        words.append(f"{count:g} shifts {name} x {machine.per_shift:g} {machine.unit}")
    return total, "; ".join(words)


def site_by_mass(site_kgco2e: float, masses_kg: Sequence[float]) -> tuple[float, ...]:
    """Share site work among elements by their mass, as C.Scale does.

    >>> site_by_mass(40.0, [25.0, 75.0])
    (10.0, 30.0)
    """
    total = sum(masses_kg)
    return tuple(site_kgco2e * mass / total if total > 0.0 else 0.0 for mass in masses_kg)
