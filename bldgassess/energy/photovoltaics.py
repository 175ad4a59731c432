"""Photovoltaic yield: PVWatts version 5 with Faiman's module temperature, field by field, behind one inverter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.energy.figures import Notebook
from bldgassess.energy.pv_fields import Field
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import TiltedSuns
from bldgassess.study import Study
from bldgassess.texts import mark

#: Faiman 2008, open rack: U0 [W/(m2 K)], U1 [W s/(m3 K)].
_U0, _U1 = 25.0, 6.84
_YIELD = mark("Photovoltaic yield")


def pv_year(fields: Sequence[Field], study: Study, weather: Weather, notes: Notebook) -> tuple[FloatArray, ...]:
    """Return alternating current of each field [W, (8760,)].

    Direct current of a field: G / 1000 x P0 x (1 + gamma (T_cell - 25)) x (1 - losses). The inverter takes them
    together: PVWatts' part-load curve, cut at its power (NREL/TP-6A20-62641).
    """
    if not fields:
        return ()
    gamma = notes.take("pv.gamma", _YIELD)
    suns = TiltedSuns(weather, study.site.ground_albedo_fraction)
    direct = []
    for item in fields:
        sun = suns.on(item.tilt_deg, item.azimuth_deg).total
        cell = weather.t_out_c + sun / (_U0 + _U1 * weather.wind_m_s)
        direct.append(np.maximum(sun * item.kwp * (1.0 + gamma * (cell - 25.0)) * (1.0 - item.losses_fraction), 0.0))
    total: FloatArray = np.sum(direct, axis=0)
    power_kw = study.renewables.pv_inverter_kw
    if power_kw is None:
        power_kw = sum(item.kwp for item in fields) / notes.take("pv.module_over_inverter", _YIELD)
    out = inverter_w(total, 1000.0 * power_kw, notes)
    share = np.divide(out, total, out=np.zeros(HOURS), where=total > 0.0)
    return tuple(item * share for item in direct)


def inverter_w(direct_w: FloatArray, power_w: float, notes: Notebook) -> FloatArray:
    """Return alternating current [W] behind an inverter of a power [W].

    eta = eta_nom / 0.9637 x (-0.0162 x - 0.0059 / x + 0.9858) with x = input over nominal input; never above its power.

    >>> round(float(inverter_w(np.array([500.0]), 1000.0, Notebook())[0]), 1)
    481.0
    """
    from pvlib.inverter import pvwatts

    efficiency = notes.take("pv.inverter_efficiency", _YIELD)
    out = np.nan_to_num(np.asarray(pvwatts(direct_w, power_w / efficiency, efficiency), dtype=float))
    result: FloatArray = np.maximum(out, 0.0)
    return result
