"""Checks of the envelope: where it came from, windows, U-values, what is outside."""

from __future__ import annotations

import math

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.tables import envelope_shares
from bldgassess.ifc.readiness.view import View, issue_ids
from bldgassess.model import Element

_WALLS = frozenset({"external_wall", "internal_wall"})


def envelope(view: View) -> tuple[Measured, ...]:
    """An envelope from less than rooms or boundaries."""
    source = view.building.envelope_source
    return (Measured(envelope_shares()[source], params={"used": source}),)


def unresolved(view: View) -> tuple[Measured, ...]:
    """Windows and doors that lie beside no room."""
    ids = issue_ids(view.building, "ifc.openings_unresolved")
    items = [item for item in view.building.elements if item.part in {"window", "door"}]
    total = math.fsum(_face(item) for item in items)
    bad = math.fsum(_face(item) for item in items if item.guid in set(ids))
    share = bad / total if total > 0.0 else float(bool(ids))
    return (Measured(min(1.0, share), ids),)


def openings_material(view: View) -> tuple[Measured, ...]:
    """Windows and doors that name no material."""
    items = [item for item in view.building.elements if item.part in {"window", "door"} and item.counted_as is None]
    bad = [item for item in items if not any(layer.material.strip() for layer in item.materials)]
    total = math.fsum(_face(item) for item in items)
    share = math.fsum(_face(item) for item in bad) / total if total > 0.0 else float(bool(bad))
    return (Measured(min(1.0, share), tuple(sorted(item.guid for item in bad))),)


def u_opaque(view: View) -> tuple[Measured, ...]:
    """Outer surfaces whose element is unknown or has neither a U-value nor layers to compute one from."""
    known = {item.guid: item for item in view.building.elements if _has_u(item)}
    outer = [item for item in view.building.surfaces if item.boundary in {"outside", "ground"}]
    bad = [item for item in outer if item.element_guid is None or item.element_guid not in known]
    total = math.fsum(item.area_m2 for item in outer)
    share = math.fsum(item.area_m2 for item in bad) / total if total > 0.0 else 0.0
    return (Measured(share, tuple(sorted({item.element_guid for item in bad if item.element_guid}))),)


def u_window(view: View) -> tuple[Measured, ...]:
    """Windows without a U-value; the study's stands in."""
    panes = [item for item in view.building.openings if item.boundary == "outside" and item.kind != "door"]
    bad = [item for item in panes if item.u_value_w_m2k is None]
    total = math.fsum(item.area_m2 for item in panes)
    share = math.fsum(item.area_m2 for item in bad) / total if total > 0.0 else 0.0
    return (Measured(share, tuple(sorted({item.guid for item in bad}))),)


def external(view: View) -> tuple[Measured, ...]:
    """Walls that do not say whether they are external."""
    walls = [item for item in view.ledger if item.part in _WALLS]
    bad = [item for item in walls if item.is_external is None]
    total = math.fsum(item.side_area_m2 for item in walls)
    share = math.fsum(item.side_area_m2 for item in bad) / total if total > 0.0 else float(bool(bad))
    return (Measured(min(1.0, share), tuple(sorted(item.guid for item in bad))),)


def _has_u(element: Element) -> bool:
    if element.u_value_w_m2k is not None:
        return True
    layers = [layer for layer in element.materials if not layer.is_air]
    one = len(layers) == 1 and layers[0].fraction == 1.0
    thick = bool(layers) and all(layer.thickness_m is not None for layer in layers)
    return (one or thick) and all(layer.material for layer in layers)


def _face(element: Element) -> float:
    if element.overall_width_m and element.overall_height_m:
        return element.overall_width_m * element.overall_height_m
    return element.side_area_m2
