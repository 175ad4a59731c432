"""Volumes, areas and lengths of triangle bodies: our own routine, because a kernel's shells may be inside out.

Areas and lengths are taken in the element's own axes: upward is its local z axis, along is the way its upright faces
run. A wall turned on the plan or a slab that is tilted with its placement keeps its figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bldgassess.ifc.faces import measure_faces
from bldgassess.ifc.shells import compute_shells, weld_vertices
from bldgassess.model import Mesh
from bldgassess.model.meshes import FloatArray, IntArray

DIGITS = 9
#: Triangles that are measured at once; more only takes more memory.
_BATCH = 200_000
#: A plane face that makes up this share of what looks up is the slab's side [-]; the rest are edges cut square.
_ONE_PLANE = 0.75

__all__ = ["MeshMeasure", "bounds", "measure", "measure_all", "quantise", "weld"]


@dataclass(frozen=True, slots=True)
class MeshMeasure:
    """What the shape of one body says. ``volume_m3`` means something only where ``closed``.

    Parameters
    ----------
    side_area_m2 : float
        One side of a wall: its upright faces that look the way most do, openings off; a bent or curved wall counts the
        middle of its two sides [m2].
    top_area_m2, bottom_area_m2 : float
        Faces that look up or down [m2]; true area, not its projection.
    bbox_m : tuple
        Lower and upper corner in world coordinates [m].
    base_area_m2 : float
        Faces that look down at the lowest level [m2].
    face_area_m2 : float
        The largest plane face, whichever way it looks, one side of it [m2].
    upright_area_m2, surface_area_m2 : float
        All upright faces; all faces [m2].
    perimeter_m : float
        Length of the outline of the faces that look down, holes too [m].
    size_m : tuple
        Extent along its upright faces, across them and upward [m].
    shells : int
        Connected shells.
    """

    volume_m3: float
    closed: bool
    side_area_m2: float
    top_area_m2: float
    bottom_area_m2: float
    bbox_m: tuple[float, float, float, float, float, float]
    base_area_m2: float = 0.0
    face_area_m2: float = 0.0
    upright_area_m2: float = 0.0
    surface_area_m2: float = 0.0
    perimeter_m: float = 0.0
    size_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    shells: int = 1

    @property
    def slab_area_m2(self) -> float:
        """One side of a slab: its plane face, or where it has several (a bent roof) what looks up [m2]."""
        level = min(self.top_area_m2, self.bottom_area_m2)
        return self.face_area_m2 if self.face_area_m2 >= _ONE_PLANE * level else level

    @property
    def box_m3(self) -> float:
        """Volume of the smallest of the boxes in the element's axes and in the world's [m3]."""
        x0, y0, z0, x1, y1, z1 = self.bbox_m
        along, across, up = self.size_m
        world = (x1 - x0) * (y1 - y0) * (z1 - z0)
        return min(world, along * across * up) if along * across * up > 0.0 else world


def quantise(value: float) -> float:
    """Round to nine significant digits, so that the last bits of a kernel never reach a result.

    >>> quantise(1.23456789012)
    1.23456789
    """
    return float(f"{value:.{DIGITS}g}")


def weld(mesh: Mesh) -> tuple[FloatArray, IntArray]:
    """Merge vertices closer than 1e-5 m and drop triangles that collapse: vertices (n, 3) [m], faces (m, 3)."""
    kept, place = weld_vertices(mesh.vertices, np.zeros(len(mesh.vertices), dtype=np.int64))
    faces = place[mesh.faces]
    a, b, c = faces.T
    return mesh.vertices[kept], faces[(a != b) & (b != c) & (c != a)]


def measure(mesh: Mesh, axes: FloatArray | None = None) -> MeshMeasure:
    """Measure one body; ``axes`` (3, 3): its own axes as rows in world coordinates."""
    return measure_all({"": mesh}, {"": axes} if axes is not None else {})[""]


def measure_all(meshes: Mapping[str, Mesh], axes: Mapping[str, FloatArray] | None = None) -> dict[str, MeshMeasure]:
    """Measure many bodies at once.

    Parameters
    ----------
    meshes : mapping
        Bodies in world coordinates [m].
    axes : mapping, optional
        By the same keys, the body's own x, y and z axes as rows (3, 3); the world's where absent.
    """
    found: dict[str, MeshMeasure] = {}
    batch: list[str] = []
    triangles = 0
    for key in meshes:
        batch.append(key)
        triangles += len(meshes[key].faces)
        if triangles >= _BATCH:
            found |= _batch(batch, meshes, axes or {})
            batch, triangles = [], 0
    return found | _batch(batch, meshes, axes or {}) if batch else found


def bounds(vertices: FloatArray) -> tuple[float, float, float, float, float, float]:
    """Lower and upper corner [m]."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    x0, y0, z0, x1, y1, z1 = (round(float(item), 6) + 0.0 for item in (*low, *high))
    return (x0, y0, z0, x1, y1, z1)


def _batch(keys: Sequence[str], meshes: Mapping[str, Mesh], axes: Mapping[str, FloatArray]) -> dict[str, MeshMeasure]:
    chosen = [meshes[key] for key in keys]
    own = np.stack([axes.get(key, _WORLD) for key in keys])
    bodies = compute_shells(chosen)
    seen = measure_faces(bodies, own)
    found = {}
    for number, key in enumerate(keys):
        row = {name: quantise(float(values[number])) for name, values in seen.areas.items()}
        along, across, up = (quantise(float(item)) for item in seen.size_m[number])
        found[key] = MeshMeasure(
            volume_m3=quantise(float(bodies.volume_m3[number])),
            closed=bool(bodies.closed[number]),
            bbox_m=bounds(chosen[number].vertices),
            size_m=(along, across, up),
            shells=int(bodies.shells[number]),
            **row,
        )
    return found


_WORLD = np.eye(3)
