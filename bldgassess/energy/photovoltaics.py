"""Photovoltaic yield, PVWatts version 5 with Faiman's module temperature."""

from __future__ import annotations

import numpy as np

from bldgassess.energy.systems import systems
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import TiltedSuns
from bldgassess.study import Study

#: Faiman 2008, open rack: U0 [W/(m2 K)], U1 [W s/(m3 K)].
_U0, _U1 = 25.0, 6.84


def pv_power_w(study: Study, weather: Weather) -> FloatArray:
    """Return alternating-current power of each hour [W]; zeros without modules.

    P = G / 1000 x P0 x (1 + gamma (T_cell - 25)) x (1 - losses), capped at P0 (NREL/TP-6A20-62641).
    """
    renewables = study.renewables
    if renewables.pv_kwp <= 0.0:
        return np.zeros(HOURS)
    suns = TiltedSuns(weather, study.site.ground_albedo_fraction)
    sun = suns.on(renewables.pv_tilt_deg, renewables.pv_azimuth_deg).total
    cell = weather.t_out_c + sun / (_U0 + _U1 * weather.wind_m_s)
    rated = 1000.0 * renewables.pv_kwp
    power = sun / 1000.0 * rated * (1.0 + systems()["pv.gamma"].value * (cell - 25.0))
    result: FloatArray = np.clip(power * (1.0 - renewables.pv_losses_fraction), 0.0, rated)
    return result
