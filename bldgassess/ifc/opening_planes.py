"""Windows and doors as rectangles: which way they look, how large they are, where their middle is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bldgassess.ifc.roomfaces import cross_rows, make_plane
from bldgassess.ifc.volume import quantise
from bldgassess.model import Element, Mesh
from bldgassess.model.meshes import FloatArray

#: Corners of a rectangle in halves of its width and height, counter-clockwise.
_SIGNS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


@dataclass(frozen=True, slots=True)
class Pane:
    """The plane of an opening: centre and unit normal (either sense), width and height, half its depth [m]."""

    centre: FloatArray
    normal: FloatArray
    width_m: float
    height_m: float
    half_depth_m: float

    @property
    def rectangle(self) -> FloatArray:
        """Corners (4, 3) as they come from its normal, unrounded [m]."""
        across, up = _axes(self.normal)
        half_w, half_h = across * (self.width_m / 2.0), up * (self.height_m / 2.0)
        return np.asarray(self.centre + _SIGNS @ np.array((half_w, half_h)))

    def corners(self, outward: FloatArray) -> tuple[tuple[float, float, float], ...]:
        """Corners, counter-clockwise seen from outside."""
        across, up = _axes(outward)
        half_w, half_h = across * self.width_m / 2.0, up * self.height_m / 2.0
        points = (
            self.centre - half_w - half_h,
            self.centre + half_w - half_h,
            self.centre + half_w + half_h,
            self.centre - half_w + half_h,
        )
        return tuple((quantise(float(p[0])), quantise(float(p[1])), quantise(float(p[2]))) for p in points)


def find_panes(element: Element, mesh: Mesh) -> Iterator[Pane]:
    """Planes the element may lie in, the likeliest first: directions by area of the faces that look that way."""
    vertices = mesh.vertices
    corners = vertices[mesh.faces]
    if len(corners) == 0:
        return
    cross = cross_rows(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = 0.5 * np.linalg.norm(cross, axis=1)
    keep = area > 1e-9
    normals = cross[keep] / (2.0 * area[keep, None])
    sign = np.where(_positive(normals), 1.0, -1.0)
    keys = np.round(normals * sign[:, None] * 100.0).astype(np.int64) + 100
    codes, inverse = np.unique(keys @ np.array([201 * 201, 201, 1]), return_inverse=True)
    unique = np.column_stack([codes // (201 * 201), codes // 201 % 201, codes % 201]) / 100.0 - 1.0
    weights = np.round(np.bincount(inverse.reshape(-1), weights=area[keep]), 6)
    order = np.lexsort((unique[:, 2], unique[:, 1], unique[:, 0], -weights))[:3]
    # a pane's normal is upright-ish sideways or, for skylights, steep; flat faces of sills come last
    ranked = sorted(order, key=lambda i: (abs(unique[i, 2]) > 0.95 and element.part == "door", -weights[i]))
    for i in ranked:
        yield _pane(element, vertices, unique[i] / np.linalg.norm(unique[i]))


def pane_along(element: Element, mesh: Mesh, normal: FloatArray) -> Pane:
    """Plane of an element if it looks along a normal, as that of the wall it stands in."""
    return _pane(element, mesh.vertices, normal)


def _positive(normals: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    x, y, z = np.round(normals, 6).T
    return np.asarray((x > 0) | ((x == 0) & ((y > 0) | ((y == 0) & (z > 0)))))


def _axes(normal: FloatArray) -> tuple[FloatArray, FloatArray]:
    axes = make_plane(normal, 0.0).axes
    return axes[0], axes[1]


def _pane(element: Element, vertices: FloatArray, normal: FloatArray) -> Pane:
    across, up = _axes(normal)
    frame = np.stack([across, up, normal], axis=1)
    local = vertices @ frame
    low, high = local.min(axis=0), local.max(axis=0)
    centre = frame @ ((low + high) / 2.0)
    width, height, depth = (float(item) for item in high - low)
    return Pane(
        centre,
        normal,
        element.overall_width_m or quantise(width),
        element.overall_height_m or quantise(height),
        depth / 2.0,
    )
