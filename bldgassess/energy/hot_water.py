"""Hot water to final energy: pipes, store, solar collectors, generator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.energy.compression import input_w, reversible_cop
from bldgassess.energy.figures import Notebook
from bldgassess.energy.heating import CARRIER_OF, Plant
from bldgassess.energy.solar_heat import SolarYear, solar_heat
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.study import Study
from bldgassess.texts import mark

_SEASONAL = mark("Seasonal efficiency, hot water")
_STORE = mark("Standing loss of the hot-water store")
_PIPES = mark("Heat lost in hot-water pipes")
#: Hot water over cold in the store at which litres are counted [K]; sink of the heat pump and its rated source [degC].
_RISE_K, _SINK_C, _RATED_C = 45.0, 55.0, 7.0
_WH_PER_L_K = 4186.0 / 3600.0


@dataclass(frozen=True, slots=True)
class HotWater:
    """The plant, with the year of the solar collectors where there are any."""

    plant: Plant
    solar: SolarYear | None


def hot_water_plant(tap_w: FloatArray, study: Study, weather: Weather, notes: Notebook) -> HotWater:
    """Turn the heat of the tapped water [W] into final energy.

    The generator gives tap x (1 + pipes) less what the sun gives, and the standing loss of its store at all hours:
    12 + 5.93 V^0.4 W (Regulation (EU) No 812/2013, limit of class B).
    """
    kind = study.operation.hot_water
    if kind == "none" or not tap_w.any():
        return HotWater(Plant({}, np.zeros_like(tap_w)), None)
    drawn = tap_w * (1.0 + notes.take("hot_water.loss", _PIPES))
    solar = solar_heat(drawn, study, weather, notes) if study.renewables.solar_thermal_m2 > 0.0 else None
    litres = study.operation.hot_water_storage_l
    if litres is None:
        litres = notes.take(f"hot_water.{kind}.storage_days", _STORE) * _daily_litres(tap_w)
    heat = drawn - (solar.used_w if solar else 0.0) + store_loss_w(litres, notes)
    own = study.operation.hot_water_efficiency
    if own is not None:
        final = heat / own
    elif kind == "heat_pump":
        final = input_w(heat, _heat_pump_cop(weather, notes))
    else:
        final = heat / notes.take(f"hot_water.{kind}.efficiency", _SEASONAL)
    extra = {"electricity": solar.pump_w} if solar else {}
    return HotWater(Plant({CARRIER_OF[kind]: final}, heat, extra_w=extra), solar)


def store_loss_w(litres: float, notes: Notebook) -> float:
    """Return the standing loss of a store [W]; none without a store.

    >>> round(store_loss_w(200.0, Notebook()), 1)
    61.4
    """
    if litres <= 0.0:
        return 0.0
    constant, factor = (notes.take(f"hot_water.store_{name}_w", _STORE) for name in ("constant", "factor"))
    return float(constant + factor * litres**0.4)


def _daily_litres(tap_w: FloatArray) -> float:
    return float(tap_w.sum()) / (HOURS / 24) / (_WH_PER_L_K * _RISE_K)


def _heat_pump_cop(weather: Weather, notes: Notebook) -> FloatArray:
    """COP of a heat pump on outdoor air at the store's temperature, fitted at A7/W55."""
    lift = notes.take("heat_pump.least_lift_k", _SEASONAL)
    sink = np.array(_SINK_C)
    rated = reversible_cop(sink, np.array(_RATED_C), lift, heats=True)
    ideal = reversible_cop(sink, weather.t_out_c, lift, heats=True)
    result: FloatArray = notes.take("hot_water.heat_pump.cop", _SEASONAL) / float(rated) * ideal
    return result
