"""Our zone engine beside EnergyPlus on the same model, and beside two ISO 52016 packages: time and what they found.

    python benchmarks/energy.py WEATHER.epw [--zones N ...] [--steps N ...]
        [--iso52016 PYTHON] [--pybuildingenergy PYTHON]

Every zone is case 900 of ANSI/ASHRAE 140-2020 with its outlines, each copy turned by as many degrees as its number and
set 60 m from the others, so that no plane is shared and no copy shades another. Both engines follow the beam to the
faces of the room (EnergyPlus: FullInteriorAndExterior, shadows every 20 days as is its default; ours: a day a month).
Our time is the best of three of all that ``simulate`` does without a cache, its compiling left out. EnergyPlus's is its
process alone; writing its input and reading its results are left out. Processor seconds, ours on one thread as
EnergyPlus, hold on a machine that others use too, so they decide; seconds on the clock, ours on a thread a core, are
printed beside them. PYTHON: the interpreter of an environment that has ``iso52016`` or ``pybuildingenergy``; without
it the figures that were measured before are used (``FORMER``).

Exits 1 where a ratio, the growth with zones, or the engines' needs miss their bounds.
"""

from __future__ import annotations

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bldgassess.energyplus.crosscheck import load_limits
from bldgassess.energyplus.reader import SQL_FILE, read_hours
from bldgassess.energyplus.runner import engine_version, run_engine
from bldgassess.energyplus.simulate import heat_flow_m3_s
from bldgassess.energyplus.writer import make_document
from bldgassess.hourly.bestest import make_case
from bldgassess.hourly.result import Weather
from bldgassess.hourly.simulate import Simulated, simulate
from bldgassess.hourly.thermal_model import OpaqueElement, ThermalModel, WindowElement
from bldgassess.hourly.weather import read_epw

SIZES, STEPS, BEST_OF = (1, 10, 50, 200), (1, 4), 3
#: How many times faster than each the zone engine has to be: EnergyPlus at 50 zones, the others at the most they run.
BOUNDS = {"EnergyPlus": 20.0, "iso52016": 50.0, "pybuildingenergy": 500.0}
#: A zone may take so many times longer among 200 than among 10.
MOST_GROWTH = 1.5
#: Measured on the same kind of machine before [s]: iso52016 0.0.3, case 900 in 1 and 10 zones at one step an hour;
#: pybuildingenergy 2.1.1, its own example of one zone.
FORMER = {"iso52016": {1: 0.55, 10: 38.0}, "pybuildingenergy": {1: 20.5}}
PEERS = Path(__file__).parent / "peers"


