"""Mixing ratios and mass concentrations of gases."""

from __future__ import annotations

#: Molar gas constant [J/(mol K)] (CODATA 2018) and the reference state of air-quality rules, 25 degC and 101325 Pa.
_GAS_CONSTANT, _KELVIN, _PRESSURE_PA, _REFERENCE_C = 8.314462618, 273.15, 101325.0, 25.0
#: Molar mass [g/mol].
MOLAR_MASS = {"hcho": 30.026, "no2": 46.006, "ozone": 47.998, "benzene": 78.114, "toluene": 92.141, "co2": 44.010}


def ug_m3_from_ppb(value_ppb: float, gas: str, t_c: float = _REFERENCE_C, pressure_pa: float = _PRESSURE_PA) -> float:
    """Return the mass concentration [ug/m3] of a mixing ratio [ppb]: c = x M p / (R T).

    >>> round(ug_m3_from_ppb(1.0, "hcho"), 2)
    1.23
    """
    molar_volume_m3 = _GAS_CONSTANT * (t_c + _KELVIN) / pressure_pa
    return value_ppb * MOLAR_MASS[gas] / molar_volume_m3 / 1000.0


def ppb_from_ug_m3(value_ug_m3: float, gas: str, t_c: float = _REFERENCE_C, pressure_pa: float = _PRESSURE_PA) -> float:
    """Return the mixing ratio [ppb] of a mass concentration [ug/m3]."""
    return value_ug_m3 / ug_m3_from_ppb(1.0, gas, t_c, pressure_pa)
