"""Module B6: bought energy times its factor, year by year."""

from __future__ import annotations

import csv
import math
from importlib.resources import files

from bldgassess.carbon.grid import GridPath
from bldgassess.carbon.result import LedgerRow
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from materials_db.tables import FuelRow, load_fuels

_GJ_PER_KWH = 0.0036


def energy_rows(energy: EnergyResult, path: GridPath, region: str) -> tuple[tuple[LedgerRow, ...], tuple[float, ...]]:
    """Return one row a carrier, and the B6 of each year [kgCO2e].

    Electricity bought from the grid follows the grid's path; fuels keep their factor. Exported photovoltaic electricity
    earns nothing here (EN 15978: beyond the boundary).
    """
    rows: list[LedgerRow] = []
    yearly = [0.0] * len(path.factors)
    for carrier, final in sorted(energy.final_kwh.items()):
        if carrier == "electricity":
            values = [energy.grid_kwh * factor for factor in path.factors]
            note = f"{energy.grid_kwh:.6g} kWh/a bought x {path.factors[0]:.5g} kgCO2e/kWh in year 1; {path.source}"
        else:
            fuel = fuel_of(carrier, region)
            factor = fuel.kgco2_gj * _GJ_PER_KWH
            values = [final * factor] * len(path.factors)
            note = f"{final:.6g} kWh/a x {factor:.5g} kgCO2e/kWh; {fuel.fuel}, {fuel.source}"
        yearly = [sum(pair) for pair in zip(yearly, values, strict=True)]
        rows.append(
            LedgerRow(
                f"energy/{carrier}", "energy", None, "operation", carrier, {"B6": math.fsum(values)}, {"B6": note}
            )
        )
    return tuple(rows), tuple(yearly)


def fuel_of(carrier: str, region: str) -> FuelRow:
    """Return the fuel row of a carrier in a region.

    Raises
    ------
    UserError
        When no row fits.
    """
    text = files("bldgassess.carbon").joinpath("data", "carriers.csv").read_text(encoding="utf-8")
    names = [row for row in csv.DictReader(text.splitlines()) if row["carrier"] == carrier]
    country = region.split("-", maxsplit=1)[0]
    fuels = {row.fuel: row for row in load_fuels()}
    for wanted in (country, "*"):
        for row in names:
            if row["regions"] == wanted:
                return fuels[row["fuel"]]
    raise UserError(Issue("carbon.no_fuel", {"carrier": carrier, "region": region}))
