"""How long a model takes to read, against the bare ifcopenshell iterator with the same kernel and as many threads.

    python benchmarks/ingest.py [MODEL ...] [--tower N ...]

One line a model: the bare iterator with as many threads as we have processes and with one, the cold read (everything:
open, properties, materials, quantities, measuring, envelope) and its ratio to the first, the same without the envelope,
the first shapes that the window would draw, the kept model read again, the peak memory of all processes together,
elements and triangles. Each is measured in a process of its own, the bare iterator before and after. Exit status 1
where a tower breaks a limit, or a kept model differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # this checkout, whatever is installed
#: Limits for the tower (method: ingest targets).
LIMITS = {"ratio": 1.3, "first_s": 5.0, "again_s": 3.0, "peak_mb": 1500.0}
COLUMNS = (
    *("bare_s", "bare_one_s", "cold_s", "ratio", "ratio_no_envelope"),
    *("first_s", "again_s", "peak_mb", "elements", "triangles"),
)


def bare(path: Path, threads: int) -> dict[str, float]:
    """Open a file and run over all shapes, nothing done with them."""
    import ifcopenshell
    import ifcopenshell.geom

    from bldgassess.ifc.shape_worker import KERNEL

    start = time.perf_counter()
    file = ifcopenshell.open(str(path))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    include = [*file.by_type("IfcElement"), *file.by_type("IfcSpace")]
    include = [item for item in include if item.Representation and not item.is_a("IfcFeatureElement")]
    iterator = ifcopenshell.geom.iterator(settings, file, threads, include=include, geometry_library=KERNEL)
    more: Any = iterator.initialize()
    while more:
        iterator.get()
        more = iterator.next()
    return {"bare_s": time.perf_counter() - start}


class Memory(threading.Thread):
    """Watches the memory of this process and those that it started [MB], where there is /proc."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self.start()

    def run(self) -> None:
        while True:
            children = " ".join(_text(task) for task in Path("/proc/self/task").glob("*/children")).split()
            total = sum(_resident_kb(_text(Path(f"/proc/{pid}/status"))) for pid in ("self", *children))
            self.peak_mb = max(self.peak_mb, total / 1024.0)
            time.sleep(0.05)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # the process has ended
        return ""


def _resident_kb(status: str) -> int:
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


def ours(path: Path, folder: Path) -> dict[str, float]:
    """Read a model cold and again from the cache."""
    import numpy as np

    from bldgassess.ifc import read
    from bldgassess.ifc.cache import ModelCache

    memory, cache = Memory(), ModelCache(folder)
    shown_s: list[float] = []
    envelope_s: list[float] = []
    envelope = read.build_envelope

    def timed_envelope(*arguments: Any, **more: Any) -> Any:
        begin = time.perf_counter()
        try:
            return envelope(*arguments, **more)
        finally:
            envelope_s.append(time.perf_counter() - begin)

    read.build_envelope = timed_envelope
    start = time.perf_counter()
    cold = read.read_model([path], show=lambda *_: shown_s.append(time.perf_counter() - start), cache=cache)
    cold_s = time.perf_counter() - start
    peak_mb = memory.peak_mb
    start = time.perf_counter()
    again = read.read_model([path], cache=cache)
    again_s = time.perf_counter() - start
    same = again.building == cold.building and list(again.meshes) == list(cold.meshes)
    same = same and all(
        np.array_equal(mesh.vertices, again.meshes[guid].vertices)
        and np.array_equal(mesh.faces, again.meshes[guid].faces)
        for guid, mesh in cold.meshes.items()
    )
    return {
        "cold_s": cold_s,
        "envelope_s": sum(envelope_s),
        "first_s": shown_s[0],
        "again_s": again_s,
        "peak_mb": peak_mb,
        "elements": len(cold.building.elements),
        "triangles": sum(len(mesh.faces) for mesh in cold.meshes.values()),
        "same": same,
        "lost": sum(
            len(issue.ids) for issue in cold.building.issues if issue.code in {"ifc.no_shape", "ifc.shape_lost"}
        ),
    }


def apart(*arguments: str) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(path: Path, threads: int) -> dict[str, Any]:
    """Measure one model; the bare iterator's better time of two, one before and one after."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _unpacked(path, Path(folder))
        before = apart("--bare", str(threads), str(plain))
        row = apart("--ours", str(Path(folder) / "cache"), str(path))
        after = apart("--bare", str(threads), str(plain))
        row["bare_one_s"] = apart("--bare", "1", str(plain))["bare_s"]
    row["bare_s"] = min(before["bare_s"], after["bare_s"])
    row["ratio"] = row["cold_s"] / row["bare_s"]
    row["ratio_no_envelope"] = (row["cold_s"] - row["envelope_s"]) / row["bare_s"]
    return row


def _unpacked(path: Path, folder: Path) -> Path:
    """Write the text of an archive beside it, because the bare iterator is given text."""
    if path.suffix.lower() == ".ifc":
        return path
    from bldgassess.ifc.open import load

    text = folder / f"{path.stem}.ifc"
    text.write_bytes(load(path).content)
    return text


def main() -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--tower", type=int, action="append", default=[], metavar="N")
    parser.add_argument("--bare", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare or asked.ours:
        print(json.dumps(bare(asked.models[0], asked.bare) if asked.bare else ours(asked.models[0], asked.ours)))
        return 0
    from bldgassess.ifc.geometry import process_count
    from bldgassess.sample.tower import write_tower

    print(f"{'model':38s} {'processes':>9s} " + " ".join(f"{name:>10.10s}" for name in COLUMNS), flush=True)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        towers = [Path(folder) / f"tower-{count}.ifc" for count in asked.tower]
        for count, path in zip(asked.tower, towers, strict=True):
            write_tower(count, path)
        for path in [*asked.models, *towers]:
            threads = process_count(path.stat().st_size * (5 if path.suffix.lower() != ".ifc" else 1))
            try:
                row = measure(path, threads)
            except RuntimeError as error:
                print(f"{path.name[:38]:38s} not read: {error}", flush=True)
                continue
            print(
                f"{path.name[:38]:38s} {threads:9d} " + " ".join(f"{row[name]:10.2f}" for name in COLUMNS), flush=True
            )
            broken = [name for name, most in LIMITS.items() if path in towers and row[name] > most]
            broken += [] if row["same"] else ["the kept model differs"]
            bad += bool(broken)
            if broken or row["lost"]:
                print(
                    f"  over the limit: {', '.join(broken) or '-'}; elements without shape: {row['lost']}", flush=True
                )
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
