"""Portfolios: how two workers scale against one, what a killed worker and a killed run cost.

    python benchmarks/portfolio.py [--tasks 1000] [--parts scaling,worker,run]

Every variant of the sample house needs a year of its own. Workers have one thread each; models and data are loaded
before the clock of a run starts, which is told apart as warm-up. Where other processes share the machine the clock
tells little: "busy" (time of workers in tasks over time there was) and processor time a task (of the worker, all of it,
from its first task's end to its last's) do not depend on them much; "efficiency without others" is made of those two.
Needs the extra "cluster".
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bldgassess.portfolio.run import Outcome, run_tasks
from bldgassess.portfolio.store import open_store
from bldgassess.portfolio.task import IfcSource, Task, make_task, study_text
from bldgassess.portfolio.variants import Range, apply_variant, latin_hypercube
from bldgassess.study import read_study

SAMPLE = Path(__file__).resolve().parents[1] / "bldgassess" / "sample" / "data"
LOG = "PORTFOLIO_BENCHMARK_LOG"
VARY = {
    "operation.infiltration_ach": Range(0.1, 1.0),
    "operation.cooling_setpoint_c": Range(23.0, 28.0),
    "measures.roof_insulation": Range(40.0, 300.0),
}


def make_tasks(count: int) -> list[Task]:
    source, base = IfcSource.of([SAMPLE / "hainan_house_base.ifc"]), read_study(SAMPLE / "base.yaml")
    return [
        make_task(source, apply_variant(base, variant), name=f"{number}")
        for number, variant in enumerate(latin_hypercube(VARY, count, seed=1))
    ]


def mark_of(study) -> str:
    return hashlib.sha256(study_text(study).encode()).hexdigest()


def log_computed(assessment) -> bytes:
    """Leave a line for each assessment that a worker finishes, whatever becomes of it then."""
    line = f"{os.getpid()} {mark_of(assessment.study)} {time.process_time()}\n".encode()
    file = os.open(os.environ[LOG], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, line)
    os.close(file)
    return b""


def logged(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text().splitlines() if path.exists() else []
    return [(int(pid), mark) for pid, mark, _ in (line.split() for line in lines)]


def processor_s(path: Path) -> float:
    """Return the processor time of workers for a task [s], without what each does before its first one ends."""
    spent: dict[str, list[float]] = {}
    for pid, _, seconds in (line.split() for line in path.read_text().splitlines()):
        spent.setdefault(pid, []).append(float(seconds))
    return sum(times[-1] - times[0] for times in spent.values()) / sum(len(times) - 1 for times in spent.values())


def run(tasks, folder: Path, name: str, workers: int, **kwargs) -> Outcome:
    os.environ[LOG] = str(folder / f"{name}.log")
    with open_store(folder / f"{name}.sqlite") as store:
        return run_tasks(tasks, store, workers=workers, dask=True, detail=log_computed, **kwargs)


def show(name: str, workers: int, found: Outcome, log: Path) -> None:
    ran = found.counts.done + found.counts.failed
    print(
        f"{name:<22} {ran:5d} tasks  warm-up {found.warm_up_s:5.1f} s  run {found.run_s:7.1f} s  "
        f"{ran / found.run_s:5.2f} tasks/s  busy {100 * found.task_s / workers / found.run_s:5.1f} %  "
        f"processor {1000 * processor_s(log):4.0f} ms/task  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def scaling(tasks, folder: Path) -> None:
    found = {}
    for workers in (1, 2):
        found[workers] = run(tasks, folder, f"scaling-{workers}", workers)
        show(f"{workers} worker{'s'[: workers - 1]}", workers, found[workers], folder / f"scaling-{workers}.log")
    one, two = found[1], found[2]
    with open_store(folder / "scaling-1.sqlite") as a, open_store(folder / "scaling-2.sqlite") as b:
        same = sum(a.row(task.key).figures == b.row(task.key).figures for task in tasks)
    whole = (one.warm_up_s + one.run_s) / (two.warm_up_s + two.run_s) / 2
    busy = (two.task_s / 2 / two.run_s) / (one.task_s / one.run_s)
    print(f"efficiency by the clock {one.run_s / two.run_s / 2:.2f}, with warm-up {whole:.2f}")
    slower = processor_s(folder / "scaling-2.log") / processor_s(folder / "scaling-1.log")
    print(f"efficiency without others {busy / slower:.2f}")
    print(f"rows with the same figures {same} of {len(tasks)}", flush=True)


def killed_worker(tasks, folder: Path) -> None:
    log, seen, killed = folder / "worker.log", Counter(), []
    half = random.Random(1).randint(len(tasks) // 4, 3 * len(tasks) // 4)

    def on_row(_row) -> None:
        seen["rows"] += 1
        if seen["rows"] == half:
            killed.append(random.Random(2).choice(sorted({pid for pid, _ in logged(log)})))
            os.kill(killed[0], signal.SIGKILL)

    found = run(tasks, folder, "worker", 2, on_row=on_row)
    show("one worker killed", 2, found, log)
    times = Counter(mark for _, mark in logged(log))
    print(f"killed after {half} rows; begun again {found.counts.lost} (2 were running)")
    print(f"computed twice {sum(count - 1 for count in times.values())}", flush=True)


def killed_run(tasks, folder: Path, count: int) -> None:
    log = folder / "run.log"
    child = subprocess.Popen([sys.executable, __file__, "--tasks", str(count), "--child", str(folder)])
    while len(logged(log)) < len(tasks) // 2 and child.poll() is None:
        time.sleep(0.05)
    child.kill()
    child.wait()
    orphans, start = {pid for pid, _ in logged(log)}, time.perf_counter()
    while any(Path(f"/proc/{pid}").exists() for pid in orphans):
        time.sleep(0.1)
    print(f"run killed; its workers ended {time.perf_counter() - start:.1f} s later")
    with open_store(folder / "run.sqlite") as store:
        kept = store.finished()
    before = len(logged(log))
    found = run(tasks, folder, "run", 2)
    show("resumed", 2, found, log)
    again = {mark for _, mark in logged(log)[before:]}
    finished = {mark_of(task.study) for task in tasks if task.key in kept}
    print(f"finished before {len(kept)}, repeated finished tasks {len(again & finished)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--parts", default="scaling,worker,run")
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    start = time.perf_counter()
    tasks = make_tasks(given.tasks)
    if given.child:
        run(tasks, given.child, "run", 2)
        return
    print(f"{len(tasks)} tasks made in {time.perf_counter() - start:.1f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("BLDGASSESS_CACHE", str(folder / "models"))
        if "scaling" in given.parts:
            scaling(tasks, folder)
        if "worker" in given.parts:
            killed_worker(tasks, folder)
        if "run" in given.parts:
            killed_run(tasks, folder, given.tasks)


if __name__ == "__main__":
    main()
