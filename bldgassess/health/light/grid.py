"""Where light is asked for in a room: points at working height off the walls, and eyes among them."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.model import Mesh

#: Distance from the walls, smaller where nothing is left [m]; EN 17037:2018 B.3 has 0.5 m.
MARGINS_M = (0.5, 0.25, 0.1, 0.0)
#: Nearest spacing [m], most points of a room, most eyes of a room.
_SPACING_M, _MOST_POINTS, _MOST_EYES = 0.5, 100, 9
#: Highest share of the room's height that working height may be.
_HIGHEST = 0.5


def work_points(mesh: Mesh, floor_z_m: float, turn: FloatArray) -> FloatArray:
    """Return points (n, 3) of an even grid at working height, 0.5 m or as far as can be from the walls.

    The grid follows the axes of the model (``turn`` leads from them to east and north) and lies in the middle of what
    is left of the room, 0.5 m apart or as far as 100 points allow.
    """
    if not len(mesh.vertices):
        return np.zeros((0, 3))
    height = occupant_values()["work_plane_m"].value
    height = min(height, _HIGHEST * float(np.ptp(mesh.vertices[:, 2])))
    own = mesh.vertices @ turn  # back to the model's axes
    segments = _section(own[mesh.faces], floor_z_m + height)
    if not len(segments):
        return np.zeros((0, 3))
    for margin in MARGINS_M:
        flat = _grid(segments, margin)
        if len(flat):
            break
    else:
        return np.zeros((0, 3))
    points = np.column_stack([flat, np.full(len(flat), floor_z_m + height)])
    result: FloatArray = points @ turn.T
    return result


def eye_points(points: FloatArray, floor_z_m: float) -> FloatArray:
    """Return eyes of people who sit: up to 9 of the points, spread evenly along their list, at eye height."""
    count = min(len(points), _MOST_EYES)
    chosen = points[np.floor((np.arange(count) + 0.5) * len(points) / max(count, 1)).astype(np.int64)].copy()
    chosen[:, 2] = floor_z_m + occupant_values()["eye_height_m"].value
    return chosen


def _section(corners: FloatArray, z: float) -> FloatArray:
    """Segments (n, 2, 2) in which a level plane cuts triangles (m, 3, 3)."""
    above = corners[:, :, 2] > z
    cut = above.any(axis=1) & ~above.all(axis=1)
    ends = []
    for a, b in ((0, 1), (1, 2), (2, 0)):
        p, q = corners[cut, a], corners[cut, b]
        crosses = above[cut, a] != above[cut, b]
        share = np.where(crosses, (z - p[:, 2]) / np.where(crosses, q[:, 2] - p[:, 2], 1.0), np.nan)
        ends.append(p[:, :2] + share[:, None] * (q - p)[:, :2])
    three = np.stack(ends, axis=1)
    good = ~np.isnan(three[:, :, 0])
    return three[good].reshape(-1, 2, 2)


def _grid(segments: FloatArray, margin: float) -> FloatArray:
    low = segments.reshape(-1, 2).min(axis=0) + margin
    size = segments.reshape(-1, 2).max(axis=0) - margin - low
    if (size < 0.0).any():
        return np.zeros((0, 2))
    spacing = max(_SPACING_M, math.sqrt(float(size[0] * size[1]) / _MOST_POINTS))
    for _ in range(20):
        counts = [math.floor(float(length) / spacing + 1e-6) + 1 for length in size]
        axes = [low[k] + (size[k] - (counts[k] - 1) * spacing) / 2.0 + np.arange(counts[k]) * spacing for k in (0, 1)]
        x, y = np.meshgrid(*axes, indexing="ij")
        points = np.column_stack([x.ravel(), y.ravel()])
        points = points[_inside(points, segments) & (_distance(points, segments) >= margin - 1e-6)]
        if len(points) <= _MOST_POINTS:
            break
        spacing *= 1.05
    return points


def _inside(points: FloatArray, segments: FloatArray) -> BoolArray:
    """Whether each point has an odd number of segments on its right."""
    (x1, y1), (x2, y2) = segments[:, 0].T, segments[:, 1].T
    px, py = points[:, 0, None], points[:, 1, None] + 1.3e-7  # off the ends of segments
    crosses = (y1 > py) != (y2 > py)
    at = x1 + (py - y1) * (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
    result: BoolArray = (crosses & (at > px)).sum(axis=1) % 2 == 1
    return result


def _distance(points: FloatArray, segments: FloatArray) -> FloatArray:
    """Distance of each point to the nearest segment [m]."""
    start, along = segments[:, 0], segments[:, 1] - segments[:, 0]
    length2 = np.maximum((along**2).sum(axis=1), 1e-18)
    away = points[:, None, :] - start[None]
    share = np.clip((away * along[None]).sum(axis=2) / length2, 0.0, 1.0)
    result: FloatArray = np.linalg.norm(away - share[:, :, None] * along[None], axis=2).min(axis=1)
    return result
