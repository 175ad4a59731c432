"""What decides a model's year besides the step: faces in one order, their sun, where light in a room ends up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bldgassess.hourly.exchange import absorbed_shares, radiant_factors
from bldgassess.hourly.landing import landing
from bldgassess.hourly.result import HOURS, FloatArray, IntArray
from bldgassess.hourly.sunlit import Element, Sunlight
from bldgassess.hourly.thermal_model import Glazing, OpaqueElement, ThermalModel, WindowElement
from bldgassess.hourly.window_sun import WindowSun, let_through, window_sun

#: Emissivity of a window known by U and g: uncoated glass.
_GLASS_EMISSIVITY = 0.84


@dataclass(frozen=True, slots=True)
class Faces:
    """Elements and windows by zone and id, whatever order the model has them in.

    ``places``: index of each in elements + windows; ``zone``: index of its zone; ``twin``: row of a partition's other
    face, -1 for none. ``radiant``: exchange factor with the mean radiant node [-]. ``beam_shares`` (slots, rows) and
    ``diffuse_share``: what of the zone's beam and diffuse light a square metre takes [1/m2]. ``sun_row``: row of
    ``sun`` [W/m2] with what falls on it, or its first pane takes times ``pane_share``. ``beam_w``, ``diffuse_w``
    (zones, 8760): sun into each zone [W].
    """

    items: tuple[Element, ...]
    places: IntArray
    zone: IntArray
    twin: IntArray
    radiant: FloatArray
    beam_shares: FloatArray
    diffuse_share: FloatArray
    sun: FloatArray
    sun_row: IntArray
    pane_share: FloatArray
    beam_w: FloatArray
    diffuse_w: FloatArray


def make_faces(model: ThermalModel, sunlight: Sunlight) -> Faces:
    """Sort a model's elements and work out what the sun does to them."""
    given: list[Element] = [*model.elements, *model.windows]
    places = sorted(range(len(given)), key=lambda k: (given[k].zone, given[k].id))
    items = tuple(given[k] for k in places)
    zone = np.array([item.zone for item in items], dtype=np.int64)
    row_of = {item.id: row for row, item in enumerate(items)}
    twins = [row_of.get(item.twin, -1) if isinstance(item, OpaqueElement) else -1 for item in items]
    glass = {row: window_sun(item, sunlight) for row, item in enumerate(items) if isinstance(item, WindowElement)}
    passed = {row: let_through(item) for row, item in enumerate(items) if isinstance(item, WindowElement)}
    sun, sun_row, pane_share = _sun_rows(items, glass, passed, sunlight)
    beams: list[FloatArray | None] = [None] * len(items)
    beam_w, diffuse_w = np.zeros((len(model.zones), HOURS)), np.zeros((len(model.zones), HOURS))
    for row, item in enumerate(items):
        if row in glass:
            share = item.area_m2 * passed[row]
            beams[row] = beam = glass[row].beam * share
            beam_w[item.zone] += beam
            diffuse_w[item.zone] += glass[row].diffuse * share
    area = np.array([item.area_m2 for item in items])
    beam_shares, diffuse_share = _light(items, zone, area, glass, beams, sunlight)
    return Faces(
        items, np.array(places, dtype=np.int64), zone, np.array(twins, dtype=np.int64),
        radiant_factors(area, np.array([_emissivity(item) for item in items]), zone),
        beam_shares / area, diffuse_share / area, sun, sun_row, pane_share, beam_w, diffuse_w,
    )  # fmt: skip


def _emissivity(item: Element) -> float:
    if isinstance(item, OpaqueElement):
        return item.emissivity_in
    return item.glazing.panes[-1].emissivity_in if isinstance(item.glazing, Glazing) else _GLASS_EMISSIVITY


def _sun_rows(
    items: tuple[Element, ...], glass: dict[int, WindowSun], passed: dict[int, float | FloatArray], sunlight: Sunlight
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Return the distinct hours of sun outside and in panes, the row of each face, and its factor."""
    rows: list[FloatArray] = [np.zeros(HOURS)]
    known: dict[object, int] = {}
    first, share = np.zeros(len(items), dtype=np.int64), np.ones(len(items))

    def place(key: object, hours: FloatArray) -> int:
        if key not in known:
            known[key] = len(rows)
            rows.extend(hours)
        return known[key]

    for row, item in enumerate(items):
        if isinstance(item, OpaqueElement):
            if item.outer == "outside":
                first[row] = place(sunlight.key(item), sunlight.total(item)[None, :])
            continue
        factor = passed[row]
        if isinstance(factor, float):
            share[row] = factor
            first[row] = place(id(glass[row]), glass[row].absorbed)
        else:
            first[row] = place(("window", row), glass[row].absorbed * factor)
    return np.array(rows), first, share


def _light(
    items: tuple[Element, ...], zone: IntArray, area: FloatArray, glass: dict[int, WindowSun],
    beams: list[FloatArray | None], sunlight: Sunlight,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Shares of a zone's beam (slots, faces) and diffuse light (faces,) that its faces take at last [-]."""
    if not items:
        return np.zeros((1, 0)), np.zeros(0)
    opaque = np.array([isinstance(item, OpaqueElement) for item in items])
    floor = opaque & (np.array([item.tilt_deg for item in items]) > 150.0)
    taken = np.array([
        item.absorptance_in if isinstance(item, OpaqueElement) else glass[row].back_absorptance
        for row, item in enumerate(items)
    ])  # fmt: skip
    kept = np.array([glass[row].back_kept if row in glass else 1.0 for row in range(len(items))])
    found: list[FloatArray] = []
    diffuse = np.zeros(len(items))
    for begin, end in _runs(zone):
        here = slice(begin, end)
        first = np.where(floor[here], area[here], 0.0) if floor[here].any() else area[here]
        slots = landing(items[here], beams[here], sunlight, first / first.sum())
        found.append(absorbed_shares(area[here], taken[here], slots) * kept[here, None])
        if opaque[here].any():
            first = np.where(opaque[here], area[here], 0.0)
            diffuse[here] = absorbed_shares(area[here], taken[here], first / first.sum()) * kept[here]
    slots_needed = max(shares.shape[1] for shares in found)
    beam = np.concatenate([np.broadcast_to(shares, (len(shares), slots_needed)) for shares in found])
    return np.ascontiguousarray(beam.T), diffuse


def _runs(zone: IntArray) -> list[tuple[int, int]]:
    """Begin and end of each run of equal numbers."""
    cuts = [0, *(np.flatnonzero(np.diff(zone)) + 1).tolist(), len(zone)]
    return list(pairwise(cuts))
