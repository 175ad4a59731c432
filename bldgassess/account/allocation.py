"""The share of a global carbon budget that falls to a square metre, and the straight path to zero that spends it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue, UserError


@dataclass(frozen=True, slots=True)
class RemainingBudget:
    """A global remaining budget [kgCO2] from the start of ``from_year``, for a warming and a probability [%]."""

    id: str
    warming_c: float
    probability_pct: float
    from_year: int
    kgco2: float
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """What falls to a square metre until net zero [kg/m2], and by year [kg/(m2 a)]."""

    budget_kg_m2: float
    years: tuple[int, ...]
    path_kg_m2a: tuple[float, ...]

    @property
    def mean_kg_m2a(self) -> float:
        """The path's mean [kg/(m2 a)]."""
        return self.budget_kg_m2 / len(self.years)


@cache
def remaining_budgets() -> dict[str, RemainingBudget]:
    """Return the published global budgets by id."""
    return {
        row["id"]: RemainingBudget(
            row["id"],
            float(row["warming_c"]),
            float(row["probability_pct"]),
            int(row["from_year"]),
            float(row["gtco2"]) * 1e12,
            row["source"],
            row["quality"],
        )
        for row in data_rows("bldgassess.account", "remaining_budgets.csv")
    }


def allocate(
    budget_kg: float, people_share: float, sector_share: float, floor_area_m2: float, first_year: int, zero_year: int
) -> Allocation:
    """Share a budget by people and sector over a floor area, and lay a straight path to zero that spends it.

    b = B s_people s_sector / A; P(t) = P0 (1 - (t - t0)/T) with P0 = 2 b / (T + 1), T = ``zero_year`` - ``first_year``,
    so that the path sums to b (Habert et al. 2020, doi 10.5334/bc.47, static shares).

    Parameters
    ----------
    budget_kg : float
        Remaining budget [kgCO2].
    people_share, sector_share : float
        Shares [0-1]. They are choices, not facts: print them with the result.
    floor_area_m2 : float
        Floor area that shares the budget [m2].
    first_year, zero_year : int
        First year of the path, and the year in which it is zero.

    Raises
    ------
    UserError
        When a share is not within 0 and 1, an area or budget is not above zero, or the years do not follow.

    Examples
    --------
    >>> made = allocate(130e12, 0.172549, 0.37, 70e9, 2025, 2050)
    >>> round(made.budget_kg_m2, 4), round(made.path_kg_m2a[0], 4)
    (118.5658, 9.1204)
    """
    fine = (
        budget_kg > 0.0
        and math.isfinite(budget_kg)
        and 0.0 < people_share <= 1.0
        and 0.0 < sector_share <= 1.0
        and floor_area_m2 > 0.0
        and first_year < zero_year
    )
    if not fine:
        raise UserError(Issue("account.bad_allocation"))
    share = budget_kg * people_share * sector_share / floor_area_m2
    span = zero_year - first_year
    top = 2.0 * share / (span + 1)
    years = tuple(range(first_year, zero_year + 1))
    return Allocation(share, years, tuple(top * (1.0 - (year - first_year) / span) for year in years))
