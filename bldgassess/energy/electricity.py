"""Electricity of the building hour by hour: own use of photovoltaics, battery, grid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import FloatArray

_W_PER_KW = 1000.0


@dataclass(frozen=True, slots=True)
class Battery:
    """Usable capacity [kWh], power at its terminals [kW], round-trip efficiency [0-1]."""

    capacity_kwh: float
    power_kw: float
    efficiency: float


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The year [W, (n,)]; pv = direct + charged + exported, demand = direct + discharged + grid.

    ``stored_kwh``: in the battery at the end of each hour; gains charged x sqrt(eff), loses discharged / sqrt(eff).
    """

    direct_w: FloatArray
    charged_w: FloatArray
    discharged_w: FloatArray
    grid_w: FloatArray
    exported_w: FloatArray
    stored_kwh: FloatArray


def dispatch(demand_w: FloatArray, pv_w: FloatArray, battery: Battery | None) -> Dispatch:
    """Use what the modules give at once, store what is over, take it out when it is missing, buy and sell the rest.

    The battery starts empty; it neither buys from the grid nor sells to it.

    >>> out = dispatch(np.array([0.0, 900.0]), np.array([1000.0, 0.0]), Battery(5.0, 2.0, 0.81))
    >>> out.charged_w.tolist(), out.discharged_w.round(6).tolist(), out.grid_w.round(6).tolist()
    ([1000.0, 0.0], [0.0, 810.0], [0.0, 90.0])
    """
    direct = np.minimum(demand_w, pv_w)
    over, short = pv_w - direct, demand_w - direct
    charged, discharged, stored = np.zeros_like(over), np.zeros_like(over), np.zeros_like(over)
    if battery is not None and battery.capacity_kwh > 0.0:
        one_way, level, power = math.sqrt(battery.efficiency), 0.0, battery.power_kw * _W_PER_KW
        full = battery.capacity_kwh * _W_PER_KW
        for hour, (more, less) in enumerate(zip(over.tolist(), short.tolist(), strict=True)):
            put = min(more, power, max(full - level, 0.0) / one_way)
            take = min(less, power, level * one_way)
            level += put * one_way - take / one_way
            charged[hour], discharged[hour], stored[hour] = put, take, level / _W_PER_KW
    return Dispatch(direct, charged, discharged, short - discharged, over - charged, stored)
