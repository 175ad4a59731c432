"""Triangles, normals and edges of elements in flat arrays, and which element a ray meets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bldgassess.model import Mesh

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: Edges whose faces meet at less than this angle are not drawn [deg].
_CREASE_DEG = 25.0
#: Vertices closer than this are one where edges are looked for [m].
_WELD_M = 1e-4


@dataclass(frozen=True, slots=True)
class Scene:
    """Some elements: ``corners`` (n, 3, 3) triangles [m], ``normals`` (n, 3), ``owner`` (n,) into ``guids``, sorted,
    ``edges`` (m, 2, 3) and ``edge_owner`` (m,), ``boxes`` (elements, 2, 3) lowest and highest corner of each.
    """  # noqa: D205 - one sentence

    guids: tuple[str, ...]
    corners: FloatArray
    normals: FloatArray
    owner: IntArray
    edges: FloatArray
    edge_owner: IntArray
    boxes: FloatArray

    @property
    def low(self) -> FloatArray:
        """Lowest corner of the box."""
        result: FloatArray = self.boxes[:, 0].min(axis=0) if len(self.boxes) else np.zeros(3)
        return result

    @property
    def high(self) -> FloatArray:
        """Highest corner of the box."""
        result: FloatArray = self.boxes[:, 1].max(axis=0) if len(self.boxes) else np.ones(3)
        return result


@dataclass(slots=True)
class GrowingScene:
    """Scenes one after another: what is there stays as it is, so that a picture of it need only be added to."""

    parts: list[Scene] = field(default_factory=list)
    guids: tuple[str, ...] = ()
    low: FloatArray = field(default_factory=lambda: np.zeros(3))
    high: FloatArray = field(default_factory=lambda: np.ones(3))

    def append(self, part: Scene) -> None:
        """Add elements."""
        if not part.guids:
            return
        self.low = np.minimum(self.low, part.low) if self.parts else part.low
        self.high = np.maximum(self.high, part.high) if self.parts else part.high
        self.parts.append(part)
        self.guids += part.guids

    def only(self, guids: Iterable[str]) -> Scene:
        """Return some of the elements as a scene of their own."""
        wanted = set(guids)
        found = [_part_only(part, wanted) for part in self.parts]
        found = [part for part in found if part.guids]
        if not found:
            return make_scene({}, ())
        starts = np.cumsum([0, *(len(part.guids) for part in found[:-1])])
        return Scene(
            tuple(guid for part in found for guid in part.guids),
            np.concatenate([part.corners for part in found]),
            np.concatenate([part.normals for part in found]),
            np.concatenate([part.owner + start for part, start in zip(found, starts, strict=True)]),
            np.concatenate([part.edges for part in found]),
            np.concatenate([part.edge_owner + start for part, start in zip(found, starts, strict=True)]),
            np.concatenate([part.boxes for part in found]),
        )


def growing(scene: GrowingScene | Scene) -> GrowingScene:
    """Return a scene that can grow, which holds a finished one."""
    if isinstance(scene, GrowingScene):
        return scene
    result = GrowingScene()
    result.append(scene)
    return result


def make_scenes(meshes: Mapping[str, Mesh], guids: Iterable[str], most_triangles: int) -> Iterator[Scene]:
    """Put the meshes of some elements into scenes of about so many triangles each."""
    some: list[str] = []
    triangles = 0
    for guid in sorted(guids):
        if guid in meshes:
            some.append(guid)
            triangles += len(meshes[guid].faces)
            if triangles >= most_triangles:
                yield make_scene(meshes, some)
                some, triangles = [], 0
    if some:
        yield make_scene(meshes, some)


def make_scene(meshes: Mapping[str, Mesh], guids: Iterable[str]) -> Scene:
    """Put the meshes of some elements into one scene."""
    kept = tuple(guid for guid in sorted(guids) if guid in meshes and len(meshes[guid].faces))
    if not kept:
        nobody, pairs = np.zeros(0, dtype=np.int64), np.zeros((0, 2, 3))
        return Scene((), np.zeros((0, 3, 3)), np.zeros((0, 3)), nobody, pairs, nobody, pairs)
    chosen = [meshes[guid] for guid in kept]
    counts = [len(mesh.vertices) for mesh in chosen]
    starts = np.cumsum([0, *counts[:-1]])
    vertices = np.concatenate([mesh.vertices for mesh in chosen])
    faces = np.concatenate([mesh.faces + start for mesh, start in zip(chosen, starts, strict=True)])
    owner = np.repeat(np.arange(len(kept)), [len(mesh.faces) for mesh in chosen])
    corners = vertices[faces]
    normals = _normals(corners)
    first = np.searchsorted(owner, np.arange(len(kept)))
    low = np.minimum.reduceat(corners.min(axis=1), first, axis=0)
    high = np.maximum.reduceat(corners.max(axis=1), first, axis=0)
    edges, edge_owner = _edges(vertices, faces, np.repeat(np.arange(len(kept)), counts), normals)
    return Scene(kept, corners, normals, owner, edges, edge_owner, np.stack([low, high], axis=1))


def _part_only(part: Scene, wanted: set[str]) -> Scene:
    """Return those elements of a scene that are wanted."""
    is_kept = np.array([guid in wanted for guid in part.guids], dtype=bool)
    place = np.cumsum(is_kept) - 1
    faces, lines = is_kept[part.owner], is_kept[part.edge_owner]
    return Scene(
        tuple(guid for guid in part.guids if guid in wanted),
        part.corners[faces],
        part.normals[faces],
        place[part.owner[faces]],
        part.edges[lines],
        place[part.edge_owner[lines]],
        part.boxes[is_kept],
    )


def _normals(corners: FloatArray) -> FloatArray:
    (ax, ay, az), (bx, by, bz) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    normals = np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)
    length = np.sqrt((normals**2).sum(axis=1, keepdims=True))
    return np.asarray(normals / np.maximum(length, 1e-12))


def _edges(vertices: FloatArray, faces: IntArray, body: IntArray, normals: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return edges of each body where its surface turns or ends, and whose they are."""
    x, y, z = np.round(vertices / _WELD_M).astype(np.int64).T
    order = np.lexsort((z, y, x, body))
    keys = np.stack([body, x, y, z], axis=1)[order]
    is_new = np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)]
    place = np.empty(len(vertices), dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    kept, welded = vertices[order[is_new]], place[faces]
    pairs = np.sort(np.concatenate([welded[:, [0, 1]], welded[:, [1, 2]], welded[:, [2, 0]]]), axis=1)
    key = pairs[:, 0] * len(kept) + pairs[:, 1]
    by_edge = np.argsort(key, kind="stable")
    key, face_of = key[by_edge], (by_edge % len(faces))
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    counts = np.diff(np.r_[starts, len(key)])
    other = face_of[np.minimum(starts + 1, len(face_of) - 1)]
    turn = (normals[face_of[starts]] * normals[other]).sum(axis=1)
    sharp = (counts != 2) | (turn < math.cos(math.radians(_CREASE_DEG)))
    found = pairs[by_edge[starts[sharp]]]
    return np.asarray(kept[found]).reshape(-1, 2, 3), body[order[is_new]][found[:, 0]]


def pick(scene: Scene | GrowingScene, origin: FloatArray, direction: FloatArray) -> str | None:
    """Return the element whose triangle a ray meets first."""
    parts = scene.parts if isinstance(scene, GrowingScene) else [scene]
    found = [hit for part in parts if (hit := _first_hit(part, origin, direction)) is not None]
    return min(found)[1] if found else None


def _first_hit(scene: Scene, origin: FloatArray, direction: FloatArray) -> tuple[float, str] | None:
    """Return distance and element of the first triangle that a ray meets (Moeller and Trumbore 1997)."""
    if not len(scene.corners):
        return None
    chosen = np.flatnonzero(_may_hit(scene.boxes, origin, direction)[scene.owner])
    corners = scene.corners[chosen]
    if not len(corners):
        return None
    a = corners[:, 0]
    ab, ac = corners[:, 1] - a, corners[:, 2] - a
    across = np.cross(direction, ac)
    scale = (ab * across).sum(axis=1)
    safe = np.where(np.abs(scale) < 1e-12, np.inf, scale)
    away = origin - a
    u = (away * across).sum(axis=1) / safe
    around = np.cross(away, ab)
    v = (around @ direction) / safe
    t = (ac * around).sum(axis=1) / safe
    hit = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1.0 + 1e-9) & (t > 1e-6) & np.isfinite(safe)
    if not hit.any():
        return None
    nearest = int(np.argmin(np.where(hit, t, np.inf)))
    return float(t[nearest]), scene.guids[int(scene.owner[chosen[nearest]])]


def _may_hit(boxes: FloatArray, origin: FloatArray, direction: FloatArray) -> npt.NDArray[np.bool_]:
    """Say which boxes a ray meets (slabs, Kay and Kajiya 1986)."""
    inverse = 1.0 / np.where(np.abs(direction) < 1e-12, 1e-12, direction)
    near = (boxes[:, 0] - 1e-6 - origin) * inverse
    far = (boxes[:, 1] + 1e-6 - origin) * inverse
    enter, leave = np.minimum(near, far).max(axis=1), np.maximum(near, far).min(axis=1)
    return np.asarray((enter <= leave) & (leave > 0.0))
