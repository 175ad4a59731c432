"""An archetype as a source of the portfolio's tasks."""

from __future__ import annotations

from dataclasses import dataclass

from bldgassess.community.archetype import archetype_digest, make_building
from bldgassess.community.schema import Archetype, Place
from bldgassess.model import Building


@dataclass(frozen=True)
class ArchetypeSource:
    """Makes the building of an archetype at a place. The tables behind it count in the program's digest."""

    archetype: Archetype
    place: Place
    name: str = ""

    def digest(self) -> str:
        """Return the sha256 of archetype, place and name."""
        return archetype_digest(self.archetype, self.place, self.name)

    def building(self) -> Building:
        """Make the building."""
        return make_building(self.archetype, self.place, self.name)
