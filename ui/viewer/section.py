"""Section planes: what they keep of points and rays, and their equations for the graphics card."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
AXES: tuple[str, ...] = ("x", "y", "z")
#: The most planes at once, one an axis.
MOST = len(AXES)


@dataclass(frozen=True, slots=True)
class Cut:
    """Cuts away what lies beyond ``at_m`` on an axis ("x", "y", "z"), or before it where ``is_flipped``.

    >>> Cut("z", 2.5).plane
    (0.0, 0.0, -1.0, 2.5)
    """

    axis: str
    at_m: float
    is_flipped: bool = False

    @property
    def plane(self) -> tuple[float, float, float, float]:
        """Return a, b, c, d: a point is kept where a x + b y + c z + d >= 0."""
        sign = 1.0 if self.is_flipped else -1.0
        a, b, c = (sign if axis == self.axis else 0.0 for axis in AXES)
        return a, b, c, -sign * self.at_m


def kept(cuts: Iterable[Cut], points: FloatArray) -> BoolArray:
    """Say which of (n, 3) points all planes keep."""
    result = np.ones(len(points), dtype=bool)
    for cut in cuts:
        *normal, offset = cut.plane
        result &= points @ np.array(normal) + offset >= 0.0
    return result


def ray_span(cuts: Iterable[Cut], origin: FloatArray, direction: FloatArray) -> tuple[float, float]:
    """Return from where to where along a ray all planes keep it; the first is larger where they keep nothing."""
    near, far = 0.0, math.inf
    for cut in cuts:
        *normal, offset = cut.plane
        height, slope = float(np.dot(normal, origin)) + offset, float(np.dot(normal, direction))
        if abs(slope) < 1e-12:
            if height < 0.0:
                return math.inf, 0.0
        elif slope > 0.0:
            near = max(near, -height / slope)
        else:
            far = min(far, -height / slope)
    return near, far
