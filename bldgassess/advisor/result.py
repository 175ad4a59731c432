"""What a search found: every combination with its figures, the front, measures one at a time, the next level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bldgassess.advisor.constraints import Limit
from bldgassess.advisor.space import Candidate, Space
from bldgassess.errors import Issue
from bldgassess.health.result import HealthClass
from bldgassess.texts import mark

ObjectiveId = Literal["carbon", "health", "label", "cost"]
Method = Literal["exhaustive", "genetic"]

#: Hourly results agree to this on any machine (docs/method.md).
HOURLY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Objective:
    """What is sought: a figure of ``Outcome``. ``title`` and ``unit`` are message ids."""

    id: ObjectiveId
    title: str
    unit: str
    figure: str
    more_is_better: bool


OBJECTIVES: dict[str, Objective] = {
    "carbon": Objective("carbon", mark("Whole-life carbon"), "kgCO2e/m2", "carbon_kgco2e_per_m2_gia", False),
    "health": Objective("health", mark("Health"), mark("points"), "health_score", True),
    "label": Objective("label", mark("Label"), mark("points"), "label_points", True),
    "cost": Objective("cost", mark("First cost"), "", "cost", False),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one combination, as ``assess`` gives them.

    Parameters
    ----------
    carbon_kgco2e, embodied_kgco2e, operational_kgco2e : float
        A to C of the study's profile [kgCO2e]: the total, without B6 to B8, and B6 to B8. Sinks that the profile
        counts are in the total alone.
    carbon_kgco2e_per_m2_gia : float
        The total by gross internal area.
    eui_kwh_per_m2_gia : float
        Final energy of a year.
    label_level : str or None
        Id of the catalogue; ``None`` where not even the first is reached.
    cost : float or None
        First cost of the measures; ``None`` without a cost table or where it lacks a measure that is taken.
    health_classes : tuple of (str, str)
        Class of each indicator, by id.
    """

    carbon_kgco2e: float
    embodied_kgco2e: float
    operational_kgco2e: float
    carbon_kgco2e_per_m2_gia: float
    eui_kwh_per_m2_gia: float
    health_score: float
    health_class: HealthClass
    label_points: float
    label_level: str | None
    cost: float | None = None
    health_classes: tuple[tuple[str, HealthClass], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A combination and its figures. ``within``: it keeps every limit of the search."""

    candidate: Candidate
    outcome: Outcome
    within: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """A combination that the engine refuses (systems that cannot be), and why."""

    candidate: Candidate
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Abatement:
    """One level of one measure alone against the study as it stands; differences are after minus before.

    ``level_before``, ``level_after``: of the label. ``classes``: indicators whose class changes: id, before, after.
    """

    path: str
    level: float | str | None
    candidate: Candidate
    carbon_kgco2e: float
    embodied_kgco2e: float
    operational_kgco2e: float
    carbon_kgco2e_per_m2_gia: float
    health_points: float
    label_points: float
    level_before: str | None
    level_after: str | None
    classes: tuple[tuple[str, HealthClass, HealthClass], ...] = ()
    cost: float | None = None

    @property
    def saved_kgco2e(self) -> float:
        """Whole-life carbon saved; negative where the measure costs more than it saves."""
        return -self.carbon_kgco2e


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """What gets the design to the next level of the label for least carbon or cost.

    Parameters
    ----------
    wanted : str or None
        Id of the level asked for; ``None`` where the design is at the highest already.
    by : {"carbon", "cost"}
    point : int or None
        Place in ``Advice.points`` of the cheapest combination that reaches it; ``None`` where none does.
    best : int or None
        Where none does: the combination with most points.
    points_asked : float
        Points that the level asks for in all.
    points_missing, categories_missing_pct, conditions
        What still bars the best one: points, shares of categories [percentage points], criteria by id.
    undeclared : tuple of str
        Of all criteria, those that nobody has declared or proved: what no measure can gain.
    improvements : tuple of str
        Criteria in which a step would gain most for the best one (``label.improve``).
    """

    wanted: str | None
    by: Literal["carbon", "cost"]
    point: int | None
    best: int | None = None
    points_asked: float = 0.0
    points_missing: float = 0.0
    categories_missing_pct: tuple[tuple[str, float], ...] = ()
    conditions: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Points assessed again, each by itself and without a cache.

    Parameters
    ----------
    points : int
        How many.
    carbon_difference, hourly_difference : float
        Largest relative difference of embodied carbon, and of all that rests on the hourly year.
    same_words : bool
        Whether all classes and levels are the same.
    """

    points: int
    carbon_difference: float
    hourly_difference: float
    same_words: bool

    @property
    def holds(self) -> bool:
        """Whether embodied carbon is the same to the last digit, what rests on hours to 1e-9, and all words."""
        return self.carbon_difference == 0.0 and self.hourly_difference <= HOURLY_TOLERANCE and self.same_words


@dataclass(frozen=True, slots=True)
class DataVersions:
    """What the search was made with: program, model and weather, factors and criteria by id, version and sha256."""

    program: str
    model_sha256: tuple[str, ...]
    weather_sha256: str
    factors: tuple[str, str, str]
    catalogue: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level of the label and its title by language."""

    id: str
    title: dict[str, str]


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything a search found. ``points`` in the order of the space; ``front`` and ``base`` are places in them.

    Parameters
    ----------
    ideal, reference : tuple of float
        The best and the worst of each objective over all points within the limits, the less the better (points of
        health and label with a minus); empty where no point is within.
    hypervolume : float or None
        Share of the box between them that the front covers [0-1]; ``None`` without pymoo.
    evaluated : int
        How many combinations were worked out; with "genetic" fewer than the space has.
    levels : tuple of LevelName
        Of the label, lowest first.
    currency : str
        Of costs; empty without a table.
    """

    space: Space
    objectives: tuple[ObjectiveId, ...]
    limits: tuple[Limit, ...]
    method: Method
    seed: int
    points: tuple[Point, ...]
    front: tuple[int, ...]
    base: int
    evaluated: int
    ideal: tuple[float, ...]
    reference: tuple[float, ...]
    hypervolume: float | None
    abatement: tuple[Abatement, ...]
    next_level: LevelAnswer
    levels: tuple[LevelName, ...]
    currency: str
    data: DataVersions
    verification: Verification | None = None
    refused: tuple[Refusal, ...] = ()
