"""The compiled hours of the moisture of rooms; apart, so that whoever only asks for constants loads no compiler."""

from __future__ import annotations

import math

import numba as nb
import numpy as np

from bldgassess.hourly.result import FloatArray

_AIR_DENSITY = 1.2
_EVAPORATION_J_KG = 2.45e6
#: Vapour transfer at an inner surface [kg/(m2 s Pa)]; order of EN 15026, from memory.
_FILM = 2e-8
#: Surfaces need this long to forget how they began [h].
_WARM_UP_H = 24 * 28
#: The day's wave decides how deep moisture goes [s].
_PERIOD_S = 86400.0


@nb.njit(cache=True, nogil=True)
def march(
    volume_m3: FloatArray,
    flow_m3_s: FloatArray,
    gain_kg_s: FloatArray,
    q_cool_w: FloatArray,
    outside: FloatArray,
    limit: FloatArray,
    saturated: FloatArray,
    start: float,
    buffer_kg: FloatArray,
    area_m2: FloatArray,
    saturation: FloatArray,
    pressure: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Humidity ratio and latent heat (rooms, hours), room by room; the last days of the year go before it."""
    rooms, hours = flow_m3_s.shape
    ratio, latent = np.empty((rooms, hours)), np.zeros((rooms, hours))
    for room in range(rooms):
        mass_dt = _AIR_DENSITY * volume_m3[room] / 3600.0
        capacity = buffer_kg[room] / 3600.0
        x = start
        phi = start * pressure[0] / (0.62198 + start) / saturation[room, 0]
        for step in range(-_WARM_UP_H if capacity > 0.0 else 0, hours):
            k = step % hours
            flow = _AIR_DENSITY * flow_m3_s[room, k]
            # vapour pressure is p = x pressure / (0.622 + x), its slope from the last hour's x
            take, slope, given = 0.0, pressure[k] / (0.62198 + x), 0.0
            if capacity > 0.0:
                depth = _PERIOD_S * saturation[room, k] * area_m2[room] / (2.0 * math.pi * buffer_kg[room])
                g = area_m2[room] / (1.0 / _FILM + depth)
                whole = capacity + g * saturation[room, k]
                take = g * slope * capacity / whole
                given = g * saturation[room, k] * capacity * phi / whole
            open_to = mass_dt + flow + take
            x = (mass_dt * x + flow * outside[k] + gain_kg_s[room, k] + given) / open_to
            if q_cool_w[room, k] > 0.0 and x > limit[room, k]:
                latent[room, k] = (x - limit[room, k]) * open_to * _EVAPORATION_J_KG
                x = limit[room, k]
            x = min(x, saturated[room, k])
            if capacity > 0.0:
                phi = (capacity * phi + g * slope * x) / whole
            ratio[room, k] = x
    return ratio, latent
