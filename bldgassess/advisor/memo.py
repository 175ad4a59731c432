"""Stages of the pipeline shared by many combinations: found by what they read, in one look for each way of reading.

``pipeline.cache`` serves edits, one after the other; here thousands of combinations that differ in a few settings ask
for the same stages. Reads are noted in the same way; those that no combination can change are left out of the key.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from bldgassess.pipeline.cache import Chain, Keyed, StageCache
from bldgassess.pipeline.fingerprint import fingerprint
from bldgassess.pipeline.reads import Trace, WatchedResult, WatchedStudy, value_of
from bldgassess.study import Study

T = TypeVar("T")

#: Results that are kept of a stage that holds the hours of a year, and of any other.
_FEW, _MANY = 3, 2000


@dataclass(frozen=True, slots=True)
class ByContent(Keyed[T]):
    """A value whose attributes are known by what they hold, however large they are."""

    def part(self, name: str) -> str:
        """Return the fingerprint of an attribute's content."""
        return self.by_content(name).key


@dataclass(slots=True)
class _Stage:
    """Results of one stage. ``ways``: the paths that it has read, a tuple for each way of reading."""

    most: int
    ways: list[tuple[str, ...]] = field(default_factory=list)
    found: OrderedDict[tuple[Any, ...], tuple[Keyed[Any], Trace]] = field(default_factory=OrderedDict)


class Memo:
    """Results of stages by inputs and by what was read.

    Parameters
    ----------
    varying : iterable of str
        Paths of the study that differ between combinations.
    few : mapping
        How many results are kept of stages with large results, by stage.
    """

    def __init__(self, varying: Iterable[str], few: Mapping[str, int]) -> None:
        self.sun = StageCache()
        self._varying = frozenset(varying)
        self._few = dict(few)
        self._stages: dict[str, _Stage] = {}
        self._numbers = itertools.count()
        self._sources: dict[int, tuple[object, str]] = {}
        self._reading: list[Trace] = []

    def source(self, value: T) -> Keyed[T]:
        """Return an input with a key of its own; it is held, so that no other can take its place."""
        if id(value) not in self._sources:
            self._sources[id(value)] = (value, f"source {next(self._numbers)}")
        return Keyed(value, self._sources[id(value)][1])

    def find(self, name: str, inputs: tuple[str, ...], current: Callable[[str], Any]) -> Keyed[Any] | None:
        """Return what was made from the same inputs while all that was read stood as it stands now."""
        stage = self._stages.get(name)
        if stage is None:
            return None
        for way, paths in enumerate(stage.ways):
            key = (way, inputs, *(_key(current(path)) for path in paths))
            known = stage.found.get(key)
            if known is not None:
                stage.found.move_to_end(key)
                for trace in self._reading:
                    trace.update(known[1])
                return known[0]
        return None

    def keep(self, name: str, inputs: tuple[str, ...], value: T, trace: Trace, key: str = "") -> Keyed[T]:
        """Keep a result with what was read for it; of a full stage the least recently used goes."""
        for outer in self._reading:
            outer.update(trace)
        stage = self._stages.setdefault(name, _Stage(self._few.get(name, _MANY)))
        paths = tuple(sorted(path for path in trace if self._varies(path)))
        if paths not in stage.ways:
            stage.ways.append(paths)
        made = Keyed(value, key or f"{name} {next(self._numbers)}")
        stage.found[(stage.ways.index(paths), inputs, *(_key(trace[path]) for path in paths))] = (made, dict(trace))
        while len(stage.found) > stage.most:
            stage.found.popitem(last=False)
        return made

    @contextmanager
    def reading(self) -> Iterator[Trace]:
        """Note what is read meanwhile, by stages within as well, whether they run or are found."""
        trace: Trace = {}
        self._reading.append(trace)
        try:
            yield trace
        finally:
            self._reading.pop()

    def _varies(self, path: str) -> bool:
        place = path.partition("?")[0]
        if not place or place.partition(".")[0].isdigit():
            return True
        return any(
            item == place or item.startswith(f"{place}.") or place.startswith(f"{item}.") for item in self._varying
        )


class SharedChain(Chain):
    """One combination's way through the stages, each shared with all combinations that read the same."""

    def __init__(self, study: Study, memo: Memo) -> None:
        super().__init__(study, memo.sun)
        self.memo = memo

    def source(self, value: T) -> Keyed[T]:
        """Return an input of the first stages."""
        return self.memo.source(value)

    def find(self, stage: str, *inputs: Keyed[Any], version: int = 1) -> Keyed[Any] | None:  # noqa: ARG002
        """Return what is held for a stage without watched inputs, if anything."""
        return self.memo.find(stage, tuple(item.key for item in inputs), self._current(()))

    def run(
        self,
        stage: str,
        compute: Callable[..., T],
        *inputs: Keyed[Any],
        watched: Iterable[Keyed[Any]] = (),
        whole: Iterable[str] = (),
        by_content: bool = False,
        version: int = 1,  # noqa: ARG002 - a memo lives no longer than the program
    ) -> Keyed[T]:
        """Return ``compute(study, *inputs, *watched)``, or what it gave where nothing that it reads has changed."""
        seen, keys = tuple(watched), tuple(item.key for item in inputs)
        found = self.memo.find(stage, keys, self._current(seen))
        if found is not None:
            return found
        with self.memo.reading() as trace:
            trace.update({name: value_of(self.study, name) for name in whole})
            results = [WatchedResult(item.value, item.part, trace, f"{k}") for k, item in enumerate(seen)]
            value = compute(cast(Study, WatchedStudy(self.study, trace)), *(item.value for item in inputs), *results)
        return self.memo.keep(stage, keys, value, trace, f"content {fingerprint(value)}" if by_content else "")

    def alike(self, stage: str, made: Keyed[Any], name: str) -> Keyed[Any]:  # noqa: ARG002
        """Return an attribute by its content: of thousands of combinations few results are held to compare with."""
        return made.by_content(name)

    def gather(self, stage: str, make: Callable[[], Keyed[T]], *inputs: Keyed[Any]) -> Keyed[T]:
        """Return what other stages make together, without holding what lies between them."""
        keys = tuple(item.key for item in inputs)
        found = self.memo.find(stage, keys, self._current(()))
        if found is not None:
            return found
        with self.memo.reading() as trace:
            made = make()
        return self.memo.keep(stage, keys, made.value, trace, made.key)


def _key(value: Any) -> Any:  # noqa: ANN401 - a setting or a fingerprint
    """Return a value as part of a key: itself where it can be, else its fingerprint."""
    try:
        hash(value)
    except TypeError:
        return fingerprint(value)
    return value
