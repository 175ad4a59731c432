"""Where the sun's beam lands in a zone: rays from the windows, for a typical day of each month hour by hour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, IntArray
from bldgassess.hourly.sunlit import Element, Sunlight, plane_normal
from bldgassess.hourly.thermal_model import WindowElement

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

Outline = tuple[tuple[float, float, float], ...]


def landing(
    members: Sequence[Element], beams_w: Sequence[FloatArray | None], sunlight: Sunlight, fallback: FloatArray
) -> FloatArray:
    """Return the share of the zone's beam that each surface meets first, (surfaces, 288); columns add up to 1.

    One column stands for all slots where no beam is followed, as no window has an outline.

    Parameters
    ----------
    beams_w : sequence of FloatArray or None
        Beam that each member, if a window, lets in (8760,) [W].
    fallback : FloatArray
        Shares where no beam is followed, such as for surfaces without an outline.
    """
    outlines = tuple(member.corners_m for member in members)
    weights = np.zeros(SLOTS)
    first = np.zeros((len(members), SLOTS))
    followed = False
    for index, (member, beam) in enumerate(zip(members, beams_w, strict=True)):
        if beam is None or not isinstance(member, WindowElement) or not member.corners_m:
            continue
        followed = True
        lit, shares = _shares(member, index, outlines, sunlight)
        strength = np.bincount(SLOT_OF_HOUR, weights=beam, minlength=SLOTS)[lit]
        missed = np.maximum(0.0, 1.0 - shares.sum(axis=0))
        first[:, lit] += (shares + missed[None, :] * fallback[:, None]) * strength
        weights[lit] += strength
    if not followed:
        return fallback[:, None]
    result: FloatArray = np.where(weights > 0.0, first / np.maximum(weights, 1e-12), fallback[:, None])
    return result


def _shares(
    window: WindowElement, index: int, outlines: tuple[Outline, ...], sunlight: Sunlight
) -> tuple[IntArray, FloatArray]:
    """Slots in which the beam meets a window, and the share of it that each surface gets (surfaces, those slots)."""

    def make() -> tuple[IntArray, FloatArray]:
        from bldgassess.hourly.rays import first_hits

        triangles, owner = _targets(outlines)
        beam = sunlight.beam(window)
        lit = np.flatnonzero(np.bincount(SLOT_OF_HOUR, weights=beam, minlength=SLOTS) > 0.0)
        rays = -_mean_directions(sunlight, beam, lit)
        return lit, first_hits(_points(window), rays, triangles, owner, index, len(outlines), _FARTHEST_M)

    plane = (window.tilt_deg, window.azimuth_deg)
    return sunlight.keep(("landing", plane, sunlight.key(window), index, outlines), make)


def _targets(outlines: Sequence[Outline]) -> tuple[FloatArray, IntArray]:
    """Triangles of the surfaces of a zone, and the index of the surface that each belongs to."""
    triangles: list[FloatArray] = []
    owner: list[int] = []
    for index, outline in enumerate(outlines):
        corners = np.array(outline)
        for k in range(1, len(corners) - 1):
            triangles.append(corners[[0, k, k + 1]])
            owner.append(index)
    return np.array(triangles).reshape(-1, 3, 3), np.array(owner, dtype=np.int64)


def _mean_directions(sunlight: Sunlight, beam: FloatArray, slots: IntArray) -> FloatArray:
    """Direction to the sun of each slot, its hours weighted by the beam on the plane, (slots, 3)."""
    sums = np.stack(
        [np.bincount(SLOT_OF_HOUR, weights=beam * sunlight.direction[:, k], minlength=SLOTS) for k in range(3)], axis=1
    )[slots]
    result: FloatArray = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return result


def _points(window: WindowElement) -> FloatArray:
    """Points spread over a window, a little inside of it, (n, 3)."""
    corners = np.array(window.corners_m)
    steps = (np.arange(_POINTS) + 0.5) / _POINTS
    u, v = np.meshgrid(steps, steps)
    points = corners[0] + u.reshape(-1, 1) * (corners[1] - corners[0]) + v.reshape(-1, 1) * (corners[-1] - corners[0])
    result: FloatArray = points - 1e-3 * plane_normal(window.tilt_deg, window.azimuth_deg)
    return result
