"""The values that label criteria ask for, by metric key, with how each is known and where it is explained."""

from __future__ import annotations

import math

from bldgassess.carbon.result import CarbonResult
from bldgassess.energy.result import EnergyResult
from bldgassess.health.result import HealthResult
from bldgassess.inventory.ledger import Inventory
from bldgassess.label.result import MetricValue
from bldgassess.study import Study

#: Carriers burned on the site and fossil; criterion C08 of the reference catalogue.
FOSSIL_ON_SITE = ("natural_gas", "heating_oil")

#: What the model gives, where it has what the value needs; all other metrics are declared. A test holds this to what
#: ``collect_metrics`` returns.
COMPUTED: frozenset[str] = frozenset(
    {
        "community.dist_green_m",
        "carbon.embodied_ac_per_m2",
        "carbon.overshoot_year",
        "carbon.upfront_a1a5_per_m2",
        "carbon.wlc_budget_ratio",
        "digital.mapped_mass_pct",
        "digital.specific_data_pct",
        "energy.eui_site",
        "energy.onsite_fossil_share",
        "energy.onsite_re_share",
        "health.all_age_checklist_pct",
        "health.circadian_seat_pct",
        "health.co2_delta_p95",
        "health.comfort_hours_cat2_pct",
        "health.daylight_area_pct",
        "health.dntw_c",
        "health.formaldehyde",
        "health.mould_index_max",
        "health.noise_laeq_night",
        "health.overheating_hours_pct",
        "health.pm25_annual",
        "health.radon",
        "health.tvoc",
        "resilience.overheating_2050_pct",
        "resilience.survivability_hours",
    }
)


def collect_metrics(
    study: Study, inventory: Inventory, energy: EnergyResult, carbon: CarbonResult, health: HealthResult
) -> dict[str, MetricValue]:
    """Collect computed values, then what the study declares; declared never replaces computed."""
    metrics = {
        **_carbon_metrics(carbon),
        **_energy_metrics(energy, carbon.gia_m2),
        "digital.mapped_mass_pct": MetricValue(
            100.0 * inventory.mapped_mass_fraction, "computed", "building.mapped_mass_share"
        ),
        "digital.specific_data_pct": MetricValue(
            _specific_data_pct(inventory, carbon), "computed", "carbon.modules.A1-A3"
        ),
        **{key: MetricValue(value, "computed", f"label.metrics.{key}") for key, value in health.metrics.items()},
    }
    for key, value in study.label.declared.items():
        metrics.setdefault(key, MetricValue(float(value), "declared", f"label.declared.{key}"))
    return dict(sorted(metrics.items()))


def _carbon_metrics(carbon: CarbonResult) -> dict[str, MetricValue]:
    budget = carbon.budget
    end = budget.years[-1] + 1 if budget.years else 0
    overshoot = budget.overshoot_year if budget.overshoot_year is not None else end
    values = {
        "carbon.wlc_budget_ratio": (budget.wlc_ratio, "carbon.budget"),
        "carbon.upfront_a1a5_per_m2": (carbon.upfront_per_m2, "carbon.upfront_per_m2"),
        "carbon.embodied_ac_per_m2": (carbon.embodied_per_m2, "carbon.embodied_per_m2"),
        "carbon.overshoot_year": (float(overshoot), "carbon.budget.overshoot_year"),
    }
    return {key: MetricValue(value, "computed", path) for key, (value, path) in values.items()}


def _energy_metrics(energy: EnergyResult, gia_m2: float) -> dict[str, MetricValue]:
    total = math.fsum(energy.final_kwh.values())
    fossil = math.fsum(energy.final_kwh.get(carrier, 0.0) for carrier in FOSSIL_ON_SITE)
    values = {"energy.eui_site": (total / gia_m2, "energy.final_kwh")}
    if total > 0.0:
        values["energy.onsite_fossil_share"] = (100.0 * fossil / total, "energy.final_kwh")
        values["energy.onsite_re_share"] = (100.0 * energy.pv_kwh / total, "energy.pv_kwh")
    return {key: MetricValue(value, "computed", path) for key, (value, path) in values.items()}


def _specific_data_pct(inventory: Inventory, carbon: CarbonResult) -> float:
    """Share of A1-A3 that rests on product-specific records; the shipped blocks are all generic tables."""
    lines = [line for line in (*inventory.lines, *carbon.system_lines) if line.record and not line.is_removed]
    rows = [
        (line.record.database.startswith("EPD"), abs(line.quantity * line.record.gwp_kgco2e["A1-A3"]))
        for line in lines
        if line.record
    ]
    total = math.fsum(kg for _, kg in rows)
    return 100.0 * math.fsum(kg for known, kg in rows if known) / total if total > 0.0 else 0.0
