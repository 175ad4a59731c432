"""Draw totals from a collapsed model."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np

from bldgassess.carbon.replacement import replacement_counts
from bldgassess.carbon.result import FloatArray
from bldgassess.uncertainty.draws import Draws, stream
from bldgassess.uncertainty.model import Cell, UncertaintyModel

_GRID_SCENARIO = "grid/scenario"


def draw_totals(model: UncertaintyModel, draws: Draws) -> FloatArray:
    """Return A-C of every sample [kgCO2e].

    Sums run in the model's order and hold only + - x and exp, no matrix product, so one seed gives the same bits again
    whatever the number of threads.
    """
    total = draw_operation(model, draws)
    for row in model.rows:
        term = np.full(draws.samples, row.kg)
        for parameter in row.parameters:
            term *= draws.factor(parameter, model.sigmas[parameter])
        total += term
    for key, cells in _groups(model.cells).items():
        total += _group(key, cells, model, draws)
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


Group = tuple[str, str, str, str, float, float | None]


def _groups(cells: Sequence[Cell]) -> dict[Group, list[Cell]]:
    """Group cells that share all but their factors, so that what follows is done once a group."""
    found: dict[Group, list[Cell]] = {}
    for cell in cells:
        key = (cell.quantity, cell.stand_in, cell.waste, cell.life, cell.waste_fraction, cell.life_a)
        found.setdefault(key, []).append(cell)
    return found


def _group(key: Group, cells: Sequence[Cell], model: UncertaintyModel, draws: Draws) -> FloatArray:
    quantity, stand_in, waste, life, waste_fraction, life_a = key
    counted, sigmas = model.counted, model.sigmas
    whole = _weighted(cells, model, draws, transport=True, treatment=True, end=True)
    wastes = "A5" in counted and waste_fraction > 0.0
    if {"A4", "C2"} <= set(counted) and all(cell.end_counted_kg == cell.end_kg for cell in cells):
        once = whole
        if wastes:
            once *= draws.kept(
                ("1 + w", waste, waste_fraction, sigmas[waste]),
                lambda: 1.0 + waste_fraction * draws.factor(waste, sigmas[waste]),
            )
    else:
        once = _weighted(cells, model, draws, transport="A4" in counted, treatment="C2" in counted, end=False)
        if wastes:
            once += waste_fraction * draws.factor(waste, sigmas[waste]) * whole
    if "B4" in counted and life_a is not None:
        once *= draws.kept(
            ("1 + N", life, life_a, sigmas[life], model.period_a, model.replacement, model.least_fraction),
            lambda: (
                1.0
                + replacement_counts(
                    model.period_a, life_a * draws.factor(life, sigmas[life]), model.replacement, model.least_fraction
                )
            ),
        )
    once *= draws.factor(quantity, sigmas[quantity])
    if stand_in:
        once *= draws.factor(stand_in, sigmas[stand_in])
    return once


def _weighted(
    cells: Sequence[Cell], model: UncertaintyModel, draws: Draws, *, transport: bool, treatment: bool, end: bool
) -> FloatArray:
    """Return the sum of kg x factor over the cells: A1-A3, then A4, C2 and C3 with C4 as asked.

    ``end`` takes all of C3 and C4; without it what the profile counts. kg of one factor are summed first, exactly.
    """
    terms: dict[tuple[str, str], list[float]] = {}

    def add(kind: str, name: str, kg: float) -> None:
        if kg:
            terms.setdefault((kind, name), []).append(kg)

    for cell in cells:
        add("", cell.factor, cell.a1a3_kg)
        add("", cell.end, cell.end_kg if end else cell.end_counted_kg)
        if transport:
            add("vehicle", cell.haul, cell.a4_kg)
        if treatment:
            add("vehicle", "haul/waste", cell.c2_kg)
    total, term = np.zeros(draws.samples), np.empty(draws.samples)
    for (kind, name), kgs in terms.items():
        np.multiply(_factor(kind, name, model, draws), math.fsum(kgs), out=term)
        total += term
    return total


def _factor(kind: str, name: str, model: UncertaintyModel, draws: Draws) -> FloatArray:
    """Return the factor of a parameter, times that of the vehicle where it is a way."""
    own = draws.factor(name, model.sigmas[name])
    if not kind:
        return own
    key = (kind, name, model.sigmas[kind], model.sigmas[name])
    return draws.kept(key, lambda: own * draws.factor(kind, model.sigmas[kind]))


def digest(values: FloatArray) -> str:
    """Return the sha256 of samples, to compare runs bit by bit."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
