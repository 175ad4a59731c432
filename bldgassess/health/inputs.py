"""What every health indicator may read: the model, the study, the hourly year, what it is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bldgassess.health.light.result import DaylightResult
from bldgassess.health.result import SpaceIndicator
from bldgassess.hourly.result import HourlyResult, Weather
from bldgassess.inventory.ledger import Inventory
from bldgassess.model import Building
from bldgassess.study import Study


@dataclass(frozen=True, slots=True)
class Room:
    """A room where people stay: its index in the hourly arrays, GlobalId, use, floor area [m2] and people by design."""

    index: int
    guid: str
    use: str
    area_m2: float
    people: float


@dataclass(frozen=True, slots=True)
class HealthInputs:
    """The inputs of all indicators. ``rooms`` are those where people stay, in the order of the hourly arrays.

    ``daylight``: light of the rooms where the caller had the model's shapes.
    """

    building: Building
    study: Study
    weather: Weather
    hourly: HourlyResult
    inventory: Inventory
    rooms: tuple[Room, ...]
    daylight: DaylightResult | None = None

    @property
    def is_home(self) -> bool:
        """Whether people live here."""
        return self.study.building.use in {"house", "apartment"}

    def quality(self, *settings: str) -> str:
        """Return "project" where a person has set every one of the study's settings named, else "defaults"."""
        for path in settings:
            section, _, name = path.partition(".")
            part = getattr(self.study, section)
            if name not in part.model_fields_set or getattr(part, name) is None:
                return "defaults"
        return "project"

    def mean(self, spaces: Iterable[SpaceIndicator]) -> float | None:
        """Return the mean of the rooms' values by floor area; rooms without a value do not count."""
        area = {room.guid: room.area_m2 for room in self.rooms}
        known = [(item.value, area[item.guid]) for item in spaces if item.value is not None and item.guid in area]
        total = math.fsum(share for _, share in known)
        return math.fsum(value * share for value, share in known) / total if known else None


def find_rooms(hourly: HourlyResult) -> tuple[Room, ...]:
    """Return the rooms that anybody is ever in."""
    return tuple(
        Room(k, zone.guid, zone.use, max(zone.floor_area_m2, 0.01), zone.people)
        for k, zone in enumerate(hourly.zones)
        if float(hourly.people[k].max(initial=0.0)) > 0.0
    )
