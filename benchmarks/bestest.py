"""All cases of ANSI/ASHRAE 140-2020 section 7 beside the six programs' ranges and the acceptance limits.

    python benchmarks/bestest.py WEATHER.epw RANGES.csv [CASE ...]

Prints a table and exits 1 where an annual load is outside its limits or under 95 % of all figures are inside the range.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np

from bldgassess.hourly.bestest import case_names, make_case
from bldgassess.hourly.simulate import simulate
from bldgassess.hourly.weather import read_epw


def main() -> int:
    weather = read_epw(Path(sys.argv[1]))
    rows = list(csv.DictReader(Path(sys.argv[2]).open(encoding="utf-8")))
    chosen = sys.argv[3:] or case_names()
    inside = total = bad = 0
    for name in chosen:
        start = time.perf_counter()
        run = simulate(make_case(name), weather)
        seconds = time.perf_counter() - start
        zone = 0
        free = {"minimum_temperature": float(run.air_c[-1].min()), "maximum_temperature": float(run.air_c[-1].max()),
                "average_temperature": float(run.air_c[-1].mean())}
        found = {
            "annual_heating_MWh": float(run.heat_w[zone].sum()) / 1e6, "annual_cooling_MWh": float(run.cool_w[zone].sum()) / 1e6,
            "peak_heating_kW": float(run.heat_w[zone].max()) / 1e3, "peak_cooling_kW": float(run.cool_w[zone].max()) / 1e3,
        }
        if name.endswith("FF"):
            found = free
        elif name == "960":
            found |= free
        print(f"{name:6s} {seconds:5.2f} s residual {run.residual_fraction:.1e} transmitted {run.transmitted_w.sum(axis=1)/1e3}")
        for row in rows:
            if row["case"] != name or row["metric"] not in found:
                continue
            value = found[row["metric"]]
            low, high = float(row["min"]), float(row["max"])
            ok = low - 1e-9 <= value <= high + 1e-9
            limits = ""
            if row["accept_low"] and row["metric"].startswith("annual"):
                fine = float(row["accept_low"]) <= value <= float(row["accept_high"])
                limits = "limits ok" if fine else f"OUTSIDE LIMITS {row['accept_low']}..{row['accept_high']}"
                bad += not fine
            total += 1
            inside += ok
            print(f"   {row['metric']:22s} {value:8.3f}  {low:8.3f}..{high:8.3f} E+ {row['EnergyPlus']:>8s} {'' if ok else '<-- out '} {limits}")
    print(f"{inside} of {total} inside the programs' range, {bad} annual loads outside the limits")
    return int(bad > 0 or inside < 0.95 * total)


if __name__ == "__main__":
    sys.exit(main())
