"""Models as read, kept between runs: one file each, named by what went in. docs/decisions/0008-model-cache.md."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bldgassess.ifc.shape_worker import KERNELS
from bldgassess.model import Building, Mesh, ReadModel
from bldgassess.places import system_folder

#: Raised when the layout of the file changes.
_FORMAT = 1
#: The folder, or "off"; the user's cache folder where it is not set.
VARIABLE = "BLDGASSESS_CACHE"
#: All models together [bytes]; those that were used longest ago go first.
LARGEST_BYTES = 2 * 10**9
#: Packages whose code and data decide what is read, and files of theirs that count.
_READER = ("bldgassess.ifc", "bldgassess.model")
#: Single files of other packages that the reader leans on (which material names say nothing).
_READER_FILES = (("materials_db", "placeholders.py"), ("materials_db", "data/placeholders.csv"))
_SUFFIXES = (".py", ".csv", ".json", ".yaml")
#: What a file that is not ours, cut off or changed can raise.
_DAMAGED = (OSError, ValueError, KeyError, IndexError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class ModelCache:
    """A folder of models. Nothing that goes wrong in it is an error: a model is then read as if it had never been.

    Parameters
    ----------
    folder : Path
        Made when the first model is written.
    largest_bytes : int
        All models together [bytes].
    """

    folder: Path
    largest_bytes: int = LARGEST_BYTES

    def read(self, key: str) -> ReadModel | None:
        """Return a model, or ``None`` where there is none or its file is damaged; that file is removed."""
        path = self._path(key)
        try:
            model = _decode(path.read_bytes())
        except FileNotFoundError:
            return None
        except _DAMAGED:
            self._remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return model

    def write(self, key: str, model: ReadModel) -> bool:
        """Keep a model; says whether that worked. The file appears whole or not at all."""
        data = _encode(model)
        if len(data) > self.largest_bytes:
            return False
        temporary = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix="new-", suffix=".tmp", delete=False) as file:
                temporary = Path(file.name)
                file.write(data)
            temporary.replace(self._path(key))
        except OSError:
            if temporary is not None:
                self._remove(temporary)
            return False
        self._prune()
        return True

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.npz"

    def _remove(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)

    def _prune(self) -> None:
        """Remove what was used longest ago until the rest fits."""
        try:
            found = [(item.stat().st_mtime_ns, item.stat().st_size, item) for item in self.folder.glob("*.npz")]
        except OSError:
            return
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self.largest_bytes:
                return
            self._remove(path)
            total -= size


def default_cache() -> ModelCache | None:
    """Return the cache that the command line and the window use; ``None`` where ``BLDGASSESS_CACHE`` is "off"."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted.lower() == "off":
        return None
    return ModelCache(Path(wanted) if wanted else system_folder("cache") / "bldgassess" / "models")


def model_key(sources: Sequence[tuple[str, str]]) -> str:
    """Return the name of what becomes of these files (name, sha256) with this reader."""
    text = repr((_FORMAT, tuple(sources), KERNELS, reader_digest()))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def reader_digest() -> str:
    """Return the sha256 of the reader's own code and data and of the libraries that it reads with."""
    digest = hashlib.sha256()
    for name in ("bldgassess", "ifcopenshell", "numpy"):
        digest.update(f"{name} {version(name)}\n".encode())
    for package in _READER:
        for name, item in sorted(_sources(files(package), package)):
            digest.update(name.encode() + b"\n" + item.read_bytes())
    for package, name in _READER_FILES:
        digest.update(name.encode() + b"\n" + files(package).joinpath(name).read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        inner = f"{name}/{item.name}"
        if item.is_dir():
            found += _sources(item, inner)
        elif item.name.endswith(_SUFFIXES):
            found.append((inner, item))
    return found


@cache
def _adapter() -> Any:  # noqa: ANN401 - a TypeAdapter[Building]; pydantic is imported late
    from pydantic import TypeAdapter

    return TypeAdapter(Building)


def _encode(model: ReadModel) -> bytes:
    out = BytesIO()
    meshes = list(model.meshes.values())
    np.savez(
        out,
        building=_as_bytes(_adapter().dump_json(model.building)),
        names=_as_bytes("\n".join(model.meshes).encode()),
        counts=np.array([(len(mesh.vertices), len(mesh.faces)) for mesh in meshes], dtype="<i8").reshape(-1, 2),
        vertices=np.concatenate([np.zeros((0, 3)), *(mesh.vertices for mesh in meshes)]).astype("<f8"),
        faces=np.concatenate([np.zeros((0, 3), dtype="<i4"), *(mesh.faces for mesh in meshes)]).astype("<i4"),
    )
    return out.getvalue()


def _as_bytes(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)


def _decode(data: bytes) -> ReadModel:
    """Read a file back; any inconsistency is a ``ValueError``."""
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        kept: Mapping[str, npt.NDArray[Any]] = {name: arrays[name] for name in arrays.files}
    building: Building = _adapter().validate_json(kept["building"].tobytes())
    text = kept["names"].tobytes().decode()
    names, counts = text.split("\n") if text else [], kept["counts"]
    vertices, faces = kept["vertices"].astype(np.float64), kept["faces"].astype(np.int64)
    if len(names) != len(counts) or tuple(counts.sum(axis=0)) != (len(vertices), len(faces)) or (counts < 0).any():
        raise ValueError("counts do not fit")
    limits = np.repeat(counts[:, 0], counts[:, 1])[:, None]
    if ((faces < 0) | (faces >= limits)).any():
        raise ValueError("a face names a vertex that is not there")
    ends = np.cumsum(counts, axis=0)
    starts = ends - counts
    meshes = {
        name: Mesh(vertices[v0:v1], faces[f0:f1])
        for name, (v0, f0), (v1, f1) in zip(names, starts.tolist(), ends.tolist(), strict=True)
    }
    return ReadModel(building, meshes)
