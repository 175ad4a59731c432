"""A weather year at another height than its station's."""

from __future__ import annotations

from bldgassess.hourly.climate.changed import changed, clipped_rh, sky_of
from bldgassess.hourly.result import Weather
from bldgassess.hourly.weather_repair import standard_pressure_pa

#: Temperature falls with height as in the standard atmosphere [K/m] (ISO 2533); an assumption for the year's mean.
LAPSE_K_M = 0.0065
#: Smaller differences are no reason for a change [m]; an assumption.
LEAST_M = 50.0


def at_elevation(weather: Weather, elevation_m: float) -> Weather:
    """Return the year at another height: colder by 6.5 K/km, pressure by the standard atmosphere, humidity kept."""
    rise = elevation_m - weather.elevation_m
    if abs(rise) < LEAST_M:
        return weather
    t_out = weather.t_out_c - LAPSE_K_M * rise
    rh = clipped_rh(weather.rh_out_fraction.copy())
    share = standard_pressure_pa(elevation_m) / standard_pressure_pa(weather.elevation_m)
    return changed(
        weather,
        f"moved from {weather.elevation_m:.0f} m to {elevation_m:.0f} m",
        f"elevation {elevation_m!r} lapse {LAPSE_K_M!r}",
        elevation_m=elevation_m,
        t_out_c=t_out,
        rh_out_fraction=rh,
        pressure_pa=weather.pressure_pa * share,
        sky_ir_w_m2=sky_of(weather, t_out, rh),
    )
