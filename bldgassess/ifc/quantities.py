"""Quantities as the authoring tool wrote them, and which volume an element gets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

from bldgassess.ifc.units import Units, unit_factor
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
#: Net of openings first: that is what the ledger counts.
_VOLUMES = ("NetVolume", "GrossVolume", "Volume")
#: An authored volume may exceed the box of the shape by rounding [-].
_MORE = 1.02


def read_authored(element: Any, units: Units) -> tuple[AuthoredQuantity, ...]:  # noqa: ANN401
    """Return all simple quantities, sorted, converted by the unit that each names itself, else by the file's."""
    rows = []
    for set_name, item in _simple(element):
        kind, attribute = _KINDS[item.is_a()]
        value = getattr(item, attribute)
        if isinstance(value, (int, float)) and math.isfinite(value):
            named = getattr(item, "Unit", None) if kind != "count" else None
            factor = unit_factor(named) if named is not None else None
            scaled = quantise(float(value) * (getattr(units, kind) if factor is None else factor))
            rows.append(AuthoredQuantity(set_name, str(item.Name or ""), kind, scaled))
    return tuple(sorted(rows, key=lambda row: (row.set_name, row.name, row.kind, row.value)))


def _simple(element: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield the simple quantities of an element with the name of their set; what broken references hide is left out."""
    for relation in getattr(element, "IsDefinedBy", None) or ():
        if not relation.is_a("IfcRelDefinesByProperties"):
            continue
        definition = relation.RelatingPropertyDefinition
        if definition is None or not definition.is_a("IfcElementQuantity"):
            continue
        for item in definition.Quantities or ():
            if item is not None and item.is_a() in _KINDS:
                yield str(definition.Name or ""), item


def choose_volume(measured: MeshMeasure | None, authored: tuple[AuthoredQuantity, ...], part: str) -> tuple[float, str]:
    """Choose the volume [m3] and name its origin: closed mesh, else authored net or gross volume, else the box.

    Of an authored volume the corrected value counts, where one was found; it must fit into the box of the shape.
    """
    if measured is not None and measured.closed:
        return measured.volume_m3, "mesh"
    box = measured.box_m3 if measured is not None else 0.0
    for wanted in _VOLUMES:
        for row in authored:
            value = row.value if row.corrected is None else row.corrected
            plausible = value > 0.0 and (measured is None or value <= _MORE * box)
            if row.kind == "volume" and row.name == wanted and plausible:
                note = "" if row.corrected is None else " (unit-corrected)"
                return value, f"qto:{row.set_name}.{row.name}{note}"
    if box > 0.0 and part in _BOXY:
        return quantise(box), "bbox"
    return 0.0, "none"
