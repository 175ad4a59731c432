"""Which element a ray meets first, and which elements lie in a rectangle of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ui.viewer.camera import Camera
from ui.viewer.scene import GrowingScene, Scene, growing
from ui.viewer.section import BoolArray, Cut, kept, ray_span

FloatArray = npt.NDArray[np.float64]


def pick(
    scene: Scene | GrowingScene, origin: FloatArray, direction: FloatArray, *,
    shown: BoolArray | None = None, cuts: Sequence[Cut] = (),
) -> str | None:  # fmt: skip
    """Return the element whose triangle a ray meets first, of those that are ``shown`` and not cut away."""
    whole, span = growing(scene), ray_span(cuts, origin, direction)
    if shown is None:
        shown = np.ones(len(whole.guids), dtype=bool)
    found = [
        hit
        for start, part in zip(whole.starts, whole.parts, strict=True)
        if (hit := _first_hit(part, origin, direction, shown[start : start + len(part.guids)], span)) is not None
    ]
    return min(found)[1] if found else None


def _first_hit(
    part: Scene, origin: FloatArray, direction: FloatArray, shown: BoolArray, span: tuple[float, float]
) -> tuple[float, str] | None:
    """Return distance and element of the first triangle that a ray meets (Moeller and Trumbore 1997)."""
    chosen = np.flatnonzero((shown & _may_hit(part.boxes, origin, direction))[part.owner])
    if not len(chosen):
        return None
    corners = part.vertices[part.faces[chosen]]
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
    hit = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1.0 + 1e-9) & np.isfinite(safe)
    hit &= (t > max(1e-6, span[0])) & (t < span[1])
    if not hit.any():
        return None
    nearest = int(np.argmin(np.where(hit, t, np.inf)))
    return float(t[nearest]), part.guids[int(part.owner[chosen[nearest]])]


def _may_hit(boxes: FloatArray, origin: FloatArray, direction: FloatArray) -> BoolArray:
    """Say which boxes a ray meets (slabs, Kay and Kajiya 1986)."""
    inverse = 1.0 / np.where(np.abs(direction) < 1e-12, 1e-12, direction)
    near = (boxes[:, 0] - 1e-6 - origin) * inverse
    far = (boxes[:, 1] + 1e-6 - origin) * inverse
    enter, leave = np.minimum(near, far).max(axis=1), np.maximum(near, far).min(axis=1)
    return np.asarray((enter <= leave) & (leave > 0.0))


def pick_in(
    scene: GrowingScene, camera: Camera, rect: tuple[float, float, float, float], size: tuple[float, float], *,
    touching: bool, shown: BoolArray, cuts: Sequence[Cut] = (),
) -> frozenset[str]:  # fmt: skip
    """Return the elements in a rectangle (left, top, right, bottom) of a picture of that size.

    Those that lie in it whole, or where ``touching`` those of which any part does. What is cut away does not count;
    elements behind others do.
    """
    found: set[str] = set()
    for start, part in zip(scene.starts, scene.parts, strict=True):
        inside = _inside(part, camera, rect, size, touching, shown[start : start + len(part.guids)], cuts)
        found.update(part.guids[k] for k in np.flatnonzero(inside))
    return frozenset(found)


def _inside(
    part: Scene, camera: Camera, rect: tuple[float, float, float, float], size: tuple[float, float], touching: bool,
    shown: BoolArray, cuts: Sequence[Cut],
) -> BoolArray:  # fmt: skip
    """Say which elements of a part lie in a rectangle; triangles are looked at only of those on its rim."""
    places, in_front = camera.projected(part.vertices, size)
    usable = in_front & kept(cuts, part.vertices)
    left, top, right, bottom = rect
    x, y = places.T
    is_in = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    firsts = np.searchsorted(part.vertex_owner, np.arange(len(part.guids)))
    some, whole = np.logical_or.reduceat(usable, firsts), np.logical_and.reduceat(is_in | ~usable, firsts)
    whole &= np.logical_and.reduceat(in_front, firsts)
    low, high = np.minimum.reduceat(places, firsts, axis=0), np.maximum.reduceat(places, firsts, axis=0)
    near = (low <= (right, bottom)).all(axis=1) & (high >= (left, top)).all(axis=1)
    result = shown & some & whole
    if touching:
        chosen = (shown & some & near & ~whole)[part.owner] & usable[part.faces].any(axis=1)
        chosen &= in_front[part.faces].all(axis=1)
        faces = np.flatnonzero(chosen)
        result[part.owner[faces[_meets(places[part.faces[faces]], rect)]]] = True
    return result


def _meets(triangles: FloatArray, rect: tuple[float, float, float, float]) -> BoolArray:
    """Say which flat triangles (n, 3, 2) touch a rectangle, by axes that part them (Gottschalk 1996)."""
    left, top, right, bottom = rect
    low, high = triangles.min(axis=1), triangles.max(axis=1)
    result = (low[:, 0] <= right) & (high[:, 0] >= left) & (low[:, 1] <= bottom) & (high[:, 1] >= top)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    for k in range(3):
        edge = triangles[:, (k + 1) % 3] - triangles[:, k]
        normal = np.stack([-edge[:, 1], edge[:, 0]], axis=1)
        own = (triangles * normal[:, None]).sum(axis=2)
        theirs = normal @ corners.T
        result &= (own.min(axis=1) <= theirs.max(axis=1)) & (own.max(axis=1) >= theirs.min(axis=1))
    return np.asarray(result)
