"""Bodies that stand twice: the same element in two models of one building, or drawn twice in one.

Two elements of one kind whose boxes agree within 10 mm at every side and whose volumes (of open shapes: areas) agree
within 2 % are one body. The one with usable materials counts, else the one of the first file; the other stays in the
model, says which one counts in its place and makes no line in the ledger. Bodies that overlap by more than half but
differ are only reported: which of them is right cannot be known here. The search sorts; it never compares all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bldgassess.errors import Issue
from bldgassess.ifc.materials import is_usable
from bldgassess.ifc.shells import components, encloses
from bldgassess.ifc.tables import tolerance
from bldgassess.model import Element, Mesh, Space
from bldgassess.model.meshes import FloatArray, IntArray

#: Parts that two tools may tell apart differently for one body.
_FAMILIES = {
    "external_wall": "wall", "internal_wall": "wall", "floor_slab": "slab", "ground_slab": "slab", "roof": "slab",
    "foundation": "slab",
}  # fmt: skip
#: A proxy may stand for anything.
_ANY = "other"
#: Furniture and services may overlap what they stand in.
_LOOSE = frozenset({"furniture", "services"})
#: Pairs that a sentence names; all stand in its ids.
_NAMED = 5
#: Points along each side of a common box.
_POINTS = 5


@dataclass(frozen=True, slots=True)
class Doubles:
    """Elements, those that stand for another marked, and what was found."""

    elements: tuple[Element, ...]
    issues: tuple[Issue, ...]


def mark_doubles(elements: Sequence[Element], meshes: Mapping[str, Mesh]) -> Doubles:
    """Find bodies that stand twice and mark all but the one that counts (``Element.counted_as``).

    ``meshes`` by GlobalId tell bodies that overlap from boxes that do.
    """
    ordered = sorted(elements, key=lambda item: item.guid)
    items = [item for item in ordered if _box_volume(item.bbox_m) > 0.0]
    boxes = np.array([item.bbox_m for item in items], dtype=float).reshape(-1, 6)
    same = np.array([(a, b) for a, b in _near(boxes) if _is_same(items[a], items[b])], dtype=np.int64).reshape(-1, 2)
    counted: dict[str, str] = {}
    if len(same):
        group = components(len(items), same)
        members: dict[int, list[Element]] = {}
        for index in np.unique(same):
            members.setdefault(int(group[index]), []).append(items[index])
        for found in members.values():
            best = min(found, key=_preference)
            counted |= {item.guid: best.guid for item in found if item is not best}
    left = [item for item in items if item.guid not in counted]
    marked = tuple(replace(item, counted_as=counted[item.guid]) if item.guid in counted else item for item in ordered)
    return Doubles(marked, (*_double_issues(counted), *_overlap_issues(left, meshes)))


def drop_doubled_spaces(spaces: Sequence[Space], sources: Sequence[int]) -> tuple[tuple[Space, ...], tuple[Issue, ...]]:
    """Leave out rooms that a later file holds again: same box within 10 mm, same volume within 2 %."""
    order = sorted(range(len(spaces)), key=lambda k: (sources[k], spaces[k].guid))
    items = [spaces[k] for k in order]
    boxes = np.array([item.bbox_m for item in items], dtype=float).reshape(-1, 6)
    dropped: set[int] = set()
    for first, second in sorted(_near(boxes)):
        differs = sources[order[first]] != sources[order[second]]
        if differs and first not in dropped and _alike(items[first].volume_m3, items[second].volume_m3):
            dropped.add(second)
    ids = tuple(sorted(items[k].guid for k in dropped))
    issues = (Issue("ifc.doubled_spaces", {"count": len(ids)}, ids, "warning"),) if ids else ()
    kept = [item for k, item in enumerate(items) if k not in dropped]
    return tuple(sorted(kept, key=lambda item: item.guid)), issues


def _near(boxes: FloatArray) -> list[tuple[int, int]]:
    """Pairs of boxes all of whose sides lie within the tolerance, by a tree over the six sides."""
    if len(boxes) < 2:
        return []
    from scipy.spatial import cKDTree

    pairs = cKDTree(boxes).query_pairs(tolerance("double_box"), p=np.inf, output_type="ndarray")
    return sorted((int(min(pair)), int(max(pair))) for pair in pairs)


def _is_same(one: Element, two: Element) -> bool:
    if not _may_be_one(one, two):
        return False
    measures = [(one.volume_m3, two.volume_m3)] if one.mesh_closed and two.mesh_closed else []
    if not measures:  # open shapes have no volume of their own: their faces must agree
        measures = [(one.side_area_m2, two.side_area_m2), (one.footprint_area_m2, two.footprint_area_m2)]
    return one.mesh_closed == two.mesh_closed and all(_alike(a, b) for a, b in measures)


def _may_be_one(one: Element, two: Element) -> bool:
    families = {_family(one), _family(two)}
    return len(families) == 1 or (_ANY in families and not families & _LOOSE)


def _family(element: Element) -> str:
    return _FAMILIES.get(element.part, element.part)


def _alike(one: float, two: float) -> bool:
    return abs(one - two) <= tolerance("double_measure") * max(one, two)


def _preference(element: Element) -> tuple[bool, bool, int, str]:
    """Return the order of preference: usable materials, a part that is assessed, the first file, the lower GlobalId."""
    return (not is_usable(element.materials), element.part == _ANY, element.source, element.guid)


def _double_issues(counted: dict[str, str]) -> Iterator[Issue]:
    if counted:
        pairs = sorted(counted.items())
        ids = tuple(guid for pair in pairs for guid in pair)
        named = "; ".join(f"{left} = {kept}" for left, kept in pairs[:_NAMED]) + (
            "; ..." if len(pairs) > _NAMED else ""
        )
        yield Issue("ifc.doubled_elements", {"count": len(pairs), "pairs": named}, ids, "warning")


def _overlap_issues(items: Sequence[Element], meshes: Mapping[str, Mesh]) -> Iterator[Issue]:
    solid = [item for item in items if item.mesh_closed and item.part not in _LOOSE and item.guid in meshes]
    boxes = np.array([item.bbox_m for item in solid], dtype=float).reshape(-1, 6)
    pairs = [
        (solid[a].guid, solid[b].guid)
        for a, b in _overlapping(boxes)
        if _family(solid[a]) == _family(solid[b]) and _share_body(solid[a], solid[b], meshes)
    ]
    if pairs:
        ids = tuple(guid for pair in sorted(pairs) for guid in pair)
        share = round(100.0 * tolerance("overlap_share"))
        yield Issue("ifc.overlapping_elements", {"count": len(pairs), "percent": share}, ids, "warning")


def _share_body(one: Element, two: Element, meshes: Mapping[str, Mesh]) -> bool:
    """Whether points spread over the common box lie inside both bodies for more than the share of the smaller."""
    low = np.maximum(one.bbox_m[:3], two.bbox_m[:3])
    high = np.minimum(one.bbox_m[3:], two.bbox_m[3:])
    # uneven steps, so that no row of points runs along a face
    steps = (np.arange(_POINTS) + 0.437) / _POINTS
    points = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    points = low + points * (high - low)
    inside = np.ones(len(points), dtype=bool)
    for mesh in (meshes[one.guid], meshes[two.guid]):
        inside &= encloses(mesh.vertices[mesh.faces], points)
    common = float(inside.mean() * np.prod(high - low))
    return common > tolerance("overlap_share") * min(one.volume_m3, two.volume_m3)


def _overlapping(boxes: FloatArray) -> list[tuple[int, int]]:
    """Pairs of boxes that share more than half of the smaller one: a sweep along the axis of the widest spread."""
    if len(boxes) < 2:
        return []
    low, high = boxes[:, :3], boxes[:, 3:]
    volume = np.prod(high - low, axis=1)
    axis = int(np.ptp(low, axis=0).argmax())
    order = np.argsort(low[:, axis], kind="stable")
    ends = np.searchsorted(low[order, axis], high[order, axis], side="left")
    found = []
    for place, index in enumerate(order.tolist()):
        others: IntArray = order[place + 1 : int(ends[place])]
        if len(others) == 0:
            continue
        shared = np.minimum(high[index], high[others]) - np.maximum(low[index], low[others])
        common = np.prod(np.clip(shared, 0.0, None), axis=1)
        hits = others[common > tolerance("overlap_share") * np.minimum(volume[index], volume[others])]
        found += [(min(index, int(other)), max(index, int(other))) for other in hits]
    return sorted(found)


def _box_volume(box: tuple[float, float, float, float, float, float]) -> float:
    x0, y0, z0, x1, y1, z1 = box
    return (x1 - x0) * (y1 - y0) * (z1 - z0)
