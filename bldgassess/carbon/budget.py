"""A result against a 1.5 degC path: overshoot year, exhaustion year, excess, ratio; own paths from a person's files."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bldgassess.carbon.result import BudgetResult, PulseAccount
from bldgassess.data_rows import data_rows
from bldgassess.errors import Issue, UserError

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class BudgetPath:
    """What may be emitted each year [kgCO2e/(m2 a)], operation and embodied apart."""

    key: str
    years: tuple[int, ...]
    operational_kgco2e_m2: tuple[float, ...]
    embodied_kgco2e_m2: tuple[float, ...]
    source: str
    quality: str

    def allowed(self, scope: str = "total") -> dict[int, float]:
        """Return the path by year; scope "total", "operational" or "embodied"."""
        pairs = zip(self.operational_kgco2e_m2, self.embodied_kgco2e_m2, strict=True)
        values = {
            "total": [o + e for o, e in pairs],
            "operational": self.operational_kgco2e_m2,
            "embodied": self.embodied_kgco2e_m2,
        }[scope]
        return dict(zip(self.years, values, strict=True))


@dataclass(frozen=True, slots=True)
class Crossing:
    """Emissions held against a path over the years that both cover."""

    years: tuple[int, ...]
    emitted: tuple[float, ...]
    allowed: tuple[float, ...]
    overshoot_year: int | None
    exhaustion_year: int | None
    excess: float
    ratio: float


@cache
def budget_paths() -> dict[str, BudgetPath]:
    """Return all shipped paths by key."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in data_rows("bldgassess.carbon", "budget_paths.csv"):
        found.setdefault(row["key"], []).append(row)
    return {key: _path(key, sorted(rows, key=lambda row: int(row["year"]))) for key, rows in found.items()}


def _path(key: str, rows: Sequence[Mapping[str, str]]) -> BudgetPath:
    return BudgetPath(
        key,
        tuple(int(row["year"]) for row in rows),
        tuple(float(row["operational_kgco2e_m2a"]) for row in rows),
        tuple(float(row["embodied_kgco2e_m2a"]) for row in rows),
        rows[0]["source"],
        rows[0]["quality"],
    )


def find_path(key: str, own: Sequence[BudgetPath] = ()) -> BudgetPath:
    """Return a path by key, a person's own before the shipped ones.

    Raises
    ------
    UserError
        When there is no such path.
    """
    paths = {**budget_paths(), **{path.key: path for path in own}}
    if key not in paths:
        raise UserError(Issue("carbon.bad_path", {"path": key, "choices": ", ".join(sorted(paths))}))
    return paths[key]


def cross_path(yearly: Sequence[float], start_year: int, path: BudgetPath, scope: str = "total") -> Crossing:
    """Hold yearly emissions against a path, over the years that both cover.

    Overshoot: first year with E > P. Exhaustion: first year with the sum of E above the sum of the whole P.
    Excess: sum of max(0, E - P). Ratio: sum of E / sum of P. (Habert et al. 2020, doi 10.5334/bc.47; path as cited.)

    Raises
    ------
    UserError
        When path and emissions share no year.
    """
    rows = path.allowed(scope)
    years = tuple(year for year in range(start_year, start_year + len(yearly)) if year in rows)
    if not years:
        raise UserError(Issue("carbon.path_years", {"path": path.key, "first": min(rows), "last": max(rows)}))
    emitted = tuple(yearly[year - start_year] for year in years)
    allowed = tuple(rows[year] for year in years)
    budget = math.fsum(allowed)
    return Crossing(
        years,
        emitted,
        allowed,
        next((y for y, e, p in zip(years, emitted, allowed, strict=True) if e > p + _TOLERANCE), None),
        _exhaustion(years, emitted, budget),
        math.fsum(max(0.0, e - p) for e, p in zip(emitted, allowed, strict=True)),
        math.fsum(emitted) / budget if budget else math.inf,
    )


def compute_budget(
    yearly_kgco2e_m2: Sequence[float],
    start_year: int,
    path_key: str,
    *,
    pulses_kgco2e_m2: Sequence[float] | None = None,
    own: Sequence[BudgetPath] = (),
) -> BudgetResult:
    """Hold a result against a path twice: embodied spread evenly, and, where given, in the year it arises.

    Raises
    ------
    UserError
        When there is no such path, or it shares no year with the study period.
    """
    path = find_path(path_key, own)
    spread = cross_path(yearly_kgco2e_m2, start_year, path)
    account = None
    if pulses_kgco2e_m2 is not None:
        dated = cross_path(pulses_kgco2e_m2, start_year, path)
        account = PulseAccount(dated.emitted, dated.overshoot_year, dated.exhaustion_year, dated.excess, dated.ratio)
    return BudgetResult(
        path=path.key,
        path_source=path.source,
        years=spread.years,
        yearly_kgco2e_m2=spread.emitted,
        path_kgco2e_m2=spread.allowed,
        overshoot_year=spread.overshoot_year,
        exhaustion_year=spread.exhaustion_year,
        excess_kg_m2=spread.excess,
        wlc_ratio=spread.ratio,
        pulses=account,
    )


def _exhaustion(years: Sequence[int], emitted: Sequence[float], budget: float) -> int | None:
    for index, year in enumerate(years):
        if math.fsum(emitted[: index + 1]) > budget + _TOLERANCE:
            return year
    return None
