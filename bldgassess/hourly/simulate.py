"""From a thermal model and a weather year to hourly temperatures and loads: arrays in, kernel, arrays out."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bldgassess.hourly.blocks import Links, find_blocks, make_links
from bldgassess.hourly.landing import SLOT_OF_HOUR
from bldgassess.hourly.result import HOURS, FloatArray, IntArray, Weather
from bldgassess.hourly.sky import STEFAN_BOLTZMANN
from bldgassess.hourly.sunlit import SunCache, Sunlight
from bldgassess.hourly.tables import Faces, make_faces
from bldgassess.hourly.thermal_model import Airing, ThermalModel, ThermalZone

if TYPE_CHECKING:
    from bldgassess.hourly.tiles import Tiles

__all__ = ["Simulated", "SunCache", "simulate", "simulate_many"]

T = TypeVar("T")
R = TypeVar("R")

_CP_AIR, _R_AIR, _KELVIN = 1006.0, 287.05, 273.15
_WARM_UP_DAYS = 28
#: More threads than this gain little on the machines that run this program.
_MOST_THREADS = 8


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
    model: ThermalModel, weather: Weather, *, steps_per_hour: int = 4, keep_surfaces: bool = False,
    cache: SunCache | None = None, threads: int | None = None, span: IntArray | None = None, pieces: int = 1,
) -> Simulated:  # fmt: skip
    """Solve the year of a thermal model, or some hours of it.

    Parameters
    ----------
    steps_per_hour : int
        1 while editing, 4 for a report.
    keep_surfaces : bool
        Also return the inner surface temperatures.
    cache : SunCache or None
        Sun of earlier runs with this ``Weather`` object, and where this run's is kept.
    threads : int or None
        Threads for parts of the model that share no partition and no air; one a core where ``None``. The result is the
        same, bit by bit, for every number of threads and every order of zones and elements.
    span : IntArray or None
        Hours of the year in the order they are solved, without a warm-up before them; results have their length.
    pieces : int
        Parts of the year that are marched side by side, each with a warm-up of its own: sooner where there are cores,
        and nearly the same. The number of pieces, not of threads, decides the result.
    """
    year = _Year(model, weather, steps_per_hour, (cache or SunCache()).sunlight(model, weather), span)
    hours = len(year.hours)
    out = np.zeros((5, len(model.zones), hours))
    inner = np.zeros((hours if keep_surfaces else 0, len(year.faces.items)))
    cut = year.pieces(1 if keep_surfaces else pieces)
    parts = _on_threads(lambda block: year.solve(block, cut, out, inner, threads), find_blocks(model), threads)
    residual, moved = (math.fsum(part[k] for part in parts) for k in range(2))
    transmitted = (year.faces.beam_w + year.faces.diffuse_w)[:, year.hours]
    air, mrt, heat, cool, flow = out
    return Simulated(
        air, mrt, heat, cool, flow, transmitted, residual / moved if moved > 0.0 else 0.0, inner.T
    )  # fmt: skip


def simulate_many(
    models: Sequence[ThermalModel], weather: Weather, *, steps_per_hour: int = 4, cache: SunCache | None = None,
    threads: int | None = None,
) -> tuple[Simulated, ...]:  # fmt: skip
    """Solve variants of a model, each on a thread of its own, with one cache of the sun; results in their order."""
    shared = cache or SunCache()

    def run(model: ThermalModel) -> Simulated:
        return simulate(model, weather, steps_per_hour=steps_per_hour, cache=shared, threads=1)

    return tuple(_on_threads(run, models, threads))


def _on_threads(work: Callable[[T], R], parts: Sequence[T], threads: int | None) -> list[R]:
    count = min(len(parts), threads or min(os.cpu_count() or 1, _MOST_THREADS))
    if count <= 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, parts))


class _Year:
    """What all blocks of a model share: faces with their sun, climate, and where they start."""

    def __init__(
        self, model: ThermalModel, weather: Weather, steps_per_hour: int, sunlight: Sunlight, span: IntArray | None
    ) -> None:
        from bldgassess.hourly.tiles import Start, make_modes_of

        self.model, self.sunlight, self.steps_per_hour = model, sunlight, steps_per_hour
        self.faces = make_faces(model, sunlight)
        self._modes_of = make_modes_of(self.faces.items)
        lead = 24 * _WARM_UP_DAYS
        self.hours: IntArray = np.arange(HOURS) if span is None else span
        self._warm_up = lead if span is None else 0
        outdoor = float(weather.t_out_c[self.hours[-lead:] if span is None else self.hours[:lead]].mean())
        self._start = Start(_start_c(model, outdoor), outdoor, float(model.ground_c[-1]))
        self._climate = np.ascontiguousarray(_climate(model, weather)[:, self.hours])
        self._rho_cp = air_capacity(weather)
        slot = SLOT_OF_HOUR if len(self.faces.beam_shares) > 1 else np.zeros(HOURS, dtype=np.int64)
        self._slot = slot[self.hours]

    def pieces(self, count: int) -> list[_Piece]:
        """Cut the hours into pieces, each behind the warm-up that leads to it."""
        hours = len(self.hours)
        if count == 1 or not self._warm_up:
            return [_Piece(0, hours, self._warm_up, 0)]
        lead, ends = self._warm_up, [hours * k // count for k in range(count + 1)]
        return [_Piece((start - lead) % hours, end - start + lead, 0, lead) for start, end in itertools.pairwise(ends)]

    def solve(
        self, block: IntArray, cut: Sequence[_Piece], out: FloatArray, inner_c: FloatArray, threads: int | None
    ) -> tuple[float, float]:
        """Solve a block, piece by piece side by side; heat unaccounted for and moved."""
        ready = self._prepare(block)
        parts = _on_threads(lambda piece: self._march(ready, piece, out, inner_c), cut, threads)
        return math.fsum(part[0] for part in parts), math.fsum(part[1] for part in parts)

    def _prepare(self, block: IntArray) -> _Block:
        """Lay out what the kernel needs of a block."""
        from bldgassess.hourly.tiles import make_tiles

        faces, hours = self.faces, self.hours
        tiles = make_tiles(faces, block, self.sunlight, self._start, self._modes_of, 3600.0 / self.steps_per_hour)
        links = make_links(self.model, block)
        zones = np.array([_zone_row(self.model.zones[k]) for k in block])
        given, sun = _zone_hours(self.model, faces, block), faces.sun[tiles.sun_rows]
        columns = (given, sun, links.flow)
        if len(hours) == HOURS and hours[0] == 0:
            return _Block(block, tiles, links, zones, *columns)
        return _Block(block, tiles, links, zones, *(np.ascontiguousarray(array[:, hours]) for array in columns))

    def _march(self, item: _Block, piece: _Piece, out: FloatArray, inner_c: FloatArray) -> tuple[float, float]:
        """March a block through a piece of the year into ``out`` and ``inner_c``; heat unaccounted for and moved."""
        from bldgassess.hourly.kernel import march

        tiles, links = item.tiles, item.links
        residual, moved = march(
            piece.first, piece.hours, piece.lead, self.steps_per_hour, piece.warm_up, tiles.records.copy(),
            tiles.table, tiles.lanes, tiles.shares, self._slot, self._climate, self._rho_cp, item.zones, item.given,
            item.sun, links.begin, links.other, links.row, item.flow, self._start.zone_c[item.zones_of],
            out, item.zones_of, inner_c, tiles.inner_of,
        )  # fmt: skip
        return residual, moved


@dataclass(frozen=True, slots=True)
class _Piece:
    """Hours that are solved in a row, round the year from the first: hours of warm-up in the kernel before them, and
    those of them that only lead in.
    """  # noqa: D205 - one sentence

    first: int
    hours: int
    warm_up: int
    lead: int


@dataclass(frozen=True, slots=True)
class _Block:
    """What the kernel needs of zones that are solved together; hours as those of the year."""

    zones_of: IntArray
    tiles: Tiles
    links: Links
    zones: FloatArray
    given: FloatArray
    sun: FloatArray
    flow: FloatArray


def _zone_row(zone: ThermalZone) -> list[float]:
    """Return the columns of the kernel's zone table."""
    air = zone.airing or Airing(math.inf, 0.0)
    row = [zone.volume_m3, zone.heat_limit_w, zone.cool_limit_w, float(zone.operative_control)]
    row += [air.flow_m3_s, air.open_above_c, air.cooler_k, zone.recovery, zone.bypass_above_c]
    return [*row, air.area_m2, air.height_m, zone.bridge_w_k]


