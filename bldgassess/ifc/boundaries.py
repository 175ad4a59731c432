"""What lies behind each sample point of a room's face: another room, the ground, or open air, and which element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.ifc.faces import PlanarFace, triangle_corners
from bldgassess.ifc.rays import BoolArray, Hits, Scene, cast
from bldgassess.model import Element, Mesh, Space
from bldgassess.model.meshes import FloatArray, IntArray

#: How far a ray looks for the next room: through a wall, and through a slab with its suspended ceiling [m].
REACH_WALL_M = 1.0
REACH_SLAB_M = 1.5
#: Rooms drawn into each other by up to this much still touch [m].
_OVERLAP_M = 0.3
_SKIN_M = 0.02
#: A point inside solid material for the whole reach takes over from a neighbour no further than this [m].
_BORROW_M = 1.5

#: Parts that make a construction, the first choice and the second.
_MAIN_PARTS = frozenset({"external_wall", "internal_wall", "curtain_wall", "roof", "floor_slab", "ground_slab"})
_OTHER_PARTS = frozenset({"foundation", "covering", "column", "beam", "stair", "other"})

NOTHING, ITSELF = -1, -2


@dataclass(frozen=True, slots=True)
class Scenes:
    """Rooms and solid elements ready for rays; ``solids`` in the order of the element owners."""

    spaces: Scene
    elements: Scene
    solids: tuple[Element, ...]
    is_main: BoolArray
    is_closed: BoolArray


@dataclass(frozen=True, slots=True)
class Behind:
    """For each sample point: ``other`` index of the room behind (or NOTHING, ITSELF), ``solid`` index of the element."""

    other: IntArray
    solid: IntArray


def build_scenes(spaces: Sequence[Space], elements: Sequence[Element], meshes: Mapping[str, Mesh]) -> Scenes:
    """Collect the triangles of rooms (all, in order) and of the elements that can make a construction."""
    solids = tuple(
        e for e in elements if (e.part in _MAIN_PARTS or e.part in _OTHER_PARTS) and e.guid in meshes and _is_real(e)
    )
    return Scenes(
        spaces=Scene.of([triangle_corners(meshes[s.guid]) for s in spaces]),
        elements=Scene.of([triangle_corners(meshes[e.guid]) for e in solids]),
        solids=solids,
        is_main=np.array([e.part in _MAIN_PARTS for e in solids], dtype=bool),
        is_closed=np.array([e.mesh_closed for e in solids], dtype=bool),
    )


def _is_real(element: Element) -> bool:
    return not element.ifc_class.startswith(("IfcAnnotation", "IfcVirtual", "IfcGrid", "IfcOpening"))


def look_behind(face: PlanarFace, space_index: int, scenes: Scenes) -> Behind:
    """Cast a ray outward from each sample point of a face.

    A ray that meets another room within the reach of a wall (or slab) ends there. One that stays inside solid material
    all the way, such as where a partition meets the far side of a wall, takes over what its nearest neighbour found.
    """
    reach = REACH_SLAB_M if abs(face.normal[2]) > 0.5 else REACH_WALL_M
    count = len(face.points)
    rooms = cast(face.points, face.normal, scenes.spaces, -_OVERLAP_M, reach)
    other, distance = _first_room(rooms, space_index, count, reach)
    solids = cast(face.points, face.normal, scenes.elements, -_SKIN_M * 5.0, reach)
    solid = _first_solid(solids, distance, scenes, count)
    buried = _buried(solids, scenes, count) & (other == NOTHING)
    return _borrow(face, Behind(other, solid), buried)


def _first_room(hits: Hits, own: int, count: int, reach: float) -> tuple[IntArray, FloatArray]:
    other = np.full(count, NOTHING, dtype=np.int64)
    distance = np.full(count, reach)
    keep = (hits.owner != own) | (hits.t_m > _SKIN_M)
    ray, t_m, owner = hits.ray[keep], hits.t_m[keep], hits.owner[keep]
    rays, first = np.unique(ray, return_index=True)  # hits are sorted by ray, then distance
    other[rays] = np.where(owner[first] == own, ITSELF, owner[first])
    distance[rays] = t_m[first]
    return other, distance


def _first_solid(hits: Hits, distance: FloatArray, scenes: Scenes, count: int) -> IntArray:
    solid = np.full(count, NOTHING, dtype=np.int64)
    keep = hits.t_m <= distance[hits.ray] + _SKIN_M
    ray, owner = hits.ray[keep], hits.owner[keep]
    for wanted in (~scenes.is_main, scenes.is_main):
        chosen = wanted[owner] if len(owner) else np.zeros(0, dtype=bool)
        rays, first = np.unique(ray[chosen], return_index=True)
        solid[rays] = owner[chosen][first]
    return solid


def _buried(hits: Hits, scenes: Scenes, count: int) -> BoolArray:
    """Rays that are inside a closed element where they end: an odd number of its skins was crossed."""
    buried = np.zeros(count, dtype=bool)
    if len(hits.ray):
        closed = scenes.is_closed[hits.owner]
        pairs = np.stack((hits.ray[closed], hits.owner[closed]))
        unique, crossings = np.unique(pairs, axis=1, return_counts=True)
        buried[unique[0][crossings % 2 == 1]] = True
    return buried


def _borrow(face: PlanarFace, behind: Behind, buried: BoolArray) -> Behind:
    if not buried.any() or buried.all():
        return behind
    flat = face.flat(face.points)
    givers, takers = np.flatnonzero(~buried), np.flatnonzero(buried)
    gap = np.linalg.norm(flat[takers, None] - flat[None, givers], axis=2)
    nearest = np.round(gap, 6).argmin(axis=1)
    near = gap[np.arange(len(takers)), nearest] <= _BORROW_M
    other, solid = behind.other.copy(), behind.solid.copy()
    other[takers[near]] = behind.other[givers[nearest[near]]]
    solid[takers[near]] = behind.solid[givers[nearest[near]]]
    return Behind(other, solid)
