"""The building as the checks look at it: what counts for the ledger, how large it is, what its materials say."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from statistics import median

from bldgassess.ifc.readiness.result import Measured
from bldgassess.ifc.readiness.tables import limits
from bldgassess.model import Building, Element, MaterialLayer
from bldgassess.study import Study
from materials_db.store import AREA_PARTS, load_store

#: Counted by pieces or areas, or no part of the building: their volume is no measure of them.
_NOT_SOLID = frozenset({"furniture", "services", "window", "door"})


@dataclass(frozen=True)
class View:
    """What counts.

    ``solid``: bodies of the building; ``ledger``: those of a known part within the plan of the rooms, the base of most
    checks, lest a street slab drown what the building lacks; ``outlying``: those outside; ``size_m3`` by GlobalId.
    """

    building: Building
    solid: tuple[Element, ...]
    ledger: tuple[Element, ...]
    outlying: tuple[Element, ...]
    size_m3: dict[str, float]
    lost: frozenset[str]

    def measure(self, failing: Iterable[Element], among: Iterable[Element] | None = None, *, key: str = "") -> Measured:
        """Return the share by volume of the failing among the ledger's elements, or among others."""
        found = tuple(failing)
        total = math.fsum(self.size_m3[item.guid] for item in (self.ledger if among is None else among))
        share = math.fsum(self.size_m3[item.guid] for item in found) / total if total > 0.0 else float(bool(found))
        return Measured(min(1.0, share), guids(found), key)


def make_view(building: Building) -> View:
    """Look at a building.

    An element without a volume, or with only the box around it, is taken for as large as the median of its part.
    """
    solid = tuple(item for item in building.elements if item.part not in _NOT_SOLID and item.counted_as is None)
    known: dict[str, list[float]] = defaultdict(list)
    for item in solid:
        if _is_measured(item):
            known[item.part].append(item.volume_m3)
    usual = {part: median(volumes) for part, volumes in known.items()}
    otherwise = median([volume for volumes in known.values() for volume in volumes] or [1.0])
    sizes = {
        item.guid: item.volume_m3 if _is_measured(item) else usual.get(item.part, otherwise)
        for item in building.elements
    }
    plan = _rooms_plan(building)
    known_parts = [item for item in solid if item.part != "other"]
    outlying = tuple(item for item in known_parts if plan is not None and _outside(item, plan))
    away = {item.guid for item in outlying}
    return View(
        building,
        tuple(item for item in solid if item.guid not in away),
        tuple(item for item in known_parts if item.guid not in away),
        outlying,
        sizes,
        frozenset(issue_ids(building, "ifc.no_shape")),
    )


def _is_measured(element: Element) -> bool:
    return element.volume_m3 > 0.0 and element.volume_origin not in {"bbox", "none"}


def _rooms_plan(building: Building) -> tuple[float, float, float, float] | None:
    """Return the rectangle around all rooms with a margin (x0, y0, x1, y1) [m]; none where there are no rooms."""
    boxes = [item.bbox_m for item in building.spaces if item.origin == "model"]
    if not boxes:
        return None
    margin = limits()["outlying_margin_m"]
    low = [min(box[k] for box in boxes) - margin for k in (0, 1)]
    high = [max(box[k] for box in boxes) + margin for k in (3, 4)]
    return low[0], low[1], high[0], high[1]


def _outside(element: Element, plan: tuple[float, float, float, float]) -> bool:
    box = element.bbox_m
    area = (box[3] - box[0]) * (box[4] - box[1])
    if area <= 0.0:
        return False
    wide = max(0.0, min(box[3], plan[2]) - max(box[0], plan[0]))
    deep = max(0.0, min(box[4], plan[3]) - max(box[1], plan[1]))
    return 1.0 - wide * deep / area > limits()["outlying_fraction"]


def issue_ids(building: Building, code: str) -> tuple[str, ...]:
    """Return the ids of all issues of a code."""
    return tuple(sorted({guid for issue in building.issues if issue.code == code for guid in issue.ids}))


def size_order(building: Building, ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids of elements and rooms, the largest volume first."""
    size = {item.guid: item.volume_m3 for item in building.elements}
    size |= {item.guid: item.volume_m3 for item in building.spaces}
    return tuple(sorted(ids, key=lambda guid: (-size.get(guid, 0.0), guid)))


def guids(items: Iterable[Element]) -> tuple[str, ...]:
    """Return the sorted GlobalIds."""
    return tuple(sorted(item.guid for item in items))


def layer_shares(element: Element) -> Iterator[tuple[MaterialLayer, float]]:
    """Yield the layers that are no air with their share of the element [0-1]: as given, by thickness, or even."""
    layers = [layer for layer in element.materials if not layer.is_air]
    thickness = math.fsum(layer.thickness_m or 0.0 for layer in layers)
    for layer in layers:
        if layer.fraction is not None:
            yield layer, layer.fraction
        elif thickness > 0.0 and layer.thickness_m is not None:
            yield layer, layer.thickness_m / thickness
        else:
            yield layer, 1.0 / len(layers)


@cache
def decision(name: str, part: str) -> str:
    """Return what the factor store says of a material name: "match", "ask" or "unmappable"."""
    counted = part if part in AREA_PARTS else ""
    return load_store().match(name, part=counted, databases=Study().carbon.databases).decision
