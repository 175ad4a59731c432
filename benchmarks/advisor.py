"""The design advisor on a case of 10,000 combinations: time, share of NSGA-II, and each front point assessed alone.

    python benchmarks/advisor.py [--workers N] [--seeds N ...] [--no-verify]

The built-in house under six measures, as in practice: three change the year (roof insulation, external shading, light
colours: 50 thermal states), the others machines, modules and finishes. All 10,000 are worked out in full detail; the
front is that of whole-life carbon, health and label points. NSGA-II sees the same space and may ask for a fifth of it.
Processor seconds (of this process, and of the workers by their number) hold on a machine that others use too, so they
decide; seconds on the clock are printed beside them. Exits 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from importlib.resources import as_file, files

import numpy as np

from bldgassess.advisor.front import hypervolume
from bldgassess.advisor.search import scores_of, search
from bldgassess.advisor.space import make_space
from bldgassess.advisor.verify import verify_points
from bldgassess.ifc.read import read_model
from bldgassess.model import ReadModel
from bldgassess.pipeline.assess import load_data
from bldgassess.study import Study, read_study

MOST_SECONDS, LEAST_SHARE, MOST_DIFFERENCE = 60.0, 0.95, 1e-9
EVALUATIONS = 2000
#: 5 x 5 x 2 years; 10 x 4 x 5 on top of each.
LEVELS = {
    "roof_insulation": (0, 60, 120, 180, 240),
    "external_shading": (0, 0.2, 0.4, 0.6, 0.8),
    "light_colours": ("off", 0.3),
    "photovoltaics": (0, 1, 2, 3, 4, 5, 6, 7, 8, 10),
    "hot_water_heat_pump": ("off", 5, 10, 15),
    "low_emission_finishes": (0, 0.15, 0.3, 0.45, 0.6),
}


def read_sample() -> tuple[ReadModel, Study]:
    with as_file(files("bldgassess.sample").joinpath("data")) as folder:
        return read_model([folder / "hainan_house_base.ifc"]), read_study(folder / "base.yaml")


def processor_s() -> tuple[float, float]:
    """Processor time of this process and of all that it has waited for [s]."""
    rows = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, others = (row.ru_utime + row.ru_stime for row in rows)
    return own, others


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2, 3))
    parser.add_argument("--no-verify", action="store_true")
    given = parser.parse_args()
    model, study = read_sample()
    data = load_data()
    space = make_space(study, LEVELS)
    allowed = sum(1 for _ in space.candidates())
    print(f"{space.size} combinations, {allowed} allowed; {given.workers} workers", flush=True)
    start, before = time.perf_counter(), processor_s()
    found = search(model, space, data, method="exhaustive", workers=given.workers, verify=False)
    clock = time.perf_counter() - start
    own, others = (after - earlier for after, earlier in zip(processor_s(), before, strict=True))
    seconds = own + others / given.workers
    print(
        f"exhaustive: {found.evaluated} in {own:.1f} + {others:.1f} processor seconds, {seconds:.1f} s on free cores"
        f" ({clock:.1f} s on the clock), {len(found.front)} on the front, volume {found.hypervolume:.4f}",
        flush=True,
    )
    missed = [f"exhaustive {seconds:.1f} s on free cores, asked {MOST_SECONDS:.0f}"] if seconds > MOST_SECONDS else []
    for seed in given.seeds:
        start = time.perf_counter()
        some = search(
            model,
            space,
            data,
            method="genetic",
            seed=seed,
            evaluations=EVALUATIONS,
            workers=given.workers,
            verify=False,
        )
        values = np.array([scores_of(some.points[k].outcome, some.objectives) for k in some.front])
        share = hypervolume(values, found.ideal, found.reference) / (found.hypervolume or 1.0)
        print(
            f"NSGA-II seed {seed}: {some.evaluated} asked for in {time.perf_counter() - start:.1f} s on the clock,"
            f" {share:.4f} of the volume",
            flush=True,
        )
        if share < LEAST_SHARE:
            missed.append(f"NSGA-II seed {seed} reaches {share:.3f}, asked {LEAST_SHARE}")
    if not given.no_verify:
        start = time.perf_counter()
        points = [found.points[k] for k in found.front]
        check = verify_points(model, space, data, points, workers=given.workers)
        print(
            f"{check.points} front points assessed alone in {time.perf_counter() - start:.1f} s: largest difference"
            f" embodied {check.carbon_difference:.1e}, hourly {check.hourly_difference:.1e}; classes and levels"
            f" {'the same' if check.same_words else 'differ'}"
        )
        if not check.holds:
            missed.append("a front point differs from its single assessment")
    print("\n".join(f"MISSED: {text}" for text in missed) or "all bounds kept")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
