"""Whole-life carbon: the inventory under the study's rule set, dated, held against a budget, and under all others."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.biogenic import biogenic_rows
from bldgassess.carbon.bridge import reconcile
from bldgassess.carbon.budget import BudgetPath, compute_budget
from bldgassess.carbon.carbonation import carbonation_kgco2
from bldgassess.carbon.certified import acting, certified_issue
from bldgassess.carbon.columns import declares_end_of_life, sums_by_code
from bldgassess.carbon.hotspots import make_hotspots
from bldgassess.carbon.materials import MATERIAL_MODULES, LedgerRows
from bldgassess.carbon.profiles import profile_keys, profile_rules, reference_area
from bldgassess.carbon.result import (
    BEYOND,
    EMBODIED_MODULES,
    MODULES,
    UPFRONT_MODULES,
    BudgetResult,
    CarbonResult,
    ProfileResult,
    Reconciliation,
    Timeline,
)
from bldgassess.carbon.systems import system_lines
from bldgassess.carbon.timeline import make_timeline
from bldgassess.carbon.use import water_row
from bldgassess.carbon.used_tables import table_assumptions
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import Issue, UserError
from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.model import Assumption, Building
from bldgassess.study import Study, study_assumptions
from bldgassess.texts import mark
from materials_db.proxies import load_eol_proxies

_HOME_GRID = "CN-HI"
#: Share of mass with end-of-life figures below which a person is warned: RICS WLCA 2023 asks for 95 % of mass.
_ENOUGH_COVERAGE = 0.95
#: Bridges shown with every result: from, to.
BRIDGES: tuple[tuple[str, str], ...] = (("EN15978", "GB51366"),)


def make_ledger(
    inventory: Inventory, energy: EnergyResult, building: Building, study: Study, grid_region: str | None
) -> tuple[Ledger, tuple[Assumption, ...]]:
    """Return what all rule sets share: inventory and technical systems in columns, and what was assumed for these."""
    systems, assumed = system_lines(building, energy, study)
    lines = (*inventory.lines, *systems)
    return Ledger(lines, building, energy, study, grid_region or _HOME_GRID), assumed


def compute_carbon(
    inventory: Inventory,
    energy: EnergyResult,
    building: Building,
    study: Study,
    grid_region: str | None,
    *,
    own_paths: Sequence[BudgetPath] = (),
    all_profiles: bool = True,
) -> CarbonResult:
    """Compute modules A0 to D2 over the study period, under the study's profile and, beside it, under all others.

    Parameters
    ----------
    own_paths : sequence of BudgetPath
        Budget paths from a person's files.
    all_profiles : bool
        Whether to fill ``profiles`` and ``reconciliation``; without them an edit shows its figures sooner.

    Raises
    ------
    UserError
        When the study names a grid, path, vehicle, machine or scenario that is not in the tables, or is certified while
        figures rest on memory.
    """
    ledger, assumed = make_ledger(inventory, energy, building, study, grid_region)
    rules = profile_rules(study.carbon.profile, study, own=True)
    account = ledger.account(rules)
    timeline = _timeline(ledger, account)
    coverage, proxies = _coverage(inventory, ledger)
    assumptions = _assumptions(ledger, account, proxies, assumed)
    if study.carbon.certified:
        counted = [line for line in ledger.material.columns.lines if rules.counts(line.part)]
        refusal = certified_issue(counted, acting((*study_assumptions(study), *assumptions), rules))
        if refusal:
            raise UserError(refusal)
    area, area_rule = reference_area(building, rules.area)
    modules, total, period = account.modules, account.total_kgco2e, rules.study_period_a
    embodied = math.fsum(modules.get(m, 0.0) for m in EMBODIED_MODULES)
    profiles, bridges = _others(ledger) if all_profiles else ((), ())
    return CarbonResult(
        profile=rules.key,
        study_period_a=period,
        gia_m2=building.gia_m2,
        area_m2=area,
        area_rule=area_rule,
        rows=LedgerRows(ledger.material, rules, len(inventory.lines), account.rest),
        system_lines=ledger.material.columns.lines[len(inventory.lines) :] if rules.systems else (),
        modules=modules,
        coverage=coverage,
        proxy_fraction=proxies,
        by_part=_by_part(ledger, account),
        total_kgco2e=total,
        per_m2=total / area,
        per_m2_a=total / area / period,
        upfront_per_m2=math.fsum(modules.get(m, 0.0) for m in UPFRONT_MODULES) / area,
        embodied_per_m2=embodied / area,
        operational_per_m2_a=modules.get("B6", 0.0) / area / period,
        biogenic_stored_kgco2=_stored(inventory, ledger),
        exported_pv_kgco2e=account.operation.exported_kgco2e,
        grid_factor_kgco2e_kwh=account.path.factors[0],
        grid_source=account.path.source,
        grid_basis=account.path.basis,
        grid_scenario=rules.grid_scenario,
        budget=_budget(account, timeline, area, study, own_paths),
        timeline=timeline,
        hotspots=make_hotspots(ledger.material, rules, account.rest, modules, timeline, building),
        biogenic=biogenic_rows(ledger.material, rules, timeline),
        carbonation_kgco2=carbonation_kgco2(building, inventory, period) if study.carbon.carbonation else None,
        sinks_kgco2e=account.sinks_kgco2e,
        profiles=profiles,
        reconciliation=bridges,
        assumptions=assumptions,
        issues=_issues(coverage, account, area_rule, inventory.lines),
    )


def _others(ledger: Ledger) -> tuple[tuple[ProfileResult, ...], tuple[Reconciliation, ...]]:
    """Return the result under every rule set, and the bridges between them; the study's own profile as it chose it."""
    own = ledger.study.carbon.profile
    rules = {key: profile_rules(key, ledger.study, own=key == own) for key in profile_keys()}
    profiles = tuple(ledger.profile(item) for item in rules.values())
    return profiles, tuple(reconcile(ledger, rules[start], rules[end]) for start, end in BRIDGES)


