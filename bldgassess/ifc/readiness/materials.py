"""Checks of materials: named at all, sayable, shared out, as thick as the body."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.tables import limits
from bldgassess.ifc.readiness.view import View, decision, issue_ids, layer_shares
from bldgassess.model import Element

#: Parts whose layers lie in one plane, so that volume over area is their thickness.
_PLANAR = frozenset({"external_wall", "internal_wall", "floor_slab", "ground_slab", "roof"})


def no_material(view: View) -> tuple[Measured, ...]:
    """Elements, or layers of elements, that name no material."""
    return _by_layer(view, lambda name, _part: not name.strip())


def unmappable(view: View) -> tuple[Measured, ...]:
    """Names that say no material (hatches, placeholders)."""
    return _by_layer(view, lambda name, part: bool(name.strip()) and decision(name, part) == "unmappable")


def unsure(view: View) -> tuple[Measured, ...]:
    """Names with more than one likely meaning."""
    return _by_layer(view, lambda name, part: bool(name.strip()) and decision(name, part) == "ask")


def split(view: View) -> tuple[Measured, ...]:
    """Lists of several materials without shares."""
    return (view.measure(item for item in view.ledger if _is_list(item)),)


def layer_thickness(view: View) -> tuple[Measured, ...]:
    """Layers that are thicker or thinner together than the body: as the reader found it, else by our own limits."""
    said = set(issue_ids(view.building, "ifc.layer_thickness"))
    found = [item for item in view.ledger if (item.guid in said if said else _layers_differ(item))]
    return (view.measure(found),)


def _by_layer(view: View, fails: Callable[[str, str], bool]) -> tuple[Measured, ...]:
    total = math.fsum(view.size_m3[item.guid] for item in view.ledger)
    lost: list[float] = []
    ids: list[str] = []
    names: dict[str, list[float]] = defaultdict(list)
    for item in view.ledger:
        layers = list(layer_shares(item))
        bad = [(layer.material, share) for layer, share in layers if fails(layer.material, item.part)]
        if not item.materials and fails("", item.part):
            bad = [("", 1.0)]
        for name, share in bad:
            names[name].append(share * view.size_m3[item.guid])
        if bad:
            ids.append(item.guid)
            lost.append(view.size_m3[item.guid] * min(1.0, math.fsum(share for _, share in bad)))
    share = math.fsum(lost) / total if total > 0.0 else float(bool(ids))
    order = sorted(names, key=lambda name: (-math.fsum(names[name]), name))
    shown = int(limits()["names_shown"])
    quoted = ", ".join(order[:shown]) + (", …" if len(order) > shown else "")
    return (Measured(min(1.0, share), tuple(sorted(ids)), params={"names": quoted, "kinds": len(order)}),)


def _is_list(element: Element) -> bool:
    solid = [layer for layer in element.materials if not layer.is_air]
    return len(solid) > 1 and any(layer.thickness_m is None and layer.fraction is None for layer in solid)


def _layers_differ(element: Element) -> bool:
    thicknesses = [layer.thickness_m for layer in element.materials]
    area = max(element.side_area_m2, element.footprint_area_m2)
    if element.part not in _PLANAR or not element.mesh_closed or not thicknesses or area <= 0.0:
        return False
    if any(thickness is None for thickness in thicknesses):
        return False
    body = element.volume_m3 / area
    apart = abs(math.fsum(thickness or 0.0 for thickness in thicknesses) - body)
    return apart > limits()["layer_thickness_m"] and apart > limits()["layer_thickness_fraction"] * body
