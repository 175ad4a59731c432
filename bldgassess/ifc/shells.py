"""Closed shells of many triangle bodies at once: welded, turned one way, taken apart, and what encloses what.

All bodies lie in one set of arrays, so that no step loops over triangles in Python. A body's figures depend on its own
triangles only, in their own order, whatever other bodies are measured beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

#: Vertices closer than this are one [m].
WELD_M = 1e-5
#: A shell of less volume than this share of its box encloses nothing [-]: a sheet drawn twice.
_FLAT = 1e-6
#: Pairs of points and triangles that are worked at once.
_AT_ONCE = 500_000

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Triangles of all bodies: ``vertices`` (n, 3) [m], ``faces`` (m, 3), ``body`` (m,) each triangle's body.

    ``closed`` (b,): every edge is shared evenly and run as often each way, and something is enclosed. ``volume_m3``
    (b,): enclosed volume where closed, voids taken off. ``shells`` (b,): connected shells. Triangles of closed bodies
    are turned outward.
    """

    vertices: FloatArray
    faces: IntArray
    body: IntArray
    closed: BoolArray
    volume_m3: FloatArray
    shells: IntArray


def join_bodies(meshes: Sequence[Mesh]) -> tuple[FloatArray, IntArray, IntArray]:
    """Put meshes into one: vertices (n, 3), faces (m, 3), body of each face (m,)."""
    counts = np.array([len(mesh.vertices) for mesh in meshes], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    vertices = np.concatenate([mesh.vertices for mesh in meshes])
    faces = np.concatenate([mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)])
    body = np.repeat(np.arange(len(meshes)), [len(mesh.faces) for mesh in meshes])
    return vertices, faces, body


def compute_shells(meshes: Sequence[Mesh]) -> Bodies:
    """Weld, orient and measure bodies.

    Vertices are welded within what the kernel gave as one piece, so that bodies which touch stay apart; a body that is
    open then is tried again with all of its vertices welded together.
    """
    vertices, faces, body = join_bodies(meshes)
    pieces = components(len(vertices), np.concatenate([faces[:, :2], faces[:, 1:]]))
    first = _solve(vertices, faces, body, len(meshes), pieces)
    left = np.flatnonzero(~first.closed)
    if len(left) == 0:
        return first
    owner = np.zeros(len(vertices), dtype=np.int64)
    owner[faces] = body[:, None]
    taken = np.isin(body, left)
    again = _solve(vertices, faces[taken], body[taken], len(meshes), owner)
    keep = ~np.isin(first.body, left[again.closed[left]])
    take = again.closed[again.body]
    merged_body = np.concatenate([first.body[keep], again.body[take]])
    merged = np.concatenate([first.faces[keep], again.faces[take] + len(first.vertices)])
    order = np.argsort(merged_body, kind="stable")
    return Bodies(
        np.concatenate([first.vertices, again.vertices]),
        merged[order],
        merged_body[order],
        first.closed | again.closed,
        np.where(again.closed, again.volume_m3, first.volume_m3),
        np.where(again.closed, again.shells, first.shells),
    )


