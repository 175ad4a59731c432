"""A result against a 1.5 degC path: overshoot year, exhaustion year, excess."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bldgassess.carbon.result import BudgetResult
from bldgassess.errors import Issue, UserError

_TOLERANCE = 1e-9


@cache
def budget_paths() -> dict[str, tuple[tuple[int, float, float, str], ...]]:
    """Return all paths by key: (year, operational, embodied [kgCO2e/(m2 a)], source)."""
    text = files("bldgassess.carbon").joinpath("data", "budget_paths.csv").read_text(encoding="utf-8")
    found: dict[str, list[tuple[int, float, float, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        values = float(row["operational_kgco2e_m2a"]), float(row["embodied_kgco2e_m2a"])
        found.setdefault(row["key"], []).append((int(row["year"]), *values, row["source"]))
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def compute_budget(yearly_kgco2e_m2: Sequence[float], start_year: int, path_key: str) -> BudgetResult:
    """Hold yearly emissions against a path, over the years that both cover.

    Overshoot: first year with E > P. Exhaustion: first year with the sum of E above the sum of the whole P.
    Excess: sum of max(0, E - P). Ratio: sum of E / sum of P. (Habert et al. 2020, doi 10.5334/bc.47; path as cited.)

    Raises
    ------
    UserError
        When there is no such path, or it shares no year with the study period.
    """
    paths = budget_paths()
    if path_key not in paths:
        raise UserError(Issue("carbon.bad_path", {"path": path_key, "choices": ", ".join(sorted(paths))}))
    rows = {year: (operational + embodied, source) for year, operational, embodied, source in paths[path_key]}
    years = tuple(year for year in range(start_year, start_year + len(yearly_kgco2e_m2)) if year in rows)
    if not years:
        first, last = min(rows), max(rows)
        raise UserError(Issue("carbon.path_years", {"path": path_key, "first": first, "last": last}))
    emitted = tuple(yearly_kgco2e_m2[year - start_year] for year in years)
    allowed = tuple(rows[year][0] for year in years)
    return BudgetResult(
        path=path_key,
        path_source=rows[years[0]][1],
        years=years,
        yearly_kgco2e_m2=emitted,
        path_kgco2e_m2=allowed,
        overshoot_year=next((y for y, e, p in zip(years, emitted, allowed, strict=True) if e > p + _TOLERANCE), None),
        exhaustion_year=_exhaustion(years, emitted, math.fsum(allowed)),
        excess_kg_m2=math.fsum(max(0.0, e - p) for e, p in zip(emitted, allowed, strict=True)),
        wlc_ratio=math.fsum(emitted) / math.fsum(allowed),
    )


def _exhaustion(years: Sequence[int], emitted: Sequence[float], budget: float) -> int | None:
    for index, year in enumerate(years):
        if math.fsum(emitted[: index + 1]) > budget + _TOLERANCE:
            return year
    return None
