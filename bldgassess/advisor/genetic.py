"""NSGA-II (pymoo) over the levels of each choice, for spaces too large to go through; same seed, same result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bldgassess.advisor.front import has_pymoo
from bldgassess.advisor.space import Candidate, Space
from bldgassess.errors import Issue, UserError

POPULATION = 100
#: Generations without a new combination after which the search ends.
_MOST_IDLE = 15
#: What stands for the objectives of a combination that may not be.
_FAR = 1e12

#: Objectives, the less the better, and how far each limit is passed (0 or less: kept); ``None`` where it may not be.
Scores = tuple[Sequence[float], Sequence[float]] | None


def single_moves(space: Space) -> list[Candidate]:
    """Return the study as it stands and each allowed level of each choice alone."""
    moves = [item for place in range(len(space.choices)) for item in space.moves_of(place)]
    return [space.base, *(item for item in moves if space.allows(item))]


def run_genetic(
    space: Space,
    score: Callable[[list[Candidate]], list[Scores]],
    *,
    objectives: int,
    limits: int,
    seed: int,
    evaluations: int,
    population: int = POPULATION,
) -> None:
    """Let NSGA-II ask for combinations until it has asked for ``evaluations`` different ones or finds no new ones.

    The study as it stands and each level alone are among the first. What was found is with ``score``.

    Raises
    ------
    UserError
        When pymoo is not installed.
    """
    if not has_pymoo():
        raise UserError(Issue("advisor.no_pymoo", {"size": space.size}))
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import Problem
    from pymoo.operators.crossover.ux import UniformCrossover
    from pymoo.operators.repair.rounding import RoundingRepair

    most = np.array([len(item.levels) - 1 for item in space.choices])
    problem = Problem(n_var=len(most), n_obj=objectives, n_ieq_constr=limits + 1, xl=0, xu=most, vtype=int)
    algorithm = NSGA2(
        pop_size=population,
        sampling=_first(space, population, seed),
        crossover=UniformCrossover(repair=RoundingRepair()),
        mutation=_mutation(most),
        eliminate_duplicates=True,
    )
    algorithm.setup(problem, termination=("n_gen", evaluations), seed=seed, verbose=False)
    asked: set[Candidate] = set()
    idle = 0
    while algorithm.has_next() and len(asked) < evaluations and idle < _MOST_IDLE:
        people = algorithm.ask()
        if people is None or not len(people):
            return
        combinations = [tuple(int(value) for value in row) for row in people.get("X")]
        idle = 0 if set(combinations) - asked else idle + 1
        asked.update(combinations)
        found = score(combinations)
        people.set("F", np.array([item[0] if item else (_FAR,) * objectives for item in found], dtype=np.float64))
        barred = [(*(item[1] if item else (1.0,) * limits), 0.0 if item else 1.0) for item in found]
        people.set("G", np.array(barred, dtype=np.float64))
        for person in people:
            person.evaluated.update({"F", "G", "H"})
        algorithm.tell(infills=people)


def _first(space: Space, count: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the first population: the study, each level alone, and allowed combinations by chance."""
    random = np.random.default_rng(seed)
    found = dict.fromkeys(single_moves(space)[:count])
    tries = 0
    while len(found) < count and tries < 100 * count:
        tries += 1
        item = tuple(int(random.integers(len(choice.levels))) for choice in space.choices)
        if space.allows(item):
            found[item] = None
    return np.array(list(found), dtype=np.int64)


def _mutation(most: npt.NDArray[np.int64]) -> Any:  # noqa: ANN401 - a class of pymoo's
    """Return a mutation that gives each choice another level by chance, one choice on average."""
    from pymoo.core.mutation import Mutation

    class AnyLevel(Mutation):  # type: ignore[misc]
        def _do(self, _problem: Any, x: Any, random_state: Any = None, **_kwargs: Any) -> Any:  # noqa: ANN401
            changed = x.copy()
            hit = random_state.random(x.shape) < 1.0 / max(1, x.shape[1])
            changed[hit] = random_state.integers(0, most + 1, size=x.shape)[hit]
            return changed

    return AnyLevel()
