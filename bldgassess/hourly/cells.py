"""Layers as finite volumes: the nodes of an element, from its outer to its inner surface."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.thermal_model import Layer

#: Layers with less capacity than this only resist [J/(m2 K)].
LEAST_CAPACITY_J_M2K = 500.0
#: Most finite volumes of one layer, and the period whose penetration depth sets their number [s].
_MOST_CELLS, _PERIOD_S = 6, 3600.0


@dataclass(frozen=True, slots=True)
class Cells:
    """Capacities of the nodes [J/(m2 K)], surfaces first and last, and conductances between them [W/(m2 K)]."""

    capacity: FloatArray
    conductance: FloatArray


def make_cells(layers: Sequence[Layer]) -> Cells:
    """Split layers into finite volumes.

    A layer with capacity C and resistance R gets clip(round(sqrt(8 C R / 3600 s)), 1, 6) volumes, a node in the middle
    of each; both surfaces are nodes without capacity.

    >>> cells = make_cells([Layer(0.2, 0.5, 1400.0, 1000.0)])
    >>> float(round(cells.capacity.sum())), float(round((1.0 / cells.conductance).sum(), 6))
    (280000.0, 0.4)
    """
    capacities: list[float] = [0.0]
    resistances: list[float] = []
    pending = 0.0
    for layer in layers:
        resistance, capacity = layer.resistance_m2k_w, layer.capacity_j_m2k
        if capacity < LEAST_CAPACITY_J_M2K:
            pending += resistance
            continue
        count = min(_MOST_CELLS, max(1, round(math.sqrt(8.0 * capacity * resistance / _PERIOD_S))))
        for _ in range(count):
            resistances.append(pending + resistance / count / 2.0)
            capacities.append(capacity / count)
            pending = resistance / count / 2.0
    resistances.append(max(pending, 1e-6))
    capacities.append(0.0)
    return Cells(np.array(capacities), 1.0 / np.maximum(np.array(resistances), 1e-6))


@dataclass(frozen=True, slots=True)
class Modes:
    """An element between its surfaces as modes that do not touch each other: the finite volumes' own eigenvectors.

    dx/dt = -rate x + outer T_out + inner T_in; the heat that reaches a surface from within is sum(its weights x) less
    ``k_out`` (``k_in``) times its temperature. Without capacity there is no mode and both are the conductance.

    Parameters
    ----------
    rate : FloatArray
        Decay of each mode [1/s].
    outer, inner : FloatArray
        Weights of each mode at the surfaces [W/(m2 K) by the mode's norm].
    level, slope : FloatArray
        Modes of a uniform 1 K, and of a steady rise from 0 at the outer to 1 K at the inner surface.
    k_out, k_in : float
        Conductance from each surface to the node next to it [W/(m2 K)].
    """

    rate: FloatArray
    outer: FloatArray
    inner: FloatArray
    level: FloatArray
    slope: FloatArray
    k_out: float
    k_in: float


def make_modes(cells: Cells) -> Modes:
    """Turn finite volumes into modes: C^-1/2 K C^-1/2 = V rate V^T.

    >>> modes = make_modes(make_cells([Layer(0.2, 0.5, 1400.0, 1000.0)]))
    >>> steady = (modes.inner * modes.outer / modes.rate).sum()  # W/m2 from one side to the other at 1 K
    >>> float(round(steady, 6))
    2.5
    """
    capacity, k = cells.capacity[1:-1], cells.conductance
    if not len(capacity):
        none = np.zeros(0)
        return Modes(none, none, none, none, none, float(k[0]), float(k[0]))
    norm = np.sqrt(capacity)
    matrix = np.diag((k[:-1] + k[1:]) / capacity)
    beside = -k[1:-1] / (norm[:-1] * norm[1:])
    rate, vectors = np.linalg.eigh(matrix + np.diag(beside, 1) + np.diag(beside, -1))
    rise = np.cumsum(1.0 / k)
    return Modes(
        rate,
        k[0] * vectors[0] / norm[0],
        k[-1] * vectors[-1] / norm[-1],
        norm @ vectors,
        (norm * rise[:-1] / rise[-1]) @ vectors,
        float(k[0]),
        float(k[-1]),
    )
