"""What stands in the way of sun and daylight: which elements count, and bodies that fill the hole of a window."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bldgassess.model import Element, Mesh
from bldgassess.model.meshes import BoolArray, FloatArray, IntArray

#: Not in the way of light: windows are panes here, furniture and services change from one user to the next.
_LEFT_OUT = frozenset(("window", "furniture", "services"))
#: A railing of more triangles than this is open-work that light passes; a plain parapet has fewer.
_MOST_OF_PARAPET = 200
#: A body met by so many of the rays straight through a pane, this near behind it, fills the hole: a wall that was not
#: cut, a closed shutter, a glass body that is no window [-], [m].
_FILLS, _BEHIND_M, _BEFORE_M = 0.8, 0.35, 0.02
_ACROSS = 5


def is_in_the_way(element: Element, mesh: Mesh) -> bool:
    """Whether an element takes light from what lies behind it."""
    if element.part == "railing" and len(mesh.faces) > _MOST_OF_PARAPET:
        return False
    return element.part not in _LEFT_OUT and not element.counted_as


def find_fillers(
    panes: Iterable[tuple[FloatArray, FloatArray, FloatArray]], triangles: FloatArray, owner: IntArray
) -> list[int]:
    """Numbers of the bodies that close a pane.

    ``panes``: corners of the hole at the room's face and at the glass, in one order (n, 3) [m], and the normal that
    looks out; ``owner``: the body of each triangle (m, 3, 3).
    """
    low, high = triangles.min(axis=1), triangles.max(axis=1)
    found: set[int] = set()
    for inner, outer, normal in panes:
        reach = np.stack([inner - _BEFORE_M * normal, outer + _BEHIND_M * normal]).reshape(-1, 3)
        near = np.flatnonzero(((high >= reach.min(axis=0)) & (low <= reach.max(axis=0))).all(axis=1))
        if not len(near):
            continue
        starts = _spread(inner - _BEFORE_M * normal)
        length = float((outer - inner)[0] @ normal) + _BEFORE_M + _BEHIND_M
        met = _crossed(starts, normal, length, triangles[near])
        names = owner[near]
        found |= {int(item) for item in np.unique(names) if met[:, names == item].any(axis=1).mean() >= _FILLS}
    return sorted(found)


def _spread(corners: FloatArray) -> FloatArray:
    """Points spread over the middle of a polygon's box in its plane."""
    steps = (np.arange(_ACROSS) + 0.5) / _ACROSS
    u, v = np.meshgrid(steps, steps)
    origin, along, up = corners[0], corners[1] - corners[0], corners[-1] - corners[0]
    result: FloatArray = origin + u.reshape(-1, 1) * along + v.reshape(-1, 1) * up
    return result


def _crossed(starts: FloatArray, ray: FloatArray, length: float, triangles: FloatArray) -> BoolArray:
    """Whether each ray (n) of a length meets each triangle (m), (n, m)."""
    edge1, edge2 = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    p = np.cross(ray, edge2)
    det = (edge1 * p).sum(axis=1)
    inverse = np.divide(1.0, det, out=np.zeros_like(det), where=np.abs(det) > 1e-12)
    away = starts[:, None] - triangles[None, :, 0]
    u = (away * p).sum(axis=2) * inverse
    q = np.cross(away, edge1[None])
    v = (q @ ray) * inverse
    t = (q * edge2).sum(axis=2) * inverse
    result: BoolArray = (inverse != 0.0) & (u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (t >= 0.0) & (t <= length)
    return result
