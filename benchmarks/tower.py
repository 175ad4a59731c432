"""Time the envelope of a synthetic tower of rooms side by side, its meshes made here without a kernel.

    python benchmarks/tower.py [STOREYS] [ROOMS_PER_SIDE]

Prints rooms, elements, seconds of each step and the areas found beside those worked by hand.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from bldgassess.ifc.areas import compute_areas
from bldgassess.ifc.envelope import compute_envelope
from bldgassess.model import Element, Mesh, Site, Space

ROOM_M, DEPTH_M, HEIGHT_M, SLAB_M, WALL_M, CORRIDOR_M = 4.0, 6.0, 2.8, 0.2, 0.2, 2.0
FACES = np.array([(0, 2, 1), (0, 3, 2), (4, 5, 6), (4, 6, 7), (0, 1, 5), (0, 5, 4), (1, 2, 6), (1, 6, 5), (2, 3, 7),
                  (2, 7, 6), (3, 0, 4), (3, 4, 7)])  # fmt: skip


def box(x0, y0, z0, x1, y1, z1):
    corners = [
        (x0, y0, z0),
        (x1, y0, z0),
        (x1, y1, z0),
        (x0, y1, z0),
        (x0, y0, z1),
        (x1, y0, z1),
        (x1, y1, z1),
        (x0, y1, z1),
    ]
    return Mesh(np.array(corners, dtype=float), FACES.copy())


def element(guid, part, mesh, **more):
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    size = high - low
    return Element(guid, "IfcWall", guid, "", part, None, None, float(np.prod(size)), "mesh", True, 1.0, 1.0,
                   float(size[2]), (*low.tolist(), *high.tolist()), **more)  # fmt: skip


def tower(storeys, rooms_per_side):
    """Two rows of rooms along a corridor on each storey, a wall and a window each."""
    spaces, elements, meshes = [], [], {}
    length = rooms_per_side * (ROOM_M + WALL_M) - WALL_M

    def add(guid, part, *corners, **more):
        meshes[guid] = box(*corners)
        elements.append(element(guid, part, meshes[guid], **more))

    def room(guid, *corners):
        meshes[guid] = box(*corners)
        x0, y0, z0, x1, y1, _ = corners
        area = (x1 - x0) * (y1 - y0)
        spaces.append(
            Space(guid, guid, guid, f"s{round(z0)}", area, "mesh", area * HEIGHT_M, HEIGHT_M, z0, bbox_m=corners)
        )

    for s in range(storeys):
        z = s * (HEIGHT_M + SLAB_M)
        top = z + HEIGHT_M
        inner, outer = CORRIDOR_M / 2.0, CORRIDOR_M / 2.0 + WALL_M
        edge = outer + DEPTH_M
        add(f"slab-{s}", "floor_slab", -0.3, -edge - 0.3, z - SLAB_M, length + 0.3, edge + 0.3, z)
        room(f"corridor-{s}", 0.0, -inner, z, length, inner, top)
        for end, x in enumerate((-0.3, length)):
            add(f"end-{s}-{end}", "external_wall", x, -edge - 0.3, z, x + 0.3, edge + 0.3, top)
        for side, sign in enumerate((-1.0, 1.0)):

            def span(first, second, sign=sign):
                return (first, second) if sign > 0 else (-second, -first)

            for k in range(rooms_per_side):
                x = k * (ROOM_M + WALL_M)
                name = f"{s}-{side}-{k}"
                y0, y1 = span(outer, edge)
                room(f"room-{name}", x, y0, z, x + ROOM_M, y1, top)
                y0, y1 = span(edge, edge + 0.3)
                wide = WALL_M if k + 1 < rooms_per_side else 0.0
                for j, (a, b, low, high) in enumerate(((0.0, 1.0, z, top), (3.0, ROOM_M + wide, z, top),
                                                       (1.0, 3.0, z, z + 0.9), (1.0, 3.0, z + 2.3, top))):  # fmt: skip
                    add(f"facade-{name}-{j}", "external_wall", x + a, y0, low, x + b, y1, high)
                y0, y1 = span(edge + 0.1, edge + 0.2)
                add(f"window-{name}", "window", x + 1.0, y0, z + 0.9, x + 3.0, y1, z + 2.3)
                y0, y1 = span(inner, outer)
                add(f"corridor-wall-{name}-0", "internal_wall", x, y0, z, x + 3.0, y1, top)
                add(f"corridor-wall-{name}-1", "internal_wall", x + 3.9, y0, z, x + ROOM_M + wide, y1, top)
                add(f"corridor-wall-{name}-2", "internal_wall", x + 3.0, y0, z + 2.1, x + 3.9, y1, top)
                add(f"door-{name}", "door", x + 3.0, y0, z, x + 3.9, y1, z + 2.1)
                if wide:
                    y0, y1 = span(outer, edge)
                    add(f"partition-{name}", "internal_wall", x + ROOM_M, y0, z, x + ROOM_M + WALL_M, y1, top)
    top = storeys * (HEIGHT_M + SLAB_M)
    edge = CORRIDOR_M / 2.0 + WALL_M + DEPTH_M + 0.3
    add("roof", "roof", -0.3, -edge, top - SLAB_M, length + 0.3, edge, top)
    return spaces, elements, meshes, length


def main(storeys, rooms_per_side):
    spaces, elements, meshes, length = tower(storeys, rooms_per_side)
    site = Site(None, None, 0.0, 0.0)
    start = time.perf_counter()
    found = compute_envelope(spaces, elements, meshes, site)
    middle = time.perf_counter()
    areas = compute_areas(spaces, elements, meshes)
    end = time.perf_counter()
    print(f"{len(spaces)} rooms, {len(elements)} elements: envelope {middle - start:.2f} s, areas {end - middle:.2f} s")
    glass = sum(item.area_m2 for item in found.openings if item.boundary == "outside")
    walls = sum(item.area_m2 for item in found.surfaces if item.kind == "wall" and item.boundary == "outside")
    facade = storeys * HEIGHT_M * (2 * rooms_per_side * ROOM_M + 2 * (CORRIDOR_M + 2 * DEPTH_M))
    print(f"windows {glass:.1f} m2 (by hand {storeys * 2 * rooms_per_side * 2.8:.1f})")
    print(f"walls and windows {walls + glass:.1f} m2 (by hand {facade:.1f})")
    gfa = storeys * (length + 0.6) * (CORRIDOR_M + 2 * (WALL_M + DEPTH_M + 0.3))
    print(f"GFA {areas.gfa_m2:.1f} m2 (by hand {gfa:.1f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, int(sys.argv[2]) if len(sys.argv) > 2 else 12)
