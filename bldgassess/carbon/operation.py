"""Modules B6 and D2: bought energy times its factor, year by year; exported electricity beyond the boundary."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bldgassess.carbon.grid import GridPath
from bldgassess.carbon.grid_shape import hourly_weight
from bldgassess.carbon.result import LedgerRow
from bldgassess.data_rows import data_rows
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.texts import mark
from materials_db.tables import FuelRow, load_fuels, number

_GJ_PER_KWH = 0.0036
_HEAT, _COLD = "heat_paths.csv", "district_cooling.csv"


@dataclass(frozen=True, slots=True)
class Operation:
    """Rows of B6 and D2, and what each year emits [kgCO2e]."""

    rows: tuple[LedgerRow, ...]
    yearly_kgco2e: tuple[float, ...]
    exported_kgco2e: float


def bought_kwh(energy: EnergyResult, rule: str) -> float:
    """Return electricity bought in a year [kWh] under a rule for photovoltaics.

    "hourly": what is not covered in the same hour. "annual": demand less the year's yield, never below zero.
    """
    if rule == "annual" and energy.pv_kwh > 0.0:
        return max(0.0, energy.final_kwh.get("electricity", 0.0) - energy.pv_kwh)
    return energy.grid_kwh


def operation(
    energy: EnergyResult,
    path: GridPath,
    region: str,
    years: Sequence[int],
    *,
    pv: str = "hourly",
    heat_path: bool = False,
    grid_hourly: bool = False,
) -> Operation:
    """Compute B6 by carrier and D2.

    Electricity bought from the grid follows the grid's path; fuels keep their factor, or follow ``heat_paths.csv``
    where ``heat_path`` asks for it and the region has one. District cooling follows the grid through its plant and net.
    With ``grid_hourly`` bought and exported electricity are weighed by the hours in which they flow. Exported
    electricity earns nothing in B6; it is D2, apart.
    """
    buying, selling, shape = _weights(energy, region) if grid_hourly else (1.0, 1.0, "")
    rows: list[LedgerRow] = []
    by_year: list[list[float]] = [[] for _ in years]
    for carrier, final in sorted(energy.final_kwh.items()):
        if carrier == "electricity":
            bought = bought_kwh(energy, pv)
            values = [bought * factor * buying for factor in path.factors]
            weighed = f" x {buying:.4f} by the hours ({shape})" if grid_hourly else ""
            note = f"{bought:.6g} kWh/a bought x {path.factors[0]:.5g} kgCO2e/kWh in year 1{weighed}; {path.source}"
        elif carrier == "district_cooling":
            values, note = _district_cooling(final, path)
        else:
            factors, source = _heat_factors(carrier, region, years) if heat_path else (None, "")
            if factors is None:
                fuel = fuel_of(carrier, region, path.basis)
                factors, source = [fuel.kgco2_gj * _GJ_PER_KWH] * len(years), f"{fuel.fuel}, {fuel.source}"
            values = [final * factor for factor in factors]
            note = f"{final:.6g} kWh/a x {factors[0]:.5g} kgCO2e/kWh; {source}"
        for year, value in zip(by_year, values, strict=True):
            year.append(value)
        kg = {"B6": math.fsum(values)}
        rows.append(LedgerRow(f"energy/{carrier}", "energy", None, "operation", carrier, kg, {"B6": note}))
    exported = _exported_kwh(energy, pv)
    saved = exported * math.fsum(path.factors) * selling
    if exported > 0.0:
        note = f"{exported:.6g} kWh/a exported x the grid's factors; beyond the boundary, in no total"
        label = mark("Exported electricity")
        rows.append(LedgerRow("energy/exported", "energy", None, "operation", label, {"D2": -saved}, {"D2": note}))
    return Operation(tuple(rows), tuple(math.fsum(year) for year in by_year), saved)


def _exported_kwh(energy: EnergyResult, rule: str) -> float:
    """Return electricity sold in a year [kWh] under a rule for photovoltaics; what a battery loses is not sold."""
    if rule != "annual" or energy.pv_kwh <= 0.0:
        return energy.exported_kwh
    deducted = energy.final_kwh.get("electricity", 0.0) - bought_kwh(energy, rule)
    kept = energy.battery.charged_kwh - energy.battery.discharged_kwh if energy.battery else 0.0
    return max(0.0, energy.pv_kwh - deducted - kept)


def _weights(energy: EnergyResult, region: str) -> tuple[float, float, str]:
    """Return the weight of bought and of exported electricity by the grid's hours, and whose shape it is."""
    if energy.hourly is None:
        return 1.0, 1.0, "no hourly year"
    buying, source = hourly_weight(energy.hourly.grid_w, region)
    return buying, hourly_weight(energy.hourly.exported_w, region)[0], source


def _district_cooling(final_kwh: float, path: GridPath) -> tuple[list[float], str]:
    """Return what each year emits [kgCO2e]: electricity of the plant, through the losses of its net."""
    from bldgassess.carbon.tables import read_table

    rows = {row["key"]: row for row in read_table(_COLD)}
    seer, loss = (number(rows[key], "value", _COLD) for key in ("plant_seer", "net_loss"))
    per_kwh = 1.0 / (seer * (1.0 - loss))
    note = (
        f"{final_kwh:.6g} kWh/a of cold / ({seer:g} x (1 - {loss:g})) x {path.factors[0]:.5g} kgCO2e/kWh in year 1; "
        f"{rows['plant_seer']['source']}; {path.source}"
    )
    return [final_kwh * per_kwh * factor for factor in path.factors], note


def _heat_factors(carrier: str, region: str, years: Sequence[int]) -> tuple[list[float] | None, str]:
    import numpy as np

    from bldgassess.carbon.tables import read_table

    rows = [row for row in read_table(_HEAT) if row["carrier"] == carrier and row["region"] == region]
    if not rows:
        return None, ""
    known = [number(row, "year", _HEAT) for row in rows], [number(row, "kgco2e_kwh", _HEAT) for row in rows]
    return [float(value) for value in np.interp([float(year) for year in years], *known)], rows[0]["source"]


@cache
def _carriers() -> tuple[dict[str, str], ...]:
    return tuple(data_rows("bldgassess.carbon", "carriers.csv"))


def fuel_of(carrier: str, region: str, basis: str = "") -> FuelRow:
    """Return the fuel row of a carrier in a region, of the basis that the electricity has where there is one.

    Raises
    ------
    UserError
        When no row fits.
    """
    names = [row for row in _carriers() if row["carrier"] == carrier]
    country = region.split("-", maxsplit=1)[0]
    fuels = {row.fuel: row for row in load_fuels()}
    ranked = [row for wanted in (country, "*") for row in names if row["regions"] == wanted]
    for row in (*(row for row in ranked if row["basis"] == basis), *ranked):
        return fuels[row["fuel"]]
    raise UserError(Issue("carbon.no_fuel", {"carrier": carrier, "region": region}))
