"""People, lighting, appliances and hot water of each room over the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.people import people_in_rooms, person_count, room_profiles
from bldgassess.hourly.profiles import BuildingUse, RoomProfile
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.rooms import RoomUse
from bldgassess.model import Assumption, Space
from bldgassess.study import Study
from bldgassess.texts import mark

#: Sensible heat and moisture of a resting person, EN ISO 7730 order: 70 W and 50 g/h.
PERSON_SENSIBLE_W, PERSON_MOISTURE_KG_S = 70.0, 0.050 / 3600.0
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

    Lighting and appliances go to all conditioned rooms; ``lamp_share`` (rooms, 8760) is what daylight leaves to the
    lamps.
    """
    operation = study.operation
    own = room_profiles(uses, study)
    rooms = [item or use.room for item in own]
    people, design = people_in_rooms(spaces, uses, use, study)
    persons = person_count(spaces, uses, study)
    area = np.array(
        [max(space.floor_area_m2, 0.0) * item.is_conditioned for space, item in zip(spaces, uses, strict=True)]
    )
    lamps = area * [_first(operation.lighting_w_m2, item.lighting_w_m2) for item in rooms]
    plugs = area * [_first(operation.equipment_w_m2, item.equipment_w_m2) for item in rooms]
    lighting = lamps[:, None] * np.stack([item.lighting for item in rooms])
    litres = _first(operation.hot_water_l_person_day, use.litres_person_day)
    heat = litres * _WATER_J_L_K * max(0.0, _HOT_WATER_C - t_out_mean_c) / 3600.0
    return Gains(
        people=people,
        lighting_w=lighting if lamp_share is None else lighting * lamp_share,
        equipment_w=plugs[:, None] * np.stack([item.equipment for item in rooms]),
        design_people=design,
        hot_water_w=np.zeros(HOURS) if operation.hot_water == "none" else persons * heat * use.hot_water,
        persons=persons,
        assumptions=(*_usual_figures(use, study, persons), *_room_assumptions(uses, own, study)),
    )


def _usual_figures(use: BuildingUse, study: Study, persons: float) -> tuple[Assumption, ...]:
    """Return the figures of the use that the study leaves open."""
    operation, table = study.operation, use.parameters
    rows = []
    if study.building.occupants is None and operation.people_per_m2 is None:
        rows.append(("building.occupants", persons, "persons", table.source, mark("Number of people"), "B"))
    if operation.lighting_w_m2 is None:
        effect = mark("Installed lighting power")
        rows.append(("operation.lighting_w_m2", table.lighting_w_m2, "W/m2", table.source, effect, "B"))
    if operation.equipment_w_m2 is None:
        rows.append(
            ("operation.equipment_w_m2", table.equipment_w_m2, "W/m2", table.source, mark("Appliance power"), "B")
        )
    if operation.hot_water_l_person_day is None:
        effect, key = mark("Hot-water demand at 60 degC"), "operation.hot_water_l_person_day"
        rows.append((key, use.litres_person_day, "l/(person d)", use.litres_source, effect, use.litres_quality))
    return tuple(
        Assumption(identity, round(value, 6), unit, source, effect, quality)
        for identity, value, unit, source, effect, quality in rows
    )


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
