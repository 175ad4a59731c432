"""From a thermal model and a weather year to hourly temperatures and loads: arrays in, kernel, arrays out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.cells import make_cells
from bldgassess.hourly.exchange import absorbed_shares, radiant_factors
from bldgassess.hourly.landing import SLOT_OF_HOUR, SLOTS, landing
from bldgassess.hourly.result import HOURS, FloatArray, IntArray, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sunlit import Sunlight, make_sunlight
from bldgassess.hourly.thermal_model import (
    Airing,
    Glazing,
    OpaqueElement,
    SimpleGlazing,
    ThermalModel,
    ThermalZone,
    WindowElement,
)
from bldgassess.hourly.window_sun import WindowSun, make_window_sun

#: ISO 15099 Annex B: k = a + b T, mu = a + b T, cp = a + b T (T in K), molar mass [kg/kmol].
GASES: dict[str, tuple[float, ...]] = {
    "air": (2.873e-3, 7.760e-5, 3.723e-6, 4.94e-8, 1002.737, 1.2324e-2, 28.97),
    "argon": (2.285e-3, 5.149e-5, 3.379e-6, 6.451e-8, 521.9285, 0.0, 39.948),
    "krypton": (9.443e-4, 2.826e-5, 2.213e-6, 7.777e-8, 248.0907, 0.0, 83.80),
}
_OUTER = {"outside": 0, "sheltered": 1, "ground": 2, "zone": 3, "adiabatic": 4}
_MOST_PANES = 3
_CP_AIR, _R_AIR, _KELVIN = 1006.0, 287.05, 273.15
#: Roughness multipliers of the DOE-2 film: rough (brick, rough plaster) and very smooth (glass).
_ROUGH, _SMOOTH = 1.67, 1.0
_WARM_UP_DAYS = 28
#: Height of a window's gap, for convection in it [m]; the loss changes by under 1 % between 1 and 2 m.
_GAP_HEIGHT_M = 1.5
#: EN ISO 6946 films of U-values [m2 K/W].
_RSI, _RSE = 0.13, 0.04


@dataclass(frozen=True, slots=True)
class Simulated:
    """Hourly means (zones, 8760): air and mean radiant temperature [degC], heat and cooling [W]; the year's residual.

    ``outdoor_air_m3_s``: all outdoor air with opened windows. ``transmitted_w``: sun through the windows of each zone [W]. ``residual_fraction``: heat unaccounted for over moved.
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
    model: ThermalModel, weather: Weather, *, steps_per_hour: int = 4, keep_surfaces: bool = False, threads: bool = True
) -> Simulated:
    """Solve the year of a thermal model.

    Parameters
    ----------
    steps_per_hour : int
        1 while editing, 4 for a report.
    keep_surfaces : bool
        Also return the inner surface temperatures.
    threads : bool
        Use all cores where there are enough zones.
    """
    from bldgassess.hourly.kernel import march_one, march_parallel

    sunlight = make_sunlight(model, weather)
    window_suns = {w.id: make_window_sun(w, sunlight) for w in model.windows}
    tables = _tables(model, weather, sunlight, window_suns)
    zones = model.zones
    shape = (len(zones), HOURS)
    out = [np.zeros(shape) for _ in range(5)]
    inner = np.zeros((len(tables.ints), HOURS if keep_surfaces else 1))
    stack = [np.ascontiguousarray(np.stack([getattr(z, name) for z in zones])) for name in (
        "convective_w", "radiant_w", "heat_above_c", "cool_below_c", "outdoor_air_m3_s")]  # fmt: skip
    fans = np.stack([z.mechanical_m3_s if z.mechanical_m3_s is not None else np.zeros(HOURS) for z in zones])
    limits = np.array([_zone_row(z) for z in zones], dtype=float)
    march = march_parallel if threads and len(zones) >= 8 else march_one
    residual = march(
        HOURS, 0, steps_per_hour, 24 * _WARM_UP_DAYS, 20.0, tables.bounds, tables.ints, tables.floats,
        tables.capacity, tables.conductance, tables.gaps, np.array(list(GASES.values())), tables.sun, tables.panes,
        tables.beam, tables.diffuse, tables.beam_shares, SLOT_OF_HOUR, weather.t_out_c.copy(), sky_temperature_c(weather), weather.wind_m_s.copy(),
        wind_direction(weather), model.ground_c.copy(), _air_capacity(weather), limits, *stack, fans, *out, inner,
    )  # fmt: skip
    order = tables.order
    surfaces = inner[np.argsort(order)] if keep_surfaces else np.zeros((0, HOURS))
    return Simulated(*out, tables.beam + tables.diffuse, float(residual), surfaces)


