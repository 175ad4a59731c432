"""The arrays that the kernel reads: elements and windows of a thermal model, sorted by zone, with their sun."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly.cells import make_cells
from bldgassess.hourly.exchange import absorbed_shares, radiant_factors
from bldgassess.hourly.landing import SLOTS, landing
from bldgassess.hourly.result import HOURS, FloatArray, IntArray
from bldgassess.hourly.sunlit import Sunlight
from bldgassess.hourly.thermal_model import Glazing, OpaqueElement, SimpleGlazing, ThermalModel, WindowElement
from bldgassess.hourly.window_sun import WindowSun

#: ISO 15099 Annex B: k = a + b T, mu = a + b T, cp = a + b T (T in K), molar mass [kg/kmol].
GASES: dict[str, tuple[float, ...]] = {
    "air": (2.873e-3, 7.760e-5, 3.723e-6, 4.94e-8, 1002.737, 1.2324e-2, 28.97),
    "argon": (2.285e-3, 5.149e-5, 3.379e-6, 6.451e-8, 521.9285, 0.0, 39.948),
    "krypton": (9.443e-4, 2.826e-5, 2.213e-6, 7.777e-8, 248.0907, 0.0, 83.80),
}
_OUTER = {"outside": 0, "sheltered": 1, "ground": 2, "zone": 3, "adiabatic": 4}
_MOST_PANES = 3
#: Roughness multipliers of the DOE-2 film: rough (brick, rough plaster) and very smooth (glass).
_ROUGH, _SMOOTH = 1.67, 1.0
#: Height of a window's gap, for convection in it [m]; the loss changes by under 1 % between 1 and 2 m.
_GAP_HEIGHT_M = 1.5
#: EN ISO 6946 films of U-values [m2 K/W].
_RSI, _RSE = 0.13, 0.04


@dataclass(frozen=True, slots=True)
class Tables:
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


def make_tables(model: ThermalModel, sunlight: Sunlight, window_suns: dict[str, WindowSun]) -> Tables:
    """Lay a model out for the kernel; columns as named there."""
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
            absorb, rough = item.absorptance_out, item.is_rough
            eps_out, eps_in = item.emissivity_out, item.emissivity_in
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
        wind = sunlight.wind_factor(item)
        floats[row, 7], floats[row, 9], floats[row, 10] = wind**0.89, wind**0.617, item.azimuth_deg
        capacity.append(caps)
        conductance.append(np.append(conds, 0.0))
        start += len(caps)
    beam, diffuse, shares = _zone_sun(model, items, order, bounds, floats, window_suns, sunlight)
    return Tables(
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
