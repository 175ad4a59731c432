"""Distributions over buildings and rooms: quantiles and class shares, weighted by floor area."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.health.limits import CLASSES
from bldgassess.health.result import HealthClass

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Spread:
    """A value over buildings or rooms by floor area: mean, least and most, and quantiles by their share."""

    unit: str
    count: int
    mean: float
    least: float
    most: float
    quantiles: dict[str, float]


def compute_spread(values: Sequence[float], weights: Sequence[float], unit: str) -> Spread | None:
    """Return the spread of some values; ``None`` where there are none.

    >>> found = compute_spread([1.0, 3.0], [1.0, 3.0], "-")
    >>> found.mean, found.quantiles["0.5"]
    (2.5, 3.0)
    """
    if not values:
        return None
    cuts = {f"{share:g}": weighted_quantile(values, weights, share) for share in QUANTILES}
    return Spread(unit, len(values), weighted_mean(values, weights), min(values), max(values), cuts)


def weighted_mean(values: Iterable[float], weights: Sequence[float]) -> float:
    """Return the mean by weight, from exact sums."""
    return math.fsum(v * w for v, w in zip(values, weights, strict=True)) / math.fsum(weights)


def weighted_quantile(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """Return the least value that at least a share of the weight lies at or below.

    >>> weighted_quantile([5.0, 1.0, 3.0], [1.0, 1.0, 2.0], 0.5)
    3.0
    """
    order = np.argsort(np.asarray(values, dtype=float), kind="stable")
    passed = np.cumsum(np.asarray(weights, dtype=float)[order])
    place = int(np.searchsorted(passed, share * passed[-1] * (1.0 - 1e-12), side="left"))
    return float(np.asarray(values, dtype=float)[order][min(place, len(order) - 1)])


def class_shares(rows: Iterable[tuple[HealthClass, float]]) -> dict[str, float]:
    """Return the share of the floor area in each class [0-1], those that occur, in order, "not_assessed" last."""
    areas: dict[str, list[float]] = {}
    for name, area in rows:
        areas.setdefault(name, []).append(area)
    total = math.fsum(area for row in areas.values() for area in row)
    if total <= 0.0:
        return {}
    return {name: math.fsum(areas[name]) / total for name in (*CLASSES, "not_assessed") if name in areas}
