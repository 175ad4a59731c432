"""Workers of a Dask cluster: one of this machine, or any whose scheduler answers at an address.

Dask carries tasks and answers and says who is there; which worker gets which task, what is tried again and what is
given up is decided by the run, in the same way for all kinds of workers. docs/decisions/0020-portfolio.md.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bldgassess.errors import Issue, UserError
from bldgassess.portfolio.pool import Ended
from bldgassess.portfolio.task import Task
from bldgassess.portfolio.worker import THREADS, Setup, run_task, warm_up

if TYPE_CHECKING:
    from distributed import Client, Future

#: Workers are counted so often; an answer that takes longer to fetch is looked for again; a scheduler that takes longer
#: to answer at the start is told as missing [s].
_LOOK_S, _FETCH_S, _CONNECT_S = 0.5, 5, 10


def has_dask() -> bool:
    """Tell whether the extra ``cluster`` is installed."""
    from importlib.util import find_spec

    return find_spec("distributed") is not None


class DaskPool:
    """Workers of a Dask scheduler.

    Parameters
    ----------
    workers : int
        Processes of a cluster on this machine, where there is no ``address``.
    address : str
        Of a scheduler, such as "tcp://10.0.0.5:8786".

    Raises
    ------
    UserError
        When Dask is not installed, the scheduler does not answer, or a worker has another program.
    """

    def __init__(self, setup: Setup, workers: int, address: str = "") -> None:
        if not has_dask():
            raise UserError(Issue("portfolio.no_dask", {}))
        self._setup = setup
        self._closing = contextlib.ExitStack()
        self._ended: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._given: dict[int, tuple[str, Future]] = {}
        self._known: dict[str, int] = {}
        self._looked_s = 0.0
        self._client = self._connect(workers, address)
        try:
            self._warm_up()
        except BaseException:
            self.close()
            raise

    def _connect(self, workers: int, address: str) -> Client:
        import logging

        import dask
        from distributed import Client, LocalCluster

        if address:
            try:
                return self._closing.enter_context(Client(address, timeout=_CONNECT_S, set_as_default=False))
            except (OSError, ValueError) as error:
                reason = type(error).__name__
                raise UserError(Issue("portfolio.no_cluster", {"address": address, "reason": reason})) from error
        environment = {f"distributed.nanny.pre-spawn-environ.{name}": 1 for name in THREADS}
        with dask.config.set(environment):
            local = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, silence_logs=logging.CRITICAL,
                # no dashboard; what is left of its server takes any port, so that a second run beside this one is fine
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            )  # fmt: skip
        self._closing.enter_context(local)
        return self._closing.enter_context(Client(local, set_as_default=False))

    def _warm_up(self) -> None:
        """Let each worker that is there load its data; later ones do it with their first task."""
        programs = self._client.gather(
            [self._client.submit(warm_up, self._setup, workers=[name], pure=False) for name in self._client.nthreads()]
        )
        if any(program != self._setup.program for program in programs):
            raise UserError(Issue("portfolio.other_program", {}))

    def workers(self) -> Mapping[str, int]:
        """Return the threads of each worker; the scheduler is asked twice a second."""
        now = time.monotonic()
        if now - self._looked_s >= _LOOK_S:
            self._known, self._looked_s = dict(self._client.nthreads()), now
        return self._known

    def give(self, worker: str, ticket: int, task: Task) -> None:
        """Submit a task to one worker and no other."""
        key = f"bldgassess-{self._client.id}-{ticket}"
        future = self._client.submit(
            run_task, self._setup, task, key=key, workers=[worker], pure=False, priority=-ticket
        )
        self._given[ticket] = (worker, future)
        future.add_done_callback(lambda _: self._ended.put(ticket))

    def wait(self, timeout_s: float) -> Sequence[Ended]:
        """Return answers, and as lost what a worker had that is no longer there."""
        ended = [self._fetch(ticket) for ticket in self._tickets(timeout_s)]
        there = self.workers()
        gone = [ticket for ticket, (worker, _) in self._given.items() if worker not in there]
        for ticket in gone:
            self._given.pop(ticket)[1].cancel()
            ended.append(Ended(ticket))
        return [item for item in ended if item is not None]

    def _tickets(self, timeout_s: float) -> list[int]:
        """Return the tickets of futures that are done."""
        found: list[int] = []
        with contextlib.suppress(queue.Empty):
            found.append(self._ended.get(timeout=timeout_s))
            while True:
                found.append(self._ended.get_nowait())
        return found

    def _fetch(self, ticket: int) -> Ended | None:
        """Return how a task ended; ``None`` where that is known already or has to be asked again."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        if ticket not in self._given:
            return None
        future = self._given[ticket][1]
        try:
            ended = Ended(ticket, future.result(timeout=_FETCH_S))
        except TimeoutError:  # its worker died with the answer: the next look at the workers tells
            self._ended.put(ticket)
            return None
        except (KilledWorker, CancelledError):
            ended = Ended(ticket)
        except Exception as error:  # noqa: BLE001 - a task that cannot even be sent is one failed row
            ended = Ended(ticket, reason=error)
        del self._given[ticket]
        future.release()
        return ended

    def close(self) -> None:
        """Take back what still runs; end the cluster if it is ours."""
        for _, future in self._given.values():
            future.cancel()
        self._given.clear()
        self._closing.close()
