"""Small tables of this package: rows as text by column, each with source and grade."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bldgassess.data_rows import data_rows
from materials_db.errors import DataError
from materials_db.tables import Row, folder_digest


@cache
def read_table(name: str) -> tuple[Row, ...]:
    """Read a table of ``bldgassess/carbon/data``.

    Raises
    ------
    DataError
        When a row has no source or no grade: our data is at fault.
    """
    rows = tuple(data_rows("bldgassess.carbon", name))
    for row in rows:
        if not row.get("source") or not row.get("quality"):
            raise DataError(name, next(iter(row.values()), "?"), "no source or no quality grade")
    return rows


@cache
def tables_digest() -> str:
    """Return the sha256 over all tables of this package, by name: profiles, paths, systems and the rest."""
    return folder_digest(files("bldgassess.carbon").joinpath("data"), (".csv", ".yaml"))
