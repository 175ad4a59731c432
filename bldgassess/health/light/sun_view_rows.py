"""Indicators of sun and view: L3 hours of possible sun, L4 view out."""

from __future__ import annotations

from dataclasses import replace

from bldgassess.health.inputs import HealthInputs
from bldgassess.health.light.reasons import room_light, without_value
from bldgassess.health.light.sunlight import sun_rules
from bldgassess.health.limits import classify, load_limits, score
from bldgassess.health.result import HealthClass, Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.texts import mark

#: Highest score of a class of view: its angle may be wide and its distance short.
_MOST: dict[HealthClass, float] = {"I": 100.0, "II": 85.0, "III": 70.0, "IV": 50.0, "outside": 25.0}
#: Uses of which the rules ask sun: homes, wards, nurseries; hotels and offices are not asked.
_ASKED = frozenset({"house", "apartment", "healthcare"})


def sunlight(inputs: HealthInputs) -> Indicator:
    """Return: hours of possible sun on the rule's day (L3); a dwelling is as good as its best room."""
    rule = sun_rules()[inputs.study.health.sunlight_rule]
    limits = load_limits()["L3", rule.variant]
    asked = inputs.study.building.use in _ASKED
    spaces = []
    for room in inputs.rooms:
        light = room_light(inputs, room)
        if light is None:
            spaces.append(without_value(inputs, room, traced=False))
            continue
        value = light.sun_h[rule.day]
        drivers: dict[str, float | str] = {"day": rule.day, f"hours_{rule.other_day}": light.sun_h[rule.other_day]}
        if asked:
            found = SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers)
        else:
            reason = mark("No rule asks sun in rooms of this use.")
            found = SpaceIndicator(room.guid, value, "not_assessed", None, drivers, reason)
        spaces.append(found)
    best = max((item.value for item in spaces if item.value is not None), default=None)
    row = make_indicator(
        "L3",
        "light",
        mark("Hours of possible sun on one day"),
        mark("best room: one room of a dwelling is asked for"),
        limits,
        spaces,
        best,
        "h",
        formula="sun_hours",
    )
    if best is None or not asked:
        return row
    return replace(row, health_class=classify(best, limits), score=score(best, limits))


def view(inputs: HealthInputs) -> Indicator:
    """Return: horizontal sight angle that three quarters of the room have (L4)."""
    limits = load_limits()["L4", "all"]
    spaces = []
    for room in inputs.rooms:
        light = room_light(inputs, room)
        if light is None:
            spaces.append(without_value(inputs, room, traced=False))
            continue
        seen = light.view
        drivers: dict[str, float | str] = {
            "area_class_1_pct": 100.0 * seen.shares[0],
            "area_class_2_pct": 100.0 * seen.shares[1],
            "area_class_3_pct": 100.0 * seen.shares[2],
            "sky_pct": 100.0 * seen.sky,
        }
        if seen.plants is not None:
            drivers["plants_pct"] = 100.0 * seen.plants
        points = min(score(seen.angle_deg, limits), _MOST[seen.view_class])
        spaces.append(SpaceIndicator(room.guid, seen.angle_deg, seen.view_class, points, drivers))
    return make_indicator(
        "L4",
        "light",
        mark("View out: sight angle that three quarters of the room have"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        inputs.mean(spaces),
        "deg",
        formula="view",
        text=f"{limits.text}; 50, 20, 6 m free; 3, 2, 1 layers",
    )
