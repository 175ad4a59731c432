"""Tasks to rows in real processes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bldgassess.errors import Cancelled, UserError
from bldgassess.portfolio.cluster import has_dask
from bldgassess.portfolio.row import FIGURES
from bldgassess.portfolio.run import run_tasks
from bldgassess.portfolio.store import open_store
from bldgassess.portfolio.task import make_task
from bldgassess.study import Study, set_values

HAS_DASK = pytest.param(True, marks=pytest.mark.skipif(not has_dask(), reason="distributed is not installed"))


def variants(source, *temperatures):
    return [
        make_task(source, set_values(Study(), [f"operation.cooling_setpoint_c={value}"]), name=f"{value} C")
        for value in temperatures
    ]


def rows_by_key(tasks, path, **kwargs):
    with open_store(path) as store:
        outcome = run_tasks(tasks, store, **kwargs)
        return {task.key: store.row(task.key) for task in tasks}, outcome


@pytest.fixture
def closing():
    with contextlib.ExitStack() as stack:
        yield lambda thing: stack.enter_context(contextlib.closing(thing))


@pytest.fixture(scope="module")
def alone(two_room_building, tmp_path_factory):
    """Three variants of two buildings and two that fail, in this process."""
    sys.path.insert(0, str(Path(__file__).parent))
    import portfolio_sources as sources

    tasks = [
        *variants(sources.Held("two rooms", two_room_building), 24, 26),
        make_task(sources.Broken("lost.ifc"), Study(), name="lost"),
        make_task(sources.Wrong("zero"), Study(), name="zero"),
    ]
    rows, outcome = rows_by_key(tasks, tmp_path_factory.mktemp("alone") / "rows.sqlite", workers=0)
    sys.path.remove(str(Path(__file__).parent))
    return tasks, rows, outcome


def test_rows_have_all_figures(alone, two_room_building):
    from bldgassess.pipeline.assess import assess, load_data

    tasks, rows, outcome = alone
    row = rows[tasks[0].key]
    assert list(row.figures) == list(FIGURES)
    assert row.state == "done"
    found = assess(two_room_building, tasks[0].study, load_data())
    assert row.figures["total_kgco2e"] == found.carbon.total_kgco2e
    assert row.figures["A1-A3_kgco2e_per_m2_gia"] == found.carbon.modules["A1-A3"] / 40.0
    assert row.figures["health_score"] == found.health.score
    worst = min(item.score for item in found.health.indicators if item.score is not None)
    first = row.figures["worst_indicators"].split()[0]
    assert next(item.score for item in found.health.indicators if item.id == first) == worst
    assert row.figures["cooling_need_kwh"] > rows[tasks[1].key].figures["cooling_need_kwh"]
    assert (outcome.counts.done, outcome.counts.failed) == (2, 2)


def test_a_bad_task_is_a_row_with_its_sentence(alone):
    tasks, rows, _ = alone
    lost, zero = rows[tasks[2].key], rows[tasks[3].key]
    assert (lost.state, lost.code) == ("failed", "ifc.missing_file")
    assert "There is no file lost.ifc" in lost.problem
    assert (zero.state, zero.code) == ("failed", "ZeroDivisionError")
    assert "division by zero" in zero.problem


@pytest.mark.parametrize("dask", [False, HAS_DASK])
def test_workers_that_die_and_other_numbers_of_workers_change_no_row(alone, sources, tmp_path, dask, closing):
    """Two workers, the other way round, beside a task that kills whoever takes it and another Dask on its port."""
    tasks, rows, _ = alone
    other = closing(socket.socket())
    with contextlib.suppress(OSError):  # it is taken already: as good
        other.bind(("127.0.0.1", 8787))
        other.listen()
    deadly = make_task(sources.Deadly("x"), Study(), name="deadly")
    found, outcome = rows_by_key(
        [deadly, *reversed(tasks)], tmp_path / "rows.sqlite", workers=2, dask=dask, allowed_failures=1
    )
    assert found.pop(deadly.key).code == "portfolio.gave_up"
    assert found == rows
    assert outcome.counts.lost == 2
    assert outcome.counts.left == 0


def test_what_is_finished_does_not_run_again(alone, sources, tmp_path):
    tasks, rows, _ = alone
    path, ran = tmp_path / "rows.sqlite", []
    rows_by_key(tasks[:2], path, workers=0)
    found, outcome = rows_by_key(tasks, path, workers=0, on_row=lambda row: ran.append(row.key))
    assert sorted(ran) == sorted(task.key for task in tasks[2:])
    assert found == rows
    assert outcome.counts.kept == 2
    # a wish for more than the figures is no reason to keep rows without it
    more, outcome = rows_by_key(tasks[:1], path, workers=0, detail=sources.first_words)
    assert outcome.counts.kept == 0
    assert more[tasks[0].key].detail == b"Two rooms"


def test_cancel_keeps_what_is_done(alone, tmp_path):
    tasks, _, _ = alone
    seen = []
    with open_store(tmp_path / "rows.sqlite") as store:
        with pytest.raises(Cancelled):
            run_tasks(tasks[2:], store, workers=0, on_row=seen.append, cancel=lambda: bool(seen))
        assert store.finished() == {seen[0].key}


def test_a_store_has_one_run_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("bldgassess.portfolio.store._WAIT_S", 0.05)
    with open_store(tmp_path / "rows.sqlite"), pytest.raises(UserError) as told, open_store(tmp_path / "rows.sqlite"):
        pass
    assert told.value.issues[0].code == "portfolio.busy"
    (tmp_path / "text").write_text("no database, but long enough to be looked at as one" * 50)
    with pytest.raises(UserError) as told, open_store(tmp_path / "text"):
        pass
    assert told.value.issues[0].code == "portfolio.not_ours"


KILLED = """
import sys, time
from pathlib import Path
from bldgassess.portfolio.row import Row
from bldgassess.portfolio.store import open_store
with open_store(Path(sys.argv[1])) as store:
    for number in range(10**6):
        store.put([Row(f"{number}", "x", "done", {"gia_m2": 0.1 + number})])
        print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_run_leaves_every_row_that_was_told(tmp_path):
    path = tmp_path / "rows.sqlite"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    lines = [child.stdout.readline() for _ in range(20)]
    child.send_signal(signal.SIGKILL)
    lines += child.stdout.read().splitlines()
    child.wait()
    child.stdout.close()
    with open_store(path) as store:
        kept = store.finished()
        assert {line.strip() for line in lines if line.strip()} <= kept
        assert all(store.row(key).figures == {"gia_m2": 0.1 + int(key)} for key in kept)
