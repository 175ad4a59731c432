"""One assessment in a process of its own: the window stays alive, cancel always works, a crash costs one job."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bldgassess.errors import Cancelled, Issue, UserError
from bldgassess.model import Mesh
from bldgassess.study import Study

#: How often the window looks for news [ms], and how long a cancelled job may take before it is ended [ms].
_LOOK_MS, _PATIENCE_MS = 40, 800
#: Longest time that the window spends on news at once [s], and the most triangles in one piece of news.
_BUSY_S, _MOST_TRIANGLES = 0.02, 20_000


def _work(connection: Connection, paths: Sequence[Path], study: Study) -> None:
    """Run in the worker process: read, assess, report."""
    from bldgassess.ifc.cache import default_cache
    from bldgassess.ifc.read import read_model
    from bldgassess.model import ReadModel
    from bldgassess.pipeline.assess import assess, load_data
    from ui.viewer.scene import make_scenes

    def progress(stage: str, fraction: float, /) -> None:
        if connection.poll():
            raise Cancelled
        connection.send(("progress", (stage, fraction)))

    def show(meshes: Mapping[str, Mesh], parts: Mapping[str, str]) -> None:
        for scene in make_scenes(meshes, parts, _MOST_TRIANGLES):
            connection.send(("shapes", (scene, {guid: parts[guid] for guid in scene.guids})))

    try:
        model = read_model(paths, progress=progress, show=show, cache=default_cache())
        rooms = {room.guid: model.meshes[room.guid] for room in model.building.spaces if room.guid in model.meshes}
        connection.send(("model", ReadModel(model.building, rooms)))
        data = load_data()
        connection.send(("done", assess(model.building, study, data, progress=progress)))
    except UserError as error:
        connection.send(("failed", error.issues))
    except Cancelled:
        connection.send(("cancelled", None))
    except Exception as error:  # noqa: BLE001 - the border of the process: whatever it is, the window says it
        text = f"{type(error).__name__}: {str(error)[:200]}"
        connection.send(("failed", (Issue("results.bug", {"reason": text}),)))


class Job(QObject):
    """A running assessment, with signals in the window's thread."""

    progress = Signal(str, float)
    shapes = Signal(object, object)
    model = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, paths: Sequence[Path], study: Study, parent: QObject | None = None) -> None:
        super().__init__(parent)
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_work, args=(other, list(paths), study), daemon=True)
        self._process.start()
        other.close()
        self._stopping = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def cancel(self) -> None:
        """Ask the job to stop; end it if it does not listen."""
        if self._stopping or not self._timer.isActive():
            return
        self._stopping = True
        with contextlib.suppress(OSError):
            self._connection.send("cancel")
        QTimer.singleShot(_PATIENCE_MS, self._end_if_running)

    def stop(self) -> None:
        """End the process at once; used when the window closes."""
        self._timer.stop()
        if self._process.is_alive():
            self._process.terminate()
        self._process.join(timeout=2)

    def _end_if_running(self) -> None:
        if self._timer.isActive():
            self.stop()
            self.cancelled.emit()

    def _look(self) -> None:
        try:
            start = time.monotonic()
            while self._timer.isActive() and time.monotonic() - start < _BUSY_S and self._connection.poll():
                kind, value = self._connection.recv()
                self._tell(kind, value)
        except (EOFError, OSError):
            if self._timer.isActive():
                self.stop()
                code = f"exit status {self._process.exitcode}"
                self.failed.emit((Issue("results.worker_died", {"reason": code}),))

    def _tell(self, kind: str, value: Any) -> None:  # noqa: ANN401 - what the worker sent
        if kind == "progress":
            if not self._stopping:
                self.progress.emit(*value)
            return
        if kind == "shapes":
            if not self._stopping:
                self.shapes.emit(*value)
            return
        if kind == "model":
            if not self._stopping:
                self.model.emit(value)
            return
        self._timer.stop()
        self._process.join(timeout=2)
        if kind == "cancelled" or self._stopping:
            self.cancelled.emit()
        elif kind == "done":
            self.done.emit(value)
        else:
            self.failed.emit(value)
