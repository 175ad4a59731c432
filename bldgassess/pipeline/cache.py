"""Results of stages kept for the next edit: found again by what each stage read while it ran.

A key says how a result was made: the stage and its version, the keys of the results above, and each field of the study
that the stage read with its value. Nobody declares what a stage reads; it is noted, see
docs/decisions/0015-edit-and-see.md.
"""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from bldgassess.hourly.sunlit import SunCache
from bldgassess.pipeline.fingerprint import bytes_of, fingerprint, glance
from bldgassess.pipeline.reads import Trace, WatchedResult, WatchedStudy, value_of
from bldgassess.study import Study

T = TypeVar("T")

#: Memory that a cache may hold [bytes], and how many models, stores and weather files it knows apart.
DEFAULT_BYTES, _MOST_SOURCES = 1 << 30, 64
#: Attributes up to this size are compared by content, larger ones by how they were made [bytes].
_SMALL = 200_000


@dataclass(frozen=True, slots=True)
class Keyed(Generic[T]):
    """A value with its key. Two values with one key are the same."""

    value: T
    key: str
    _parts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def by_content(self, name: str) -> Keyed[Any]:
        """Return an attribute known by its content alone."""
        return Keyed(getattr(self.value, name), f"content {self.once(fingerprint, name)}" if self.key else "")

    def looks_like(self, other: Keyed[Any], name: str) -> bool:
        """Tell whether an attribute has the content of another's; both are read in full only where a glance agrees."""
        return all(self.once(how, name) == other.once(how, name) for how in (glance, fingerprint))

    def once(self, how: Callable[[Any], str], name: str) -> str:
        """Return what a function says of an attribute, asked once."""
        place = f"{how.__name__} {name}"
        if place not in self._parts:
            self._parts[place] = how(getattr(self.value, name))
        return self._parts[place]

    def alike(self, others: Iterable[Keyed[Any]], name: str) -> str:
        """Return the key of an attribute: that of an equal one of the others that has one, else its own."""
        place = f"key {name}"
        if place not in self._parts:
            known = (other for other in others if place in other._parts)
            twin = next((other for other in known if self.looks_like(other, name)), None)
            self._parts[place] = twin._parts[place] if twin else f"{self.key}.{name}"
        return self._parts[place]

    def part(self, name: str) -> str:
        """Return the fingerprint of an attribute: of its content where it is small, else of how it was made."""
        if name not in self._parts:
            value = getattr(self.value, name)
            small = bytes_of(value) <= _SMALL
            self._parts[name] = fingerprint(value) if small else f"{self.key}.{name}"
        return self._parts[name]


@dataclass(frozen=True, slots=True)
class _Entry:
    stage: str
    base: str
    made: Keyed[Any]
    trace: Trace
    size: int


