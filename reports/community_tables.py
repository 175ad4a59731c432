"""buildings.csv and buildings.parquet: one row a building of the file; community_hourly.parquet: one row an hour."""

from __future__ import annotations

from typing import Any

from bldgassess.carbon.result import MODULES
from bldgassess.community.result import CommunityResult
from bldgassess.energy.result import CARRIERS
from reports.canonical import cell, csv_bytes
from reports.hourly_parquet import parquet_bytes

Cell = float | int | str | None


def building_rows(result: CommunityResult) -> list[dict[str, Cell]]:
    """Return a row for each building of the file: figures of one, and of all that are alike."""
    rows: list[dict[str, Cell]] = []
    for item, credit in zip(result.members, result.carbon.credits, strict=True):
        f, count = item.figures, item.member.count
        worst = min(f.rooms, key=lambda room: (room.score, room.guid), default=None)
        heat = {f"outage_{row.world}": row for row in f.outages}
        row: dict[str, Cell] = {
            "id": item.member.id,
            "name": item.member.name or f.name,
            "kind": "model" if item.member.model else "archetype",
            "use": f.use,
            "count": count,
            "gia_m2": f.gia_m2,
            "storeys": f.storeys,
            "people": f.people,
            "total_kgco2e": f.total_kgco2e,
            "total_kgco2e_per_m2_gia": f.per_m2,
            "embodied_kgco2e": f.embodied_kgco2e,
            "all_total_kgco2e": f.total_kgco2e * count,
            **{f"{module}_kgco2e": f.modules.get(module) for module in MODULES},
            "budget_ratio": f.wlc_ratio,
            "health_class": f.health_class,
            "health_score": f.health_score,
            "worst_room": worst.name if worst else None,
            "worst_room_class": worst.health_class if worst else None,
            "worst_room_indicator": worst.worst_indicator if worst else None,
            **{f"{carrier}_kwh": f.final_kwh.get(carrier, 0.0) for carrier in CARRIERS},
            "pv_kwh": f.pv_kwh,
            "self_used_kwh": f.self_used_kwh,
            "grid_kwh": f.grid_kwh,
            "exported_kwh": f.exported_kwh,
            "shared_kwh": credit.kwh_a,
            "shared_kgco2e": credit.kgco2e,
            "outage_hours_over_limit": heat["outage_present"].over_limit_h if "outage_present" in heat else None,
            "outage_hours_until_limit_worst": heat["outage_present"].worst_until_limit_h
            if "outage_present" in heat
            else None,
            "key": item.key,
        }
        rows.append(row)
    return rows


def buildings_csv(result: CommunityResult) -> bytes:
    """Return buildings.csv."""
    rows = building_rows(result)
    return csv_bytes(list(rows[0]), ({key: cell(value) for key, value in row.items()} for row in rows))


def buildings_parquet(result: CommunityResult) -> bytes:
    """Return buildings.parquet."""
    import pyarrow as pa

    rows = building_rows(result)
    columns: dict[str, Any] = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    return parquet_bytes(pa.table(columns))


def hourly_parquet(result: CommunityResult) -> bytes:
    """Return the hours of shared energy and the hours survived without a grid, units as metadata."""
    import numpy as np
    import pyarrow as pa

    hours, flows = result.hours, result.hours.flows
    series: dict[str, tuple[Any, str]] = {
        "electricity_w": (hours.all_electricity_w, "W"),
        "own_used_w": (hours.own_used_w, "W"),
        "drawn_w": (hours.demand_w, "W"),
        "surplus_w": (hours.surplus_w, "W"),
        "shared_pv_w": (hours.shared_pv_w, "W"),
        "direct_w": (flows.direct_w, "W"),
        "charged_w": (flows.charged_w, "W"),
        "discharged_w": (flows.discharged_w, "W"),
        "stored_kwh": (flows.stored_kwh, "kWh"),
        "grid_w": (flows.grid_w, "W"),
        "exported_w": (flows.exported_w, "W"),
        "island_h": (np.array(result.island.hours, dtype=np.int32), "h"),
    }
    first = pa.field("hour", pa.int32(), nullable=False, metadata={"unit": "h", "name": "hour of the year, 0 first"})
    fields = [
        pa.field(name, pa.array(v[:1]).type, nullable=False, metadata={"unit": u}) for name, (v, u) in series.items()
    ]
    arrays = [pa.array(np.arange(len(hours.demand_w), dtype=np.int32)), *(pa.array(v) for v, _ in series.values())]
    return parquet_bytes(pa.Table.from_arrays(arrays, schema=pa.schema([first, *fields])))
