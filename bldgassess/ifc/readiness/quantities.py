"""Checks of quantities that the authoring tool wrote, held against the shape."""

from __future__ import annotations

from collections import defaultdict

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.view import View
from bldgassess.model import Element


def qto_missing(view: View) -> tuple[Measured, ...]:
    """Elements without an authored volume."""
    return (view.measure(item for item in view.ledger if not any(row.kind == "volume" for row in item.authored)),)


def qto_differs(view: View) -> tuple[Measured, ...]:
    """Authored volumes that differ from the shape without a known cause."""
    return (view.measure(item for item in view.ledger if any(row.check == "differs" for row in item.authored)),)


def qto_slip(view: View) -> tuple[Measured, ...]:
    """Authored quantities that are wrong by a known factor: one finding a quantity and cause."""
    found: dict[tuple[str, str], dict[str, Element]] = defaultdict(dict)
    for item in view.ledger:
        for row in item.authored:
            if row.check == "slip":
                found[row.name, row.cause][item.guid] = item
    rooms: dict[tuple[str, str], set[str]] = defaultdict(set)
    for space in view.building.spaces:
        for row in space.authored:
            if row.check == "slip":
                rooms[row.name, row.cause].add(space.guid)
    result = []
    for name, cause in sorted({*found, *rooms}):
        elements, spaces = found.get((name, cause), {}), rooms.get((name, cause), set())
        share = view.measure(elements.values()).share
        by_room = len(spaces) / len(view.building.spaces) if spaces else 0.0
        ids = tuple(sorted({*elements, *spaces}))
        result.append(Measured(max(share, by_room), ids, f"{name}/{cause}", {"name": name, "cause": cause}))
    return tuple(result)
