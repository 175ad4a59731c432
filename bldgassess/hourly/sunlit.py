"""Sun on the planes of a model with the shade of overhangs, fins and neighbours; each distinct plane computed once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import QUARTERS_MIN, TiltedSuns, sun_position
from bldgassess.hourly.thermal_model import OpaqueElement, Shade, ThermalModel, WindowElement

#: Points along each side of a shaded face, and directions of the sky (rings x sectors) for diffuse light.
_POINTS, _RINGS, _SECTORS = 16, 12, 48
#: ASHRAE Fundamentals, wind profile of open country; the lowest height that it is used for [m].
_EXPONENT, _STATION_M, _LOWEST_M = 0.14, 10.0, 0.5


@dataclass(frozen=True, slots=True)
class PlaneSun:
    """Sun on a plane, hour by hour [W/m2].

    ``direct`` (4, 8760): the beam's part in each quarter of the hour, which add up to the hour's mean, and ``cos`` (4,
    8760), the cosine of its angle to the normal. ``halo``: the bright ring round the sun. ``diffuse``: sky and ground.
    """

    direct: FloatArray
    cos: FloatArray
    halo: FloatArray
    diffuse: FloatArray

    @property
    def total(self) -> FloatArray:
        """All of it, (8760,)."""
        result: FloatArray = self.direct.sum(axis=0) + self.halo + self.diffuse
        return result


class Sunlight:
    """Irradiance on planes under one weather, with shade; angles to the nearest degree."""

    def __init__(self, model: ThermalModel, weather: Weather) -> None:
        self._suns = TiltedSuns(weather, model.albedo)
        #: Unit vectors to the sun (8760, 3): east, north, up; at the middle of the hour, and at its quarters.
        self.direction: FloatArray = _directions(weather, 0.0)
        self._quarters = np.stack([_directions(weather, minutes) for minutes in QUARTERS_MIN])
        up = self._quarters[:, :, 2] > 0.0
        self._share = up / np.maximum(up.sum(axis=0), 1)
        self._dni = weather.dni_w_m2
        self._shades = _quads(model.shades)
        self._found: dict[str, PlaneSun] = {}

    def wind_factor(self, item: OpaqueElement | WindowElement) -> float:
        """Wind at the middle of an element over wind at the station's 10 m, open country (power law, exponent 0.14)."""
        height = sum(z for _, _, z in item.corners_m) / len(item.corners_m) if item.corners_m else _STATION_M
        return float((max(height, _LOWEST_M) / _STATION_M) ** _EXPONENT)

    def key(self, item: OpaqueElement | WindowElement) -> str:
        """Name what decides the sun on an element: its plane, and its outline where something shades it."""
        plane = f"{round(item.tilt_deg)}/{0 if item.tilt_deg < 0.5 else round(item.azimuth_deg) % 360}"
        return f"{plane}/{item.corners_m}" if self._shades.size and item.corners_m else plane

    def on(self, item: OpaqueElement | WindowElement) -> PlaneSun:
        """Return the sun on an element."""
        key = self.key(item)
        if key not in self._found:
            self._found[key] = self._compute(item)
        return self._found[key]

    def _compute(self, item: OpaqueElement | WindowElement) -> PlaneSun:
        sun = self._suns.on(item.tilt_deg, item.azimuth_deg)
        normal = plane_normal(item.tilt_deg, item.azimuth_deg)
        cos = np.maximum(self._quarters @ normal, 0.0)
        direct = self._share * cos * self._dni
        halo, diffuse = sun.halo, sun.diffuse
        if self._shades.size and item.corners_m:
            points = _grid(np.array(item.corners_m))
            toward = self.direction @ normal
            up = np.flatnonzero((self.direction[:, 2] > 0.0) & (toward > 0.0))
            lit = np.ones(HOURS)
            lit[up] = 1.0 - _shaded(points, self.direction[up], self._shades)
            direct, halo = direct * lit, halo * lit
            diffuse = sun.sky * _sky_share(points, normal, self._shades) + sun.ground
        return PlaneSun(direct, cos, halo, diffuse)


def _directions(weather: Weather, minutes: float) -> FloatArray:
    position = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h, minutes)
    zenith, azimuth = np.radians(position.zenith_deg), np.radians(position.azimuth_deg)
    return np.stack([np.sin(zenith) * np.sin(azimuth), np.sin(zenith) * np.cos(azimuth), np.cos(zenith)], axis=1)


def plane_normal(tilt_deg: float, azimuth_deg: float) -> FloatArray:
    """Outward unit normal of a plane: east, north, up."""
    tilt, azimuth = math.radians(tilt_deg), math.radians(azimuth_deg)
    return np.array([math.sin(tilt) * math.sin(azimuth), math.sin(tilt) * math.cos(azimuth), math.cos(tilt)])


def make_sunlight(model: ThermalModel, weather: Weather) -> Sunlight:
    """Return the sun on a model's planes."""
    return Sunlight(model, weather)


def _quads(shades: tuple[Shade, ...]) -> FloatArray:
    """Triangles of all shades, (n, 3, 3)."""
    found = []
    for shade in shades:
        corners = np.array(shade.corners_m)
        found += [corners[[0, k, k + 1]] for k in range(1, len(corners) - 1)]
    return np.array(found) if found else np.zeros((0, 3, 3))


def _grid(corners: FloatArray) -> FloatArray:
    """Points spread over a parallelogram, (n, 3)."""
    steps = (np.arange(_POINTS) + 0.5) / _POINTS
    u, v = np.meshgrid(steps, steps)
    origin, along, up = corners[0], corners[1] - corners[0], corners[-1] - corners[0]
    result: FloatArray = origin + u.reshape(-1, 1) * along + v.reshape(-1, 1) * up
    return result


def _shaded(points: FloatArray, directions: FloatArray, triangles: FloatArray) -> FloatArray:
    """Share of the points whose ray along each direction meets a triangle, (directions,)."""
    blocked = np.zeros((len(directions), len(points)), dtype=bool)
    for a, b, c in triangles:
        edge1, edge2 = b - a, c - a
        p = np.cross(directions, edge2)
        det = p @ edge1
        inverse = np.where(np.abs(det) > 1e-12, 1.0 / np.where(np.abs(det) > 1e-12, det, 1.0), 0.0)
        away = points - a
        u = (p @ away.T) * inverse[:, None]
        q = np.cross(away, edge1)
        v = (directions @ q.T) * inverse[:, None]
        t = (q @ edge2)[None, :] * inverse[:, None]
        blocked |= (inverse != 0.0)[:, None] & (u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (t > 1e-4)
    result: FloatArray = blocked.mean(axis=1)
    return result


def _sky_share(points: FloatArray, normal: FloatArray, triangles: FloatArray) -> float:
    """Share of the sky's diffuse light on a plane that its shades leave, for an even sky."""
    altitude = np.arcsin((np.arange(_RINGS) + 0.5) / _RINGS)
    turn = (np.arange(_SECTORS) + 0.5) / _SECTORS * 2.0 * np.pi
    a, t = (item.reshape(-1) for item in np.meshgrid(altitude, turn))
    directions = np.stack([np.cos(a) * np.sin(t), np.cos(a) * np.cos(t), np.sin(a)], axis=1)
    weight = np.maximum(directions @ normal, 0.0)
    seen = weight > 0.0
    if not seen.any():
        return 1.0
    open_share = 1.0 - _shaded(points, directions[seen], triangles)
    return float((open_share * weight[seen]).sum() / weight[seen].sum())
