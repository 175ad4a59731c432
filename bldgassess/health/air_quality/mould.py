"""Mould on the coldest opaque surface of each room: temperature factor and the VTT index over the year."""

from __future__ import annotations

import numpy as np

from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.sky import saturation_pa

#: VTT model (Viitanen and Ojanen 2007), class "sensitive": paper-faced board, planed wood, painted plaster.
_K1_LOW, _K1_HIGH = 0.578, 0.386
_A, _B, _C = 0.3, 6.0, 1.0
_RH_MIN = 80.0
#: Decline of the index in dry spells [1/h]: first 6 hours, then after a day.
_DECLINE_FIRST, _DECLINE_LATER = 0.00133, 0.000667


def surface_factor(u_value_w_m2k: float) -> float:
    """Return f_Rsi = 1 - U R_si of a plane part, R_si 0.25 m2 K/W (EN ISO 13788:2012 4.4.1, 5.3).

    The U-value with standard films is first brought to this film (R_si 0.13 of walls).
    """
    film = occupant_values()["surface_film_m2k_w"].value
    resistance = 1.0 / u_value_w_m2k - 0.13 + film
    return 1.0 - film / resistance


def required_factor(t_out_c: float, rh_out: float, t_in_c: float, excess_pa: float) -> float:
    """Return the least f_Rsi that keeps the surface at or below 80 % humidity (EN ISO 13788:2012 5.3).

    p_i = p_e + 1.1 dp; the excess falls from its full value at 0 degC outdoors to nothing at 20 degC (Annex A).
    """
    excess = excess_pa * float(np.clip(1.0 - t_out_c / 20.0, 0.0, 1.0))
    vapour = rh_out * float(saturation_pa(t_out_c)) + 1.1 * excess
    log = np.log(vapour / 0.8 / 611.2)
    surface = 243.12 * log / (17.62 - log)
    if t_in_c - t_out_c <= 0.1:
        return 0.0
    return float(np.clip((surface - t_out_c) / (t_in_c - t_out_c), 0.0, 1.0))


def surface_humidity(
    factor: FloatArray, t_in_c: FloatArray, rh_in: FloatArray, t_out_c: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return surface temperature [degC] and relative humidity [%] of each room's coldest surface, (rooms, hours)."""
    t_surface = t_out_c + factor[:, None] * (t_in_c - t_out_c)
    humidity = 100.0 * rh_in * saturation_pa(t_in_c) / saturation_pa(t_surface)
    return t_surface, np.minimum(humidity, 100.0)


def mould_index(t_surface_c: FloatArray, humidity_pct: FloatArray) -> FloatArray:
    """Return the highest VTT index 0-6 of the year, starting clean, for each room.

    dM/dt = k1 k2 / (168 exp(-0.68 ln T - 13.9 ln RH + 66.02)) per hour while RH is above its critical value.
    """
    t = np.clip(t_surface_c, 0.1, 50.0)
    critical = np.where(t <= 20.0, -0.00267 * t**3 + 0.160 * t**2 - 3.13 * t + 100.0, _RH_MIN)
    critical = np.maximum(critical, _RH_MIN)
    wet = humidity_pct > critical
    x = (critical - humidity_pct) / np.minimum(critical - 100.0, -1e-6)
    most = np.clip(_A + _B * x - _C * x**2, 0.0, 6.0)
    speed = 1.0 / (168.0 * np.exp(-0.68 * np.log(t) - 13.9 * np.log(np.maximum(humidity_pct, 1.0)) + 66.02))
    index = np.zeros(len(t))
    highest = np.zeros(len(t))
    dry_hours = np.zeros(len(t))
    for k in range(HOURS):
        k1 = np.where(index < 1.0, _K1_LOW, _K1_HIGH)
        k2 = np.maximum(1.0 - np.exp(2.3 * (index - most[:, k])), 0.0)
        dry_hours = np.where(wet[:, k], 0.0, dry_hours + 1.0)
        decline = np.where(dry_hours <= 6.0, _DECLINE_FIRST, np.where(dry_hours <= 24.0, 0.0, _DECLINE_LATER))
        change = np.where(wet[:, k], k1 * k2 * speed[:, k], -decline)
        index = np.clip(index + change, 0.0, 6.0)
        highest = np.maximum(highest, index)
    return highest
