"""``run_tasks``: tasks to rows, on this machine's processes or on a Dask cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.portfolio.order import TaskOrder
from bldgassess.portfolio.pool import Ended, OneProcess, Pool, Processes
from bldgassess.portfolio.row import Detail, Row, bug_row, failed_row
from bldgassess.portfolio.store import Store
from bldgassess.portfolio.task import Task, program_digest
from bldgassess.portfolio.worker import Setup

__all__ = ["Counts", "Outcome", "Run", "run_tasks"]

#: Progress is told, and a wish to stop heard, at least so often; without any worker for longer a run ends [s].
_TICK_S, _PATIENCE_S = 0.2, 120.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Where a run stands. ``kept``: rows that the store had before. ``lost``: starts that ended with their worker."""

    total: int
    kept: int = 0
    done: int = 0
    failed: int = 0
    running: int = 0
    lost: int = 0

    @property
    def left(self) -> int:
        """Tasks without a row."""
        return self.total - self.kept - self.done - self.failed


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last counts, and times [s]: until workers were ready, and from then on.

    ``task_s`` and ``processor_s``: in tasks, by the clock and of the processor, summed over workers.
    """

    counts: Counts
    warm_up_s: float = 0.0
    run_s: float = 0.0
    task_s: float = 0.0
    processor_s: float = 0.0


def run_tasks(
    tasks: Iterable[Task],
    store: Store,
    *,
    workers: int | None = None,
    cluster: str = "",
    dask: bool | None = None,
    on_row: Callable[[Row], None] | None = None,
    progress: Callable[[Counts], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    detail: Detail | None = None,
    office: Path | None = None,
    allowed_failures: int = 3,
) -> Outcome:
    """Assess what the store does not hold yet; each row is in the store before anybody hears of it.

    Rows do not depend on the number of workers or on the order of tasks. Tasks of one key run once. A task that fails
    is a row with the reason; one whose worker dies is tried again, alone on a worker.

    Parameters
    ----------
    workers : int, optional
        Processes of this machine; its processors where absent, 0 for the caller's own process.
    cluster : str
        Address of a Dask scheduler; its workers are used instead.
    dask : bool, optional
        Whether a cluster on this machine is Dask's; where absent, if it is installed.
    on_row, progress : callable
        Told each new row, and the counts at least every 0.2 s while something runs elsewhere.
    cancel : callable
        Says whether to stop; asked as often. What is in the store stays there.
    detail : callable
        A module's function that makes the bytes that a row keeps beside its figures.
    office : Path, optional
        Folder of the office's own factors.
    allowed_failures : int
        Deaths of workers that a task may cause and still be tried again.

    Raises
    ------
    UserError
        When there are no workers, no Dask, or the store cannot be written.
    Cancelled
        When ``cancel`` said so.
    """
    wanted = {task.key: task for task in tasks}
    finished = store.finished(with_detail=detail is not None)
    missing = [task for key, task in wanted.items() if key not in finished]
    counts = Counts(total=len(wanted), kept=len(wanted) - len(missing))
    if not missing:
        return Outcome(counts)
    setup = Setup(program_digest(), office.absolute() if office else None, detail)
    start = time.perf_counter()
    pool = _open_pool(setup, len(missing), workers, cluster, dask)
    ready = time.perf_counter()
    run = Run(pool, store, missing, counts, allowed_failures)
    try:
        while run.is_going():
            if cancel is not None and cancel():
                raise Cancelled
            rows = run.step()
            if on_row:
                for row in rows:
                    on_row(row)
            if progress:
                progress(run.counts)
    finally:
        pool.close()
    return Outcome(run.counts, ready - start, time.perf_counter() - ready, run.task_s, run.processor_s)


def _open_pool(setup: Setup, tasks: int, workers: int | None, cluster: str, dask: bool | None) -> Pool:
    """Start workers and wait until they are warm; never more than there are tasks."""
    from bldgassess.portfolio.cluster import DaskPool, has_dask

    if cluster:
        return DaskPool(setup, 0, cluster)
    count = min(tasks, os.cpu_count() or 1 if workers is None else workers)
    if count == 0:
        return OneProcess(setup)
    if dask or (dask is None and has_dask()):
        return DaskPool(setup, count)
    pool = Processes(setup, count)
    pool.await_ready()
    return pool


class Run:
    """Tasks between the order in which they wait and the store; ``step`` until none ``is_going``."""

    def __init__(self, pool: Pool, store: Store, tasks: list[Task], counts: Counts, allowed_failures: int) -> None:
        self.pool, self.store, self.counts, self.allowed = pool, store, counts, allowed_failures
        self.order = TaskOrder(tasks)
        self.at: dict[str, _Load] = {}
        self.deaths: dict[str, int] = {}
        self.tickets = 0
        self.task_s = self.processor_s = 0.0
        self.seen_s = time.monotonic()

    def is_going(self) -> bool:
        """Whether anything waits or runs."""
        return bool(self.order) or any(load.tasks for load in self.at.values())

    def step(self) -> tuple[Row, ...]:
        """Give tasks to workers, wait for what ends, and return its rows, which are in the store then."""
        self._give_all()
        return self._collect()

    def _give_all(self) -> None:
        """Give tasks to workers: one for each thread and one behind, so that none waits for the next.

        Raises
        ------
        UserError
            When there has been no worker for long.
        """
        there = self.pool.workers()
        if there:
            self.seen_s = time.monotonic()
        elif time.monotonic() - self.seen_s > _PATIENCE_S:
            raise UserError(Issue("portfolio.no_workers", {"seconds": int(_PATIENCE_S)}))
        for worker, threads in there.items():
            self.at.setdefault(worker, _Load(threads, {}))
        for behind in (0, 1):  # all threads first, so that the last tasks are spread
            for worker, threads in there.items():
                while self._may_give(worker, threads + behind) and (task := self.order.take(worker)):
                    self._give(worker, task)
        for worker in there:
            if self.order.suspects and not self.at[worker].tasks:
                self._give(worker, self.order.suspects.popleft())
        self._count()

    def _may_give(self, worker: str, most: int) -> bool:
        """Whether a worker takes one more; one that has a suspect takes none beside it."""
        has = self.at[worker].tasks
        return len(has) < most and not any(task.key in self.deaths for task in has.values())

    def _give(self, worker: str, task: Task) -> None:
        self.tickets += 1
        self.at[worker].tasks[self.tickets] = task
        self.pool.give(worker, self.tickets, task)

    def _collect(self) -> tuple[Row, ...]:
        """Wait for what ends, keep its rows and return them."""
        ended = self.pool.wait(_TICK_S)
        # answers first: what ended before its worker died is no cause of the death
        rows = [self._row(item) for item in ended if not item.is_lost]
        rows += self._give_up(item.ticket for item in ended if item.is_lost)
        if rows:
            self.store.put(rows)
        self._count(rows)
        return tuple(rows)

    def _row(self, ended: Ended) -> Row:
        task = self._where(ended.ticket).tasks.pop(ended.ticket)
        if ended.answer is None:
            return bug_row(task, ended.reason or RuntimeError("no answer"))
        self.task_s += ended.answer.seconds
        self.processor_s += ended.answer.processor_s
        return ended.answer.row

    def _give_up(self, tickets: Iterable[int]) -> list[Row]:
        """Let lost tasks wait again; returns rows of those that have ended too many workers.

        The first tasks of a worker, one for each thread, were running and are suspects; the others had not begun.
        """
        rows: list[Row] = []
        began = {ticket for load in self.at.values() for ticket in list(load.tasks)[: load.threads]}
        for ticket in sorted(tickets, reverse=True):
            task = self._where(ticket).tasks.pop(ticket)
            if ticket not in began:
                self.order.give_back(task)
                continue
            self.counts = replace(self.counts, lost=self.counts.lost + 1)
            self.deaths[task.key] = self.deaths.get(task.key, 0) + 1
            if self.deaths[task.key] <= self.allowed:
                self.order.suspects.append(task)
            else:
                rows.append(failed_row(task, [Issue("portfolio.gave_up", {"count": self.deaths[task.key]})]))
        gone = [worker for worker in self.at if not self.at[worker].tasks and worker not in self.pool.workers()]
        for worker in gone:
            del self.at[worker]
            self.order.forget(worker)
        return rows

    def _where(self, ticket: int) -> _Load:
        return next(load for load in self.at.values() if ticket in load.tasks)

    def _count(self, rows: Sequence[Row] = ()) -> None:
        failed = sum(row.state == "failed" for row in rows)
        self.counts = replace(
            self.counts,
            done=self.counts.done + len(rows) - failed,
            failed=self.counts.failed + failed,
            running=sum(min(load.threads, len(load.tasks)) for load in self.at.values()),
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """What a worker has: how many run at once, and tasks by ticket in the order in which they were given."""

    threads: int
    tasks: dict[int, Task]