class StageCache:
    """Results of stages, the least recently used dropped when they hold more than ``limit_bytes``; safe for threads."""

    def __init__(self, limit_bytes: int = DEFAULT_BYTES) -> None:
        self.limit_bytes, self.held_bytes = limit_bytes, 0
        #: Sun on planes, by weather and shades; small, and kept apart because every march adds to it.
        self.sun = SunCache()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._of_base: dict[str, list[str]] = {}
        self._sources: OrderedDict[int, tuple[object, str]] = OrderedDict()
        self._numbers = itertools.count()
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._entries)

    def source(self, value: T) -> Keyed[T]:
        """Return an input with a key of its own: the same object has the same key, and no other ever has it."""
        with self._lock:
            known = self._sources.get(id(value))
            if known is None or known[0] is not value:
                known = (value, f"source {next(self._numbers)}")
            self._sources[id(value)] = known
            self._sources.move_to_end(id(value))
            if len(self._sources) > _MOST_SOURCES:
                self._sources.popitem(last=False)
        return Keyed(value, known[1])

    def find(self, base: str, current: Callable[[str], Any]) -> Keyed[Any] | None:
        """Return what was made from the same inputs while everything that was read stood as it stands now."""
        with self._lock:
            for key in self._of_base.get(base, ()):
                entry = self._entries[key]
                if all(current(path) == value for path, value in entry.trace.items()):
                    self._entries.move_to_end(key)
                    return entry.made
        return None

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages whose results are held, the one used last at the end."""
        with self._lock:
            return tuple(entry.stage for entry in self._entries.values())

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._of_base.clear()
            self._sources.clear()
            self.held_bytes, self.sun = 0, SunCache()

    def made_by(self, stage: str) -> list[Keyed[Any]]:
        """Return the results of a stage that are held."""
        with self._lock:
            return [entry.made for entry in self._entries.values() if entry.stage == stage]

    def keep(self, stage: str, base: str, how: str, made: Keyed[Any], trace: Trace) -> None:
        """Keep a result under how it was made; the least recently used ones make room."""
        size = bytes_of(made.value)
        with self._lock:
            if how in self._entries or size > self.limit_bytes:
                return
            self._entries[how] = _Entry(stage, base, made, dict(trace), size)
            self._of_base.setdefault(base, []).append(how)
            self.held_bytes += size
            while self.held_bytes > self.limit_bytes:
                self._drop()

    def _drop(self) -> None:
        key, entry = self._entries.popitem(last=False)
        self.held_bytes -= entry.size
        self._of_base[entry.base].remove(key)
        if not self._of_base[entry.base]:
            del self._of_base[entry.base]


class Chain:
    """One assessment's way through the stages: each is computed, or taken from the cache where there is one."""

    def __init__(self, study: Study, cache: StageCache | None) -> None:
        self.study, self.cache = study, cache

    def source(self, value: T) -> Keyed[T]:
        """Return an input of the first stages."""
        return self.cache.source(value) if self.cache is not None else Keyed(value, "")

    def plain(self, value: T) -> Keyed[T]:
        """Return an input that is compared by its content."""
        return Keyed(value, fingerprint(value) if self.cache is not None else "")

    def find(self, stage: str, *inputs: Keyed[Any], version: int = 1) -> Keyed[Any] | None:
        """Return what the cache holds for a stage without watched inputs, if anything."""
        if self.cache is None:
            return None
        return self.cache.find(_base(stage, version, inputs), self._current(()))

    def alike(self, stage: str, made: Keyed[Any], name: str) -> Keyed[Any]:
        """Return an attribute of a stage's result; one with the content of an earlier result's is the same input."""
        if self.cache is None:
            return Keyed(getattr(made.value, name), "")
        return Keyed(getattr(made.value, name), made.alike(self.cache.made_by(stage), name))

    def run(
        self,
        stage: str,
        compute: Callable[..., T],
        *inputs: Keyed[Any],
        watched: Iterable[Keyed[Any]] = (),
        whole: Iterable[str] = (),
        by_content: bool = False,
        version: int = 1,
    ) -> Keyed[T]:
        """Return ``compute(study, *inputs, *watched)``, from the cache where nothing that it read has changed.

        Parameters
        ----------
        inputs : Keyed
            Results above that the stage may read in full.
        watched : Keyed
            Results above of which only what is read counts, attribute by attribute.
        whole : str
            Sections of the study that count in full, because the result reads them later.
        by_content : bool
            Name the result by what it holds, so that nothing below runs again where it came out the same.
        version : int
            Of the stage's code, for caches that outlive it.
        """
        seen = tuple(watched)
        if self.cache is None:
            return Keyed(compute(self.study, *(item.value for item in (*inputs, *seen))), "")
        base = _base(stage, version, inputs)
        found = self.cache.find(base, self._current(seen))
        if found is not None:
            return found
        trace: Trace = {name: value_of(self.study, name) for name in whole}
        stand_ins = [WatchedResult(item.value, item.part, trace, f"{k}") for k, item in enumerate(seen)]
        study = cast(Study, WatchedStudy(self.study, trace))
        value = compute(study, *(item.value for item in inputs), *stand_ins)
        how = _digest((base, sorted(trace.items(), key=lambda row: row[0])))
        made = Keyed(value, f"content {fingerprint(value)}" if by_content else how)
        self.cache.keep(stage, base, how, made, trace)
        return made

    def _current(self, seen: tuple[Keyed[Any], ...]) -> Callable[[str], Any]:
        def look(path: str) -> Any:  # noqa: ANN401 - a field of the study or a fingerprint
            number, _, name = path.partition(".")
            return seen[int(number)].part(name) if number.isdigit() else value_of(self.study, path)

        return look


def _base(stage: str, version: int, inputs: tuple[Keyed[Any], ...]) -> str:
    return _digest((stage, version, tuple(item.key for item in inputs)))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
