"""Shapes of a model from processes of their own: streamed in chunks, and no crash costs more than its element."""

from __future__ import annotations

import os
import queue
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bldgassess.ifc.shape_process import Frame, Held, Request, ShapeProcess, join
from bldgassess.ifc.shape_worker import ANNOUNCED, DONE, NOT_MADE, READY
from bldgassess.model import Mesh

#: Longest wait for a process to open the model, for the next shape of a chunk, for an announced shape [s].
READY_PATIENCE_S, FAST_PATIENCE_S, CAREFUL_PATIENCE_S = 120.0, 20.0, 10.0
#: After this much waiting in vain, each further wait is cut to the last figure [s].
VAIN_MOST_S, VAIN_PATIENCE_S = 40.0, 2.0
#: Longest time without a word to the caller, who may want to cancel [s].
_TICK_S = 0.1
#: Deaths after which the rest is given up.
_MOST_DEATHS = 100
#: After a death in a chunk, so many of the entities that it did not get to are suspects; the rest goes on as a chunk.
_SUSPECTS = 8
#: Chunk sizes: the first ones small for a quick first picture; each chunk costs the kernel a walk over the whole file.
_FIRST_CHUNK, _LEAST_CHUNK, _MOST_CHUNK, _CHUNKS_A_PROCESS = 48, 100, 1000, 4
#: A process parses the model for itself: it must be worth it, and the memory (about eight times the text) there.
_SECOND_PROCESS_BYTES, _MOST_BYTES, _MOST_PROCESSES = 1_500_000, 150_000_000, 4
#: Where a body lies farther from the origin than this, it is broken geometry [m].
_FARTHEST_M = 1e8


@dataclass(slots=True)
class Batch:
    """Entities that are done: meshes of those that have one; ``lost`` brought a process down or took too long."""

    ids: list[int] = field(default_factory=list)
    meshes: dict[int, Mesh] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)


class Shapes:
    """The shapes of one file. The processes start at once, while the caller opens the file for itself.

    Parameters
    ----------
    path : Path
    text_bytes : int
        Size of the unpacked model: decides how many processes there are.
    processes : int, optional
        How many, where the caller knows better.
    """

    def __init__(self, path: Path, text_bytes: int = 0, processes: int | None = None) -> None:
        self._path = path
        self._news: queue.Queue[tuple[ShapeProcess, Frame | None]] = queue.Queue()
        self._deaths = 0
        self._deaths_before_ready = 0
        self._vain_s = 0.0
        self._waiting: deque[Request] = deque()
        count = processes or process_count(text_bytes)
        self._processes = [ShapeProcess(path, self._news) for _ in range(count)]

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that run now."""
        return [process.pid for process in self._processes]

    def __enter__(self) -> Shapes:
        """Give the shapes."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever happened."""
        for process in self._processes:
            process.stop()

    def stream(self, shared: Mapping[int, int]) -> Iterator[Batch]:
        """Give what is done, in the order in which it comes; an empty batch at least ten times a second.

        ``shared`` names what an entity's shape is made from (entity id -> id of the shape, which several may share):
        the kernel makes it once in each chunk.

        Where a process dies or hangs, what it held is tried again: the first entities that it did not get to one by
        one, each announced, the rest as a chunk. An announced entity that brings the process down, or takes too long,
        is tried with the other kernel and then given up.
        """
        self._waiting.extend(chunks(shared, len(self._processes)))
        while self._waiting or any(process.held for process in self._processes):
            self._assign()
            try:
                process, frame = self._news.get(timeout=_TICK_S)
            except queue.Empty:
                self._end_hanging()
                yield Batch()
                continue
            batch = self._fallen(process) if frame is None else self._take(process, frame)
            if batch is not None:
                yield batch

    def _assign(self) -> None:
        for process in self._processes:
            if self._waiting and process.held is None and process.is_ready:
                process.give(self._waiting.popleft())

    def _take(self, process: ShapeProcess, frame: Frame) -> Batch | None:
        """Note one frame; give the batch where it ends a request."""
        identity, kind, kernel, mesh = frame
        process.heard_s = time.monotonic()
        if kind == READY:
            process.is_ready = True
        held = process.held
        if held is None:
            return None
        if kind == DONE:
            process.held = None
            return _batch(held, held.request.ids)
        if kind == ANNOUNCED:
            held.announced = (identity, kernel)
        elif kind == NOT_MADE:
            held.unmade.add(identity)
        elif mesh is not None and np.abs(mesh.vertices).max() <= _FARTHEST_M:
            held.bodies.setdefault(identity, []).append(mesh)
        held.last = identity
        return None

    def _end_hanging(self) -> None:
        for process in self._processes:
            waited = time.monotonic() - process.heard_s
            if process.held is None and process.is_ready:
                continue
            if waited > self._patience_s(process):
                self._vain_s += waited
                process.heard_s = time.monotonic()
                process.kill()

    def _patience_s(self, process: ShapeProcess) -> float:
        if not process.is_ready:
            return READY_PATIENCE_S
        if self._vain_s > VAIN_MOST_S:
            return VAIN_PATIENCE_S
        announced = process.held is not None and process.held.announced is not None
        return CAREFUL_PATIENCE_S if announced else FAST_PATIENCE_S

    def _fallen(self, process: ShapeProcess) -> Batch:
        """Keep what a dead process had finished, and queue the rest again."""
        held, was_ready = process.held, process.is_ready
        process.stop()
        self._processes.remove(process)
        self._deaths += 1
        self._deaths_before_ready += not was_ready
        batch = _salvage(held, self._waiting) if held is not None else Batch()
        if self._deaths > _MOST_DEATHS or self._deaths_before_ready > 3:
            given_up = [identity for request in self._waiting for identity in request.ids]
            self._waiting.clear()
            batch.ids += given_up
            batch.lost += given_up
        elif self._waiting or any(other.held for other in self._processes) or not self._processes:
            self._processes.append(ShapeProcess(self._path, self._news))
        return batch


