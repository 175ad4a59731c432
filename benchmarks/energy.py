"""Both engines on the same model: time for 1, 10 and 50 zones, one and four steps an hour, and what they found.

    python benchmarks/energy.py WEATHER.epw [ZONES ...]

Every zone is case 900 of ANSI/ASHRAE 140-2020 without outlines, so that the work grows with the zones alone. The zone
engine runs in one thread (its compiling is left out); EnergyPlus's time is all of writing, process and reading. Prints
both, their ratio, and the growth from one size to the next; exits 1 where the engines' needs differ by more than 5 %.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from bldgassess.energyplus.crosscheck import load_limits
from bldgassess.energyplus.runner import engine_version
from bldgassess.energyplus.simulate import simulate_energyplus
from bldgassess.hourly.bestest import make_case
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.thermal_model import ThermalModel
from bldgassess.hourly.weather import read_epw

SIZES = (1, 10, 50)
BEST_OF = 3


def make_model(zones: int) -> ThermalModel:
    """Repeat case 900, each copy turned by as many degrees as its number, so that no plane is shared by all."""
    base = make_case("900")

    def turned(item, k):
        azimuth = (item.azimuth_deg + k) % 360.0
        return replace(item, id=f"{k}/{item.id}", zone=k, azimuth_deg=azimuth, corners_m=())

    return replace(
        base,
        zones=tuple(replace(base.zones[0], id=f"{k}") for k in range(zones)),
        elements=tuple(turned(item, k) for k in range(zones) for item in base.elements),
        windows=tuple(turned(item, k) for k in range(zones) for item in base.windows),
    )


def main() -> int:
    weather = read_epw(Path(sys.argv[1]))
    sizes = tuple(int(text) for text in sys.argv[2:]) or SIZES
    simulate(make_model(1), weather, steps_per_hour=1)  # compile
    print(f"zone engine, one thread, beside {engine_version()}")
    print("steps/h zones   own s  E+ s   ratio  own ms/zone  E+ ms/zone   heat own/E+ MWh    cool own/E+ MWh")
    bad = False
    for steps in (1, 4):
        per_zone = []
        for zones in sizes:
            model = make_model(zones)
            own_s = []
            for _ in range(BEST_OF):
                start = time.perf_counter()
                own = simulate(model, weather, steps_per_hour=steps)
                own_s.append(time.perf_counter() - start)
            start = time.perf_counter()
            other = simulate_energyplus(model, weather, own, steps_per_hour=steps).result
            other_s = time.perf_counter() - start
            best = min(own_s)
            per_zone.append(best / zones)
            needs = [
                (a.sum() / 1e9, b.sum() / 1e9) for a, b in ((own.heat_w, other.heat_w), (own.cool_w, other.cool_w))
            ]
            bad |= any(abs(a - b) > load_limits().need_share * b for a, b in needs)
            print(
                f"{steps:7d} {zones:5d} {best:7.2f} {other_s:5.1f} {other_s / best:7.1f} {1e3 * best / zones:12.1f}"
                f" {1e3 * other_s / zones:11.1f}   " + "   ".join(f"{1e3 * a:7.3f}/{1e3 * b:7.3f}" for a, b in needs)
            )
        print(f"        time a zone, {sizes[-1]} zones over {sizes[0]}: {per_zone[-1] / per_zone[0]:.2f} (1 is linear)")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
