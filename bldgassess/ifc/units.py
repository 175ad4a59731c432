"""The file's units as factors to SI; what is missing is derived from the length unit and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bldgassess.errors import Issue

_KINDS = {"length": "LENGTHUNIT", "area": "AREAUNIT", "volume": "VOLUMEUNIT", "weight": "MASSUNIT"}


@dataclass(frozen=True, slots=True)
class Units:
    """Factors from file units to m, m2, m3, kg; counts are counts."""

    length: float
    area: float
    volume: float
    weight: float
    count: float = 1.0
    issues: tuple[Issue, ...] = ()


def read_units(file: Any) -> Units:  # noqa: ANN401
    """Read the units; a missing area or volume unit is the length unit to its power."""
    from ifcopenshell.util import unit

    given = {kind: unit.get_project_unit(file, name) is not None for kind, name in _KINDS.items()}
    scale = {kind: float(unit.calculate_unit_scale(file, name)) for kind, name in _KINDS.items() if given[kind]}
    length = scale.get("length", 1.0)
    missing = [kind for kind in ("length", "area", "volume") if not given[kind]]
    issues = tuple(Issue("ifc.missing_unit", {"kind": kind}, severity="warning") for kind in missing)
    return Units(
        length, scale.get("area", length**2), scale.get("volume", length**3), scale.get("weight", 1.0), issues=issues
    )
