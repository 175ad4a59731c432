"""Light of rooms in the worker: found quickly with each study, by Radiance when asked for, and kept for that study."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bldgassess.progress import Progress

if TYPE_CHECKING:
    from bldgassess.health.light.result import DaylightResult, Quality
    from bldgassess.model import ReadModel
    from bldgassess.pipeline.cache import StageCache
    from bldgassess.pipeline.data import DataSnapshot
    from bldgassess.study import Study

#: The most results that are kept: an edit taken back must not be computed anew.
_MOST = 8


class Lights:
    """Keeps models with their shapes, and the light that was found; may be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._models: dict[tuple[Path, ...], ReadModel] = {}
        self._found: list[tuple[tuple[Path, ...], Study, DaylightResult]] = []
        self._last: dict[int, DaylightResult] = {}
        self._tickets: dict[int, object] = {}

    def take(self, paths: tuple[Path, ...], model: ReadModel) -> None:
        """Keep a model that was read."""
        with self._lock:
            self._models[paths] = model
            self._found = [item for item in self._found if item[0] != paths]

    def forget(self, variants: Iterable[int], used: Iterable[tuple[Path, ...]]) -> None:
        """Drop variants, and what belongs to files that no other uses."""
        kept = set(used)
        with self._lock:
            for number in variants:
                self._tickets.pop(number, None)
                self._last.pop(number, None)
            self._models = {paths: model for paths, model in self._models.items() if paths in kept}
            self._found = [item for item in self._found if item[0] in kept]

    def start(self, variant: int) -> object:
        """Return the ticket of a run; an older run of the variant is over."""
        with self._lock:
            self._tickets[variant] = ticket = object()
        return ticket

    def stop(self, variant: int) -> None:
        """Stop the run of a variant."""
        with self._lock:
            self._tickets.pop(variant, None)

    def runs(self, variant: int, ticket: object) -> bool:
        """Tell whether a run was not stopped."""
        return self._tickets.get(variant) is ticket

    def last(self, variant: int) -> DaylightResult | None:
        """Return the light of a variant's latest study."""
        return self._last.get(variant)

    def knows(self, paths: tuple[Path, ...], study: Study) -> bool:
        """Tell whether the light of a study was found."""
        with self._lock:
            return any(files == paths and own == study for files, own, _ in self._found)

    def find(
        self, variant: int, paths: tuple[Path, ...], study: Study, data: DataSnapshot, progress: Progress, *,
        quality: Quality = "quick", stages: StageCache | None = None,
    ) -> DaylightResult:  # fmt: skip
        """Return the light of a study, the best that is known of it, or computed where it must be better.

        ``stages``: the cache of ``assess``, where an edit that light does not read finds that of the study before.
        """
        from bldgassess.pipeline.daylight import find_daylight

        with self._lock:
            known = [light for files, own, light in self._found if files == paths and own == study]
        light = next((item for item in reversed(known) if quality in {"quick", item.quality}), None)
        if light is None:
            light = find_daylight(self.model(paths), study, data, quality=quality, progress=progress, stages=stages)
        with self._lock:
            self._found = [*self._found, (paths, study, light)][-_MOST:]
            self._last[variant] = light
        return light

    def model(self, paths: tuple[Path, ...]) -> ReadModel:
        """Return a model, read anew where an earlier process had it."""
        from bldgassess.ifc.cache import default_cache
        from bldgassess.ifc.read import read_model

        known = self._models.get(paths)
        if known is None:
            known = read_model(paths, cache=default_cache())
            self.take(paths, known)
        return known
