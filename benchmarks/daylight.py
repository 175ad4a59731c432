"""Time, memory and cancel of daylight: ``python benchmarks/daylight.py MODEL [quick|draft|standard ...]``.

Prints each room's daylight factor by split flux and by Radiance against its glass-to-floor ratio.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np

from bldgassess.errors import Cancelled
from bldgassess.health.light.compute import compute_daylight
from bldgassess.health.light.result import QUALITIES
from bldgassess.health.light.scene import is_window
from bldgassess.health.light.split_flux import room_daylight
from bldgassess.ifc.read import read_model
from bldgassess.pipeline.data import choose_weather, load_data
from bldgassess.study import Study

#: A cancel is asked for so long after Radiance has begun [s].
_LATER_S = 2.0


def main() -> None:
    model = read_model([Path(sys.argv[1])])
    study = Study()
    weather, _, _ = choose_weather(model.building, study, load_data())
    qualities = [name for name in QUALITIES if name in sys.argv[2:]] or list(QUALITIES)
    compute_daylight(model.building, model.meshes, study, weather)  # compiled, data read
    found = None
    for quality in qualities:
        start, before = time.perf_counter(), _cpu_s()
        found = compute_daylight(model.building, model.meshes, study, weather, quality=quality)
        seconds, cpu, rooms = time.perf_counter() - start, _cpu_s() - before, max(len(found.rooms), 1)
        print(
            f"{quality:9s} {rooms} rooms {seconds:6.1f} s on a machine as busy as it is, {cpu:6.1f} s of processor; "
            f"50 rooms on two free cores {25.0 * cpu / rooms:6.1f} s; peak {_peak_mb():.0f} MB"
        )
    if qualities[-1] != "quick" and found is not None:
        _table(model.building, study, found)
        print(f"cancel    {_cancel(model, study, weather, qualities[-1]):.2f} s")


def _cpu_s() -> float:
    """Processor time of this process and its programs [s]."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def _peak_mb() -> float:
    """Most memory of this process; a program's own is 10 to 40 MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def _table(building, study, found) -> None:
    print("\nroom                 floor  glass/floor  DF split  DF Radiance (median; mean)   half-lit lx   DGP    EDI")
    errors = []
    for space in building.spaces:
        light = found.rooms.get(space.guid)
        if light is None or light.df_pct is None or not len(light.df_pct):
            continue
        windows = [item for item in building.openings if item.space_guid == space.guid and is_window(item)]
        split = room_daylight(space, windows, study, points=light.points_m, sky_share=light.sky_share)
        median, mean, year = float(np.median(light.df_pct)), float(light.df_pct.mean()), light.annual
        if mean > 0.0:
            errors.append((split.mean_pct / mean, split.median_pct / max(median, 1e-9)))
        name = (space.long_name or space.name)[:20]
        tail = f"{year.target_lx:12.0f} {year.dgp:6.2f} {year.edi_lx:6.0f}" if year else ""
        print(
            f"{name:20s} {space.floor_area_m2:6.1f} {light.glass_m2 / max(space.floor_area_m2, 0.01):10.3f} "
            f"{split.median_pct:7.2f}; {split.mean_pct:5.2f} {median:7.2f}; {mean:5.2f} {tail}"
        )
    if errors:
        ratio = np.array(errors)
        print(
            f"split flux over Radiance, {len(ratio)} rooms with windows: mean {ratio[:, 0].mean():.2f} "
            f"(sd {ratio[:, 0].std():.2f}), median {ratio[:, 1].mean():.2f} (sd {ratio[:, 1].std():.2f})\n"
        )


def _cancel(model, study, weather, quality) -> float:
    begun: list[float] = []
    asked: list[float] = []

    def progress(_stage: str, share: float) -> None:
        now = time.perf_counter()
        if share >= 0.05 and not begun:
            begun.append(now)
        if begun and now - begun[0] > _LATER_S:
            asked.append(now)
            raise Cancelled

    try:
        compute_daylight(model.building, model.meshes, study, weather, quality=quality, progress=progress)
    except Cancelled:
        return time.perf_counter() - asked[0]
    return 0.0


if __name__ == "__main__":
    main()