def process_count(text_bytes: int) -> int:
    """Return how many processes a model of that size gets."""
    if text_bytes < _SECOND_PROCESS_BYTES:
        return 1
    return max(1, min(os.cpu_count() or 1, _MOST_PROCESSES, _MOST_BYTES // text_bytes))


def chunks(shared: Mapping[int, int], processes: int) -> list[Request]:
    """Cut entities into requests, in the file's order so that what is near is made together, but like to like."""
    first: dict[int, int] = {}
    for identity in sorted(shared):
        first.setdefault(shared[identity], identity)
    ordered = sorted(shared, key=lambda item: (first[shared[item]], item))
    result = []
    start, size = 0, _FIRST_CHUNK
    while start < len(ordered):
        end = start + size
        while end < min(start + 2 * size, len(ordered)) and shared[ordered[end]] == shared[ordered[end - 1]]:
            end += 1
        result.append(Request(ordered[start:end]))
        start = end
        if len(result) >= processes:  # smaller towards the end, so that all processes end together
            left = len(ordered) - start
            size = min(_MOST_CHUNK, max(_LEAST_CHUNK, left // (processes * _CHUNKS_A_PROCESS)))
    return result


def _batch(held: Held, ids: Sequence[int]) -> Batch:
    meshes = {identity: join(held.bodies[identity]) for identity in ids if identity in held.bodies}
    return Batch(list(ids), meshes)


def _salvage(held: Held, waiting: deque[Request]) -> Batch:
    """Say what a dead process had finished; queue what it had not: the culprit apart, or the first suspects."""
    request, culprit = held.request, held.announced
    unsure = {held.last} if culprit is None else {culprit[0]} - held.unmade - set(held.bodies)
    done = [item for item in request.ids if (item in held.bodies or item in held.unmade) and item not in unsure]
    left = [item for item in request.ids if item not in set(done)]
    batch = _batch(held, done)
    if culprit is not None and culprit[0] in left:
        left.remove(culprit[0])
        if culprit[1] == 0:
            waiting.appendleft(Request([culprit[0]], "other"))
        else:
            batch.ids.append(culprit[0])
            batch.lost.append(culprit[0])
        if left:
            waiting.appendleft(Request(left, request.mode, request.tries))
    elif left:
        tries = request.tries + 1
        first = len(left) if request.mode != "fast" or tries > 2 else _SUSPECTS
        if left[first:]:
            waiting.appendleft(Request(left[first:], "fast", tries))
        waiting.appendleft(Request(left[:first], "careful" if request.mode == "fast" else request.mode, tries))
    return batch
