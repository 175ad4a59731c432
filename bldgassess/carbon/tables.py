"""Small tables of this package: rows as text by column, numbers checked, each with source and grade."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from importlib.resources import files

from materials_db.errors import DataError

Row = dict[str, str]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """Read a table of ``bldgassess/carbon/data``.

    Raises
    ------
    DataError
        When a row has no source or no grade: our data is at fault.
    """
    text = files("bldgassess.carbon").joinpath("data", name).read_text(encoding="utf-8")
    rows = tuple(csv.DictReader(text.splitlines()))
    for row in rows:
        if not row.get("source") or not row.get("quality"):
            raise DataError(name, next(iter(row.values()), "?"), "no source or no quality grade")
    return rows


@cache
def tables_digest() -> str:
    """Return the sha256 over all tables of this package, by name: profiles, paths, systems and the rest."""
    digest = hashlib.sha256()
    folder = files("bldgassess.carbon").joinpath("data")
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith((".csv", ".yaml")):
            digest.update(item.name.encode() + b"\0" + item.read_bytes())
    return digest.hexdigest()


def row_number(row: Row, column: str, name: str) -> float:
    """Return a number of a row.

    Raises
    ------
    DataError
        When the cell is no number.
    """
    try:
        return float(row[column])
    except (ValueError, KeyError) as error:
        raise DataError(name, next(iter(row.values()), "?"), f"{column} is not a number") from error
