"""Pedigree scores and geometric standard deviation by quality grade; rules and factors are data."""

from __future__ import annotations

import math
from functools import cache

from materials_db.errors import DataError
from materials_db.tables import number, read_sourced

INDICATORS: tuple[str, ...] = ("reliability", "completeness", "temporal", "geographic", "technological")
#: The second set of pedigree.csv gives spreads of the size that tables of different countries show for one material;
#: the first gives 1.05 for nearly everything (docs/decisions/0012-factor-database.md).
FACTOR_SET = "2"
_PEDIGREE, _SCORES = "pedigree.csv", "grade_scores.csv"


@cache
def _factors(factor_set: str) -> dict[tuple[str, int], float]:
    return {
        (row["indicator"], int(row["score"])): number(row, "factor", _PEDIGREE)
        for row in read_sourced(_PEDIGREE)
        if row["set"] == factor_set
    }


@cache
def _scores() -> dict[tuple[str, str, str], int]:
    return {(row["grade"], row["indicator"], row["from_years"]): int(row["score"]) for row in read_sourced(_SCORES)}


@cache
def pedigree_of(grade: str, age_years: int | None) -> tuple[int, ...]:
    """Return the scores of a record by its grade and by the years between its data and the table.

    Parameters
    ----------
    grade : str
        "A", "B", "C", "D" or "S".
    age_years : int or None
        ``None``: the row states no reference year.

    Raises
    ------
    DataError
        When the rule has no row for the grade.

    >>> pedigree_of("A", 4)
    (2, 2, 2, 2, 2)
    """
    rules = _scores()
    if age_years is None:
        temporal = rules[("*", "temporal", "unknown")]
    else:
        steps = sorted((int(years), score) for (_, name, years), score in rules.items() if years.isdigit())
        temporal = next(score for years, score in reversed(steps) if max(0, age_years) >= years)
    found = []
    for indicator in INDICATORS:
        if indicator == "temporal":
            found.append(temporal)
            continue
        score = rules.get((grade, indicator, ""))
        if score is None:
            raise DataError(_SCORES, grade, f"no score for {indicator}")
        found.append(score)
    return tuple(found)


@cache
def gsd_of(pedigree: tuple[int, ...], factor_set: str = FACTOR_SET) -> float:
    """Return the geometric standard deviation of pedigree scores.

    ln GSD = 1/2 sqrt((ln U_basic)^2 + sum_k (ln U_k)^2), pedigree-matrix 0.2.2.

    Parameters
    ----------
    pedigree : tuple of int
        Scores 1-5 in the order of ``INDICATORS``.

    >>> round(gsd_of((1, 1, 1, 1, 1)), 6), round(gsd_of((2, 2, 2, 2, 2)), 4)
    (1.024695, 1.264)
    """
    factors = _factors(factor_set)
    logs = [math.log(factors[("basic", 1)])]
    logs += [math.log(factors[key]) for key in zip(INDICATORS, pedigree, strict=True)]
    return math.exp(0.5 * math.sqrt(math.fsum(x * x for x in logs)))
