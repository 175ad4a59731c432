"""Indicators of sound: noise from outdoors, insulation between units."""

from __future__ import annotations

from collections.abc import Mapping

from bldgassess.health.air_quality.tables import rows
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.result import Indicator, SpaceIndicator
from bldgassess.health.row import assumed
from bldgassess.health.sound.facade_rows import facade_noise
from bldgassess.health.sound.insulation import PACKAGE
from bldgassess.health.sound.party_rows import party_airborne, party_impact
from bldgassess.model import Assumption
from bldgassess.texts import mark

INDICATORS = (
    facade_noise,
    party_airborne,
    party_impact,
)


def metrics(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> dict[str, float]:
    """Return the values that label criteria ask for: night level of the worst bedroom (or room), weakest partition."""
    bedrooms = {room.guid for room in inputs.rooms if room.use == "bedroom"}
    rooms = [item for item in by_id["A1"].spaces if item.value is not None]
    asked = [item for item in rooms if item.guid in bedrooms] or rooms
    found: dict[str, float] = {}
    if asked:
        found["health.noise_laeq_night"] = max(_night(item) for item in asked)
    party = by_id["A2"].value
    if party is not None:
        found["health.dntw_c"] = party
    return found


def _night(item: SpaceIndicator) -> float:
    return float(item.drivers["night_db"])


def assumptions(inputs: HealthInputs) -> tuple[Assumption, ...]:
    """Return what was assumed about sound."""
    effect = mark("Sound insulation of parts and junctions")
    listed = tuple(
        Assumption(f"health.sound.{row['id']}", float(row["value"]), row["unit"], row["source"], effect, row["quality"])
        for row in rows("values.csv", PACKAGE)
    )
    people = assumed(
        {
            "reverberation_s": mark("Reverberation time that insulation is stated for"),
            "facade_reflection_db": mark("Level before the facade against the incident level"),
        }
    )
    if inputs.study.building.use != "apartment":
        return (*people, *listed)
    units = Assumption(
        "health.sound.units",
        "each storey is a unit of its own",
        "-",
        "assumption of this program",
        mark("Which floors and walls part homes"),
    )
    return (*people, *listed, units)
