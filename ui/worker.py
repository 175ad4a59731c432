"""The window's side of the worker: one warm process, started anew when it dies; news comes as a signal."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ui.engine import serve
from ui.wire import Answer, Request

#: Longest time that the window spends on news at once [s]; how long a process may take to end [s].
_BUSY_S, _PATIENCE_S = 0.02, 2.0


class Worker(QObject):
    """Sends requests to the process and tells its answers; ``died`` with the exit status when it ends by itself."""

    answered = Signal(object)
    died = Signal(int)
    _news = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: BaseProcess | None = None
        self._started = time.monotonic()
        self._connection: Connection | None = None
        self._speaker: threading.Thread | None = None
        self._outbox: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._inbox: queue.SimpleQueue[tuple[Connection, Answer | None]] = queue.SimpleQueue()
        self._news.connect(self._look, Qt.ConnectionType.QueuedConnection)

    @property
    def pid(self) -> int | None:
        """Process id, ``None`` where none runs."""
        return self._process.pid if self._process else None

    @property
    def lived_s(self) -> float:
        """Time since the last process was started [s]."""
        return time.monotonic() - self._started

    def start(self) -> None:
        """Start the process where none runs; it warms up at once."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other,), daemon=True)
        self._process.start()
        self._started = time.monotonic()
        other.close()
        self._outbox = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._connection,), daemon=True).start()
        self._speaker = threading.Thread(target=_speak, args=(self._connection, self._outbox), daemon=True)
        self._speaker.start()

    def ask(self, request: Request) -> None:
        """Send a request, started where need be; one that cannot be sent any more ends as ``died``."""
        self.start()
        self._outbox.put(request)

    def stop(self) -> None:
        """End the process at once, without a word."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is None or connection is None:
            return
        self._outbox.put(None)
        process.kill()
        process.join(timeout=_PATIENCE_S)
        if self._speaker is not None:
            self._speaker.join(timeout=_PATIENCE_S)  # it must not be writing when the pipe is closed
        connection.close()

    def _listen(self, connection: Connection) -> None:
        """Take news off the pipe, in a thread of its own, until it is closed."""
        while True:
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                answer = None
            self._inbox.put((connection, answer))
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._news.emit()
            if answer is None:
                return

    @Slot()
    def _look(self) -> None:
        """Tell what has come; a lot of it in pieces, so that the window stays alive."""
        start = time.monotonic()
        while not self._inbox.empty():
            connection, answer = self._inbox.get()
            if connection is not self._connection:
                continue  # of a process that was ended
            if answer is not None:
                self.answered.emit(answer)
            else:
                self._fallen()
            if time.monotonic() - start > _BUSY_S:
                QTimer.singleShot(0, self._look)
                return

    def _fallen(self) -> None:
        process = self._process
        self.stop()
        self.died.emit(process.exitcode or 0 if process else 0)


def _speak(connection: Connection, outbox: queue.SimpleQueue[Request | None]) -> None:
    """Send requests in order, in a thread of its own, until told to stop: a full pipe must not hold up the window."""
    with contextlib.suppress(OSError):
        while (request := outbox.get()) is not None:
            connection.send(request)
