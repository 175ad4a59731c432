"""Meter files, CSV or Parquet, long (a reading a row) or wide (a carrier a column), to rows in words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.health.measured.clock import read_time
from bldgassess.health.measured.read_csv import HEADER_LINES, MOST_BYTES, cell_of, columns_of, decoded
from bldgassess.health.measured.tables import plain
from bldgassess.twin.meters import RawReading
from bldgassess.twin.words import column_roles, find_carrier, unit_words

#: Where two are as frequent, commas are decimals.
_DELIMITERS = (";", "\t", "|", ",")
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
    known = column_roles()
    heads = (columns_of(row, known).keys() for row in table[:HEADER_LINES])
    at = next((k for k, found in enumerate(heads) if {"time", "from"} & found), None)
    if at is None:
        raise UserError(Issue("twin.no_times", {"file": path.name}))
    head, roles = table[at], columns_of(table[at], known)
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
    mark = max(_DELIMITERS, key=lambda m: max((line.count(m) for line in lines[:HEADER_LINES]), default=0))
    try:
        return list(csv.reader(io.StringIO("\n".join(lines) + "\n"), delimiter=mark)), mark != ","
    except csv.Error as error:
        raise UserError(Issue("twin.no_times", {"file": path.name})) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(Issue("twin.too_large", {"file": path.name, "megabytes": MOST_BYTES // 1_000_000}))
        content = path.read_bytes()
    except OSError as error:
        raise UserError(Issue("twin.cannot_read", {"file": path.name, "reason": error.strerror or "?"})) from error
    return decoded(content, lambda word: plain(word) in column_roles() or find_carrier(word) is not None)


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
    times, values = [cell_of(row, roles[time]) for row in rows], [cell_of(row, roles[value]) for row in rows]

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
    carrier = cell_of(row, roles.get("carrier"))
    return RawReading(
        line,
        cell_of(row, roles.get("meter")) or carrier or stem,
        carrier,
        cell_of(row, roles.get("kind")) or ("register" if value == "register" else ""),
        cell_of(row, roles.get("from", roles.get("time"))),
        cell_of(row, roles.get("to")),
        _number(cell_of(row, roles[value]), comma),
        cell_of(row, roles.get("unit")) or unit,
    )


def _wide(
    line: int, row: Sequence[str], roles: dict[str, int], columns: list[tuple[int, str, str, str]], comma: bool
) -> Iterator[RawReading]:
    start, end = cell_of(row, roles.get("from", roles.get("time"))), cell_of(row, roles.get("to"))
    for index, name, carrier, unit in columns:
        yield RawReading(line, name, carrier, "", start, end, _number(cell_of(row, index), comma), unit)
