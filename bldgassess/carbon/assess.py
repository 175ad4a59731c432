"""Whole-life carbon: the inventory under the study's rule set, dated, held against a budget, and under all others."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.biogenic import biogenic_rows
from bldgassess.carbon.bridge import reconcile
from bldgassess.carbon.budget import BudgetPath, compute_budget
from bldgassess.carbon.carbonation import carbonation_kgco2
from bldgassess.carbon.certified import acting, certified_issue
from bldgassess.carbon.hotspots import make_hotspots
from bldgassess.carbon.materials import LedgerRows
from bldgassess.carbon.notices import carbon_assumptions, carbon_issues
from bldgassess.carbon.profiles import profile_keys, profile_rules, reference_area
from bldgassess.carbon.result import (
    EMBODIED_MODULES,
    UPFRONT_MODULES,
    BudgetResult,
    CarbonResult,
    ProfileResult,
    Reconciliation,
    Timeline,
)
from bldgassess.carbon.shares import kg_by_part, mass_coverage, stored_carbon
from bldgassess.carbon.systems import system_lines
from bldgassess.carbon.timeline import make_timeline
from bldgassess.energy.result import EnergyResult
from bldgassess.errors import UserError
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Assumption, Building
from bldgassess.study import Study, study_assumptions

_HOME_GRID = "CN-HI"
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
    breakdown: bool = True,
) -> CarbonResult:
    """Compute modules A0 to D2 over the study period, under the study's profile and, beside it, under all others.

    Parameters
    ----------
    own_paths : sequence of BudgetPath
        Budget paths from a person's files.
    all_profiles : bool
        Whether to fill ``profiles`` and ``reconciliation``; without them an edit shows its figures sooner.
    breakdown : bool
        Whether to fill what only shows where totals come from: parts, hotspots, biogenic carbon, coverage, notices.
        Every total is the same without; a search over thousands of variants needs no more.

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
    told = breakdown or study.carbon.certified
    coverage, proxies = mass_coverage(inventory, ledger) if told else ({}, {})
    assumptions = carbon_assumptions(ledger, account, proxies, assumed) if told else ()
    if study.carbon.certified:
        counted = [line for line in ledger.material.columns.lines if rules.counts(line.part)]
        assumed_before = (
            *study_assumptions(study),
            *inventory.assumptions,
            *energy.assumptions,
            *assumptions,
        )
        refusal = certified_issue(counted, acting(assumed_before, rules))
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
        system_lines=ledger.material.columns.lines[len(inventory.lines) :] if rules.counts("services") else (),
        modules=modules,
        coverage=coverage,
        proxy_fraction=proxies,
        by_part=kg_by_part(ledger, account) if breakdown else {},
        total_kgco2e=total,
        per_m2=total / area,
        per_m2_a=total / area / period,
        upfront_per_m2=math.fsum(modules.get(m, 0.0) for m in UPFRONT_MODULES) / area,
        embodied_per_m2=embodied / area,
        operational_per_m2_a=modules.get("B6", 0.0) / area / period,
        biogenic_stored_kgco2=stored_carbon(inventory, ledger),
        exported_pv_kgco2e=account.operation.exported_kgco2e,
        grid_factor_kgco2e_kwh=account.path.factors[0],
        grid_source=account.path.source,
        grid_basis=account.path.basis,
        grid_scenario=rules.grid_scenario,
        budget=_budget(account, timeline, area, study, own_paths),
        timeline=timeline,
        hotspots=make_hotspots(ledger.material, rules, account.rest, modules, timeline, building) if breakdown else {},
        biogenic=biogenic_rows(ledger.material, rules, timeline) if breakdown else (),
        carbonation_kgco2=carbonation_kgco2(building, inventory, period) if study.carbon.carbonation else None,
        sinks_kgco2e=account.sinks_kgco2e,
        profiles=profiles,
        reconciliation=bridges,
        assumptions=assumptions,
        issues=carbon_issues(coverage, account, area_rule, inventory.lines) if breakdown else (),
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
