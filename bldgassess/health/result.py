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
