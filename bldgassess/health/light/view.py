"""What is seen through windows: sight angle, free distance, layers, sky and plants (EN 17037:2018 5.2, Table A.5)."""

from __future__ import annotations

import numpy as np

from bldgassess.health.light.beams import through_glass
from bldgassess.health.light.obstacles import LOOKS, Obstacles
from bldgassess.health.light.result import View
from bldgassess.health.light.scene import RoomScene
from bldgassess.health.limits import CLASSES, occupant_values
from bldgassess.health.result import HealthClass
from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.ifc.ray_tree import RayTree

#: Directions looked at: azimuths, altitudes [deg]. Those within 5 deg of level tell how far one sees.
_AZIMUTHS = 180
_ALTITUDES_DEG = np.array([-45.0, -30.0, -20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0])
_LEVEL_DEG = 5.0
#: Most places in a room from which one looks.
_MOST = 30
#: Sight angle [deg], free distance [m] and layers of classes I, II, III; EN 17037:2018 Table A.5.
_ASKED = ((54.0, 50.0, 3), (28.0, 20.0, 2), (14.0, 6.0, 1))
#: Share of the room that must have it [-].
_PART = 0.75


def view_out(room: RoomScene, tree: RayTree, obstacles: Obstacles, ground_z_m: float) -> View:
    """Look around from up to 30 places at eye height; a look downward ends at the ground."""
    plants = 0.0 if obstacles.has_plants else None
    if not len(room.points) or not room.panes:
        return View(0.0, (0.0, 0.0, 0.0), "outside", 0.0, plants)
    eyes = _places(room)
    rays, azimuth, altitude = _rays()
    lines = through_glass(eyes, rays, room.panes)
    distance, hit = tree.first(eyes[lines.start], rays[lines.ray])
    fall = np.maximum(-rays[lines.ray, 2], 0.0)
    drop = eyes[lines.start, 2] - ground_z_m
    ground = np.where((fall > 0.0) & (drop > 0.0), drop / np.maximum(fall, 1e-12), np.inf)
    on_ground = ground < distance
    distance = np.minimum(distance, ground)
    free = np.cos(np.radians(altitude[lines.ray])) * (distance - lines.distance)
    level = np.abs(altitude[lines.ray]) <= _LEVEL_DEG
    seen_m = np.full((len(eyes), _AZIMUTHS), -1.0)
    np.maximum.at(seen_m, (lines.start[level], azimuth[lines.ray[level]]), free[level])
    step = 360.0 / _AZIMUTHS
    angles = np.stack([step * (seen_m >= metres).sum(axis=1) for _, metres, _ in _ASKED])
    in_sky = (hit < 0) & (altitude[lines.ray] > 0.0)
    layers = (
        _any(lines.start, in_sky, len(eyes)).astype(int) + _any(lines.start, on_ground, len(eyes)) + (angles[2] > 0.0)
    )
    meets = [(angles[k] >= asked) & (layers >= count) & (angles[2] > 0.0) for k, (asked, _, count) in enumerate(_ASKED)]
    first, second, third = (float(item.mean()) for item in meets)
    shares = (first, second, third)
    weight = np.cos(np.radians(altitude[lines.ray]))
    total = max(float(weight.sum()), 1e-9)
    sky = float(weight[in_sky].sum()) / total
    if plants is not None and len(hit):
        green = (hit >= 0) & ~on_ground & (obstacles.looks[np.maximum(hit, 0)] == LOOKS.index("plant"))
        plants = float(weight[green].sum()) / total
    angle = float(np.quantile(angles[2], 1.0 - _PART, method="lower"))
    return View(angle, shares, _class(shares, angle), sky, plants)


def _class(shares: tuple[float, float, float], angle: float) -> HealthClass:
    for name, share in zip(CLASSES, shares, strict=False):
        if share >= _PART:
            return name
    return "IV" if angle > 0.0 else "outside"


def _places(room: RoomScene) -> FloatArray:
    count = min(len(room.points), _MOST)
    chosen = room.points[np.floor((np.arange(count) + 0.5) * len(room.points) / count).astype(np.int64)].copy()
    chosen[:, 2] = room.floor_z_m + occupant_values()["eye_height_m"].value
    return chosen


def _rays() -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.int64]], FloatArray]:
    turn = np.radians((np.arange(_AZIMUTHS) + 0.5) * 360.0 / _AZIMUTHS)
    azimuth, altitude = (item.ravel() for item in np.meshgrid(np.arange(_AZIMUTHS), _ALTITUDES_DEG, indexing="ij"))
    up = np.radians(altitude)
    rays = np.stack([np.cos(up) * np.sin(turn[azimuth]), np.cos(up) * np.cos(turn[azimuth]), np.sin(up)], axis=1)
    return rays, azimuth, altitude


def _any(place: np.ndarray[tuple[int], np.dtype[np.int64]], which: BoolArray, count: int) -> BoolArray:
    """Whether any line of each place is among those chosen."""
    found: BoolArray = np.zeros(count, dtype=bool)
    found[place[which]] = True
    return found
