"""The area and volume units that a file does not name, from its quantities held against the shapes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from typing import Any, Literal

from bldgassess.errors import Issue
from bldgassess.ifc.quantities import read_authored
from bldgassess.ifc.reconcile import expected_figure
from bldgassess.ifc.tables import read_table, tolerance
from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import MeshMeasure

#: Half of the samples at least must agree, and there must be as many as this.
_FEWEST = 3
_AS_WRITTEN = Units(1.0, 1.0, 1.0, 1.0)
_INFERRED: tuple[Literal["area", "volume"], ...] = ("area", "volume")


def infer_units(units: Units, measured: Iterable[tuple[Any, MeshMeasure, str]]) -> Units:
    """Replace what a missing unit was taken for by the unit that the quantities of all elements are written in.

    Parameters
    ----------
    units : Units
        With ``missing`` kinds; returned as it is where none is missing.
    measured : iterable of (entity, MeshMeasure, str)
        Entities with their shape and what they are: "space" or a building part.

    Returns
    -------
    Units
        The unit whose factor brings the median of shape over quantity nearest to one, where half of the quantities then
        lie near the shape, with an issue that names it; else as it was.
    """
    wanted = [kind for kind in _INFERRED if kind in units.missing]
    if not wanted:
        return units
    ratios: dict[str, list[float]] = {kind: [] for kind in wanted}
    for entity, shape, part in measured:
        if not shape.closed:
            continue
        for row in read_authored(entity, _AS_WRITTEN):
            low = expected_figure(row, shape, part)
            if row.kind in ratios and low is not None and low > 0.0 and row.value > 0.0:
                ratios[row.kind].append(low / row.value)
    for kind in wanted:
        units = _inferred(units, kind, sorted(ratios[kind]))
    return units


def _inferred(units: Units, kind: Literal["area", "volume"], ratios: list[float]) -> Units:
    if len(ratios) < _FEWEST:
        return units
    middle = median(ratios)
    rows = [row for row in read_table("units.csv") if row["kind"] == kind]
    best = min(rows, key=lambda row: (abs(math.log(middle / float(row["factor"]))), row["unit"]))
    factor, spread = float(best["factor"]), tolerance("unit_spread")
    near = sum(abs(ratio / factor - 1.0) <= spread for ratio in ratios)
    if 2 * near < len(ratios):
        return units
    params: dict[str, str | int | float] = {"kind": kind, "unit": best["unit"], "count": near, "total": len(ratios)}
    issue = Issue("ifc.unit_inferred", params, severity="info")
    issues = (*units.issues, issue)
    return (
        replace(units, area=factor, issues=issues) if kind == "area" else replace(units, volume=factor, issues=issues)
    )
