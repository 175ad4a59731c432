"""What the spread is made of: squared rank correlation of each parameter with the total, normalised."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.carbon.result import FloatArray
from bldgassess.uncertainty.draws import Draws
from bldgassess.uncertainty.model import UncertaintyModel
from bldgassess.uncertainty.propagate import scenario_shares
from bldgassess.uncertainty.result import Share

#: Parameters that are ranked; the rest together hold next to nothing of the variance.
_MOST_RANKED = 40
_MOST_SHOWN = 20
_DIGITS = 6


def variance_shares(model: UncertaintyModel, draws: Draws, totals: FloatArray) -> tuple[Share, ...]:
    """Return the largest shares, rounded; they sum to 1 over the parameters ranked. Empty where nothing varies."""
    ranked = sorted(_sizes(model).items(), key=lambda item: (-item[1], item[0]))[:_MOST_RANKED]
    ranks = _ranks(totals)
    found = [(parameter, _squared_correlation(_ranks(draws.normal(parameter)), ranks)) for parameter, _ in ranked]
    if len(model.scenarios) > 1:
        found.append(("grid/scenario", _squared_correlation(_mid_ranks(scenario_shares(model, draws)), ranks)))
    total = math.fsum(value for _, value in found)
    if total <= 0.0:
        return ()
    order = sorted(found, key=lambda item: (-item[1], item[0]))
    return tuple(Share(parameter, round(value / total, _DIGITS)) for parameter, value in order[:_MOST_SHOWN])


def _sizes(model: UncertaintyModel) -> dict[str, float]:
    """Return sigma x kg of each parameter, the first-order size of its effect."""
    sizes: dict[str, float] = {}

    def add(parameter: str, kg: float) -> None:
        if parameter:
            sizes[parameter] = sizes.get(parameter, 0.0) + abs(kg) * model.sigmas[parameter]

    for cell in model.cells:
        once = cell.a1a3_kg + cell.a4_kg + cell.c2_kg + cell.end_kg
        for parameter, kg in (
            (cell.factor, cell.a1a3_kg),
            (cell.end, cell.end_kg),
            (cell.haul, cell.a4_kg),
            ("vehicle", cell.a4_kg + cell.c2_kg),
            ("haul/waste", cell.c2_kg),
            (cell.quantity, once),
            (cell.stand_in, once),
            (cell.waste, once * cell.waste_fraction),
            (cell.life, once),
        ):
            add(parameter, kg)
    for row in model.rows:
        for parameter in row.parameters:
            add(parameter, row.kg)
    for parameter in model.electricity:
        add(parameter, model.electricity_kg)
    return sizes


def _ranks(values: FloatArray) -> FloatArray:
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size, dtype=np.float64)
    return ranks


def _mid_ranks(values: FloatArray) -> FloatArray:
    """Rank values that come in few levels: equal ones share their middle rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle: FloatArray = ((ends - counts) + (ends - 1)) / 2.0
    return middle[inverse]


def _squared_correlation(a: FloatArray, b: FloatArray) -> float:
    x, y = a - a.mean(), b - b.mean()
    denominator = float((x * x).sum() * (y * y).sum())
    return float((x * y).sum()) ** 2 / denominator if denominator > 0.0 else 0.0
