"""From a thermal model and a weather year to hourly temperatures and loads: arrays in, kernel, arrays out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.landing import SLOT_OF_HOUR
from bldgassess.hourly.result import HOURS, FloatArray, IntArray, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sunlit import make_sunlight
from bldgassess.hourly.tables import GASES, Tables, make_tables
from bldgassess.hourly.thermal_model import Airing, ThermalModel, ThermalZone
from bldgassess.hourly.window_sun import make_window_sun

_CP_AIR, _R_AIR, _KELVIN = 1006.0, 287.05, 273.15
_WARM_UP_DAYS = 28


@dataclass(frozen=True, slots=True)
class Simulated:
    """Hourly means (zones, 8760): air and mean radiant temperature [degC], heat and cooling [W]; the year's residual.

    ``outdoor_air_m3_s``: all outdoor air with opened windows. ``transmitted_w``: sun through the windows of each zone
    [W]. ``residual_fraction``: heat unaccounted for over moved.
    ``inner_c``: inner surface temperature of each element, windows last (empty unless asked for) [degC].
    """

    air_c: FloatArray
    radiant_c: FloatArray
    heat_w: FloatArray
    cool_w: FloatArray
    outdoor_air_m3_s: FloatArray
    transmitted_w: FloatArray
    residual_fraction: float
    inner_c: FloatArray


def simulate(
    model: ThermalModel,
    weather: Weather,
    *,
    steps_per_hour: int = 4,
    keep_surfaces: bool = False,
    span: IntArray | None = None,
) -> Simulated:
    """Solve the year of a thermal model, or some hours of it.

    Parameters
    ----------
    steps_per_hour : int
        1 while editing, 4 for a report.
    keep_surfaces : bool
        Also return the inner surface temperatures.
    span : IntArray or None
        Hours of the year in the order they are solved, without a warm-up before them; results have their length.
    """
    from bldgassess.hourly.kernel import march

    sunlight = make_sunlight(model, weather)
    window_suns = {w.id: make_window_sun(w, sunlight) for w in model.windows}
    tables = make_tables(model, sunlight, window_suns)
    zones = model.zones
    lead = 24 * _WARM_UP_DAYS
    hours, warm = (HOURS, lead) if span is None else (len(span), 0)
    cut: IntArray = np.arange(HOURS) if span is None else span
    out = [np.zeros((len(zones), hours)) for _ in range(5)]
    inner = np.zeros((len(tables.ints), hours if keep_surfaces else 1))
    stack = [np.ascontiguousarray(np.stack([getattr(z, name)[cut] for z in zones])) for name in (
        "convective_w", "radiant_w", "heat_above_c", "cool_below_c", "outdoor_air_m3_s")]  # fmt: skip
    still = np.zeros(HOURS)
    fans = np.stack([(z.mechanical_m3_s if z.mechanical_m3_s is not None else still)[cut] for z in zones])
    limits = np.array([_zone_row(z) for z in zones], dtype=float)
    climate = (
        weather.t_out_c[cut],
        sky_temperature_c(weather)[cut],
        weather.wind_m_s[cut],
        wind_direction(weather)[cut],
        model.ground_c[cut],
        _air_capacity(weather),
    )
    gas = np.array(list(GASES.values()))
    outdoor = float(weather.t_out_c[cut[:lead] if span is not None else cut[-lead:]].mean())
    start = _start_c(model, outdoor)
    nodes = _node_start_c(model, outdoor, tables, start)
    model_arrays = (tables.bounds, tables.ints, tables.floats, tables.capacity, tables.conductance, tables.gaps, gas)
    sun, panes, beam, diffuse = (
        item if span is None else np.ascontiguousarray(item[..., cut])
        for item in (tables.sun, tables.panes, tables.beam, tables.diffuse)
    )
    sun_arrays = (sun, panes, beam, diffuse, tables.beam_shares, SLOT_OF_HOUR[cut])
    residual = march(
        hours, steps_per_hour, warm, nodes, start, *model_arrays, *sun_arrays, *climate,
        limits, *stack, fans, *out, inner,
    )  # fmt: skip
    order = tables.order
    surfaces = inner[np.argsort(order)] if keep_surfaces else np.zeros((0, hours))
    air, mrt, heat, cool, flow = out
    return Simulated(air, mrt, heat, cool, flow, beam + diffuse, float(residual), surfaces)


def _zone_row(zone: ThermalZone) -> list[float]:
    """Return the columns of the kernel's zone table."""
    air = zone.airing or Airing(math.inf, 0.0)
    row = [zone.volume_m3, zone.heat_limit_w, zone.cool_limit_w, float(zone.operative_control)]
    row += [air.flow_m3_s, air.open_above_c, air.cooler_k, zone.recovery, zone.bypass_above_c]
    return [*row, air.area_m2, air.height_m]


def _start_c(model: ThermalModel, outdoor_c: float) -> FloatArray:
    """Temperature of each zone before the warm-up [degC]: the outdoor air's, drawn between its set-points."""
    lowest = [float(np.nanmax(z.heat_above_c)) if np.isfinite(z.heat_above_c).any() else -np.inf for z in model.zones]
    highest = [float(np.nanmin(z.cool_below_c)) if np.isfinite(z.cool_below_c).any() else np.inf for z in model.zones]
    return np.array([max(low, min(high, outdoor_c)) for low, high in zip(lowest, highest, strict=True)])


def _node_start_c(model: ThermalModel, outdoor_c: float, tables: Tables, start_c: FloatArray) -> FloatArray:
    """Temperature of each node before the warm-up [degC]: steady between both sides, so that soil is settled."""
    found = []
    for row in tables.ints:
        first, count, zone, outer, other = (int(row[k]) for k in range(5))
        inner = float(start_c[zone])
        side = {0: outdoor_c, 1: outdoor_c, 2: float(model.ground_c[-1]), 3: float(start_c[other]), 4: inner}[outer]
        steps = 1.0 / tables.conductance[first : first + count - 1]
        share = np.concatenate([[0.0], np.cumsum(steps)]) / max(float(steps.sum()), 1e-9)
        found.append(side + share * (inner - side))
    return np.concatenate(found)


def _air_capacity(weather: Weather) -> float:
    """Heat capacity of air [J/(m3 K)] at the pressure of the place and 20 degC, at which air flows are stated."""
    return _CP_AIR * float(weather.pressure_pa.mean()) / (_R_AIR * (20.0 + _KELVIN))


def sky_temperature_c(weather: Weather) -> FloatArray:
    """Temperature of a black sky that sends the weather's infrared [degC]."""
    result: FloatArray = (weather.sky_ir_w_m2 / STEFAN_BOLTZMANN) ** 0.25 - _KELVIN
    return result


def wind_direction(weather: Weather) -> FloatArray:
    """Where the wind comes from [deg], -1 where it is not known."""
    known = weather.wind_from_deg
    return known.copy() if known is not None else np.full(HOURS, -1.0)
