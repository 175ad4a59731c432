"""Daily profiles of people, lighting and appliances over the year, from the tables of the standards."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import FloatArray

#: 1 January of the calendar year is a Monday.
_WEEKEND_DAYS = (5, 6)
HOMES = ("house", "apartment")
#: Standard of rooms that neither EN 16798-1 nor GB 55015 has.
_ROOM_STANDARD = "DIN V 18599-10"


@dataclass(frozen=True, slots=True)
class UseParameters:
    """Densities of a use. ``ventilation_l_s_m2``: hygienic outdoor air; each with its source."""

    people_m2: float
    lighting_w_m2: float
    equipment_w_m2: float
    ventilation_l_s_m2: float
    source: str


@dataclass(frozen=True, slots=True)
class RoomProfile:
    """Profile of a type of room: shares 0-1 of the 8760 hours, densities per m2 of floor, and their source."""

    occupancy: FloatArray
    lighting: FloatArray
    equipment: FloatArray
    people_m2: float
    lighting_w_m2: float
    equipment_w_m2: float
    source: str


@dataclass(frozen=True, slots=True)
class BuildingUse:
    """Profiles of a building use: shares 0-1 of the 8760 hours."""

    parameters: UseParameters
    occupancy: FloatArray
    lighting: FloatArray
    equipment: FloatArray
    hot_water: FloatArray  # share of the day's hot water in each hour, sums to 365
    source: str
    litres_person_day: float = 0.0
    litres_source: str = ""
    litres_quality: str = ""

    @property
    def room(self) -> RoomProfile:
        """The profile of rooms that have none of their own."""
        own = self.parameters
        return RoomProfile(
            self.occupancy,
            self.lighting,
            self.equipment,
            own.people_m2,
            own.lighting_w_m2,
            own.equipment_w_m2,
            own.source,
        )


@cache
def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.hourly", name)


@cache
def building_use(use: str, standard: str) -> BuildingUse:
    """Return the profiles of a building use by a standard; where that one lacks the use, by the one that has it."""
    row = next(row for row in _rows("building_uses.csv") if row["use"] == use)
    profile = row["profile"] if standard == row["standard"] else row["fallback_lighting_profile"]
    chosen = row["standard"] if standard == row["standard"] else row["fallback_lighting_standard"]
    parameters = _parameters(chosen, profile, row)
    equipment = _year(chosen, profile, ("appliances", "equipment"))
    return BuildingUse(
        parameters,
        _year(chosen, profile, ("occupancy",)),
        _year(chosen, profile, ("lighting",)),
        equipment,
        _hot_water(row["hot_water_profile"]),
        f"{chosen} {profile}",
        float(row["hot_water_l_person_day"]),
        row["hot_water_source"],
        row["hot_water_quality"],
    )


@cache
def room_profile(room: str, building: str, standard: str) -> RoomProfile | None:
    """Return the profile of a type of room in a building's use, ``None`` where the building's own serves.

    Rows of DIN V 18599-10 have no hours of lighting: lamps burn while anybody is about. Where the building is empty at
    weekends, so are they.
    """
    group = "home" if building in HOMES else "other"
    rows = [
        row
        for row in _rows("room_profiles.csv")
        if (row["use"], row["buildings"]) == (room, group) and row["chosen"] in {standard, "*"}
    ]
    if not rows:
        return None
    row = rows[0]
    key = row["standard"], row["profile"]
    table = {(item["standard"], item["building_use"]): item for item in _rows("profile_parameters.csv")}
    own, lamps = table[key], table[row["lighting_standard"], row["lighting_profile"]]
    occupancy, equipment = _year(*key, ("occupancy",)), _year(*key, ("appliances", "equipment"))
    lighting = _year(*key, ("lighting",)) if _has(*key, "lighting") else (occupancy > 0.0).astype(float)
    if key[0] == _ROOM_STANDARD:
        open_days = _open_days(building_use(building, standard).occupancy)
        occupancy, lighting = occupancy * open_days, lighting * open_days
        equipment = np.where(open_days > 0.0, equipment, equipment.min())
    for array in (occupancy, lighting, equipment):
        array.flags.writeable = False
    return RoomProfile(
        *(occupancy, lighting, equipment),
        _value(own, "people_per_m2") or 0.0,
        _value(own, "lighting_W_m2") or _value(lamps, "lighting_W_m2") or 0.0,
        _value(own, "equipment_W_m2") or 0.0,
        f"{key[0]} {key[1]} ({own['source']}); {row['source']}",
    )


def _has(standard: str, profile: str, quantity: str) -> bool:
    return any(
        (row["standard"], row["building_use"], row["quantity"]) == (standard, profile, quantity)
        for row in _rows("profiles.csv")
    )


def _open_days(occupancy: FloatArray) -> FloatArray:
    """Return 1 in the hours of days on which anybody is in the building, else 0."""
    result: FloatArray = np.repeat((occupancy.reshape(365, 24) > 0.0).any(axis=1), 24).astype(float)
    return result


def _parameters(standard: str, profile: str, use: dict[str, str]) -> UseParameters:
    rows = {(row["standard"], row["building_use"]): row for row in _rows("profile_parameters.csv")}
    own, other = rows[standard, profile], rows[use["fallback_lighting_standard"], use["fallback_lighting_profile"]]
    people = _value(own, "people_per_m2")
    flow = _value(own, "ventilation_min_l_s_m2")
    if flow is None:
        person = _value(own, "fresh_air_m3_h_person") or 30.0
        flow = person / 3.6 * (people or 0.0)
    return UseParameters(
        people or 0.0,
        _value(own, "lighting_W_m2") or _value(other, "lighting_W_m2") or 0.0,
        _value(own, "equipment_W_m2") or 0.0,
        flow,
        f"{standard} {profile} ({own['source']})",
    )


def _value(row: dict[str, str], column: str) -> float | None:
    text = row[column].strip()
    value = float(text) if text else math.nan
    return None if math.isnan(value) else value


def _year(standard: str, profile: str, quantities: tuple[str, ...]) -> FloatArray:
    days = {
        row["day_type"]: np.array([float(row[f"h{hour:02d}"]) for hour in range(24)])
        for row in _rows("profiles.csv")
        if (row["standard"], row["building_use"]) == (standard, profile) and row["quantity"] in quantities
    }
    workday = next(v for k, v in days.items() if k in {"workdays", "default"} or k.startswith("rule:"))
    workday = next((v for k, v in days.items() if k.startswith("rule:")), workday)
    weekend = days.get("weekend", days.get("default", workday))
    year = np.concatenate([weekend if day % 7 in _WEEKEND_DAYS else workday for day in range(365)])
    year.flags.writeable = False
    return year


def _hot_water(profile: str) -> FloatArray:
    row = next(row for row in _rows("profiles.csv") if row["building_use"] == profile)
    day = np.array([float(row[f"h{hour:02d}"]) for hour in range(24)])
    year = np.tile(day / day.sum(), 365)
    year.flags.writeable = False
    return year
