"""The tables of this package: rows of a CSV file as mappings, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bldgassess.data_rows import data_rows

Row = Mapping[str, str]


@cache
def rows(name: str, package: str = "bldgassess.health.air_quality") -> tuple[Row, ...]:
    """Return the rows of a table in a package's data folder."""
    return tuple(data_rows(package, name))


@cache
def by_key(name: str, column: str, package: str = "bldgassess.health.air_quality") -> Mapping[str, Row]:
    """Return the rows of a table by the value of one column."""
    return {row[column]: row for row in rows(name, package)}
