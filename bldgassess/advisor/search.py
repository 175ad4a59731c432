"""The search: every combination of a space, or NSGA-II where there are too many; the front, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from bldgassess import __version__
from bldgassess.advisor.abatement import compute_abatement
from bldgassess.advisor.constraints import Limit
from bldgassess.advisor.costs import CostTable
from bldgassess.advisor.evaluate import make_subject
from bldgassess.advisor.front import FloatArray, has_pymoo, hypervolume, non_dominated
from bldgassess.advisor.genetic import Scores, run_genetic, single_moves
from bldgassess.advisor.levels import find_next_level
from bldgassess.advisor.pool import EvaluatorPool, Found
from bldgassess.advisor.result import (
    OBJECTIVES,
    Advice,
    DataVersions,
    LevelName,
    Method,
    ObjectiveId,
    Outcome,
    Point,
    Refusal,
)
from bldgassess.advisor.space import Candidate, Space
from bldgassess.advisor.verify import verify_points
from bldgassess.errors import Issue, UserError
from bldgassess.health.light.result import Quality
from bldgassess.model import ReadModel
from bldgassess.pipeline.data import DataSnapshot, choose_catalogue, choose_weather
from bldgassess.progress import Progress, silent

#: More combinations than this are not gone through one by one.
MOST_EXHAUSTIVE = 100_000
DEFAULT_OBJECTIVES: tuple[ObjectiveId, ...] = ("carbon", "health", "label")
DEFAULT_EVALUATIONS = 2000


def search(
    model: ReadModel,
    space: Space,
    data: DataSnapshot,
    *,
    objectives: Sequence[ObjectiveId] = DEFAULT_OBJECTIVES,
    limits: Sequence[Limit] = (),
    costs: CostTable | None = None,
    method: Method | Literal["auto"] = "auto",
    seed: int = 0,
    evaluations: int = DEFAULT_EVALUATIONS,
    workers: int = 1,
    daylight: Quality = "quick",
    verify: bool = True,
    progress: Progress = silent,
) -> Advice:
    """Search a space for the combinations that no other beats.

    Parameters
    ----------
    model : ReadModel
        What ``read_model`` read, with its shapes: windows change the light of rooms.
    space : Space
        See ``make_space``.
    objectives : sequence of {"carbon", "health", "label", "cost"}
        "cost" needs ``costs``.
    limits : sequence of Limit
        The most that carbon or cost may be; points beyond are kept but never on the front.
    method : {"auto", "exhaustive", "genetic"}
        "auto" goes through up to ``MOST_EXHAUSTIVE`` combinations and takes NSGA-II above.
    seed, evaluations : int
        Of NSGA-II: the start of its chance, and how many different combinations it may ask for.
    workers : int
        Processes; a daemonic process can have none, so give 1 there.
    verify : bool
        Assess each point of the front once more by itself and compare.
    progress : callable
        Told "search" and "verify" with the share done; may raise ``Cancelled``.

    Raises
    ------
    UserError
        When an objective or limit lacks its costs, the space is too large for "exhaustive", pymoo is needed and not
        installed, or the study as it stands cannot be assessed.
    """
    _check(objectives, limits, costs)
    chosen: Method = method if method != "auto" else "exhaustive" if space.size <= MOST_EXHAUSTIVE else "genetic"
    if chosen == "exhaustive" and space.size > MOST_EXHAUSTIVE:
        raise UserError(Issue("advisor.too_many", {"size": space.size, "most": MOST_EXHAUSTIVE}))
    subject = make_subject(model, space, data, costs=costs, daylight=daylight)
    with EvaluatorPool(subject, workers) as pool:
        base = pool.evaluate([space.base])[0]
        if isinstance(base, Refusal):
            raise UserError(base.issues)
        if chosen == "exhaustive":
            pool.evaluate(space.candidates(), progress)
        else:
            _run_genetic(pool, objectives, limits, seed, evaluations, progress)
            pool.evaluate(single_moves(space))
    points = tuple(
        Point(item, found, _within(found, limits))
        for item, found in sorted(pool.known.items())
        if isinstance(found, Outcome)
    )
    refused = tuple(found for _, found in sorted(pool.known.items()) if isinstance(found, Refusal))
    values = np.array([scores_of(point.outcome, objectives) for point in points])
    front = find_front(points, values, space)
    ideal, reference = _corners(points, values)
    place = {point.candidate: number for number, point in enumerate(points)}
    catalogue, _ = choose_catalogue(space.study, data)
    levels = tuple(LevelName(level.id, level.by_language()) for level in catalogue.header.levels)
    verification = None
    if verify:
        verification = verify_points(model, space, data, [points[k] for k in front], daylight, workers, progress)
    return Advice(
        space=space,
        objectives=tuple(objectives),
        limits=tuple(limits),
        method=chosen,
        seed=seed,
        points=points,
        front=front,
        base=place[space.base],
        evaluated=len(pool.known),
        ideal=ideal,
        reference=reference,
        hypervolume=hypervolume(values[list(front)], ideal, reference) if has_pymoo() and front else None,
        abatement=compute_abatement(space, points, place),
        next_level=find_next_level(model, space, data, points, levels, place[space.base], costs, daylight),
        levels=levels,
        currency=costs.currency if costs else "",
        data=_versions(model, space, data),
        verification=verification,
        refused=refused,
    )


def scores_of(outcome: Outcome, objectives: Sequence[ObjectiveId]) -> tuple[float, ...]:
    """Return the objectives of an outcome, turned so that less is better; an unknown cost is infinite."""
    scores = []
    for key in objectives:
        row = OBJECTIVES[key]
        value = getattr(outcome, row.figure)
        scores.append(float("inf") if value is None else -value if row.more_is_better else value)
    return tuple(scores)


def find_front(points: Sequence[Point], values: FloatArray, space: Space) -> tuple[int, ...]:
    """Return the places of the points within the limits that none of these beats, best in the first objective first.

    Of points with equal objectives the one that changes fewest choices stands for all.
    """
    inside = _inside(points, values)
    marked = [k for k, on in zip(inside, non_dominated(values[inside]), strict=True) if on]

    def moves(place: int) -> tuple[int, Candidate]:
        candidate = points[place].candidate
        return len(space.moved(candidate)), candidate

    chosen: dict[tuple[float, ...], int] = {}
    for place in sorted(marked, key=moves):
        chosen.setdefault(tuple(values[place]), place)
    return tuple(chosen[key] for key in sorted(chosen))


def _run_genetic(
    pool: EvaluatorPool,
    objectives: Sequence[ObjectiveId],
    limits: Sequence[Limit],
    seed: int,
    evaluations: int,
    progress: Progress,
) -> None:
    space = pool.subject.space

    def score(candidates: list[Candidate]) -> list[Scores]:
        allowed = [item for item in candidates if space.allows(item)]
        found = dict(zip(allowed, pool.evaluate(allowed), strict=True))
        progress("search", min(1.0, len(pool.known) / evaluations))
        return [_scores(found.get(item), objectives, limits) for item in candidates]

    run_genetic(space, score, objectives=len(objectives), limits=len(limits), seed=seed, evaluations=evaluations)


def _scores(found: Found | None, objectives: Sequence[ObjectiveId], limits: Sequence[Limit]) -> Scores:
    if not isinstance(found, Outcome):
        return None
    scores = scores_of(found, objectives)
    if not np.isfinite(scores).all():
        return None
    return scores, tuple(_passed(found, limit) for limit in limits)


def _passed(outcome: Outcome, limit: Limit) -> float:
    """Return how far a limit is passed; 0 or less where it is kept. A cost that is not known keeps none."""
    value = outcome.carbon_kgco2e if limit.figure == "budget_kgco2e" else outcome.cost
    return float("inf") if value is None else value - limit.most


def _within(outcome: Outcome, limits: Sequence[Limit]) -> bool:
    return all(_passed(outcome, limit) <= 0.0 for limit in limits)


def _inside(points: Sequence[Point], values: FloatArray) -> list[int]:
    """Return the places of the points within the limits whose objectives are all known."""
    return [k for k, point in enumerate(points) if point.within and np.isfinite(values[k]).all()]


def _corners(points: Sequence[Point], values: FloatArray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the best and the worst of each objective over all points within the limits."""
    inside = _inside(points, values)
    if not inside:
        return (), ()
    return tuple(values[inside].min(axis=0).tolist()), tuple(values[inside].max(axis=0).tolist())


def _check(objectives: Sequence[ObjectiveId], limits: Sequence[Limit], costs: CostTable | None) -> None:
    problems = [
        Issue("advisor.unknown_objective", {"id": str(key)[:60], "choices": ", ".join(OBJECTIVES)})
        for key in objectives
        if key not in OBJECTIVES
    ]
    if not objectives:
        problems.append(Issue("advisor.no_objective", {"choices": ", ".join(OBJECTIVES)}))
    if costs is None and ("cost" in objectives or any(limit.figure == "cost" for limit in limits)):
        problems.append(Issue("advisor.no_costs", {}))
    if problems:
        raise UserError(problems)


def _versions(model: ReadModel, space: Space, data: DataSnapshot) -> DataVersions:
    catalogue, _ = choose_catalogue(space.study, data)
    weather, _, _ = choose_weather(model.building, space.study, data)
    header = catalogue.header
    return DataVersions(
        program=__version__,
        model_sha256=tuple(sorted(model.building.digests)),
        weather_sha256=weather.digest,
        factors=data.store.info,
        catalogue=(header.id, header.version, catalogue.sha256),
    )
