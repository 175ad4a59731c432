"""Sun on the planes of a model with the shade of overhangs, fins and neighbours; each distinct plane computed once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np

from bldgassess.hourly.result import HOURS, BoolArray, FloatArray, Weather
from bldgassess.hourly.sun import QUARTERS_MIN, TiltedSuns, plane_normal, sun_direction, whole_degrees
from bldgassess.hourly.thermal_model import OpaqueElement, Shade, ThermalModel, WindowElement

__all__ = ["SunCache", "Sunlight", "plane_normal"]

T = TypeVar("T")
Element = OpaqueElement | WindowElement

#: Points along each side of a shaded window and of a shaded opaque face; directions of the sky (rings x sectors).
_WINDOW_POINTS, _OPAQUE_POINTS, _RINGS, _SECTORS = 16, 8, 12, 48
#: Shade is worked out for the sun's path of every fifth day, a straight line between; 365 is a multiple of it.
_EVERY_DAYS = 5
#: ASHRAE Fundamentals, wind profile of open country; the lowest height that it is used for [m].
_EXPONENT, _STATION_M, _LOWEST_M = 0.14, 10.0, 0.5
#: A shade lies behind a face when it comes no further than this before its plane [m].
_BEHIND_M = 1e-6
#: Weather years that a cache remembers.
_MOST_YEARS = 4


class Sunlight:
    """Irradiance under one weather year with shade; plane angles to the nearest degree.

    What it found it keeps, by geometry, so that another run with the same weather asks for nothing twice.
    """

    def __init__(self, weather: Weather, albedo: float, shades: tuple[Shade, ...]) -> None:
        self._suns = TiltedSuns(weather, albedo)
        #: Unit vectors to the sun at the middle of the hour (8760, 3): east, north, up.
        self.direction: FloatArray = self._suns.direction
        #: Unit vectors at each quarter (8760, 4, 3), and the normal beam of each [W/m2], a part of the hour's.
        place = (weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
        self.quarters: FloatArray = np.stack([sun_direction(*place, minutes) for minutes in QUARTERS_MIN], axis=1)
        up = self.quarters[:, :, 2] > 0.0
        self.normal_beam: FloatArray = up / np.maximum(up.sum(axis=1, keepdims=True), 1) * weather.dni_w_m2[:, None]
        self._shades = _triangles(shades)
        self._kept: dict[Hashable, object] = {}

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under a key, made now where it is new; ``key`` must name all that decides it."""
        found = self._kept.get(key)
        if found is None:
            self._kept[key] = found = make()
        return found  # type: ignore[return-value]

    def wind_factor(self, item: Element) -> float:
        """Wind at the middle of an element over wind at the station's 10 m, open country (power law, exponent 0.14)."""
        height = sum(z for _, _, z in item.corners_m) / len(item.corners_m) if item.corners_m else _STATION_M
        return float((max(height, _LOWEST_M) / _STATION_M) ** _EXPONENT)

    def key(self, item: Element) -> Hashable:
        """Name what decides the sun on an element: its plane, and its outline where something may shade it."""
        plane = whole_degrees(item.tilt_deg, item.azimuth_deg)
        return (plane, item.corners_m) if self._shades.size and item.corners_m else plane

    def normal(self, item: Element) -> FloatArray:
        """Outward normal of an element's plane, its angles to the nearest degree."""
        return plane_normal(*whole_degrees(item.tilt_deg, item.azimuth_deg))

    def total(self, item: Element) -> FloatArray:
        """All sun on an element, (8760,) [W/m2]."""
        return self.keep(("total", self.key(item)), lambda: self._total(item))

    def beam(self, item: Element) -> FloatArray:
        """Beam on an element, the mean of each hour, (8760,) [W/m2]."""
        return self.keep(("beam", self.key(item)), lambda: self._beam(item))

    def halo(self, item: Element) -> FloatArray:
        """Bright ring round the sun on an element's plane without shades, (8760,) [W/m2]."""
        return self._suns.on(item.tilt_deg, item.azimuth_deg).halo

    def diffuse(self, item: Element) -> FloatArray:
        """Sun from sky and ground on an element, (8760,) [W/m2]."""
        sun = self._suns.on(item.tilt_deg, item.azimuth_deg)
        return sun.sky * self.keep(("sky", self.key(item)), lambda: self._sky_share(item)) + sun.ground

    def lit(self, item: Element) -> FloatArray:
        """Share of an element that the beam reaches, (8760,) [0-1]."""
        return self.keep(("lit", self.key(item)), lambda: self._lit(item))

    def _total(self, item: Element) -> FloatArray:
        return self.beam(item) + self.halo(item) * self.lit(item) + self.diffuse(item)

    def _beam(self, item: Element) -> FloatArray:
        from bldgassess.hourly.sun_hours import beam_on_plane

        beam: FloatArray = beam_on_plane(self.normal(item), self.quarters, self.normal_beam)
        return beam * self.lit(item)

    def _lit(self, item: Element) -> FloatArray:
        lit, normal = np.ones(HOURS), self.normal(item)
        triangles = self._before(item, normal)
        if len(triangles):
            from bldgassess.hourly.rays import shaded_shares

            first = np.flatnonzero(np.arange(HOURS) // 24 % _EVERY_DAYS == 0)
            up = (self.direction[first, 2] > 0.0) & (self.direction[first] @ normal > 0.0)
            shares = np.zeros(len(first))
            shares[up] = 1.0 - shaded_shares(_grid(item), self.direction[first[up]], triangles)
            lit = _between_days(shares.reshape(-1, 24), up.reshape(-1, 24))
        return lit

    def _sky_share(self, item: Element) -> float:
        """Share of the sky's diffuse light on a plane that its shades leave, for an even sky."""
        normal = self.normal(item)
        triangles = self._before(item, normal)
        if not len(triangles):
            return 1.0
        directions = _sky()
        weight = np.maximum(directions @ normal, 0.0)
        seen = weight > 0.0
        if not seen.any():
            return 1.0
        from bldgassess.hourly.rays import shaded_shares

        shaded = shaded_shares(_grid(item), directions[seen], triangles)
        return float(((1.0 - shaded) * weight[seen]).sum() / weight[seen].sum())

    def _before(self, item: Element, normal: FloatArray) -> FloatArray:
        """Triangles that reach before an element's plane: the others cannot shade it."""
        if not self._shades.size or not item.corners_m:
            return self._shades[:0]
        ahead = (self._shades - np.array(item.corners_m[0])) @ normal
        return np.ascontiguousarray(self._shades[(ahead > _BEHIND_M).any(axis=1)])


class SunCache:
    """Sun between runs: give the same one to every run of a model that is being edited.

    Set-points, gains, layers and U-values then cost no new sun; geometry, glazing or weather that changed does. A year
    is known by the ``Weather`` object itself, which is frozen. Results do not depend on what is in the cache.
    """

    def __init__(self) -> None:
        self._years: list[tuple[Weather, float, tuple[Shade, ...], Sunlight]] = []

    def sunlight(self, model: ThermalModel, weather: Weather) -> Sunlight:
        """Return the sun on a model's planes, that of an earlier run with the same weather, albedo and shades."""
        for year, albedo, shades, sunlight in list(self._years):
            if year is weather and albedo == model.albedo and shades == model.shades:
                return sunlight
        sunlight = Sunlight(weather, model.albedo, model.shades)
        self._years = [*self._years, (weather, model.albedo, model.shades, sunlight)][-_MOST_YEARS:]
        return sunlight


def _triangles(shades: tuple[Shade, ...]) -> FloatArray:
    """Triangles of all shades, (n, 3, 3)."""
    found = []
    for shade in shades:
        corners = np.array(shade.corners_m)
        found += [corners[[0, k, k + 1]] for k in range(1, len(corners) - 1)]
    return np.array(found) if found else np.zeros((0, 3, 3))


def _between_days(shares: FloatArray, known: BoolArray) -> FloatArray:
    """Hours of the year from those of every fifth day (73, 24), a straight line from day to day.

    An hour whose middle the sun does not see the face at has the share of the nearest hour of its day: its beam, if
    any, comes at the edge of that hour. A day without sun on the face has no shade.
    """
    hour = np.arange(24)
    away = np.where(known[:, None, :], np.abs(hour[:, None] - hour), 24)
    filled = np.where(
        np.any(known, axis=1, keepdims=True), np.take_along_axis(shares, away.argmin(axis=2), axis=1), 1.0
    )
    part = (np.arange(_EVERY_DAYS) / _EVERY_DAYS)[:, None]
    following = np.roll(filled, -1, axis=0)
    result: FloatArray = (filled[:, None] * (1.0 - part) + following[:, None] * part).reshape(HOURS)
    return result


def _grid(item: Element) -> FloatArray:
    """Points spread over a parallelogram, (n, 3)."""
    count = _WINDOW_POINTS if isinstance(item, WindowElement) else _OPAQUE_POINTS
    corners = np.array(item.corners_m)
    steps = (np.arange(count) + 0.5) / count
    u, v = np.meshgrid(steps, steps)
    origin, along, up = corners[0], corners[1] - corners[0], corners[-1] - corners[0]
    result: FloatArray = origin + u.reshape(-1, 1) * along + v.reshape(-1, 1) * up
    return result


def _sky() -> FloatArray:
    """Directions spread evenly over the sky, (n, 3)."""
    altitude = np.arcsin((np.arange(_RINGS) + 0.5) / _RINGS)
    turn = (np.arange(_SECTORS) + 0.5) / _SECTORS * 2.0 * np.pi
    a, t = (item.reshape(-1) for item in np.meshgrid(altitude, turn))
    return np.stack([np.cos(a) * np.sin(t), np.cos(a) * np.cos(t), np.sin(a)], axis=1)
