"""Check values of daylight: topic -> figures by our own functions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bldgassess.health.checks.thermal import Figures, Inputs
from bldgassess.health.light.coefficients import CoefficientMaker
from bldgassess.health.light.radiance import Radiance
from bldgassess.health.light.scene import make_scene
from bldgassess.health.light.sky import OVERCAST_HORIZONTAL, overcast_luminance, overcast_sky
from bldgassess.hourly.daylight import average_daylight_factor
from bldgassess.hourly.result import FloatArray
from bldgassess.model import Building, Opening, Site, Space
from bldgassess.study import Study, set_values
from bldgassess.texts import mark

#: Steps of altitude and of azimuth by which a sky is summed up.
_STEPS = 2000
#: Window of the box room [m]: from and to, sill, head, in the wall at y = 0.
_WINDOW = (0.5, 3.5, 0.9, 2.4)
_GRID_M, _PLANE_M = 0.5, 0.85


def _vertical_sky(_: Inputs) -> Figures:
    """Light of the whole overcast sky on a facade over that on the ground: rays weigh by cos g x cos azimuth."""
    up, step = _middles(0.0, np.pi / 2.0)
    across = 2.0  # cosine of the azimuth over the half circle before the facade
    light = float((overcast_luminance(np.sin(up)) * np.cos(up) ** 2).sum()) * step * across
    return {"ratio": light / OVERCAST_HORIZONTAL}


def _roof_opening(inputs: Inputs) -> Figures:
    """Light of the sky within a cone about the zenith."""
    up, step = _middles(np.pi / 2.0 - np.radians(inputs["half_angle_deg"]), np.pi / 2.0)
    light = float((overcast_luminance(np.sin(up)) * np.sin(up) * np.cos(up)).sum()) * step * 2.0 * np.pi
    return {"SC": light / OVERCAST_HORIZONTAL}


def _middles(low: float, high: float) -> tuple[FloatArray, float]:
    step = (high - low) / _STEPS
    middles: FloatArray = low + (np.arange(_STEPS, dtype=np.float64) + 0.5) * step
    return middles, step


def _box_room_radiance(_: Inputs) -> Figures:
    building, study = box_room((4.0, 6.0, 3.0)), _glass(0.7)
    scene = make_scene(building, {}, study)
    x, y = np.meshgrid(np.arange(_GRID_M, 4.0, _GRID_M), np.arange(_GRID_M, 6.0, _GRID_M), indexing="ij")
    points = np.column_stack([x.ravel(), y.ravel(), np.full(x.size, _PLANE_M)])
    room = replace(scene.rooms[0], points=points, eyes=np.zeros((0, 3)))
    with tempfile.TemporaryDirectory() as folder:
        maker = CoefficientMaker(scene, study, "standard", Radiance(), Path(folder), None)
        maker.prepare()
        found = maker.make(room).all.astype(float)
    factor = 100.0 * found @ overcast_sky(study.site.ground_albedo_fraction) / OVERCAST_HORIZONTAL
    return {"mean": float(factor.mean()), "median": float(np.median(factor))}


def _average_daylight_factor(inputs: Inputs) -> Figures:
    building = box_room(inputs["room"])
    study = set_values(
        _glass(inputs["Tv"]),
        [f"envelope.reflectance_{name}_fraction={inputs['R']}" for name in ("floor", "wall", "ceiling")],
    )
    window = replace(building.openings[0], area_m2=inputs["window_m2"])
    return {"DF": 100.0 * average_daylight_factor(building.spaces[0], [window], study)}


def _glass(transmittance: float) -> Study:
    """Clean glass without a frame; reflectances 0.2, 0.5 and 0.7, ground 0.2 are the study's defaults."""
    return set_values(
        Study(), [f"envelope.window_visible_fraction={transmittance}", "envelope.window_frame_fraction=0"]
    )


def box_room(size_m: Sequence[float]) -> Building:
    """Return a room of width, depth and height [m] with one window of 3.0 x 1.5 m, its sill at 0.9 m, facing -y."""
    width, depth, height = size_m
    x0, x1, z0, z1 = _WINDOW
    floor = width * depth
    space = Space(
        "room",
        "Office",
        "",
        None,
        floor,
        "mesh",
        floor * height,
        height,
        0.0,
        bbox_m=(0.0, 0.0, 0.0, width, depth, height),
    )
    corners = ((x0, 0.0, z0), (x1, 0.0, z0), (x1, 0.0, z1), (x0, 0.0, z1))
    window = Opening(
        "window", "room", "window", "outside", (x1 - x0) * (z1 - z0), x1 - x0, z1 - z0, z0, 90.0, 180.0,
        ((x0 + x1) / 2.0, 0.0, (z0 + z1) / 2.0), corners,
    )  # fmt: skip
    return Building(
        "box", "IFC4", "", (), Site(0.0, 0.0, 0.0, 0.0), (), (), (space,), (), (window,), "rays", floor, "", floor,
        floor * height,
    )  # fmt: skip


TOPICS: dict[str, Callable[[Inputs], Figures]] = {
    "vertical_sky": _vertical_sky,
    "roof_opening": _roof_opening,
    "box_room_radiance": _box_room_radiance,
    "average_daylight_factor": _average_daylight_factor,
}

#: Topics that run Radiance, and what is said where it is missing.
NEED_RADIANCE = frozenset({"box_room_radiance"})
NO_RADIANCE = mark("Radiance is not installed; install the extra daylight.")
