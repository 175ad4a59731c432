"""Windows that see part of the sky only, for EnergyPlus: a schedule of their sunlit share, and a screen for the sky."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bldgassess.energyplus.constructions import Objects
from bldgassess.energyplus.geometry import Point
from bldgassess.energyplus.schedules import Schedules
from bldgassess.energyplus.surfaces import element_names, frame_names, window_names
from bldgassess.hourly.result import HOURS, FloatArray
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import OpaqueElement, ThermalModel, WindowElement
from bldgassess.model.sky_seen import decode, sky_share

#: A sky that is hidden by less than this share is whole [-].
_LEAST_HIDDEN = 1e-4
#: The screen stands so far before the glass and reaches so far beyond it [m].
_BEFORE_M, _BEYOND_M = 0.01, 2.0


def has_masks(model: ThermalModel) -> bool:
    """Whether any window sees part of the sky only."""
    return any(window.sky_seen for window in model.windows)


def write_skies(model: ThermalModel, sunlight: Sunlight, schedules: Schedules, objects: Objects) -> None:
    """Write the hourly sunlit share of each window, and before it a screen that lets its share of the sky through.

    With scheduled shading EnergyPlus takes the beam's share from the schedule and the sky's from the geometry. It takes
    the beam from behind a face as well, as negative sun (seen in 25.2), so every face has a schedule that ends that.
    """
    if not has_masks(model):
        return
    surfaces = objects.get("BuildingSurface:Detailed", {})
    faces: list[tuple[OpaqueElement | WindowElement, str]] = [
        *zip(model.elements, element_names(model), strict=True), *zip(model.windows, frame_names(model), strict=True)
    ]  # fmt: skip
    for item, name in faces:
        if name in surfaces and surfaces[name]["sun_exposure"] == "SunExposed":
            _put(name, schedules.add(_before(item, sunlight)), objects)
    names = window_names(model)
    glazed = objects.get("FenestrationSurface:Detailed", {})
    for window, name in zip(model.windows, names, strict=True):
        if name not in glazed:
            continue
        _put(name, schedules.add(sunlight.lit(window) * _before(window, sunlight)), objects)
        share = sky_share(decode(window.sky_seen), sunlight.normal(window))
        if share < 1.0 - _LEAST_HIDDEN:
            corners = [tuple(glazed[name][f"vertex_{k}_{axis}_coordinate"] for axis in "xyz") for k in range(1, 5)]
            objects.setdefault("Shading:Building:Detailed", {})[f"N{name}"] = {
                "transmittance_schedule_name": schedules.add(np.full(HOURS, share)),
                "number_of_vertices": 4, "vertices": _screen(corners),
            }  # fmt: skip


def _before(item: OpaqueElement | WindowElement, sunlight: Sunlight) -> FloatArray:
    """One where the sun is before a face, none where it is behind it (8760,)."""
    return np.where(sunlight.direction @ sunlight.normal(item) > 0.0, 1.0, 0.0)


def _put(surface: str, schedule: str, objects: Objects) -> None:
    fields = {"exterior_surface_name": surface, "sunlit_fraction_schedule_name": schedule}
    objects.setdefault("SurfaceProperty:LocalEnvironment", {})[f"L{surface}"] = fields


def _screen(corners: Sequence[tuple[float, ...]]) -> list[dict[str, float]]:
    """Corners of a rectangle before another one and larger than it."""
    points = np.array(corners)
    middle = points.mean(axis=0)
    normal = np.cross(points[1] - points[0], points[2] - points[1])
    away = points - middle
    sides = np.linalg.norm(away, axis=1, keepdims=True)
    moved = middle + away * (1.0 + _BEYOND_M / sides) + _BEFORE_M * normal / np.linalg.norm(normal)
    keys = ("vertex_x_coordinate", "vertex_y_coordinate", "vertex_z_coordinate")
    rows: list[Point] = [tuple(row) for row in moved.tolist()]
    return [dict(zip(keys, row, strict=True)) for row in rows]
