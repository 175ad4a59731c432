"""The study's own areas win over the model's: reference area, envelope; a model without rooms gets one room."""

from __future__ import annotations

from dataclasses import replace

from bldgassess.errors import Issue, UserError
from bldgassess.model import Building, Space, Surface
from bldgassess.pipeline.user_envelope import with_user_envelope
from bldgassess.study import Study
from bldgassess.texts import mark

#: Clear height of the one room that stands in where a model has no rooms at all [m]; listed as an assumption.
STAND_IN_HEIGHT_M = 3.0


def with_reference_area(building: Building, study: Study) -> Building:
    """Return the building with the study's floor and envelope areas, where it gives any, and with at least one room.

    Raises
    ------
    UserError
        When neither the model nor the study gives a floor area.
    """
    area = study.building.gia_m2
    if area is None:
        if building.gia_m2 <= 0.0 or not building.spaces:
            raise UserError(Issue("ifc.no_area_given", {"name": building.name or "The model"}))
        return with_user_envelope(building, study)
    if building.spaces:
        return with_user_envelope(replace(building, gia_m2=area, gia_rule=mark("set in the study")), study)
    space, surfaces = _stand_in_room(area)
    stand_in = replace(
        building,
        spaces=(space,),
        surfaces=surfaces,
        envelope_source="storey_hull",
        gia_m2=area,
        gia_rule=mark("set in the study"),
        useful_m2=area,
        heated_volume_m3=space.volume_m3,
        gfa_m2=area,
        gfa_rule=mark("gross internal area (no walls are known)"),
        useful_rule=mark("set in the study"),
        issues=(*building.issues, Issue("ifc.stand_in_room", {"area": round(area, 1)}, severity="warning")),
    )
    return with_user_envelope(stand_in, study)


def _stand_in_room(area_m2: float) -> tuple[Space, tuple[Surface, ...]]:
    side, height, guid = area_m2**0.5, STAND_IN_HEIGHT_M, "stand-in-room"
    space = Space(
        guid=guid,
        name="Stand-in room",
        long_name="Stand-in room",
        storey_guid=None,
        floor_area_m2=area_m2,
        floor_area_origin="study",
        volume_m3=area_m2 * height,
        height_m=height,
        floor_z_m=0.0,
        origin="storey_hull",
        bbox_m=(0.0, 0.0, 0.0, side, side, height),
    )
    walls = tuple(
        Surface(f"{guid}/wall-{azimuth:03d}", guid, "wall", "outside", None, side * height, 90.0, float(azimuth), None)
        for azimuth in (0, 90, 180, 270)
    )
    flat = (
        Surface(f"{guid}/floor", guid, "floor", "ground", None, area_m2, 180.0, 0.0, None),
        Surface(f"{guid}/roof", guid, "roof", "outside", None, area_m2, 0.0, 0.0, None),
    )
    return space, tuple(sorted((*walls, *flat), key=lambda item: item.id))
