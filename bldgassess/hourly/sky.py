"""Moist air and sky: saturation pressure, dew point, humidity ratio, clear-sky infrared."""

from __future__ import annotations

import numpy as np

from bldgassess.hourly.result import FloatArray

STEFAN_BOLTZMANN = 5.670374419e-8
_KELVIN = 273.15


def saturation_pa(t_c: FloatArray | float) -> FloatArray:
    """Saturation pressure over water [Pa] (Magnus form, WMO-No. 8 Annex 4.B: 611.2 exp(17.62 t / (243.12 + t)))."""
    t = np.asarray(t_c, dtype=float)
    result: FloatArray = 611.2 * np.exp(17.62 * t / (243.12 + t))
    return result


def humidity_ratio(t_c: FloatArray, rh_fraction: FloatArray, pressure_pa: FloatArray | float = 101325.0) -> FloatArray:
    """Humidity ratio [kg/kg dry air] of air at a temperature and relative humidity."""
    return ratio_of_vapour(rh_fraction * saturation_pa(t_c), pressure_pa)


def ratio_of_vapour(vapour_pa: FloatArray, pressure_pa: FloatArray | float = 101325.0) -> FloatArray:
    """Humidity ratio [kg/kg dry air] of a vapour pressure: 0.622 p_v / (p - p_v)."""
    result: FloatArray = 0.62198 * vapour_pa / (pressure_pa - vapour_pa)
    return result


def vapour_pressure_pa(ratio: FloatArray, pressure_pa: FloatArray | float = 101325.0) -> FloatArray:
    """Vapour pressure [Pa] of a humidity ratio [kg/kg]."""
    result: FloatArray = ratio * pressure_pa / (0.62198 + ratio)
    return result


def dew_point_c(t_c: FloatArray, rh_fraction: FloatArray) -> FloatArray:
    """Dew point [degC], the Magnus form turned round."""
    log = np.log(np.maximum(rh_fraction, 1e-3) * saturation_pa(t_c) / 611.2)
    result: FloatArray = 243.12 * log / (17.62 - log)
    return result


def sky_infrared_w_m2(t_c: FloatArray, rh_fraction: FloatArray, cloud_tenths: FloatArray | float = 5.0) -> FloatArray:
    """Infrared from the sky [W/m2], Clark and Allen with Walton's cloud term, where the weather file has none."""
    dew = dew_point_c(t_c, rh_fraction) + _KELVIN
    clear = 0.787 + 0.764 * np.log(dew / _KELVIN)
    cloud = 1.0 + 0.0224 * cloud_tenths - 0.0035 * cloud_tenths**2 + 0.00028 * cloud_tenths**3
    result: FloatArray = clear * cloud * STEFAN_BOLTZMANN * (t_c + _KELVIN) ** 4
    return result
