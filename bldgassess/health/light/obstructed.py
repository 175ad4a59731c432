"""How much of the sky's light what stands around takes from a window."""

from __future__ import annotations

import numpy as np

from bldgassess.health.light.scene import RoomScene
from bldgassess.health.light.sky import overcast_luminance
from bldgassess.hourly.result import FloatArray
from bldgassess.ifc.ray_tree import RayTree

#: What hides the sky is this bright, over the sky that it hides [-] (BRE; Littlefair 2022, order of magnitude).
_OBSTACLE = 0.2
#: Directions of the sky: rings and sectors; rays start this far before the pane [m].
_RINGS, _SECTORS, _BEFORE_M = 9, 36, 0.01


def sky_shares(room: RoomScene, tree: RayTree) -> dict[str, float]:
    """Return by opening the light of a CIE overcast sky on it over that without obstacles [0-1], at its middle."""
    rays = _sky()
    found = {}
    for pane in room.panes:
        weight = overcast_luminance(rays[:, 2]) * np.maximum(rays @ pane.normal, 0.0)
        seen = rays[weight > 0.0]
        weight = weight[weight > 0.0]
        if not len(seen):
            found[pane.guid] = 1.0
            continue
        start = pane.outer.mean(axis=0) + _BEFORE_M * pane.normal
        hidden = tree.blocked(np.repeat(start[None], len(seen), axis=0), seen)
        found[pane.guid] = float((weight * np.where(hidden, _OBSTACLE, 1.0)).sum() / weight.sum())
    return found


def _sky() -> FloatArray:
    """Directions (n, 3) that stand for equal solid angles of the upper hemisphere."""
    up = (np.arange(_RINGS) + 0.5) / _RINGS
    turn = (np.arange(_SECTORS) + 0.5) / _SECTORS * 2.0 * np.pi
    z, a = (item.ravel() for item in np.meshgrid(up, turn))
    across = np.sqrt(1.0 - z**2)
    return np.stack([across * np.sin(a), across * np.cos(a), z], axis=1)
