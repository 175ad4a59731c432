"""The score curve: linear between its points, held at its ends."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

Curve = tuple[tuple[float, float], ...]


def curve_percent(curve: Curve, value: float) -> float:
    """Return the percentage of a value on a curve, linear between its points and held at its ends.

    >>> curve_percent(((0.8, 100.0), (1.0, 80.0)), 0.9)
    90.0
    """
    return float(np.interp(value, [point[0] for point in curve], [point[1] for point in curve]))


def curve_slope(curve: Curve, value: float, direction: Literal["lower", "higher"]) -> float:
    """Return the change of percentage per unit of value, on the better side where the value is a point of the curve.

    >>> curve_slope(((35.0, 100.0), (40.0, 85.0), (65.0, 40.0)), 40.0, "lower")
    -3.0
    """
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x0 < value <= x1 if direction == "lower" else x0 <= value < x1:
            return (y1 - y0) / (x1 - x0)
    return 0.0
