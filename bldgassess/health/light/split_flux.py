"""Daylight factor by the split-flux method under the CIE overcast sky, on a grid at working height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bldgassess.health.light.scene import frame_fraction, transmittance
from bldgassess.health.light.sky import OVERCAST_HORIZONTAL, overcast_luminance
from bldgassess.health.limits import occupant_values
from bldgassess.hourly.result import FloatArray
from bldgassess.model import Opening, Space
from bldgassess.study import Study

#: Points across the longer side at most, distance from walls [m], patches along a window's side.
_MOST_POINTS, _MARGIN_M, _PATCHES = 12, 0.5, 16
#: BRE internally reflected component: sky term of an unobstructed window (percent per unit of upper reflectance).
_UNOBSTRUCTED, _GROUND_TERM = 39.0, 5.0


@dataclass(frozen=True, slots=True)
class RoomDaylight:
    """Median, mean and lowest daylight factor [%] and the share of points at or above the target [0-1]."""

    median_pct: float
    mean_pct: float
    lowest_pct: float
    lit_fraction: float


def room_daylight(
    space: Space, openings: Sequence[Opening], study: Study, *,
    points: FloatArray | None = None, sky_share: Mapping[str, float] = MappingProxyType({}),
) -> RoomDaylight:  # fmt: skip
    """Return the daylight of a room from its own outside windows.

    DF = SC + IRC. SC: sky seen through each window patch, L = L_z (1 + 2 sin g) / 3, glass by angle. IRC: BRE formula
    T A_w (C R_fw + 5 R_cw) / (A (1 - R)). Ground light reaches the plane by reflection only.

    Parameters
    ----------
    points : FloatArray, optional
        Where it is asked for (n, 3); a grid in the room's box where absent.
    sky_share : mapping, optional
        By opening, the light of the sky on it over that without anything before it; 1 where absent.
    """
    points = _grid(space) if points is None or not len(points) else points
    direct = np.zeros(len(points))
    reflected = 0.0
    inner, mean_r, upper, lower = _reflectances(space, study)
    for opening in openings:
        passing = (1.0 - frame_fraction(opening, study)) * transmittance(study) * sky_share.get(opening.guid, 1.0)
        direct += passing * _sky_component(points, opening)
        term = _UNOBSTRUCTED * lower + _GROUND_TERM * upper
        reflected += passing * opening.area_m2 * term / (inner * (1.0 - mean_r))
    factor = direct + reflected
    target = occupant_values()["daylight_target_pct"].value
    return RoomDaylight(
        float(np.median(factor)), float(factor.mean()), float(factor.min()), float((factor >= target).mean())
    )


def _grid(space: Space) -> FloatArray:
    """Return points inside the room's box, as far from the walls as its size allows."""
    x0, y0, z0, x1, y1, _ = space.bbox_m
    height = min(occupant_values()["work_plane_m"].value, 0.5 * max(space.height_m, 0.1))

    def along(low: float, high: float) -> FloatArray:
        margin = min(_MARGIN_M, 0.25 * (high - low))
        count = int(np.clip(round((high - low) / 0.5), 2, _MOST_POINTS))
        return np.linspace(low + margin, high - margin, count)

    x, y = np.meshgrid(along(x0, x1), along(y0, y1), indexing="ij")
    return np.column_stack([x.ravel(), y.ravel(), np.full(x.size, z0 + height)])


def _sky_component(points: FloatArray, opening: Opening) -> FloatArray:
    """Return the sky component [%] of each point through a bare opening with ideal glass of transmittance 1."""
    corners = np.asarray(opening.vertices_m, dtype=float)
    if len(corners) != 4:
        return np.zeros(len(points))
    origin, u, v = corners[0], corners[1] - corners[0], corners[3] - corners[0]
    normal = np.cross(u, v)
    area = float(np.linalg.norm(normal))
    if area <= 0.0:
        return np.zeros(len(points))
    normal = normal / area
    steps = (np.arange(_PATCHES) + 0.5) / _PATCHES
    a, b = np.meshgrid(steps, steps, indexing="ij")
    patches = origin + a.ravel()[:, None] * u + b.ravel()[:, None] * v
    ray = patches[None, :, :] - points[:, None, :]
    distance = np.linalg.norm(ray, axis=2)
    ray = ray / np.maximum(distance, 1e-6)[:, :, None]
    cos_glass = np.abs(ray @ normal)
    sin_up = np.maximum(ray[:, :, 2], 0.0)
    solid = cos_glass * (area / _PATCHES**2) / np.maximum(distance, 0.05) ** 2
    glass = 1.018 * cos_glass * (1.0 + np.sqrt(np.maximum(0.0, 1.0 - cos_glass**2)) ** 3)  # Rivero 1958
    luminance = overcast_luminance(sin_up)
    result: FloatArray = 100.0 * (luminance * glass.clip(max=1.0) * sin_up * solid).sum(axis=1) / OVERCAST_HORIZONTAL
    return result


def _reflectances(space: Space, study: Study) -> tuple[float, float, float, float]:
    """Return inner area [m2], mean reflectance, and those above and below mid-height (walls shared)."""
    x0, y0, _, x1, y1, _ = space.bbox_m
    floor = max(space.floor_area_m2, 0.1)
    walls = 2.0 * ((x1 - x0) + (y1 - y0)) * max(space.height_m, 0.1)
    envelope = study.envelope
    ceiling, wall, ground = (
        envelope.reflectance_ceiling_fraction,
        envelope.reflectance_wall_fraction,
        envelope.reflectance_floor_fraction,
    )
    inner = 2.0 * floor + walls
    mean_r = (floor * ceiling + floor * ground + walls * wall) / inner
    upper = (floor * ceiling + 0.5 * walls * wall) / (floor + 0.5 * walls)
    lower = (floor * ground + 0.5 * walls * wall) / (floor + 0.5 * walls)
    return inner, mean_r, upper, lower
