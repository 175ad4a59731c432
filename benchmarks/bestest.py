"""All cases of ANSI/ASHRAE 140-2020 section 7 beside six programs' ranges and the acceptance limits.

    python benchmarks/bestest.py WEATHER.epw [CASE ...]

WEATHER is the standard's 725650TY file. Exit status 1 where an annual load is outside its limits, or under 95 % of all
figures are inside the range.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bldgassess.hourly.bestest import Figure, case_names, run_case
from bldgassess.hourly.weather import read_epw


def _line(item: Figure) -> str:
    place = "" if item.is_inside else "  <- outside the range"
    limits = "" if item.is_accepted else f"  OUTSIDE THE LIMITS {item.limits}"
    return f"{item.case:6s} {item.metric:50s} {item.value:10.3f}  {item.low:10.3f} .. {item.high:10.3f}{place}{limits}"


def main() -> int:
    """Print the table; returns the exit status."""
    weather = read_epw(Path(sys.argv[1]))
    figures: list[Figure] = []
    start = time.perf_counter()
    for name in sys.argv[2:] or case_names():
        found = run_case(name, weather)
        figures += found
        print("\n".join(_line(item) for item in found))
    inside = sum(item.is_inside for item in figures)
    annual = [item for item in figures if item.metric.startswith("annual")]
    accepted = sum(item.is_accepted for item in annual)
    print(f"\n{inside} of {len(figures)} figures inside the range ({100.0 * inside / len(figures):.1f} %)")
    print(f"{accepted} of {len(annual)} annual loads accepted; {time.perf_counter() - start:.1f} s")
    return int(accepted < len(annual) or inside < 0.95 * len(figures))


if __name__ == "__main__":
    sys.exit(main())
