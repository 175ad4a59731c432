"""Modules A0, A5 (site work) and C1: by floor area, or by machine shifts where the study lists them."""

from __future__ import annotations

from collections.abc import Sequence

from bldgassess.carbon.result import LedgerRow
from bldgassess.carbon.tables import read_table, row_number
from bldgassess.errors import Issue, UserError
from bldgassess.study import Study
from bldgassess.texts import mark

_FILE = "machine_shifts.csv"


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


def _machines(shifts: dict[str, float], electricity_kgco2e_kwh: float) -> tuple[float, str]:
    table = {row["machine"]: row for row in read_table(_FILE)}
    unknown = sorted(set(shifts) - set(table))
    if unknown:
        raise UserError(Issue("carbon.bad_machine", {"machine": unknown[0], "choices": ", ".join(sorted(table))}))
    total, words = 0.0, []
    for machine, count in sorted(shifts.items()):
        row = table[machine]
        factor = row_number(row, "kgco2e_per_unit", _FILE) if row["kgco2e_per_unit"] else electricity_kgco2e_kwh
        total += count * row_number(row, "per_shift", _FILE) * factor
        words.append(f"{count:g} shifts {machine} x {row['per_shift']} {row['energy']}")
    return total, "; ".join(words)


def site_by_mass(site_kgco2e: float, masses_kg: Sequence[float]) -> tuple[float, ...]:
    """Share site work among elements by their mass, as C.Scale does.

    >>> site_by_mass(40.0, [25.0, 75.0])
    (10.0, 30.0)
    """
    total = sum(masses_kg)
    return tuple(site_kgco2e * mass / total if total > 0.0 else 0.0 for mass in masses_kg)
