"""Workers as the run sees them, and two kinds of them: this process, and processes of this machine."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Protocol

from bldgassess.portfolio.task import Task

if TYPE_CHECKING:
    from bldgassess.portfolio.worker import Answer, Setup


@dataclass(frozen=True, slots=True)
class Ended:
    """A task that ended on its worker: with an answer, with the reason why it could not run, or lost."""

    ticket: int
    answer: Answer | None = None
    reason: Exception | None = None

    @property
    def is_lost(self) -> bool:
        """Whether its worker is gone."""
        return self.answer is None and self.reason is None


class Pool(Protocol):
    """Workers. Each takes tasks in the order in which they are given and runs ``threads`` of them at a time."""

    def workers(self) -> Mapping[str, int]:
        """Return the threads of each worker that is there now, by name; a name never stands for another process."""
        ...

    def give(self, worker: str, ticket: int, task: Task) -> None:
        """Give a task to a worker."""
        ...

    def wait(self, timeout_s: float) -> Sequence[Ended]:
        """Return what ended, after ``timeout_s`` at the latest. All tasks of a worker that died are lost."""
        ...

    def close(self) -> None:
        """End all workers that this pool started, whatever they do."""
        ...


class OneProcess:
    """The caller's own process: no start, no protection from a crash."""

    def __init__(self, setup: Setup) -> None:
        from bldgassess.portfolio.worker import warm_desk

        self._setup, self._waiting = setup, deque[tuple[int, Task]]()
        warm_desk(setup.office)

    def workers(self) -> Mapping[str, int]:
        """Return the one there is."""
        return {"this process": 1}

    def give(self, worker: str, ticket: int, task: Task) -> None:  # noqa: ARG002 - there is only one
        """Put a task behind the others."""
        self._waiting.append((ticket, task))

    def wait(self, timeout_s: float) -> Sequence[Ended]:  # noqa: ARG002 - the task takes as long as it takes
        """Run the next task."""
        from bldgassess.portfolio.worker import run_task

        if not self._waiting:
            return ()
        ticket, task = self._waiting.popleft()
        return (Ended(ticket, run_task(self._setup, task)),)

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.clear()


def serve(setup: Setup, calls: Connection) -> None:
    """Run tasks that come through a pipe until it closes: the body of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides what Ctrl+C means
    from bldgassess.portfolio.worker import run_task, warm_up

    try:
        warm_up(setup)
        calls.send(None)
        while True:
            ticket, task = calls.recv()
            calls.send(Ended(ticket, run_task(setup, task)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the caller is gone


class _Process:
    """A worker process, its end of the pipe, and the tasks it has."""

    def __init__(self, setup: Setup, number: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.calls, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(setup, theirs), name=f"portfolio-{number}", daemon=True)
        self.process.start()
        theirs.close()
        self.name = f"process {self.process.pid}"
        self.tickets: deque[int] = deque()
        self.ready = False

    def take(self) -> Ended | None:
        """Return what the process sent.

        Raises
        ------
        EOFError, OSError
            When it is gone.
        """
        ended: Ended | None = self.calls.recv()
        if ended is None:
            self.ready = True
        else:
            self.tickets.remove(ended.ticket)
        return ended

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self.process.kill()
        self.process.join()
        self.calls.close()


class Processes:
    """Processes of this machine, each with its own pipe: one that dies takes nobody along and is replaced."""

    def __init__(self, setup: Setup, count: int) -> None:
        self._setup, self._started = setup, 0
        self._all: dict[str, _Process] = {}
        for _ in range(count):
            self._start()

    def _start(self) -> None:
        self._started += 1
        made = _Process(self._setup, self._started)
        self._all[made.name] = made

    def await_ready(self) -> None:
        """Return when all processes are warm."""
        while not all(item.ready for item in self._all.values()):
            self.wait(1.0)

    def workers(self) -> Mapping[str, int]:
        """Return one thread for each process."""
        return dict.fromkeys(self._all, 1)

    def give(self, worker: str, ticket: int, task: Task) -> None:
        """Send a task; where the process is gone, ``wait`` will tell it as lost."""
        process = self._all[worker]
        process.tickets.append(ticket)
        try:
            process.calls.send((ticket, task))
        except (BrokenPipeError, ConnectionResetError):
            return

    def wait(self, timeout_s: float) -> Sequence[Ended]:
        """Return answers, and as lost what a dead process had."""
        by_pipe = {item.calls: item for item in self._all.values()}
        ended: list[Ended] = []
        for pipe in wait(list(by_pipe), timeout_s):
            process = by_pipe[pipe]  # type: ignore[index]
            try:
                answer = process.take()
            except (EOFError, OSError):
                ended += (Ended(ticket) for ticket in process.tickets)
                process.end()
                del self._all[process.name]
                self._start()
                continue
            if answer is not None:
                ended.append(answer)
        return ended

    def close(self) -> None:
        """Kill all."""
        for process in self._all.values():
            process.end()
        self._all.clear()
