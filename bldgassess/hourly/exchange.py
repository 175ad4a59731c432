"""Exchange inside a zone: long-wave radiation to a mean radiant node, and where the sun that comes in ends up."""

from __future__ import annotations

import numpy as np

from bldgassess.hourly.result import FloatArray, IntArray


def radiant_factors(area_m2: FloatArray, emissivity: FloatArray, room: IntArray) -> FloatArray:
    """Exchange factor of each surface with its room's mean radiant node [-], Carroll 1980.

    F_i = 1 / (1 - A_i F_i / sum(A F)) by iteration, joined with the surface resistance (1 - e) / e. ``room``: the room
    of each surface.

    >>> [round(float(f), 3) for f in radiant_factors(np.ones(6), np.ones(6), np.zeros(6, dtype=int))]
    [1.2, 1.2, 1.2, 1.2, 1.2, 1.2]
    """
    factor = np.ones_like(area_m2)
    is_enclosure = np.bincount(room)[room] > 2
    for _ in range(100):
        part = area_m2 * factor
        share = part / np.bincount(room, weights=part)[room]
        factor = np.where(is_enclosure, 1.0 / (1.0 - np.minimum(share, 0.49)), 1.0)
    result: FloatArray = 1.0 / (1.0 / factor + (1.0 - emissivity) / emissivity)
    return result


def absorbed_shares(area_m2: FloatArray, absorptance: FloatArray, first: FloatArray) -> FloatArray:
    """Share of the sun in a zone that each surface takes at last, for light that meets surfaces as ``first`` [-].

    ``first`` may have a column for each of several cases.

    Each surface throws what it does not absorb on all others by their areas, without end.

    >>> shares = absorbed_shares(np.ones(6), np.full(6, 0.6), np.array([1.0, 0, 0, 0, 0, 0]))
    >>> round(float(shares.sum()), 6)
    1.0
    """
    reflect = (1.0 - absorptance) / np.maximum(area_m2.sum() - area_m2, 1e-9)
    # what arrives at j: first_j + A_j (s - r_j arriving_j), with s = sum r_i arriving_i, solved for s
    damped = 1.0 + reflect * area_m2
    weight = reflect / damped
    thrown = (weight @ first) / max(1.0 - float(weight @ area_m2), 1e-12)
    arriving = ((first.T + np.multiply.outer(thrown, area_m2)) / damped).T
    result: FloatArray = (arriving.T * absorptance).T
    return result
