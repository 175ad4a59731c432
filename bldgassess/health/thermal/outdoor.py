"""Outdoors: mean radiant temperature of a standing person under sun, sky and ground, and UTCI hour by hour."""

from __future__ import annotations

import numpy as np

from bldgassess.health.limits import occupant_values
from bldgassess.health.thermal.models import Estimate, utci_c
from bldgassess.hourly.result import FloatArray, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sun import sun_position

_K = 273.15
#: UTCI above this is strong heat stress, below the other strong cold stress [degC] (Blazejczyk et al. 2013).
STRONG_HEAT_C, STRONG_COLD_C = 32.0, -13.0


def radiant_temperature_c(
    weather: Weather, *, shade_fraction: float = 0.0, sky_view_fraction: float = 1.0, albedo: float = 0.2
) -> FloatArray:
    """Mean radiant temperature of a standing person outdoors [degC].

    Absorbed sun (beam on the projected area 0.308 cos(h (1 - h^2 / 48402)), VDI 3787 Blatt 2; half of the sky, half of
    the ground) and long waves of sky, what hides it at air temperature, and a ground warmed by the sun.

    Parameters
    ----------
    shade_fraction : float
        Share of the beam that trees or roofs keep off [0-1].
    sky_view_fraction : float
        Share of the upper half space that is open sky [0-1].
    """
    values = occupant_values()
    sun = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
    height = np.clip(90.0 - sun.zenith_deg, 0.0, 90.0)
    projected = np.where(height > 0.0, 0.308 * np.cos(np.radians(height * (1.0 - height**2 / 48402.0))), 0.0)
    beam = (1.0 - shade_fraction) * np.where(sun.cos_zenith > 0.0, weather.dni_w_m2, 0.0)
    reaching = beam * np.maximum(sun.cos_zenith, 0.0) + sky_view_fraction * weather.dhi_w_m2
    short = projected * beam + 0.5 * sky_view_fraction * weather.dhi_w_m2 + 0.5 * albedo * reaching
    air = STEFAN_BOLTZMANN * (weather.t_out_c + _K) ** 4
    ground_c = weather.t_out_c + (1.0 - albedo) * reaching / values["ground_exchange_w_m2k"].value
    ground = STEFAN_BOLTZMANN * (ground_c + _K) ** 4
    long = 0.5 * (sky_view_fraction * weather.sky_ir_w_m2 + (1.0 - sky_view_fraction) * air) + 0.5 * ground
    absorbed = values["body_absorptance_sun"].value / values["body_emissivity"].value * short + long
    return np.asarray((absorbed / STEFAN_BOLTZMANN) ** 0.25 - _K)


def outdoor_utci_c(
    weather: Weather, *, shade_fraction: float = 0.0, sky_view_fraction: float = 1.0, albedo: float = 0.2
) -> Estimate:
    """UTCI of every hour outdoors [degC]."""
    radiant = radiant_temperature_c(
        weather, shade_fraction=shade_fraction, sky_view_fraction=sky_view_fraction, albedo=albedo
    )
    return utci_c(weather.t_out_c, radiant, weather.wind_m_s, weather.rh_out_fraction)
