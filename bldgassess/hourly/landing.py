"""Where the sun's beam lands in a zone: rays from the windows, for a typical day of each month hour by hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, IntArray
from bldgassess.hourly.sunlit import Sunlight, plane_normal
from bldgassess.hourly.thermal_model import OpaqueElement, WindowElement
from bldgassess.hourly.window_sun import WindowSun

#: Points along each side of a window.
_POINTS = 8
#: A beam that meets nothing nearer than this is taken to have left through a hole of the model [m].
_FARTHEST_M = 200.0
#: A typical day for each month: 12 x 24 slots.
SLOTS = 288
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: The slot of each hour of the year.
SLOT_OF_HOUR: IntArray = (
    np.repeat(np.arange(12), [24 * days for days in _MONTH_DAYS]) * 24 + np.arange(HOURS) % 24
).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Target:
    """Triangles of the surfaces of a zone, and the index of the surface that each belongs to."""

    triangles: FloatArray
    owner: IntArray


def landing(
    members: Sequence[OpaqueElement | WindowElement],
    window_suns: Mapping[str, WindowSun],
    sunlight: Sunlight,
    fallback: FloatArray,
) -> FloatArray:
    """Return the share of the zone's beam that each surface meets first, (surfaces, 288); columns add up to 1.

    ``fallback``: shares where no beam is followed, such as for surfaces without an outline.
    """
    targets = _targets(members)
    weights = np.zeros(SLOTS)
    first = np.zeros((len(members), SLOTS))
    for index, member in enumerate(members):
        if not isinstance(member, WindowElement) or not member.corners_m or not len(targets.owner):
            continue
        beam = window_suns[member.id].beam_w
        strength = np.bincount(SLOT_OF_HOUR, weights=beam, minlength=SLOTS)
        lit = np.flatnonzero(strength > 0.0)
        directions = _mean_directions(sunlight, beam, lit)
        shares = _hits(member, index, directions, targets, len(members))
        missed = np.maximum(0.0, 1.0 - shares.sum(axis=0))
        first[:, lit] += (shares + missed[None, :] * fallback[:, None]) * strength[lit]
        weights[lit] += strength[lit]
    result: FloatArray = np.where(weights > 0.0, first / np.maximum(weights, 1e-12), fallback[:, None])
    return result


def _targets(members: Sequence[OpaqueElement | WindowElement]) -> _Target:
    triangles: list[FloatArray] = []
    owner: list[int] = []
    for index, member in enumerate(members):
        corners = np.array(member.corners_m)
        for k in range(1, len(corners) - 1):
            triangles.append(corners[[0, k, k + 1]])
            owner.append(index)
    return _Target(np.array(triangles).reshape(-1, 3, 3), np.array(owner, dtype=np.int64))


def _mean_directions(sunlight: Sunlight, beam: FloatArray, slots: IntArray) -> FloatArray:
    """Direction to the sun of each slot, its hours weighted by the beam, (slots, 3)."""
    sums = np.stack(
        [np.bincount(SLOT_OF_HOUR, weights=beam * sunlight.direction[:, k], minlength=SLOTS) for k in range(3)], axis=1
    )[slots]
    result: FloatArray = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return result


def _hits(window: WindowElement, index: int, to_sun: FloatArray, targets: _Target, count: int) -> FloatArray:
    """Share of the rays through a window that meet each surface first, (surfaces, directions)."""
    corners = np.array(window.corners_m)
    steps = (np.arange(_POINTS) + 0.5) / _POINTS
    u, v = np.meshgrid(steps, steps)
    points = corners[0] + u.reshape(-1, 1) * (corners[1] - corners[0]) + v.reshape(-1, 1) * (corners[-1] - corners[0])
    points = points - 1e-3 * plane_normal(window.tilt_deg, window.azimuth_deg)
    rays = -to_sun
    nearest = np.full((len(rays), len(points)), _FARTHEST_M)
    found = np.full((len(rays), len(points)), -1)
    for (a, b, c), owner in zip(targets.triangles, targets.owner, strict=True):
        if owner == index:
            continue
        edge1, edge2 = b - a, c - a
        p = np.cross(rays, edge2)
        det = p @ edge1
        good = np.abs(det) > 1e-12
        inverse = np.where(good, 1.0 / np.where(good, det, 1.0), 0.0)[:, None]
        away = points - a
        uu = (p @ away.T) * inverse
        q = np.cross(away, edge1)
        vv = (rays @ q.T) * inverse
        t = (q @ edge2)[None, :] * inverse
        hit = good[:, None] & (uu >= -1e-9) & (vv >= -1e-9) & (uu + vv <= 1.0 + 1e-9) & (t > 1e-4) & (t < nearest)
        nearest[hit] = t[hit]
        found[hit] = owner
    shares = np.stack([(found == k).mean(axis=1) for k in range(count)])
    return np.asarray(shares)
