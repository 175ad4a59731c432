"""Compiled sums over the year's hours: beam on a plane and what of it passes a glazing, by each quarter's angle."""

from __future__ import annotations

import math

import numba as nb
import numpy as np

from bldgassess.hourly.result import FloatArray

#: Quarters of an hour, and the step of the tables of optics [deg].
_QUARTERS, _STEP_DEG = 4, 2.0


@nb.njit(cache=True, nogil=True, error_model="numpy")
def beam_on_plane(normal: FloatArray, suns: FloatArray, weights: FloatArray) -> FloatArray:
    """Beam on a plane, the mean of each hour (hours,) [W/m2].

    ``suns`` (hours, 4, 3): direction at each quarter; ``weights`` (hours, 4): normal beam of each quarter, a part of
    the hour's [W/m2].
    """
    total = np.zeros(len(suns))
    for h in range(len(suns)):
        for q in range(_QUARTERS):
            cos = suns[h, q, 0] * normal[0] + suns[h, q, 1] * normal[1] + suns[h, q, 2] * normal[2]
            total[h] += weights[h, q] * max(cos, 0.0)
    return total


@nb.njit(cache=True, nogil=True, error_model="numpy")
def beam_through(
    normal: FloatArray, suns: FloatArray, weights: FloatArray, halo: FloatArray, lit: FloatArray, table: FloatArray
) -> FloatArray:
    """Beam and halo [W/m2] times each row of a table by angle, (rows, hours).

    ``lit``: share of the hour's beam and halo that reaches the plane [0-1]; ``table`` (rows, angles): every 2 deg.
    """
    rows, last = table.shape[0], table.shape[1] - 2
    found = np.zeros((rows, len(suns)))
    for h in range(len(suns)):
        strongest = halo[h]
        for q in range(_QUARTERS):
            strongest = max(strongest, weights[h, q])
        if lit[h] <= 0.0 or strongest <= 0.0:
            continue
        for q in range(_QUARTERS):
            cos = suns[h, q, 0] * normal[0] + suns[h, q, 1] * normal[1] + suns[h, q, 2] * normal[2]
            cos = min(max(cos, 0.0), 1.0)
            place = math.degrees(math.acos(cos)) / _STEP_DEG
            first = min(int(place), last)
            strength = lit[h] * (weights[h, q] * cos + halo[h] / _QUARTERS)
            for row in range(rows):
                value = table[row, first] + (place - first) * (table[row, first + 1] - table[row, first])
                found[row, h] += strength * value
    return found
