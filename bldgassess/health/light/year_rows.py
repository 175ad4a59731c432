"""Indicators of a year of daylight by Radiance: L1 provision, L5 glare, L6 light for the body clock."""

from __future__ import annotations

from collections.abc import Callable

from bldgassess.health.inputs import HealthInputs, Room
from bldgassess.health.light.reasons import NO_WINDOW, room_light, without_value
from bldgassess.health.light.result import AnnualLight
from bldgassess.health.limits import classify, load_limits, score, worst
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import make_indicator
from bldgassess.texts import mark

#: A room without any window.
_DARK = AnnualLight(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def provision(inputs: HealthInputs) -> Indicator:
    """Return: illuminance in half of the room in half of the daylight hours, and its least (L1)."""
    target, least = load_limits()["L1", "target"], load_limits()["L1", "least"]

    def space(room: Room, year: AnnualLight) -> SpaceIndicator:
        drivers: dict[str, float | str] = {
            "least_lx": year.least_lx,
            "lit_area_pct": year.lit_pct,
            "sda_300_50_pct": year.sda_pct,
            "ase_1000_250_pct": year.ase_pct,
            "udi_100_3000_pct": year.udi_pct,
        }
        return SpaceIndicator(
            room.guid,
            year.target_lx,
            worst([classify(year.target_lx, target), classify(year.least_lx, least)]),
            min(score(year.target_lx, target), score(year.least_lx, least)),
            drivers,
        )

    spaces = _spaces(inputs, space)
    return make_indicator(
        "L1",
        "light",
        mark("Daylight provision: illuminance of half the room in half the daylight hours"),
        mark("value: area-weighted mean; class: worst room"),
        target,
        spaces,
        inputs.mean(spaces),
        "lx",
        formula="daylight_year",
        text=f"{target.text}; {least.text}",
    )


def glare(inputs: HealthInputs) -> Indicator:
    """Return: simplified daylight glare probability that is passed 5 % of the day (L5)."""
    limits = load_limits()["L5", "all"]

    def space(room: Room, year: AnnualLight) -> SpaceIndicator:
        if year is _DARK:
            return SpaceIndicator(room.guid, None, "not_assessed", None, {}, NO_WINDOW)
        drivers: dict[str, float | str] = {"worst_place": year.dgp_worst}
        if inputs.is_home:  # one turns away; EN 17037 asks it where people cannot choose place and direction
            reason = mark("Not rated in homes, where people choose where they sit.")
            return SpaceIndicator(room.guid, year.dgp, "not_assessed", None, drivers, reason)
        return SpaceIndicator(room.guid, year.dgp, classify(year.dgp, limits), score(year.dgp, limits), drivers)

    spaces = _spaces(inputs, space)
    return make_indicator(
        "L5",
        "light",
        mark("Daylight glare probability (simplified) passed 5 % of 8-18 h, no blinds"),
        mark("worst room"),
        limits,
        spaces,
        max((item.value for item in spaces if item.value is not None), default=None),
        "-",
        formula="glare",
    )


def body_clock(inputs: HealthInputs) -> Indicator:
    """Return: melanopic equivalent daylight illuminance at the eye in the morning (L6)."""
    limits = load_limits()["L6", "all"]

    def space(room: Room, year: AnnualLight) -> SpaceIndicator:
        drivers: dict[str, float | str] = {"seats_250_lx_pct": year.seats_pct}
        return SpaceIndicator(
            room.guid, year.edi_lx, classify(year.edi_lx, limits), score(year.edi_lx, limits), drivers
        )

    spaces = _spaces(inputs, space)
    return make_indicator(
        "L6",
        "light",
        mark("Melanopic daylight at the eye, half of the hours from 9 to 13 h"),
        mark("value: area-weighted mean; class: worst room"),
        limits,
        spaces,
        inputs.mean(spaces),
        "lx",
        formula="melanopic",
    )


def _spaces(inputs: HealthInputs, make: Callable[[Room, AnnualLight], SpaceIndicator]) -> list[SpaceIndicator]:
    found = []
    for room in inputs.rooms:
        light = room_light(inputs, room)
        if light is None or light.df_pct is None:
            found.append(without_value(inputs, room, traced=True))
        else:
            found.append(make(room, light.annual or _DARK))
    return found


def area_share(inputs: HealthInputs, value: Callable[[AnnualLight], float]) -> float | None:
    """Return a percentage of the rooms' area; ``None`` where Radiance gave no room a value."""
    rows = [
        (value(light.annual or _DARK), room.area_m2)
        for room in inputs.rooms
        if (light := room_light(inputs, room)) is not None and light.df_pct is not None
    ]
    total = sum(area for _, area in rows)
    return sum(share * area for share, area in rows) / total if total > 0.0 else None
