"""How many people are in each room, hour by hour: those of its type, or the people of a home where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.hourly.profiles import HOMES, BuildingUse, RoomProfile, building_use, room_profile
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Space
from bldgassess.study import Study

#: Hours when people of a home are in their bedrooms; an assumption.
_NIGHT = np.array([hour >= 22 or hour < 7 for hour in range(24)])


def room_profiles(uses: Sequence[RoomUse], study: Study) -> list[RoomProfile | None]:
    """Return the profile of each room's type, ``None`` where the building's serves."""
    if not study.operation.room_types:
        return [None] * len(uses)
    return [room_profile(item.use, study.building.use, study.operation.profile_standard) for item in uses]


def person_count(spaces: Sequence[Space], uses: Sequence[RoomUse], study: Study) -> float:
    """Return the number of people: the study's, else density x floor of the rooms that people have of their own.

    People in a meeting room, restaurant or library come from other rooms and do not count twice.
    """
    if study.building.occupants is not None:
        return study.building.occupants
    usual = building_use(study.building.use, study.operation.profile_standard).parameters.people_m2
    own = room_profiles(uses, study) if study.building.use not in HOMES else [None] * len(uses)
    total = 0.0
    for space, use, profile in zip(spaces, uses, own, strict=True):
        density = study.operation.people_per_m2
        if density is None:
            density = profile.people_m2 if profile else usual
        if use.has_people and (use.adds_people or study.building.use in HOMES):
            total += density * max(space.floor_area_m2, 0.0)
    return total


def people_in_rooms(
    spaces: Sequence[Space], uses: Sequence[RoomUse], use: BuildingUse, study: Study
) -> tuple[FloatArray, FloatArray]:
    """Return persons present (rooms, 8760) and the most that a room is meant for (rooms,).

    In a home by EN 16798-1 everybody is in the bedrooms at night and in the other rooms by day, where both exist. Other
    rooms hold the people of their type; the study's number of people, or its density, scales them.
    """
    floor = np.array([max(space.floor_area_m2, 0.0) for space in spaces])
    lived = np.array([item.has_people for item in uses])
    own = room_profiles(uses, study)
    persons = person_count(spaces, uses, study)
    if study.building.use in HOMES and not any(own):
        share = _presence(floor, lived, uses)
        return share * persons * use.occupancy, share.max(axis=1) * persons
    rooms = [item or use.room for item in own]
    set_density = study.operation.people_per_m2
    density = np.array([item.people_m2 if set_density is None else set_density for item in rooms])
    design = np.where(lived, density * floor, 0.0)
    if study.building.occupants is not None and design.any():
        adding = float(design[[item.adds_people for item in uses]].sum())
        design = design * persons / (adding or float(design.sum()))
    return design[:, None] * np.stack([item.occupancy for item in rooms]), design


def _presence(floor: FloatArray, lived: BoolArray, uses: Sequence[RoomUse]) -> FloatArray:
    """Return the share of all people of a home who are in each room, (rooms, hours)."""
    everywhere = np.where(lived, floor, 0.0)
    night = np.where([item.use == "bedroom" for item in uses], everywhere, 0.0)
    day = everywhere - night
    if night.sum() <= 0.0 or day.sum() <= 0.0:
        night = day = everywhere
    hours = np.tile(_NIGHT, HOURS // 24)
    total_night, total_day = max(float(night.sum()), 1e-9), max(float(day.sum()), 1e-9)
    result: FloatArray = np.where(hours, night[:, None] / total_night, day[:, None] / total_day)
    return result
