"""How wide each kind of figure is: a record's own spread, and ``spreads.csv`` for what is no record.

sigma = ln GSD; a coefficient of variation becomes sigma = sqrt(ln(1 + cv^2)).
"""

from __future__ import annotations

import math
from functools import cache

from bldgassess.data_rows import data_rows
from materials_db.errors import DataError
from materials_db.records import FactorRecord
from materials_db.uncertainty import INDICATORS, gsd_of


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of ``bldgassess/uncertainty/data``.

    Raises
    ------
    DataError
        When a row has no source or no grade.
    """
    rows = tuple(data_rows("bldgassess.uncertainty", name))
    for row in rows:
        if not row["source"] or not row["quality"]:
            raise DataError(name, next(iter(row.values())), "no source or no quality grade")
    return rows


def record_sigma(record: FactorRecord, *, foreign: bool) -> float:
    """Return sigma of a record's factors: ln of the GSD that ``materials explain`` prints for it.

    A record is scored for use in its own country (geographic 2). ``foreign``, for a building elsewhere, adds the step
    to the score of ``spreads.csv`` in quadrature, unless the record's pedigree carries that score already.

    Raises
    ------
    DataError
        When the record has no spread; every row that is read has one.
    """
    if record.gsd is None:
        raise DataError("factors.csv", record.id, "no spread")
    sigma = math.log(record.gsd)
    if not foreign:
        return sigma
    place = INDICATORS.index("geographic")
    score = max(int(float(_spread("foreign")["value"])), record.pedigree[place])
    elsewhere = (*record.pedigree[:place], score, *record.pedigree[place + 1 :])
    step = math.log(gsd_of(elsewhere)) ** 2 - math.log(gsd_of(record.pedigree)) ** 2
    return math.sqrt(sigma * sigma + step)


@cache
def spread_sigma(key: str) -> float:
    """Return sigma of a row of ``spreads.csv``: from a GSD or from a coefficient of variation.

    >>> round(spread_sigma("haul"), 4), round(spread_sigma("energy"), 4)  # ln 1.5, sqrt(ln(1 + 0.15^2))
    (0.4055, 0.1492)
    """
    row = _spread(key)
    value = float(row["value"])
    return math.log(value) if row["kind"] == "gsd" else math.sqrt(math.log1p(value * value))


def spread_weight(key: str) -> float:
    """Return the weight of a scenario row of ``spreads.csv``."""
    return float(_spread(key)["value"])


def _spread(key: str) -> dict[str, str]:
    return next(row for row in read_rows("spreads.csv") if row["key"] == key)


@cache
def is_foreign(record_region: str, grid_region: str) -> bool:
    """Tell whether a record was made for another country than that of the grid region."""
    country = grid_region.split("-", maxsplit=1)[0]
    return all(row["grid_prefix"] != country for row in read_rows("regions.csv") if row["region"] == record_region)
