"""Layers held against the body: a wall that is drawn thicker or thinner than its layers, fractions that were mended."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bldgassess.errors import Issue
from bldgassess.ifc.materials import BAD_THICKNESS, COMPLETED, NORMALISED
from bldgassess.ifc.tables import tolerance
from bldgassess.model import Element

_WALLS = frozenset({"external_wall", "internal_wall"})
_PLANES = frozenset({"floor_slab", "ground_slab", "roof", "covering"})


def body_thickness(element: Element) -> float | None:
    """Return the thickness of a wall, slab or roof by its closed body: volume over the face of its own axes [m]."""
    face = element.side_area_m2 if element.part in _WALLS else element.footprint_area_m2
    if element.volume_origin != "mesh" or element.part not in _WALLS | _PLANES or face <= 0.0:
        return None
    return element.volume_m3 / face


def _other_side(element: Element, body: float) -> float:
    """Return the remaining extent on the plan [m]: a wall that is shorter than thick shows its layers there."""
    return element.volume_m3 / (element.height_m * body) if element.part in _WALLS and element.height_m > 0.0 else body


def check_layers(elements: Sequence[Element]) -> tuple[Issue, ...]:
    """Return what is odd about layers and fractions, with the elements concerned.

    A body agrees with its layer set within 5 % or 5 mm, whichever is more (``tolerances.csv``).
    """
    relative, absolute = tolerance("layer_thickness_relative"), tolerance("layer_thickness_absolute")
    unlike = []
    for element in elements:
        given = [layer.thickness_m for layer in element.materials if layer.thickness_m is not None]
        total, body = math.fsum(given), body_thickness(element)
        if body is None or total <= 0.0:
            continue
        slack = max(relative * total, absolute)
        if min(abs(body - total), abs(_other_side(element, body) - total)) > slack:
            unlike.append(element.guid)
    found = [("ifc.layer_thickness", unlike)]
    found += [
        (code, [element.guid for element in elements if note in element.materials_origin])
        for code, note in (
            ("ifc.bad_thickness", BAD_THICKNESS),
            ("ifc.fractions_normalised", NORMALISED),
            ("ifc.fractions_completed", COMPLETED),
        )
    ]
    limits: dict[str, str | int | float] = {"percent": round(100.0 * relative), "mm": round(1000.0 * absolute)}
    return tuple(
        Issue(code, {"count": len(ids)} | (limits if code == "ifc.layer_thickness" else {}), tuple(ids), "warning")
        for code, ids in found
        if ids
    )
