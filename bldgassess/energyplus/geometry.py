"""Rectangles for EnergyPlus: elements without an outline get one of their area, tilt and azimuth."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.sunlit import plane_normal
from bldgassess.hourly.thermal_model import OpaqueElement, WindowElement

Point = tuple[float, float, float]

#: Middle of stand-in rectangles above ground [m]: the height of the weather station's wind, as the zone engine has it.
_MIDDLE_M = 10.0
#: Distance between stand-in rectangles [m]: too far for one to hide a sky that counts from another.
_SPACING_M = 1000.0
#: A window lies in a wall whose plane passes it nearer than this [m]; a tolerance of the model's coordinates.
_IN_PLANE_M = 0.01


def make_rectangle(area_m2: float, tilt_deg: float, azimuth_deg: float, place: int) -> tuple[Point, ...]:
    """Make a square of an area, tilt and azimuth, corners from its upper left anticlockwise as seen from outside.

    ``place`` numbers the squares of a model, so that none lies on another.

    >>> [tuple(round(x, 6) for x in p) for p in make_rectangle(4.0, 90.0, 180.0, 0)][:2]
    [(-1.0, 0.0, 11.0), (-1.0, 0.0, 9.0)]
    """
    normal = plane_normal(tilt_deg, azimuth_deg)
    turn = math.radians(azimuth_deg)
    right = np.array([-math.cos(turn), math.sin(turn), 0.0])
    up = np.cross(normal, right)
    half = 0.5 * math.sqrt(area_m2)
    middle = np.array([place * _SPACING_M, 0.0, _MIDDLE_M])
    signs = ((-1, 1), (-1, -1), (1, -1), (1, 1))
    return tuple(_point(middle + half * (a * right + b * up)) for a, b in signs)


def inset(corners: Sequence[Point], share: float) -> tuple[Point, ...]:
    """Shrink a rectangle about its middle to a share of its area."""
    points = np.array(corners)
    middle = points.mean(axis=0)
    return tuple(_point(row) for row in middle + math.sqrt(share) * (points - middle))


def outward(corners: Sequence[Point], tilt_deg: float, azimuth_deg: float) -> tuple[Point, ...]:
    """Order an outline so that its normal points outwards."""
    points = np.array(corners)
    if float(_area_vector(points) @ plane_normal(tilt_deg, azimuth_deg)) < 0.0:
        return tuple(corners[::-1])
    return tuple(corners)


def outline_area_m2(corners: Sequence[Point]) -> float:
    """Area of a flat outline [m2]."""
    return float(np.linalg.norm(_area_vector(np.array(corners))))


def find_host(window: WindowElement, elements: Sequence[OpaqueElement]) -> int | None:
    """Return the index of the outer element in whose plane and outline a window lies, or ``None``."""
    if not window.corners_m:
        return None
    points = np.array(window.corners_m)
    normal = plane_normal(window.tilt_deg, window.azimuth_deg)
    for index, item in enumerate(elements):
        if item.zone != window.zone or item.outer != "outside" or len(item.corners_m) < 3:
            continue
        same = float(normal @ plane_normal(item.tilt_deg, item.azimuth_deg)) > 0.9999
        host = np.array(item.corners_m)
        flat = np.abs((points - host[0]) @ normal).max() < _IN_PLANE_M
        low, high = host.min(axis=0) - _IN_PLANE_M, host.max(axis=0) + _IN_PLANE_M
        if same and flat and bool((points >= low).all() and (points <= high).all()):
            return index
    return None


def surface_kind(tilt_deg: float, *, is_outside: bool) -> str:
    """Name a surface as EnergyPlus does: the sun's beam falls on floors first.

    Floors are what the zone engine takes for floors (tilt above 150 deg).
    """
    if tilt_deg > 150.0:
        return "Floor"
    if tilt_deg < 60.0:
        return "Roof" if is_outside else "Ceiling"
    return "Wall"


def _area_vector(points: FloatArray) -> FloatArray:
    total = np.zeros(3)
    for k in range(1, len(points) - 1):
        total += 0.5 * np.cross(points[k] - points[0], points[k + 1] - points[0])
    return total


def _point(row: FloatArray) -> Point:
    return float(row[0]), float(row[1]), float(row[2])
