"""Combinations evaluated in this process or in several, those with the same year together."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from types import TracebackType

from bldgassess.advisor.evaluate import Evaluator, Subject, evaluate_in_turn
from bldgassess.advisor.result import Outcome, Refusal
from bldgassess.advisor.space import Candidate
from bldgassess.progress import Progress, silent

#: The stage that progress is told.
STAGE = "search"
#: Most combinations in one piece of work: what a stop waits for, and how evenly the last pieces end.
_MOST_AT_ONCE = 250
#: Fewer than this are not worth starting processes for.
_WORTH_PROCESSES = 60

Found = Outcome | Refusal

#: The evaluator of a worker process; set once by ``_start``, never in the process that asks.
_own: list[Evaluator] = []


@dataclass(slots=True)
class EvaluatorPool:
    """Evaluates combinations of a subject; what was evaluated once is known. Use as a context.

    Parameters
    ----------
    workers : int
        Processes; 1 works in this one. They are started at the first large piece of work.
    """

    subject: Subject
    workers: int = 1
    known: dict[Candidate, Found] = field(default_factory=dict)
    _here: Evaluator = field(init=False)
    _heat: tuple[int, ...] | None = field(init=False, default=None)
    _executor: ProcessPoolExecutor | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._here = Evaluator(self.subject)

    def __enter__(self) -> EvaluatorPool:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; what is under way is finished first, what waits is dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def evaluate(self, candidates: Iterable[Candidate], progress: Progress = silent) -> list[Found]:
        """Return the figures of combinations in their order; the engine's refusals stand in their places.

        ``progress`` is told "search" with the share done and may raise ``Cancelled``.
        """
        wanted = list(candidates)
        new = [item for item in dict.fromkeys(wanted) if item not in self.known]
        pieces = self._pieces(new)
        progress(STAGE, 0.0)
        done = 0
        if self.workers > 1 and (self._executor is not None or len(new) >= _WORTH_PROCESSES):
            for found in self._in_processes(pieces):
                self.known.update(found)
                done += len(found)
                progress(STAGE, done / len(new))
        else:
            for item, found_here in evaluate_in_turn(self._here, (item for piece in pieces for item in piece)):
                self.known[item] = found_here
                done += 1
                progress(STAGE, done / len(new))
        return [self.known[item] for item in wanted]

    def _in_processes(self, pieces: Sequence[list[Candidate]]) -> Iterable[list[tuple[Candidate, Found]]]:
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(
                self.workers, mp_context=context, initializer=_start, initargs=(self.subject,)
            )
        futures: list[Future[list[tuple[Candidate, Found]]]] = [self._executor.submit(_work, item) for item in pieces]
        for future in as_completed(futures):
            yield future.result()

    def _pieces(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """Sort combinations so that those with one year follow each other, and cut them into pieces of work."""
        heat = self.heat_choices() if len(candidates) > 1 else ()
        groups: dict[tuple[int, ...], list[Candidate]] = {}
        for item in candidates:
            groups.setdefault(tuple(item[k] for k in heat), []).append(item)
        pieces: list[list[Candidate]] = []
        for key in sorted(groups):
            group = sorted(groups[key])
            pieces += [group[k : k + _MOST_AT_ONCE] for k in range(0, len(group), _MOST_AT_ONCE)]
        return pieces

    def heat_choices(self) -> tuple[int, ...]:
        """Return the places of the choices that change the thermal model, each tried alone; order alone rests on it."""
        if self._heat is None:
            space, here = self.subject.space, self._here
            base = here.heat_key(space.base)
            self._heat = tuple(
                place
                for place in range(len(space.choices))
                if any(here.heat_key(item) != base for item in space.moves_of(place))
            )
        return self._heat


def _start(subject: Subject) -> None:
    _own.append(Evaluator(subject))


def _work(candidates: list[Candidate]) -> list[tuple[Candidate, Found]]:
    return list(evaluate_in_turn(_own[0], candidates))
