"""The process that makes shapes: the kernel may crash on broken geometry, and then only this process is lost.

    python -m bldgassess.ifc.shape_worker MODEL

It opens the model, says that it is ready, and then takes requests on standard input, one a line: a mode and entity ids.
"fast": all at once, as the kernel's iterator makes them; "careful": one by one, each announced before it is tried with
either kernel; "other": one by one with the second kernel only. The end of the input ends the process.

Frames on standard output, little-endian: entity id (q), vertices (q), triangles (q), then float64 and int32 data.
A frame without vertices is news: see ``ANNOUNCED`` and the others. ``DONE`` ends a request.
"""

from __future__ import annotations

import signal
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

#: docs/decisions/0003-libraries.md; the second is tried where the first makes nothing.
KERNEL, OTHER_KERNEL = "hybrid-cgal-simple-opencascade", "opencascade"
KERNELS = (KERNEL, OTHER_KERNEL)
#: What a bundle, which has no ``python -m``, takes as first argument to become this process (packaging/start.py).
FROZEN_VERB = "shape-worker"
#: A worker has one thread: two of them scale, the kernel's own threads do not (docs/method.md, Model).
THREADS = 1
HEADER = struct.Struct("<qqq")
#: News in place of a number of vertices: an entity is tried (with that kernel, in place of the triangles), cannot be
#: made, the model is open, the request is done.
ANNOUNCED, NOT_MADE, READY, DONE = -1, -2, -3, -4


def main(arguments: list[str]) -> None:
    """Open the model and answer requests."""
    from bldgassess.ifc.open import open_model

    _die_with_parent()
    out = sys.stdout.buffer
    file = open_model(Path(arguments[0])).file
    _write(out, 0, READY, 0)
    for line in sys.stdin:
        mode, _, text = line.strip().partition(" ")
        products = [file.by_id(int(item)) for item in text.split(",")]
        if mode == "fast":
            made = make_all(out, file, products)
            for product in products:
                if product.id() not in made:
                    make_one(out, product, (1,))
        else:
            for product in products:
                make_one(out, product, (1,) if mode == "other" else (0, 1))
        _write(out, 0, DONE, 0)


def make_all(out: BinaryIO, file: Any, products: Sequence[Any]) -> set[int]:  # noqa: ANN401 - ifcopenshell has no types
    """Write the shapes that the iterator makes; returns the ids of their entities."""
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


def make_one(out: BinaryIO, product: Any, kernels: Sequence[int]) -> None:  # noqa: ANN401
    """Announce an entity and write its shape from the first kernel that makes one."""
    import ifcopenshell.geom

    for index in kernels:
        _write(out, product.id(), ANNOUNCED, index)
        try:
            shape = ifcopenshell.geom.create_shape(_settings(), product, geometry_library=KERNELS[index])
        except (RuntimeError, ValueError, TypeError):
            continue
        if _shape(out, product.id(), shape.geometry):
            return
    _write(out, product.id(), NOT_MADE, 0)


def _settings() -> Any:  # noqa: ANN401
    import ifcopenshell.geom

    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("weld-vertices", True)
    settings.set("reorient-shells", True)
    return settings


def _shape(out: BinaryIO, identity: int, geometry: Any) -> bool:  # noqa: ANN401
    vertices = np.frombuffer(geometry.verts_buffer, dtype="<f8")
    faces = np.frombuffer(geometry.faces_buffer, dtype="<i4")
    if len(faces) == 0 or not np.isfinite(vertices).all():
        return False
    _write(out, identity, len(vertices) // 3, len(faces) // 3, vertices.tobytes() + faces.tobytes())
    return True


def _write(out: BinaryIO, identity: int, vertices: int, faces: int, data: bytes = b"") -> None:
    out.write(HEADER.pack(identity, vertices, faces) + data)
    out.flush()


def _die_with_parent() -> None:
    """Have Linux end this process with the one that started it; elsewhere the closed pipes do, at the next shape."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
