"""Indicators of daylight."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bldgassess.health.inputs import HealthInputs
from bldgassess.health.light import split_flux
from bldgassess.health.limits import classify, load_limits, score
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import assumed, make_indicator
from bldgassess.model import Assumption
from bldgassess.texts import mark


def daylight_indicator(inputs: HealthInputs) -> Indicator:
    """Return: median daylight factor (L2)."""
    building = inputs.building
    study = inputs.study
    rooms = inputs.rooms
    limits = load_limits()["L2", "all"]
    by_guid = {space.guid: space for space in building.spaces}
    spaces = []
    for room in rooms:
        windows = [
            item
            for item in building.openings
            if item.space_guid == room.guid and item.boundary == "outside" and item.kind != "door"
        ]
        found = split_flux.room_daylight(by_guid[room.guid], windows, study)
        drivers: dict[str, float | str] = {
            "mean_pct": found.mean_pct,
            "lowest_pct": found.lowest_pct,
            "lit_area_pct": 100.0 * found.lit_fraction,
            "windows_m2": math.fsum(item.area_m2 for item in windows),
        }
        value = found.median_pct
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    return make_indicator(
        "L2",
        "light",
        mark("Daylight factor, median"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        inputs.mean(spaces),
        "%",
        formula="daylight",
    )


INDICATORS = (daylight_indicator,)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    area = {room.guid: room.area_m2 for room in inputs.rooms}
    lit = math.fsum(float(item.drivers["lit_area_pct"]) * area[item.guid] for item in by_id["L2"].spaces)
    return {"health.daylight_area_pct": lit / math.fsum(area.values())}


def assumptions(_inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about daylight."""
    return assumed(
        {
            "work_plane_m": mark("Height of the daylight grid"),
            "daylight_target_pct": mark("Share of area that counts as daylit"),
        }
    )
