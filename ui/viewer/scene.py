"""Triangles and edges of elements in flat arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bldgassess.model import Mesh

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32] | npt.NDArray[np.int64]
#: Edges whose faces meet at less than this angle are not drawn [deg].
_CREASE_DEG = 25.0
#: Vertices closer than this are one where edges are looked for [m].
_WELD_M = 1e-4


@dataclass(frozen=True, slots=True)
class Scene:
    """Some elements.

    ``vertices`` (v, 3) [m] and ``vertex_owner`` (v,) into ``guids``, sorted; ``faces`` (n, 3) into the vertices and
    ``owner`` (n,), sorted; ``edges`` (m, 2) into the vertices; ``boxes`` (elements, 2, 3) lowest and highest corner.
    """

    guids: tuple[str, ...]
    vertices: FloatArray
    vertex_owner: IntArray
    faces: IntArray
    owner: IntArray
    edges: IntArray
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
    """Scenes one after another: what is there stays as it is, so that a picture of it need only be added to.

    ``starts``: place of the first element of each part in ``guids``; ``index``: place of each element.
    """

    parts: list[Scene] = field(default_factory=list)
    guids: tuple[str, ...] = ()
    low: FloatArray = field(default_factory=lambda: np.zeros(3))
    high: FloatArray = field(default_factory=lambda: np.ones(3))
    starts: list[int] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)

    def append(self, part: Scene) -> None:
        """Add elements."""
        if not part.guids:
            return
        self.low = np.minimum(self.low, part.low) if self.parts else part.low
        self.high = np.maximum(self.high, part.high) if self.parts else part.high
        self.starts.append(len(self.guids))
        self.index.update({guid: k for k, guid in enumerate(part.guids, len(self.guids))})
        self.parts.append(part)
        self.guids += part.guids

    @property
    def boxes(self) -> FloatArray:
        """Lowest and highest corner of each element, (elements, 2, 3)."""
        return np.concatenate([part.boxes for part in self.parts]) if self.parts else np.zeros((0, 2, 3))

    @property
    def triangles(self) -> int:
        """How many triangles there are."""
        return sum(len(part.faces) for part in self.parts)


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
    """Put the meshes of some elements into one scene, points of a body that lie together made one."""
    kept = tuple(guid for guid in sorted(guids) if guid in meshes and len(meshes[guid].faces))
    if not kept:
        nobody, nothing = np.zeros(0, dtype=np.int32), np.zeros((0, 3), dtype=np.int32)
        return Scene((), np.zeros((0, 3)), nobody, nothing, nobody, nothing[:, :2], np.zeros((0, 2, 3)))
    chosen = [meshes[guid] for guid in kept]
    counts = [len(mesh.vertices) for mesh in chosen]
    starts = np.cumsum([0, *counts[:-1]])
    vertices = np.concatenate([mesh.vertices for mesh in chosen])
    faces = np.concatenate([mesh.faces + start for mesh, start in zip(chosen, starts, strict=True)])
    owner = np.repeat(np.arange(len(kept), dtype=np.int32), [len(mesh.faces) for mesh in chosen])
    first, place = _weld(vertices, np.repeat(np.arange(len(kept)), counts))
    vertices, vertex_owner, faces = vertices[first], np.repeat(np.arange(len(kept)), counts)[first], place[faces]
    firsts = np.searchsorted(vertex_owner, np.arange(len(kept)))
    low, high = np.minimum.reduceat(vertices, firsts, axis=0), np.maximum.reduceat(vertices, firsts, axis=0)
    edges = _edges(faces, _normals(vertices[faces]), len(vertices))
    return Scene(
        kept,
        vertices,
        vertex_owner.astype(np.int32),
        faces.astype(np.int32),
        owner,
        edges.astype(np.int32),
        np.stack([low, high], axis=1),
    )


def _weld(vertices: FloatArray, body: IntArray) -> tuple[IntArray, IntArray]:
    """Return one point of each that lie together in a body, in the order of bodies, and where each point is in them."""
    x, y, z = np.round((vertices - vertices.min(axis=0)) / _WELD_M).astype(np.int64).T
    order = np.lexsort((z, y, x, body))
    keys = np.stack([body, x, y, z], axis=1)[order]
    is_new = np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)]
    place = np.empty(len(vertices), dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    return order[is_new], place


def _normals(corners: FloatArray) -> FloatArray:
    (ax, ay, az), (bx, by, bz) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    normals = np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=1)
    length = np.sqrt((normals**2).sum(axis=1, keepdims=True))
    return np.asarray(normals / np.maximum(length, 1e-12))


def _edges(faces: IntArray, normals: FloatArray, count: int) -> IntArray:
    """Return edges (m, 2) where the surface of a body turns or ends."""
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    key = pairs[:, 0] * count + pairs[:, 1]
    by_edge = np.argsort(key, kind="stable")
    key, face_of = key[by_edge], (by_edge % len(faces))
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    counts = np.diff(np.r_[starts, len(key)])
    other = face_of[np.minimum(starts + 1, len(face_of) - 1)]
    turn = (normals[face_of[starts]] * normals[other]).sum(axis=1)
    sharp = (counts != 2) | (turn < math.cos(math.radians(_CREASE_DEG)))
    return np.asarray(pairs[by_edge[starts[sharp]]])
