"""Rooms and building rated: the class of the worst indicator, a compensating score, vetoes and a confidence stamp."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.health.limits import CLASSES, worst
from bldgassess.health.ratings.tail import tail_of
from bldgassess.health.result import HealthClass, Indicator, PillarRating, Rating, RoomRating, SpaceIndicator
from bldgassess.health.row import SITE

#: A building with a veto scores at most this, the top of class IV.
VETO_SCORE = 50.0
#: Shares of indicators that must be measured for stamp A; measured or of project data for B.
_STAMP_A, _STAMP_B = 0.8, 0.5
#: Part of the rooms whose mean is the "worst tenth".
_TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Rule:
    """How an indicator counts: in the worst-of class; as a veto from class IV on."""

    in_class: bool
    veto: bool


_PLAIN = Rule(in_class=True, veto=False)


@cache
def rating_rules() -> dict[str, Rule]:
    """Return the rules of indicators that are not plain ones."""
    return {row["indicator"]: Rule(row["in_class"] == "yes", row["veto"] == "yes") for row in _rows("rating_rules.csv")}


@cache
def pillar_weights() -> dict[str, float]:
    """Return the weight of each pillar, in the order they are shown."""
    return {row["pillar"]: float(row["weight"]) for row in _rows("pillars.csv")}


@cache
def _class_pillars() -> frozenset[str]:
    return frozenset(row["pillar"] for row in _rows("pillars.csv") if row["in_class"] == "yes")


def counts_in_class(item: Indicator) -> bool:
    """Whether an indicator's class counts in the worst-of class of the building."""
    return counts(item.pillar, item.id)


def counts(pillar: str, identity: str) -> bool:
    """Whether the class of an indicator of this pillar and id counts in the worst-of class."""
    return pillar in _class_pillars() and rating_rules().get(identity, _PLAIN).in_class


def compute_rating(indicators: Sequence[Indicator], weights: Mapping[str, float], *, outdoor_co2_ppm: float) -> Rating:
    """Rate a building.

    Parameters
    ----------
    indicators : sequence of Indicator
        All of them.
    weights : mapping
        Room GlobalId to its weight in the building's mean: floor area times hours of use.
    """
    rooms = tuple(_room(guid, indicators) for guid in sorted(weights))
    rated = [room for room in rooms if room.health_class != "not_assessed"]
    plain = _mean([(room.score, weights[room.guid]) for room in rated])
    vetoes = tuple(sorted(item.id for item in indicators if _is_veto(item)))
    lowest = sorted(room.score for room in rated)[: max(1, math.ceil(_TENTH * len(rated)))]
    shares = _quality_shares(indicators)
    return Rating(
        score=min(plain, VETO_SCORE) if vetoes else plain,
        plain_score=plain,
        worst_tenth_score=math.fsum(lowest) / len(lowest) if lowest else 0.0,
        health_class=worst([item.health_class for item in indicators if counts_in_class(item)]),
        pillars=_pillars(indicators, weights),
        rooms=rooms,
        vetoes=vetoes,
        stamp=_stamp(shares),
        quality_shares=shares,
        tail=tail_of(indicators, outdoor_co2_ppm),
    )


def _is_veto(item: Indicator) -> bool:
    beyond = item.health_class in CLASSES and CLASSES.index(item.health_class) >= CLASSES.index("IV")
    return beyond and rating_rules().get(item.id, _PLAIN).veto


def _room(guid: str, indicators: Sequence[Indicator]) -> RoomRating:
    """Rate a room by its own values; what is of the whole site counts in every room's score."""
    scores: dict[str, list[float]] = {}
    classes: list[tuple[HealthClass, str]] = []
    for item in indicators:
        place = _at(item, guid)
        if place is None:
            continue
        if place.score is not None:
            scores.setdefault(item.pillar, []).append(place.score)
        if place.guid == guid and counts_in_class(item) and place.health_class != "not_assessed":
            classes.append((place.health_class, item.id))
    known = pillar_weights()
    score = _mean([(math.fsum(v) / len(v), known[pillar]) for pillar, v in sorted(scores.items()) if pillar in known])
    name = worst([health_class for health_class, _ in classes])
    return RoomRating(guid, score, name, next((i for health_class, i in classes if health_class == name), ""))


def _at(item: Indicator, guid: str) -> SpaceIndicator | None:
    found = {space.guid: space for space in item.spaces}
    return found.get(guid) or found.get(SITE)


def _pillars(indicators: Sequence[Indicator], weights: Mapping[str, float]) -> tuple[PillarRating, ...]:
    found = []
    for pillar, weight in pillar_weights().items():
        items = [item for item in indicators if item.pillar == pillar]
        means = [
            _mean([(space.score, weights.get(space.guid, 1.0)) for space in item.spaces if space.score is not None])
            for item in items
            if any(space.score is not None for space in item.spaces)
        ]
        if means:
            counted = [item.health_class for item in items if counts_in_class(item) or pillar == "community"]
            found.append(PillarRating(pillar, weight, math.fsum(means) / len(means), worst(counted)))
    return tuple(found)


def _mean(pairs: Sequence[tuple[float, float]]) -> float:
    total = math.fsum(weight for _, weight in pairs)
    return math.fsum(value * weight for value, weight in pairs) / total if total > 0.0 else 0.0


def _quality_shares(indicators: Sequence[Indicator]) -> tuple[float, float, float]:
    known = [item.input_quality for item in indicators if item.health_class != "not_assessed"]
    count = max(len(known), 1)
    return known.count("measured") / count, known.count("project") / count, known.count("defaults") / count


def _stamp(shares: tuple[float, float, float]) -> str:
    """Return "A" where most is measured, "B" where half is measured or of project data, else "C"."""
    if shares[0] >= _STAMP_A:
        return "A"
    return "B" if shares[0] + shares[1] >= _STAMP_B else "C"


def _rows(name: str) -> list[dict[str, str]]:
    return data_rows("bldgassess.health", name)
