"""The worker process: keeps models, data and cache warm, answers edits quickly and refines them behind."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.progress import Progress
from ui.light import Lights
from ui.log import start_log, watch_crashes
from ui.tasks import TASKS
from ui.wire import Answer, Ask, Assess, Cancel, Forget, Kind, Request

if TYPE_CHECKING:
    from bldgassess.health.light.result import DaylightResult
    from bldgassess.model import Building, Mesh, ReadModel
    from bldgassess.pipeline.assess import Detail
    from bldgassess.pipeline.assessment import Assessment, Figures
    from bldgassess.pipeline.cache import StageCache
    from bldgassess.pipeline.data import DataSnapshot
    from bldgassess.pipeline.material_options import OptionFinder
    from bldgassess.study import Study

#: An edit is refined when no newer one has come for this long [s].
_REST_S = 0.25
#: The most triangles in one piece of news, and full assessments that are kept whole.
_MOST_TRIANGLES, _MOST_DONE = 20_000, 4

#: Niceness of lanes that refine what the first figures said.
_BEHIND_NICE = 5

Task = Callable[[], None]
_log = logging.getLogger("bldgassess.worker")


class _Enough(Exception):  # noqa: N818 - not an error: what was wanted is known
    """Raised when the annual figures are told."""


def serve(connection: Connection) -> None:
    """Run in the worker process until the window goes."""
    start_log("worker")
    watch_crashes("worker")
    Engine(connection).run()


class Engine:
    """Answers requests on two lanes, one for the first figures of an edit, one for all that takes longer.

    A newer generation of a variant ends the work on older ones.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection, self._sending = connection, threading.Lock()
        self._wanted: dict[int, int] = {}
        self._news = threading.Condition()
        self._models: dict[tuple[Path, ...], Building] = {}
        self._requests: dict[int, Assess] = {}
        self._done: OrderedDict[int, tuple[int, Assessment]] = OrderedDict()
        self._lanes: dict[str, queue.SimpleQueue[Task]] = {
            name: queue.SimpleQueue() for name in ("quick", "full", "light", "long")
        }
        self._tickets: dict[tuple[int, str], object] = {}
        self._lights = Lights()
        #: What tasks keep warm, by variant.
        self.shelf: dict[int, object] = {}
        #: Who weighed materials last, for which files and study: the next names are mostly of the same.
        self.finder: tuple[tuple[Path, ...], Study, OptionFinder] | None = None

    @cached_property
    def data(self) -> DataSnapshot:
        """Factors, criteria and weather, with the office's own where there is an office."""
        from bldgassess.pipeline.data import load_data
        from bldgassess.pipeline.office import office_from_environment, with_office

        return with_office(load_data(), office_from_environment())

    @cached_property
    def cache(self) -> StageCache:
        """Results of stages."""
        from bldgassess.pipeline.cache import StageCache

        return StageCache()

    def run(self) -> None:
        """Take requests until the other end is closed."""
        self._lanes["quick"].put(self._warm_up)
        for name, lane in self._lanes.items():
            threading.Thread(target=_work, args=(lane, name != "quick"), daemon=True).start()
        while True:
            try:
                request = self._connection.recv()
            except (EOFError, OSError):
                return
            self._take(request)

    def _take(self, request: Request) -> None:
        with self._news:
            if isinstance(request, Assess):
                self._wanted[request.variant] = request.generation
                self._requests[request.variant] = request
                self._lights.stop(request.variant)
            elif isinstance(request, Cancel):
                self._wanted.pop(request.variant, None)
            elif isinstance(request, Forget):
                gone = set(request.variants)
                self._tickets = {key: item for key, item in self._tickets.items() if key[0] not in gone}
                for number in request.variants:
                    for table in (self._wanted, self._requests, self._done, self.shelf):
                        table.pop(number, None)
                used = {item.paths for item in self._requests.values()}
                if self._models.keys() - used:  # what was made of a model that is gone is never wanted again
                    self.cache.clear()
                self._models = {paths: model for paths, model in self._models.items() if paths in used}
                self._lights.forget(request.variants, used)
            self._news.notify_all()
        if isinstance(request, Ask):
            self._take_ask(request)
        elif isinstance(request, Assess) and request.paths in self._models and not request.show:
            self._lanes["quick"].put(partial(self._guarded, request, self._first))
        elif isinstance(request, Assess):
            self._lanes["full"].put(partial(self._guarded, request, self._read))
        elif isinstance(request, Cancel):
            self._lanes["full"].put(partial(self._tell, request, "cancelled"))

    def _take_ask(self, request: Ask) -> None:
        if request.what == "stop":
            self._tickets.pop((request.variant, request.values[0]), None)
        elif request.what == "stop_daylight":
            self._lights.stop(request.variant)
        elif request.what == "daylight":
            self._lanes["light"].put(partial(self._light, request, self._lights.start(request.variant)))
        elif request.what in TASKS:
            self._tickets[request.variant, request.what] = ticket = object()
            self._lanes[TASKS[request.what].lane].put(partial(self._task, request, ticket))
        else:
            self._lanes["full"].put(partial(self._guarded, request, self._answer))

    # steps of a request

    def _read(self, request: Assess) -> None:
        from bldgassess.ifc.cache import default_cache
        from bldgassess.ifc.read import read_model
        from bldgassess.ifc.readiness import compute_readiness
        from bldgassess.model import ReadModel
        from ui.viewer.scene import make_scenes

        def show(meshes: Mapping[str, Mesh], parts: Mapping[str, str]) -> None:
            for scene in make_scenes(meshes, parts, _MOST_TRIANGLES):
                self._tell(request, "shapes", (scene, {guid: parts[guid] for guid in scene.guids}))

        shown = show if request.show else None
        model = read_model(request.paths, progress=self._progress(request), show=shown, cache=default_cache())
        rooms = {room.guid: model.meshes[room.guid] for room in model.building.spaces if room.guid in model.meshes}
        with self._news:
            self._models[request.paths] = model.building
            self._lights.take(request.paths, model)
        _log.info("read: %d elements, %d rooms", len(model.building.elements), len(model.building.spaces))
        if request.show:
            self._tell(request, "model", (ReadModel(model.building, rooms), compute_readiness(model.building)))
        self._lanes["quick"].put(partial(self._guarded, request, self._first))

    def _first(self, request: Assess) -> None:
        """Tell the annual figures, and leave the rest to the other lane: the next edit must not wait for health."""

        def early(figures: Figures) -> None:
            self._tell(request, "early", early_sections(figures))
            raise _Enough

        from ui.view import early_sections

        with contextlib.suppress(_Enough):
            self._run(request, "quick", early)
        self._lanes["full"].put(partial(self._guarded, request, self._refine))

    def _refine(self, request: Assess) -> None:
        """Complete the quick results, then make the full ones, unless a newer edit comes first."""
        if self._tell_view(request, self._run(request, "quick")):
            return
        with self._news:
            if not request.show:
                self._news.wait_for(lambda: not self._is_wanted(request), timeout=_REST_S)
        self._tell_view(request, self._run(request, "full"))

    def _run(self, request: Assess, detail: Detail, early: Callable[[Figures], None] | None = None) -> Assessment:
        from bldgassess.pipeline.assess import assess

        progress = self._progress(request)
        progress("materials", 0.0)
        return assess(
            self._models[request.paths],
            request.study,
            self.data_of(request),
            detail=detail,
            progress=progress,
            early=early,
            cache=self.cache,
            daylight=self._daylight(request, quick=detail == "quick"),
        )

    def _tell_view(self, request: Assess, done: Assessment) -> bool:
        """Tell results; returns whether they are full ones."""
        from ui.view import make_view

        view = make_view(done)
        if not self._lights.knows(request.paths, request.study):
            view = replace(view, is_full=False)  # small houses are solved in full at once, but in the light of before
        _log.info("assessed: %s", "full" if view.is_full else "quick")
        if view.is_full and self._is_wanted(request):
            self._keep(request, done)
        self._tell(request, "view", view)
        return view.is_full

    def _daylight(self, request: Assess | Ask, *, quick: bool = False) -> DaylightResult | None:
        """Return the light of the rooms; while an edit is quick, that of the study before."""

        def check(_stage: str, _fraction: float, /) -> None:
            if isinstance(request, Assess) and not self._is_wanted(request):
                raise Cancelled

        if quick:
            return self._lights.last(request.variant)
        return self._lights.find(request.variant, request.paths, request.study, self.data, check, stages=self.cache)

    def _light(self, request: Ask, ticket: object) -> None:
        """Compute daylight by Radiance beside all else, and assess with it."""
        from bldgassess.pipeline.assess import assess
        from ui.view import make_view

        def progress(_stage: str, fraction: float, /) -> None:
            if not self._lights.runs(request.variant, ticket):
                raise Cancelled
            self._tell(request, "light", fraction)

        try:
            progress("", 0.0)
            args = request.variant, request.paths, request.study, self.data, progress
            light = self._lights.find(*args, quality=request.values[0], stages=self.cache)
            data = self.data_of(request)
            done = assess(self.building(request.paths), request.study, data, daylight=light, cache=self.cache)
            progress("", 1.0)
            self._keep(request, done)
            self._tell(request, "light", make_view(done))
        except Cancelled:
            self._tell(request, "light", ())
        except UserError as error:
            self._tell(request, "light", error.issues)
        except Exception as error:  # noqa: BLE001 - the border of the process, as in ``_guarded``
            self._tell(request, "light", (_bug(error),))

    def _task(self, request: Ask, ticket: object) -> None:
        """Do one of ``TASKS``, as long as nobody stops it or asks for it anew."""
        place = request.variant, request.what

        def progress(_stage: str, fraction: float, /) -> None:
            if self._tickets.get(place) is not ticket:
                raise Cancelled
            self._tell(request, "task", (request.what, fraction))

        def tell(value: object, issues: tuple[Issue, ...]) -> None:
            if self._tickets.get(place) is ticket:
                self._tell(request, "told", (request.what, value, issues))

        try:
            progress("", 0.0)
            tell(TASKS[request.what].run(self, request, progress), ())
        except Cancelled:
            if place not in self._tickets:
                self._tell(request, "told", (request.what, None, ()))
        except UserError as error:
            tell(None, error.issues)
        except Exception as error:  # noqa: BLE001 - the border of the process, as in ``_guarded``
            tell(None, (_bug(error),))

    def tell_news(self, request: Ask, value: Any) -> None:  # noqa: ANN401 - whatever the task has by now
        """Tell what a task knows before it ends."""
        self._tell(request, "news", (request.what, value))

    def _answer(self, request: Ask) -> None:
        from bldgassess.pipeline.crosscheck import crosscheck
        from ui.series import make_series

        if request.what == "crosscheck":
            building = self.building(request.paths)
            found = crosscheck(building, request.study, self.data, progress=self._progress(request))
            self._tell(request, "crosscheck", (found.check, found.issues))
        elif request.what == "series":
            self._tell(request, "series", make_series(self.known(request), *request.values))
        elif request.what == "measured":
            from ui.measured import read_for_window

            try:
                self._tell(request, "measured", read_for_window(self.known(request), *request.values))
            except UserError as error:
                self._tell(request, "measured", error.issues)
            except Exception as error:  # noqa: BLE001 - the border of the process, as in ``_guarded``
                self._tell(request, "measured", (_bug(error),))
        else:
            self._tell(request, "written", self._write(request, self.known(request)))

    def data_of(self, request: Assess | Ask) -> DataSnapshot:
        """Return the data with the evidence that a request brings."""
        return replace(self.data, evidence=request.pieces)

    def light(self, request: Ask) -> DaylightResult | None:
        """Return the light of the rooms that the shown results have."""
        return self._daylight(request)

    def building(self, paths: tuple[Path, ...]) -> Building:
        """Return a model, read anew where an earlier process had it."""
        from bldgassess.ifc.cache import default_cache
        from bldgassess.ifc.read import read_model

        return self._models.get(paths) or read_model(paths, cache=default_cache()).building

    def model(self, paths: tuple[Path, ...]) -> ReadModel:
        """Return a model with its shapes, read anew where an earlier process had it."""
        return self._lights.model(paths)

    def _write(self, request: Ask, done: Assessment) -> tuple[str, ...]:
        path, language = request.values
        if request.what == "report":
            from reports.pdf.report import write_report

            write_report(done, path, language=language)
            return (path.name,)
        from reports.write import write_outputs

        return tuple(item.name for item in write_outputs(done, path, language=language))

    def known(self, request: Ask) -> Assessment:
        """Return the full assessment of what the window shows, made again where it is not at hand."""
        from bldgassess.pipeline.assess import assess

        generation, done = self._done.get(request.variant, (-1, None))
        if done is None or generation != request.generation:
            building, light = self.building(request.paths), self._daylight(request)
            done = assess(building, request.study, self.data_of(request), daylight=light, cache=self.cache)
            self._keep(request, done)
        return done

    def _keep(self, request: Assess | Ask, done: Assessment) -> None:
        self._done[request.variant] = (request.generation, done)
        self._done.move_to_end(request.variant)
        if len(self._done) > _MOST_DONE:
            self._done.popitem(last=False)

    # telling

    def _guarded(self, request: Assess | Ask, step: Callable[[Any], None]) -> None:
        refused: Kind = "refused" if isinstance(request, Ask) else "failed"
        try:
            if isinstance(request, Ask) or self._is_wanted(request):
                step(request)
        except Cancelled:
            return
        except UserError as error:
            self._tell(request, refused, error.issues)
        except Exception as error:  # noqa: BLE001 - the border of the process: whatever it is, the window says it
            self._tell(request, refused, (_bug(error),))

    def _progress(self, request: Assess | Ask) -> Progress:
        def progress(stage: str, fraction: float, /) -> None:
            if not self._is_wanted(request):
                raise Cancelled
            self._tell(request, "progress", (stage, fraction))

        return progress

    def _is_wanted(self, request: Assess | Ask) -> bool:
        return self._wanted.get(request.variant) == request.generation

    def _tell(self, request: Assess | Ask | Cancel, kind: Kind, value: Any = None) -> None:  # noqa: ANN401 - any news
        with self._sending:
            self._connection.send(Answer(kind, request.variant, request.generation, value))

    def _warm_up(self) -> None:
        """Load libraries, data and the compiled kernel on a room of nothing, before anybody waits for them."""
        from bldgassess.model import Building, Site
        from bldgassess.pipeline.assess import assess
        from bldgassess.study import make_study

        nowhere = Building(
            "", "", "", (), Site(None, None, 0.0, 0.0), (), (), (), (), (), "storey_hull", 0.0, "", 0.0, 0.0
        )
        with contextlib.suppress(UserError):  # an office that cannot be read is told with the first request
            assess(nowhere, make_study({"building": {"gia_m2": 20.0}}), self.data, detail="quick")


def _bug(error: Exception) -> Issue:
    _log.error("a request failed", exc_info=error)
    return Issue("results.bug", {"reason": f"{type(error).__name__}: {str(error)[:200]}"})


def _work(lane: queue.SimpleQueue[Task], behind: bool) -> None:
    """Do tasks for ever; what no task expected ends the process, so that the window sees it and starts another.

    ``behind``: on fewer turns of the cores than the window and the lane of the first figures.
    """
    if behind and sys.platform == "linux":  # where a thread, with those that it starts, has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BEHIND_NICE)
    try:
        while True:
            lane.get()()
    except BaseException:
        _log.critical("the worker ends", exc_info=True)
        raise
    finally:
        os._exit(1)
