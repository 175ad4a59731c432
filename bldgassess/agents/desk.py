"""What a session keeps warm: open models, their stage caches, and results by handle."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Generic, TypeVar

from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.ifc.cache import default_cache
from bldgassess.ifc.read import read_model
from bldgassess.model import ReadModel
from bldgassess.pipeline.assess import assess
from bldgassess.pipeline.assessment import Assessment
from bldgassess.pipeline.cache import StageCache
from bldgassess.pipeline.data import DataSnapshot, load_data
from bldgassess.pipeline.daylight import find_daylight
from bldgassess.pipeline.office import with_office
from bldgassess.study import Study, read_study

T = TypeVar("T")

SAMPLES = ("sample:base", "sample:better")
_MOST_MODELS, _MOST_RESULTS, _MOST_WEATHERS = 6, 24, 8


@dataclass(slots=True)
class Job:
    """One call while it runs: where it tells its progress, and whether it was asked to stop."""

    tell: Callable[[str, float], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, stage: str, fraction: float) -> None:
        """Tell progress; raises ``Cancelled`` once the call was cancelled."""
        if self.stop.is_set():
            raise Cancelled
        self.tell(stage, fraction)


class Handles(Generic[T]):
    """Things by handle; the one that was used longest ago goes first where there are too many."""

    def __init__(self, letter: str, most: int, missing: str) -> None:
        self._letter, self._most, self._missing = letter, most, missing
        self._items: OrderedDict[str, T] = OrderedDict()
        self._count = 0
        self._lock = threading.Lock()

    def add(self, item: T) -> str:
        """Keep a thing and return its handle."""
        with self._lock:
            self._count += 1
            handle = f"{self._letter}{self._count}"
            self._items[handle] = item
            while len(self._items) > self._most:
                self._items.popitem(last=False)
        return handle

    def find(self, handle: str) -> T:
        """Return a thing.

        Raises
        ------
        UserError
            When there is none of this handle, or no more.
        """
        with self._lock:
            if handle in self._items:
                self._items.move_to_end(handle)
                return self._items[handle]
            choices = ", ".join(self._items) or "-"
        raise UserError(Issue(self._missing, {"handle": handle[:40], "choices": choices}))


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A model with the study that it starts from and a cache of its own."""

    model: ReadModel
    study: Study
    cache: StageCache


@dataclass(frozen=True, slots=True)
class Result:
    """An assessment with its results.json as plain data."""

    name: str
    assessment: Assessment
    results: dict[str, Any]
    quick: bool


class Desk:
    """The state of one session. Calls that compute take turns: stages share caches."""

    def __init__(self, *, project: Path | None = None, office: Path | None = None) -> None:
        self.project = project
        self.models: Handles[OpenModel] = Handles("m", _MOST_MODELS, "agents.no_model")
        self.results: Handles[Result] = Handles("r", _MOST_RESULTS, "agents.no_result")
        self.turn = threading.Lock()
        self._office = office
        self._reading = threading.Lock()
        self._data: dict[tuple[str, int], DataSnapshot] = {}

    def open(self, names: list[str], job: Job) -> tuple[str, OpenModel]:
        """Read files of one building, or the built-in sample with its own study.

        Raises
        ------
        UserError
            When a file cannot be read.
        """
        if len(names) == 1 and names[0] in SAMPLES:
            key = names[0].partition(":")[2]
            with as_file(files("bldgassess.sample").joinpath("data")) as folder:
                model = read_model([folder / f"hainan_house_{key}.ifc"], progress=job.progress, cache=default_cache())
                study = read_study(folder / f"{key}.yaml")
        else:
            model = read_model([Path(name) for name in names], progress=job.progress, cache=default_cache())
            study = Study()
        found = OpenModel(model, study, StageCache())
        return self.models.add(found), found

    def data(self, weather: str) -> DataSnapshot:
        """Return the data with a weather file, read once while the file is the same."""
        path = Path(weather) if weather else None
        stamp = path.stat().st_mtime_ns if path is not None and path.is_file() else 0
        key = (weather, stamp)
        with self._reading:
            if key not in self._data:
                if len(self._data) >= _MOST_WEATHERS:
                    self._data.clear()
                self._data[key] = with_office(load_data(weather_path=path), self._office)
            return self._data[key]

    def assess(self, opened: OpenModel, study: Study, weather: str, *, quick: bool, job: Job) -> Assessment:
        """Assess an open model with what its cache has.

        Raises
        ------
        UserError
            When the study or the weather does not fit.
        """
        data = self.data(weather)
        light = find_daylight(opened.model, study, data, quality="quick", progress=job.progress, stages=opened.cache)
        return assess(
            opened.model.building, study, data, detail="quick" if quick else "full", daylight=light,
            progress=job.progress, cache=opened.cache,
        )  # fmt: skip
