"""Access for everybody from the model: doors, ramps, bathrooms and lifts against access_rules.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.rooms import room_use
from bldgassess.model import Building, Element
from bldgassess.study import Study

_RAMPS = ("IfcRamp", "IfcRampFlight")
_LIFT = "IfcTransportElement"
#: Lengths this close to a limit keep it [m].
_SLACK_M = 0.001


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule. ``better``: "higher" (at least) or "lower" (at most)."""

    id: str
    subject: str
    better: str
    limit: float
    unit: str
    clause: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class AccessCheck:
    """One element, room or building held against a rule."""

    rule: str
    guid: str
    name: str
    value: float
    passes: bool


@cache
def access_rules() -> dict[str, AccessRule]:
    """Return the rules by id."""
    return {
        row["id"]: AccessRule(
            row["id"], row["subject"], row["better"], float(row["limit"]), row["unit"], row["clause"], row["source"],
            row["evidence"],
        )
        for row in data_rows("bldgassess.health", "access_rules.csv")
    }  # fmt: skip


def check_access(building: Building, study: Study) -> tuple[AccessCheck, ...]:
    """Check every door, ramp, bathroom and lift that the model has, by rule and GlobalId."""
    found = [*_doors(building), *_ramps(building), *_bathrooms(building), *_lifts(building, study)]
    return tuple(sorted(found, key=lambda item: (item.rule, item.guid)))


def compliant_pct(checks: tuple[AccessCheck, ...]) -> float | None:
    """Return the share of checks that pass [%]; ``None`` where there is nothing to check."""
    return 100.0 * sum(item.passes for item in checks) / len(checks) if checks else None


def _check(rule: str, guid: str, name: str, value: float) -> AccessCheck:
    known = access_rules()[rule]
    passes = value >= known.limit - _SLACK_M if known.better == "higher" else value <= known.limit + 1e-4
    return AccessCheck(rule, guid, name, value, passes)


def _doors(building: Building) -> Iterator[AccessCheck]:
    frame = occupant_values()["door_frame_m"].value
    for item in building.elements:
        if item.ifc_class.startswith("IfcDoor") and item.overall_width_m and item.counted_as is None:
            yield _check("door_width", item.guid, item.name, item.overall_width_m - frame)


def _ramps(building: Building) -> Iterator[AccessCheck]:
    for item in building.elements:
        if item.ifc_class in _RAMPS and item.counted_as is None:
            x, y = _plan(item)
            if item.height_m > 0.0 and max(x, y) > 0.0:
                yield _check("ramp_slope", item.guid, item.name, item.height_m / max(x, y))


def _bathrooms(building: Building) -> Iterator[AccessCheck]:
    for space in building.spaces:
        if room_use(space).use == "bathroom":
            x0, y0, _, x1, y1, _ = space.bbox_m
            yield _check("bathroom_turn", space.guid, space.long_name or space.name, min(x1 - x0, y1 - y0))


def _lifts(building: Building, study: Study) -> Iterator[AccessCheck]:
    lifts = [item for item in building.elements if item.ifc_class == _LIFT]
    for item in lifts:
        yield _check("lift_car", item.guid, item.name, min(_plan(item)))
    storeys = {space.storey_guid for space in building.spaces if room_use(space).has_people}
    if len(storeys) > 1 and study.building.use != "house":
        count = max(len(lifts), study.carbon.lifts or 0)
        yield _check("lift", "", building.name, float(count))


def _plan(item: Element) -> tuple[float, float]:
    x0, y0, _, x1, y1, _ = item.bbox_m
    return x1 - x0, y1 - y0