def _timeline(ledger: Ledger, account: Account) -> Timeline:
    planned: dict[int, float] = {}
    if "B5" in account.rules.modules:
        for item in ledger.study.carbon.refurbishments:
            if item.year_a < account.rules.study_period_a:
                year = int(item.year_a)
                planned[year] = planned.get(year, 0.0) + item.kgco2e
    return make_timeline(
        ledger.material,
        account.rules,
        account.modules,
        account.operation.yearly_kgco2e,
        ledger.study.carbon.start_year,
        planned,
    )


def _budget(
    account: Account, timeline: Timeline, area_m2: float, study: Study, own: Sequence[BudgetPath]
) -> BudgetResult:
    """Hold the result against the study's path: embodied spread evenly, and dated."""
    period = account.rules.study_period_a
    embodied = math.fsum(account.modules.get(m, 0.0) for m in EMBODIED_MODULES) / area_m2 / period
    spread = [embodied + kg / area_m2 for kg in timeline.operational_kgco2e]
    dated = [(e + o) / area_m2 for e, o in zip(timeline.embodied_kgco2e, timeline.operational_kgco2e, strict=True)]
    return compute_budget(spread, timeline.start_year, study.carbon.budget_path, pulses_kgco2e_m2=dated, own=own)


def _by_part(ledger: Ledger, account: Account) -> dict[str, dict[str, float]]:
    material, rules = ledger.material, account.rules
    found: dict[str, dict[str, list[float]]] = {}
    columns = material.columns
    for module in MATERIAL_MODULES:
        if module not in rules.modules and module not in BEYOND:
            continue
        values = material.module(module, rules)
        declared = np.bincount(columns.part[~np.isnan(values)], minlength=len(columns.parts))
        sums = sums_by_code(values, columns.part, len(columns.parts))
        for name, lines, kg in zip(columns.parts, declared.tolist(), sums, strict=True):
            if lines:
                found.setdefault(name, {})[module] = [kg]
    for row in account.rest:
        for module, kg in row.kgco2e.items():
            found.setdefault(row.part, {}).setdefault(module, []).append(kg)
    return {name: {m: math.fsum(found[name][m]) for m in MODULES if m in found[name]} for name in sorted(found)}


