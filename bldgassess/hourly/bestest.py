"""The cases of ANSI/ASHRAE 140-2020 section 7 as thermal models, from their published input tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bldgassess.data_rows import data_rows
from bldgassess.hourly.result import HOURS, FloatArray, Weather
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.thermal_model import (
    Gap,
    Glazing,
    Layer,
    OpaqueElement,
    Pane,
    Shade,
    ThermalModel,
    ThermalZone,
    WindowElement,
)

Point = tuple[float, float, float]
_NEVER = np.full(HOURS, np.nan)


@cache
def case_data() -> dict[str, Any]:
    """Return the published inputs."""
    text = files("bldgassess.hourly").joinpath("data", "bestest_cases.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


def case_names() -> tuple[str, ...]:
    """Return the names of all cases."""
    return tuple(case_data()["cases"])


@dataclass(frozen=True)
class _Case:
    """A case with what it inherits worked in."""

    fields: dict[str, Any]

    def get(self, key: str) -> Any:  # noqa: ANN401 - values of a JSON file
        return self.fields.get(key)


def _resolved(name: str) -> _Case:
    cases = case_data()["cases"]
    own = dict(cases[name])
    like = own.pop("like", None)
    base = own.pop("base", None)
    fields: dict[str, Any] = {}
    if base:
        fields |= _resolved(base).fields
    if like:
        other = _resolved(like).fields
        fields |= {key: other[key] for key in other if key not in {"mass"}}
    return _Case(fields | own)


def make_case(name: str) -> ThermalModel:
    """Make the thermal model of a case, such as ``"600"`` or ``"960"``."""
    case = _resolved(name)
    geometry = case_data()["geometry"]
    width, depth, height = geometry["length_EW_m"], geometry["depth_NS_m"], geometry["height_m"]
    zone = _zone(case, "house", width * depth * height)
    if case.get("sunspace"):
        return _sunspace(case, zone, width, depth, height)
    elements, windows = _box(case, 0, (0.0, 0.0), (width, depth, height), _south_windows(case), _side_windows(case))
    return ThermalModel((zone,), tuple(elements), tuple(windows), np.zeros(HOURS), 0.2, _shades(case, width, height))


def _layers(key: str) -> tuple[Layer, ...]:
    rows = case_data()["constructions"][key]
    return tuple(
        Layer(row["thickness_m"], row["conductivity_W_mK"], row["density_kg_m3"], row["cp_J_kgK"]) for row in rows
    )


def _construction(case: _Case, part: str) -> tuple[Layer, ...]:
    if case.get(part):
        return _layers(case.get(part))
    if part == "roof":
        return _layers("roof")
    return _layers(f"{case.get('mass')}_{part}")


def _zone(case: _Case, name: str, volume: float, *, plain: bool = False) -> ThermalZone:
    gain = case_data()["internal_gain"]
    total = 0.0 if plain else gain["total_W"]
    leak = np.full(HOURS, case_data()["infiltration"]["ach"] * volume / 3600.0)
    heat, cool = (_NEVER, _NEVER) if plain or case.get("free_float") else _set_points(case)
    if case.get("vent") and not plain:
        hour = np.arange(HOURS) % 24
        leak = leak + np.where((hour >= 18) | (hour < 7), 1703.16 / 3600.0, 0.0)
    return ThermalZone(
        name,
        volume,
        np.full(HOURS, total * gain["convective_fraction"]),
        np.full(HOURS, total * gain["radiant_fraction"]),
        heat,
        cool,
        leak,
    )


def _set_points(case: _Case) -> tuple[FloatArray, FloatArray]:
    hour = np.arange(HOURS) % 24
    heat = _NEVER if case.get("heat") is None else np.full(HOURS, float(case.get("heat")))
    cool = _NEVER if case.get("cool") is None else np.full(HOURS, float(case.get("cool")))
    if case.get("heat_schedule"):  # 10 degC at night, a ramp through the hour before 8, 20 degC by day
        heat = np.where((hour >= 8) & (hour < 23), 20.0, np.where(hour == 7, 15.0, 10.0))
    if case.get("cool_schedule"):
        cool = np.where((hour >= 7) & (hour < 18), 27.0, np.nan)
    return heat, cool


def _pane(row: dict[str, float]) -> Pane:
    front = row.get("rho_sol_front", row.get("rho_sol", 0.0))
    back = row.get("rho_sol_back", row.get("rho_sol", 0.0))
    return Pane(
        row["thickness_m"], row["k"], row["tau_sol"], front, back,
        row.get("eps_front", row.get("emissivity", 0.84)), row.get("eps_back", row.get("emissivity", 0.84)),
    )  # fmt: skip


def _glazing(case: _Case) -> Glazing:
    table = case_data()["glazing"]
    clear = _pane(table["base"]["glass"])
    kind = case.get("glazing")
    if kind == "low_e_660":
        row = table["low_e_660"]
        return Glazing((_pane(row["outer"]), clear), (Gap(row["gap"]["thickness_m"], row["gap"]["gas"]),))
    if kind == "single_670":
        return Glazing((clear,), ())
    gap = table["base"]["gap"]
    return Glazing((clear, clear), (Gap(gap["thickness_m"], gap["gas"]),))


def _south_windows(case: _Case) -> list[tuple[float, float, float, float]]:
    """Return windows of the south wall: distance from its west end, sill, width, height [m]."""
    if case.get("windows") == "E+W":
        return []
    return [(row["x0"], row["sill"], row["w"], row["h"]) for row in case_data()["geometry"]["windows_south"]]


def _side_windows(case: _Case) -> list[tuple[float, float, float, float]]:
    """Return the window of the east and of the west wall, centred."""
    if case.get("windows") != "E+W":
        return []
    depth = case_data()["geometry"]["depth_NS_m"]
    return [((depth - 3.0) / 2.0, 0.2, 3.0, 2.0)]


def _wall_rectangle(
    origin: Point, along: tuple[float, float], x: float, z: float, w: float, h: float
) -> tuple[Point, ...]:
    """Return the corners of a rectangle in a wall that starts at ``origin`` and runs along a direction in plan."""

    def at(dx: float, dz: float) -> Point:
        return (origin[0] + along[0] * dx, origin[1] + along[1] * dx, origin[2] + dz)

    return at(x, z), at(x + w, z), at(x + w, z + h), at(x, z + h)


def _box(
    case: _Case, zone: int, origin: tuple[float, float], size: tuple[float, float, float],
    south: list[tuple[float, float, float, float]], sides: list[tuple[float, float, float, float]],
    *, skip: tuple[str, ...] = (),
) -> tuple[list[OpaqueElement], list[WindowElement]]:  # fmt: skip
    """Make walls, roof and floor of a box with windows; walls are named S, E, N, W."""
    (x, y), (width, depth, height) = origin, size
    surface = case_data()["surfaces"]
    common = {
        "absorptance_out": surface["solar_absorptance_ext"],
        "absorptance_in": surface["solar_absorptance_int"],
        "emissivity_out": surface["emissivity_ext"],
        "emissivity_in": surface["emissivity_int"],
    }
    walls = {
        "S": ((x, y, 0.0), (1.0, 0.0), width, 180.0, south),
        "E": ((x + width, y, 0.0), (0.0, 1.0), depth, 90.0, sides),
        "N": ((x + width, y + depth, 0.0), (-1.0, 0.0), width, 0.0, []),
        "W": ((x, y + depth, 0.0), (0.0, -1.0), depth, 270.0, sides),
    }
    elements: list[OpaqueElement] = []
    windows: list[WindowElement] = []
    for side, (start, along, length, azimuth, panes) in walls.items():
        if side in skip:
            continue
        glass = sum(w * h for _, _, w, h in panes)
        corners = _wall_rectangle(start, along, 0.0, 0.0, length, height)
        elements.append(
            OpaqueElement(
                f"{zone}/{side}",
                zone,
                length * height - glass,
                90.0,
                azimuth,
                _construction(case, "wall"),
                "outside",
                corners_m=corners,
                **common,
            )
        )
        for k, (dx, sill, w, h) in enumerate(panes):
            outline = _wall_rectangle(start, along, dx, sill, w, h)
            windows.append(
                WindowElement(f"{zone}/{side}{k}", zone, w * h, 90.0, azimuth, _glazing(case), corners_m=outline)
            )
    plan = width * depth
    elements.append(
        OpaqueElement(
            f"{zone}/roof",
            zone,
            plan,
            0.0,
            0.0,
            _construction(case, "roof"),
            "outside",
            corners_m=_level(origin, size, height),
            **common,
        )
    )
    elements.append(
        OpaqueElement(
            f"{zone}/floor",
            zone,
            plan,
            180.0,
            0.0,
            _construction(case, "floor"),
            "sheltered",
            corners_m=_level(origin, size, 0.0),
            **common,
        )
    )
    return elements, windows


def _level(origin: tuple[float, float], size: tuple[float, float, float], z: float) -> tuple[Point, ...]:
    (x, y), (width, depth, _) = origin, size
    return (x, y, z), (x + width, y, z), (x + width, y + depth, z), (x, y + depth, z)


def _shades(case: _Case, width: float, height: float) -> tuple[Shade, ...]:
    """Return the overhang of 610 and the overhangs and fins of 630, each 1 m deep."""
    if case.get("overhang_m"):
        d = float(case.get("overhang_m"))
        return (Shade(((0.0, 0.0, height), (width, 0.0, height), (width, -d, height), (0.0, -d, height))),)
    if not case.get("shade"):
        return ()
    depth = case_data()["geometry"]["depth_NS_m"]
    low, high = (depth - 3.0) / 2.0, (depth + 3.0) / 2.0
    shades = []
    for x, out in ((width, 1.0), (0.0, -1.0)):
        shades.append(Shade(((x, low, height), (x, high, height), (x + out, high, height), (x + out, low, height))))
        shades += [Shade(((x, y, 0.0), (x + out, y, 0.0), (x + out, y, height), (x, y, height))) for y in (low, high)]
    return tuple(shades)


def _sunspace(case: _Case, back: ThermalZone, width: float, depth: float, height: float) -> ThermalModel:
    """Return case 960: the back zone of case 600 and a sunspace of case 900 in front of it."""
    deep = 2.0
    sun_zone = _zone(case, "sunspace", width * deep * height, plain=True)
    light = _Case({**case.fields, "mass": "light"})
    rear, _ = _box(light, 0, (0.0, deep), (width, depth, height), [], [], skip=("S",))
    front, windows = _box(case, 1, (0.0, 0.0), (width, deep, height), _south_windows(case), [], skip=("N",))
    layers = _layers("common_wall_960")
    common = OpaqueElement(
        "0/common",
        0,
        width * height,
        90.0,
        180.0,
        layers,
        "zone",
        1,
        "1/common",
        corners_m=_wall_rectangle((0.0, deep, 0.0), (1.0, 0.0), 0.0, 0.0, width, height),
    )
    mirrored = replace(common, id="1/common", zone=1, azimuth_deg=0.0, other_zone=0, twin="0/common")
    return ThermalModel((back, sun_zone), (*rear, common, *front, mirrored), tuple(windows), np.zeros(HOURS))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a case: ours beside the six programs' range and the acceptance limits, where there are any."""

    case: str
    metric: str
    value: float
    low: float
    high: float
    limits: tuple[float, float] | None

    @property
    def is_inside(self) -> bool:
        """Whether it is inside the programs' range."""
        return self.low <= self.value <= self.high

    @property
    def is_accepted(self) -> bool:
        """Whether it is inside the acceptance limits; inside the range where those contradict the range."""
        if self.limits is None:
            return True
        low, high = self.limits
        if low > self.high or high < self.low:  # 660 heating: limits that exclude every program are a misprint
            return self.is_inside
        return low <= self.value <= high


