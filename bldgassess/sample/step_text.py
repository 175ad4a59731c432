"""Write STEP lines directly: a model of fifty thousand elements in seconds, the same bytes each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"


def guid(name: str) -> str:
    """Return the GlobalId that belongs to a name: 128 bits of its digest in IFC's own 64 digits.

    >>> guid("a") == guid("a"), guid("a") == guid("b"), len(guid("a"))
    (True, False, 22)
    """
    number = int.from_bytes(hashlib.md5(name.encode(), usedforsecurity=False).digest(), "big")
    return "".join(_DIGITS[number >> shift & 63] for shift in range(126, -1, -6))


class Word(str):
    """Text that stands in the file as it is: a reference, an enumeration, a typed value."""

    __slots__ = ()


def word(value: object) -> str:  # noqa: PLR0911 - a case a kind
    """Return a value as STEP writes it.

    >>> word((1.5, "it's", None, Word("#3"), True, 2))
    "(1.5,'it''s',$,#3,.T.,2)"
    """
    if value is None:
        return "$"
    if isinstance(value, bool):
        return ".T." if value else ".F."
    if isinstance(value, float):
        return _real(value)
    if isinstance(value, Word):
        return value
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (tuple, list)):
        return "(" + ",".join(map(word, value)) + ")"
    return str(value)


def _real(value: float) -> str:
    text = f"{round(value, 9) + 0.0:.10g}"
    if "e" in text:
        head, tail = text.split("e")
        return f"{head if '.' in head else head + '.'}E{int(tail)}"
    return text if "." in text else text + "."


class StepText:
    """Entities line by line. ``add`` gives the reference of the entity that it wrote."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._shared: dict[str, Word] = {}

    def add(self, kind: str, *values: object) -> Word:
        """Write an entity."""
        return self._write(f"{kind.upper()}({','.join(map(word, values))})")

    def shared(self, kind: str, *values: object) -> Word:
        """Write an entity once; the same values give the same reference."""
        text = f"{kind.upper()}({','.join(map(word, values))})"
        if text not in self._shared:
            self._shared[text] = self._write(text)
        return self._shared[text]

    def rooted(self, kind: str, name: str, *values: object) -> Word:
        """Write an entity with a GlobalId made from its kind and name, and no owner."""
        return self.add(kind, guid(f"{kind}/{name}"), None, *values)

    def relate(self, kind: str, name: str, first: object, second: object) -> Word:
        """Write a relationship."""
        return self.rooted(kind, name, None, None, first, second)

    def point(self, *place: float) -> Word:
        """Write a point."""
        return self.shared("IfcCartesianPoint", tuple(map(float, place)))

    def direction(self, *way: float) -> Word:
        """Write a direction."""
        return self.shared("IfcDirection", tuple(map(float, way)))

    def text(self, schema: str, name: str) -> Iterable[str]:
        """Give the file in pieces."""
        yield (
            "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION(('ViewDefinition [DesignTransferView]'),'2;1');\n"
            f"FILE_NAME('{name}','2026-01-01T00:00:00',(''),(''),'bldgassess','bldgassess','');\n"
            f"FILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n"
        )
        for start in range(0, len(self._lines), 10_000):
            yield "".join(self._lines[start : start + 10_000])
        yield "ENDSEC;\nEND-ISO-10303-21;\n"

    def _write(self, text: str) -> Word:
        number = len(self._lines) + 1
        self._lines.append(f"#{number}={text};\n")
        return Word(f"#{number}")


def enum(name: str) -> Word:
    """Return an enumeration's value."""
    return Word(f".{name}.")


def typed(kind: str, value: object) -> Word:
    """Return a value with its type, such as ``IFCBOOLEAN(.T.)``."""
    return Word(f"{kind.upper()}({word(value)})")


def closed(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Repeat the first point at the end."""
    return (*points, points[0])
