"""A model as small cubes: what is built, what lies outside, and the hollows inside that are rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.ifc.bodies import chunks, spread
from bldgassess.model.meshes import FloatArray, IntArray

Cells = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]

#: Finest and coarsest edge of a cube [m], and how many cubes there may be.
FINEST_M, COARSEST_M, MOST_CELLS = 0.1, 0.3, 16_000_000
#: Gaps in the shell that are closed, one after the other until the hollow no longer grows [m].
GAPS_M = (0.0, 0.2, 0.4)
#: A hollow no larger than this share of what closing gaps gives has leaked [-].
_LEAKED = 0.9
#: A hollow is a room where a ball of this radius fits [m]; the inside of a wall is none.
_BALL_M = 0.4
_OUTSIDE, BUILT, GROUND = 0, -1, -2


@dataclass(frozen=True)
class Grid:
    """Cubes with edge ``size_m`` from corner ``low`` on, in axes turned about z by ``turn`` (3, 3).

    ``cells``: 0 outside, -1 built or hollow but no room, -2 ground, 1 and more a hollow that is a room.
    """

    low: FloatArray
    size_m: float
    turn: FloatArray
    cells: Cells

    def at(self, points: FloatArray) -> Cells:
        """Cell values at points (n, 3) in world axes; outside of the grid is outside, and ground below it."""
        index = np.floor((points @ self.turn.T - self.low) / self.size_m).astype(np.int64)
        return self.of(index)

    def of(self, index: IntArray) -> Cells:
        """Cell values by index (n, 3)."""
        limits = np.array(self.cells.shape) - 1
        held = np.clip(index, 0, limits)
        values = self.cells[held[:, 0], held[:, 1], held[:, 2]]
        off = (index != held).any(axis=1)
        below = index[:, 2] < 0
        return np.asarray(np.where(below, GROUND, np.where(off, _OUTSIDE, values)), dtype=np.int16)


def main_turn(corners: FloatArray) -> FloatArray:
    """Turn about z (3, 3) that lays most upright faces along the axes."""
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(cross, axis=1)
    upright = (area > 1e-9) & (np.abs(cross[:, 2]) < 0.1 * area)
    angle = np.arctan2(cross[upright, 1], cross[upright, 0])
    # directions a quarter turn apart are the same
    mean = np.angle(np.sum(area[upright] * np.exp(4j * angle))) / 4.0 if upright.any() else 0.0
    c, s = np.cos(-mean), np.sin(-mean)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def make_grid(corners: FloatArray, ground_z: float) -> Grid:
    """Make the grid from the triangles (n, 3, 3) that close a model off; ``ground_z``: top of the ground [m]."""
    turn = main_turn(corners)
    turned = corners @ turn.T
    low, high = turned.min(axis=(0, 1)), turned.max(axis=(0, 1))
    low[2] = min(low[2], ground_z)
    size = float(np.clip((np.prod(high - low + 1.0) / MOST_CELLS) ** (1.0 / 3.0), FINEST_M, COARSEST_M))
    low = low - 2.0 * size
    shape = np.ceil((high + 2.0 * size - low) / size).astype(np.int64)
    built = np.zeros(tuple(shape.tolist()), dtype=bool)
    for points, _ in sampled(turned, 0.5 * size):
        index = np.floor((points - low) / size).astype(np.int64)
        built[index[:, 0], index[:, 1], index[:, 2]] = True
    cells = np.full(built.shape, BUILT, dtype=np.int16)
    under = np.zeros(built.shape, dtype=bool)
    under[:, :, : max(int(np.floor((ground_z - low[2]) / size)), 0)] = True
    rooms, outside = _hollows(built | under, size)
    cells[under & ~built] = GROUND
    cells[outside] = _OUTSIDE
    cells[rooms] = 1
    return Grid(low, size, turn, cells)


def sampled(corners: FloatArray, spacing_m: float) -> Iterator[tuple[FloatArray, IntArray]]:
    """Points over triangles (n, 3, 3) no farther apart than the spacing, with the triangle of each, chunk by chunk."""
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)  # from corner k to the next
    # begin at the corner opposite the longest side, so that slim triangles get few points
    first = (np.argmax(edges, axis=1) + 2) % 3
    rows = np.arange(len(corners))
    a, b, c = corners[rows, first], corners[rows, (first + 1) % 3], corners[rows, (first + 2) % 3]
    n = np.ceil(np.linalg.norm(b - a, axis=1) / spacing_m).astype(np.int64) + 1
    m = np.ceil(np.linalg.norm(c - a, axis=1) / spacing_m).astype(np.int64) + 1
    for part in chunks(n * m):
        run, number = spread(np.zeros(len(n[part]), dtype=np.int64), (n * m)[part])
        u = (number // m[part][run]) / np.maximum(n[part][run] - 1, 1)
        v = (number % m[part][run]) / np.maximum(m[part][run] - 1, 1)
        keep = u + v <= 1.0 + 1e-9
        run, u, v = run[keep], u[keep, None], v[keep, None]
        start = a[part][run]
        yield start + u * (b[part][run] - start) + v * (c[part][run] - start), rows[part][run]


def _hollows(built: Mask, size: float) -> tuple[Mask, Mask]:
    """Rooms and outside: the smallest gap is closed with which the hollow does not leak."""
    tried = [_flooded(built, round(gap / size / 2.0)) for gap in GAPS_M]
    rooms = [_roomy(~built & ~outside, size) for outside in tried]
    most = max(int(item.sum()) for item in rooms)
    chosen = next(k for k, item in enumerate(rooms) if int(item.sum()) >= _LEAKED * most)
    return rooms[chosen], tried[chosen] & ~rooms[chosen]


def _flooded(built: Mask, closing: int) -> Mask:
    """Free cells that the outside reaches from the sides and the top, but not through gaps of twice the closing."""
    from scipy import ndimage

    shell = ndimage.binary_dilation(built, iterations=closing) if closing else built
    labels, _ = ndimage.label(~shell)
    rim = np.unique(np.concatenate([labels[0].ravel(), labels[-1].ravel(), labels[:, 0].ravel(), labels[:, -1].ravel(),
                                    labels[:, :, -1].ravel()]))  # fmt: skip
    outside = np.isin(labels, rim[rim > 0])
    if closing:
        outside = ndimage.binary_dilation(outside, iterations=closing, mask=~built)
    return np.asarray(outside, dtype=bool)


def _roomy(hollow: Mask, size: float) -> Mask:
    """Hollows in which a ball fits."""
    from scipy import ndimage

    labels, _ = ndimage.label(hollow)
    core = ndimage.binary_erosion(hollow, iterations=max(round(_BALL_M / size), 1))
    kept = np.unique(labels[core])
    return np.asarray(np.isin(labels, kept[kept > 0]), dtype=bool)


def split_storeys(grid: Grid, levels_z: Sequence[float]) -> Grid:
    """Number the rooms by storey: 1 for cells below the second level, 2 from there on, and so on."""
    heights = grid.low[2] + grid.size_m * (np.arange(grid.cells.shape[2]) + 0.5)
    storey = np.maximum(np.searchsorted(np.array(levels_z), heights, side="right"), 1).astype(np.int16)
    return Grid(grid.low, grid.size_m, grid.turn, np.where(grid.cells > 0, storey[None, None, :], grid.cells))
