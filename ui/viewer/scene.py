"""Triangles, normals and edges of all elements in flat arrays, and which element a ray meets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.model import Mesh

FloatArray = npt.NDArray[np.float64]
Float32Array = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
#: Edges whose faces meet at less than this angle are not drawn [deg].
_CREASE_DEG = 25.0


@dataclass(frozen=True, slots=True)
class Scene:
    """``corners`` (n, 3, 3) triangles [m], ``normals`` (n, 3), ``owner`` (n,) into ``guids``, ``edges`` (m, 2, 3)."""

    guids: tuple[str, ...]
    corners: FloatArray
    normals: FloatArray
    owner: IntArray
    edges: FloatArray

    @property
    def low(self) -> FloatArray:
        """Lowest corner of the box."""
        result: FloatArray = self.corners.reshape(-1, 3).min(axis=0) if len(self.corners) else np.zeros(3)
        return result

    @property
    def high(self) -> FloatArray:
        """Highest corner of the box."""
        result: FloatArray = self.corners.reshape(-1, 3).max(axis=0) if len(self.corners) else np.ones(3)
        return result


def make_scene(meshes: Mapping[str, Mesh], guids: Iterable[str]) -> Scene:
    """Put the meshes of some elements into one scene."""
    kept = tuple(guid for guid in sorted(guids) if guid in meshes and len(meshes[guid].faces))
    corners = [meshes[guid].vertices[meshes[guid].faces] for guid in kept]
    if not corners:
        empty = np.zeros((0, 3, 3))
        return Scene((), empty, np.zeros((0, 3)), np.zeros(0, dtype=np.int64), np.zeros((0, 2, 3)))
    owner = np.repeat(np.arange(len(kept)), [len(part) for part in corners])
    edges = np.concatenate([_edges(meshes[guid]) for guid in kept])
    together = np.concatenate(corners)
    normals = np.cross(together[:, 1] - together[:, 0], together[:, 2] - together[:, 0])
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return Scene(kept, together, normals / np.maximum(length, 1e-12), owner, edges)


def _edges(mesh: Mesh) -> FloatArray:
    """Return edges of a mesh where its surface turns or ends."""
    vertices, inverse = np.unique(np.round(mesh.vertices, 4), axis=0, return_inverse=True)
    faces = inverse.reshape(-1)[mesh.faces]
    corners = vertices[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    face_of = np.tile(np.arange(len(faces)), 3)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, face_of = pairs[order], face_of[order]
    starts = np.flatnonzero(np.r_[True, (pairs[1:] != pairs[:-1]).any(axis=1)])
    counts = np.diff(np.r_[starts, len(pairs)])
    other = face_of[np.minimum(starts + 1, len(face_of) - 1)]
    turn = (normals[face_of[starts]] * normals[other]).sum(axis=1)
    sharp = (counts != 2) | (turn < math.cos(math.radians(_CREASE_DEG)))
    return np.asarray(vertices[pairs[starts[sharp]]], dtype=float).reshape(-1, 2, 3)


def pick(scene: Scene, origin: FloatArray, direction: FloatArray) -> str | None:
    """Return the element whose triangle a ray meets first (Moeller and Trumbore 1997)."""
    if not len(scene.corners):
        return None
    a = scene.corners[:, 0]
    ab, ac = scene.corners[:, 1] - a, scene.corners[:, 2] - a
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
    return scene.guids[int(scene.owner[nearest])]
