"""Sun on the planes of a model with the shade of overhangs, fins and neighbours; each distinct plane computed once."""

from __future__ import annotations

import math

import numpy as np

from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.sun import TiltedSuns, sun_position
from bldgassess.hourly.thermal_model import OpaqueElement, Shade, ThermalModel, WindowElement

#: Points along each side of a shaded face, and directions of the sky (rings x sectors) for diffuse light.
_POINTS, _RINGS, _SECTORS = 16, 12, 48
_EXPONENT = 0.14


class Sunlight:
    """Irradiance on planes under one weather, with shade; angles to the nearest degree."""

    def __init__(self, model: ThermalModel, weather: Weather) -> None:
        self._suns = TiltedSuns(weather, model.albedo)
        position = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
        zenith, azimuth = np.radians(position.zenith_deg), np.radians(position.azimuth_deg)
        self._direction = np.stack(
            [np.sin(zenith) * np.sin(azimuth), np.sin(zenith) * np.cos(azimuth), np.cos(zenith)], axis=1
        )
        self._shades = _quads(model.shades)
        heights = [z for e in (*model.elements, *model.windows) for _, _, z in e.corners_m]
        height = max(1.0, 0.5 * max(heights)) if heights else 10.0
        #: Wind at the building over wind at the station's 10 m in open country (power law, exponent 0.14).
        self.wind_factor = (height / 10.0) ** _EXPONENT
        self._found: dict[str, tuple[FloatArray, FloatArray, FloatArray]] = {}

    def key(self, item: OpaqueElement | WindowElement) -> str:
        """Name what decides the sun on an element: its plane, and its outline where something shades it."""
        plane = f"{round(item.tilt_deg)}/{0 if item.tilt_deg < 0.5 else round(item.azimuth_deg) % 360}"
        return f"{plane}/{item.corners_m}" if self._shades.size and item.corners_m else plane

    def on(self, item: OpaqueElement | WindowElement) -> FloatArray:
        """Return all sun on an element [W/m2], (8760,)."""
        beam, diffuse, _ = self.parts(item)
        return beam + diffuse

    def parts(self, item: OpaqueElement | WindowElement) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return beam with the sun's halo, diffuse [W/m2], and the cosine of the beam's angle to the normal, (8760,)."""
        key = self.key(item)
        if key not in self._found:
            self._found[key] = self._compute(item)
        return self._found[key]

    def _compute(self, item: OpaqueElement | WindowElement) -> tuple[FloatArray, FloatArray, FloatArray]:
        sun = self._suns.on(item.tilt_deg, item.azimuth_deg)
        tilt, azimuth = math.radians(item.tilt_deg), math.radians(item.azimuth_deg)
        normal = np.array([math.sin(tilt) * math.sin(azimuth), math.sin(tilt) * math.cos(azimuth), math.cos(tilt)])
        cos = np.maximum(self._direction @ normal, 0.0)
        beam, diffuse = sun.beam, sun.diffuse
        if self._shades.size and item.corners_m:
            points = _grid(np.array(item.corners_m))
            up = np.flatnonzero((self._direction[:, 2] > 0.0) & (cos > 0.0) & (beam > 0.0))
            lit = np.zeros(HOURS)
            lit[up] = 1.0 - _shaded(points, self._direction[up], self._shades)
            beam = beam * lit
            diffuse = sun.sky * _sky_share(points, normal, self._shades) + (sun.diffuse - sun.sky)
        return beam, diffuse, cos


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
