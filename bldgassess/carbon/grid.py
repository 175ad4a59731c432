"""Electricity factors over the study period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bldgassess.errors import Issue, UserError
from materials_db.tables import GridRow, load_grid

#: Whose path stands in for regions without one of their own: prefix of the region -> region with a path.
_PATH_OF = {"CN": "CN", "CHN": "CN"}
_OTHER_PATH = "EU27"


@dataclass(frozen=True, slots=True)
class GridPath:
    """Factors [kgCO2e/kWh] of the years asked for, with their source in words."""

    factors: tuple[float, ...]
    source: str
    quality: str


def grid_path(region: str, scenario: str, years: Sequence[int]) -> GridPath:
    """Return the electricity factor of each year.

    ``static`` holds the last official factor. ``S1`` and ``S2`` follow the region's own path, or scale the region's
    last factor like the path of its country or, for Europe, of the EU; years beyond a path hold its last value.

    Raises
    ------
    UserError
        When there is no factor for the region, or no such path.
    """
    historic = [row for row in load_grid() if row.region == region and row.scenario in {"historic", "static"}]
    if not historic:
        known = ", ".join(sorted({row.region for row in load_grid() if row.scenario == "historic"}))
        raise UserError(Issue("study.bad_grid_region", {"region": region, "choices": known}))
    last = max(historic, key=lambda row: row.year)
    if scenario == "static":
        return GridPath((last.kgco2e_kwh,) * len(years), f"{last.source}, held constant", last.quality)
    own = _path_rows(region, scenario)
    if own:
        return GridPath(_along(own, years), f"{own[0].source}, path {own[0].scenario}", own[0].quality)
    other = _PATH_OF.get(region.split("-", maxsplit=1)[0], _OTHER_PATH)
    path = _path_rows(other, scenario)
    if not path:
        raise UserError(Issue("carbon.no_scenario", {"region": region, "scenario": scenario}))
    values = _along(path, years)
    scale = last.kgco2e_kwh / _along(path, [max(last.year, path[0].year)])[0]
    source = f"{last.source}, scaled like {path[0].scenario} of {other}"
    return GridPath(tuple(scale * value for value in values), source, "S")


def _path_rows(region: str, scenario: str) -> list[GridRow]:
    rows = [row for row in load_grid() if row.region == region and row.scenario.startswith(scenario)]
    return sorted(rows, key=lambda row: row.year)


def _along(rows: Sequence[GridRow], years: Sequence[int]) -> tuple[float, ...]:
    """Interpolate a path linearly; the first and last value hold beyond its ends."""
    import numpy as np

    known = [float(row.year) for row in rows], [row.kgco2e_kwh for row in rows]
    return tuple(float(value) for value in np.interp([float(year) for year in years], *known))
