"""Thermal indicators of the rooms: comfort, overheating, a week without power, outdoors, cold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.limits import classify, load_limits, occupant_values, score, worst
from bldgassess.health.result import HealthClass, Indicator, SpaceIndicator
from bldgassess.health.row import assumed, make_indicator, make_site_indicator
from bldgassess.health.thermal import comfort, overheating, survival
from bldgassess.health.thermal.outdoor import STRONG_COLD_C, STRONG_HEAT_C, outdoor_utci_c
from bldgassess.hourly.outage import OUTAGE_HOURS
from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.hourly.solve import make_building_model
from bldgassess.model import Assumption
from bldgassess.texts import mark

#: A score in class IV is at most this: a failed criterion of TM52 or TM59 may not score better.
_IV_SCORE = 50.0
#: The settings that thermal figures rest on most; where all are a person's own they are project data.
_SETTINGS = ("building.occupants", "operation.cooling", "operation.heating")
#: UTCI above this is moderate heat stress, which pregnant people should avoid [degC].
_MODERATE_HEAT_C = 26.0


def comfort_indicator(inputs: HealthInputs) -> Indicator:
    """Return: PMV in cooled buildings (T1), adaptive comfort in others (T2)."""
    study, weather, hourly = inputs.study, inputs.weather, inputs.hourly
    cooled = study.operation.cooling != "none"
    hours_of = comfort.pmv_hours if cooled else comfort.adaptive_hours
    spaces, beyond = [], 0.0
    for room in inputs.rooms:
        hours = hours_of(hourly, room.index, study, weather)
        beyond += hours.out_of_range_h
        drivers: dict[str, float | str] = {
            "occupied_h": hours.occupied_h,
            "out_of_range_h": hours.out_of_range_h,
            "too_warm_h": hours.too_warm_h,
            "too_cold_h": hours.too_cold_h,
            "share_I_pct": 100.0 * hours.shares[0],
            "share_III_pct": 100.0 * hours.shares[2],
            **dict(hours.others),
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
        input_quality=inputs.quality(*_SETTINGS),
    )


def overheating_indicator(inputs: HealthInputs) -> Indicator:
    """Return: occupied hours of the warm season above the limit (T3), held against TM52, TM59 and RE2020 too."""
    study, weather = inputs.study, inputs.weather
    limits = load_limits()["T3", "all"]
    cooled = study.operation.cooling != "none"
    season = overheating.warm_season(weather)
    limit_c = overheating.overheating_limit_c(study, weather)
    upper = (overheating.upper_limit_c(weather, 1), overheating.upper_limit_c(weather, 2))
    spaces = [_overheating(inputs, room, season, limit_c, upper) for room in inputs.rooms]
    limit = f"above {study.health.overheating_limit_c:g} degC" if cooled else "above the adaptive limit of category II"
    tests = "" if cooled else "; a failed TM59 (homes) or TM52 is IV"
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
        text=f"{limits.text} {limit}{tests}",
        input_quality=inputs.quality(*_SETTINGS),
    )


def _overheating(
    inputs: HealthInputs, room: Room, season: BoolArray, limit_c: FloatArray, upper: tuple[FloatArray, FloatArray]
) -> SpaceIndicator:
    limits = load_limits()["T3", "all"]
    felt = inputs.hourly.t_op_c[room.index]
    present = inputs.hourly.people[room.index] > 0.0
    occupied = present & season
    hours, degree_hours, share = overheating.over_hours(felt, occupied, limit_c)
    tm52 = overheating.exceedance(felt, occupied, upper[1])
    fixed = np.full(len(felt), overheating.TM59_NIGHT_C)
    drivers: dict[str, float | str] = {
        "hours_over_h": hours,
        "degree_hours_kh": degree_hours,
        "highest_c": float(felt.max()),
        "tm52_hours_pct": tm52.hours_pct,
        "tm52_worst_day_kh": tm52.worst_day_kh,
        "tm52_most_k": tm52.most_k,
        "re2020_dh_kh": overheating.summer_discomfort_kh(felt, present, inputs.weather),
        "category_I_over_pct": overheating.exceedance(felt, occupied, upper[0]).hours_pct,
        "over_26_pct": overheating.over_hours(felt, present, fixed)[2],
    }
    bedroom = room.use == "bedroom"
    if bedroom:
        drivers["night_over_26_h"] = overheating.bedroom_night_hours(felt)
    passes = tm52.passes
    if inputs.is_home:
        nights = overheating.bedroom_night_hours(felt) if bedroom else 0.0
        passes = tm52.hours_pct <= overheating.TM52_HOURS_PCT and nights <= overheating.TM59_NIGHT_H
    health_class, rated = classify(share, limits), score(share, limits)
    if inputs.study.operation.cooling == "none":
        drivers["tm59_passes" if inputs.is_home else "tm52_passes"] = float(passes)
        if not passes:
            health_class, rated = worst([health_class, "IV"]), min(rated, _IV_SCORE)
    return SpaceIndicator(room.guid, share, health_class, rated, drivers)


def survival_indicator(inputs: HealthInputs) -> Indicator:
    """Return: SET degree-hours beyond the livable range in a week without power, hottest or coldest week (T4)."""
    limits = load_limits()["T4", "all"]
    made = make_building_model(inputs.building, inputs.study, inputs.inventory, inputs.weather)
    rooms = np.array([room.index for room in inputs.rooms])
    hot, cold = survival.survive(made, inputs.weather, rooms)
    spaces = []
    for k, room in enumerate(inputs.rooms):
        value = max(float(hot.degree_hours_kh[k]), float(cold.degree_hours_kh[k]))
        drivers: dict[str, float | str] = {
            "summer_degree_hours_kh": float(hot.degree_hours_kh[k]),
            "winter_degree_hours_kh": float(cold.degree_hours_kh[k]),
            "livable_h": min(float(hot.livable_h[k]), float(cold.livable_h[k])),
            "hours_to_32_c_h": float(hot.hours_to_refuge_limit_h[k]),
            "highest_set_c": float(hot.worst_set_c[k]),
            "lowest_set_c": float(cold.worst_set_c[k]),
        }
        spaces.append(SpaceIndicator(room.guid, value, classify(value, limits), score(value, limits), drivers))
    return make_indicator(
        "T4",
        "thermal",
        mark("A week without power, degree-hours of SET above 30 or below 12.2 degC"),
        mark("worst room, worse of the hottest and the coldest week"),
        limits,
        spaces,
        max(item.value or 0.0 for item in spaces),
        "K h",
        formula="survival",
        out_of_range_h=hot.beyond_h + cold.beyond_h,
        input_quality=inputs.quality(*_SETTINGS),
    )


def outdoor_indicator(inputs: HealthInputs) -> Indicator:
    """Return: hours of strong heat stress outdoors (T5), with the site's shade and open sky."""
    health, limits = inputs.study.health, load_limits()["T5", "all"]
    felt = outdoor_utci_c(
        inputs.weather,
        shade_fraction=health.outdoor_shade_fraction,
        sky_view_fraction=health.sky_view_fraction,
        albedo=inputs.study.site.ground_albedo_fraction,
    )
    value = float((felt.values > STRONG_HEAT_C).sum())
    drivers: dict[str, float | str] = {
        "over_26_h": float((felt.values > _MODERATE_HEAT_C).sum()),
        "over_38_h": float((felt.values > 38.0).sum()),
        "below_minus_13_h": float((felt.values < STRONG_COLD_C).sum()),
        "highest_c": float(felt.values.max()),
        "lowest_c": float(felt.values.min()),
    }
    return make_site_indicator(
        "T5",
        "community",
        mark("Outdoors, hours of strong heat stress (UTCI above 32 degC)"),
        mark("the site"),
        limits,
        value,
        "h/a",
        formula="utci",
        drivers=drivers,
        out_of_range_h=felt.beyond_h,
        input_quality=inputs.quality("health.outdoor_shade_fraction", "health.sky_view_fraction"),
    )


