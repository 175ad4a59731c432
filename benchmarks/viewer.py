"""The 3D viewer at work: orbiting, picking, recolouring, isolating, opening and closing; one table.

    python benchmarks/viewer.py [MODEL ...] [--boxes 10000]

Runs on a screen, or under Xvfb where there is none. A change counts until its picture is on the screen; a picture is
smoothed only when it rests. CPU is the time of all threads, which other programs do not lengthen. "prepare" is the part
of a change before it is drawn.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

SIZE, ROUNDS = (820, 620), 12


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="*")
    parser.add_argument("--boxes", type=int, default=10_000)
    chosen = parser.parse_args()
    if "DISPLAY" not in os.environ and shutil.which("xvfb-run"):
        os.execvp("xvfb-run", ["xvfb-run", "-a", sys.executable, *sys.argv])
    from ui.app import make_app
    from ui.viewer.widget import Viewer

    make_app()
    viewer = Viewer()
    viewer.resize(*SIZE)
    viewer.show()
    print(
        f"{'scene':26s} {'elements':>8s} {'triangles':>9s}  {'what':34s} {'median':>8s} {'worst':>8s} {'CPU':>8s}  ms"
    )
    for name, scene in [
        (f"{chosen.boxes} boxes", boxes(chosen.boxes)),
        *((p.stem[:26], read(p)) for p in chosen.models),
    ]:
        measure(viewer, name, scene)
    memory(viewer)
    viewer.close()


def boxes(count: int):
    """Return a square of boxes of many heights, in parts as they come from the worker."""
    from bldgassess.model import Mesh
    from ui.viewer.scene import GrowingScene, make_scenes

    cube = np.array([(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])
    faces = np.array([(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
                      (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)])  # fmt: skip
    rng, side = np.random.default_rng(1), int(np.ceil(count**0.5))
    meshes = {
        f"{k:05d}": Mesh(cube * (1.0, 1.0, rng.uniform(0.5, 6.0)) + (2.0 * (k % side), 2.0 * (k // side), 0.0), faces)
        for k in range(count)
    }
    scene = GrowingScene()
    for part in make_scenes(meshes, meshes, 20_000):
        scene.append(part)
    return scene


def read(path: Path):
    """Return the elements of a model."""
    from bldgassess.ifc.read import read_model
    from ui.viewer.scene import GrowingScene, make_scenes

    model, scene = read_model((path,)), GrowingScene()
    for part in make_scenes(model.meshes, [item.guid for item in model.building.elements], 20_000):
        scene.append(part)
    return scene


def measure(viewer, name: str, scene) -> None:
    """Print the rows of one scene."""
    from PySide6.QtCore import QPointF

    rng, count = np.random.default_rng(2), len(scene.guids)
    grey = np.full((count, 3), 0.6, dtype=np.float32)
    shades = [rng.uniform(size=(count, 3)).astype(np.float32) for _ in range(ROUNDS)]
    row = f"{name:26s} {count:8d} {scene.triangles:9d}"

    def show(what: str, times: list[tuple[float, float]]) -> None:
        walls, cpus = zip(*times, strict=True)
        figures = statistics.median(walls), max(walls), statistics.median(cpus)
        print(f"{row}  {what:34s} {figures[0]:8.1f} {figures[1]:8.1f} {figures[2]:8.1f}", flush=True)

    show("show all of it", [timed(viewer, lambda: viewer.set_scene(scene, grey))])
    orbits = [
        timed(viewer, lambda: viewer._move(viewer.camera.orbited(9.0, 0.0)), rest=False) for _ in range(3 * ROUNDS)
    ]
    show("a picture while orbiting", orbits)
    a_second = 1000.0 / statistics.median([wall for wall, _ in orbits])
    print(f"{row}  {'pictures a second while orbiting':34s} {a_second:8.1f}")
    rest(viewer)
    places = [QPointF(*rng.uniform((0.2 * SIZE[0], 0.2 * SIZE[1]), (0.8 * SIZE[0], 0.8 * SIZE[1]))) for _ in range(40)]
    show("pick", [elapsed(lambda place=place: viewer.element_at(place)) for place in places])
    from PySide6.QtCore import QRect

    box = QRect(SIZE[0] // 4, SIZE[1] // 4, SIZE[0] // 2, SIZE[1] // 2)
    show("pick in a box", [elapsed(lambda: viewer.elements_in(box, touching=True)) for _ in range(3)])
    show("recolour, to picture", [timed(viewer, lambda c=c: viewer.set_colours(c)) for c in shades])
    some = [frozenset(rng.choice(scene.guids, max(1, count // 20), replace=False).tolist()) for _ in range(ROUNDS)]
    show("select 5 %, to picture", [timed(viewer, lambda s=s: viewer.set_selection(s)) for s in some])
    viewer.set_selection(frozenset())
    show("isolate 5 %, to picture", [timed(viewer, lambda s=s: viewer.isolate(s)) for s in some])
    show("show all again, to picture", [timed(viewer, viewer.show_all), timed(viewer, viewer.show_all)])
    show("prepare: mask and table", [elapsed(viewer.shown.table) for _ in range(ROUNDS)])


def memory(viewer) -> None:
    """Print memory after opening and closing ten models."""
    from ui.viewer.scene import make_scene

    sizes = []
    for _ in range(10):
        scene = boxes(2000)
        viewer.set_scene(scene, np.full((len(scene.guids), 3), 0.6, dtype=np.float32))
        rest(viewer)
        del scene
        viewer.set_scene(make_scene({}, ()), np.zeros((0, 3), dtype=np.float32))
        rest(viewer)
        gc.collect()
        sizes.append(resident_mb())
    ratio = sizes[-1] / sizes[0]
    print(f"memory after each of ten models closed [MB]: {', '.join(f'{size:.0f}' for size in sizes)}")
    print(f"memory after the last over after the first: {ratio:.2f} (target 1.10)")
    print(f"parts left on the graphics card: {viewer.canvas.objects}")


def resident_mb(pid: int | str = "self") -> float:
    """Return the memory of a process [MB]."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(viewer, act: Callable[[], object], *, rest: bool = True) -> tuple[float, float]:
    """Act; returns the time until the picture of it is on the screen, and that of all threads [ms]."""
    from PySide6.QtWidgets import QApplication

    swapped: list[tuple[float, float]] = []
    connection = viewer.canvas.frameSwapped.connect(lambda: swapped.append((time.perf_counter(), time.process_time())))
    start, cpu = time.perf_counter(), time.process_time()
    act()
    viewer.canvas.update()
    while not (swapped and (not rest or not viewer.canvas._new_table)) and time.perf_counter() - start < 20.0:
        QApplication.processEvents()
    viewer.canvas.disconnect(connection)
    return 1000.0 * (swapped[-1][0] - start), 1000.0 * (swapped[-1][1] - cpu)


def rest(viewer) -> None:
    """Wait until nothing moves and all is on the graphics card."""
    from PySide6.QtWidgets import QApplication

    end = time.perf_counter() + 20.0
    while time.perf_counter() < end and not viewer.canvas.is_complete:
        QApplication.processEvents()
    for _ in range(5):
        QApplication.processEvents()


def elapsed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the time that something takes, and that of all threads [ms]."""
    start, cpu = time.perf_counter(), time.process_time()
    act()
    return 1000.0 * (time.perf_counter() - start), 1000.0 * (time.process_time() - cpu)


if __name__ == "__main__":
    main()
