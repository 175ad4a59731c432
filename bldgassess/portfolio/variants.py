"""Variants: every combination of values, or a seeded Latin hypercube sample of them."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bldgassess.study import Study, set_values

#: One variant: path of the study -> value.
Variant = dict[str, Any]
#: Sampled figures keep so many digits: enough for any setting, and names and keys stay readable.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two, for samples."""

    low: float
    high: float


#: What a path may take: some values, or a range.
Values = Sequence[Any] | Range


def product_size(vary: Mapping[str, Values]) -> int:
    """Return how many combinations there are; a range counts once.

    >>> product_size({"envelope.wall_u_w_m2k": [0.2, 0.3], "measures.roof_insulation": [0, 120, 240]})
    6
    """
    return math.prod(1 if isinstance(values, Range) else len(values) for values in vary.values())


def product(vary: Mapping[str, Sequence[Any]]) -> Iterator[Variant]:
    """Return every combination, the last path changing fastest.

    >>> [list(item.values()) for item in product({"a.b": [1, 2], "c.d": ["x", "y"]})]
    [[1, 'x'], [1, 'y'], [2, 'x'], [2, 'y']]
    """
    for values in itertools.product(*vary.values()):
        yield dict(zip(vary, values, strict=True))


def latin_hypercube(vary: Mapping[str, Values], count: int, seed: int) -> Iterator[Variant]:
    """Return a sample: each path's values are spread evenly over the variants, whatever the others do.

    McKay, Beckman, Conover 1979, Technometrics 21(2), 239-245; drawn by ``scipy.stats.qmc``. Of listed values each is
    taken as often as any other, but for one.

    >>> found = list(latin_hypercube({"a.b": Range(0.0, 1.0), "c.d": ["x", "y"]}, 4, 1))
    >>> sorted(int(4 * item["a.b"]) for item in found), sorted(item["c.d"] for item in found)
    ([0, 1, 2, 3], ['x', 'x', 'y', 'y'])
    """
    import numpy as np
    from scipy.stats import qmc

    # a Generator of our own: the argument's name changed between versions of scipy, its place did not
    sampler = qmc.LatinHypercube(len(vary), scramble=True, strength=1, **_stream(qmc, np.random.default_rng(seed)))
    for point in sampler.random(count).tolist():
        yield {path: _value(values, share) for (path, values), share in zip(vary.items(), point, strict=True)}


def _stream(qmc: Any, generator: Any) -> dict[str, Any]:  # noqa: ANN401 - a module and a generator of numpy
    import inspect

    names = inspect.signature(qmc.LatinHypercube).parameters
    return {"rng" if "rng" in names else "seed": generator}


def _value(values: Values, share: float) -> Any:  # noqa: ANN401 - any value of the study
    if isinstance(values, Range):
        return float(f"{values.low + share * (values.high - values.low):.{_DIGITS}g}")
    return values[min(int(share * len(values)), len(values) - 1)]


def apply_variant(study: Study, variant: Mapping[str, Any]) -> Study:
    """Return the study with a variant's values.

    Raises
    ------
    UserError
        When a value does not fit, or measures cannot stand together.
    """
    return set_values(study, [f"{path}={json.dumps(value)}" for path, value in variant.items()]) if variant else study
