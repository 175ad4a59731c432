"""Checks of shapes and of what elements are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.view import View, guids, issue_ids
from bldgassess.model import Element

#: Thin sheets and bars that are rarely closed bodies and weigh little.
_OFTEN_OPEN = frozenset({"railing"})
#: Classes that are a piece of a larger element.
_PIECES = frozenset({"IfcBuildingElementPart", "IfcPlate", "IfcMember", "IfcStairFlight", "IfcRampFlight"})
_WHOLES = frozenset({"curtain_wall", "roof", "stair"})


def no_shape(view: View) -> tuple[Measured, ...]:
    """Elements whose shape could not be made, by class."""
    found = [item for item in view.building.elements if item.guid in view.lost]
    solid = view.measure((item for item in view.solid if item.guid in view.lost), view.solid)
    return (Measured(solid.share, guids(found), params={"classes": _classes(found)}),)


def no_volume(view: View) -> tuple[Measured, ...]:
    """Open shapes for which nothing else gives a volume."""
    found = [item for item in _open(view) if item.volume_origin == "none" or item.volume_m3 <= 0.0]
    return (_with_classes(view, found),)


def open_shape(view: View) -> tuple[Measured, ...]:
    """Open shapes whose volume is the authored one."""
    return (_with_classes(view, [item for item in _open(view) if item.volume_origin.startswith("qto:")]),)


def box_volume(view: View) -> tuple[Measured, ...]:
    """Open shapes that are counted by the box around them, wherever they lie."""
    found = [item for item in (*_open(view), *view.outlying) if item.volume_origin == "bbox"]
    counted = math.fsum(item.volume_m3 for item in (*view.ledger, *view.outlying))
    share = math.fsum(item.volume_m3 for item in found) / counted if counted > 0.0 else 0.0
    return (Measured(share, guids(found), params={"classes": _classes(found)}),)


def outlying(view: View) -> tuple[Measured, ...]:
    """Elements that lie mostly outside the plan of the rooms."""
    found = view.outlying
    return (replace(view.measure(found, (*view.ledger, *found)), params={"classes": _classes(found)}),)


def unclassed(view: View) -> tuple[Measured, ...]:
    """Elements of no known building part."""
    found = [item for item in view.solid if item.part == "other"]
    return (replace(view.measure(found, view.solid), params={"classes": _classes(found)}),)


def proxies(view: View) -> tuple[Measured, ...]:
    """Proxies whose building part was found by other means."""
    return (view.measure(item for item in view.ledger if item.ifc_class == "IfcBuildingElementProxy"),)


def parts(view: View) -> tuple[Measured, ...]:
    """Parts that are counted in place of their whole."""
    found = [
        item for item in view.ledger
        if item.ifc_class == "IfcBuildingElementPart" or (item.ifc_class in _PIECES and item.part in _WHOLES)
    ]  # fmt: skip
    return (_with_classes(view, found),)


def storeys(view: View) -> tuple[Measured, ...]:
    """Elements that stand in no storey."""
    return (view.measure((item for item in view.solid if item.storey_guid is None), view.solid),)


def doubled(view: View) -> tuple[Measured, ...]:
    """Bodies that stand twice; the second is left out."""
    found = [item for item in view.building.elements if item.counted_as is not None]
    return (view.measure(found, view.building.elements),)


def duplicate_guid(view: View) -> tuple[Measured, ...]:
    """GlobalIds that are missing or stand twice."""
    ids = issue_ids(view.building, "ifc.bad_guid")
    total = len(view.building.elements) + len(view.building.spaces)
    return (Measured(min(1.0, len(ids) / total) if total else 0.0, ids),)


def _open(view: View) -> list[Element]:
    return [
        item for item in view.ledger
        if not item.mesh_closed and item.guid not in view.lost and item.part not in _OFTEN_OPEN
    ]  # fmt: skip


def _with_classes(view: View, found: Iterable[Element]) -> Measured:
    items = list(found)
    return replace(view.measure(items), params={"classes": _classes(items)})


def _classes(items: Iterable[Element]) -> str:
    counts = Counter(item.ifc_class for item in items)
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda row: (-row[1], row[0])))
