"""What each window sees of the sky: rays from its pane against all that stands around, once for all weather.

Overhangs, fins, reveals, wings of the building itself and whatever else is in the model; the window itself, furniture,
services and open-work railings are left out, and bodies that fill the hole of a window (``obstacles``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from bldgassess.ifc.obstacles import find_fillers, is_in_the_way
from bldgassess.ifc.ray_tree import RayTree, build_tree
from bldgassess.ifc.site import turn_of
from bldgassess.model import Element, Mesh, Opening, Site
from bldgassess.model.meshes import FloatArray
from bldgassess.model.sky_seen import POINTS, directions, encode

#: Rays start so far before the middle of the window [m].
_BEFORE_M = 0.01
#: Cells whose middle is nearer to the pane's plane than this cosine count as seen: their sun is worth nothing.
_LEAST_COS = 1e-3


def with_sky_seen(
    openings: Sequence[Opening], elements: Sequence[Element], meshes: Mapping[str, Mesh], site: Site
) -> tuple[Opening, ...]:
    """Return the openings, windows to outside with what they see of the sky."""
    panes = {k: _pane(item, site) for k, item in enumerate(openings) if _takes_sun(item)}
    chosen = sorted((item for item in elements if item.guid in meshes), key=lambda item: item.guid)
    chosen = [item for item in chosen if is_in_the_way(item, meshes[item.guid])]
    if not panes or not chosen:
        return tuple(openings)
    turn = turn_of(site)
    parts = [meshes[item.guid].vertices[meshes[item.guid].faces] for item in chosen]
    triangles = np.concatenate(parts) @ turn.T
    owner = np.repeat(np.arange(len(chosen)), [len(part) for part in parts])
    fills = find_fillers(((corners, corners, normal) for corners, normal in panes.values()), triangles, owner)
    tree = build_tree(triangles[~np.isin(owner, fills)])
    with ThreadPoolExecutor() as pool:  # the compiled walk lets other threads run
        texts = list(pool.map(lambda pane: _seen(pane[0], pane[1], tree), panes.values()))
    seen = dict(zip(panes, texts, strict=True))
    return tuple(replace(item, sky_seen=seen[k]) if seen.get(k) else item for k, item in enumerate(openings))


def _takes_sun(opening: Opening) -> bool:
    return opening.boundary == "outside" and opening.kind != "door" and len(opening.vertices_m) == 4


def _pane(opening: Opening, site: Site) -> tuple[FloatArray, FloatArray]:
    """Corners (4, 3) and outward normal of a window, turned to north."""
    tilt, azimuth = np.radians(opening.tilt_deg), np.radians(opening.azimuth_deg)
    normal = np.array([np.sin(tilt) * np.sin(azimuth), np.sin(tilt) * np.cos(azimuth), np.cos(tilt)])
    return np.array(opening.vertices_m) @ turn_of(site).T, normal


def _seen(corners: FloatArray, normal: FloatArray, tree: RayTree) -> str:
    rays = directions()
    ahead = rays @ normal > _LEAST_COS
    starts = _points(corners) + _BEFORE_M * normal
    counts = np.full(len(rays), POINTS, dtype=np.int64)
    blocked = tree.blocked(np.tile(starts, (int(ahead.sum()), 1)), np.repeat(rays[ahead], POINTS, axis=0))
    counts[ahead] -= blocked.reshape(-1, POINTS).sum(axis=1)
    return encode(counts)


def _points(corners: FloatArray) -> FloatArray:
    """Points spread over a rectangle by Hammersley's sequence, no two at one height or in one line upward, (n, 3)."""
    number = np.arange(POINTS)
    along = (number + 0.5) / POINTS
    turned = np.stack([(number >> bit) & 1 for bit in range(4)], axis=1) @ np.array([8, 4, 2, 1])
    up = (turned + 0.5) / POINTS  # the reversed numbers of 0 to 14 are 0 to 14 again
    across, upward = corners[1] - corners[0], corners[3] - corners[0]
    result: FloatArray = corners[0] + along[:, None] * across + up[:, None] * upward
    return result
