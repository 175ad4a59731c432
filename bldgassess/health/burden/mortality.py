"""Years of life lost to indoor air: relative risks of cohort studies over the part of life spent in the building."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.health.inputs import HealthInputs
from bldgassess.health.result import Burden, BurdenPart, Indicator


@dataclass(frozen=True, slots=True)
class Relation:
    """Relative risk of death per so much more of a pollutant [same unit], with its 95 % interval."""

    pollutant: str
    indicator: str
    quantity: str
    unit: str
    risk: float
    low: float
    high: float
    per: float
    reference: float
    outcome: str
    source: str


@cache
def burden_relations() -> tuple[Relation, ...]:
    """Return the relations that have a source; nothing else is counted."""
    return tuple(
        Relation(
            row["pollutant"], row["indicator"], row["quantity"], row["unit"], float(row["rr"]), float(row["rr_low"]),
            float(row["rr_high"]), float(row["per"]), float(row["reference"]), row["outcome"], row["source"],
        )
        for row in data_rows("bldgassess.health", "burden_relations.csv")
    )  # fmt: skip


def attributable_fraction(relative_risk: float, excess: float, per: float = 10.0) -> float:
    """Share of deaths that an excess concentration causes: AF = 1 - RR^(-dC / per).

    >>> round(attributable_fraction(1.08, 10.0), 5)
    0.07407
    """
    return 1.0 - math.pow(relative_risk, -excess / per)


def years_lost(relative_risk: float, excess: float, per: float, deaths_per_person_a: float, years: float) -> float:
    """Years of life lost [DALY/(person a)]: AF times deaths a person and year times years lost a death."""
    return attributable_fraction(relative_risk, max(excess, 0.0), per) * deaths_per_person_a * years


def compute_burden(inputs: HealthInputs, by_id: Mapping[str, Indicator]) -> Burden:
    """Return the burden by pollutant over the guideline level, weighted by where and how long people are.

    Years of life only: illness without death is not counted, because its relations are not at hand. The relations were
    found on outdoor annual means; they are applied to indoor means as in studies of indoor burden.
    """
    health = inputs.study.health
    people = math.fsum(room.people for room in inputs.rooms)
    parts = []
    for relation in burden_relations():
        dose = _dose(inputs, by_id.get(relation.indicator), relation)
        if dose is None:
            continue
        concentration, present = dose
        excess = present * max(concentration - relation.reference, 0.0)
        daly, low, high = (
            years_lost(risk, excess, relation.per, health.deaths_per_person_a, health.years_lost_per_death_a)
            for risk in (relation.risk, relation.low, relation.high)
        )
        parts.append(
            BurdenPart(
                relation.pollutant, concentration, relation.reference, relation.unit, daly, low, high,
                f"RR {relation.risk:g} ({relation.low:g}-{relation.high:g}) per {relation.per:g} {relation.unit}, "
                f"{relation.outcome}, {100.0 * present:.0f} % of the year indoors here",
                relation.source,
            )
        )  # fmt: skip
    return Burden(_persons(inputs, people), tuple(parts))


def _persons(inputs: HealthInputs, people: float) -> float:
    """Return how many people use the building: the most that are in it at once."""
    rows = [room.index for room in inputs.rooms]
    return min(people, float(inputs.hourly.people[rows].sum(axis=0).max())) if rows else 0.0


def _dose(inputs: HealthInputs, indicator: Indicator | None, relation: Relation) -> tuple[float, float] | None:
    """Return the mean concentration that people breathe here, and the share of the year they are here [0-1]."""
    if indicator is None:
        return None
    index = {room.guid: room.index for room in inputs.rooms}
    pairs = []
    for space in indicator.spaces:
        value = space.value if relation.quantity == "value" else space.drivers.get(relation.quantity)
        if isinstance(value, (int, float)) and space.guid in index:
            pairs.append((float(value), float(inputs.hourly.people[index[space.guid]].mean())))
    persons = math.fsum(weight for _, weight in pairs)
    most = _persons(inputs, math.inf)
    if persons <= 0.0 or most <= 0.0:
        return None
    return math.fsum(value * weight for value, weight in pairs) / persons, min(1.0, persons / most)
