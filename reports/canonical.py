"""Values to bytes in one way only: plain types, finite numbers, ``repr`` floats, fixed order, UTF-8, LF."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def plain_text(text: str) -> str:
    """Return the text with lone surrogates, which some models carry and UTF-8 does not, replaced by ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value of a result, a case a type
    """Return mappings, sequences and numbers as JSON's own types; minus zero becomes zero.

    Raises
    ------
    ValueError
        For NaN or infinity, which a result never holds, and for types that JSON does not know.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {plain_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, int):
        return int(value)
    number = getattr(value, "item", lambda: value)()  # a numpy scalar's own value
    if isinstance(number, (bool, int)):
        return number
    if isinstance(number, float):
        if not math.isfinite(number):
            raise ValueError("a result may not be NaN or infinite")
        return number + 0.0
    raise ValueError(f"{type(value).__name__} has no place in a result")


def json_bytes(value: Any) -> bytes:  # noqa: ANN401 - any plain value
    r"""Return the canonical JSON of ``plain(value)`` in the given order of keys.

    >>> json_bytes({"b": 1.0, "a": [None]})
    b'{\n "b": 1.0,\n "a": [\n  null\n ]\n}\n'
    """
    return (json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def cell(value: float | str | None) -> str:
    """Return the text of a CSV cell: ``repr`` of a number, empty where there is none.

    >>> cell(0.1), cell(None), cell(3)
    ('0.1', '', '3')
    """
    return "" if value is None else str(plain(value))


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as CSV with the columns' header; a column that a row lacks stays empty."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
