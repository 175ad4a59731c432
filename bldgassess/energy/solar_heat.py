"""Solar collectors that preheat hot water: EN ISO 9806 efficiency, one well-mixed store."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.energy.figures import Notebook
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import TiltedSuns
from bldgassess.study import Study
from bldgassess.texts import mark

_EFFECT = mark("Solar collectors for hot water")
_WH_PER_L_K = 4186.0 / 3600.0
_HOT_C, _ROOM_C, _LEAST_RISE_K = 60.0, 20.0, 1.0


@dataclass(frozen=True, slots=True)
class Collector:
    """Zero-loss efficiency, loss coefficients [W/(m2 K), W/(m2 K2)], share of heat that reaches the store."""

    eta0: float
    a1: float
    a2: float
    pipes: float
    mean_above_store_k: float
    highest_c: float


@dataclass(frozen=True, slots=True)
class SolarYear:
    """Heat into the store, heat used, loss of the store, power of the pump [W, (8760,)]; heat left in it [Wh]."""

    gained_w: FloatArray
    used_w: FloatArray
    lost_w: FloatArray
    pump_w: FloatArray
    left_wh: float


def collector_w_m2(collector: Collector, sun_w_m2: float, store_c: float, t_out_c: float) -> float:
    """Return the output of a square metre of aperture [W/m2]: eta0 G - a1 dT - a2 dT|dT|, never negative.

    >>> flat = Collector(0.78, 3.8, 0.012, 1.0, 0.0, 90.0)
    >>> round(collector_w_m2(flat, 800.0, 60.0, 20.0), 1)
    452.8
    """
    above = store_c + collector.mean_above_store_k - t_out_c
    loss = collector.a1 * above + collector.a2 * above * abs(above)
    return max(0.0, collector.eta0 * sun_w_m2 - loss) * collector.pipes


def solar_heat(drawn_w: FloatArray, study: Study, weather: Weather, notes: Notebook) -> SolarYear:
    """Return what collectors give of the drawn heat [W], hour by hour.

    Drawn water enters the store cold and leaves it at the store's temperature, at most 60 degC: heat = V c (T - T_cold)
    (1 - exp(-litres / V)). Cold water has the yearly mean outdoor temperature. The year starts with a cold store.
    """
    renewables = study.renewables
    names = ("eta0", "a1", "a2")
    rows = [notes.take(f"solar.{renewables.solar_thermal_type}.{name}", _EFFECT) for name in names]
    rows += [notes.take(f"solar.{name}", _EFFECT) for name in ("pipes", "mean_above_store_k", "highest_c")]
    area, litres = renewables.solar_thermal_m2, renewables.solar_storage_l
    if litres is None:
        litres = notes.take("solar.store_l_m2", _EFFECT) * area
    constant, factor = (notes.take(f"hot_water.store_{name}_w", _EFFECT) for name in ("constant", "factor"))
    loss_w_k = (constant + factor * litres**0.4) / 45.0
    suns = TiltedSuns(weather, study.site.ground_albedo_fraction)
    sun = suns.on(renewables.solar_thermal_tilt_deg, renewables.solar_thermal_azimuth_deg).total
    year = _march(Collector(*rows), drawn_w, sun, weather, (area, litres, loss_w_k))
    running = np.where(year[0] > 0.0, notes.take("solar.pump_w_m2", _EFFECT) * area, 0.0)
    return SolarYear(year[0], year[1], year[2], running, year[3])


def _march(
    collector: Collector, drawn_w: FloatArray, sun_w_m2: FloatArray, weather: Weather,
    sizes: tuple[float, float, float],
) -> tuple[FloatArray, FloatArray, FloatArray, float]:  # fmt: skip
    """Return gained, used and lost heat [W] and the heat left in the store [Wh] over cold water."""
    area, litres, loss_w_k = sizes
    cold = min(max(float(weather.t_out_c.mean()), 2.0), _HOT_C - _LEAST_RISE_K)
    capacity = litres * _WH_PER_L_K
    store = cold
    gained, used, lost = np.zeros(HOURS), np.zeros(HOURS), np.zeros(HOURS)
    hours = zip(drawn_w.tolist(), sun_w_m2.tolist(), weather.t_out_c.tolist(), strict=True)
    for hour, (drawn, sun, outdoors) in enumerate(hours):
        gain = area * collector_w_m2(collector, sun, store, outdoors) if store < collector.highest_c else 0.0
        loss = min(max(loss_w_k * (store - _ROOM_C), 0.0), max(capacity * (store - cold), 0.0))
        tapped = drawn / (_WH_PER_L_K * (_HOT_C - cold))
        give = capacity * (min(store, _HOT_C) - cold) * (1.0 - math.exp(-tapped / litres))
        give = min(max(give, 0.0), drawn)
        store += (gain - loss - give) / capacity
        gained[hour], used[hour], lost[hour] = gain, give, loss
    return gained, used, lost, capacity * (store - cold)