def _zone_row(zone: ThermalZone) -> list[float]:
    """Return the columns of the kernel's zone table."""
    air = zone.airing or Airing(math.inf, 0.0)
    row = [zone.volume_m3, zone.heat_limit_w, zone.cool_limit_w, float(zone.operative_control)]
    row += [air.flow_m3_s, air.open_above_c, air.cooler_k, zone.recovery, zone.bypass_above_c]
    return [*row, air.area_m2, air.height_m]


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


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the kernel reads, elements and windows sorted by zone; ``order``: their index in elements + windows."""

    bounds: IntArray
    order: IntArray
    ints: IntArray
    floats: FloatArray
    capacity: FloatArray
    conductance: FloatArray
    gaps: FloatArray
    sun: FloatArray
    panes: FloatArray
    beam: FloatArray
    diffuse: FloatArray
    beam_shares: FloatArray


def _tables(
    model: ThermalModel, weather: Weather, sunlight: Sunlight, window_suns: dict[str, WindowSun]
) -> _Tables:
    items: list[OpaqueElement | WindowElement] = [*model.elements, *model.windows]
    order = np.array(sorted(range(len(items)), key=lambda i: (items[i].zone, i)), dtype=np.int64)
    bounds = np.searchsorted([items[i].zone for i in order], np.arange(len(model.zones) + 1)).astype(np.int64)
    row_of = {items[i].id: row for row, i in enumerate(order)}
    ints = np.full((len(items), 9), -1, dtype=np.int64)
    floats = np.zeros((len(items), 11))
    capacity: list[FloatArray] = []
    conductance: list[FloatArray] = []
    suns: list[FloatArray] = []
    sun_rows: dict[str, int] = {}
    panes: list[FloatArray] = []
    gaps: list[tuple[float, ...]] = []
    start = 0
    for row, i in enumerate(order):
        item = items[i]
        if isinstance(item, OpaqueElement):
            cells = make_cells(item.layers)
            caps, conds = cells.capacity, cells.conductance
            if item.outer == "outside":
                ints[row, 5] = _sun_row(sunlight.key(item), sunlight.on(item).total, sun_rows, suns)
            elif item.outer == "zone":
                ints[row, 5] = row_of.get(item.twin, -1)
            absorb, eps_out, eps_in, rough = item.absorptance_out, item.emissivity_out, item.emissivity_in, item.is_rough
            ints[row, 7] = 0
        else:
            caps, conds = _window_nodes(item)
            ints[row, 6] = len(panes)
            ints[row, 7] = len(item.glazing.panes) if isinstance(item.glazing, Glazing) else 1
            panes.append(window_suns[item.id].absorbed_w_m2)
            gaps += _gap_rows(item)
            absorb, rough = 0.0, False
            eps_out, eps_in = _window_emissivity(item)
        ints[row, :5] = (start, len(caps), item.zone, _OUTER[item.outer], getattr(item, "other_zone", -1))
        cos = math.cos(math.radians(item.tilt_deg))
        view = 0.5 * (1.0 + cos)
        floats[row, :5] = (item.area_m2, cos, eps_out, view**1.5, _ROUGH if rough else _SMOOTH)
        floats[row, 5], floats[row, 6] = eps_in, absorb
        floats[row, 9], floats[row, 10] = sunlight.wind_factor(item), item.azimuth_deg
        capacity.append(caps)
        conductance.append(np.append(conds, 0.0))
        start += len(caps)
    beam, diffuse, shares = _zone_sun(model, items, order, bounds, floats, window_suns, sunlight)
    return _Tables(
        bounds, order, ints, floats, np.concatenate(capacity), np.concatenate(conductance),
        np.array(gaps) if gaps else np.zeros((1, 4)), np.array(suns) if suns else np.zeros((1, HOURS)),
        np.array(panes) if panes else np.zeros((1, _MOST_PANES, HOURS)), beam, diffuse, shares,
    )  # fmt: skip


def _sun_row(key: str, values: FloatArray, rows: dict[str, int], suns: list[FloatArray]) -> int:
    if key not in rows:
        rows[key] = len(suns)
        suns.append(values)
    return rows[key]


def _window_nodes(item: WindowElement) -> tuple[FloatArray, FloatArray]:
    if isinstance(item.glazing, SimpleGlazing):
        resistance = max(1.0 / item.glazing.u_value_w_m2k - _RSI - _RSE, 1e-3)
        return np.zeros(2), np.array([1.0 / resistance])
    conds: list[float] = []
    for pane in item.glazing.panes:
        conds += [pane.conductivity_w_mk / pane.thickness_m, 2.0]
    return np.zeros(2 * len(item.glazing.panes)), np.array(conds[:-1])


def _gap_rows(item: WindowElement) -> list[tuple[float, ...]]:
    """Two rows a window (unused ones zero): radiation factor, width, height, gas."""
    rows: list[tuple[float, ...]] = []
    if isinstance(item.glazing, Glazing):
        for k, gap in enumerate(item.glazing.gaps):
            first, second = item.glazing.panes[k].emissivity_in, item.glazing.panes[k + 1].emissivity_out
            factor = 1.0 / (1.0 / first + 1.0 / second - 1.0)
            rows.append((factor, gap.thickness_m, _GAP_HEIGHT_M, float(list(GASES).index(gap.gas))))
    return (rows + [(0.0, 1.0, 1.0, 0.0)] * 2)[:2]


def _window_emissivity(item: WindowElement) -> tuple[float, float]:
    if isinstance(item.glazing, Glazing):
        return item.glazing.panes[0].emissivity_out, item.glazing.panes[-1].emissivity_in
    return 0.84, 0.84


def _zone_sun(
    model: ThermalModel, items: Sequence[OpaqueElement | WindowElement], order: IntArray, bounds: IntArray,
    floats: FloatArray, window_suns: dict[str, WindowSun], sunlight: Sunlight,
) -> tuple[FloatArray, FloatArray, FloatArray]:  # fmt: skip
    """Sun into each zone (zones, hours) as beam and diffuse [W]; writes the shares of each surface into the table."""
    beam, diffuse = np.zeros((len(model.zones), HOURS)), np.zeros((len(model.zones), HOURS))
    beam_shares = np.zeros((len(items), SLOTS))
    for z in range(len(model.zones)):
        rows = range(bounds[z], bounds[z + 1])
        members = [items[order[row]] for row in rows]
        if not members:
            continue
        area = np.array([item.area_m2 for item in members])
        taken = np.array([
            item.absorptance_in if isinstance(item, OpaqueElement) else window_suns[item.id].back_absorptance
            for item in members
        ])  # fmt: skip
        kept = np.array([
            1.0 if isinstance(item, OpaqueElement) else window_suns[item.id].back_kept for item in members
        ])  # fmt: skip
        floor = np.array([isinstance(item, OpaqueElement) and item.tilt_deg > 150.0 for item in members])
        first = np.where(floor, area, 0.0) if floor.any() else area
        slots = landing(members, window_suns, sunlight, first / first.sum())
        beam_shares[bounds[z] : bounds[z + 1]] = absorbed_shares(area, taken, slots) * kept[:, None]
        opaque = np.where([isinstance(m, OpaqueElement) for m in members], area, 0.0)
        if opaque.any():
            floats[bounds[z] : bounds[z + 1], 8] = absorbed_shares(area, taken, opaque / opaque.sum()) * kept
        floats[bounds[z] : bounds[z + 1], 5] = radiant_factors(area, floats[bounds[z] : bounds[z + 1], 5])
        for item in members:
            if isinstance(item, WindowElement):
                beam[z] += window_suns[item.id].beam_w
                diffuse[z] += window_suns[item.id].diffuse_w
    return beam, diffuse, beam_shares
