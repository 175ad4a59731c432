"""Opaque elements and windows of a thermal model as EnergyPlus surfaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bldgassess.energyplus.constructions import Constructions, Objects
from bldgassess.energyplus.geometry import (
    Point,
    find_host,
    inset,
    make_rectangle,
    outline_area_m2,
    outward,
    surface_kind,
)
from bldgassess.energyplus.schedules import Schedules
from bldgassess.hourly.result import FloatArray
from bldgassess.hourly.thermal_model import Layer, OpaqueElement, SimpleGlazing, ThermalModel, WindowElement

#: Names of the outer sides that EnergyPlus has no word for.
_GROUND, _NOTHING, _SHELTER = "ground", "nothing", "shelter"
#: A film this thin lets no heat pass [W/(m2 K)]: the outer side of an adiabatic element.
_NO_FILM = 1e-6
#: A window needs an opaque surface round it; where it has no frame that is this share of its area.
_LEAST_FRAME = 0.001
#: EN ISO 6946 films of U-values [m2 K/W].
_FILMS = 0.17
#: Resistance of a frame of glazing that is known pane by pane and has none of its own [m2 K/W].
_RIM_RESISTANCE = 10.0
#: Sun from the room that a frame takes [0-1]; frames take none from outside, as in the zone engine.
_FRAME_ABSORPTANCE_IN = 0.5


def zone_name(index: int) -> str:
    """Name of a zone in EnergyPlus, which does not tell upper from lower case as GlobalIds do."""
    return f"Z{index:05d}"


def element_names(model: ThermalModel) -> tuple[str, ...]:
    """Names of a model's elements in EnergyPlus."""
    return tuple(f"E{k:05d}" for k in range(len(model.elements)))


def frame_names(model: ThermalModel) -> tuple[str, ...]:
    """Names of the frames of a model's windows in EnergyPlus."""
    return tuple(f"F{k:05d}" for k in range(len(model.windows)))


def window_names(model: ThermalModel) -> tuple[str, ...]:
    """Names of a model's windows in EnergyPlus."""
    return tuple(f"W{k:05d}" for k in range(len(model.windows)))


def has_outlines(model: ThermalModel) -> bool:
    """Whether every face has an outline, so that sun can be followed through the rooms."""
    outlines = [item.corners_m for item in model.elements] + [item.corners_m for item in model.windows]
    return all(len(outline) >= 3 for outline in outlines)


def write_surfaces(
    model: ThermalModel,
    constructions: Constructions,
    schedules: Schedules,
    sun: Sequence[float],
    t_out_c: FloatArray,
    objects: Objects,
) -> None:
    """Write all surfaces into ``objects``: elements as E00000 and on, windows as W00000 and on, their frames as F.

    ``sun``: share of the sun that each window's movable shades let through; ``t_out_c``: outdoor air.
    """
    hosts = [find_host(window, model.elements) for window in model.windows]
    pairs = _pairs(model.elements)
    names = element_names(model)
    for k, item in enumerate(model.elements):
        inside = [w.area_m2 for w, host in zip(model.windows, hosts, strict=True) if host == k]
        objects.setdefault("BuildingSurface:Detailed", {})[names[k]] = {
            **_opaque(item, k, pairs, names, model, constructions),
            "vertices": _vertices(_outline(item, k, sum(inside))),
        }
        if item.outer == "sheltered" and item.tilt_deg < 179.0:
            _shelter(names[k], schedules.add(t_out_c), objects)
    windows = window_names(model)
    for k, window in enumerate(model.windows):
        host = hosts[k]
        place = len(model.elements) + k
        _window(window, windows[k], names[host] if host is not None else None, place, sun[k], constructions, objects)
    _other_sides(model, schedules, objects)
    for k, shade in enumerate(model.shades):
        fields = {"vertices": _vertices(shade.corners_m), "number_of_vertices": len(shade.corners_m)}
        objects.setdefault("Shading:Building:Detailed", {})[f"H{k:05d}"] = fields


def mean_sun_factor(window: WindowElement, weights: FloatArray) -> float:
    """Share of the sun that a window's movable shades let through over the year, weighted by the sun."""
    if window.sun_factor is None:
        return 1.0
    total = float(weights.sum())
    return float((window.sun_factor * weights).sum()) / total if total > 0.0 else float(window.sun_factor.mean())


def _pairs(elements: Sequence[OpaqueElement]) -> dict[int, int]:
    """Return partitions whose two faces name each other."""
    row = {item.id: k for k, item in enumerate(elements)}
    found = {k: row[item.twin] for k, item in enumerate(elements) if item.outer == "zone" and item.twin in row}
    return {k: other for k, other in found.items() if found.get(other) == k and other != k}


def _opaque(
    item: OpaqueElement, index: int, pairs: dict[int, int], names: Sequence[str], model: ThermalModel,
    constructions: Constructions,
) -> dict[str, Any]:  # fmt: skip
    layers: Sequence[Layer] = item.layers
    absorptance, emissivity = (item.absorptance_out, item.absorptance_in), (item.emissivity_out, item.emissivity_in)
    side: dict[str, Any] = {"sun_exposure": "NoSun", "wind_exposure": "NoWind"}
    if item.outer == "outside":
        side = {
            "outside_boundary_condition": "Outdoors",
            "sun_exposure": "SunExposed",
            "wind_exposure": "WindExposed",
        }
    elif item.outer == "sheltered":
        side["outside_boundary_condition"] = "Outdoors"
    elif item.outer == "zone":
        other = pairs.get(index)
        if other is None:
            side |= {
                "outside_boundary_condition": "Zone",
                "outside_boundary_condition_object": zone_name(item.other_zone),
            }
        else:
            twin = model.elements[other]
            side |= {"outside_boundary_condition": "Surface", "outside_boundary_condition_object": names[other]}
            layers = item.layers if index < other else tuple(reversed(twin.layers))
            absorptance = (twin.absorptance_in, item.absorptance_in)
            emissivity = (twin.emissivity_in, item.emissivity_in)
    else:
        name = _GROUND if item.outer == "ground" else _NOTHING
        side |= {"outside_boundary_condition": "OtherSideCoefficients", "outside_boundary_condition_object": name}
    construction = constructions.opaque(
        layers, absorptance=absorptance, emissivity=emissivity, is_rough=item.is_rough and item.outer == "outside"
    )
    return {
        "surface_type": surface_kind(item.tilt_deg, is_outside=item.outer in {"outside", "sheltered"}),
        "construction_name": construction,
        "zone_name": zone_name(item.zone),
        **side,
    }