def run_case(name: str, weather: Weather) -> tuple[Figure, ...]:
    """Solve a case and hold every figure that is published for it against its range."""
    result = simulate(make_case(name), weather)
    last, glass = result.air_c[-1], result.transmitted_w.sum() / 1e3 / 12.0
    found = {
        "annual_heating_MWh": result.heat_w[0].sum() / 1e6,
        "annual_cooling_MWh": result.cool_w[0].sum() / 1e6,
        "peak_heating_kW": result.heat_w[0].max() / 1e3,
        "peak_cooling_kW": result.cool_w[0].max() / 1e3,
        "minimum_temperature": last.min(),
        "maximum_temperature": last.max(),
        "average_temperature": last.mean(),
        "solar_radiation_unshaded_annual_transmitted:South": glass,
        "solar_radiation_shaded_annual_transmitted:South": glass,
    }
    figures = []
    for row in _ranges():
        if row["case"] == name and row["metric"] in found and not (name == "620" and "South" in row["metric"]):
            limits = (float(row["accept_low"]), float(row["accept_high"])) if row["accept_low"] else None
            figures.append(
                Figure(name, row["metric"], float(found[row["metric"]]), float(row["min"]), float(row["max"]), limits)
            )
    return tuple(figures)


@cache
def _ranges() -> tuple[dict[str, str], ...]:
    return tuple(data_rows("bldgassess.hourly", "bestest_ranges.csv"))
