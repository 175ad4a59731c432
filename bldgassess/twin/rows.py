"""Meter files, CSV or Parquet, long (a reading a row) or wide (a carrier a column), to rows in words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.clock import read_time
from bldgassess.health.measured.tables import plain
from bldgassess.twin.meters import RawReading
from bldgassess.twin.words import column_roles, find_carrier, unit_words

_MOST_BYTES = 500_000_000
#: Where two are as frequent, commas are decimals.
_DELIMITERS = (";", "\t", "|", ",")
#: A header is looked for in this many first lines; exports have notes above it.
_HEADER_LINES = 30
_ENCODINGS = ("cp1252", "gb18030", "cp1251")
#: Rows that are looked at to see whether columns are swapped.
_SAMPLE = 200
#: Numbers whose groups of thousands cannot be taken for decimals.
_ENGLISH, _GERMAN = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+"), re.compile(r"-?\d{1,3}(\.\d{3})+,\d+")
_WIDE_UNIT = re.compile(r"\s*(.*?)\s*[\[(]\s*(.*?)\s*[\])]\s*")


def read_meter_rows(path: Path) -> tuple[list[RawReading], tuple[Issue, ...]]:
    """Read the rows of a meter file, and what was mended while reading.

    Raises
    ------
    UserError
        When it cannot be opened, is too large, or lacks a time or an energy column that we know.
    """
    table, comma = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    at = next((k for k, row in enumerate(table[:_HEADER_LINES]) if {"time", "from"} & _roles(row).keys()), None)
    if at is None:
        raise UserError(Issue("twin.no_times", {"file": path.name}))
    head, roles = table[at], _roles(table[at])
    body = [(at + 2 + k, row) for k, row in enumerate(table[at + 1 :]) if any(cell.strip() for cell in row)]
    if not body:
        raise UserError(Issue("twin.no_rows", {"file": path.name}))
    value = "register" if "register" in roles and "value" not in roles else "value"
    if value in roles:
        roles, told = _unswapped(roles, value, body, path.name)
        match = _WIDE_UNIT.fullmatch(head[roles[value]])
        unit, stem = match.group(2) if match else "", path.stem
        return [_long(line, row, roles, value, unit, stem, comma) for line, row in body], told
    columns = _carrier_columns(head, set(roles.values()))
    if not columns:
        raise UserError(Issue("twin.no_energy", {"file": path.name, "columns": ", ".join(head)[:200]}))
    return [item for line, row in body for item in _wide(line, row, roles, columns, comma)], ()


def _csv(path: Path) -> tuple[list[list[str]], bool]:
    lines = _text(path).splitlines()
    mark = max(_DELIMITERS, key=lambda m: max((line.count(m) for line in lines[:_HEADER_LINES]), default=0))
    try:
        return list(csv.reader(io.StringIO("\n".join(lines) + "\n"), delimiter=mark)), mark != ","
    except csv.Error as error:
        raise UserError(Issue("twin.no_times", {"file": path.name})) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(Issue("twin.too_large", {"file": path.name, "megabytes": _MOST_BYTES // 1_000_000}))
        content = path.read_bytes()
    except OSError as error:
        raise UserError(Issue("twin.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max((content.decode(name, "replace") for name in _ENCODINGS), key=_known_words)


def _known_words(text: str) -> int:
    words = [word for line in text.splitlines()[:_HEADER_LINES] for word in re.split(r"[,;\t|]", line)]
    return sum(plain(word) in column_roles() or find_carrier(word) is not None for word in words)


def _parquet(path: Path) -> tuple[list[list[str]], bool]:
    import pandas

    try:
        frame = pandas.read_parquet(path)
    except OSError as error:
        raise UserError(Issue("twin.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    except (ValueError, ImportError) as error:
        raise UserError(Issue("twin.cannot_read", {"file": path.name, "reason": "Parquet"})) from error
    if frame.index.name or isinstance(frame.index, pandas.DatetimeIndex):
        frame = frame.reset_index(names=frame.index.name or "time")
    cells = [["" if cell is None or cell is pandas.NaT else str(cell) for cell in row] for row in frame.to_numpy()]
    return [[str(name) for name in frame.columns], *cells], False


def _roles(header: Sequence[str]) -> dict[str, int]:
    """Return the column of each role; the first that fits."""
    known, found = column_roles(), {}
    for index, name in enumerate(header):
        role = known.get(plain(re.split(r"[\[(]", name)[0]))
        if role and role not in found:
            found[role] = index
    return found


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _unswapped(
    roles: dict[str, int], value: str, body: Sequence[tuple[int, Sequence[str]]], name: str
) -> tuple[dict[str, int], tuple[Issue, ...]]:
    """Exchange the columns of time and value where the cells say that their names were exchanged."""
    time = "time" if "time" in roles else "from"
    rows = [row for _, row in body[:_SAMPLE]]
    times, values = [_cell(row, roles[time]) for row in rows], [_cell(row, roles[value]) for row in rows]

    def are_times(cells: list[str]) -> bool:
        return sum(":" in cell or read_time(day(cell), True) is not None for cell in cells) > 0.9 * len(cells)

    numbers = sum(_is_number(cell) for cell in times) > 0.9 * len(times)
    if numbers and not sum(_is_number(cell) for cell in values) and are_times(values):
        told = Issue("twin.columns_swapped", {"file": name}, severity="warning")
        return roles | {time: roles[value], value: roles[time]}, (told,)
    return roles, ()


def day(text: str) -> str:
    """Return a date without a time as its first moment, other texts as they are.

    >>> day("31.12.2024"), day("2024-12-31T05:00")
    ('31.12.2024 00:00', '2024-12-31T05:00')
    """
    text = text.strip()
    return (
        f"{text} 00:00"
        if len(text) <= len("31.12.2024") and re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}", text)
        else text
    )


def _carrier_columns(header: Sequence[str], taken: set[int]) -> list[tuple[int, str, str, str]]:
    """Return index, name, carrier and unit of each column named after a carrier, such as ``Gas [m3]``, ``gas_m3``."""
    found = []
    for index, name in enumerate(header):
        if index in taken:
            continue
        match = _WIDE_UNIT.fullmatch(name)
        words, unit = (match.group(1), match.group(2)) if match else (name, "")
        head, _, tail = plain(words).rpartition(" ")
        if not unit and tail in unit_words():
            words, unit = head, tail
        carrier = find_carrier(words)
        if carrier:
            found.append((index, name.strip(), carrier, unit))
    return found


def _cell(row: Sequence[str], index: int | None) -> str:
    return row[index].strip() if index is not None and index < len(row) else ""


def _number(text: str, comma: bool) -> str:
    """Return a number with a point for its decimals and no groups, where no doubt is left about which is which."""
    if "," not in text:
        return text
    if _ENGLISH.fullmatch(text):
        return text.replace(",", "")
    if _GERMAN.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", ".") if comma and text.count(",") == 1 and "." not in text else text


def _long(
    line: int, row: Sequence[str], roles: dict[str, int], value: str, unit: str, stem: str, comma: bool
) -> RawReading:
    carrier = _cell(row, roles.get("carrier"))
    return RawReading(
        line,
        _cell(row, roles.get("meter")) or carrier or stem,
        carrier,
        _cell(row, roles.get("kind")) or ("register" if value == "register" else ""),
        _cell(row, roles.get("from", roles.get("time"))),
        _cell(row, roles.get("to")),
        _number(_cell(row, roles[value]), comma),
        _cell(row, roles.get("unit")) or unit,
    )


def _wide(
    line: int, row: Sequence[str], roles: dict[str, int], columns: list[tuple[int, str, str, str]], comma: bool
) -> Iterator[RawReading]:
    start, end = _cell(row, roles.get("from", roles.get("time"))), _cell(row, roles.get("to"))
    for index, name, carrier, unit in columns:
        yield RawReading(line, name, carrier, "", start, end, _number(_cell(row, index), comma), unit)
