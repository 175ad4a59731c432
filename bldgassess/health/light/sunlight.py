"""Hours of possible sun at a room's windows on a day (EN 17037:2018 Annex D; GB 50180-2018 4.0.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.health.light.beams import through_glass
from bldgassess.health.light.scene import Pane, RoomScene
from bldgassess.hourly.result import BoolArray, FloatArray
from bldgassess.hourly.sun import CALENDAR_YEAR
from bldgassess.ifc.ray_tree import RayTree

#: Minutes between two looks at the sun.
STEP_MIN = 10
_STEPS = 24 * 60 // STEP_MIN
#: The point lies this far above the sill at least [m] (EN 17037:2018 Annex D, from memory).
_ABOVE_SILL_M = 0.3


@dataclass(frozen=True, slots=True)
class SunRule:
    """On which day, between which hours of true solar time, how high above the floor [m] and in which plane.

    ``other_day`` is told as well, ``variant`` names the limits.
    """

    rule: str
    day: str
    other_day: str
    from_h: float
    to_h: float
    height_m: float
    plane: str
    variant: str


@cache
def sun_rules() -> dict[str, SunRule]:
    """Return the rules by the name that the study gives them."""
    return {
        row["rule"]: SunRule(
            row["rule"], row["day"], row["other_day"], float(row["from_h"]), float(row["to_h"]),
            float(row["height_m"]), row["plane"], row["variant"],
        )
        for row in data_rows("bldgassess.health.light", "sunlight_rules.csv")
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SunDay:
    """A day of suns, every ten minutes: unit vectors east, north, up (144, 3) and true solar time [h] (144,)."""

    directions: FloatArray
    solar_h: FloatArray


@lru_cache(maxsize=32)
def sun_day(day: str, latitude_deg: float, longitude_deg: float, time_zone_h: float) -> SunDay:
    """Return the suns of a day such as "03-21" (NREL SPA through pvlib), in the middle of each step."""
    import pandas as pd
    from pvlib.solarposition import get_solarposition

    start = pd.Timestamp(f"{CALENDAR_YEAR}-{day} 00:00", tz="UTC") - pd.Timedelta(hours=time_zone_h)
    times = pd.date_range(start + pd.Timedelta(minutes=STEP_MIN / 2), periods=_STEPS, freq=f"{STEP_MIN}min")
    frame = get_solarposition(times, latitude_deg, longitude_deg)
    clock = (np.arange(_STEPS) + 0.5) * STEP_MIN / 60.0
    shift = (longitude_deg - 15.0 * time_zone_h) / 15.0 + frame["equation_of_time"].to_numpy(dtype=float) / 60.0
    return SunDay(
        sun_vectors(frame["apparent_zenith"].to_numpy(dtype=float), frame["azimuth"].to_numpy(dtype=float)),
        (clock + shift) % 24.0,
    )


def sun_vectors(zenith_deg: FloatArray, azimuth_deg: FloatArray) -> FloatArray:
    """Unit vectors (n, 3), east, north, up, of suns by zenith and azimuth clockwise from north."""
    zenith, azimuth = np.radians(zenith_deg), np.radians(azimuth_deg)
    return np.stack([np.sin(zenith) * np.sin(azimuth), np.sin(zenith) * np.cos(azimuth), np.cos(zenith)], axis=1)


def sun_hours(room: RoomScene, tree: RayTree, suns: SunDay, rule: SunRule) -> float:
    """Hours in which the sun reaches the point of any of the room's windows."""
    up = np.flatnonzero((suns.directions[:, 2] > 0.0) & (suns.solar_h >= rule.from_h) & (suns.solar_h <= rule.to_h))
    lit: BoolArray = np.zeros(len(up), dtype=bool)
    for pane in room.panes:
        point = measuring_point(pane, room.floor_z_m, rule)[None]
        lines = through_glass(point, suns.directions[up], (_whole(pane, rule),))
        rays = suns.directions[up][lines.ray]
        free = ~tree.blocked(np.repeat(point, len(rays), axis=0), rays)
        lit[lines.ray[free]] = True
    return float(lit.sum()) * STEP_MIN / 60.0


def measuring_point(pane: Pane, floor_z_m: float, rule: SunRule) -> FloatArray:
    """The middle of the opening across, at the rule's height or above the sill, within the opening."""
    outline = pane.inner if rule.plane == "inner" else pane.outer
    low, high = float(outline[:, 2].min()), float(outline[:, 2].max())
    wanted = max(floor_z_m + rule.height_m, low + (_ABOVE_SILL_M if rule.plane == "inner" else 0.0))
    point = outline.mean(axis=0)
    if high - low > 1e-6:
        # along the slope of the opening: a roof window's point moves within its plane
        rise = (min(wanted, low + 0.9 * (high - low)) - point[2]) / (high - low)
        top, foot = (
            outline[outline[:, 2] >= high - 1e-3].mean(axis=0),
            outline[outline[:, 2] <= low + 1e-3].mean(axis=0),
        )
        point = point + rise * (top - foot)
    shift = -1e-3 if rule.plane == "inner" else 1e-3
    result: FloatArray = point + shift * pane.normal
    return result


def _whole(pane: Pane, rule: SunRule) -> Pane:
    """The opening without its frame; a point on its outer plane has nothing more to pass."""
    glass = pane.outer if rule.plane == "inner" else pane.outer + 2e-3 * pane.normal
    return replace(pane, glass=glass)
