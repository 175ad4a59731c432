"""Which points lie inside one body, by rays against its triangles; for many bodies see ``bodies``."""

from __future__ import annotations

import numpy as np

from bldgassess.model.meshes import FloatArray

EPS_M = 1e-6


def inside(points: FloatArray, corners: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether each point (n, 3) is in the closed body: an odd number of faces above it."""
    tilted = np.array([1.3e-4, 2.1e-4, 1.0])  # off the axis, so that edges of upright faces are not grazed
    distances = _distances(points, tilted / np.linalg.norm(tilted), corners)
    return np.asarray(np.isfinite(distances).sum(axis=1) % 2 == 1)


def _distances(origins: FloatArray, direction: FloatArray, corners: FloatArray) -> FloatArray:
    if len(corners) == 0:
        return np.full((len(origins), 1), np.inf)
    a = corners[:, 0]
    edge1, edge2 = corners[:, 1] - a, corners[:, 2] - a
    p = np.cross(direction, edge2)
    det = np.einsum("ij,ij->i", edge1, p)
    good = np.abs(det) > 1e-12
    inverse = np.divide(1.0, det, out=np.zeros_like(det), where=good)
    t_vector = origins[:, None, :] - a[None, :, :]
    u = np.einsum("nmi,mi->nm", t_vector, p) * inverse
    q = np.cross(t_vector, edge1[None, :, :])
    v = q @ direction * inverse
    t = np.einsum("nmi,mi->nm", q, edge2) * inverse
    hit = good & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1.0 + 1e-9) & (t > EPS_M)
    return np.where(hit, t, np.inf)
