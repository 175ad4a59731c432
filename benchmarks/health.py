"""Time and memory of the health indicators: ``python benchmarks/health.py [--rooms 50]``.

A made-up block of flats of 10 rooms a storey; each part is run twice in this process, cold and warm. Radiance is left
out: light is split flux here.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace

from bldgassess.health.air_quality import indicators as air
from bldgassess.health.assess import compute_health
from bldgassess.health.burden.mortality import compute_burden
from bldgassess.health.climates import compute_climate
from bldgassess.health.community import indicators as community
from bldgassess.health.inputs import HealthInputs, find_rooms
from bldgassess.health.light import indicators as light
from bldgassess.health.people.populations import compute_populations
from bldgassess.health.ratings.rating import compute_rating
from bldgassess.health.sound import indicators as sound
from bldgassess.health.thermal import indicators as thermal
from bldgassess.hourly.normals import load_stations
from bldgassess.hourly.solve import compute_hourly
from bldgassess.hourly.typical_year import make_typical_year
from bldgassess.inventory.build import compute_inventory
from bldgassess.model import Building, Element, MaterialLayer, Opening, Site, Space, Storey, Surface
from bldgassess.study import Study, set_values
from materials_db.store import load_store

WIDTH, DEPTH, HEIGHT, A_STOREY = 4.0, 5.0, 3.0, 10


def _element(guid: str, kind: str, part: str, layers: tuple[tuple[str, float], ...], area: float) -> Element:
    return Element(
        guid, kind, guid, "", part, None, is_external=True, volume_m3=area * sum(t for _, t in layers),
        volume_origin="mesh", mesh_closed=True, side_area_m2=area, footprint_area_m2=area, height_m=HEIGHT,
        bbox_m=(0.0, 0.0, 0.0, 1.0, 1.0, 1.0),
        materials=tuple(MaterialLayer(i, name, t) for i, (name, t) in enumerate(layers)),
        materials_origin="own:IfcMaterialLayerSetUsage",
    )  # fmt: skip


def make_block(rooms: int) -> Building:
    """Return a block of rooms, half of them bedrooms, each with an outer wall, a window and a room beside it."""
    spaces, surfaces, openings = [], [], []
    for k in range(rooms):
        level, column = divmod(k, A_STOREY)
        x, z, guid = WIDTH * column, HEIGHT * level, f"room-{k:03d}"
        name = "Bedroom" if k % 2 else "Living room"
        box = (x, 0.0, z, x + WIDTH, DEPTH, z + HEIGHT)
        spaces.append(
            Space(
                guid,
                str(k),
                name,
                f"storey-{level}",
                WIDTH * DEPTH,
                "mesh",
                WIDTH * DEPTH * HEIGHT,
                HEIGHT,
                z,
                bbox_m=box,
            )
        )
        top = k + A_STOREY >= rooms
        for side, area, azimuth in (("south", 9.0, 180.0), ("north", 12.0, 0.0)):
            surfaces.append(Surface(f"{guid}/{side}", guid, "wall", "outside", None, area, 90.0, azimuth, "wall"))
        if column + 1 < A_STOREY and k + 1 < rooms:
            surfaces.append(
                Surface(f"{guid}/east", guid, "wall", "space", f"room-{k + 1:03d}", 15.0, 90.0, 90.0, "inner")
            )
        bottom = "ground" if level == 0 else "adiabatic"
        roof = ("roof", "outside") if top else ("ceiling", "adiabatic")
        surfaces.append(Surface(f"{guid}/floor", guid, "floor", bottom, None, 20.0, 180.0, 0.0, "slab"))
        surfaces.append(Surface(f"{guid}/top", guid, *roof, None, 20.0, 0.0, 0.0, "slab"))
        corners = tuple((x + a, 0.0, z + b) for a, b in ((1.0, 0.9), (3.0, 0.9), (3.0, 2.4), (1.0, 2.4)))
        openings.append(
            Opening(
                f"{guid}/window", guid, "window", "outside", 3.0, 2.0, 1.5, 0.9, 90.0, 180.0,
                (x + 2.0, 0.0, z + 1.65), corners,
            )
        )  # fmt: skip
    brick = (("Clay brick", 0.24), ("EPS board", 0.05))
    elements = (
        _element("inner", "IfcWall", "internal_wall", (("Clay brick", 0.12),), 15.0 * rooms),
        _element("slab", "IfcSlab", "floor_slab", (("Concrete C30/37", 0.2),), 20.0 * rooms),
        _element("wall", "IfcWall", "external_wall", brick, 21.0 * rooms),
    )
    area = WIDTH * DEPTH * rooms
    return Building(
        name="Block", schema="IFC4", authoring_tool="benchmark", digests=("0" * 64,),
        site=Site(18.25, 109.51, 6.0, 0.0),
        storeys=tuple(Storey(f"storey-{n}", str(n), HEIGHT * n) for n in range(-(-rooms // A_STOREY))),
        elements=elements, spaces=tuple(spaces), surfaces=tuple(sorted(surfaces, key=lambda item: item.id)),
        openings=tuple(openings), envelope_source="rays", gia_m2=area, gia_rule="sum", useful_m2=area,
        heated_volume_m3=area * HEIGHT,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=50)
    rooms = parser.parse_args().rooms
    building = make_block(rooms)
    study = set_values(Study(), ["building.use=apartment", "operation.cooling=split_unit", "operation.heating=none"])
    weather = make_typical_year(next(item for item in load_stations() if item.id == "sanya"))
    inventory = compute_inventory(building, study, load_store())
    hourly = compute_hourly(building, study, inventory, weather)
    inputs = HealthInputs(building, study, weather, hourly, inventory, find_rooms(hourly))
    adaptive = replace(inputs, study=set_values(study, ["operation.cooling=none"]))
    found = tuple(row for part in (thermal, air, sound, light, community) for row in _rows(part, inputs))
    weights = {room.guid: room.area_m2 for room in inputs.rooms}
    uses = {room.guid: room.use for room in inputs.rooms}
    by_id = {row.id: row for row in found}
    parts: list[tuple[str, Callable[[], object]]] = [
        *((f"{row.__name__} (T)", lambda row=row: row(inputs)) for row in thermal.INDICATORS),
        ("comfort_indicator, not cooled (T2)", lambda: thermal.comfort_indicator(adaptive)),
        ("air", lambda: _rows(air, inputs)),
        ("sound", lambda: _rows(sound, inputs)),
        ("light, split flux", lambda: _rows(light, inputs)),
        ("community", lambda: _rows(community, inputs)),
        ("people", lambda: compute_populations(found, uses)),
        ("rating", lambda: compute_rating(found, weights, outdoor_co2_ppm=420.0)),
        ("burden", lambda: compute_burden(inputs, by_id)),
        ("all of it", lambda: compute_health(building, study, weather, hourly, inventory)),
        ("one more climate, its year included", lambda: compute_climate(inputs, "2.0C")),
    ]
    print(f"{rooms} rooms, {len(inputs.rooms)} of them lived in")
    print(f"{'part':42} {'first s':>8} {'warm s':>8}")
    for name, run in parts:
        times = []
        for _ in range(2):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
        print(f"{name:42} {times[0]:8.3f} {times[1]:8.3f}")
    print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _rows(part: object, inputs: HealthInputs) -> list[object]:
    return [compute(inputs) for compute in part.INDICATORS]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
