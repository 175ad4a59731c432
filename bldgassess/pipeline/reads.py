"""What a stage reads of the study, and of results too large to compare, noted while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

#: Path -> what stood there: the value itself for the study, a fingerprint for a result.
Trace = dict[str, Any]


class WatchedStudy:
    """Stands in for a study, or one section of it, and notes each field that is read.

    A method (``model_dump``, ``model_copy``) may read anything, so it notes all of the section.
    """

    __slots__ = ("_part", "_path", "_trace")

    def __init__(self, part: BaseModel, trace: Trace, path: str = "") -> None:
        self._part, self._trace, self._path = part, trace, path

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field of the study
        value = getattr(self._part, name)
        path = f"{self._path}.{name}" if self._path else name
        if name == "model_fields_set":
            self._trace[path] = frozenset(value)
            return value
        if name not in type(self._part).model_fields:
            self._trace[self._path] = self._part
            return value
        if isinstance(value, BaseModel):
            return WatchedStudy(value, self._trace, path)
        self._trace[path] = value
        return value

    def __eq__(self, other: object) -> bool:
        self._trace[self._path] = self._part
        return bool(self._part == (other._part if isinstance(other, WatchedStudy) else other))

    def __hash__(self) -> int:
        return hash(self._path)

    def __reduce__(self) -> tuple[Callable[[BaseModel], BaseModel], tuple[BaseModel]]:
        """Travel as the study itself: whoever gets it in another process is no stage of this one."""
        return _itself, (self._part,)


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
    found: Any = study
    for name in path.split(".") if path else ():
        found = getattr(found, name)
    return found


def _itself(value: Any) -> Any:  # noqa: ANN401 - whatever travelled
    return value
