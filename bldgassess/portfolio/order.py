"""Which task a free worker gets: variants of one building go to one worker as far as the load allows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bldgassess.portfolio.task import Task


class TaskOrder:
    """Tasks that wait, by building. ``suspects`` were on a worker that died: they wait apart and run alone."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        groups: dict[str, deque[Task]] = {}
        for task in tasks:
            groups.setdefault(_group(task), deque()).append(task)
        #: Longest first.
        self._groups = dict(sorted(groups.items(), key=lambda item: -len(item[1])))
        self._at: dict[str, str] = {}
        self.suspects: deque[Task] = deque()

    def __len__(self) -> int:
        return sum(map(len, self._groups.values())) + len(self.suspects)

    def __bool__(self) -> bool:
        return bool(self._groups) or bool(self.suspects)

    def take(self, worker: str) -> Task | None:
        """Return the next task for a worker: of its building, else of one that nobody is at, else of the longest."""
        if not self._groups:
            return None
        if self._at.get(worker) not in self._groups:
            taken = {name for other, name in self._at.items() if other != worker}
            free = next((name for name in self._groups if name not in taken), None)
            self._at[worker] = free or max(self._groups, key=lambda name: len(self._groups[name]))
        name = self._at[worker]
        tasks = self._groups[name]
        task = tasks.popleft()
        if not tasks:
            del self._groups[name]
        return task

    def give_back(self, task: Task) -> None:
        """Let a task wait again that was given to a worker and not begun."""
        self._groups.setdefault(_group(task), deque()).appendleft(task)

    def forget(self, worker: str) -> None:
        """Let others have the building of a worker that is gone."""
        self._at.pop(worker, None)


def _group(task: Task) -> str:
    """Return what tasks of one building share, without opening files again."""
    source = task.models
    return f"{type(source).__name__} {source!r}"
