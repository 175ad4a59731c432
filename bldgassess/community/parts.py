"""Sums over all buildings: equal ones count as often as they stand, so that what is summed is the parts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat


def each(values: Iterable[float], counts: Sequence[int]) -> Iterator[float]:
    """Yield each building's value, as often as there are such buildings: what is summed is the parts."""
    for value, count in zip(values, counts, strict=True):
        yield from repeat(value, count)


def total_of(values: Iterable[float], counts: Sequence[int]) -> float:
    """Return the exact sum over all buildings."""
    return math.fsum(each(values, counts))
