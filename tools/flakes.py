"""Run the scenarios again and again, each time in a fresh process, and say how often and how long.

PYTHONPATH=. python tools/flakes.py 20 [more arguments for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time


def main(times: int, more: list[str]) -> int:
    """Stop at the first run that fails; returns its exit status."""
    command = [sys.executable, "-m", "pytest", "tests/scenarios", "-q", "-n", "0", *more]
    for run in range(1, times + 1):
        start = time.monotonic()
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        print(f"run {run} of {times}: exit {done.returncode}, {time.monotonic() - start:.0f} s{load}", flush=True)
        if done.returncode:
            print(done.stdout)
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:]))
