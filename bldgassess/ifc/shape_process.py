"""One process that makes shapes, seen from the reader: requests in, frames out."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import numpy as np

from bldgassess.ifc.shape_worker import FROZEN_VERB, HEADER
from bldgassess.model import Mesh

Mode = Literal["fast", "careful", "other"]
Frame = tuple[int, int, int, Mesh | None]


@dataclass(slots=True)
class Request:
    """Entities to make. ``tries``: how many processes died on them before."""

    ids: list[int]
    mode: Mode = "fast"
    tries: int = 0


@dataclass(slots=True)
class Held:
    """What a process has of its request so far: bodies by entity, the last one, those that cannot be made."""

    request: Request
    bodies: dict[int, list[Mesh]] = field(default_factory=dict)
    unmade: set[int] = field(default_factory=set)
    last: int | None = None
    announced: tuple[int, int] | None = None


#: What starts a worker, without the model's path; ``-P``: never from the folder that the program happens to run in.
COMMAND: tuple[str, ...] = (
    (sys.executable, FROZEN_VERB)
    if getattr(sys, "frozen", False)
    else (sys.executable, "-P", "-m", "bldgassess.ifc.shape_worker")
)
_ROOT = str(Path(__file__).resolve().parents[2])


class ShapeProcess:
    """A worker and the thread that reads its frames into the queue that all workers share."""

    def __init__(self, path: Path, news: queue.Queue[tuple[ShapeProcess, Frame | None]]) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, *(item for item in sys.path if item)])}
        self._process = subprocess.Popen(
            [*COMMAND, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._news = news
        self.held: Held | None = None
        self.is_ready = False
        self.heard_s = time.monotonic()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def give(self, request: Request) -> None:
        """Send a request. Where the process has died, its end is among the news."""
        self.held = Held(request)
        self.heard_s = time.monotonic()
        line = f"{request.mode} {','.join(map(str, request.ids))}\n".encode()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def kill(self) -> None:
        """End the process; its end is among the news."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and what belongs to it."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            with contextlib.suppress(ValueError, OSError):
                while (frame := _frame(stream)) is not None:
                    self._news.put((self, frame))
        self._news.put((self, None))


def _frame(stream: IO[bytes]) -> Frame | None:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    identity, vertices, faces = HEADER.unpack(head)
    if vertices <= 0:
        return identity, vertices, faces, None
    data = stream.read(vertices * 24 + faces * 12)
    if len(data) < vertices * 24 + faces * 12:
        return None
    places = np.frombuffer(data, dtype="<f8", count=vertices * 3).reshape(-1, 3)
    triangles = np.frombuffer(data, dtype="<i4", offset=vertices * 24).reshape(-1, 3)
    return identity, vertices, faces, Mesh(places.astype(np.float64), triangles.astype(np.int64))


def join(bodies: Sequence[Mesh]) -> Mesh:
    """Put several bodies of one entity into one mesh."""
    if len(bodies) == 1:
        return bodies[0]
    starts = np.cumsum([0, *(len(body.vertices) for body in bodies[:-1])])
    faces = [body.faces + start for body, start in zip(bodies, starts, strict=True)]
    return Mesh(np.concatenate([body.vertices for body in bodies]), np.concatenate(faces))