def cold_indicator(inputs: HealthInputs) -> Indicator:
    """Return: occupied hours below 18 degC (T6), with those below 20 degC for vulnerable people."""
    limits, values = load_limits()["T6", "all"], occupant_values()
    limit, strict = values["cold_limit_c"].value, values["cold_limit_vulnerable_c"].value
    spaces = []
    for room in inputs.rooms:
        felt = inputs.hourly.t_op_c[room.index][inputs.hourly.people[room.index] > 0.0]
        hours = float((felt < limit).sum())
        drivers: dict[str, float | str] = {
            "lowest_c": float(inputs.hourly.t_op_c[room.index].min()),
            "vulnerable_h": float((felt < strict - _LEAST_K).sum()),
        }
        health_class: HealthClass = classify(hours, limits)
        spaces.append(SpaceIndicator(room.guid, hours, health_class, score(hours, limits), drivers))
    value = max(item.value or 0.0 for item in spaces)
    name = mark("Cold, occupied hours below 18 degC")
    return make_indicator(
        "T6", "thermal", name, mark("worst room"), limits, spaces, value, "h/a", formula="cold",
        input_quality=inputs.quality(*_SETTINGS),
    )  # fmt: skip


#: A room this close to its set-point is on it [K].
_LEAST_K = 0.1

INDICATORS = (
    comfort_indicator,
    overheating_indicator,
    survival_indicator,
    outdoor_indicator,
    cold_indicator,
)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for."""
    comfortable = by_id.get("T1") or by_id["T2"]
    livable = [SpaceIndicator(item.guid, float(item.drivers["livable_h"]), "I", None) for item in by_id["T4"].spaces]
    mean = inputs.mean(livable)
    return {
        "health.comfort_hours_cat2_pct": comfortable.value or 0.0,
        "health.overheating_hours_pct": inputs.mean(by_id["T3"].spaces) or 0.0,
        "resilience.survivability_hours": min(mean if mean is not None else 0.0, float(OUTAGE_HOURS)),
    }


def assumptions(inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about people and heat."""
    outage, outdoors = mark("A week without power"), mark("Radiant temperature outdoors")
    effects = {
        "cold_limit_c": mark("Cold hours"),
        "cold_limit_vulnerable_c": mark("Cold hours of vulnerable people"),
        "outage_met": outage,
        "outage_clo_summer": outage,
        "outage_clo_winter": outage,
        "outage_air_speed_m_s": outage,
        "dh_low_c": mark("Degree-hours of RE2020"),
        "dh_high_c": mark("Degree-hours of RE2020"),
        "body_absorptance_sun": outdoors,
        "body_emissivity": outdoors,
        "ground_exchange_w_m2k": outdoors,
    }
    if inputs.study.operation.heating != "none":
        effects |= {"heating_season_clo": mark("Clothing while the heating works")}
    if inputs.study.operation.ceiling_fans:
        effects |= {"fan_air_speed_m_s": mark("Air speed under ceiling fans, which people switch on when it helps")}
    return assumed(effects)
