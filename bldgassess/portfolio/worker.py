"""What runs in a worker: a desk that keeps data, buildings and stages warm between tasks."""

from __future__ import annotations

import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Generic, TypeVar

from bldgassess.errors import Issue, UserError
from bldgassess.model import ReadModel
from bldgassess.pipeline.assess import DataSnapshot, assess, load_data
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.pipeline.office import with_office
from bldgassess.portfolio.row import Detail, Row, bug_row, done_row, failed_row
from bldgassess.portfolio.source import ModelSource
from bldgassess.portfolio.task import Task, program_digest
from materials_db.errors import InputError

T = TypeVar("T")

#: Of one worker: buildings and weather data that are kept, and memory of the stages [bytes].
_BUILDINGS, _WEATHERS, _STAGE_BYTES = 8, 8, 256 << 20
#: What libraries read how many threads they may take from.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Setup:
    """What all tasks of a run share. ``program``: digest that a worker must have too, so that keys tell the truth."""

    program: str
    office: Path | None = None
    detail: Detail | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A row and what it took [s], by the clock and of the processor; neither ever becomes part of a result."""

    row: Row
    seconds: float
    processor_s: float


class Recent(Generic[T]):
    """The last few values made, by key; safe for threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, RLock()
        self._kept: OrderedDict[str, T] = OrderedDict()

    def take(self, key: str, make: Callable[[], T]) -> T:
        """Return the value of a key, made where it is not kept."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return self._kept[key]


class Desk:
    """One worker's data, buildings and stages."""

    def __init__(self, office: Path | None = None) -> None:
        self._office = office
        self._data: Recent[DataSnapshot] = Recent(_WEATHERS)
        self._models: Recent[ReadModel] = Recent(_BUILDINGS)
        self._stages = StageCache(_STAGE_BYTES)
        self.data(None)

    def data(self, weather: Path | None) -> DataSnapshot:
        """Return factors and weather."""
        return self._data.take(str(weather), lambda: with_office(load_data(weather_path=weather), self._office))

    def assess(self, task: Task) -> Assessment:
        """Assess a task as ``bldgassess assess`` does; light is found where the source knows shapes."""
        data, source = self.data(task.weather), task.models
        if not isinstance(source, ModelSource):
            model = self._models.take(source.digest(), lambda: ReadModel(source.building(), {}))
            return assess(model.building, task.study, data, cache=self._stages)
        model = self._models.take(source.digest(), source.model)
        light = find_daylight(model, task.study, data, stages=self._stages)
        return assess(model.building, task.study, data, daylight=light, cache=self._stages)


@cache
def warm_desk(office: Path | None) -> Desk:
    """Return this process's desk, set up when it is first asked for: one, whatever is sent with each task."""
    return Desk(office)


def warm_up(setup: Setup) -> str:
    """Make this process ready; returns the digest of its program, to be compared with the caller's."""
    hold_threads()
    warm_desk(setup.office)
    return program_digest()


def hold_threads() -> None:
    """Let this process compute on one thread: the other cores are other workers'."""
    is_late = "numba" in sys.modules
    for name in THREADS:
        if not (is_late and name == "NUMBA_NUM_THREADS"):  # numba refuses another value once its threads run
            os.environ[name] = "1"  # read by libraries that are not loaded yet
    if is_late:
        import numba

        numba.set_num_threads(1)


def run_task(setup: Setup, task: Task) -> Answer:
    """Return the row of a task; whatever goes wrong is a row too."""
    start, processor = time.perf_counter(), time.process_time()
    row = _row(setup, task)
    return Answer(row, time.perf_counter() - start, time.process_time() - processor)


def _row(setup: Setup, task: Task) -> Row:
    try:
        if program_digest() != setup.program:
            raise UserError(Issue("portfolio.other_program", {}))
        assessment = warm_desk(setup.office).assess(task)
        return done_row(task, assessment, setup.detail(assessment) if setup.detail else None)
    except UserError as error:
        return failed_row(task, error.issues)
    except InputError as error:
        return failed_row(task, [Issue(error.code, error.params)])
    except Exception as error:  # noqa: BLE001 - one task's bug is no reason to lose the others
        return bug_row(task, error)
