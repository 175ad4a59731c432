"""The window at work: cold start, edit to updated figure through the real controls, longest stall of the event loop.

    python benchmarks/window.py MODEL [MODEL ...] [--rounds 8]

Runs on a screen, or under Xvfb where there is none. An edit counts from the key that commits it to the paint of the new
figure: at rest (full results of the edit before are there) and in a row (they are still being made).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

TARGET_START_S, TARGET_STALL_MS = 2.5, 100.0
#: What the heart beats at [ms], and how long anything may take [s].
BEAT_MS, PATIENCE_S = 5, 240.0


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if "DISPLAY" not in os.environ and shutil.which("xvfb-run"):
        os.execvp("xvfb-run", ["xvfb-run", "-a", sys.executable, *sys.argv])
    if chosen.started:
        print(first_paint(chosen.started))
        return
    print(f"{'what':44s} {'p50':>8s} {'p95':>8s} {'worst':>8s}  ms, {len(os.sched_getaffinity(0))} cores")
    show("cold start to usable window (target 2500)", cold_starts(chosen.models[0]))
    for path in chosen.models:
        measure(path, chosen.rounds)


def cold_starts(model: Path, count: int = 3) -> list[float]:
    """Return the times from starting Python to a painted window that takes input [ms]."""
    found = []
    for _ in range(count):
        command = [sys.executable, __file__, str(model), "--started", str(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(float(done.stdout.split()[-1]))
    return found


def first_paint(started: float) -> float:
    """Open the window in this process; returns the time since ``started`` [ms]."""
    from PySide6.QtCore import QTimer

    from ui.app import make_app
    from ui.window import MainWindow

    app = make_app()
    window = MainWindow()
    window.show()
    found: list[float] = []

    def usable() -> None:
        found.append(1000.0 * (time.time() - started))
        app.quit()

    window.start.sample_button.repaint()
    QTimer.singleShot(0, usable)
    app.exec()
    return found[0]


class Heart:
    """Beats in the event loop and remembers the longest pause."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.pauses: list[float] = []
        self._last = time.perf_counter()
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._beat)
        self.timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append(1000.0 * (now - self._last) - BEAT_MS)
        self._last = now

    def take(self) -> list[float]:
        """Return the pauses since the last time [ms]."""
        found, self.pauses = self.pauses, []
        return found


def measure(path: Path, rounds: int) -> None:
    """Open a model and edit it."""
    from ui.app import make_app
    from ui.window import MainWindow

    make_app()
    window = MainWindow()
    window.show()
    window.jobs.worker.start()
    name, heart = path.stem[:22], Heart()
    start = time.perf_counter()
    window.open_paths([path])
    wait(lambda: window.state.current is not None and window.state.current.results is not None)
    first = 1000.0 * (time.perf_counter() - start)
    wait(lambda: not window.jobs)
    show(f"{name}: open to first figures", [first])
    show(f"{name}: open to full figures", [1000.0 * (time.perf_counter() - start)])
    show(f"{name}: pauses of the window while opening", heart.take())
    window.show_page("energy")
    for how, at_rest in (("at rest", True), ("in a row", False)):
        times: dict[str, list[float]] = {}
        for k in range(rounds):
            for what, took in edits(window, k + (0 if at_rest else rounds)):
                times.setdefault(what, []).append(took)
                if at_rest:
                    wait(lambda: not window.jobs)
        wait(lambda: not window.jobs)
        for what, found in times.items():
            show(f"{name}: {what}, {how}", found)
        show(f"{name}: all edits, {how}", [took for found in times.values() for took in found])
        show(f"{name}: pauses during edits, {how}", heart.take())
    window.close()


def edits(window, k: int):
    """Make the four edits once, with values that were not there before."""
    inputs = window.pages["energy"].panel.inputs
    yield "window-to-wall ratio", typed(window, inputs["measures.window_ratio.ratio_pct"], 12 + k)
    yield "wall insulation", typed(window, inputs["measures.wall_insulation.thickness_mm"], 41 + 7 * k)
    yield "heating set-point", typed(window, inputs["operation.heating_setpoint_c"], 19.1 + 0.1 * k)
    yield "heat pump", chosen_next(window, inputs["operation.heating"], ("district_heat", "heat_pump")[k % 2])


def typed(window, control, value: float) -> float:
    """Type a value and Enter; returns the time to the new figure [ms]."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    control.spin.setFocus()
    control.spin.selectAll()
    QTest.keyClicks(control.spin, f"{value:g}")
    return until_painted(window, lambda: QTest.keyClick(control.spin, Qt.Key.Key_Return))


def chosen_next(window, box, key: str) -> float:
    """Choose with the arrow keys as the keyboard does; returns the time to the new figure [ms]."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    box.setFocus()
    place = box.findData(key)
    step = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
    while abs(place - box.currentIndex()) > 1:
        QTest.keyClick(box, step)
        wait(lambda: not window.jobs)
    return until_painted(window, lambda: QTest.keyClick(box, step))


def until_painted(window, act) -> float:
    """Act; returns the time until the figure of the new study is on the screen [ms]."""
    from PySide6.QtCore import QEvent, QObject

    figure = window.pages["energy"].figures["final"]
    variant = window.state.current
    painted: list[float] = []

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and variant.generation > before and not figure.is_ghost:
                painted.append(time.perf_counter())
            return super().eventFilter(watched, event)

    eye = Eye()
    before = variant.generation
    figure.value.installEventFilter(eye)
    start = time.perf_counter()
    act()
    wait(lambda: bool(painted))
    figure.value.removeEventFilter(eye)
    return 1000.0 * (painted[0] - start)


def wait(done) -> None:
    """Run the event loop until something holds."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + PATIENCE_S
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise SystemExit("nothing happened for four minutes")


def show(what: str, values: list[float]) -> None:
    """Print one row."""
    ordered = sorted(values)
    middle, high = (ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] for share in (0.5, 0.95))
    print(f"{what:44s} {middle:8.0f} {high:8.0f} {ordered[-1]:8.0f}", flush=True)


if __name__ == "__main__":
    main()
