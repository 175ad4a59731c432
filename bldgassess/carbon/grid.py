"""Electricity factors over the study period, with their basis: life-cycle CO2e, or combustion CO2 alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bldgassess.errors import Issue, UserError
from materials_db.tables import GridRow, load_grid

#: Whose path stands in for regions without one of their own: prefix of the region -> region with a path.
_PATH_OF = {"CN": "CN", "CHN": "CN"}
_OTHER_PATH = "EU27"
#: Same country under the other table's code, where bases differ: combustion <-> life cycle.
_OTHER_CODE = {"CN": ("CHN",), "CHN": ("CN",)}
LIFE_CYCLE, COMBUSTION = "life_cycle", "combustion"


@dataclass(frozen=True, slots=True)
class GridPath:
    """Factors [kgCO2e/kWh] of the years asked for, with their source in words and their basis.

    ``basis_kept``: whether the basis asked for could be had.
    """

    factors: tuple[float, ...]
    source: str
    quality: str
    basis: str = LIFE_CYCLE
    basis_kept: bool = True


def row_basis(row: GridRow) -> str:
    """Return the basis of a grid row: "combustion" where it counts CO2 only, else "life_cycle"."""
    words = getattr(row, "basis", "") or row.source
    return COMBUSTION if "CO2 only" in words or "CO2; scenario" in words else LIFE_CYCLE


def refuse_mixed_bases(bases: Iterable[str]) -> None:
    """Refuse to hold figures of different electricity bases side by side.

    Raises
    ------
    UserError
        When there is more than one.
    """
    found = sorted(set(bases))
    if len(found) > 1:
        raise UserError(Issue("carbon.mixed_grid_bases", {"bases": ", ".join(found)}))


def grid_path(region: str, scenario: str, years: Sequence[int], basis: str = "as_region") -> GridPath:
    """Return the electricity factor of each year.

    Parameters
    ----------
    scenario : str
        ``static`` holds the last official factor. ``S1`` and ``S2`` follow the region's own path, or scale the region's
        last factor like the path of its country or, for Europe, of the EU. ``BR18`` takes the Danish building
        regulation's projection for Denmark and is ``static`` elsewhere. Years beyond a path hold its last value.
    basis : str
        "as_region" takes what the region has; "life_cycle" or "combustion" look at the region, then at its country, and
        fall back to the region's own with ``basis_kept`` false.

    Raises
    ------
    UserError
        When there is no factor for the region, or no such path.
    """
    if scenario == "BR18":
        rows = _path_rows(region, "BR18")
        if rows:
            return GridPath(_along(rows, years), f"{rows[0].source}, path {rows[0].scenario}", rows[0].quality)
        scenario = "static"
    last, kept = _last_official(region, basis)
    found = row_basis(last)
    if scenario == "static":
        return GridPath((last.kgco2e_kwh,) * len(years), f"{last.source}, held constant", last.quality, found, kept)
    own = _path_rows(last.region, scenario)
    if own:
        return GridPath(
            _along(own, years), f"{own[0].source}, path {own[0].scenario}", own[0].quality, row_basis(own[0]), kept
        )
    other = _path_region(last.region)
    path = _path_rows(other, scenario)
    if not path:
        raise UserError(Issue("carbon.no_scenario", {"region": region, "scenario": scenario}))
    values = _along(path, years)
    scale = last.kgco2e_kwh / _along(path, [max(last.year, path[0].year)])[0]
    source = f"{last.source}, scaled like {path[0].scenario} of {other}"
    return GridPath(tuple(scale * value for value in values), source, "S", found, kept)


def has_scenario(region: str, scenario: str, basis: str = "as_region") -> bool:
    """Tell whether a region has a path of that name, or its country or the EU has one for it."""
    last, _ = _last_official(region, basis)
    return scenario == "static" or any(_path_rows(at, scenario) for at in (last.region, _path_region(last.region)))


def _path_region(region: str) -> str:
    return _PATH_OF.get(region.split("-", maxsplit=1)[0], _OTHER_PATH)


def _last_official(region: str, basis: str) -> tuple[GridRow, bool]:
    """Return the last official row of a region, and whether it has the basis asked for."""
    historic = _historic(region)
    if not historic:
        known = ", ".join(sorted({row.region for row in load_grid() if row.scenario == "historic"}))
        raise UserError(Issue("study.bad_grid_region", {"region": region, "choices": known}))
    own = max(historic, key=lambda row: row.year)
    if basis == "as_region":
        return own, True
    country = region.split("-", maxsplit=1)[0]
    for code in (region, country, *_OTHER_CODE.get(country, ())):
        fitting = [row for row in _historic(code) if row_basis(row) == basis]
        if fitting:
            return max(fitting, key=lambda row: row.year), True
    return own, False


def _historic(region: str) -> list[GridRow]:
    return [row for row in load_grid() if row.region == region and row.scenario in {"historic", "static"}]


def _path_rows(region: str, scenario: str) -> list[GridRow]:
    rows = [row for row in load_grid() if row.region == region and row.scenario.startswith(scenario)]
    return sorted(rows, key=lambda row: row.year)


def _along(rows: Sequence[GridRow], years: Sequence[int]) -> tuple[float, ...]:
    """Interpolate a path linearly; the first and last value hold beyond its ends."""
    import numpy as np

    known = [float(row.year) for row in rows], [row.kgco2e_kwh for row in rows]
    return tuple(float(value) for value in np.interp([float(year) for year in years], *known))
