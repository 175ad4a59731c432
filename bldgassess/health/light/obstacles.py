"""What stands before windows and between sun and room: triangles of the model's elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bldgassess.health.light.names import is_plant
from bldgassess.hourly.result import BoolArray, FloatArray, IntArray
from bldgassess.model import Element, Mesh

if TYPE_CHECKING:
    from bldgassess.health.light.scene import Pane

Look = Literal["outside", "inside", "plant"]
LOOKS: tuple[Look, ...] = ("outside", "inside", "plant")
#: Not in the way of light: windows are panes here, furniture and services change from one user to the next.
_LEFT_OUT = frozenset(("window", "furniture", "services"))
#: A railing of more triangles than this is open-work that light passes; a plain parapet has fewer.
_MOST_OF_PARAPET = 200
#: Seen from rooms more than from outside; they get the walls' reflectance.
_INSIDE = frozenset(("internal_wall", "column", "beam", "stair", "covering"))
#: A body met by so many of the rays straight through a pane, this near behind it, fills the hole: a wall that was not
#: cut, a closed shutter, a glass body that is no window [-], [m].
_FILLS, _BEHIND_M, _BEFORE_M = 0.8, 0.35, 0.02
_ACROSS = 5


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
    chosen = [item for item in elements if item.guid in meshes and _is_in_the_way(item, meshes[item.guid])]
    parts = [meshes[item.guid].vertices[meshes[item.guid].faces] for item in chosen]
    counts = np.array([len(part) for part in parts], dtype=np.int64)
    triangles = np.concatenate([np.zeros((0, 3, 3)), *parts]) @ turn.T
    owner = np.repeat(np.arange(len(chosen)), counts)
    fills = sorted({number for pane in panes for number in _fillers(pane, triangles, owner)})
    keep = ~np.isin(owner, fills)
    looks = np.array([LOOKS.index(_look(item)) for item in chosen], dtype=np.int64)
    return Obstacles(triangles[keep], looks[owner[keep]], tuple(chosen[number].guid for number in fills))


def _is_in_the_way(element: Element, mesh: Mesh) -> bool:
    if element.part == "railing" and len(mesh.faces) > _MOST_OF_PARAPET:
        return False
    return element.part not in _LEFT_OUT and not element.counted_as


def _look(element: Element) -> Look:
    if is_plant(element):
        return "plant"
    return "inside" if element.part in _INSIDE else "outside"


def _fillers(pane: Pane, triangles: FloatArray, owner: IntArray) -> list[int]:
    """Numbers of the elements that close a pane."""
    reach = np.stack([pane.inner - _BEFORE_M * pane.normal, pane.outer + _BEHIND_M * pane.normal]).reshape(-1, 3)
    near = ((triangles.max(axis=1) >= reach.min(axis=0)) & (triangles.min(axis=1) <= reach.max(axis=0))).all(axis=1)
    if not near.any():
        return []
    starts = _spread(pane.inner - _BEFORE_M * pane.normal)
    length = float((pane.outer - pane.inner)[0] @ pane.normal) + _BEFORE_M + _BEHIND_M
    met = _crossed(starts, pane.normal, length, triangles[near])
    names = owner[near]
    return [int(number) for number in np.unique(names) if met[:, names == number].any(axis=1).mean() >= _FILLS]


def _spread(corners: FloatArray) -> FloatArray:
    """Points spread over the middle of a polygon's box in its plane."""
    steps = (np.arange(_ACROSS) + 0.5) / _ACROSS
    u, v = np.meshgrid(steps, steps)
    origin, along, up = corners[0], corners[1] - corners[0], corners[-1] - corners[0]
    result: FloatArray = origin + u.reshape(-1, 1) * along + v.reshape(-1, 1) * up
    return result


def _crossed(starts: FloatArray, ray: FloatArray, length: float, triangles: FloatArray) -> BoolArray:
    """Whether each ray (n) of a length meets each triangle (m), (n, m)."""
    edge1, edge2 = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    p = np.cross(ray, edge2)
    det = (edge1 * p).sum(axis=1)
    inverse = np.divide(1.0, det, out=np.zeros_like(det), where=np.abs(det) > 1e-12)
    away = starts[:, None] - triangles[None, :, 0]
    u = (away * p).sum(axis=2) * inverse
    q = np.cross(away, edge1[None])
    v = (q @ ray) * inverse
    t = (q * edge2).sum(axis=2) * inverse
    result: BoolArray = (inverse != 0.0) & (u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (t >= 0.0) & (t <= length)
    return result
