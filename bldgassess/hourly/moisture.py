"""Moisture of the room air: outdoor air, people, and what cooling condenses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sky import humidity_ratio, saturation_pa, vapour_pressure_pa

_AIR_DENSITY = 1.2
_EVAPORATION_J_KG = 2.45e6
#: Cooling holds the air at or below this humidity [-]; typical of split units, an assumption.
COOLED_RH = 0.6


@dataclass(frozen=True, slots=True)
class Moisture:
    """(rooms, hours) relative humidity [0-1] and latent heat removed [W]."""

    rh_fraction: FloatArray
    q_latent_w: FloatArray


def solve_moisture(
    volume_m3: FloatArray,
    outdoor_air_m3_s: FloatArray,
    moisture_kg_s: FloatArray,
    t_air_c: FloatArray,
    q_cool_w: FloatArray,
    weather: Weather,
) -> Moisture:
    """Solve rho V dx/dt = rho q (x_o - x) + G by implicit hourly steps; while cooling runs, x stays below COOLED_RH."""
    outside = humidity_ratio(weather.t_out_c, weather.rh_out_fraction, weather.pressure_pa)
    limit = humidity_ratio(t_air_c, np.full_like(t_air_c, COOLED_RH), weather.pressure_pa)
    saturated = humidity_ratio(t_air_c, np.full_like(t_air_c, 0.99), weather.pressure_pa)
    mass_dt = _AIR_DENSITY * np.maximum(volume_m3, 0.1) / 3600.0
    ratio = np.empty_like(t_air_c)
    latent = np.zeros_like(t_air_c)
    x = np.full(len(volume_m3), outside[:24].mean())
    for k in range(HOURS):
        flow = _AIR_DENSITY * outdoor_air_m3_s[:, k]
        free = (mass_dt * x + flow * outside[k] + moisture_kg_s[:, k]) / (mass_dt + flow)
        dried = (q_cool_w[:, k] > 0.0) & (free > limit[:, k])
        x = np.minimum(np.where(dried, limit[:, k], free), saturated[:, k])
        latent[:, k] = np.where(dried, (free - x) * (mass_dt + flow) * _EVAPORATION_J_KG, 0.0)
        ratio[:, k] = x
    rh: FloatArray = np.clip(vapour_pressure_pa(ratio, weather.pressure_pa) / saturation_pa(t_air_c), 0.0, 1.0)
    return Moisture(rh, latent)
