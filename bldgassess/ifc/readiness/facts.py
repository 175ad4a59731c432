"""What a model is, counted."""

from __future__ import annotations

import math
from collections import Counter

from bldgassess.ifc.readiness.result import Facts
from bldgassess.model import Building


def compute_facts(building: Building) -> Facts:
    """Count a model: schema, tool, elements by class and storey, rooms, place; no judgement."""
    classes = Counter(item.ifc_class for item in building.elements)
    names = {item.guid: item.name for item in building.storeys}
    order = {item.guid: index for index, item in enumerate(building.storeys)}
    by_storey = Counter(item.storey_guid if item.storey_guid in names else None for item in building.elements)
    storeys = sorted(by_storey, key=lambda guid: order[guid] if guid is not None else len(order))
    origins = sorted({item.origin for item in building.spaces})
    return Facts(
        schema=building.schema,
        authoring_tool=building.authoring_tool,
        files=len(building.digests),
        classes=tuple(sorted(classes.items(), key=lambda row: (-row[1], row[0]))),
        storeys=tuple((names[guid] if guid is not None else "", by_storey[guid]) for guid in storeys),
        volume_m3=math.fsum(item.volume_m3 for item in building.elements if item.counted_as is None),
        rooms=len(building.spaces),
        rooms_origin=", ".join(origins),
        envelope_source=building.envelope_source,
        latitude_deg=building.site.latitude_deg,
        longitude_deg=building.site.longitude_deg,
        true_north_deg=building.site.true_north_deg,
    )
