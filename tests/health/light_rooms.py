"""Rooms made by hand for the tests of light."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bldgassess.model import Building, Element, Mesh, Opening, Site, Space
from bldgassess.study import Study, set_values

CLEAR = set_values(Study(), ["envelope.window_visible_fraction=0.7", "envelope.window_frame_fraction=0"])


def box_building(*, north: float = 0.0, depth: float = 6.0) -> Building:
    """4 x 6 x 3 m (or less deep), window 3 x 1.5 m, sill 0.9 m, in the wall at y = 0: that of box_room_df.csv."""
    space = Space("r", "Office", "", None, 4.0 * depth, "mesh", 12.0 * depth, 3.0, 0.0, bbox_m=(0, 0, 0, 4, depth, 3))
    corners = ((0.5, 0.0, 0.9), (3.5, 0.0, 0.9), (3.5, 0.0, 2.4), (0.5, 0.0, 2.4))
    window = Opening("w", "r", "window", "outside", 4.5, 3.0, 1.5, 0.9, 90.0, 180.0, (2.0, 0.0, 1.65), corners)
    return Building(
        "box", "IFC4", "", (), Site(0.0, 0.0, 0.0, north), (), (), (space,), (), (window,), "rays", 24.0, "",
        24.0, 72.0,
    )  # fmt: skip


def slab(guid: str, low: tuple[float, float, float], high: tuple[float, float, float], part: str = "floor_slab"):
    """A box-shaped element and its mesh."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    corners = np.array([(x, y, z) for z in (z0, z1) for y in (y0, y1) for x in (x0, x1)])
    quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
    faces = np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))], dtype=np.int64)
    element = Element(
        guid, "IfcSlab", guid, "", part, None, True, 1.0, "mesh", True, 1.0, 1.0, 1.0, (*low, *high),
    )  # fmt: skip
    return element, Mesh(corners, faces)


def with_elements(*pairs: tuple[Element, Mesh], north: float = 0.0) -> tuple[Building, dict[str, Mesh]]:
    """The box room with elements around it."""
    building = replace(box_building(north=north), elements=tuple(element for element, _ in pairs))
    return building, {element.guid: mesh for element, mesh in pairs}
