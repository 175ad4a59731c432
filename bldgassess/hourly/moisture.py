"""Moisture of the room air: outdoor air, people, and what cooling condenses."""

from __future__ import annotations

from dataclasses import dataclass

import numba as nb
import numpy as np

from bldgassess.hourly.result import FloatArray, Weather
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
    volume = np.maximum(volume_m3, 0.1)
    start = float(outside[:24].mean())
    ratio, latent = _march(volume, outdoor_air_m3_s, moisture_kg_s, q_cool_w, outside, limit, saturated, start)
    rh: FloatArray = np.clip(vapour_pressure_pa(ratio, weather.pressure_pa) / saturation_pa(t_air_c), 0.0, 1.0)
    return Moisture(rh, latent)


@nb.njit(cache=True)
def _march(
    volume_m3: FloatArray,
    flow_m3_s: FloatArray,
    gain_kg_s: FloatArray,
    q_cool_w: FloatArray,
    outside: FloatArray,
    limit: FloatArray,
    saturated: FloatArray,
    start: float,
) -> tuple[FloatArray, FloatArray]:
    """Humidity ratio and latent heat (rooms, hours), room by room."""
    rooms, hours = flow_m3_s.shape
    ratio, latent = np.empty((rooms, hours)), np.zeros((rooms, hours))
    for room in range(rooms):
        mass_dt = _AIR_DENSITY * volume_m3[room] / 3600.0
        x = start
        for k in range(hours):
            flow = _AIR_DENSITY * flow_m3_s[room, k]
            x = (mass_dt * x + flow * outside[k] + gain_kg_s[room, k]) / (mass_dt + flow)
            if q_cool_w[room, k] > 0.0 and x > limit[room, k]:
                latent[room, k] = (x - limit[room, k]) * (mass_dt + flow) * _EVAPORATION_J_KG
                x = limit[room, k]
            x = min(x, saturated[room, k])
            ratio[room, k] = x
    return ratio, latent
