"""What a stage reads of the study, and of results too large to compare, noted while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any

from pydantic import BaseModel

#: Path -> what stood there: the value itself for the study, a fingerprint for a result.
Trace = dict[str, Any]
#: Between a section and the field of it that somebody asked about: was it set? Alone: all that were.
_SET = "?"


class WatchedStudy:
    """Stands in for a study, or one section of it, and notes each field that is read.

    A method (``model_dump``, ``model_copy``) may read anything, so it notes all of the section. What was read once
    becomes an attribute: loops over thousands of elements ask for the same few fields.
    """

    def __init__(self, part: BaseModel, trace: Trace, path: str = "") -> None:
        self._part, self._trace, self._path = part, trace, path

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field of the study
        value = getattr(self._part, name)
        path = f"{self._path}.{name}" if self._path else name
        if name == "model_fields_set":
            return WatchedNames(value, self._trace, self._path)
        if name not in type(self._part).model_fields:
            self._trace[self._path] = self._part
        elif isinstance(value, BaseModel):
            value = WatchedStudy(value, self._trace, path)
        else:
            self._trace[path] = value
        self.__dict__[name] = value
        return value

    def __eq__(self, other: object) -> bool:
        self._trace[self._path] = self._part
        return bool(self._part == (other._part if isinstance(other, WatchedStudy) else other))

    def __hash__(self) -> int:
        return hash(self._path)

    def __reduce__(self) -> tuple[Callable[[BaseModel], BaseModel], tuple[BaseModel]]:
        """Travel as the study itself: whoever gets it in another process is no stage of this one."""
        return _itself, (self._part,)


class WatchedNames(Set[str]):
    """Stands in for the names of what was set, and notes each that is asked for, and all where all are looked at."""

    __slots__ = ("_names", "_path", "_trace")

    def __init__(self, names: Set[str], trace: Trace, path: str) -> None:
        self._names, self._trace, self._path = names, trace, path

    @classmethod
    def _from_iterable(cls, names: Iterable[Any]) -> Set[Any]:
        """What is made of it by ``&`` and the like is a plain set."""
        return frozenset(names)

    def __contains__(self, name: object) -> bool:
        found = name in self._names
        self._trace[f"{self._path}{_SET}{name}"] = found
        return found

    def __iter__(self) -> Iterator[str]:
        self._trace[f"{self._path}{_SET}"] = frozenset(self._names)
        return iter(self._names)

    def __len__(self) -> int:
        self._trace[f"{self._path}{_SET}"] = frozenset(self._names)
        return len(self._names)


class WatchedResult:
    """Stands in for a result and notes the fingerprint of each attribute that is read."""

    __slots__ = ("_fingerprint", "_path", "_result", "_trace")

    def __init__(self, result: object, fingerprint: Callable[[str], str], trace: Trace, path: str) -> None:
        self._result, self._fingerprint, self._trace, self._path = result, fingerprint, trace, path

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of the result
        value = getattr(self._result, name)
        self._trace[f"{self._path}.{name}"] = self._fingerprint(name)
        return value

    def __reduce__(self) -> tuple[Callable[[Any], Any], tuple[Any]]:
        """Travel as the result itself."""
        return _itself, (self._result,)


def value_of(study: BaseModel, path: str) -> Any:  # noqa: ANN401 - any field of the study
    """Return what stands at a noted path; the empty path is the study itself."""
    place, asked, field = path.partition(_SET)
    found: Any = study
    for name in place.split(".") if place else ():
        found = getattr(found, name)
    if not asked:
        return found
    return field in found.model_fields_set if field else frozenset(found.model_fields_set)


def _itself(value: Any) -> Any:  # noqa: ANN401 - whatever travelled
    return value
