"""Energy and health as plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bldgassess.energy.result import CARRIERS, USES, BatteryYear
from bldgassess.health.result import ClimateResult, Indicator, PopulationResult, Rating
from bldgassess.pipeline.assessment import Assessment, Figures


def ordered(table: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    """Return the table in the given order of keys, others after them by name."""
    rank = {key: index for index, key in enumerate(order)}
    return {key: table[key] for key in sorted(table, key=lambda key: (rank.get(key, len(rank)), key))}


def energy_section(item: Figures) -> dict[str, Any]:
    """Needs, final energy by carrier, use and month, photovoltaics."""
    energy = item.energy
    return {
        "engine": energy.engine,
        "need_kwh": ordered(energy.need_kwh, USES),
        "final_kwh": ordered(energy.final_kwh, CARRIERS),
        "final_by_use_kwh": {
            use: ordered(carriers, CARRIERS) for use, carriers in ordered(energy.final_by_use_kwh, USES).items()
        },
        "pv_kwh": energy.pv_kwh,
        "self_used_kwh": energy.self_used_kwh,
        "grid_kwh": energy.grid_kwh,
        "unmet_h": energy.unmet_h,
        "peak_heating_w": energy.peak_heating_w,
        "peak_cooling_w": energy.peak_cooling_w,
        "installed_heating_w": energy.installed_heating_w,
        "installed_cooling_w": energy.installed_cooling_w,
        "heat_pump_w": energy.heat_pump_w,
        "lifts": energy.lifts,
        "seasonal_performance": ordered(energy.seasonal, USES),
        "exported_kwh": energy.exported_kwh,
        "self_consumption_fraction": energy.self_consumption_fraction,
        "self_sufficiency_fraction": energy.self_sufficiency_fraction,
        "solar_heat_kwh": energy.solar_heat_kwh,
        "pv_fields": [
            {
                "name": item.name,
                "kwp": item.kwp,
                "area_m2": item.area_m2,
                "tilt_deg": item.tilt_deg,
                "azimuth_deg": item.azimuth_deg,
                "kwh": item.kwh,
            }
            for item in energy.pv_fields
        ],
        "battery": _battery(energy.battery) if energy.battery else None,
        "monthly": {
            "need_kwh": ordered(energy.monthly_need_kwh, USES),
            "final_kwh": ordered(energy.monthly_final_kwh, USES),
        },
    }


def _battery(battery: BatteryYear) -> dict[str, float]:
    return {
        "charged_kwh": battery.charged_kwh,
        "discharged_kwh": battery.discharged_kwh,
        "left_kwh": battery.left_kwh,
        "loss_kwh": battery.loss_kwh,
    }


def health_section(item: Assessment) -> dict[str, Any]:
    """Indicators for the building and each room."""
    health = item.health
    names = {space.guid: space.long_name or space.name for space in item.building.spaces}
    return {
        "indicators": [_indicator(row, names) for row in health.indicators],
        "score": health.score,
        "class": health.health_class,
        "rating": health_rating(health.rating, names) if health.rating else None,
        "populations": [_population(row, names) for row in health.populations],
        "burden": asdict(health.burden) if health.burden else None,
        "climates": [_climate(row, names) for row in health.climates],
    }


def health_rating(rating: Rating, names: dict[str, str]) -> dict[str, Any]:
    """Worst-of class beside the compensating score, by pillar and room."""
    return {
        "score": rating.score,
        "plain_score": rating.plain_score,
        "worst_tenth_score": rating.worst_tenth_score,
        "class": rating.health_class,
        "vetoes": list(rating.vetoes),
        "stamp": rating.stamp,
        "quality_shares": dict(zip(("measured", "project", "defaults"), rating.quality_shares, strict=True)),
        "pillars": {
            row.pillar: {"weight": row.weight, "score": row.score, "class": row.health_class} for row in rating.pillars
        },
        "rooms": {
            row.guid: {
                "name": names.get(row.guid, row.guid),
                "score": row.score,
                "class": row.health_class,
                "worst_indicator": row.worst_indicator,
            }
            for row in rating.rooms
        },
        "tail": dict(sorted(rating.tail.items())),
    }


def _population(item: PopulationResult, names: dict[str, str]) -> dict[str, Any]:
    return {
        "population": item.population,
        "class": item.health_class,
        "passes": item.passes,
        "rows": [
            {
                "indicator": row.indicator,
                "quantity": row.quantity,
                "value": row.value,
                "better": row.better,
                "limit": row.limit,
                "unit": row.unit,
                "class": row.health_class,
                "passes": row.passes,
                "room": names.get(row.guid, row.guid),
                "clause": row.clause,
                "source": row.source,
                "evidence": row.evidence,
            }
            for row in item.rows
        ],
    }


def _climate(item: ClimateResult, names: dict[str, str]) -> dict[str, Any]:
    return {
        "climate": item.climate,
        "weather": item.weather,
        "source": item.source,
        "indicators": {
            row.id: {"name": row.name, "value": row.value, "unit": row.unit, "class": row.health_class}
            for row in item.indicators
        },
        "populations": [_population(row, names) for row in item.populations],
    }


def _indicator(row: Indicator, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "pillar": row.pillar,
        "name": row.name,
        "value": row.value,
        "unit": row.unit,
        "class": row.health_class,
        "score": row.score,
        "clause": row.clause,
        "source": row.source,
        "evidence": row.evidence,
        "input_quality": row.input_quality,
        "building_rule": row.building_rule,
        "limits": row.limits,
        "out_of_range_h": row.out_of_range_h,
        "formula": row.formula_id,
        "spaces": {
            space.guid: {
                "name": names.get(space.guid, space.guid),
                "value": space.value,
                "class": space.health_class,
                "score": space.score,
                "drivers": dict(sorted(space.drivers.items())),
                "reason": space.reason,
            }
            for space in sorted(row.spaces, key=lambda space: space.guid)
        },
    }
