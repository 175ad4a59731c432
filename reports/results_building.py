"""The building and its rooms as plain data."""

from __future__ import annotations

import math
from typing import Any

from bldgassess.pipeline.assessment import Figures

#: Boundaries through which heat leaves the heated rooms.
_THROUGH = ("outside", "ground", "unheated")


def building_section(item: Figures) -> dict[str, Any]:
    """Name, areas, counts and envelope."""
    building = item.building
    return {
        "name": item.study.building.name or building.name,
        "schema": building.schema,
        "authoring_tool": building.authoring_tool,
        "use": item.study.building.use,
        "latitude_deg": building.site.latitude_deg,
        "longitude_deg": building.site.longitude_deg,
        "gia_m2": building.gia_m2,
        "gia_rule": building.gia_rule,
        "gfa_m2": building.gfa_m2,
        "gfa_rule": building.gfa_rule,
        "useful_m2": building.useful_m2,
        "useful_rule": building.useful_rule,
        "heated_volume_m3": building.heated_volume_m3,
        "storeys": len(building.storeys),
        "elements": len(building.elements),
        "spaces": len(building.spaces),
        "mass_kg": item.inventory.mass_kg,
        "mapped_mass_share": item.inventory.mapped_mass_fraction,
        "envelope": _envelope(item),
    }


def _envelope(item: Figures) -> dict[str, Any]:
    """Areas to outside or ground [m2] of the rooms within the thermal envelope and their mean U-values [W/(m2 K)].

    What separates them from unheated rooms is part of the envelope too and counts with its kind.
    """
    heated = {space.guid for space in item.building.spaces if space.is_heated}
    areas: dict[str, list[tuple[str, float]]] = {key: [] for key in ("wall", "roof", "floor", "window", "door")}
    for surface in item.building.surfaces:
        if surface.boundary in _THROUGH and surface.space_guid in heated:
            kind = "roof" if surface.kind == "ceiling" else surface.kind
            areas[kind].append((surface.id, surface.area_m2))
    for opening in item.building.openings:
        if opening.boundary in _THROUGH and opening.space_guid in heated:
            areas["door" if opening.kind == "door" else "window"].append((opening.guid, opening.area_m2))
    u_values = {surface.id: surface.u_value_w_m2k for surface in item.hourly.surfaces}
    section: dict[str, Any] = {
        f"{kind}_m2": math.fsum(area for _, area in sorted(rows)) for kind, rows in areas.items()
    }
    section["u_values_w_m2k"] = {kind: _mean_u(rows, u_values) for kind, rows in areas.items()}
    section["source"] = item.building.envelope_source
    return section


def _mean_u(rows: list[tuple[str, float]], u_values: dict[str, float]) -> float | None:
    known = [(area, u_values[identity]) for identity, area in sorted(rows) if identity in u_values]
    total = math.fsum(area for area, _ in known)
    return math.fsum(area * u for area, u in known) / total if total > 0.0 else None


def rooms_section(item: Figures) -> list[dict[str, Any]]:
    """One row a room with its use in the hourly year, sorted by GlobalId."""
    storeys = {storey.guid: storey.name for storey in item.building.storeys}
    zones = {zone.guid: zone for zone in item.hourly.zones}
    rows = []
    for space in sorted(item.building.spaces, key=lambda space: space.guid):
        zone = zones.get(space.guid)
        rows.append(
            {
                "guid": space.guid,
                "name": space.name,
                "long_name": space.long_name,
                "storey": storeys.get(space.storey_guid or ""),
                "use": zone.use if zone else None,
                "conditioned": zone.is_conditioned if zone else None,
                "people": zone.people if zone else None,
                "floor_area_m2": space.floor_area_m2,
                "volume_m3": space.volume_m3,
                "origin": space.origin,
            }
        )
    return rows
