"""Shapes of a model from a process of their own: streamed, with time-outs, and no crash costs more than its element."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import numpy as np

from bldgassess.ifc.shape_worker import ANNOUNCED, HEADER, NOT_MADE
from bldgassess.model import Mesh

#: Longest wait for the next shape of the fast run, and for one shape of the careful run [s].
FAST_PATIENCE_S, CAREFUL_PATIENCE_S = 30.0, 10.0
#: Crashes after which the careful run gives up on the rest.
_MOST_CRASHES = 40
#: Where a body lies farther from the origin than this, it is broken geometry [m].
_FARTHEST_M = 1e8

Frame = tuple[int, int, Mesh | None]
Seen = Callable[[int], None]


class ShapeRun:
    """One worker process and the frames it writes."""

    def __init__(self, path: Path, identities: list[int] | None = None) -> None:
        command = [sys.executable, "-m", "bldgassess.ifc.shape_worker", str(path)]
        if identities is not None:
            command.append(",".join(map(str, identities)))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(item for item in sys.path if item)}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment
        )
        self._frames: queue.Queue[Frame | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Process id of the worker."""
        return self._process.pid

    def next(self, patience_s: float) -> Frame | None:
        """Return the next frame; ``None`` where the process ended or did not answer in time."""
        try:
            return self._frames.get(timeout=patience_s)
        except queue.Empty:
            return None

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            with contextlib.suppress(ValueError, OSError):
                while (frame := _frame(stream)) is not None:
                    self._frames.put(frame)
        self._frames.put(None)


def _frame(stream: IO[bytes]) -> Frame | None:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    identity, vertices, faces = HEADER.unpack(head)
    if vertices <= 0:
        return identity, vertices, None
    data = stream.read(vertices * 24 + faces * 12)
    if len(data) < vertices * 24 + faces * 12:
        return None
    places = np.frombuffer(data, dtype="<f8", count=vertices * 3).reshape(-1, 3)
    triangles = np.frombuffer(data, dtype="<i4", offset=vertices * 24).reshape(-1, 3)
    return identity, vertices, Mesh(places.astype(np.float64), triangles.astype(np.int64))


class Shapes:
    """The shapes of one file. The worker starts at once, while the caller opens the file for itself."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._run = ShapeRun(path)

    @property
    def pid(self) -> int:
        """Process id of the worker that runs now."""
        return self._run.pid

    def __enter__(self) -> Shapes:
        """Give the shapes."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the worker, whatever happened."""
        self._run.stop()

    def read(self, wanted: Mapping[int, str], seen: Seen) -> dict[str, Mesh]:
        """Return the meshes of entities (id -> GlobalId); those that no kernel can make are absent.

        First the fast run over everything. Where its process dies or hangs, what is left is tried one by one; an entity
        that kills the process is given up and the run goes on with the next. Several bodies of one GlobalId are joined.
        """
        found: dict[int, Mesh] = {}
        finished = self._fast(wanted, found, seen)
        if not finished:
            self._careful([identity for identity in sorted(wanted) if identity not in found], found, seen)
        meshes: dict[str, Mesh] = {}
        for identity in sorted(found):
            guid = wanted[identity]
            meshes[guid] = _join(meshes[guid], found[identity]) if guid in meshes else found[identity]
        return dict(sorted(meshes.items()))

    def _fast(self, wanted: Mapping[int, str], found: dict[int, Mesh], seen: Seen) -> bool:
        while (frame := self._run.next(FAST_PATIENCE_S)) is not None:
            identity, _, mesh = frame
            if identity == 0:
                return True
            _take(identity, mesh, wanted, found)
            seen(len(found))
        self._run.stop()
        return False

    def _careful(self, left: list[int], found: dict[int, Mesh], seen: Seen) -> None:
        for _ in range(_MOST_CRASHES):
            if not left:
                return
            self._run = ShapeRun(self._path, left)
            current = 0
            while (frame := self._run.next(CAREFUL_PATIENCE_S)) is not None:
                identity, count, mesh = frame
                if identity == 0:
                    self._run.stop()
                    return
                if count == ANNOUNCED:
                    current = identity
                elif count != NOT_MADE:
                    _take(identity, mesh, dict.fromkeys(left, ""), found)
                seen(len(found))
            self._run.stop()
            left = left[left.index(current) + 1 :] if current in left else left[1:]


def _take(identity: int, mesh: Mesh | None, wanted: Mapping[int, str], found: dict[int, Mesh]) -> None:
    """Keep a mesh of an entity that was asked for; bodies beyond the reach of any site are broken."""
    if mesh is None or identity not in wanted or np.abs(mesh.vertices).max() > _FARTHEST_M:
        return
    found[identity] = _join(found[identity], mesh) if identity in found else mesh


def _join(first: Mesh, second: Mesh) -> Mesh:
    return Mesh(
        np.concatenate([first.vertices, second.vertices]),
        np.concatenate([first.faces, second.faces + len(first.vertices)]),
    )
