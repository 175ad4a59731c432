"""The records that the kernel reads: faces of a block eight at a time, with their modes and where they begin."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.hourly import kernel as k
from bldgassess.hourly.cells import Modes, make_cells, make_modes
from bldgassess.hourly.films import natural_film, pane_film
from bldgassess.hourly.lanes import LANES
from bldgassess.hourly.result import FloatArray, IntArray
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sunlit import Element, Sunlight
from bldgassess.hourly.tables import Faces
from bldgassess.hourly.thermal_model import Glazing, Layer, OpaqueElement, WindowElement

#: ISO 15099 Annex B: k = a + b T, mu = a + b T, cp = a + b T (T in K), molar mass [kg/kmol].
GASES: Mapping[str, tuple[float, ...]] = {
    "air": (2.873e-3, 7.760e-5, 3.723e-6, 4.94e-8, 1002.737, 1.2324e-2, 28.97),
    "argon": (2.285e-3, 5.149e-5, 3.379e-6, 6.451e-8, 521.9285, 0.0, 39.948),
    "krypton": (9.443e-4, 2.826e-5, 2.213e-6, 7.777e-8, 248.0907, 0.0, 83.80),
}
#: Roughness multipliers of the DOE-2 film: rough (brick, rough plaster) and very smooth (glass).
_ROUGH, _SMOOTH = 1.67, 1.0
#: Height of a window's gap, for convection in it [m]; the loss changes by under 1 % between 1 and 2 m.
_GAP_HEIGHT_M = 1.5
#: EN ISO 6946 films of U-values [m2 K/W], and the least resistance between the faces of a window.
_RSI, _RSE, _LEAST_R = 0.13, 0.04, 1e-3
#: Panes that a record has room for.
_MOST_PANES = 3
#: ISO 13370 film between a floor and the ground below it is part of the layers; the node is coupled almost rigidly.
_RIGID = 1e5
#: Emissivity of uncoated glass, for windows known by U and g.
_GLASS_EMISSIVITY = 0.84
#: Faces this level feel no lee side.
_LEVEL_COS = 0.98
_OPEN_SIDES = frozenset({"outside", "sheltered"})


@dataclass(frozen=True, slots=True)
class Start:
    """Temperatures before the warm-up [degC]: of each zone, outdoors and below floors."""

    zone_c: FloatArray
    outdoor_c: float
    ground_c: float


@dataclass(frozen=True, slots=True)
class Tiles:
    """What ``kernel.march`` reads of a block's faces.

    ``inner_of``: their index in elements + windows, -1 for none; ``sun_rows``: the rows of the sun that they need.
    """

    records: FloatArray
    table: IntArray
    lanes: IntArray
    shares: FloatArray
    inner_of: IntArray
    sun_rows: IntArray


def make_tiles(
    faces: Faces, block: IntArray, sunlight: Sunlight, start: Start, modes_of: Mapping[tuple[Layer, ...], Modes],
    step_s: float,
) -> Tiles:  # fmt: skip
    """Lay out the faces of a block's zones for steps of so many seconds.

    Faces of a kind stand together, those with most modes last, so that a tile wastes few; the last face of a kind fills
    a tile up, in a zone that does not count.
    """
    zone_place = {int(zone): n for n, zone in enumerate(block)}
    rows = [int(row) for zone in block for row in np.flatnonzero(faces.zone == zone)]
    shapes = {row: _shape(faces.items[row], modes_of) for row in rows}
    rows.sort(key=lambda row: shapes[row])  # stable: by zone and id within a shape
    groups: list[list[int]] = []
    for row in rows:
        kind, panes, _ = shapes[row]
        if not groups or len(groups[-1]) == LANES or shapes[groups[-1][0]][:2] != (kind, panes):
            groups.append([])
        groups[-1].append(row)
    lane_rows = np.array([row for group in groups for row in group + [-1] * (LANES - len(group))], dtype=np.int64)
    place_of = {int(row): place for place, row in enumerate(lane_rows) if row >= 0}
    records: list[FloatArray] = [np.zeros(0)]  # a zone without faces has none
    table = np.zeros((len(groups), 5), dtype=np.int64)
    lanes = np.full((len(groups), LANES, 4), -1, dtype=np.int64)
    at = 0
    for t, group in enumerate(groups):
        kind, panes, _ = shapes[group[0]]
        modes = max(shapes[row][2] for row in group)
        record = np.zeros((k.KIND_ROWS[kind] + k.MODE_ROWS * modes, LANES))
        for lane, row in enumerate(group + [group[-1]] * (LANES - len(group))):
            item = faces.items[row]
            _fill(record[:, lane], faces, row, kind, sunlight, start)
            if isinstance(item, OpaqueElement):
                _fill_modes(record[:, lane], k.KIND_ROWS[kind], modes_of[item.layers], step_s)
            twin = int(faces.twin[row])
            other = item.other_zone if isinstance(item, OpaqueElement) else -1
            lanes[t, lane] = (
                zone_place[item.zone],
                faces.sun_row[row],
                zone_place.get(other, -1),
                place_of.get(twin, -1),
            )
            if lane >= len(group):
                record[k.AREA // LANES, lane] = 0.0
                lanes[t, lane, k.LANE_ZONE] = len(block)
        table[t] = kind, at, at + k.KIND_ROWS[kind] * LANES, modes, panes
        records.append(record.reshape(-1))
        at += record.size
    shares = faces.beam_shares[:, np.maximum(lane_rows, 0)]
    inner_of = np.where(lane_rows >= 0, faces.places[np.maximum(lane_rows, 0)], -1)
    first = lanes[:, :, k.LANE_SUN]
    panes_of = table[:, k.PANES]
    used = [first, *(first[panes_of > pane] + pane for pane in range(1, _MOST_PANES))]
    sun_rows = np.unique(np.concatenate([rows.reshape(-1) for rows in used]))
    lanes[:, :, k.LANE_SUN] = np.searchsorted(sun_rows, first)
    return Tiles(np.concatenate(records), table, lanes, shares, inner_of.reshape(-1, LANES), sun_rows)


def make_modes_of(items: Sequence[Element]) -> dict[tuple[Layer, ...], Modes]:
    """Return the modes of each distinct build-up."""
    return {layers: make_modes(make_cells(layers)) for layers in {
        item.layers for item in items if isinstance(item, OpaqueElement)}}  # fmt: skip


def _shape(item: Element, modes_of: Mapping[tuple[Layer, ...], Modes]) -> tuple[int, int, int]:
    """Kind of tile, panes and modes of a face."""
    if isinstance(item, WindowElement):
        return k.GLASS, len(item.glazing.panes) if isinstance(item.glazing, Glazing) else 1, 0
    kind = k.OPEN if item.outer in _OPEN_SIDES else k.PARTITION if item.outer == "zone" else k.FIXED
    return kind, 0, len(modes_of[item.layers].rate)


def _put(record: FloatArray, first: int, *values: float) -> None:
    record[first // LANES : first // LANES + len(values)] = values


def _fill(record: FloatArray, faces: Faces, row: int, kind: int, sunlight: Sunlight, start: Start) -> None:
    """Write what a face is, without its modes, into its lane of a record."""
    item = faces.items[row]
    cos = math.cos(math.radians(item.tilt_deg))
    warm, cold = natural_film(cos)
    inner, outer = float(start.zone_c[item.zone]), _behind_c(item, start)
    _put(record, k.AREA, item.area_m2, warm, cold, 4.0 * STEFAN_BOLTZMANN * float(faces.radiant[row]))
    _put(record, k.DIFFUSE, float(faces.diffuse_share[row]))
    _put(record, k.T_OUT, outer, inner)
    _put(record, k.AIR, inner, inner)
    if kind == k.FIXED:
        is_ground = item.outer == "ground"
        _put(record, k.FIXED_G, _RIGID if is_ground else 0.0, float(is_ground))
    elif kind == k.PARTITION:
        assert isinstance(item, OpaqueElement)  # noqa: S101 - for the type checker
        twin = int(faces.twin[row])
        factor = float(faces.radiant[twin]) if twin >= 0 else item.emissivity_out
        _put(record, k.BACK_HOT, *natural_film(-cos), 4.0 * STEFAN_BOLTZMANN * factor)
    else:
        _fill_outdoors(record, item, cos, sunlight)
        if isinstance(item, WindowElement):
            _fill_glass(record, item, cos, float(faces.pane_share[row]), outer, inner)


def _behind_c(item: Element, start: Start) -> float:
    """Temperature on the outer side of a face before the warm-up [degC]."""
    if item.outer in _OPEN_SIDES:
        return start.outdoor_c
    if item.outer == "ground":
        return start.ground_c
    other = item.other_zone if isinstance(item, OpaqueElement) and item.outer == "zone" else item.zone
    return float(start.zone_c[other])


def _fill_outdoors(record: FloatArray, item: Element, cos: float, sunlight: Sunlight) -> None:
    is_outside = item.outer == "outside"
    wind = sunlight.wind_factor(item) if is_outside else 0.0
    turn = math.radians(item.azimuth_deg)
    upright = float(abs(cos) < _LEVEL_COS)
    if isinstance(item, OpaqueElement):
        emissivity, sun = item.emissivity_out, item.absorptance_out if is_outside else 0.0
        rough = _ROUGH if item.is_rough else _SMOOTH
    else:
        emissivity, sun, rough = _outer_emissivity(item), 0.0, _SMOOTH
    view = (0.5 * (1.0 + cos)) ** 1.5 if is_outside else 0.0
    base = emissivity * STEFAN_BOLTZMANN
    _put(
        record, k.OUT_HOT, *natural_film(-cos), wind**0.89, wind**0.617, rough, upright * math.sin(turn),
        upright * math.cos(turn), base * view, base * (1.0 - view), sun,
    )  # fmt: skip


def _outer_emissivity(item: WindowElement) -> float:
    return item.glazing.panes[0].emissivity_out if isinstance(item.glazing, Glazing) else _GLASS_EMISSIVITY


def _fill_glass(record: FloatArray, item: WindowElement, cos: float, share: float, outer: float, inner: float) -> None:
    _put(record, k.FILM_WARM, *pane_film(-cos))
    _put(record, k.FILM_COLD, *pane_film(cos))
    _put(record, k.PANE_SHARE, share)
    if not isinstance(item.glazing, Glazing):
        _put(record, k.PANE_R, max(1.0 / item.glazing.u_value_w_m2k - _RSI - _RSE, _LEAST_R))
        return
    panes = item.glazing.panes
    _put(record, k.PANE_R, *(pane.thickness_m / pane.conductivity_w_mk for pane in panes))
    nodes = 2 * len(panes)
    _put(record, k.NODE_T, *(outer + (inner - outer) * n / (nodes - 1) for n in range(1, nodes - 1)))
    for n, gap in enumerate(item.glazing.gaps):
        facing = 1.0 / (1.0 / panes[n].emissivity_in + 1.0 / panes[n + 1].emissivity_out - 1.0)
        width = gap.thickness_m
        _put(record, k.GAP + n * k.GAP_ROWS * LANES, facing, width, width / _GAP_HEIGHT_M, *GASES[gap.gas])


def _fill_modes(record: FloatArray, first: int, modes: Modes, step_s: float) -> None:
    """Write the modes at a step's length, scaled so that one weight serves both ways, and what they start from."""
    count = len(modes.rate)
    decay, scale = 1.0 / (1.0 + step_s * modes.rate), math.sqrt(step_s)
    by_outer, by_inner = scale * decay * modes.outer, scale * decay * modes.inner
    outer, inner = record[k.T_OUT // LANES], record[k.T_IN // LANES]
    state = (outer * modes.level + (inner - outer) * modes.slope) / scale
    across = step_s * float((decay * modes.outer * modes.inner).sum()) if count else modes.k_out
    _put(
        record, k.B_OUT,
        modes.k_out - step_s * float((decay * modes.outer**2).sum()), across,
        modes.k_in - step_s * float((decay * modes.inner**2).sum()),
    )  # fmt: skip
    _put(record, k.A_OUT, float(by_outer @ state), float(by_inner @ state))
    rows = np.stack([state, decay, by_outer, by_inner], axis=1)
    record[first : first + k.MODE_ROWS * count] = rows.reshape(-1)
