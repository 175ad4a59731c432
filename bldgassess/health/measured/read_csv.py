"""Sensor CSV files, long (a reading a row) and wide (a time a row, a variable a column), to raw rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.readings import RawRow
from bldgassess.health.measured.tables import column_roles, find_point, find_variable, plain

#: Encodings of files that are not UTF-8; the one under which most column names are known wins.
_OLD_ENCODINGS = ("cp1252", "gb18030", "cp1251")
#: Beyond this a logger's file is no table for a desktop tool [bytes].
MOST_BYTES = 500_000_000
_DELIMITERS = (",", ";", "\t", "|")
#: A header is looked for in this many first lines; loggers write notes above it.
HEADER_LINES = 30


def read_rows(path: Path) -> list[RawRow]:
    """Read the rows of a sensor file.

    Raises
    ------
    UserError
        When it cannot be opened, is too large, or has no column of times or no variable that we know.
    """
    lines = _text(path).splitlines()
    delimiter = max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines[:HEADER_LINES]), default=0))
    table = list(csv.reader(io.StringIO("\n".join(lines) + "\n"), delimiter=delimiter))
    at = next((k for k, row in enumerate(table[:HEADER_LINES]) if "timestamp" in columns_of(row, column_roles())), None)
    if at is None:
        raise UserError(Issue("measured.no_times", {"file": path.name}))
    roles = columns_of(table[at], column_roles())
    body = [(at + 2 + k, row) for k, row in enumerate(table[at + 1 :]) if any(cell.strip() for cell in row)]
    comma = delimiter == ";"
    if "variable" in roles and "value" in roles:
        return [_long(line, row, roles, path.stem, comma) for line, row in body]
    columns = _variable_columns(table[at], roles)
    if not columns:
        raise UserError(Issue("measured.no_variables", {"file": path.name, "columns": ", ".join(table[at])[:200]}))
    return [raw for line, row in body for raw in _wide(line, row, roles, columns, path.stem, comma)]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(Issue("measured.too_large", {"file": path.name, "megabytes": MOST_BYTES // 1_000_000}))
        content = path.read_bytes()
    except OSError as error:
        raise UserError(Issue("measured.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    return decoded(content, lambda word: bool(find_variable(word)) or plain(word) in column_roles())


def decoded(content: bytes, is_known: Callable[[str], bool]) -> str:
    """Return a table's text; of old encodings the one under which most words of the first lines are known."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass

    def known_words(text: str) -> int:
        words = [word for line in text.splitlines()[:HEADER_LINES] for word in re.split(r"[,;\t|]", line)]
        return sum(is_known(word) for word in words)

    return max((content.decode(name, "replace") for name in _OLD_ENCODINGS), key=known_words)


def columns_of(header: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each role, the first that fits; ``known``: plain name -> role."""
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        role = known.get(plain(re.split(r"[\[(]", name)[0]))
        if role and role not in found:
            found[role] = index
    return found


def _variable_columns(header: Sequence[str], roles: dict[str, int]) -> list[tuple[int, str, str, str]]:
    """Return index, variable, unit in words and room (of a point's name) of each column of readings."""
    taken, found = set(roles.values()), []
    for index, name in enumerate(header):
        known = None if index in taken else find_variable(name)
        if known:
            point = find_point(name)
            found.append((index, *known, point[0] if point else ""))
    return found


def cell_of(row: Sequence[str], index: int | None) -> str:
    """Return a cell, empty where the row has none."""
    return row[index].strip() if index is not None and index < len(row) else ""


def _number(text: str, comma: bool) -> str:
    return text.replace(",", ".") if comma else text


def _long(line: int, row: Sequence[str], roles: dict[str, int], stem: str, comma: bool) -> RawRow:
    named = {role: cell_of(row, roles.get(role)) for role in ("building", "room", "sensor", "variable", "unit")}
    known = find_variable(named["variable"])
    point = find_point(named["variable"])
    return RawRow(
        line,
        named["building"],
        named["room"] or (point[0] if point else ""),
        named["sensor"] or named["room"] or stem,
        known[0] if known else named["variable"],
        named["unit"] or (known[1] if known else ""),
        cell_of(row, roles["timestamp"]),
        _number(cell_of(row, roles["value"]), comma),
    )


def _wide(
    line: int,
    row: Sequence[str],
    roles: dict[str, int],
    columns: list[tuple[int, str, str, str]],
    stem: str,
    comma: bool,
) -> Iterator[RawRow]:
    time, room = cell_of(row, roles["timestamp"]), cell_of(row, roles.get("room"))
    building, sensor = cell_of(row, roles.get("building")), cell_of(row, roles.get("sensor"))
    for index, variable, unit, place in columns:
        text = cell_of(row, index)
        if text:
            where = room or place
            yield RawRow(line, building, where, sensor or where or stem, variable, unit, time, _number(text, comma))
