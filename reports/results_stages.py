"""Energy and health as plain data."""

from __future__ import annotations

from typing import Any

from bldgassess.energy.result import CARRIERS, USES
from bldgassess.health.result import Indicator
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
        "monthly": {
            "need_kwh": ordered(energy.monthly_need_kwh, USES),
            "final_kwh": ordered(energy.monthly_final_kwh, USES),
        },
    }


def health_section(item: Assessment) -> dict[str, Any]:
    """Indicators for the building and each room."""
    health = item.health
    names = {space.guid: space.long_name or space.name for space in item.building.spaces}
    return {
        "indicators": [_indicator(row, names) for row in health.indicators],
        "score": health.score,
        "class": health.health_class,
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
            }
            for space in sorted(row.spaces, key=lambda space: space.guid)
        },
    }
