"""How often a part is replaced within the study period, and when."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.carbon.result import FloatArray

#: A quotient this close below a whole number counts as that number: 50 / 25 must not need a third part.
_SLACK = 1e-9


def replacements(
    study_period_a: float, service_life_a: float | None, rule: str = "round_up", least_fraction: float = 0.0
) -> float:
    """Return how often a part is replaced within the study period, EN 15978:2011, 9.3.3.

    ``round_up``: ceil(RSP / RSL) - 1. ``fractional``: RSP / RSL - 1. ``no_late``: as round_up, without the last one
    where less than ``least_fraction`` of a service life would remain. Where RSL divides RSP all give RSP / RSL - 1.

    >>> replacements(50, 25), replacements(50, 30), replacements(50, 50), replacements(50, None)
    (1.0, 1.0, 0.0, 0.0)
    >>> replacements(30, 20, "fractional"), replacements(50, 24, "no_late", 0.25), replacements(50, 30, "no_late", 0.25)
    (0.5, 1.0, 1.0)
    """
    life = math.inf if service_life_a is None or service_life_a <= 0.0 else service_life_a
    return float(replacement_counts(study_period_a, np.array([life]), rule, least_fraction)[0])


def replacement_counts(period_a: float, lives_a: FloatArray, rule: str, least_fraction: float) -> FloatArray:
    """Return the number of replacements of each part; a life of infinity is never replaced."""
    ratio = period_a / lives_a
    if rule == "fractional":
        exact = np.abs(ratio - np.round(ratio)) < _SLACK
        return np.maximum(0.0, np.where(exact, np.round(ratio), ratio) - 1.0)
    counts = np.maximum(0.0, np.ceil(ratio - _SLACK) - 1.0)
    if rule == "no_late":
        finite = np.where(np.isinf(lives_a), 0.0, lives_a)
        remaining = period_a - counts * finite
        late = (counts > 0.0) & (remaining < least_fraction * finite * (1.0 - _SLACK))
        counts = counts - late
    return counts


def replacement_years(count: float, service_life_a: float) -> tuple[tuple[int, float], ...]:
    """Return (year from the start, share of one replacement), in order; a fraction comes last.

    >>> replacement_years(2.5, 15.0)
    ((15, 1.0), (30, 1.0), (45, 0.5))
    """
    whole = math.floor(count + _SLACK)
    years = [(math.floor(k * service_life_a + _SLACK), 1.0) for k in range(1, whole + 1)]
    rest = count - whole
    if rest > _SLACK:
        years.append((math.floor((whole + 1) * service_life_a + _SLACK), rest))
    return tuple(years)
