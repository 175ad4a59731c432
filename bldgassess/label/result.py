"""The label: points by criterion and category, level, what is missing to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["assessed", "not_assessed", "not_applicable"]


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A value for a criterion. ``evidence``: "declared", "document", "computed" or "measured"; ``explain``: a path."""

    value: float
    evidence: str
    explain: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion. ``points`` unrounded; ``score_pct`` 0-100; ``curve``: the one used."""

    id: str
    category: str
    title: dict[str, str]
    metric: str
    value: float | None
    unit: str
    score_pct: float
    points: float
    max_points: float
    state: State
    evidence: str | None
    evidence_ok: bool
    prerequisite_ok: bool | None
    curve: tuple[tuple[float, float], ...]
    sources: tuple[tuple[str, str, str], ...]  # doc, clause, confidence


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """Points of a category; ``pct`` = points / max x 100; ``minimum_pct``: level id -> the share it asks for."""

    id: str
    title: dict[str, str]
    points: float
    max_points: float
    pct: float
    minimum_pct: dict[str, float]


@dataclass(frozen=True, slots=True)
class NextLevel:
    """What stands between the design and the next level: points, category shares, and conditions by criterion id."""

    id: str
    title: dict[str, str]
    points_missing: float
    categories_missing_pct: dict[str, float]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelResult:
    """The whole label. ``level``: None where not even the first is reached. ``official``: the catalogue's own flag."""

    catalogue_id: str
    catalogue_version: str
    catalogue_sha256: str
    official: bool
    disclaimer: dict[str, str]
    stage: str
    score: float
    level: str | None
    level_title: dict[str, str] | None
    categories: tuple[CategoryResult, ...]
    criteria: tuple[CriterionResult, ...]
    next_level: NextLevel | None
