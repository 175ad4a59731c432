"""Air between rooms of one dwelling through open inner doors: warm air above, cool air below, as much each way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.hourly.thermal_model import AirLink
from bldgassess.model import Building, Opening, Space
from bldgassess.study import Study

_GRAVITY_M_S2, _AIR_K = 9.81, 293.0
#: The room behind a door is looked for so far behind its middle [m], in its neighbours' boxes with this slack.
_BEHIND_M, _SLACK_M = 0.5, 0.05


@cache
def _values() -> Mapping[str, float]:
    return {row["id"]: float(row["value"]) for row in data_rows("bldgassess.hourly", "inner_doors.csv")}


def door_flow_m3_s(width_m: float, height_m: float) -> float:
    """Air each way through an open door at a steady difference of temperature [m3/s].

    Bernoulli over each half of the height: Q = C_d / 3 W H sqrt(g H dT / T) (Brown and Solvason 1962).
    """
    drive = _GRAVITY_M_S2 * height_m * _values()["temperature_difference"] / _AIR_K
    return _values()["discharge_coefficient"] / 3.0 * width_m * height_m * math.sqrt(drive)


def make_air_links(building: Building, spaces: Sequence[Space], study: Study) -> tuple[AirLink, ...]:
    """Return a link for each inner door between two rooms of one dwelling, open for the study's share."""
    share = study.operation.inner_doors_open_fraction
    if share <= 0.0:
        return ()
    index = {space.guid: k for k, space in enumerate(spaces)}
    beside: dict[str, set[str]] = {}
    for face in building.surfaces:
        if face.boundary == "space" and face.other_space_guid:
            beside.setdefault(face.space_guid, set()).add(face.other_space_guid)
    links = []
    for door in building.openings:
        if door.kind != "door" or door.boundary != "space" or door.space_guid not in index:
            continue
        near = [spaces[index[guid]] for guid in sorted(beside.get(door.space_guid, ())) if guid in index]
        other = _behind(door, near, building.site.true_north_deg)
        if other is not None and _one_dwelling(spaces[index[door.space_guid]], other, study):
            flow = share * door_flow_m3_s(door.width_m, door.height_m)
            links.append(AirLink(index[door.space_guid], index[other.guid], flow))
    return tuple(links)


def _behind(door: Opening, near: Sequence[Space], true_north_deg: float) -> Space | None:
    """Return the neighbour that a door leads to: the smallest whose box holds a point behind it."""
    turn = math.radians(door.azimuth_deg + true_north_deg)
    x, y, z = door.centre_m
    point = (x + _BEHIND_M * math.sin(turn), y + _BEHIND_M * math.cos(turn), z)
    held = [
        space
        for space in near
        if all(space.bbox_m[k] - _SLACK_M <= point[k] <= space.bbox_m[k + 3] + _SLACK_M for k in range(3))
    ]
    return min(held, key=lambda space: (space.volume_m3, space.guid), default=None)


def _one_dwelling(a: Space, b: Space, study: Study) -> bool:
    """Whether two rooms belong together: in apartments a storey is a dwelling, elsewhere the whole building is one."""
    return study.building.use != "apartment" or a.storey_guid == b.storey_guid
