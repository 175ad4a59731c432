"""The file's units as factors to SI; what is missing is derived from the length unit and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bldgassess.errors import Issue

_KINDS = {"length": "LENGTHUNIT", "area": "AREAUNIT", "volume": "VOLUMEUNIT", "weight": "MASSUNIT"}
#: IFC's SI unit of mass is the gram (IfcSIUnitName).
_KG_PER_GRAM = 1e-3


@dataclass(frozen=True, slots=True)
class Units:
    """Factors from file units to m, m2, m3, kg; ``missing``: kinds that the file names no unit of."""

    length: float
    area: float
    volume: float
    weight: float
    count: float = 1.0
    issues: tuple[Issue, ...] = ()
    missing: tuple[str, ...] = ()


def read_units(file: Any) -> Units:  # noqa: ANN401
    """Read the units; a missing area or volume unit is the length unit to its power, of mass the kilogram."""
    scale = {kind: factor for kind, name in _KINDS.items() if (factor := _scale(file, name)) is not None}
    length = scale.get("length", 1.0)
    missing = tuple(kind for kind in ("length", "area", "volume") if kind not in scale)
    issues = tuple(Issue("ifc.missing_unit", {"kind": kind}, severity="warning") for kind in missing)
    return Units(
        length,
        scale.get("area", length**2),
        scale.get("volume", length**3),
        scale["weight"] * _KG_PER_GRAM if "weight" in scale else 1.0,
        issues=issues,
        missing=missing,
    )


def unit_factor(named: Any) -> float | None:  # noqa: ANN401 - ifcopenshell has no types
    """Return the factor of a unit to m, m2, m3 or kg; ``None`` where it is broken."""
    from ifcopenshell.util import unit

    try:
        factor = float(unit.get_unit_scale(named))
        mass = getattr(named, "UnitType", None) == "MASSUNIT"
    except (AttributeError, RuntimeError, TypeError, ValueError, KeyError):
        return None
    return factor * _KG_PER_GRAM if mass else factor


def _scale(file: Any, name: str) -> float | None:  # noqa: ANN401
    from ifcopenshell.util import unit

    try:
        named = unit.get_project_unit(file, name)
        factor = float(unit.get_unit_scale(named)) if named is not None else None
    except (AttributeError, RuntimeError, TypeError, ValueError, KeyError):
        return None
    return factor if factor and factor > 0.0 else None
