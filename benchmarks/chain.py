"""Stage times of the whole chain, each as a ratio to the bare ifcopenshell iterator on the same file.

    python benchmarks/chain.py MODEL.ifc [MODEL.ifc ...]

The bare iterator is what anybody pays for the shapes: same kernel, same settings, nothing done with the result.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def bare_iterator_s(path: Path) -> float:
    """Open a file and run over all shapes with the kernel that the reader uses [s]."""
    import ifcopenshell
    import ifcopenshell.geom

    start = time.perf_counter()
    file = ifcopenshell.open(str(path))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    include = [*file.by_type("IfcElement"), *file.by_type("IfcSpace")]
    include = [item for item in include if item.Representation and not item.is_a("IfcFeatureElement")]
    iterator = ifcopenshell.geom.iterator(
        settings, file, 1, include=include, geometry_library="hybrid-cgal-simple-opencascade"
    )
    more: Any = iterator.initialize()
    while more:
        iterator.get()
        more = iterator.next()
    return time.perf_counter() - start


def timed(function: Callable[[], T], times: dict[str, float], stage: str) -> T:
    """Run a function and note its time [s]."""
    start = time.perf_counter()
    result = function()
    times[stage] = time.perf_counter() - start
    return result


def stage_times(path: Path) -> dict[str, float]:
    """Run the chain stage by stage and return the time of each [s]."""
    import tempfile

    from bldgassess.carbon.assess import compute_carbon
    from bldgassess.energy.uses import compute_energy
    from bldgassess.health.assess import compute_health
    from bldgassess.hourly.solve import compute_hourly
    from bldgassess.ifc.read import read_model
    from bldgassess.inventory.build import compute_inventory
    from bldgassess.pipeline.area import with_reference_area
    from bldgassess.pipeline.assess import assess, load_data
    from bldgassess.pipeline.data import choose_weather
    from bldgassess.study import Study
    from reports.write import write_outputs

    times: dict[str, float] = {}
    study = Study()
    data = timed(load_data, times, "load data")
    model = timed(lambda: read_model([path]), times, "read model (shapes, envelope)")
    building = with_reference_area(model.building, study)
    weather, region, _ = timed(lambda: choose_weather(building, study, data), times, "weather year")
    inventory = timed(lambda: compute_inventory(building, study, data.store), times, "inventory")
    hourly = timed(lambda: compute_hourly(building, study, inventory, weather), times, "hourly year")
    energy = timed(lambda: compute_energy(hourly, study, weather), times, "energy")
    timed(lambda: compute_carbon(inventory, energy, building, study, region), times, "carbon")
    timed(lambda: compute_health(building, study, weather, hourly, inventory), times, "health")
    result = assess(building, study, data)
    with tempfile.TemporaryDirectory() as folder:
        timed(lambda: write_outputs(result, Path(folder)), times, "results and report")
    return times


def main() -> None:
    """Print one table a model."""
    for name in sys.argv[1:]:
        path = Path(name)
        bare = min(bare_iterator_s(path) for _ in range(3))
        stage_times(path)  # once to warm caches and compiled code
        times = stage_times(path)
        print(f"\n{path.name}: bare ifcopenshell iterator {bare:.2f} s (best of 3)")
        for stage, seconds in [*times.items(), ("whole chain", sum(times.values()))]:
            print(f"  {stage:32s} {seconds:8.3f} s   {seconds / bare:7.2f} x")


if __name__ == "__main__":
    main()
