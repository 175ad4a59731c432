"""Areas and volume of the building, each with the rule that gave it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from bldgassess.ifc.roomfaces import cross_rows
from bldgassess.ifc.volume import quantise
from bldgassess.model import Element, Mesh, Space
from bldgassess.model.meshes import FloatArray
from bldgassess.texts import mark

#: Parts whose plan counts in the gross external area.
_UPRIGHT = frozenset(("external_wall", "internal_wall", "curtain_wall", "column"))
#: Gaps in the plan up to this size belong to the building, larger ones are courts [m2].
_GAP_M2 = 4.0
#: Heights above the floor between which an element stands in the plan of a storey [m].
_KNEE_M, _HEAD_M = 0.2, 2.0
#: Joints between rooms and walls closed in the plan [m]; lowest wall that counts [m].
_JOINT_M, _LOW_M = 0.05, 1.5
#: Downward part of the normal from which a face belongs to the plan [-].
_LEVEL = 0.7


@dataclass(frozen=True, slots=True)
class Areas:
    """Gross internal, gross external and useful floor area [m2] and heated volume [m3], with the rules."""

    gia_m2: float
    gia_rule: str
    gfa_m2: float
    gfa_rule: str
    useful_m2: float
    useful_rule: str
    heated_volume_m3: float


def compute_areas(spaces: Sequence[Space], elements: Sequence[Element], meshes: Mapping[str, Mesh]) -> Areas:
    """Compute areas and volume of a building with rooms."""
    if not spaces:
        return Areas(0.0, mark("no rooms"), 0.0, mark("no rooms"), 0.0, mark("no rooms"), 0.0)
    heated = [item for item in spaces if item.is_heated]
    gia, gia_rule = gross_internal_area(spaces, elements)
    outer = math.fsum(item.volume_m3 / item.height_m for item in elements
                      if item.part in {"external_wall", "curtain_wall"} and item.height_m > _LOW_M)  # fmt: skip
    if all(item.guid in meshes for item in spaces):
        gfa = max(_plan_area(spaces, elements, meshes), gia)
        gfa_rule = mark(
            "outer edge of the walls storey by storey: plan of rooms, walls and columns, gaps up to 4 m2 filled"
        )
    else:
        gfa, gfa_rule = gia + outer, mark("gross internal area plus plan of external walls")
    return Areas(
        gia,
        gia_rule,
        quantise(gfa),
        gfa_rule,
        quantise(math.fsum(item.floor_area_m2 for item in heated)),
        mark("floor area of the rooms within the thermal envelope"),
        quantise(math.fsum(item.volume_m3 for item in heated)),
    )


def gross_internal_area(spaces: Sequence[Space], elements: Sequence[Element]) -> tuple[float, str]:
    """Gross internal area [m2]: room floors and the plan of internal walls between them, and the rule."""
    rooms = math.fsum(item.floor_area_m2 for item in spaces)
    if spaces[0].origin == "storey_hull":
        return quantise(rooms), mark("plan of the storeys' outline (no rooms in the model)")
    walls = math.fsum(
        item.volume_m3 / item.height_m for item in elements if item.part == "internal_wall" and item.height_m > _LOW_M
    )
    if spaces[0].origin == "voxels":
        return quantise(rooms + walls), mark("plan enclosed by the elements, storey by storey (no rooms in the model)")
    return quantise(rooms + walls), mark("room floors plus plan of internal walls")


def _plan_area(spaces: Sequence[Space], elements: Sequence[Element], meshes: Mapping[str, Mesh]) -> float:
    """Plan of rooms and of what stands among them, storey by storey [m2]."""
    origin = np.floor(np.min([meshes[item.guid].vertices.min(axis=0) for item in spaces], axis=0))
    levels: dict[str, list[Space]] = defaultdict(list)
    for item in spaces:
        levels[item.storey_guid or f"{item.floor_z_m:.1f}"].append(item)
    upright = [item for item in elements if item.part in _UPRIGHT and item.guid in meshes]
    plans = _plans([*upright, *spaces], meshes, origin)
    areas = []
    for name in sorted(levels):
        rooms = levels[name]
        floor = float(np.median([item.floor_z_m for item in rooms]))
        members = [
            item.guid for item in upright if item.bbox_m[2] <= floor + _HEAD_M and item.bbox_m[5] >= floor + _KNEE_M
        ]
        shapes = [plans[guid] for guid in (*members, *(item.guid for item in rooms))]
        outline = shapely.union_all([item for item in shapes if not item.is_empty])
        closed = shapely.buffer(shapely.buffer(outline, _JOINT_M, join_style="mitre"), -_JOINT_M, join_style="mitre")
        areas.append(_filled(closed))
    return math.fsum(areas)


def _filled(outline: Any) -> float:  # noqa: ANN401 - shapely geometry
    """Area with its small gaps filled; parts that hold no room, such as a garden wall, are left out by being thin."""
    total = 0.0
    for part in shapely.get_parts(outline):
        if shapely.buffer(part, -_JOINT_M * 10.0).is_empty:
            continue
        holes = [shapely.Polygon(ring).area for ring in part.interiors]
        total += float(part.area) + math.fsum(hole for hole in holes if hole <= _GAP_M2)
    return total


def _plans(items: Sequence[Element | Space], meshes: Mapping[str, Mesh], origin: FloatArray) -> dict[str, Any]:
    """Plan of each body: its hull where that is no larger than its underside, else the union of the underside.

    Worked out for all bodies at once; only those that are no prism take a union of their own.
    """
    found: dict[str, Any] = {item.guid: shapely.Polygon() for item in items}
    if not items:
        return found
    corners = np.concatenate([(meshes[item.guid].vertices - origin)[meshes[item.guid].faces] for item in items])
    owner = np.repeat(np.arange(len(items)), [len(meshes[item.guid].faces) for item in items])
    cross = cross_rows(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    twice = np.abs(cross[:, 2])
    level = twice > _LEVEL * np.maximum(np.sqrt(np.einsum("ij,ij->i", cross, cross)), 1e-12)
    flat, owner, twice = corners[level][:, :, :2], owner[level], twice[level]
    bodies, which = np.unique(owner, return_inverse=True)
    hulls = shapely.convex_hull(shapely.multipoints(flat.reshape(-1, 2), indices=np.repeat(which, 3)))
    # upper and lower side together are twice the plan of a prism
    is_prism = shapely.area(hulls) <= 1.02 * 0.25 * np.bincount(which, weights=twice, minlength=len(bodies))
    starts = np.searchsorted(which, np.arange(len(bodies) + 1))
    for k, body in enumerate(bodies.tolist()):
        part = flat[starts[k] : starts[k + 1]]
        found[items[body].guid] = hulls[k] if is_prism[k] else shapely.union_all(shapely.polygons(part))
    return found
