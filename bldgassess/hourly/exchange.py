"""Exchange inside a zone: long-wave radiation to a mean radiant node, and where the sun that comes in ends up."""

from __future__ import annotations

import numpy as np

from bldgassess.hourly.result import FloatArray


def radiant_factors(area_m2: FloatArray, emissivity: FloatArray) -> FloatArray:
    """Exchange factor of each surface with the mean radiant node [-], Carroll 1980.

    F_i = 1 / (1 - A_i F_i / sum(A F)) by iteration, joined with the surface resistance (1 - e) / e.

    >>> [round(float(f), 3) for f in radiant_factors(np.ones(6), np.ones(6))]
    [1.2, 1.2, 1.2, 1.2, 1.2, 1.2]
    """
    factor = np.ones_like(area_m2)
    if len(area_m2) > 2:
        for _ in range(100):
            share = area_m2 * factor / (area_m2 * factor).sum()
            factor = 1.0 / (1.0 - np.minimum(share, 0.49))
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
    count = len(area_m2)
    total = area_m2.sum()
    others = np.maximum(total - area_m2, 1e-9)
    to = np.broadcast_to(area_m2[None, :], (count, count)) / others[:, None]
    to = to * (1.0 - np.eye(count))
    reflect = (1.0 - absorptance)[:, None] * to
    arriving = np.linalg.solve((np.eye(count) - reflect).T, first)
    result: FloatArray = (arriving.T * absorptance).T
    return result
