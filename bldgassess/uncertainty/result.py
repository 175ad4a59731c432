"""What a Monte Carlo run tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bldgassess.uncertainty.model import UncertaintyModel


@dataclass(frozen=True, slots=True)
class Share:
    """A parameter and its share of the variance [0-1]."""

    parameter: str
    fraction: float


@dataclass(frozen=True, slots=True)
class UncertaintyResult:
    """Spread of A-C per m2 of the profile's area [kgCO2e/m2].

    ``deterministic``: the result's own figure, which takes the median of every factor. ``p5``, ``p50``, ``p95``: shares
    of the samples below. ``contributions``: squared rank correlations, normalised, largest first.
    """

    samples: int
    seed: int
    deterministic: float
    mean: float
    p5: float
    p50: float
    p95: float
    contributions: tuple[Share, ...]
    model: UncertaintyModel

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for results.json, with the model, so that a comparison can pair its draws."""
        return {
            "samples": self.samples,
            "seed": self.seed,
            "unit": "kgCO2e/m2",
            "deterministic": self.deterministic,
            "mean": self.mean,
            "p5": self.p5,
            "p50": self.p50,
            "p95": self.p95,
            "contributions": [{"id": row.parameter, "fraction": row.fraction} for row in self.contributions],
            "model": self.model.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class PairedResult:
    """Whether B is lower than A, with shared draws; per m2 of each one's own area [kgCO2e/m2].

    ``discernible``: lower or higher in at least 95 % of the samples.
    """

    samples: int
    seed: int
    probability_lower: float
    median_difference: float
    p5_difference: float
    p95_difference: float
    discernible: bool
