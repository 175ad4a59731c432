"""Indicators of light, what the label asks of them, and what was assumed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bldgassess.health.inputs import HealthInputs
from bldgassess.health.light.factor_row import daylight_factor
from bldgassess.health.light.sun_view_rows import sunlight, view
from bldgassess.health.light.year_rows import area_share, body_clock, glare, provision
from bldgassess.health.result import Indicator
from bldgassess.health.row import assumed
from bldgassess.model import Assumption
from bldgassess.texts import mark

INDICATORS = (provision, daylight_factor, sunlight, view, glare, body_clock)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for.

    Area with 300 lx in half of the daylight hours by Radiance, else with the target daylight factor by split flux.
    Seats: daylight only, by Radiance; electric light is not assessed.
    """
    lit, seats = area_share(inputs, lambda year: year.lit_pct), area_share(inputs, lambda year: year.seats_pct)
    found = {"health.daylight_area_pct": lit if lit is not None else _lit_by_factor(inputs, by_id)}
    if seats is not None:
        found["health.circadian_seat_pct"] = seats
    return found


def _lit_by_factor(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> float:
    area = {room.guid: room.area_m2 for room in inputs.rooms}
    lit = math.fsum(float(item.drivers["lit_area_pct"]) * area[item.guid] for item in by_id["L2"].spaces)
    return lit / math.fsum(area.values())


def assumptions(inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about light."""
    effects = {
        "work_plane_m": mark("Height of the daylight grid"),
        "daylight_target_pct": mark("Share of area that counts as daylit"),
    }
    if inputs.daylight is not None:
        effects["eye_height_m"] = mark("Height of the eye for view, glare and melanopic light")
    if inputs.daylight is not None and inputs.daylight.quality != "quick":
        effects["melanopic_target_lx"] = mark("Seats that have enough light for the body clock")
    return assumed(effects)
