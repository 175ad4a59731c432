"""One pass of ifcopenshell's geometry iterator: bodies of elements and spaces in world coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bldgassess.model import Mesh
from bldgassess.progress import Progress

#: docs/decisions/0003-libraries.md
KERNEL = "hybrid-cgal-simple-opencascade"
THREADS = 2


def read_meshes(file: Any, products: Sequence[Any], progress: Progress) -> dict[str, Mesh]:  # noqa: ANN401
    """Tessellate ``products``; those the kernel cannot make are absent. Several bodies of one GlobalId are joined."""
    import ifcopenshell.geom

    if not products:
        return {}
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("weld-vertices", True)
    settings.set("reorient-shells", True)
    iterator = ifcopenshell.geom.iterator(settings, file, THREADS, include=list(products), geometry_library=KERNEL)
    meshes: dict[str, Mesh] = {}
    if not iterator.initialize():
        return meshes
    done = 0
    while True:
        shape = iterator.get()
        mesh = _mesh(shape.geometry)
        if mesh is not None:
            meshes[shape.guid] = _join(meshes[shape.guid], mesh) if shape.guid in meshes else mesh
        done += 1
        progress("shapes", min(done / len(products), 1.0))
        if not iterator.next():
            return dict(sorted(meshes.items()))


def _mesh(geometry: Any) -> Mesh | None:  # noqa: ANN401
    vertices = np.array(geometry.verts, dtype=np.float64).reshape(-1, 3)
    faces = np.array(geometry.faces, dtype=np.int64).reshape(-1, 3)
    if len(faces) == 0 or not np.isfinite(vertices).all():
        return None
    return Mesh(vertices, faces)


def _join(first: Mesh, second: Mesh) -> Mesh:
    return Mesh(
        np.concatenate([first.vertices, second.vertices]),
        np.concatenate([first.faces, second.faces + len(first.vertices)]),
    )
