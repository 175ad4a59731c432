"""Quantities as the authoring tool wrote them, and which volume an element gets."""

from __future__ import annotations

from typing import Any, Literal

from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import MeshMeasure, quantise
from bldgassess.model import AuthoredQuantity

Kind = Literal["volume", "area", "length", "weight", "count"]
_KINDS: dict[str, tuple[Kind, str]] = {
    "IfcQuantityVolume": ("volume", "VolumeValue"),
    "IfcQuantityArea": ("area", "AreaValue"),
    "IfcQuantityLength": ("length", "LengthValue"),
    "IfcQuantityWeight": ("weight", "WeightValue"),
    "IfcQuantityCount": ("count", "CountValue"),
}
#: Parts whose box is a fair picture of them when the body is open and nothing is authored.
_BOXY = {"external_wall", "internal_wall", "floor_slab", "ground_slab", "roof", "column", "beam", "foundation"}


def read_authored(element: Any, units: Units) -> tuple[AuthoredQuantity, ...]:  # noqa: ANN401
    """All simple quantities, converted by the file's own units, sorted."""
    rows = []
    for relation in getattr(element, "IsDefinedBy", None) or ():
        if not relation.is_a("IfcRelDefinesByProperties"):
            continue
        definition = relation.RelatingPropertyDefinition
        if definition is None or not definition.is_a("IfcElementQuantity"):
            continue
        for item in definition.Quantities or ():
            kind = _KINDS.get(item.is_a())
            value = getattr(item, kind[1]) if kind else None
            if kind and isinstance(value, (int, float)):
                scaled = quantise(float(value) * getattr(units, kind[0]))
                rows.append(AuthoredQuantity(str(definition.Name or ""), str(item.Name or ""), kind[0], scaled))
    return tuple(sorted(rows, key=lambda row: (row.set_name, row.name, row.kind, row.value)))


def choose_volume(measured: MeshMeasure | None, authored: tuple[AuthoredQuantity, ...], part: str) -> tuple[float, str]:
    """Choose the volume [m3] and name its origin: closed mesh, else authored net or gross volume, else the box."""
    if measured is not None and measured.closed:
        return measured.volume_m3, "mesh"
    box = _box(measured) if measured is not None else 0.0
    for wanted in ("NetVolume", "GrossVolume", "Volume"):
        for row in authored:
            plausible = row.value > 0.0 and (measured is None or row.value <= 1.02 * box)
            if row.kind == "volume" and row.name == wanted and plausible:
                return row.value, f"qto:{row.set_name}.{row.name}"
    if box > 0.0 and part in _BOXY:
        return quantise(box), "bbox"
    return 0.0, "none"


def _box(measured: MeshMeasure) -> float:
    x0, y0, z0, x1, y1, z1 = measured.bbox_m
    return (x1 - x0) * (y1 - y0) * (z1 - z0)
