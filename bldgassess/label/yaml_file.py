"""A YAML file from anybody, read as plain data with the line of every value; no code, no aliases, no surprises."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from bldgassess.errors import Issue, UserError

#: A catalogue of 45 criteria is 40 kB.
LARGEST_BYTES = 1_000_000
_DEEPEST = 20
#: YAML 1.1 reads 010 as eight and 1:30 as ninety; a catalogue writes plain decimal figures.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,15})")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,3})?|[-+]?\.[0-9]+")
_FIGURES: dict[str, tuple[re.Pattern[str], Callable[[str], float]]] = {
    "int": (_INTEGER, int),
    "float": (_NUMBER, float),
}
_CORE = "tag:yaml.org,2002:"
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data, and the line (from 1) at which each value stands."""

    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it."""
        return next((self.lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in self.lines), 1)


def read_yaml(content: bytes, name: str) -> Located:
    """Read one YAML document.

    Raises
    ------
    UserError
        With the line: not text, not YAML, larger or deeper than a catalogue is, a key that stands twice, an anchor,
        an alias, a tag, or a figure that is not plain decimal.
    """
    if len(content) > LARGEST_BYTES:
        raise UserError(Issue("label.too_large", {"file": name, "largest": LARGEST_BYTES // 1000}))
    try:
        text = content.decode("utf-8-sig")
        return _Composer(text, name).compose()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UserError(Issue("label.not_yaml", {"file": name, "line": line, "reason": "UTF-8"})) from error
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = str(error.problem or "YAML")
        raise UserError(Issue("label.not_yaml", {"file": name, "line": at, "reason": reason})) from error
    except yaml.YAMLError as error:
        raise UserError(Issue("label.not_yaml", {"file": name, "line": 1, "reason": str(error)[:80]})) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Composer:
    """Builds data from the parser's events, so that nothing is made before it was looked at."""

    def __init__(self, text: str, name: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
        self._resolver = yaml.resolver.Resolver()
        self._name = name
        self._lines: dict[Place, int] = {}

    def compose(self) -> Located:
        self._take()  # start of the stream
        first = self._take()
        if isinstance(first, yaml.StreamEndEvent):
            raise self._refused("label.empty", 1)
        data = self._value((), self._take())
        self._take()  # end of the document
        after = self._take()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refused("label.two_documents", _line(after))
        return Located(data, self._lines)

    def _take(self) -> yaml.Event:
        return next(self._events)

    def _refused(self, code: str, line: int, **params: str) -> UserError:
        return UserError(Issue(code, {"file": self._name, "line": line, **params}))

    def _value(self, place: Place, event: yaml.Event) -> Any:  # noqa: ANN401 - any plain value
        line = _line(event)
        self._lines[place] = line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refused("label.anchor", line)
        if tag := getattr(event, "tag", None):
            raise self._refused("label.tag", line, tag=str(tag)[:60])
        if len(place) > _DEEPEST:
            raise self._refused("label.too_deep", line)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        return self._table(place) if isinstance(event, yaml.MappingStartEvent) else self._list(place)

    def _table(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._take(), yaml.MappingEndEvent):
            line = _line(event)
            key = self._value((*place, "?"), event)
            if not isinstance(key, str):
                raise self._refused("label.key_no_text", line, key=str(key)[:60])
            if key in found:
                raise self._refused("label.key_twice", line, key=key[:60])
            found[key] = self._value((*place, key), self._take())
            self._lines[*place, key] = line
        return found

    def _list(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._take(), yaml.SequenceEndEvent):
            found.append(self._value((*place, len(found)), event))
        return found

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str | int | float | bool | None:
        text = event.value
        resolved: str = self._resolver.resolve(yaml.ScalarNode, text, event.implicit)  # type: ignore[no-untyped-call]
        tag = resolved.removeprefix(_CORE)
        if tag in {"str", "timestamp"}:
            return str(text)
        if tag == "null":
            return None
        if tag == "bool":
            return str(text).lower() in {"yes", "true", "on"}
        if tag not in {"int", "float"}:  # "<<" and "="
            raise self._refused("label.tag", line, tag=str(text)[:60])
        form, convert = _FIGURES[tag]
        if not form.fullmatch(text) or not math.isfinite(value := convert(text)):
            raise self._refused("label.not_decimal", line, value=str(text)[:60])
        return value
