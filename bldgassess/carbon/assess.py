"""Whole-life carbon: the ledger's rows summed to modules, parts and totals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from bldgassess.carbon.budget import compute_budget
from bldgassess.carbon.grid import grid_path
from bldgassess.carbon.materials import declares_end_of_life, material_row
from bldgassess.carbon.operation import energy_rows
from bldgassess.carbon.result import MODULES, TOTAL_MODULES, CarbonResult, LedgerRow
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.proxies import load_eol_proxies

_UPFRONT = ("A1-A3", "A4", "A5")
_CO2_PER_C = 44.0 / 12.0


def compute_carbon(
    inventory: Inventory, energy: EnergyResult, building: Building, study: Study, grid_region: str | None
) -> CarbonResult:
    """Compute modules A to D over the study period, EN 15978:2011.

    Raises
    ------
    UserError
        When the study names a grid, path, vehicle or scenario that is not in the tables.
    """
    period = study.carbon.study_period_a
    years = range(study.carbon.start_year, study.carbon.start_year + period)
    region = grid_region or "CN-HI"
    path = grid_path(region, study.carbon.grid_scenario, years)
    operation, yearly = energy_rows(energy, path, region)
    rows = (*(material_row(line, study) for line in inventory.lines), *operation, *_site_rows(building, study))
    modules = _sum_modules(rows)
    total = math.fsum(row.kgco2e[m] for row in rows for m in TOTAL_MODULES if m in row.kgco2e)
    operational = math.fsum(yearly)
    gia = building.gia_m2
    embodied_m2_a = (total - operational) / gia / period
    budget = compute_budget([embodied_m2_a + b6 / gia for b6 in yearly], years[0], study.carbon.budget_path)
    coverage, proxies = _coverage(inventory)
    return CarbonResult(
        profile=study.carbon.profile,
        study_period_a=period,
        gia_m2=gia,
        rows=rows,
        modules=modules,
        coverage=coverage,
        proxy_fraction=proxies,
        by_part=_by_part(rows),
        total_kgco2e=total,
        per_m2=total / gia,
        per_m2_a=total / gia / period,
        upfront_per_m2=math.fsum(modules.get(m, 0.0) for m in _UPFRONT) / gia,
        embodied_per_m2=(total - operational) / gia,
        operational_per_m2_a=operational / gia / period,
        biogenic_stored_kgco2=_stored(inventory),
        exported_pv_kgco2e=(energy.pv_kwh - energy.self_used_kwh) * math.fsum(path.factors),
        grid_factor_kgco2e_kwh=path.factors[0],
        grid_source=path.source,
        budget=budget,
        assumptions=_assumptions(region, path.factors[0], path.source, path.quality, proxies),
        issues=_issues(coverage),
    )


def _site_rows(building: Building, study: Study) -> tuple[LedgerRow, ...]:
    """Site work of A5 and deconstruction C1, both by floor area."""
    site = building.gia_m2 * study.carbon.site_kgco2e_per_m2
    notes = {
        "A5": f"{building.gia_m2:.6g} m2 x {study.carbon.site_kgco2e_per_m2:g} kgCO2e/m2 site energy and machines",
        "C1": f"{study.carbon.demolition_fraction:g} x site work of A5",
    }
    kg = {"A5": site, "C1": study.carbon.demolition_fraction * site}
    return (LedgerRow("site/work", "site", None, "site", mark("Site work and demolition"), kg, notes),)


def _sum_modules(rows: Sequence[LedgerRow]) -> dict[str, float]:
    found = {m: [row.kgco2e[m] for row in rows if m in row.kgco2e] for m in MODULES}
    return {m: math.fsum(values) for m, values in found.items() if values}


def _by_part(rows: Iterable[LedgerRow]) -> dict[str, dict[str, float]]:
    parts: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        for module, kg in row.kgco2e.items():
            parts.setdefault(row.part, {}).setdefault(module, []).append(kg)
    return {part: {m: math.fsum(parts[part][m]) for m in MODULES if m in parts[part]} for part in sorted(parts)}


def _coverage(inventory: Inventory) -> tuple[dict[str, float], dict[str, float]]:
    """Return by module the share of mass that is declared or stood in for, and the share that is stood in for."""
    total = inventory.mass_kg
    if total <= 0.0:
        return {}, {}
    proxies = load_eol_proxies()
    known = [line for line in inventory.lines if line.record]
    have = math.fsum(line.mass_kg for line in known)
    stood_in = math.fsum(
        line.mass_kg
        for line in known
        if line.record and not declares_end_of_life(line.record) and line.record.category in proxies
    )
    declared = math.fsum(line.mass_kg for line in known if line.record and declares_end_of_life(line.record))
    beyond = math.fsum(line.mass_kg for line in known if line.record and "D" in line.record.gwp_kgco2e)
    ends = min(1.0, (declared + stood_in) / total)
    coverage = {m: min(1.0, have / total) for m in ("A1-A3", "A4", "A5", "B4", "C2")}
    return {**coverage, "C3": ends, "C4": ends, "D": min(1.0, beyond / total)}, {
        "C3": stood_in / total,
        "C4": stood_in / total,
    }


def _stored(inventory: Inventory) -> float:
    """Carbon dioxide that the installed materials hold, EN 16449: carbon x 44/12 [kg]."""
    return math.fsum(
        line.quantity * line.record.biogenic_carbon_kg * _CO2_PER_C
        for line in inventory.lines
        if line.record and line.record.biogenic_carbon_kg
    )


def _assumptions(
    region: str, factor: float, source: str, quality: str, proxies: dict[str, float]
) -> tuple[Assumption, ...]:
    grid = Assumption(
        "carbon.grid_factor",
        factor,
        "kgCO2e/kWh",
        f"{region}: {source}",
        mark("Electricity in B6, first year"),
        quality[:1],
    )
    if not proxies.get("C3"):
        return (grid,)
    text = "medians per kg by category, Danish BR18 Annex 2 Table 7 (assumption of this program)"
    share = round(proxies["C3"], 6)
    stand_in = Assumption(
        "carbon.end_of_life_stand_in", share, "-", text, mark("Share of mass with stand-in C3 and C4")
    )
    return grid, stand_in


def _issues(coverage: dict[str, float]) -> tuple[Issue, ...]:
    low = coverage.get("C3", 0.0)
    if coverage and low < 0.95:  # RICS WLCA 2023 asks for 95 % of mass
        return (Issue("carbon.low_coverage", {"module": "C3-C4", "share": round(100.0 * low)}, severity="warning"),)
    return ()
