"""Indicator L2: daylight factor."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.light import split_flux
from bldgassess.health.light.reasons import room_light
from bldgassess.health.light.scene import is_window
from bldgassess.health.limits import classify, load_limits, occupant_values, score
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.texts import mark


@dataclass(frozen=True, slots=True)
class _Factor:
    median_pct: float
    mean_pct: float
    lowest_pct: float
    lit_fraction: float
    method: str


def daylight_factor(inputs: HealthInputs) -> Indicator:
    """Return: median daylight factor (L2), by Radiance where it was run, else by split flux."""
    limits = load_limits()["L2", "all"]
    spaces = []
    traced = inputs.daylight is not None and inputs.daylight.quality != "quick"
    for room in inputs.rooms:
        found = _traced(inputs, room) or _split_flux(inputs, room)
        drivers: dict[str, float | str] = {
            "mean_pct": found.mean_pct,
            "lowest_pct": found.lowest_pct,
            "lit_area_pct": 100.0 * found.lit_fraction,
            "windows_m2": math.fsum(
                item.area_m2 for item in inputs.building.openings if item.space_guid == room.guid and is_window(item)
            ),
            "method": found.method,
        }
        value = found.median_pct
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    return make_indicator(
        "L2",
        "light",
        mark("Daylight factor, median, by Radiance") if traced else mark("Daylight factor, median, by split flux"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        inputs.mean(spaces),
        "%",
        formula="daylight_coefficients" if traced else "daylight",
    )


def _traced(inputs: HealthInputs, room: Room) -> _Factor | None:
    light = room_light(inputs, room)
    if light is None or light.df_pct is None or not len(light.df_pct) or inputs.daylight is None:
        return None
    factor = light.df_pct
    target = occupant_values()["daylight_target_pct"].value
    return _Factor(
        float(np.median(factor)), float(factor.mean()), float(factor.min()), float((factor >= target).mean()),
        inputs.daylight.method,
    )  # fmt: skip


def _split_flux(inputs: HealthInputs, room: Room) -> _Factor:
    light = room_light(inputs, room)
    space = next(item for item in inputs.building.spaces if item.guid == room.guid)
    windows = [item for item in inputs.building.openings if item.space_guid == room.guid and is_window(item)]
    found = split_flux.room_daylight(
        space, windows, inputs.study,
        points=light.points_m if light else None, sky_share=light.sky_share if light else {},
    )  # fmt: skip
    return _Factor(found.median_pct, found.mean_pct, found.lowest_pct, found.lit_fraction, mark("split flux"))
