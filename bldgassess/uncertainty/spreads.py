"""How wide each kind of figure is: geometric standard deviations by pedigree, coefficients of variation by origin.

sigma = ln GSD = 1/2 sqrt( (ln U_basic)^2 + sum over indicators of (ln U_k)^2 ), the rule of the pedigree approach
(PyPI pedigree-matrix 0.2.2, ``pm.py``); a coefficient of variation becomes sigma = sqrt(ln(1 + cv^2)).
"""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files

from materials_db.errors import DataError

INDICATORS: tuple[str, ...] = (
    *("reliability", "completeness", "temporal"),
    *("geographic", "technological", "sample"),
)


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of ``bldgassess/uncertainty/data``.

    Raises
    ------
    DataError
        When a row has no source or no grade.
    """
    text = files("bldgassess.uncertainty").joinpath("data", name).read_text(encoding="utf-8")
    rows = tuple(csv.DictReader(text.splitlines()))
    for row in rows:
        if not row["source"] or not row["quality"]:
            raise DataError(name, next(iter(row.values())), "no source or no quality grade")
    return rows


@cache
def pedigree_sigma(scores: tuple[int, ...]) -> float:
    """Return sigma of a lognormal for six scores in the order of ``INDICATORS``.

    >>> round(pedigree_sigma((1, 1, 1, 1, 1, 1)), 6)  # ln(1.05) / 2
    0.024395
    """
    factors = {(row["indicator"], int(row["score"])): float(row["factor"]) for row in read_rows("pedigree.csv")}
    terms = [math.log(factors["basic", 0])]
    terms += [math.log(factors[name, score]) for name, score in zip(INDICATORS, scores, strict=True)]
    return 0.5 * math.sqrt(math.fsum(term * term for term in terms))


@cache
def grade_sigma(grade: str, *, foreign: bool) -> float:
    """Return sigma of a factor of a quality grade; ``foreign``: made for another country than the building's."""
    rows = {row["grade"]: row for row in read_rows("grades.csv")}
    row = rows[grade]
    scores = {name: int(row[name]) for name in INDICATORS}
    if foreign:
        scores["geographic"] = int(rows["foreign"]["geographic"])
    return pedigree_sigma(tuple(scores[name] for name in INDICATORS))


@cache
def spread_sigma(key: str) -> float:
    """Return sigma of a row of ``spreads.csv``: from a GSD or from a coefficient of variation."""
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
