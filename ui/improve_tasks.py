"""Searches in the worker: how much there is to work out and how long that takes, and the search itself."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Literal, cast

from ui.wish import Wish

if TYPE_CHECKING:
    from bldgassess.advisor.constraints import Limit
    from bldgassess.advisor.costs import CostTable
    from bldgassess.advisor.pool import EvaluatorPool
    from bldgassess.advisor.result import Advice, Method, Point
    from bldgassess.advisor.space import Candidate, Space
    from bldgassess.progress import Progress
    from ui.engine import Engine
    from ui.wire import Ask

#: Beaten points that the window gets: more would cover each other, and take longer to draw than a window may.
MOST_BEATEN = 400
#: Combinations of one year that are timed.
_TRIED = 16
#: Share of the time bar that the search takes; the rest is the check of the front.
_SEARCH_SHARE = 0.85


@dataclass(frozen=True, slots=True)
class Estimate:
    """How large a search is and how long it may take here.

    ``size``: combinations before any rule; ``evaluated``: how many are worked out at most; ``years``: hourly years
    among them; ``seconds``: from what a few of them took just now.
    """

    size: int
    evaluated: int
    years: int
    method: Method
    seconds: float


def estimate(engine: Engine, request: Ask, progress: Progress) -> Estimate:
    """Measure the first combination, one with a new year and some without, and return what the whole search would take.

    Raises
    ------
    UserError
        When there is nothing to choose, or a level or the study does not fit.
    """
    from bldgassess.advisor.pool import EvaluatorPool
    from bldgassess.advisor.search import MOST_EXHAUSTIVE

    wish: Wish = request.values[0]
    space, costs = _space(request, wish), _costs(wish)
    is_whole = wish.method == "exhaustive" or (wish.method == "auto" and space.size <= MOST_EXHAUSTIVE)
    method: Method = "exhaustive" if is_whole else "genetic"
    evaluated = space.size if is_whole else min(space.size, wish.evaluations)
    with EvaluatorPool(_subject(engine, request, space, costs)) as pool:
        first_s = _seconds_of(pool, space.base)
        progress("", 0.2)
        heat = pool.heat_choices()
        progress("", 0.5)
        year_s = _seconds_of(pool, _of_new_year(space, heat)) or first_s
        progress("", 0.8)
        rest = [_seconds_of(pool, item) for item in islice(_of_one_year(space, heat), _TRIED)]
    rest = rest[len(rest) // 2 :]  # the first ones work out what all later ones share
    rest_s = math.fsum(rest) / len(rest) if rest else year_s
    years = min(evaluated, math.prod(len(space.choices[place].levels) for place in heat))
    seconds = first_s + (years - 1) * year_s + (evaluated - years) * min(rest_s, year_s)
    return Estimate(space.size, evaluated, years, method, seconds)


def run_search(engine: Engine, request: Ask, progress: Progress) -> Advice:
    """Search, and return what the window shows of it.

    Raises
    ------
    UserError
        What stands against it, in words.
    Cancelled
        When it was stopped.
    """
    from bldgassess.advisor.search import search

    wish: Wish = request.values[0]

    def told(stage: str, fraction: float, /) -> None:
        done = _SEARCH_SHARE * fraction if stage == "search" else _SEARCH_SHARE + (1.0 - _SEARCH_SHARE) * fraction
        progress(stage, done)

    found = search(
        engine.model(request.paths),
        _space(request, wish),
        engine.data,
        objectives=wish.objectives,
        limits=_limits(engine, request, wish),
        costs=_costs(wish),
        method=cast('Method | Literal["auto"]', wish.method),
        seed=wish.seed,
        evaluations=wish.evaluations,
        workers=1,  # the worker is a daemonic process, which can have none of its own
        progress=told,
    )
    return lean(found)


def lean(advice: Advice, most: int = MOST_BEATEN) -> Advice:
    """Return a search with all that stands out and evenly chosen others of its beaten points; places are new.

    The front, the study, the way to the next level and each measure alone stay as they are.
    """
    answer = advice.next_level
    alone = {row.candidate for row in advice.abatement}
    kept = {*advice.front, advice.base, *(k for k in (answer.point, answer.best) if k is not None)}
    kept |= {k for k, point in enumerate(advice.points) if point.candidate in alone}
    others = [k for k in range(len(advice.points)) if k not in kept]
    stride = max(1, -(-len(others) // most))
    places = sorted({*kept, *others[::stride]})
    new = {old: place for place, old in enumerate(places)}
    front = set(advice.front)
    return replace(
        advice,
        points=tuple(_bare(advice.points[k]) if k not in front else advice.points[k] for k in places),
        front=tuple(new[k] for k in advice.front),
        base=new[advice.base],
        next_level=replace(
            answer,
            point=None if answer.point is None else new[answer.point],
            best=None if answer.best is None else new[answer.best],
        ),
        refused=advice.refused[:most],
    )


def _bare(point: Point) -> Point:
    return replace(point, outcome=replace(point.outcome, health_classes=()))


def _space(request: Ask, wish: Wish) -> Space:
    from bldgassess.advisor.space import make_space

    return make_space(request.study, wish.levels, wish.rules)


def _costs(wish: Wish) -> CostTable | None:
    from bldgassess.advisor.costs import read_costs

    return read_costs(wish.costs) if wish.costs is not None else None


def _limits(engine: Engine, request: Ask, wish: Wish) -> tuple[Limit, ...]:
    """Return the limits; a budget by area becomes one of the whole building, by the area that the study is held by."""
    from bldgassess.advisor.constraints import Limit
    from bldgassess.pipeline.area import with_reference_area

    found = []
    if wish.budget_kgco2e_per_m2 is not None:
        area = with_reference_area(engine.building(request.paths), request.study).gia_m2
        found.append(Limit("budget_kgco2e", wish.budget_kgco2e_per_m2 * area))
    if wish.cost is not None:
        found.append(Limit("cost", wish.cost))
    return tuple(found)


def _subject(engine: Engine, request: Ask, space: Space, costs: CostTable | None) -> Any:  # noqa: ANN401 - Subject
    from bldgassess.advisor.evaluate import make_subject

    return make_subject(engine.model(request.paths), space, engine.data, costs=costs)


def _seconds_of(pool: EvaluatorPool, candidate: Candidate | None) -> float:
    """Return how long a combination takes, 0 where there is none."""
    if candidate is None:
        return 0.0
    start = time.perf_counter()
    pool.evaluate([candidate])
    return time.perf_counter() - start


def _of_one_year(space: Space, heat: Collection[int]) -> Iterator[Candidate]:
    """Yield the allowed combinations that leave the year as the study has it, but for the study itself."""
    levels = [[item.base] if k in heat else range(len(item.levels)) for k, item in enumerate(space.choices)]
    return (item for item in product(*levels) if item != space.base and space.allows(item))


def _of_new_year(space: Space, heat: Sequence[int]) -> Candidate | None:
    """Return the study with another level of the first choice that changes the year, ``None`` where none may be."""
    moved = space.moves_of(heat[0])[0] if heat else None
    return moved if moved is not None and space.allows(moved) else None
