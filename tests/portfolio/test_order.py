"""Which worker gets which task, and what becomes of tasks whose workers die: no processes here."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.portfolio.order import TaskOrder
from bldgassess.portfolio.pool import Ended
from bldgassess.portfolio.row import Row
from bldgassess.portfolio.run import Counts, Run
from bldgassess.portfolio.store import open_store
from bldgassess.portfolio.task import IfcSource, Task
from bldgassess.portfolio.worker import Answer
from bldgassess.study import Study


def task(number, building=0):
    return Task(f"{number}", IfcSource((f"{building}.ifc",)), Study(), None, f"{number}")


class ScriptedPool:
    """Workers that run what they are given in a seeded order; some tasks kill them, and some die for no reason."""

    def __init__(self, seed, workers, deadly, accidents):
        self.random, self.deadly, self.accidents = random.Random(seed), deadly, accidents
        self.queues = {f"w{k}": [] for k in range(workers)}
        self.born, self.began, self.most = workers, Counter(), 0

    def workers(self):
        return dict.fromkeys(self.queues, 1)

    def give(self, worker, ticket, task):
        self.queues[worker].append((ticket, task))
        self.most = max(self.most, len(self.queues[worker]))

    def wait(self, timeout_s):
        busy = [name for name, queue in self.queues.items() if queue]
        if not busy:
            return ()
        name = self.random.choice(busy)
        ticket, first = self.queues[name][0]
        self.began[first.key] += 1
        if first.key in self.deadly or (self.accidents and self.random.random() < 0.3):
            self.accidents -= first.key not in self.deadly
            self.born += 1
            self.queues[f"w{self.born}"] = []
            return [Ended(ticket) for ticket, _ in self.queues.pop(name)]
        self.queues[name].pop(0)
        return [Ended(ticket, Answer(Row(first.key, first.name, "done"), 1.0, 1.0))]


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    workers=st.integers(1, 4),
    buildings=st.lists(st.integers(0, 3), min_size=1, max_size=25),
    deadly=st.sets(st.integers(0, 24), max_size=3),
    accidents=st.integers(0, 3),
)
def test_every_task_has_one_row_whatever_dies(seed, workers, buildings, deadly, accidents):
    tasks = [task(number, building) for number, building in enumerate(buildings)]
    deadly = {f"{number}" for number in deadly if number < len(tasks)}
    pool = ScriptedPool(seed, workers, deadly, accidents)
    with open_store(Path(":memory:")) as store:
        run = Run(pool, store, tasks, Counts(len(tasks)), 3)
        rows = []
        while run.is_going():
            rows += run.step()
        assert sorted(row.key for row in rows) == sorted(item.key for item in tasks)
        assert {row.key for row in rows if row.state == "failed"} == deadly
        assert all(row.code == "portfolio.gave_up" and " 4 times" in row.problem for row in rows if row.key in deadly)
        # only what was running is begun again: each death costs one start, and deadly tasks had four
        again = sum(pool.began.values()) - len(tasks) + len(deadly)
        assert run.counts.lost == again == 4 * len(deadly) + (accidents - pool.accidents)
        assert pool.most <= 2
        assert store.finished() == {item.key for item in tasks} - deadly
        assert (run.counts.done, run.counts.failed, run.counts.left) == (len(tasks) - len(deadly), len(deadly), 0)


def test_variants_of_a_building_stay_together():
    order = TaskOrder([task(number, number % 2) for number in range(20)])
    taken = {worker: [order.take(worker).models for _ in range(5)] for worker in ("a", "b")}
    assert len(set(taken["a"])) == len(set(taken["b"])) == 1
    assert taken["a"][0] != taken["b"][0]


def test_a_worker_without_work_helps_with_the_longest():
    order = TaskOrder([task(number, 0) for number in range(9)] + [task(9, 1)])
    assert order.take("a").models == order.take("a").models
    assert order.take("b").key == "9"
    assert order.take("b").models.paths == ("0.ifc",)
    assert len(order) == 6


def test_no_worker_for_long_is_told(tmp_path, monkeypatch):
    from bldgassess.errors import UserError
    from bldgassess.portfolio import run as module

    monkeypatch.setattr(module, "_PATIENCE_S", -1.0)
    with open_store(tmp_path / "rows.sqlite") as store, pytest.raises(UserError) as told:
        Run(ScriptedPool(1, 0, set(), 0), store, [task(1)], Counts(1), 3).step()
    assert told.value.issues[0].code == "portfolio.no_workers"
