"""Boilers: losses at stand-by, part load and full load, after EN 15316-4-1 (case-specific method)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.energy.figures import Notebook
from bldgassess.hourly.result import FloatArray
from bldgassess.texts import mark

_EFFECT = mark("Boiler efficiency by load and water temperature")


@dataclass(frozen=True, slots=True)
class Boiler:
    """Efficiencies on the gross calorific value at full and at part load; test temperatures [degC].

    ``per_k``: efficiency gained for each kelvin of colder water. ``standby``: loss over nominal power.
    """

    eta_full: float
    eta_part: float
    per_k: float
    standby: float
    test_return_c: float
    test_mean_c: float
    part_load: float


def boiler(kind: str, notes: Notebook) -> Boiler:
    """Return the figures of a boiler such as ``"gas_boiler"``."""
    own = {
        name: notes.take(f"heating.{kind}.{name}", _EFFECT)
        for name in ("eta_full", "eta_part", "per_k", "standby", "test_return_c")
    }
    shared = {name: notes.take(f"boiler.{name}", _EFFECT) for name in ("test_mean_c", "part_load")}
    return Boiler(**own, **shared)


def fuel_w(
    machine: Boiler, heat_w: FloatArray, nominal_w: float, flow_c: FloatArray, return_c: FloatArray
) -> FloatArray:
    """Return the fuel of each hour [W on Hs]: heat and losses; zero while no heat is asked for.

    Losses run linearly from stand-by over part load to full load. At part load the efficiency is corrected by the
    return temperature, at full load by the mean temperature. Never below the heat itself.

    >>> machine = Boiler(0.86, 0.94, 0.0, 0.006, 30.0, 70.0, 0.3)
    >>> at = np.array([50.0])
    >>> round(float(fuel_w(machine, np.array([10e3]), 10e3, at, at)[0]), 1), round(10e3 / 0.86, 1)
    (11627.9, 11627.9)
    >>> round(float(fuel_w(machine, np.array([3e3]), 10e3, at, at)[0]), 1), round(3e3 / 0.94, 1)
    (3191.5, 3191.5)
    """
    if nominal_w <= 0.0:
        return np.zeros_like(heat_w)
    part_w = machine.part_load * nominal_w
    eta_part = np.minimum(machine.eta_part + machine.per_k * (machine.test_return_c - return_c), 1.0)
    eta_full = np.minimum(machine.eta_full + machine.per_k * (machine.test_mean_c - (flow_c + return_c) / 2.0), 1.0)
    standby = machine.standby * nominal_w
    at_part = part_w * (1.0 / eta_part - 1.0)
    at_full = nominal_w * (1.0 / eta_full - 1.0)
    low = standby + (at_part - standby) * heat_w / part_w
    high = at_part + (at_full - at_part) * (heat_w - part_w) / (nominal_w - part_w)
    loss = np.maximum(np.where(heat_w <= part_w, low, high), 0.0)
    result: FloatArray = np.where(heat_w > 0.0, heat_w + loss, 0.0)
    return result
