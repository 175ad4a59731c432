"""Compression machines: coefficient of performance from temperatures and part load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray

_KELVIN = 273.15


@dataclass(frozen=True, slots=True)
class Machine:
    """A heat pump or cooling machine.

    ``eta``: COP over that of the reversible process at full load. ``gain``: the same at part load ``gain_at`` and
    below, over that at full load. Below ``least_load`` it starts and stops; ``cycling`` is EN 14825's Cdh.
    """

    eta: float
    gain: float
    gain_at: float
    least_load: float
    cycling: float
    least_lift_k: float


def reversible_cop(hot_c: FloatArray, cold_c: FloatArray, least_lift_k: float, *, heats: bool) -> FloatArray:
    """Return the temperature of the useful side [K] over the lift [K] (Lorenz, with steady temperatures).

    The useful side is the hot one of a heat pump, the cold one of a cooling machine. A lift below the least one counts
    as the least, above the cold side.

    >>> round(float(reversible_cop(np.array(35.0), np.array(7.0), 15.0, heats=True)), 3)
    11.005
    """
    lift = np.maximum(hot_c - cold_c, least_lift_k)
    result: FloatArray = (cold_c + lift * heats + _KELVIN) / lift
    return result


def load_gain(machine: Machine, load: FloatArray) -> FloatArray:
    """Return the efficiency at a load [0-1] over that at full load, linear down to ``gain_at``.

    >>> machine = Machine(0.4, 1.2, 0.5, 0.25, 0.9, 15.0)
    >>> load_gain(machine, np.array([1.0, 0.75, 0.5, 0.1])).tolist()
    [1.0, 1.1, 1.2, 1.2]
    """
    share = np.clip((1.0 - load) / (1.0 - machine.gain_at), 0.0, 1.0)
    result: FloatArray = 1.0 + (machine.gain - 1.0) * share
    return result


def cycling_factor(machine: Machine, load: FloatArray) -> FloatArray:
    """Return what starting and stopping leaves of the COP: CR / (Cdh CR + 1 - Cdh), EN 14825:2018 11.5.2.

    CR is the load over the least continuous one, at most 1.

    >>> machine = Machine(0.4, 1.2, 0.5, 0.25, 0.9, 15.0)
    >>> round(float(cycling_factor(machine, np.array(0.125))), 4)
    0.9091
    """
    ratio = np.clip(load / machine.least_load, 1e-9, 1.0)
    result: FloatArray = ratio / (machine.cycling * ratio + 1.0 - machine.cycling)
    return result


def machine_cop(
    machine: Machine, hot_c: FloatArray, cold_c: FloatArray, load: FloatArray, *, heats: bool
) -> FloatArray:
    """Return the COP, hour by hour, at a load over the capacity of the hour [0-1]."""
    ideal = reversible_cop(hot_c, cold_c, machine.least_lift_k, heats=heats)
    result: FloatArray = machine.eta * load_gain(machine, load) * cycling_factor(machine, load) * ideal
    return result


def input_w(useful_w: FloatArray, cop: FloatArray) -> FloatArray:
    """Return the electricity of a machine [W]: zero where it rests."""
    result: FloatArray = np.where(useful_w > 0.0, useful_w / np.maximum(cop, 1e-6), 0.0)
    return result