def components(count: int, pairs: IntArray) -> IntArray:
    """Return the number of the connected component of each of ``count`` nodes, joined by ``pairs`` (n, 2)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(pairs), dtype=np.int8)
    graph = coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int64)


def weld_vertices(vertices: FloatArray, group: IntArray) -> tuple[IntArray, IntArray]:
    """Merge vertices of one group that round to the same point: index of the first of each, and its place for all."""
    keys = np.round(vertices / WELD_M).astype(np.int64)
    order = np.lexsort((keys[:, 2], keys[:, 1], keys[:, 0], group))
    table = np.column_stack([group, keys])[order]
    is_new = np.concatenate([[True], (table[1:] != table[:-1]).any(axis=1)])
    place = np.empty(len(vertices), dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    return order[is_new], place


def _solve(vertices: FloatArray, faces: IntArray, body: IntArray, count: int, group: IntArray) -> Bodies:
    kept, place = weld_vertices(vertices, group)
    vertices, faces = vertices[kept], place[faces]
    a, b, c = faces.T
    solid = (a != b) & (b != c) & (c != a)
    faces, body = faces[solid], body[solid]
    single = _without_inner_faces(faces, body, count)
    faces, body = faces[single], body[single]
    edges = _Edges.of(faces, len(vertices))
    even = _all_of(edges.counts % 2 == 0, edges.body_of(body), count) & (np.bincount(body, minlength=count) > 0)
    unbalanced = ~_all_of(edges.balance(faces) == 0, edges.body_of(body), count)
    patch, flip = _patches(edges, faces, unbalanced[body])
    balanced = _all_of(edges.balance(faces, flip) == 0, edges.body_of(body), count)
    faces = np.where(flip[:, None], faces[:, ::-1], faces)
    shell = _glue(edges, patch)
    return _measured(vertices, faces, body, shell, even & balanced, ~unbalanced)


@dataclass(frozen=True, slots=True)
class _Edges:
    """Undirected edges: ``order`` sorts the 3 m half-edges by edge, ``starts`` and ``counts`` cut them into edges."""

    order: IntArray
    starts: IntArray
    counts: IntArray
    faces: IntArray

    @classmethod
    def of(cls, faces: IntArray, vertices: int) -> _Edges:
        ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        key = ends.min(axis=1) * max(vertices, 1) + ends.max(axis=1)
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(key) else order
        counts = np.diff(np.concatenate([starts, [len(key)]]))
        return cls(order, starts, counts, order % max(len(faces), 1))

    def body_of(self, body: IntArray) -> IntArray:
        """Body of each edge."""
        return body[self.faces[self.starts]]

    def ahead(self, faces: IntArray) -> IntArray:
        """Sense of each half-edge in edge order: 1 where it runs from the lower to the higher vertex, else -1."""
        ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        return np.where(ends[:, 0] < ends[:, 1], 1, -1)[self.order]

    def balance(self, faces: IntArray, flip: BoolArray | None = None) -> IntArray:
        """How much more often each edge is run one way than the other, with some triangles flipped."""
        sense = self.ahead(faces)
        if flip is not None:
            sense = np.where(flip[self.faces], -sense, sense)
        return np.asarray(np.add.reduceat(sense, self.starts)) if len(self.starts) else sense

    def pairs(self) -> IntArray:
        """Places (n, 2) in edge order of the half-edges that share an edge with exactly one other."""
        first = self.starts[self.counts == 2]
        return np.column_stack([first, first + 1])


def _all_of(fine: BoolArray, body: IntArray, count: int) -> BoolArray:
    return np.asarray(np.bincount(body[~fine], minlength=count) == 0)


def _without_inner_faces(faces: IntArray, body: IntArray, count: int) -> BoolArray:
    """Leave out triangles that stand twice: where two bodies touch they cancel, drawn twice the same way one stays.

    A body of which nothing would be left (a sheet drawn from both sides) keeps one of each.
    """
    if len(faces) == 0:
        return np.ones(0, dtype=bool)
    triple = np.sort(faces, axis=1)
    order = np.lexsort((triple[:, 2], triple[:, 1], triple[:, 0]))
    ordered = triple[order]
    starts = np.flatnonzero(np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)]))
    counts = np.diff(np.concatenate([starts, [len(order)]]))
    if (counts == 1).all():
        return np.ones(len(faces), dtype=bool)
    a, b, c = faces.T
    is_even = ((a < b).astype(int) + (b < c) + (c < a)) == 2  # cyclic order of ascending vertices
    senses = np.add.reduceat(np.where(is_even, 1, -1)[order], starts)
    stays = (senses != 0) | (counts % 2 == 1)
    single = np.zeros(len(faces), dtype=bool)
    single[order[starts[stays]]] = True
    empty = np.bincount(body[single], minlength=count) == 0
    single[order[starts]] |= empty[body[order[starts]]]
    return single


def _patches(edges: _Edges, faces: IntArray, turn: BoolArray) -> tuple[IntArray, BoolArray]:
    """Connected patches over simple edges, and the triangles of bodies to ``turn`` that must be flipped.

    Neighbours must run their edge in opposite senses: a colouring with two colours. Each triangle stands twice in the
    graph, as drawn and flipped; an edge joins what fits together, so that each component is one consistent choice.
    """
    pairs = edges.pairs()
    one, two = edges.faces[pairs[:, 0]], edges.faces[pairs[:, 1]]
    patch = components(len(faces), np.column_stack([one, two]))
    flip = np.zeros(len(faces), dtype=bool)
    if not turn.any():
        return patch, flip
    sense = edges.ahead(faces)
    inside = turn[one]
    one, two = one[inside], two[inside]
    differ = (sense[pairs[inside, 0]] == sense[pairs[inside, 1]]).astype(np.int64)
    count = len(faces)
    cover = components(
        2 * count,
        np.concatenate(
            [np.column_stack([one, two + count * differ]), np.column_stack([one + count, two + count * (1 - differ)])]
        ),
    )
    lowest = np.full(int(patch.max()) + 1, count, dtype=np.int64)
    np.minimum.at(lowest, patch, np.arange(count))
    flip = turn & (cover[:count] != cover[lowest[patch]])
    return patch, flip


def _glue(edges: _Edges, patch: IntArray) -> IntArray:
    """Join patches that are not closed by themselves along the edges that they share: the shell of each triangle."""
    if len(patch) == 0:
        return patch
    edge = np.repeat(np.arange(len(edges.starts)), edges.counts)
    owner = patch[edges.faces]
    order = np.lexsort((owner, edge))
    key = np.column_stack([edge, owner])[order]
    starts = np.flatnonzero(np.concatenate([[True], (key[1:] != key[:-1]).any(axis=1)]))
    odd = np.diff(np.concatenate([starts, [len(key)]])) % 2 == 1
    key = key[starts][odd]
    same = key[1:, 0] == key[:-1, 0]
    joined = np.column_stack([key[:-1, 1][same], key[1:, 1][same]])
    return components(int(patch.max()) + 1, joined)[patch]


def _measured(
    vertices: FloatArray, faces: IntArray, body: IntArray, shell: IntArray, closed: BoolArray, drawn: BoolArray
) -> Bodies:
    """Signed volume of each shell about its own centre (divergence theorem); voids off, all turned outward."""
    count, shells = len(closed), int(shell.max()) + 1 if len(shell) else 0
    of_body = np.zeros(shells, dtype=np.int64)
    of_body[shell] = body
    low, high = np.full((shells, 3), np.inf), np.full((shells, 3), -np.inf)
    corners = vertices[faces]
    np.minimum.at(low, shell, corners.min(axis=1))
    np.maximum.at(high, shell, corners.max(axis=1))
    centred = corners - ((low + high) / 2.0)[shell][:, None, :]
    six = np.einsum("ij,ij->i", centred[:, 0], np.cross(centred[:, 1], centred[:, 2]))
    signed = np.bincount(shell, weights=six, minlength=shells) / 6.0
    box = np.prod(np.maximum(high - low, WELD_M), axis=1) if shells else np.zeros(0)
    signed = np.where(np.abs(signed) > _FLAT * box, signed, 0.0)
    factor = np.ones(shells)
    number = np.bincount(of_body, minlength=count)
    several = np.flatnonzero(closed & (number > 1))
    if len(several):
        by_shell = _Corners(vertices, faces, shell, shells)
        by_body = np.argsort(of_body, kind="stable")
        starts = np.searchsorted(of_body[by_body], np.arange(count + 1))
        for item in several:
            mine = by_body[starts[item] : starts[item + 1]]
            factor[mine] = _nested(by_shell, mine, low, high, signed, bool(drawn[item]))
    volume = np.bincount(of_body, weights=np.abs(signed) * factor, minlength=count)
    turned = np.where(signed < 0.0, -1.0, 1.0) * np.where(factor < 0.0, -1.0, 1.0)
    faces = np.where((turned[shell] < 0.0)[:, None], faces[:, ::-1], faces)
    closed = closed & (volume > 1e-9)
    return Bodies(vertices, faces, body, closed, np.where(closed, volume, 0.0), number)


class _Corners:
    """Triangles (m, 3, 3) of each shell, found by one sort."""

    def __init__(self, vertices: FloatArray, faces: IntArray, shell: IntArray, count: int) -> None:
        order = np.argsort(shell, kind="stable")
        self._vertices, self._faces = vertices, faces[order]
        self._starts = np.searchsorted(shell[order], np.arange(count + 1))

    def of(self, shell: int) -> FloatArray:
        """Return the triangles of a shell."""
        return self._vertices[self._faces[self._starts[shell] : self._starts[shell + 1]]]


def _nested(
    corners: _Corners,
    mine: IntArray,
    low: FloatArray,
    high: FloatArray,
    signed: FloatArray,
    drawn: bool,
) -> FloatArray:
    """What each shell of one body adds: 1; -1 as a void inside another; 0 as a solid drawn inside another.

    A shell inside another is a void where it is drawn inside out, or where the drawing cannot be relied on. A shell
    that only reaches into another adds its whole volume.
    """
    factor = np.ones(len(mine))
    above = (low[mine][:, None] >= low[mine][None]).all(axis=2)
    within = np.asarray(above & (high[mine][:, None] <= high[mine][None]).all(axis=2))
    size = np.abs(signed[mine])
    for inner in np.argsort(-size, kind="stable"):
        outers = np.flatnonzero(within[inner] & (size > size[inner]))
        if len(outers) == 0:
            continue
        points = corners.of(int(mine[inner])).mean(axis=1)
        for outer in outers[np.argsort(size[outers], kind="stable")]:
            around = corners.of(int(mine[outer]))
            if encloses(around, points[:1])[0] and encloses(around, points).all():  # most fail at the first
                is_void = signed[mine[inner]] * signed[mine[outer]] < 0.0 or not drawn
                factor[inner] = -factor[outer] if is_void else 0.0
                break
    return factor


def encloses(triangles: FloatArray, points: FloatArray) -> BoolArray:
    """Whether a closed surface (m, 3, 3) winds about points (k, 3) (solid angles, Van Oosterom and Strackee 1983).

    A point on the surface sees half of the sphere and does not count as enclosed.
    """
    found = np.zeros(len(points), dtype=bool)
    step = max(1, _AT_ONCE // max(len(triangles), 1))
    for start in range(0, len(points), step):
        a, b, c = (triangles[None, :, k] - points[start : start + step, None] for k in range(3))
        la, lb, lc = (np.sqrt(np.einsum("pij,pij->pi", item, item)) for item in (a, b, c))
        # the triple product written out: np.cross costs more than all the rest on so few triangles
        above = (
            a[..., 0] * (b[..., 1] * c[..., 2] - b[..., 2] * c[..., 1])
            + a[..., 1] * (b[..., 2] * c[..., 0] - b[..., 0] * c[..., 2])
            + a[..., 2] * (b[..., 0] * c[..., 1] - b[..., 1] * c[..., 0])
        )
        below = (
            la * lb * lc
            + np.einsum("pij,pij->pi", a, b) * lc
            + np.einsum("pij,pij->pi", b, c) * la
            + np.einsum("pij,pij->pi", c, a) * lb
        )
        found[start : start + step] = np.abs(2.0 * np.arctan2(above, below).sum(axis=1)) > 3.0 * np.pi
    return found
