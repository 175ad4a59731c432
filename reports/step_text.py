"""Text of STEP files (ISO 10303-21): values to text, statements with their place, edits that keep every other byte.

ifcopenshell writes a file anew: it sorts the instances by id and prints numbers its own way. Here the statements of a
file stay as they are; only whole statements are taken out, or put in before the end of the data section.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

#: A comment, or one statement of the data section; strings and comments may hold any sign that parts statements.
_STATEMENT = re.compile(rb"/\*.*?\*/|#(\d+)\s*+=(?:[^';/]++|'[^']*+'|/\*.*?\*/|/)*+;", re.DOTALL)
#: From the header's end to the first statement; names in a header may look like statements.
_DATA = re.compile(rb"ENDSEC\s*;(?:\s|/\*.*?\*/)*DATA\b", re.DOTALL)
_END = re.compile(rb"ENDSEC\s*;(?:\s|/\*.*?\*/)*\Z", re.DOTALL)
_CLOSING = b"END-ISO-10303-21"
_PRINTABLE = (0x20, 0x7E)


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an instance, ``#id``."""

    id: int


@dataclass(frozen=True, slots=True)
class Enum:
    """An enumeration value, ``.NAME.``."""

    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of a select, with the name of its type."""

    type: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Derived:
    """An attribute that the schema derives, ``*``."""


Value = Ref | Enum | Typed | Derived | str | float | bool | None | tuple["Value", ...]


def step_value(value: Value) -> str:  # noqa: PLR0911 - a case a type
    r"""Return a value as ISO 10303-21 text; a float keeps all its digits.

    Raises
    ------
    ValueError
        For NaN or infinity, which the format cannot hold.

    >>> step_value(("Wand 墙", 1e-05, None, True, Ref(7), Typed("IfcLabel", "it's")))
    "('Wand \\X2\\5899\\X0\\',1.E-05,$,.T.,#7,IFCLABEL('it''s'))"
    """
    if value is None:
        return "$"
    if isinstance(value, bool):
        return ".T." if value else ".F."
    if isinstance(value, str):
        return f"'{_encoded(value)}'"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _real(float(value))
    if isinstance(value, tuple):
        return f"({','.join(step_value(item) for item in value)})"
    if isinstance(value, Ref):
        return f"#{value.id}"
    if isinstance(value, Enum):
        return f".{value.name}."
    if isinstance(value, Derived):
        return "*"
    return f"{value.type.upper()}({step_value(value.value)})"


def _real(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a STEP file holds no NaN or infinity")
    mantissa, mark, exponent = repr(value + 0.0).partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.") + (f"E{exponent}" if mark else "")


def _encoded(text: str) -> str:
    """Escape as ISO 10303-21:2002, 6.3.3; lone surrogates, which stand for no character, become ``?``."""
    pieces = []
    for run in re.findall(r"[ -~]+|[^ -~]+", text.encode("utf-8", "replace").decode("utf-8")):
        if _PRINTABLE[0] <= ord(run[0]) <= _PRINTABLE[1]:
            pieces.append(run.replace("\\", "\\\\").replace("'", "''"))
        elif max(run) <= "\uffff":
            pieces.append(f"\\X2\\{run.encode('utf-16-be').hex().upper()}\\X0\\")
        else:
            pieces.append(f"\\X4\\{run.encode('utf-32-be').hex().upper()}\\X0\\")
    return "".join(pieces)


@dataclass(slots=True)
class Block:
    """New statements in order, with ids from ``first_id`` on; equal statements that were asked to be shared are one."""

    first_id: int
    lines: list[str] = field(default_factory=list)
    _shared: dict[str, Ref] = field(default_factory=dict)

    def add(self, entity: str, *attributes: Value) -> Ref:
        """Add an instance and return the reference to it."""
        ref = Ref(self.first_id + len(self.lines))
        self.lines.append(f"#{ref.id}={_body(entity, attributes)}")
        return ref

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all statements."""
        return frozenset(range(self.first_id, self.first_id + len(self.lines)))

    def share(self, entity: str, *attributes: Value) -> Ref:
        """Return the reference to one instance for all who ask for the same (units)."""
        body = _body(entity, attributes)
        if body not in self._shared:
            self._shared[body] = self.add(entity, *attributes)
        return self._shared[body]


def _body(entity: str, attributes: tuple[Value, ...]) -> str:
    return f"{entity.upper()}({','.join(step_value(item) for item in attributes)});"


def statements(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (id, start, end) of each statement of the data section, in the file's order."""
    data = _DATA.search(content)
    for found in _STATEMENT.finditer(content, data.end() if data else 0):
        if found[1] is not None:
            yield int(found[1]), found.start(), found.end()


def without(content: bytes, ids: Collection[int]) -> bytes:
    """Return the content without the statements of these ids, each with the end of its line.

    Raises
    ------
    ValueError
        When one of them stands nowhere, or more than once.
    """
    if not ids:
        return content
    found = [item for item in statements(content) if item[0] in ids]
    if sorted(item[0] for item in found) != sorted(ids):
        raise ValueError("statements that are not there once")
    pieces, place = [], 0
    for _, start, end in found:
        pieces.append(content[place:start])
        place = end + len(_line_end(content, end))
    return b"".join((*pieces, content[place:]))


def _line_end(content: bytes, at: int) -> bytes:
    for sign in (b"\r\n", b"\n"):
        if content.startswith(sign, at):
            return sign
    return b""


def extended(content: bytes, lines: Iterable[str]) -> bytes:
    """Return the content with statements put in before the end of the data section, in the file's own line ends.

    Raises
    ------
    ValueError
        When the end of the data section cannot be found.
    """
    closing = content.rfind(_CLOSING)
    section = content.rfind(b"ENDSEC", 0, max(closing, 0))
    if section < 0 or not _END.match(content[section:closing]):
        raise ValueError("no end of a data section")
    newline = b"\r\n" if b"\r\n" in content[:10_000] else b"\n"
    block = b"".join(line.encode("ascii") + newline for line in lines)
    gap = b"" if content[:section].endswith((b"\n", b"\r")) or not block else newline
    return content[:section] + gap + block + content[section:]