def _zone_hours(model: ThermalModel, faces: Faces, block: IntArray) -> FloatArray:
    """Return the kernel's hours of each zone (8 x zones, 8760)."""
    hours = np.zeros((8, len(block), HOURS))
    for place, k in enumerate(block):
        zone = model.zones[k]
        given = (zone.convective_w, zone.radiant_w, zone.heat_above_c, zone.cool_below_c, zone.outdoor_air_m3_s)
        for row, values in enumerate(given):
            hours[row, place] = values
        if zone.mechanical_m3_s is not None:
            hours[5, place] = zone.mechanical_m3_s
    hours[6], hours[7] = faces.beam_w[block], faces.diffuse_w[block]
    return hours.reshape(-1, HOURS)


def _climate(model: ThermalModel, weather: Weather) -> FloatArray:
    """Return the kernel's hours of the weather (9, 8760), with DOE-2's powers of the wind for its two sides."""
    wind, known = weather.wind_m_s, weather.wind_from_deg
    turn = np.radians(known) if known is not None else np.zeros(HOURS)
    is_known = known >= 0.0 if known is not None else np.zeros(HOURS)
    return np.array([
        weather.t_out_c, sky_temperature_c(weather), wind, is_known, 3.26 * wind**0.89, 3.55 * wind**0.617,
        np.sin(turn), np.cos(turn), model.ground_c,
    ])  # fmt: skip


def _start_c(model: ThermalModel, outdoor_c: float) -> FloatArray:
    """Temperature of each zone before the warm-up [degC]: the outdoor air's, drawn between its set-points."""
    lowest = [float(np.nanmax(z.heat_above_c)) if np.isfinite(z.heat_above_c).any() else -np.inf for z in model.zones]
    highest = [float(np.nanmin(z.cool_below_c)) if np.isfinite(z.cool_below_c).any() else np.inf for z in model.zones]
    return np.array([max(low, min(high, outdoor_c)) for low, high in zip(lowest, highest, strict=True)])


def air_capacity(weather: Weather) -> float:
    """Heat capacity of air [J/(m3 K)] at the pressure of the place and 20 degC, at which air flows are stated."""
    return _CP_AIR * float(weather.pressure_pa.mean()) / (_R_AIR * (20.0 + _KELVIN))


def sky_temperature_c(weather: Weather) -> FloatArray:
    """Temperature of a black sky that sends the weather's infrared [degC]."""
    result: FloatArray = (weather.sky_ir_w_m2 / STEFAN_BOLTZMANN) ** 0.25 - _KELVIN
    return result
