"""Condensation inside layered constructions, month by month (EN ISO 13788:2012, clause 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bldgassess.health.air_quality.mould import saturation_13788_pa
from bldgassess.hourly.result import BoolArray, FloatArray

#: Vapour permeability of still air [kg/(m s Pa)] (EN ISO 13788:2012 6.3).
DELTA_0 = 2e-10
#: Layers with more thermal resistance are cut into parts [m2 K/W] (EN ISO 13788:2012 6.2).
_MOST_RESISTANCE = 0.25
#: A layer is never cut finer than this: more is a slip of units in the model, not insulation.
_MOST_PARTS = 200
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SECONDS_D = 86400.0
_RSE, _RSI = 0.04, 0.13


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, outside first: thermal resistance [m2 K/W] and vapour-equivalent air layer s_d [m]."""

    resistance_m2k_w: float
    sd_m: float


@dataclass(frozen=True, slots=True)
class Climate:
    """Monthly means (12,): temperatures [degC] and vapour pressures [Pa] outdoors and indoors."""

    t_out_c: FloatArray
    vapour_out_pa: FloatArray
    t_in_c: FloatArray
    vapour_in_pa: FloatArray


@dataclass(frozen=True, slots=True)
class Moisture:
    """Water in the construction: most in the year and left after twelve months [kg/m2], at the end of each month."""

    most_kg_m2: float
    left_kg_m2: float
    months_kg_m2: tuple[float, ...]


DRY = Moisture(0.0, 0.0, (0.0,) * 12)


def interior_condensation(layers: Sequence[Layer], climate: Climate) -> Moisture:
    """Return the water that condenses inside a construction over a year.

    The course of vapour pressure is the lowest line, convex from outside in, that nowhere exceeds saturation; where it
    touches, water falls out, and where water lies the pressure is saturated until it has dried. The year begins with
    the first month that condenses after a dry one.
    """
    resistance, sd = _nodes(layers)
    total_r, total_sd = resistance[-1] + _RSE + _RSI, sd[-1]
    if total_sd <= 0.0:
        return DRY
    share = (_RSE + resistance[1:-1]) / total_r
    temperature = climate.t_out_c[:, None] + share * (climate.t_in_c - climate.t_out_c)[:, None]
    saturated = np.vectorize(saturation_13788_pa, otypes=[float])(temperature)
    straight = (
        climate.vapour_out_pa[:, None] + sd[1:-1] / total_sd * (climate.vapour_in_pa - climate.vapour_out_pa)[:, None]
    )
    wet_months = (straight > saturated).any(axis=1)
    if not wet_months.any():
        return DRY
    first = next((k for k in range(12) if wet_months[k] and not wet_months[k - 1]), 0)
    water = np.zeros(len(sd) - 2)
    course = []
    for k in [(first + step) % 12 for step in range(12)]:
        ends = (float(climate.vapour_out_pa[k]), float(climate.vapour_in_pa[k]))
        rate = _rates(sd, saturated[k], ends, water > 0.0)
        water = np.maximum(water + rate * _MONTH_DAYS[k] * _SECONDS_D, 0.0)
        course.append((k, float(water.sum())))
    months = tuple(value for _, value in sorted(course))
    return Moisture(max(months), course[-1][1], months)


def _nodes(layers: Sequence[Layer]) -> tuple[FloatArray, FloatArray]:
    """Return cumulative resistance and s_d at the faces of all parts, both from 0."""
    resistance, sd = [0.0], [0.0]
    for layer in layers:
        parts = min(max(1, int(np.ceil(layer.resistance_m2k_w / _MOST_RESISTANCE - 1e-9))), _MOST_PARTS)
        for _ in range(parts):
            resistance.append(resistance[-1] + layer.resistance_m2k_w / parts)
            sd.append(sd[-1] + layer.sd_m / parts)
    return np.array(resistance), np.array(sd)


def _rates(sd: FloatArray, saturated: FloatArray, ends: tuple[float, float], wet: BoolArray) -> FloatArray:
    """Return what condenses (or, below 0, dries) at each inner node [kg/(m2 s)]."""
    pressure = np.concatenate([[ends[0]], saturated, [ends[1]]])
    fixed = [0, *(int(k) + 1 for k in np.flatnonzero(wet)), len(sd) - 1]
    touching: list[int] = [0]
    for left, right in pairwise(fixed):
        touching += _lower_hull(sd, pressure, left, right)[1:]
    result = np.zeros(len(saturated))
    for before, here, after in zip(touching, touching[1:], touching[2:], strict=False):
        inflow = (pressure[after] - pressure[here]) / max(sd[after] - sd[here], 1e-9)
        outflow = (pressure[here] - pressure[before]) / max(sd[here] - sd[before], 1e-9)
        result[here - 1] = DELTA_0 * (inflow - outflow)
    return result


def _lower_hull(sd: FloatArray, pressure: FloatArray, left: int, right: int) -> list[int]:
    """Return the nodes of the lower convex hull from ``left`` to ``right``."""
    hull: list[int] = []
    for k in range(left, right + 1):
        while len(hull) >= 2 and _above(sd, pressure, hull[-2], hull[-1], k):
            hull.pop()
        hull.append(k)
    return hull


def _above(sd: FloatArray, pressure: FloatArray, a: int, b: int, c: int) -> bool:
    """Tell whether node b lies on or above the line from a to c."""
    return bool((pressure[b] - pressure[a]) * (sd[c] - sd[a]) >= (pressure[c] - pressure[a]) * (sd[b] - sd[a]))
