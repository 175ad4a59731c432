"""What stands before windows and between sun and room: triangles of the model's elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bldgassess.health.light.names import is_plant
from bldgassess.hourly.result import FloatArray, IntArray
from bldgassess.ifc.obstacles import find_fillers, is_in_the_way
from bldgassess.model import Element, Mesh

if TYPE_CHECKING:
    from bldgassess.health.light.scene import Pane

Look = Literal["outside", "inside", "plant"]
LOOKS: tuple[Look, ...] = ("outside", "inside", "plant")
#: Seen from rooms more than from outside; they get the walls' reflectance.
_INSIDE = frozenset(("internal_wall", "column", "beam", "stair", "covering"))


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Triangles (n, 3, 3) [m], the look of each (index into ``LOOKS``), and elements left out as they fill panes."""

    triangles: FloatArray
    looks: IntArray
    fillers: tuple[str, ...]

    @property
    def has_plants(self) -> bool:
        """Whether the model shows any plants."""
        return bool((self.looks == LOOKS.index("plant")).any())


def find_obstacles(
    elements: Sequence[Element], meshes: Mapping[str, Mesh], turn: FloatArray, panes: Sequence[Pane]
) -> Obstacles:
    """Collect the triangles of all elements that are in the way of light, turned to east and north."""
    chosen = [item for item in elements if item.guid in meshes and is_in_the_way(item, meshes[item.guid])]
    parts = [meshes[item.guid].vertices[meshes[item.guid].faces] for item in chosen]
    counts = np.array([len(part) for part in parts], dtype=np.int64)
    triangles = np.concatenate([np.zeros((0, 3, 3)), *parts]) @ turn.T
    owner = np.repeat(np.arange(len(chosen)), counts)
    fills = find_fillers(((pane.inner, pane.outer, pane.normal) for pane in panes), triangles, owner)
    keep = ~np.isin(owner, fills)
    looks = np.array([LOOKS.index(_look(item)) for item in chosen], dtype=np.int64)
    return Obstacles(triangles[keep], looks[owner[keep]], tuple(chosen[number].guid for number in fills))


def _look(element: Element) -> Look:
    if is_plant(element):
        return "plant"
    return "inside" if element.part in _INSIDE else "outside"
