"""Thermal indicators of the rooms: comfort, overheating, cold."""

from __future__ import annotations

from collections.abc import Mapping

from bldgassess.health.inputs import HealthInputs
from bldgassess.health.limits import classify, load_limits, occupant_values, score
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import assumed, make_indicator
from bldgassess.health.thermal import comfort
from bldgassess.model import Assumption
from bldgassess.texts import mark


def comfort_indicator(inputs: HealthInputs) -> Indicator:
    """Return: PMV in cooled buildings (T1), adaptive comfort in others (T2)."""
    study = inputs.study
    weather = inputs.weather
    hourly = inputs.hourly
    rooms = inputs.rooms
    cooled = study.operation.cooling != "none"
    spaces, beyond = [], 0.0
    for room in rooms:
        hours = (
            comfort.pmv_hours(hourly, room.index, study, weather)
            if cooled
            else comfort.adaptive_hours(hourly, room.index, weather)
        )
        beyond += hours.out_of_range_h
        drivers: dict[str, float | str] = {
            "occupied_h": hours.occupied_h,
            "too_warm_h": hours.too_warm_h,
            "too_cold_h": hours.too_cold_h,
            "share_I_pct": 100.0 * hours.shares[0],
            "share_III_pct": 100.0 * hours.shares[2],
        }
        value = 100.0 * hours.shares[1]
        spaces.append(SpaceIndicator(room.guid, value, hours.health_class, hours.score, drivers))
    limits = load_limits()["T1", "cooled"] if cooled else load_limits()["T2", "high"]
    low = load_limits()["T2", "low"]
    text = limits.text
    if not cooled:
        pairs = zip(("I", "II", "III", "IV"), low.classes, limits.classes, strict=True)
        text = ", ".join(f"{name} -{down:g}/+{up:g}" for name, down, up in pairs) + " K about 0.33 Trm + 18.8"
    return make_indicator(
        "T1" if cooled else "T2",
        "thermal",
        mark("Comfort, occupied hours in category II"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        inputs.mean(spaces),
        "% of occupied hours",
        formula="pmv" if cooled else "adaptive",
        out_of_range_h=beyond,
        text=f"{text}, 95 % of occupied hours",
    )


def overheating_indicator(inputs: HealthInputs) -> Indicator:
    """Return: occupied hours above the limit (T3)."""
    study = inputs.study
    weather = inputs.weather
    hourly = inputs.hourly
    rooms = inputs.rooms
    limits = load_limits()["T3", "all"]
    limit_c = comfort.overheating_limit_c(study, weather)
    spaces = []
    for room in rooms:
        occupied = hourly.people[room.index] > 0.0
        hours, degree_hours, share = comfort.over_hours(hourly.t_op_c[room.index], occupied, limit_c)
        drivers: dict[str, float | str] = {
            "hours_over_h": hours,
            "degree_hours_kh": degree_hours,
            "highest_c": float(hourly.t_op_c[room.index].max()),
        }
        spaces.append(SpaceIndicator(room.guid, share, classify(share, limits), score(share, limits), drivers))
    cooled = study.operation.cooling != "none"
    limit = f"above {study.health.overheating_limit_c:g} degC" if cooled else "above the adaptive limit of category II"
    return make_indicator(
        "T3",
        "thermal",
        mark("Overheating, occupied hours above the limit"),
        mark("worst room"),
        limits,
        spaces,
        max(item.value or 0.0 for item in spaces),
        "% of occupied hours",
        formula="overheating",
        text=f"{limits.text} {limit}",
    )


def cold_indicator(inputs: HealthInputs) -> Indicator:
    """Return: occupied hours below 18 degC (T6)."""
    hourly = inputs.hourly
    rooms = inputs.rooms
    limits = load_limits()["T6", "all"]
    limit = occupant_values()["cold_limit_c"].value
    spaces = []
    for room in rooms:
        occupied = hourly.people[room.index] > 0.0
        hours = float((occupied & (hourly.t_op_c[room.index] < limit)).sum())
        lowest: dict[str, float | str] = {"lowest_c": float(hourly.t_op_c[room.index].min())}
        spaces.append(SpaceIndicator(room.guid, hours, classify(hours, limits), score(hours, limits), lowest))
    value = max(item.value or 0.0 for item in spaces)
    name = mark("Cold, occupied hours below 18 degC")
    return make_indicator("T6", "thermal", name, mark("worst room"), limits, spaces, value, "h/a", formula="cold")


INDICATORS = (
    comfort_indicator,
    overheating_indicator,
    cold_indicator,
)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    comfortable = by_id.get("T1") or by_id["T2"]
    return {
        "health.comfort_hours_cat2_pct": comfortable.value or 0.0,
        "health.overheating_hours_pct": inputs.mean(by_id["T3"].spaces) or 0.0,
    }


def assumptions(inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about people and heat."""
    effects = {"cold_limit_c": mark("Cold hours")}
    if inputs.study.operation.ceiling_fans:
        effects |= {"fan_air_speed_m_s": mark("Air speed under ceiling fans, which people switch on when it helps")}
    return assumed(effects)
