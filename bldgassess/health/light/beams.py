"""Straight lines from a room through its glass to the sun."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.health.light.scene import Pane
from bldgassess.hourly.result import BoolArray, FloatArray, IntArray
from bldgassess.ifc.ray_tree import RayTree
from bldgassess.ifc.roomfaces import make_plane

#: Cosine below which light only grazes a pane [-].
_GRAZING = 1e-3


@dataclass(frozen=True, slots=True)
class Crossings:
    """Lines that pass the glass: number of the start, of the ray, distance to the glass [m], cosine on it, pane."""

    start: IntArray
    ray: IntArray
    distance: FloatArray
    cosine: FloatArray
    pane: IntArray


def through_glass(starts: FloatArray, rays: FloatArray, panes: tuple[Pane, ...]) -> Crossings:
    """Find which rays (m, 3) from which starts (n, 3) pass a pane's glass and its hole in the wall."""
    found = [_through(starts, rays, pane, number) for number, pane in enumerate(panes)]
    empty = Crossings(*(np.zeros(0, dtype=kind) for kind in (np.int64, np.int64, float, float, np.int64)))
    every = [empty, *found]
    return Crossings(
        np.concatenate([item.start for item in every]),
        np.concatenate([item.ray for item in every]),
        np.concatenate([item.distance for item in every]),
        np.concatenate([item.cosine for item in every]),
        np.concatenate([item.pane for item in every]),
    )


def _through(starts: FloatArray, rays: FloatArray, pane: Pane, number: int) -> Crossings:
    normal = pane.normal
    cosine = rays @ normal
    ahead = np.flatnonzero(cosine > _GRAZING)
    away = (pane.glass[0] - starts) @ normal
    axes = make_plane(normal, 0.0).axes
    t = away[:, None] / cosine[None, ahead]
    flat, slope = starts @ axes.T, rays[ahead] @ axes.T
    hit = (t > 0.0) & _within(
        flat[:, 0, None] + t * slope[None, :, 0], flat[:, 1, None] + t * slope[None, :, 1], pane.glass @ axes.T
    )
    row, column = np.nonzero(hit)
    ray = ahead[column]
    # the same line must pass the hole on the room's side, unless it starts beyond it
    back = ((pane.inner[0] - starts[row]) @ normal) / cosine[ray]
    places = starts[row] @ axes.T + back[:, None] * (rays[ray] @ axes.T)
    open_ = (back <= 1e-6) | _within(places[:, 0], places[:, 1], pane.inner @ axes.T)
    row, ray, column = row[open_], ray[open_], column[open_]
    return Crossings(row, ray, t[row, column], cosine[ray], np.full(len(row), number, dtype=np.int64))


def _within(x: FloatArray, y: FloatArray, corners: FloatArray) -> BoolArray:
    """Whether points of a plane lie in a convex polygon (k, 2)."""
    ahead = np.roll(corners, -1, axis=0)
    area = float((corners[:, 0] * ahead[:, 1] - corners[:, 1] * ahead[:, 0]).sum())
    sense = 1.0 if area >= 0.0 else -1.0
    result: BoolArray = np.ones(x.shape, dtype=bool)
    for (x1, y1), (x2, y2) in zip(corners.tolist(), ahead.tolist(), strict=True):
        result &= sense * ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) >= -1e-9
    return result


def glass_by_angle(cosine: FloatArray) -> FloatArray:
    """Transmittance of clear glass over that at normal incidence (Rivero 1958).

    >>> [round(float(x), 2) for x in glass_by_angle(np.array([1.0, 0.5, 0.0]))]
    [1.0, 0.84, 0.0]
    """
    sine = np.sqrt(np.maximum(0.0, 1.0 - cosine**2))
    result: FloatArray = np.minimum(1.018 * cosine * (1.0 + sine**3), 1.0)
    return result


@dataclass(frozen=True, slots=True)
class Beams:
    """Sun on sensors: sensor, hour, and the share of the sun's own illuminance that reaches the sensor [0-1]."""

    sensor: IntArray
    hour: IntArray
    share: FloatArray


def sun_beams(
    positions: FloatArray,
    normals: FloatArray,
    panes: tuple[Pane, ...],
    tree: RayTree,
    suns: FloatArray,
    hours: IntArray,
) -> Beams:
    """Find when the sun shines on each sensor (n, 3) through glass and past all that stands around.

    Parameters
    ----------
    suns : FloatArray
        Unit vectors to the sun (m, 3).
    hours : IntArray
        The hour of the year of each.
    """
    lines = through_glass(positions, suns, panes)
    lit = (normals[lines.start] * suns[lines.ray]).sum(axis=1)
    free = lit > 0.0
    free[free] = ~tree.blocked(positions[lines.start[free]], suns[lines.ray[free]])
    tau = np.array([pane.transmittance for pane in panes])
    share = lit[free] * glass_by_angle(lines.cosine[free]) * (tau[lines.pane[free]] if len(panes) else 1.0)
    return Beams(lines.start[free], hours[lines.ray[free]], share)
