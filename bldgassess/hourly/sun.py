"""The sun: position, extraterrestrial and tilted irradiance, through pvlib, at the middle of each hour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, Weather

#: A common year for calendar and sun; 1 January 2018 is a Monday.
CALENDAR_YEAR = 2018
#: Below 3.7 deg of elevation beam on the horizontal says nothing about beam on a plane.
LOW_SUN_COS = 0.065


@dataclass(frozen=True, slots=True)
class SunPosition:
    """Apparent zenith and azimuth [deg, clockwise from north] and the zenith's cosine, hour by hour."""

    zenith_deg: FloatArray
    azimuth_deg: FloatArray
    cos_zenith: FloatArray


def sun_angles_deg(
    times: Any,  # noqa: ANN401 - a pandas index of times with a zone
    latitude_deg: float,
    longitude_deg: float,
    *,
    elevation_m: float = 0.0,
    pressure_pa: float = 101325.0,
    t_air_c: float = 12.0,
    delta_t_s: float = 67.0,
) -> tuple[FloatArray, FloatArray]:
    """Return apparent zenith and azimuth of the sun [deg] at some times (NREL SPA, NREL/TP-560-34302, through pvlib).

    Pressure and temperature bend the light; ``delta_t_s`` is terrestrial less universal time.
    """
    from pvlib.solarposition import get_solarposition

    frame = get_solarposition(
        times, latitude_deg, longitude_deg, altitude=elevation_m, pressure=pressure_pa, temperature=t_air_c,
        delta_t=delta_t_s,
    )  # fmt: skip
    return frame["apparent_zenith"].to_numpy(dtype=float), frame["azimuth"].to_numpy(dtype=float)


#: Minutes from the middle of the hour at which the sun's angle on glass is taken.
QUARTERS_MIN = (-22.5, -7.5, 7.5, 22.5)


@lru_cache(maxsize=16)
def sun_position(latitude_deg: float, longitude_deg: float, time_zone_h: float, offset_min: float = 0.0) -> SunPosition:
    """Return the sun's place at the middle of each hour of the calendar year, or some minutes off it.

    NREL SPA through pvlib.
    """
    import pandas as pd

    start = pd.Timestamp(f"{CALENDAR_YEAR}-01-01 00:30", tz="UTC") - pd.Timedelta(hours=time_zone_h)
    start += pd.Timedelta(minutes=offset_min)
    zenith, azimuth = sun_angles_deg(pd.date_range(start, periods=HOURS, freq="h"), latitude_deg, longitude_deg)
    cosine = np.cos(np.radians(zenith))
    for array in (zenith, azimuth, cosine):
        array.flags.writeable = False
    return SunPosition(zenith, azimuth, cosine)


def extraterrestrial_w_m2() -> FloatArray:
    """Normal irradiance outside the atmosphere [W/m2] (Spencer 1971)."""
    from pvlib.irradiance import get_extra_radiation

    days = np.arange(HOURS) // 24 + 1
    return np.asarray(get_extra_radiation(days), dtype=float)


def split_global(ghi_w_m2: FloatArray, cos_zenith: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Split global horizontal sun into beam normal and diffuse horizontal [W/m2] (Erbs et al. 1982)."""
    from pvlib.irradiance import erbs

    zenith = np.degrees(np.arccos(np.clip(cos_zenith, -1.0, 1.0)))
    parts = erbs(ghi_w_m2, zenith, np.arange(HOURS) // 24 + 1)
    dhi = np.minimum(np.nan_to_num(np.asarray(parts["dhi"], dtype=float)), ghi_w_m2)
    dni = np.where(cos_zenith > LOW_SUN_COS, (ghi_w_m2 - dhi) / np.maximum(cos_zenith, LOW_SUN_COS), 0.0)
    return dni, np.where(cos_zenith > LOW_SUN_COS, dhi, ghi_w_m2)


@dataclass(frozen=True, slots=True)
class TiltedSun:
    """Irradiance on a plane [W/m2]: beam, the halo around the sun, the rest of the sky, and the ground."""

    direct: FloatArray
    halo: FloatArray
    sky: FloatArray
    ground: FloatArray

    @property
    def beam(self) -> FloatArray:
        """All that comes from the sun's side: the beam and its halo."""
        return self.direct + self.halo

    @property
    def diffuse(self) -> FloatArray:
        """Sky and ground."""
        return self.sky + self.ground

    @property
    def total(self) -> FloatArray:
        """All of it."""
        return self.beam + self.sky + self.ground


class TiltedSuns:
    """Irradiance on planes under one weather, each plane computed once (Perez et al. 1990 through pvlib)."""

    def __init__(self, weather: Weather, albedo: float) -> None:
        self._weather, self._albedo = weather, albedo
        self._sun = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
        self._found: dict[tuple[int, int], TiltedSun] = {}

    def on(self, tilt_deg: float, azimuth_deg: float) -> TiltedSun:
        """Return irradiance on a plane, its angles taken to the nearest degree."""
        key = (round(tilt_deg), 0 if tilt_deg < 0.5 else round(azimuth_deg) % 360)
        if key not in self._found:
            self._found[key] = self._compute(*key)
        return self._found[key]

    def _compute(self, tilt: int, azimuth: int) -> TiltedSun:
        from pvlib.atmosphere import get_relative_airmass
        from pvlib.irradiance import aoi_projection, get_ground_diffuse, perez

        weather = self._weather
        up = self._sun.cos_zenith > 0.0
        dni = np.where(up, weather.dni_w_m2, 0.0)
        zenith, sun_azimuth = self._sun.zenith_deg, self._sun.azimuth_deg
        parts = perez(
            tilt,
            azimuth,
            weather.dhi_w_m2,
            dni,
            extraterrestrial_w_m2(),
            zenith,
            sun_azimuth,
            get_relative_airmass(np.minimum(zenith, 89.9)),
            return_components=True,
        )
        direct = dni * np.maximum(aoi_projection(tilt, azimuth, zenith, sun_azimuth), 0.0)
        halo = _column(parts, "poa_circumsolar")
        # at night and for a sky darker than the model's range it has no parts: then the sky is even
        even = weather.dhi_w_m2 * (1.0 + math.cos(math.radians(tilt))) / 2.0
        sky = _column(parts, "poa_isotropic") + _column(parts, "poa_horizon")
        sky = np.where((sky + halo > 0.0) | (weather.dhi_w_m2 <= 0.0), sky, even)
        ground = np.asarray(get_ground_diffuse(tilt, weather.ghi_w_m2, self._albedo), dtype=float)
        return TiltedSun(direct, halo, np.maximum(sky, 0.0), ground)


def _column(parts: Any, name: str) -> FloatArray:  # noqa: ANN401 - pvlib gives a mapping or a frame
    result: FloatArray = np.nan_to_num(np.asarray(parts[name], dtype=float))
    return result
