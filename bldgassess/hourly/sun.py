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
#: The halo is taken to stand no lower than this zenith angle (Perez et al. 1990, their b) [deg].
_LOWEST_HALO_DEG = 85.0
_LOW_SUN_COS = 0.065  # below 3.7 deg of elevation beam on the horizontal says nothing about beam on a plane


@dataclass(frozen=True, slots=True)
class SunPosition:
    """Apparent zenith and azimuth [deg, clockwise from north] and the zenith's cosine, hour by hour."""

    zenith_deg: FloatArray
    azimuth_deg: FloatArray
    cos_zenith: FloatArray


#: Minutes from the middle of the hour at which the sun's angle on glass is taken.
QUARTERS_MIN = (-22.5, -7.5, 7.5, 22.5)


@lru_cache(maxsize=16)
def sun_position(latitude_deg: float, longitude_deg: float, time_zone_h: float, offset_min: float = 0.0) -> SunPosition:
    """Return the sun's place at the middle of each hour of the calendar year, or some minutes off it.

    NREL SPA through pvlib.
    """
    import pandas as pd
    from pvlib.solarposition import get_solarposition

    start = pd.Timestamp(f"{CALENDAR_YEAR}-01-01 00:30", tz="UTC") - pd.Timedelta(hours=time_zone_h)
    start += pd.Timedelta(minutes=offset_min)
    times = pd.date_range(start, periods=HOURS, freq="h")
    frame = get_solarposition(times, latitude_deg, longitude_deg)
    zenith = frame["apparent_zenith"].to_numpy(dtype=float)
    azimuth = frame["azimuth"].to_numpy(dtype=float)
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
    dni = np.where(cos_zenith > _LOW_SUN_COS, (ghi_w_m2 - dhi) / np.maximum(cos_zenith, _LOW_SUN_COS), 0.0)
    return dni, np.where(cos_zenith > _LOW_SUN_COS, dhi, ghi_w_m2)


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
    """Irradiance on planes under one weather, each plane computed once (Perez et al. 1990 through pvlib).

    pvlib is asked once, for a plane that stands upright and faces the sun; its parts give the model's brightness of the
    halo and of the horizon, which hold for every plane.
    """

    def __init__(self, weather: Weather, albedo: float) -> None:
        self._weather, self._albedo = weather, albedo
        sun = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
        #: Unit vectors to the sun at the middle of the hour (8760, 3): east, north, up.
        self.direction: FloatArray = sun_direction(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
        self._dni = np.where(sun.cos_zenith > 0.0, weather.dni_w_m2, 0.0)
        even, self._horizon = _facing(weather, self._dni, sun)
        around = np.where(even > 0.0, weather.dhi_w_m2 - even, 0.0)
        self._even, self._halo = even, around / np.maximum(sun.cos_zenith, math.cos(math.radians(_LOWEST_HALO_DEG)))
        self._found: dict[tuple[int, int], TiltedSun] = {}

    def on(self, tilt_deg: float, azimuth_deg: float) -> TiltedSun:
        """Return irradiance on a plane, its angles taken to the nearest degree."""
        key = whole_degrees(tilt_deg, azimuth_deg)
        if key not in self._found:
            self._found[key] = self._compute(*key)
        return self._found[key]

    def _compute(self, tilt: int, azimuth: int) -> TiltedSun:
        weather, cos, sin = self._weather, math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        facing = np.maximum(self.direction @ plane_normal(tilt, azimuth), 0.0)
        halo = self._halo * facing
        sky = self._even * (0.5 * (1.0 + cos)) + self._horizon * sin
        # at night and for a sky darker than the model's range it has no parts: then the sky is even
        has_parts = sky + halo > 0.0
        sky = np.where(has_parts, np.maximum(sky, 0.0), weather.dhi_w_m2 * (0.5 * (1.0 + cos)))
        ground = weather.ghi_w_m2 * (self._albedo * 0.5 * (1.0 - cos))
        return TiltedSun(self._dni * facing, np.where(has_parts, halo, 0.0), sky, ground)


def whole_degrees(tilt_deg: float, azimuth_deg: float) -> tuple[int, int]:
    """Round a plane's angles to the nearest degree; a level plane has no azimuth.

    >>> whole_degrees(90.2, 359.7), whole_degrees(0.0, 123.0)
    ((90, 0), (0, 0))
    """
    return round(tilt_deg), 0 if tilt_deg < 0.5 else round(azimuth_deg) % 360


def plane_normal(tilt_deg: float, azimuth_deg: float) -> FloatArray:
    """Outward unit normal of a plane: east, north, up."""
    tilt, azimuth = math.radians(tilt_deg), math.radians(azimuth_deg)
    return np.array([math.sin(tilt) * math.sin(azimuth), math.sin(tilt) * math.cos(azimuth), math.cos(tilt)])


@lru_cache(maxsize=16)
def sun_direction(latitude_deg: float, longitude_deg: float, time_zone_h: float, offset_min: float = 0.0) -> FloatArray:
    """Unit vectors to the sun at the middle of each hour, or some minutes off it (8760, 3): east, north, up."""
    sun = sun_position(latitude_deg, longitude_deg, time_zone_h, offset_min)
    zenith, azimuth = np.radians(sun.zenith_deg), np.radians(sun.azimuth_deg)
    level = np.sin(zenith)
    result: FloatArray = np.stack([level * np.sin(azimuth), level * np.cos(azimuth), np.cos(zenith)], axis=1)
    result.flags.writeable = False
    return result


def _facing(weather: Weather, dni: FloatArray, sun: SunPosition) -> tuple[FloatArray, FloatArray]:
    """Even part of the sky over the whole dome and its bright horizon [W/m2], by Perez et al. 1990."""
    from pvlib.atmosphere import get_relative_airmass
    from pvlib.irradiance import perez

    mass = get_relative_airmass(np.minimum(sun.zenith_deg, 89.9))
    parts = perez(
        90.0, sun.azimuth_deg, weather.dhi_w_m2, dni, extraterrestrial_w_m2(), sun.zenith_deg, sun.azimuth_deg, mass,
        return_components=True,
    )  # fmt: skip
    return 2.0 * _column(parts, "poa_isotropic"), _column(parts, "poa_horizon")


def _column(parts: Any, name: str) -> FloatArray:  # noqa: ANN401 - pvlib gives a mapping or a frame
    result: FloatArray = np.nan_to_num(np.asarray(parts[name], dtype=float))
    return result
