"""Which points no other beats in every objective, and how much of the range a front covers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def non_dominated(values: FloatArray) -> BoolArray:
    """Mark the rows that no other row beats; of equal rows all are marked.

    Parameters
    ----------
    values : array (points, objectives)
        The less the better in every column.

    Examples
    --------
    >>> non_dominated(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [True, True, False, True]
    """
    if not len(values):
        return np.zeros(0, dtype=np.bool_)
    rows, place_of = np.unique(values, axis=0, return_inverse=True)
    alive = np.arange(len(rows))
    at = 0
    while at < len(alive):
        pivot = rows[alive[at]]
        kept = (rows[alive] < pivot).any(axis=1)
        kept[at] = True
        at = int(kept[: at + 1].sum())
        alive = alive[kept]
    mask = np.zeros(len(rows), dtype=np.bool_)
    mask[alive] = True
    found: BoolArray = mask[place_of.reshape(-1)]
    return found


def hypervolume(front: FloatArray, ideal: Sequence[float], reference: Sequence[float]) -> float:
    """Return the share of the box from ``ideal`` to ``reference`` that a front covers [0-1] (pymoo's indicator).

    An objective without a range does not count.

    Examples
    --------
    >>> hypervolume(np.array([[0.0, 5.0], [5.0, 0.0]]), (0.0, 0.0), (10.0, 10.0))
    0.75
    """
    from pymoo.indicators.hv import HV

    low, high = np.asarray(ideal, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    wide = high > low
    if not len(front) or not wide.any():
        return 0.0
    scaled = (front[:, wide] - low[wide]) / (high - low)[wide]
    return float(HV(ref_point=np.ones(int(wide.sum())))(scaled))


def has_pymoo() -> bool:
    """Tell whether the extra ``advisor`` is installed."""
    from importlib.util import find_spec

    return find_spec("pymoo") is not None
