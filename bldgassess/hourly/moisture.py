"""Moisture of the room air: outdoor air, people, what surfaces take up and give back, and what cooling condenses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.sky import humidity_ratio, ratio_of_vapour, saturation_pa, vapour_pressure_pa

#: Cooling holds the air at or below this humidity [-]; typical of split units, an assumption.
COOLED_RH = 0.6
#: Surfaces whose class nobody states: painted plaster or board; an assumption.
DEFAULT_BUFFER_CLASS = "limited"
#: MBV = 0.00568 b p_sat sqrt(t) (Rode et al. 2005), and a layer of the penetration depth holds b p_sat sqrt(t / pi).
_LAYER_OVER_MBV = 1.0 / (0.00568 * math.sqrt(math.pi)) / 100.0


@dataclass(frozen=True, slots=True)
class Moisture:
    """(rooms, hours) relative humidity [0-1] and latent heat removed [W]."""

    rh_fraction: FloatArray
    q_latent_w: FloatArray


@dataclass(frozen=True, slots=True)
class MoistureBuffer:
    """What the surfaces of each room hold: area [m2], and water a square metre per unit of humidity [kg/m2]."""

    area_m2: FloatArray
    layer_kg_m2: FloatArray


@cache
def buffer_classes() -> dict[str, float]:
    """Return the moisture buffer value of each class of surface [g/(m2 %)], NORDTEST."""
    return {row["class"]: float(row["mbv_g_m2_pct"]) for row in data_rows("bldgassess.hourly", "moisture_buffer.csv")}


def make_buffer(area_m2: FloatArray, mbv_g_m2_pct: FloatArray | float) -> MoistureBuffer:
    """Make the buffer of rooms from the area of their surfaces and its mean moisture buffer value [g/(m2 %)].

    One layer of the effective moisture penetration depth for a daily wave holds C = b p_sat sqrt(t / pi), which the
    moisture buffer value gives: 0.99 x 100 x MBV.

    >>> float(make_buffer(np.ones(1), 0.35).layer_kg_m2[0].round(4))
    0.0348
    """
    per_unit = np.broadcast_to(np.asarray(mbv_g_m2_pct, dtype=float), area_m2.shape) * 100.0 / 1000.0
    return MoistureBuffer(area_m2, _LAYER_OVER_MBV * per_unit)


def solve_moisture(
    volume_m3: FloatArray,
    outdoor_air_m3_s: FloatArray,
    moisture_kg_s: FloatArray,
    t_air_c: FloatArray,
    q_cool_w: FloatArray,
    weather: Weather,
    *,
    buffer: MoistureBuffer | None = None,
) -> Moisture:
    """Solve rho V dx/dt = rho q (x_o - x) + G - S by implicit hours; while cooling runs, x stays below COOLED_RH.

    Parameters
    ----------
    buffer : MoistureBuffer or None
        Surfaces that take up S = A (p - phi p_sat) / Z and hold C phi a square metre, at the air's temperature; Z is
        the film's resistance and half the penetration depth's, t p_sat / (2 pi C). None: the air alone.
    """
    from bldgassess.hourly.moisture_kernel import march

    outside = humidity_ratio(weather.t_out_c, weather.rh_out_fraction, weather.pressure_pa)
    full = saturation_pa(t_air_c)
    limit, saturated = (ratio_of_vapour(share * full, weather.pressure_pa) for share in (COOLED_RH, 0.99))
    volume = np.maximum(volume_m3, 0.1)
    start = float(outside[:24].mean())
    held = buffer or MoistureBuffer(np.zeros_like(volume), np.zeros_like(volume))
    ratio, latent = march(
        volume, outdoor_air_m3_s, moisture_kg_s, q_cool_w, outside, limit, saturated, start,
        held.area_m2 * held.layer_kg_m2, held.area_m2, full, weather.pressure_pa,
    )  # fmt: skip
    rh: FloatArray = np.clip(vapour_pressure_pa(ratio, weather.pressure_pa) / full, 0.0, 1.0)
    return Moisture(rh, latent)
