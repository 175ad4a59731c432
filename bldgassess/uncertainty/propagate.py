"""Draw totals from a collapsed model."""

from __future__ import annotations

import hashlib

import numpy as np

from bldgassess.carbon.replacement import replacement_counts
from bldgassess.carbon.result import FloatArray
from bldgassess.uncertainty.draws import Draws, stream
from bldgassess.uncertainty.model import Cell, UncertaintyModel

_GRID_SCENARIO = "grid/scenario"


def draw_totals(model: UncertaintyModel, draws: Draws) -> FloatArray:
    """Return A-C of every sample [kgCO2e].

    Sums run cell by cell in the model's order and hold only + - x and exp, so one seed gives the same bits again.
    """
    total = draw_operation(model, draws)
    for row in model.rows:
        term = np.full(draws.samples, row.kg)
        for parameter in row.parameters:
            term *= draws.factor(parameter, model.sigmas[parameter])
        total += term
    for cell in model.cells:
        total += _cell(cell, model, draws)
    return total


def draw_operation(model: UncertaintyModel, draws: Draws) -> FloatArray:
    """Return B6 of bought electricity of every sample [kgCO2e]: amount x factor x grid path."""
    total = np.full(draws.samples, model.electricity_kg)
    for parameter in model.electricity:
        total *= draws.factor(parameter, model.sigmas[parameter])
    if len(model.scenarios) > 1:
        total *= scenario_shares(model, draws)
    return total


def scenario_shares(model: UncertaintyModel, draws: Draws) -> FloatArray:
    """Draw a grid path a sample; paths are taken in the order of their names, so that variants draw the same one."""
    ordered = sorted(model.scenarios)
    bounds = np.cumsum([weight for _, weight, _ in ordered])
    uniform = stream(draws.seed, _GRID_SCENARIO).random(draws.samples) * bounds[-1]
    chosen = np.minimum(np.searchsorted(bounds, uniform, side="right"), len(ordered) - 1)
    shares: FloatArray = np.array([share for _, _, share in ordered])
    drawn: FloatArray = shares[chosen]
    return drawn


def _cell(cell: Cell, model: UncertaintyModel, draws: Draws) -> FloatArray:
    def factor(parameter: str) -> FloatArray:
        return draws.factor(parameter, model.sigmas[parameter])

    counted = model.counted
    a1a3 = cell.a1a3_kg * factor(cell.factor)
    vehicle = factor("vehicle")
    way_in = cell.a4_kg * vehicle * factor(cell.haul)
    way_out = cell.c2_kg * vehicle * factor("haul/waste")
    end = factor(cell.end)
    once = a1a3 + cell.end_counted_kg * end
    if "A4" in counted:
        once += way_in
    if "C2" in counted:
        once += way_out
    if "A5" in counted and cell.waste_fraction:
        wasted = a1a3 + way_in + way_out + cell.end_kg * end
        once += cell.waste_fraction * factor(cell.waste) * wasted
    if "B4" in counted and cell.life_a is not None:
        lives = cell.life_a * factor(cell.life)
        once *= 1.0 + replacement_counts(model.period_a, lives, model.replacement, model.least_fraction)
    once *= factor(cell.quantity)
    if cell.stand_in:
        once *= factor(cell.stand_in)
    return once


def digest(values: FloatArray) -> str:
    """Return the sha256 of samples, to compare runs bit by bit."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
