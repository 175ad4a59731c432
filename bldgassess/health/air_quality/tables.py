"""The tables of this package: rows of a CSV file as mappings, read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Row = Mapping[str, str]


@cache
def rows(name: str, package: str = "bldgassess.health.air_quality") -> tuple[Row, ...]:
    """Return the rows of a table in a package's data folder."""
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def by_key(name: str, column: str, package: str = "bldgassess.health.air_quality") -> Mapping[str, Row]:
    """Return the rows of a table by the value of one column."""
    return {row[column]: row for row in rows(name, package)}
