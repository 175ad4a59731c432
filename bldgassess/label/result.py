"""The label: points by criterion and category, level, what is missing to the next, what would gain most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.errors import Issue
from bldgassess.evidence.register import Piece

State = Literal["assessed", "not_assessed", "not_applicable"]


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A value for a criterion. ``evidence``: "declared", "document", "computed" or "measured"; ``explain``: a path."""

    value: float
    evidence: str
    explain: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion.

    ``points`` unrounded; ``score_pct`` 0-100; ``curve``: the one used; ``slope``: d(points)/d(metric) at the value,
    towards the better side, 0 beyond the curve's ends, ``None`` where nothing is scored; ``reason``: the assessor's,
    why it does not apply; ``takes``: the evidence that counts at this stage; ``explain``: path of the figure that the
    value is, in results.json.
    """

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
    direction: Literal["lower", "higher"]
    slope: float | None
    takes: tuple[str, ...]
    reason: str = ""
    explain: str = ""


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
class Improvement:
    """Points that one step of effort gains.

    Parameters
    ----------
    kind : {"step", "evidence"}
        The metric moved by ``step`` [``unit``], or the value that is known proved by evidence that counts.
    needs : str
        The evidence, where it is that.
    gain_points : float
        Points of the label.
    effort_class : float
        1 a document ... 5 the site; ``effort_source`` says where the class comes from.
    measures : tuple of str
        Ids of the study's measures that act on the metric; what they gain a re-assessment says.
    """

    criterion: str
    metric: str
    kind: Literal["step", "evidence"]
    step: float
    unit: str
    needs: str
    gain_points: float
    effort_class: float
    effort_source: str
    measures: tuple[str, ...]

    @property
    def gain_per_effort(self) -> float:
        """Points for one class of effort."""
        return self.gain_points / self.effort_class


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
    improvements: tuple[Improvement, ...] = ()
    pieces: tuple[Piece, ...] = ()
    issues: tuple[Issue, ...] = ()
