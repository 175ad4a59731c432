"""Spread of one result, and the verdict between two that share their draws."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.carbon.account import Account, Ledger
from bldgassess.carbon.grid import refuse_mixed_bases
from bldgassess.carbon.result import FloatArray
from bldgassess.uncertainty.contributions import variance_shares
from bldgassess.uncertainty.draws import Draws
from bldgassess.uncertainty.model import UncertaintyModel, make_model
from bldgassess.uncertainty.propagate import draw_totals
from bldgassess.uncertainty.result import PairedResult, UncertaintyResult

#: Share of samples that must agree for a difference to be called discernible.
_DISCERNIBLE = 0.95
#: exp differs in the last bits between processors; figures are given to what all of them agree on.
_DIGITS = 9


def compute_uncertainty(ledger: Ledger, account: Account, *, samples: int, seed: int) -> UncertaintyResult:
    """Draw the total and tell its spread and what makes it."""
    model = make_model(ledger, account)
    draws = Draws(seed, samples)
    totals = draw_totals(model, draws)
    per_m2 = totals / model.area_m2
    p5, p50, p95 = _quantiles(per_m2)
    return UncertaintyResult(
        samples=samples,
        seed=seed,
        deterministic=account.total_kgco2e / model.area_m2,
        mean=_short(math.fsum(per_m2.tolist()) / samples),
        p5=p5,
        p50=p50,
        p95=p95,
        contributions=variance_shares(model, draws, totals),
        model=model,
    )


def compare_paired(base: UncertaintyModel, other: UncertaintyModel, *, samples: int, seed: int) -> PairedResult:
    """Tell how surely ``other`` is lower than ``base``: every parameter that both have is drawn once.

    Raises
    ------
    UserError
        When the two use electricity factors of different bases.
    """
    refuse_mixed_bases((base.basis, other.basis))
    draws = Draws(seed, samples)
    difference = draw_totals(other, draws) / other.area_m2 - draw_totals(base, draws) / base.area_m2
    lower = float(np.count_nonzero(difference < 0.0)) / samples
    higher = float(np.count_nonzero(difference > 0.0)) / samples
    p5, p50, p95 = _quantiles(difference)
    return PairedResult(samples, seed, lower, p50, p5, p95, max(lower, higher) >= _DISCERNIBLE)


def _quantiles(values: FloatArray) -> tuple[float, float, float]:
    p5, p50, p95 = (_short(float(value)) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    return p5, p50, p95


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