def make_model(zones: int) -> ThermalModel:
    """Repeat case 900, each copy turned by as many degrees as its number and set apart."""
    base = make_case("900")
    side = math.isqrt(zones - 1) + 1

    def placed(item: OpaqueElement | WindowElement, k: int) -> OpaqueElement | WindowElement:
        turn, east, north = math.radians(k), 60.0 * (k % side), 60.0 * (k // side)
        corners = tuple(
            (east + x * math.cos(turn) + y * math.sin(turn), north + y * math.cos(turn) - x * math.sin(turn), z)
            for x, y, z in item.corners_m
        )
        azimuth = (item.azimuth_deg + k) % 360.0
        return replace(item, id=f"{k}/{item.id}", zone=k, azimuth_deg=azimuth, corners_m=corners)

    return replace(
        base,
        zones=tuple(replace(base.zones[0], id=f"{k}") for k in range(zones)),
        elements=tuple(placed(item, k) for k in range(zones) for item in base.elements),
        windows=tuple(placed(item, k) for k in range(zones) for item in base.windows),
    )


def best_s(work: Callable[[], Simulated], clock: Callable[[], float]) -> tuple[float, Simulated]:
    """Best time of several runs [s] and what they found."""
    times = []
    for _ in range(BEST_OF):
        start = clock()
        found = work()
        times.append(clock() - start)
    return min(times), found


def children_s() -> float:
    """Processor time of all processes that this one has waited for [s]."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_energyplus(
    model: ThermalModel, weather: Weather, own: Simulated, steps: int
) -> tuple[float, float, float, float]:
    """Time of EnergyPlus's process by the clock and of the processor [s], and heating and cooling [MWh]."""
    document = make_document(model, weather, heat_flow_m3_s(model, weather, own), steps_per_hour=steps)
    document.objects["ShadowCalculation"]["shadow"]["shading_calculation_update_frequency_method"] = "Periodic"
    with tempfile.TemporaryDirectory() as name:
        document.write(Path(name), weather)
        start, used = time.perf_counter(), children_s()
        run_engine(Path(name))
        seconds, used = time.perf_counter() - start, children_s() - used
        hours = read_hours(Path(name) / SQL_FILE, len(model.zones))
    return seconds, used, hours["heat"].sum() / 1e6, hours["cool"].sum() / 1e6


def peer_s(name: str, python: str | None, weather: Path) -> tuple[dict[int, float], str]:
    """Processor time of another package by number of zones [s], and where it comes from."""
    if not python:
        return FORMER[name], "measured before"
    command = [python, str(PEERS / f"{name}.py"), str(weather)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("zones ")]
    return {int(zones): float(seconds) for _, zones, seconds in lines}, "now"


def beside_energyplus(weather: Weather, sizes: Sequence[int], steps: int) -> list[str]:
    """Print a line a size; return what missed its bound."""
    missed: list[str] = []
    share = load_limits().need_share
    own_s: dict[int, float] = {}
    for zones in sizes:
        model = make_model(zones)

        def run(threads: int | None, model: ThermalModel = model) -> Simulated:
            return simulate(model, weather, steps_per_hour=steps, threads=threads)

        clock, own = best_s(lambda run=run: run(None), time.perf_counter)
        used, _ = best_s(lambda run=run: run(1), time.process_time)
        other_clock, other_used, heat, cool = run_energyplus(model, weather, own, steps)
        own_s[zones] = used
        needs = ((own.heat_w.sum() / 1e6, heat), (own.cool_w.sum() / 1e6, cool))
        pairs = "  ".join(f"{a:.2f}/{b:.2f}" for a, b in needs)
        print(
            f"{steps:7d} {zones:5d} | {used:14.3f} {other_used:6.1f} {other_used / used:8.1f} |"
            f" {clock:10.3f} {other_clock:6.1f} {other_clock / clock:8.1f} | {1e3 * used / zones:9.2f} | {pairs}",
            flush=True,
        )
        if any(abs(a - b) > share * b for a, b in needs):
            missed.append(f"needs of {zones} zones at {steps}/h differ by more than {share:.0%}")
        if zones == 50 and other_used / used < BOUNDS["EnergyPlus"]:
            missed.append(f"{other_used / used:.1f} times EnergyPlus at {steps}/h, asked {BOUNDS['EnergyPlus']:.0f}")
    if {10, 200} <= set(sizes):
        growth = own_s[200] / own_s[10] / 20.0
        print(f"        a zone among 200 takes {growth:.2f} of one among 10")
        if growth > MOST_GROWTH:
            missed.append(f"time a zone grows {growth:.2f} times from 10 to 200 zones")
    return missed


def beside_peer(name: str, python: str | None, path: Path, weather: Weather) -> list[str]:
    """Print a line a size that the other package ran; return what missed its bound, asked of the largest."""
    times, when = peer_s(name, python, path)
    for zones, seconds in times.items():
        model = make_model(zones)

        def alone(model: ThermalModel = model) -> Simulated:
            return simulate(model, weather, steps_per_hour=1, threads=1)

        used, _ = best_s(alone, time.process_time)
        ratio = seconds / used
        print(f"{name:17s} {zones:3d} zones, 1/h, {when}: {seconds:7.2f} s, own {used:.3f} s: {ratio:.0f} times")
    return [f"{ratio:.0f} times {name} at {zones} zones, asked {BOUNDS[name]:.0f}"] if ratio < BOUNDS[name] else []


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("weather", type=Path)
    parser.add_argument("--zones", type=int, nargs="+", default=SIZES)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS)
    for name in FORMER:
        parser.add_argument(f"--{name}")
    given = parser.parse_args()
    weather = read_epw(given.weather)
    simulate(make_model(1), weather, steps_per_hour=1)  # compile
    print(f"zone engine beside {engine_version()}, case 900 a zone, 8,760 h")
    print(
        "steps/h zones | processor s: own, E+,   ratio | clock s: own, E+,   ratio | ms a zone | heat, cool own/E+ MWh"
    )
    missed = [text for steps in given.steps for text in beside_energyplus(weather, given.zones, steps)]
    missed += [text for name in FORMER for text in beside_peer(name, getattr(given, name), given.weather, weather)]
    print("\n".join(f"MISSED: {text}" for text in missed) or "all bounds kept")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
