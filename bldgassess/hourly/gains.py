"""People, lighting, appliances and hot water of each room over the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.profiles import HOMES, BuildingUse, RoomProfile, building_use, room_profile
from bldgassess.hourly.result import HOURS, BoolArray, FloatArray
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Assumption, Space
from bldgassess.study import Study
from bldgassess.texts import mark

#: Sensible heat and moisture of a resting person, EN ISO 7730 order: 70 W and 50 g/h.
PERSON_SENSIBLE_W, PERSON_MOISTURE_KG_S = 70.0, 0.050 / 3600.0
#: Hours when people of a home are in their bedrooms; an assumption.
_NIGHT = np.array([hour >= 22 or hour < 7 for hour in range(24)])
_HOT_WATER_C, _WATER_J_L_K = 60.0, 4186.0


@dataclass(frozen=True, slots=True)
class Gains:
    """(rooms, hours) persons present, lighting and appliances [W]; design persons; (hours,) hot water heat [W]."""

    people: FloatArray
    lighting_w: FloatArray
    equipment_w: FloatArray
    design_people: FloatArray
    hot_water_w: FloatArray
    persons: float
    assumptions: tuple[Assumption, ...]


def make_gains(
    spaces: Sequence[Space],
    uses: Sequence[RoomUse],
    use: BuildingUse,
    study: Study,
    t_out_mean_c: float,
    lamp_share: FloatArray | None = None,
) -> Gains:
    """Make internal gains and hot water from the profiles of rooms, else of the building's use, and from the study.

    In a home by EN 16798-1 everybody is in the bedrooms at night and in the other rooms by day, where both exist. Other
    rooms hold the people of their type. The study's number of people, or its density, scales them. Lighting and
    appliances go to all conditioned rooms; ``lamp_share`` (rooms, 8760) is what daylight leaves to the lamps.
    """
    floor = np.array([max(space.floor_area_m2, 0.0) for space in spaces])
    lived = np.array([item.has_people for item in uses])
    conditioned = np.array([item.is_conditioned for item in uses])
    operation, parameters = study.operation, use.parameters
    own = room_profiles(uses, study)
    rooms = [item or use.room for item in own]
    persons = person_count(spaces, uses, study)
    if study.building.use in HOMES and not any(own):
        share = _presence(floor, lived, uses)
        people, design = share * persons * use.occupancy, share.max(axis=1) * persons
    else:
        density = np.array(
            [item.people_m2 if operation.people_per_m2 is None else operation.people_per_m2 for item in rooms]
        )
        design = np.where(lived, density * floor, 0.0)
        adding = float(design[[item.adds_people for item in uses]].sum())
        if study.building.occupants is not None and design.sum() > 0.0:
            design = design * persons / (adding or float(design.sum()))
        people = design[:, None] * np.stack([item.occupancy for item in rooms])
    area = np.where(conditioned, floor, 0.0)
    lamps = area * [_first(operation.lighting_w_m2, item.lighting_w_m2) for item in rooms]
    plugs = area * [_first(operation.equipment_w_m2, item.equipment_w_m2) for item in rooms]
    lighting = lamps[:, None] * np.stack([item.lighting for item in rooms])
    heat = operation.hot_water_l_person_day * _WATER_J_L_K * max(0.0, _HOT_WATER_C - t_out_mean_c) / 3600.0
    hot_water = np.zeros(HOURS) if operation.hot_water == "none" else persons * heat * use.hot_water
    rows = (
        (
            "building.occupants",
            persons,
            "persons",
            mark("Number of people"),
            study.building.occupants is not None or operation.people_per_m2 is not None,
        ),
        (
            "operation.lighting_w_m2",
            parameters.lighting_w_m2,
            "W/m2",
            mark("Installed lighting power"),
            operation.lighting_w_m2 is not None,
        ),
        (
            "operation.equipment_w_m2",
            parameters.equipment_w_m2,
            "W/m2",
            mark("Appliance power"),
            operation.equipment_w_m2 is not None,
        ),
    )
    return Gains(
        people,
        lighting if lamp_share is None else lighting * lamp_share,
        plugs[:, None] * np.stack([item.equipment for item in rooms]),
        design,
        hot_water,
        persons,
        (
            *(
                Assumption(identity, round(value, 6), unit, parameters.source, effect, "B")
                for identity, value, unit, effect, chosen in rows
                if not chosen
            ),
            *_room_assumptions(uses, own, study),
        ),
    )


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
        density = _first(study.operation.people_per_m2, profile.people_m2 if profile else usual)
        if use.has_people and (use.adds_people or study.building.use in HOMES):
            total += density * max(space.floor_area_m2, 0.0)
    return total


def _room_assumptions(
    uses: Sequence[RoomUse], own: Sequence[RoomProfile | None], study: Study
) -> tuple[Assumption, ...]:
    """Say for each type of room how many there are and whose profile and set-points they have."""
    if not study.operation.room_types:
        return ()
    found = {}
    for use, profile in zip(uses, own, strict=True):
        if use.source:
            source = f"{profile.source}; {use.source}" if profile else use.source
            count = sum(item.use == use.use for item in uses)
            effect = mark("Rooms of this type, by name: profile and set-points")
            found[use.use] = Assumption(f"hourly.room_types.{use.use}", count, "rooms", source, effect, use.quality)
    return tuple(found[key] for key in sorted(found))


def _first(own: float | None, table: float) -> float:
    return own if own is not None else table


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
