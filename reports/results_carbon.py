"""Carbon as plain data."""

from __future__ import annotations

from typing import Any

from bldgassess.carbon.result import MODULES, BudgetResult, CarbonResult, ProfileResult, Reconciliation
from bldgassess.carbon.tables import tables_digest
from bldgassess.model import BUILDING_PARTS
from bldgassess.pipeline.assessment import Figures
from reports.results_stages import ordered


def carbon_section(item: Figures) -> dict[str, Any]:
    """Modules, parts, totals, the budget, all profiles, the bridge between two of them, and uncertainty."""
    carbon = item.carbon
    return {
        "profile": carbon.profile,
        "study_period_a": carbon.study_period_a,
        "tables_sha256": tables_digest(),
        "start_year": item.study.carbon.start_year,
        "area_m2": carbon.area_m2,
        "area_rule": carbon.area_rule,
        "modules": ordered(carbon.modules, MODULES),
        "sinks_kgco2e": carbon.sinks_kgco2e,
        "total_kgco2e": carbon.total_kgco2e,
        "per_m2": carbon.per_m2,
        "per_m2_a": carbon.per_m2_a,
        "upfront_per_m2": carbon.upfront_per_m2,
        "embodied_per_m2": carbon.embodied_per_m2,
        "operational_per_m2_a": carbon.operational_per_m2_a,
        "biogenic_stored_kgco2": carbon.biogenic_stored_kgco2,
        "biogenic": [{"id": row.id, "kgco2e": row.kgco2e, "text": row.note} for row in carbon.biogenic],
        "carbonation_kgco2": carbon.carbonation_kgco2,
        "exported_pv_kgco2e": carbon.exported_pv_kgco2e,
        "coverage": ordered(carbon.coverage, MODULES),
        "proxy_fraction": ordered(carbon.proxy_fraction, MODULES),
        "by_part": {
            part: ordered(modules, MODULES) for part, modules in ordered(carbon.by_part, BUILDING_PARTS).items()
        },
        "hotspots": _hotspots(carbon),
        "timeline": {
            "start_year": carbon.timeline.start_year,
            "embodied_kgco2e": carbon.timeline.embodied_kgco2e,
            "operational_kgco2e": carbon.timeline.operational_kgco2e,
        },
        "grid": {
            "factor_kgco2e_kwh": carbon.grid_factor_kgco2e_kwh,
            "source": carbon.grid_source,
            "scenario": carbon.grid_scenario,
            "basis": carbon.grid_basis,
        },
        "profiles": {profile.key: _profile(profile) for profile in carbon.profiles},
        "reconciliation": [_bridge(table) for table in carbon.reconciliation],
        "budget": _budget(carbon.budget),
        "uncertainty": item.uncertainty.as_dict() if item.uncertainty else None,
    }


def _hotspots(carbon: CarbonResult) -> dict[str, Any]:
    return {
        table: [{"key": row.key, "name": row.name, "kgco2e": row.kgco2e, "fraction": row.fraction} for row in rows]
        for table, rows in carbon.hotspots.items()
    }


def _profile(profile: ProfileResult) -> dict[str, Any]:
    return {
        "title": profile.title,
        "study_period_a": profile.study_period_a,
        "area_rule": profile.area_rule,
        "area_m2": profile.area_m2,
        "modules": ordered(profile.modules, MODULES),
        "sinks_kgco2e": profile.sinks_kgco2e,
        "total_kgco2e": profile.total_kgco2e,
        "per_m2": profile.per_m2,
        "per_m2_a": profile.per_m2_a,
        "upfront_per_m2": profile.upfront_per_m2,
        "grid_basis": profile.grid_basis,
        "grid_source": profile.grid_source,
        "sources": profile.sources,
        "not_read": profile.not_read,
    }


def _bridge(table: Reconciliation) -> dict[str, Any]:
    return {
        "start": table.start,
        "end": table.end,
        "start_kgco2e": table.start_kgco2e,
        "end_kgco2e": table.end_kgco2e,
        "residual_kgco2e": table.residual_kgco2e,
        "lines": [
            {"id": line.id, "text": line.text.format(module=line.id.rpartition(".")[2]), "kgco2e": line.kgco2e}
            for line in table.lines
        ],
    }


def _budget(budget: BudgetResult) -> dict[str, Any]:
    pulses = budget.pulses
    return {
        "path": budget.path,
        "path_source": budget.path_source,
        "overshoot_year": budget.overshoot_year,
        "exhaustion_year": budget.exhaustion_year,
        "excess_kg_m2": budget.excess_kg_m2,
        "wlc_ratio": budget.wlc_ratio,
        "years": budget.years,
        "yearly_kgco2e_m2": budget.yearly_kgco2e_m2,
        "path_kgco2e_m2": budget.path_kgco2e_m2,
        "pulses": None
        if pulses is None
        else {
            "overshoot_year": pulses.overshoot_year,
            "exhaustion_year": pulses.exhaustion_year,
            "excess_kg_m2": pulses.excess_kg_m2,
            "ratio": pulses.ratio,
            "yearly_kgco2e_m2": pulses.yearly_kgco2e_m2,
        },
    }
