"""Health indicators per space and for the building."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bldgassess.errors import Issue
from bldgassess.model import Assumption

HealthClass = Literal["I", "II", "III", "IV", "outside", "not_assessed"]


@dataclass(frozen=True, slots=True)
class SpaceIndicator:
    """One indicator in one space. ``drivers``: what makes it so, for explain (hours, months, causes as numbers).

    Where it has no value, ``reason`` says why (a message id, translated at the border).
    """

    guid: str
    value: float | None
    health_class: HealthClass
    score: float | None
    drivers: dict[str, float | str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator for the building and each of its occupied spaces.

    ``evidence``: "verified" or "to_be_confirmed" (limits from memory). ``input_quality``: "measured", "project" or
    "defaults".
    ``value`` of the building is the rule named in ``building_rule`` (such as "worst space", "area-weighted mean").
    ``limits``: the class limits used, as printed. ``out_of_range_h``: hours outside the model's range of validity.
    """

    id: str
    pillar: str
    name: str
    value: float | None
    unit: str
    health_class: HealthClass
    score: float | None
    clause: str
    source: str
    evidence: str
    input_quality: str
    building_rule: str
    limits: str
    out_of_range_h: float
    spaces: tuple[SpaceIndicator, ...]
    formula_id: str


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """One limit of one group of people: the room that is furthest from it, and the class under the group's limit.

    ``value`` and ``guid`` are of that room (empty for the site); a group whose limit is missed is in IV at best.
    """

    indicator: str
    quantity: str
    value: float
    better: str
    limit: float
    unit: str
    health_class: HealthClass
    passes: bool
    guid: str
    clause: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PopulationResult:
    """A group of people, such as "infant": whether all its limits are kept, and each of them."""

    population: str
    health_class: HealthClass
    rows: tuple[PopulationRow, ...]

    @property
    def passes(self) -> bool:
        """Whether every limit of the group is kept."""
        return all(row.passes for row in self.rows)

    @property
    def failures(self) -> tuple[PopulationRow, ...]:
        """The limits that are missed."""
        return tuple(row for row in self.rows if not row.passes)


@dataclass(frozen=True, slots=True)
class PillarRating:
    """A pillar: weight, score 0-100 (mean of its indicators), class of its worst indicator."""

    pillar: str
    weight: float
    score: float
    health_class: HealthClass


@dataclass(frozen=True, slots=True)
class RoomRating:
    """A room: score, class of its worst indicator and which one that is."""

    guid: str
    score: float
    health_class: HealthClass
    worst_indicator: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The building: compensating score beside the worst-of class, so that neither hides the other.

    ``score`` is held at ``VETO_SCORE`` where an indicator of ``vetoes`` is in class IV or outside; ``plain_score`` is
    not. ``worst_tenth_score``: mean of the lowest tenth of rooms. ``stamp``: "A" measured, "B" project data, "C"
    defaults, with the shares of indicators [0-1] measured, of project data, of defaults.
    ``tail``: class of each parameter of the TAIL scheme that is known, and "overall".
    """

    score: float
    plain_score: float
    worst_tenth_score: float
    health_class: HealthClass
    pillars: tuple[PillarRating, ...]
    rooms: tuple[RoomRating, ...]
    vetoes: tuple[str, ...]
    stamp: str
    quality_shares: tuple[float, float, float]
    tail: dict[str, HealthClass]


@dataclass(frozen=True, slots=True)
class BurdenPart:
    """Healthy years lost by one pollutant [DALY/(person a)] with its interval, against ``reference``."""

    pollutant: str
    concentration: float
    reference: float
    unit: str
    daly: float
    low: float
    high: float
    relation: str
    source: str


@dataclass(frozen=True, slots=True)
class Burden:
    """Health burden (J1). ``parts`` are not added up: their relations overlap."""

    people: float
    parts: tuple[BurdenPart, ...]


@dataclass(frozen=True, slots=True)
class ClimateResult:
    """Thermal indicators and groups of people in another climate, such as "2.0"."""

    climate: str
    weather: str
    source: str
    indicators: tuple[Indicator, ...]
    populations: tuple[PopulationResult, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class HealthResult:
    """All indicators. ``score`` 0-100 (weighted), ``health_class`` the worst of the assessed indicators.

    ``metrics``: values that label criteria ask for, by metric key (such as "health.co2_delta_p95").
    """

    indicators: tuple[Indicator, ...]
    score: float
    health_class: HealthClass
    metrics: dict[str, float]
    assumptions: tuple[Assumption, ...] = ()
    issues: tuple[Issue, ...] = ()
    populations: tuple[PopulationResult, ...] = ()
    rating: Rating | None = None
    burden: Burden | None = None
    climates: tuple[ClimateResult, ...] = ()