def _coverage(inventory: Inventory, ledger: Ledger) -> tuple[dict[str, float], dict[str, float]]:
    """Return by module the share of mass that is declared or stood in for, and the share that is stood in for."""
    total = inventory.mass_kg
    if total <= 0.0:
        return {}, {}
    proxies, records = load_eol_proxies(), ledger.material.columns.of_record.records
    of_record = {
        "have": [True for _ in records],
        "declared": [declares_end_of_life(record) for record in records],
        "stood_in": [not declares_end_of_life(record) and record.category in proxies for record in records],
        "beyond": ["D" in record.gwp_kgco2e for record in records],
    }
    own = len(inventory.lines)
    codes, mass = ledger.material.columns.record[:own], ledger.material.columns.mass_kg[:own]
    masses = {kind: mass[np.array([*flags, False])[codes]].tolist() for kind, flags in of_record.items()}
    share = {kind: math.fsum(values) / total for kind, values in masses.items()}
    ends = min(1.0, share["declared"] + share["stood_in"])
    coverage = {m: min(1.0, share["have"]) for m in ("A1-A3", "A4", "A5", "B4", "C2")}
    stood_in = {"C3": share["stood_in"], "C4": share["stood_in"]}
    return {**coverage, "C3": ends, "C4": ends, "D": min(1.0, share["beyond"])}, stood_in


def _stored(inventory: Inventory, ledger: Ledger) -> float:
    """Carbon dioxide that the installed materials hold, EN 16449: carbon x 44/12 [kg]."""
    columns = ledger.material.columns
    stored = columns.quantity * np.nan_to_num(columns.of_record.stored_kgco2)[columns.record]
    return math.fsum(stored[: len(inventory.lines)].tolist())


def _assumptions(
    ledger: Ledger, account: Account, proxies: dict[str, float], systems: tuple[Assumption, ...]
) -> tuple[Assumption, ...]:
    path, rules, study = account.path, account.rules, ledger.study
    grid = Assumption(
        "carbon.grid_factor",
        path.factors[0],
        "kgCO2e/kWh",
        f"{ledger.region}: {path.source}",
        mark("Electricity in B6, first year"),
        path.quality[:1],
    )
    found = [grid]
    if study.carbon.study_period_a is None:
        effect = mark("Years of operation and replacement")
        found.append(Assumption("carbon.study_period_a", rules.study_period_a, "a", rules.title, effect, "B"))
    if proxies.get("C3"):
        text = "medians per kg by category, Danish BR18 Annex 2 Table 7 (assumption of this program)"
        share = round(proxies["C3"], 6)
        effect = mark("Share of mass with stand-in C3 and C4")
        found.append(Assumption("carbon.end_of_life_stand_in", share, "-", text, effect))
    if "B7" in rules.modules:
        found += water_row(ledger.building, study, rules.study_period_a)[1]
    if "B1" in rules.modules and rules.refrigerant != "none":
        found += ledger.charge.assumptions
    found += table_assumptions(rules, study)
    if rules.systems:
        found += systems
    for key, life in sorted(study.carbon.service_life_a.items()):
        effect = mark("Service life in place of the table's")
        found.append(Assumption(f"carbon.service_life_a.{key}", life, "a", "set in the study", effect, "P"))
    return tuple(found)


def _issues(
    coverage: dict[str, float], account: Account, area_rule: str, own_lines: Sequence[InventoryLine]
) -> tuple[Issue, ...]:
    found, rules = [], account.rules
    low = coverage.get("C3", 0.0)
    if coverage and low < _ENOUGH_COVERAGE:
        found.append(Issue("carbon.low_coverage", {"module": "C3-C4", "share": round(100.0 * low)}, severity="warning"))
    if not account.path.basis_kept and "B6" in rules.modules:
        params = {"profile": rules.title, "wanted": rules.grid_basis, "found": account.path.basis}
        found.append(Issue("carbon.grid_basis_stand_in", params, severity="warning"))
    carried = sum(line.part == "services" for line in own_lines)
    if carried and rules.systems:
        found.append(Issue("carbon.systems_twice", {"count": carried}, severity="warning"))
    if " for " in area_rule:
        found.append(Issue("carbon.area_stand_in", {"profile": rules.title, "rule": area_rule}, severity="info"))
    return tuple(found)
