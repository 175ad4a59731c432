"""Draws: one stream a parameter id, so that variants share the draws of what they share (common random numbers)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from bldgassess.carbon.result import FloatArray


def stream(seed: int, parameter: str) -> np.random.Generator:
    """Return the generator of a parameter: seeded by sha256 of seed and id, whatever else is drawn and in any order."""
    digest = hashlib.sha256(f"{seed}\0{parameter}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


class Draws:
    """Standard normal draws by parameter id, made once and kept, so that a second variant pays for its own alone."""

    def __init__(self, seed: int, samples: int) -> None:
        self.seed, self.samples = seed, samples
        self._normal: dict[str, FloatArray] = {}
        self._factor: dict[tuple[str, float], FloatArray] = {}
        self._kept: dict[tuple[object, ...], FloatArray] = {}

    def normal(self, parameter: str) -> FloatArray:
        """Return z of a parameter."""
        found = self._normal.get(parameter)
        if found is None:
            found = self._normal[parameter] = stream(self.seed, parameter).standard_normal(self.samples)
        return found

    def factor(self, parameter: str, sigma: float) -> FloatArray:
        """Return exp(sigma z), a factor of median 1."""
        key = parameter, sigma
        found = self._factor.get(key)
        if found is None:
            found = self._factor[key] = np.exp(sigma * self.normal(parameter))
        return found

    def kept(self, key: tuple[object, ...], make: Callable[[], FloatArray]) -> FloatArray:
        """Return what was made of draws before, or make it now."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found
