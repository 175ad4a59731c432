"""Where two sets of plain data differ: path, old and new, in the order of the first."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

#: Hourly results agree to this between machines (docs/method.md); the ledger to the last digit on one.
TOLERANCE = 1e-9
_MISSING = "(not there)"


@dataclass(frozen=True, slots=True)
class Difference:
    """What was locked and what is now, at a path of a file."""

    file: str
    path: str
    locked: str
    found: str


def differences(locked: Any, found: Any, file: str, path: str = "") -> Iterator[Difference]:  # noqa: ANN401 - JSON
    """Yield what differs; numbers within ``TOLERANCE`` of their size are equal."""
    if isinstance(locked, Mapping) and isinstance(found, Mapping):
        for key in (*locked, *(key for key in found if key not in locked)):
            inner = f"{path}.{key}" if path else str(key)
            yield from differences(locked.get(key, _MISSING), found.get(key, _MISSING), file, inner)
    elif _is_list(locked) and _is_list(found) and len(locked) == len(found):
        for k, (one, two) in enumerate(zip(locked, found, strict=True)):
            yield from differences(one, two, file, f"{path}[{k}]")
    elif _is_number(locked) and _is_number(found):
        if not math.isclose(locked, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            yield Difference(file, path, repr(locked), repr(found))
    elif locked != found or type(locked) is not type(found):
        yield Difference(file, path, _short(locked), _short(found))


def row_differences(locked: bytes, found: bytes, file: str, key: str) -> Iterator[Difference]:
    """Yield the cells of two CSV tables that differ, rows told apart by the column ``key``."""
    one, two = _rows(locked, key), _rows(found, key)
    for name in (*one, *(name for name in two if name not in one)):
        yield from differences(one.get(name, _MISSING), two.get(name, _MISSING), file, name)


def _rows(content: bytes, key: str) -> dict[str, dict[str, str]]:
    return {row.get(key) or "": dict(row) for row in csv.DictReader(StringIO(content.decode("utf-8-sig", "replace")))}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
