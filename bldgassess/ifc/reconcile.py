"""Authored quantities held against the shape: what agrees, what slipped by a known factor, what cannot be explained."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from bldgassess.errors import Issue
from bldgassess.ifc.volume import MeshMeasure, quantise
from bldgassess.model import AuthoredQuantity

#: Agreement and the closeness to a known slip [-] (method: 2 %).
_CLOSE = 0.02
#: A gross quantity counts openings in and may exceed the net shape by this factor.
_GROSS_MOST = 2.5
_GROSS = frozenset({"GrossVolume", "GrossSideArea", "GrossArea", "GrossFootprintArea", "GrossFloorArea"})
_VOLUMES = frozenset({"NetVolume", "GrossVolume"})
_FLOOR_AREAS = frozenset({"GrossFloorArea"})
#: From this factor on a figure is wrong by it whatever openings it counts in.
_LARGE = 90.0


@dataclass(frozen=True, slots=True)
class Slip:
    """A factor that authored figures are known to be wrong by, and its cause in words."""

    factor: float
    cause: str


@cache
def slips() -> tuple[Slip, ...]:
    """Return all known slips."""
    text = files("bldgassess.ifc").joinpath("data", "quantity_slips.csv").read_text(encoding="utf-8")
    return tuple(Slip(float(row["factor"]), row["cause"]) for row in csv.DictReader(text.splitlines()))


def reconcile(
    rows: Iterable[AuthoredQuantity], measured: MeshMeasure | None, *, is_room: bool = False
) -> tuple[AuthoredQuantity, ...]:
    """Hold volumes, and gross floor areas of rooms, against a closed shape.

    ``check`` of each row becomes "agrees", "slip" (with ``corrected`` and ``cause``) or "differs"; rows that have
    nothing to be held against stay "unchecked". Gross figures may exceed the net shape.
    """
    if measured is None or not measured.closed:
        return tuple(rows)
    return tuple(_checked(row, _counterpart(row, measured, is_room)) for row in rows)


def _counterpart(row: AuthoredQuantity, measured: MeshMeasure, is_room: bool) -> float | None:
    if row.kind == "volume" and row.name in _VOLUMES:
        return measured.volume_m3
    if is_room and row.kind == "area" and row.name in _FLOOR_AREAS:
        return measured.bottom_area_m2
    return None


def _checked(row: AuthoredQuantity, shape: float | None) -> AuthoredQuantity:
    if shape is None or shape <= 0.0 or row.value <= 0.0:
        return row
    ratio, is_gross = row.value / shape, row.name in _GROSS
    if 1.0 - _CLOSE <= ratio <= (_GROSS_MOST if is_gross else 1.0 + _CLOSE):
        return replace(row, check="agrees")
    for slip in slips():
        most = _GROSS_MOST if slip.factor >= _LARGE else 1.0 + _CLOSE
        if 1.0 - _CLOSE <= ratio / slip.factor <= most:
            return replace(row, check="slip", cause=slip.cause, corrected=quantise(row.value / slip.factor))
    return replace(row, check="differs")


def quantity_issues(named: Mapping[str, Sequence[AuthoredQuantity]]) -> tuple[Issue, ...]:
    """Return one issue for each quantity and cause, with the elements concerned."""
    found: dict[tuple[str, str], list[str]] = {}
    for guid, rows in named.items():
        for row in rows:
            if row.check in {"slip", "differs"}:
                found.setdefault((row.name, row.cause), []).append(guid)
    issues = []
    for (name, cause), guids in sorted(found.items()):
        ids = tuple(sorted(set(guids)))
        if cause:
            params: dict[str, str | int | float] = {"count": len(ids), "name": name, "cause": cause}
            issues.append(Issue("ifc.quantity_slip", params, ids, "warning"))
        else:
            issues.append(Issue("ifc.quantity_differs", {"count": len(ids), "name": name}, ids, "info"))
    return tuple(issues)
