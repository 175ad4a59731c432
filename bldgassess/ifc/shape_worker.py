"""The process that makes shapes: the kernel may crash on broken geometry, and then only this process is lost.

    python -m bldgassess.ifc.shape_worker MODEL             all shapes, as fast as the kernel's iterator makes them
    python -m bldgassess.ifc.shape_worker MODEL 12,57,...   these entities one by one, each announced before it is tried

Frames on standard output, little-endian: entity id (q), vertices (q), triangles (q), then float64 and int32 data.
Minus one vertices announce an entity, minus two say that no kernel could make it; id 0 ends the stream.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

#: docs/decisions/0003-libraries.md; the second is tried where the first makes nothing.
KERNEL, OTHER_KERNEL = "hybrid-cgal-simple-opencascade", "opencascade"
THREADS = 2
HEADER = struct.Struct("<qqq")
ANNOUNCED, NOT_MADE = -1, -2


def main(arguments: list[str]) -> None:
    """Open the model and write frames."""
    from bldgassess.ifc.elements import list_elements
    from bldgassess.ifc.open import open_model
    from bldgassess.ifc.spaces import list_spaces

    out = sys.stdout.buffer
    file = open_model(Path(arguments[0])).file
    products = {item.id(): item for item in (*list_elements(file), *list_spaces(file))}
    if len(arguments) > 1:
        for text in arguments[1].split(","):
            _write(out, int(text), ANNOUNCED, 0)
            _one(out, products[int(text)])
    elif products:
        made = _all(out, file, list(products.values()))
        for identity in sorted(set(products) - made):
            _one(out, products[identity], kernels=(OTHER_KERNEL,))
    _write(out, 0, 0, 0)


def _settings() -> Any:  # noqa: ANN401 - ifcopenshell has no types
    import ifcopenshell.geom

    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("weld-vertices", True)
    settings.set("reorient-shells", True)
    return settings


def _all(out: BinaryIO, file: Any, products: list[Any]) -> set[int]:  # noqa: ANN401
    import ifcopenshell.geom

    made: set[int] = set()
    iterator = ifcopenshell.geom.iterator(_settings(), file, THREADS, include=products, geometry_library=KERNEL)
    if not iterator.initialize():
        return made
    while True:
        shape = iterator.get()
        if _shape(out, shape.id, shape.geometry):
            made.add(shape.id)
        if not iterator.next():
            return made


def _one(out: BinaryIO, product: Any, kernels: tuple[str, ...] = (KERNEL, OTHER_KERNEL)) -> None:  # noqa: ANN401
    import ifcopenshell.geom

    for kernel in kernels:
        try:
            shape = ifcopenshell.geom.create_shape(_settings(), product, geometry_library=kernel)
        except (RuntimeError, ValueError, TypeError):
            continue
        if _shape(out, product.id(), shape.geometry):
            return
    _write(out, product.id(), NOT_MADE, 0)


def _shape(out: BinaryIO, identity: int, geometry: Any) -> bool:  # noqa: ANN401
    vertices = np.array(geometry.verts, dtype="<f8")
    faces = np.array(geometry.faces, dtype="<i4")
    if len(faces) == 0 or not np.isfinite(vertices).all():
        return False
    _write(out, identity, len(vertices) // 3, len(faces) // 3, vertices.tobytes() + faces.tobytes())
    return True


def _write(out: BinaryIO, identity: int, vertices: int, faces: int, data: bytes = b"") -> None:
    out.write(HEADER.pack(identity, vertices, faces) + data)
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