def _outline(item: OpaqueElement, index: int, windows_m2: float) -> tuple[Point, ...]:
    if len(item.corners_m) < 3:
        return make_rectangle(item.area_m2, item.tilt_deg, item.azimuth_deg, index)
    corners = outward(item.corners_m, item.tilt_deg, item.azimuth_deg)
    share = (item.area_m2 + windows_m2) / outline_area_m2(corners)
    return corners if abs(share - 1.0) < 1e-6 else inset(corners, share)


def _window(
    window: WindowElement, name: str, host: str | None, place: int, sun: float, constructions: Constructions,
    objects: Objects,
) -> None:  # fmt: skip
    """Write a window: the part that takes sun as glass, the rest as an opaque frame of the same U-value round it."""
    lit = (1.0 - window.frame_fraction) * sun
    if host is None or lit < 1.0:
        share = min(lit, 1.0 - _LEAST_FRAME)
        if window.corners_m:
            outline = outward(window.corners_m, window.tilt_deg, window.azimuth_deg)
        else:
            outline = make_rectangle(window.area_m2, window.tilt_deg, window.azimuth_deg, place)
        host = f"F{name[1:]}"
        _frame(window, host, outline, constructions, objects)
        glass = inset(outline, share)
    else:
        glass = outward(window.corners_m, window.tilt_deg, window.azimuth_deg)
    if lit <= 0.0:
        return
    fields: dict[str, Any] = {
        "surface_type": "Window",
        "construction_name": constructions.glazing(window.glazing),
        "building_surface_name": host,
        "number_of_vertices": len(glass),
    }
    for k, point in enumerate(glass, start=1):
        for axis, value in zip("xyz", point, strict=True):
            fields[f"vertex_{k}_{axis}_coordinate"] = value
    objects.setdefault("FenestrationSurface:Detailed", {})[name] = fields


def _frame(
    window: WindowElement, name: str, outline: Sequence[Point], constructions: Constructions, objects: Objects
) -> None:
    resistance = _RIM_RESISTANCE
    if isinstance(window.glazing, SimpleGlazing):
        resistance = max(1.0 / window.glazing.u_value_w_m2k - _FILMS, 1e-3)
    construction = constructions.opaque(
        (Layer(resistance, 1.0, 0.0, 0.0),),
        absorptance=(0.0, _FRAME_ABSORPTANCE_IN),
        emissivity=(0.84, 0.84),
        is_rough=False,
    )
    is_outside = window.outer == "outside"
    objects.setdefault("BuildingSurface:Detailed", {})[name] = {
        "surface_type": surface_kind(window.tilt_deg, is_outside=True),
        "construction_name": construction,
        "zone_name": zone_name(window.zone),
        "outside_boundary_condition": "Outdoors",
        "sun_exposure": "SunExposed" if is_outside else "NoSun",
        "wind_exposure": "WindExposed" if is_outside else "NoWind",
        "vertices": _vertices(outline),
    }


def _shelter(surface: str, air_schedule: str, objects: Objects) -> None:
    """A sheltered face sees nothing but things as warm as the air outdoors."""
    things = {
        "surrounding_surface_name": "things",
        "surrounding_surface_view_factor": 1.0,
        "surrounding_surface_temperature_schedule_name": air_schedule,
    }
    objects.setdefault("SurfaceProperty:SurroundingSurfaces", {})[_SHELTER] = {
        "sky_view_factor": 0.0,
        "ground_view_factor": 0.0,
        "surfaces": [things],
    }
    fields = {"exterior_surface_name": surface, "surrounding_surfaces_object_name": _SHELTER}
    objects.setdefault("SurfaceProperty:LocalEnvironment", {})[f"L{surface}"] = fields


def _other_sides(model: ThermalModel, schedules: Schedules, objects: Objects) -> None:
    sides = {item.outer for item in model.elements}
    table: dict[str, dict[str, Any]] = {}
    if "ground" in sides:
        table[_GROUND] = {
            "combined_convective_radiative_film_coefficient": 0.0,
            "constant_temperature_coefficient": 1.0,
            "constant_temperature_schedule_name": schedules.add(model.ground_c),
        }
    if "adiabatic" in sides:
        table[_NOTHING] = {
            "combined_convective_radiative_film_coefficient": _NO_FILM,
            "constant_temperature": 20.0,
            "constant_temperature_coefficient": 1.0,
        }
    if table:
        objects["SurfaceProperty:OtherSideCoefficients"] = table


def _vertices(corners: Sequence[Point]) -> list[dict[str, float]]:
    keys = ("vertex_x_coordinate", "vertex_y_coordinate", "vertex_z_coordinate")
    return [dict(zip(keys, point, strict=True)) for point in corners]
