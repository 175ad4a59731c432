"""How warm the world was or will be: global surface temperature over the mean of 1850-1900."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows

#: Taken for a year whose period is not known; most files of typical years stand for these years. An assumption.
UNKNOWN_PERIOD = (1995, 2014)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A future world by its global warming over 1850-1900 [K]."""

    id: str
    name: str
    warming_k: float
    source: str
    quality: str


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of ``hourly/data``."""
    return data_rows("bldgassess.hourly", name)


@cache
def scenarios() -> dict[str, Scenario]:
    """Return the scenario worlds by id: 1.5C, 2.0C, 2050, 2080."""
    return {
        row["id"]: Scenario(row["id"], row["name"], float(row["warming_k"]), row["source"], row["quality"])
        for row in rows("climate_scenarios.csv")
    }


@cache
def _observed() -> dict[int, float]:
    return {int(row["year"]): float(row["warming_k"]) for row in rows("global_warming.csv")}


def warming_of_years(years: Iterable[int]) -> float | None:
    """Return the mean global warming of the years [K], smoothed over ten years each way; ``None`` for unknown years."""
    observed = _observed()
    levels = []
    for year in years:
        near = [observed[other] for other in range(year - 10, year + 11) if other in observed]
        if year not in observed:
            return None
        levels.append(sum(near) / len(near))
    return sum(levels) / len(levels) if levels else None


def warming_of_period(first: int, last: int) -> float | None:
    """Return the mean global warming of a period [K]."""
    observed = _observed()
    found = [observed[year] for year in range(first, last + 1) if year in observed]
    return sum(found) / len(found) if found and len(found) == last - first + 1 else None
