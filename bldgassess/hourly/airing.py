"""Windows that people open when it is warm: a fixed air change, or wind and temperature through what opens."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.hourly.air import AirFlows
from bldgassess.hourly.thermal_model import Airing
from bldgassess.model import Building, Opening, Space
from bldgassess.study import Study

#: Windows are opened while it is cooler outdoors by this much [K].
_COOLER_K = 1.0


def make_airings(building: Building, spaces: Sequence[Space], air: AirFlows, study: Study) -> tuple[Airing, ...]:
    """Return how each room is aired. A room of which no window is known to open or not keeps the fixed air change.

    The free area is the sashes' (window area times the share of panels that open) times ``window_open_fraction``; its
    height is the windows' mean by area, all on one side (EN 16798-7).
    """
    plain = tuple(Airing(air.open_above_c, _COOLER_K, float(flow)) for flow in air.airing)
    if study.operation.window_airing == "air_change":
        return plain
    known = {item.guid: item.operable_fraction for item in building.elements if item.operable_fraction is not None}
    windows: dict[str, list[Opening]] = {}
    for opening in building.openings:
        if opening.guid in known and opening.kind != "door" and opening.boundary == "outside" and opening.area_m2 > 0.0:
            windows.setdefault(opening.space_guid, []).append(opening)

    def one(space: Space, fixed: Airing) -> Airing:
        own = windows.get(space.guid, [])
        if not own or fixed.flow_m3_s <= 0.0:
            return fixed
        sashes = [known[item.guid] * item.area_m2 for item in own]
        total = math.fsum(sashes)
        if total <= 0.0:
            return Airing(air.open_above_c, _COOLER_K)
        height = math.fsum(s * item.height_m for s, item in zip(sashes, own, strict=True)) / total
        return Airing(
            air.open_above_c, _COOLER_K, area_m2=study.operation.window_open_fraction * total, height_m=height
        )

    return tuple(one(space, fixed) for space, fixed in zip(spaces, plain, strict=True))
