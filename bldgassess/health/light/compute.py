"""Daylight of all rooms where people stay: sun and view at once, Radiance in the background."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bldgassess.errors import Issue, UserError
from bldgassess.health.light.annual import illuminance_lx, summarise
from bldgassess.health.light.beams import sun_beams
from bldgassess.health.light.cache import CoefficientCache
from bldgassess.health.light.coefficients import CoefficientMaker, sensors
from bldgassess.health.light.obstructed import sky_shares
from bldgassess.health.light.radiance import Radiance, radiance_version
from bldgassess.health.light.result import DaylightResult, Quality, RoomLight
from bldgassess.health.light.scene import RoomScene, Scene, make_scene
from bldgassess.health.light.sky import OVERCAST_HORIZONTAL, SkyYear, make_sky_year, overcast_sky
from bldgassess.health.light.sunlight import sun_day, sun_hours, sun_rules, sun_vectors
from bldgassess.health.light.view import view_out
from bldgassess.hourly.result import FloatArray, IntArray, Weather
from bldgassess.hourly.sun import sun_position
from bldgassess.ifc.ray_tree import RayTree, build_tree
from bldgassess.ifc.site import turn_of
from bldgassess.model import Building, Mesh
from bldgassess.progress import Progress, silent
from bldgassess.study import Study
from bldgassess.texts import mark

#: Name that progress reports carry.
STAGE = "daylight"
#: How often progress is told while Radiance works [s]; a stop is seen as soon.
_POLL_S = 0.1


def compute_daylight(
    building: Building,
    meshes: Mapping[str, Mesh],
    study: Study,
    weather: Weather,
    *,
    quality: Quality = "quick",
    progress: Progress = silent,
    cache: CoefficientCache | None = None,
    workers: int = 2,
) -> DaylightResult:
    """Compute the daylight of all rooms where people stay.

    Parameters
    ----------
    building, meshes :
        What was read: ``ReadModel.building`` and ``ReadModel.meshes``.
    quality : {"quick", "draft", "standard"}
        "quick" gives sun hours, view, and what stands before each window; the others run Radiance for each room.
    progress : callable
        Told the stage "daylight"; when it raises, all programs are ended and the exception goes on.
    cache : CoefficientCache, optional
        Where coefficients of rooms are kept; see ``cache.default_coefficients``.
    workers : int
        Rooms at a time.

    Raises
    ------
    UserError
        When Radiance is asked for and not installed.
    Cancelled
        When ``progress`` raises it.
    """
    radiance = Radiance() if quality != "quick" else None
    progress(STAGE, 0.0)
    scene = make_scene(building, meshes, study)
    tree = build_tree(scene.obstacles.triangles)
    turn = turn_of(building.site)
    rooms = {room.guid: _at_once(room, scene, tree, study, weather, turn) for room in scene.rooms}
    if radiance is None or quality == "quick":
        progress(STAGE, 1.0)
        return DaylightResult(quality, mark("split flux"), rooms, _issues(scene, rooms.values()))
    with tempfile.TemporaryDirectory(prefix="bldgassess-", ignore_cleanup_errors=True) as folder:
        maker = CoefficientMaker(scene, study, quality, radiance, Path(folder), cache)
        tracer = _Tracer(maker, radiance, tree, weather, study, progress, workers)
        traced = tracer.run(scene, rooms)
    progress(STAGE, 1.0)
    method = f"Radiance (pyradiance {radiance_version()})"
    return DaylightResult(quality, method, {item.guid: item for item in traced}, _issues(scene, traced))


def _at_once(
    room: RoomScene, scene: Scene, tree: RayTree, study: Study, weather: Weather, turn: FloatArray
) -> RoomLight:
    """Return what needs no Radiance: sun, view and what stands before the windows."""
    rule = sun_rules()[study.health.sunlight_rule]
    place = (weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
    return RoomLight(
        guid=room.guid,
        points_m=room.points @ turn,
        glass_m2=math.fsum(pane.glass_m2 for pane in room.panes),
        sky_share=sky_shares(room, tree),
        sun_h={day: sun_hours(room, tree, sun_day(day, *place), rule) for day in (rule.day, rule.other_day)},
        view=view_out(room, tree, scene.obstacles, scene.ground_z_m),
        lost=room.lost,
    )


def _issues(scene: Scene, rooms: Iterable[RoomLight]) -> tuple[Issue, ...]:
    lost = tuple(sorted(guid for room in scene.rooms for guid in room.lost))
    failed = tuple(sorted(room.guid for room in rooms if room.reason))
    found: tuple[tuple[str, tuple[str, ...], Literal["warning", "info"]], ...] = (
        ("daylight.windows_lost", lost, "warning"),
        ("daylight.rooms_failed", failed, "warning"),
        ("daylight.fillers", scene.obstacles.fillers, "info"),
    )
    return tuple(Issue(code, {"count": len(ids)}, ids, severity) for code, ids, severity in found if ids)


class _Tracer:
    """Runs Radiance room by room, some at a time, and ends everything when the user stops."""

    def __init__(
        self, maker: CoefficientMaker, radiance: Radiance, tree: RayTree, weather: Weather, study: Study,
        progress: Progress, workers: int,
    ) -> None:  # fmt: skip
        self._maker, self._radiance, self._tree = maker, radiance, tree
        self._weather, self._study = weather, study
        self._progress, self._workers = progress, workers

    def run(self, scene: Scene, known: Mapping[str, RoomLight]) -> list[RoomLight]:
        """Return the rooms in the order of the scene, with what Radiance adds."""
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="daylight")
        try:
            albedo = self._study.site.ground_albedo_fraction
            year = pool.submit(make_sky_year, self._weather, albedo, self._radiance)
            self._wait([pool.submit(self._maker.prepare), year], 0.0, 0.05)
            sky, suns = year.result(), _suns(self._weather)
            jobs = [pool.submit(self._room, room, known[room.guid], sky, suns) for room in scene.rooms]
            self._wait(jobs, 0.05, 1.0)
            return [job.result() for job in jobs]
        finally:
            self._radiance.stop()
            pool.shutdown(cancel_futures=True)

    def _wait(self, jobs: Sequence[Future[Any]], low: float, high: float) -> None:
        """Wait for all jobs; the first that fails ends the wait."""
        pending: set[Future[Any]] = set(jobs)
        while pending:
            done, pending = wait(pending, timeout=_POLL_S, return_when=FIRST_COMPLETED)
            for job in done:
                job.result()
            self._progress(STAGE, low + (high - low) * (1.0 - len(pending) / len(jobs)))

    def _room(self, room: RoomScene, known: RoomLight, sky: SkyYear, suns: tuple[FloatArray, IntArray]) -> RoomLight:
        if not room.panes or not len(room.points):
            dark = np.zeros(len(room.points))
            return replace(known, df_pct=dark, median_lx=dark)
        try:
            coefficients = self._maker.make(room)
        except UserError:
            return replace(known, reason=mark("Radiance could not compute this room."))
        beams = sun_beams(*sensors(room), room.panes, self._tree, *suns)
        light = illuminance_lx(coefficients, sky, beams)
        annual, median = summarise(room, light, beams, sky, self._study)
        overcast = overcast_sky(self._study.site.ground_albedo_fraction)
        factor = 100.0 / OVERCAST_HORIZONTAL * coefficients.all[: len(room.points)].astype(float) @ overcast
        return replace(known, df_pct=factor, median_lx=median, annual=annual)


def _suns(weather: Weather) -> tuple[FloatArray, IntArray]:
    """Unit vectors to the sun in the middle of each hour in which it shines, and those hours."""
    sun = sun_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h)
    hours = np.flatnonzero((sun.cos_zenith > 0.0) & (weather.dni_w_m2 > 0.0))
    return sun_vectors(sun.zenith_deg[hours], sun.azimuth_deg[hours]), hours
