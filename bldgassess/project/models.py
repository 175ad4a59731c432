"""Model files of a project: embedded, compressed, up to a size; linked above it. Each is known by its sha256."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from bldgassess.append_only import transaction
from bldgassess.errors import Issue, UserError
from bldgassess.project.layout import told
from bldgassess.project.state import ModelFile
from bldgassess.project.tables import read_models

#: A model whose compressed size is larger is linked, not embedded [bytes]. SQLite takes up to 10^9 in one cell.
LARGEST_EMBEDDED_BYTES = 200 * 10**6
_CHUNK = 2**20
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A model file as it will be kept; ``packed``: its content, zlib, ``None`` where it is only linked."""

    file: ModelFile
    packed: bytes | None


def pack_model(path: Path, largest: int = LARGEST_EMBEDDED_BYTES) -> PackedModel:
    """Read a model file once: its digest, its size, and its content compressed where that is at most ``largest``.

    Raises
    ------
    UserError
        When it cannot be read.
    """
    sha256, size, packed = _pack(path, largest)
    if packed is None:
        return PackedModel(ModelFile(sha256, path.name, size, "linked", str(path.resolve())), None)
    return PackedModel(ModelFile(sha256, path.name, size, "embedded"), packed)


def put_model(database: sqlite3.Connection, model: PackedModel) -> ModelFile:
    """Take a model in, unless one with the same content is there; a transaction of its own."""
    file = model.file
    known = find_model(database, file.sha256)
    if known is not None:
        return known
    with transaction(database):
        cells = (file.sha256, file.name, file.size, file.kind, file.place, model.packed or b"")
        database.execute("INSERT INTO model VALUES (?, ?, ?, ?, ?, ?)", cells)
    return file


def find_model(database: sqlite3.Connection, sha256: str) -> ModelFile | None:
    """Return a model without its content."""
    return next((row for row in read_models(database) if row.sha256 == sha256), None)


def stored_model(database: sqlite3.Connection, sha256: str) -> PackedModel:
    """Return a model with its content as it is kept.

    Raises
    ------
    UserError
        When the project has no such model.
    """
    model = find_model(database, sha256)
    if model is None:
        raise UserError(Issue("project.no_model", {"sha256": sha256[:12]}))
    if model.kind == "linked":
        return PackedModel(model, None)
    packed = database.execute("SELECT packed FROM model WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return PackedModel(model, packed)


def model_file(model: PackedModel, cache: Path, beside: Path | None = None) -> Path:
    """Return a file with the model's content.

    Parameters
    ----------
    cache : Path
        Folder that an embedded model is put in, under its own name.
    beside : Path, optional
        Folder that the place of a linked model is relative to.

    Raises
    ------
    UserError
        When a linked file is gone or another one now, or an embedded one is damaged.
    """
    file = model.file
    if file.kind == "embedded":
        return _extract(model, cache)
    path = (beside / file.place) if beside else Path(file.place)
    if not path.is_file():
        raise UserError(Issue("project.model_missing", {"file": file.name, "place": file.place}))
    if file_sha256(path) != file.sha256:
        raise UserError(Issue("project.model_changed", {"file": file.name, "place": file.place}))
    return path


def relink(database: sqlite3.Connection, sha256: str, path: Path) -> ModelFile:
    """Say where a linked model is now.

    Raises
    ------
    UserError
        When it is not that model.
    """
    if file_sha256(path) != sha256:
        raise UserError(Issue("project.other_model", {"file": path.name}))
    with transaction(database):
        database.execute("UPDATE model SET place = ? WHERE sha256 = ?", (str(path.resolve()), sha256))
    model = find_model(database, sha256)
    if model is None:
        raise UserError(Issue("project.no_model", {"sha256": sha256[:12]}))
    return model


def places_from(database: sqlite3.Connection, folder: Path) -> None:
    """Make the places of linked models absolute, as a working copy needs them; they are relative to ``folder``."""
    for model in read_models(database):
        if model.kind == "linked":
            place = str((folder / model.place).resolve())
            database.execute("UPDATE model SET place = ? WHERE sha256 = ?", (place, model.sha256))


def places_to(database: sqlite3.Connection, folder: Path) -> None:
    """Make the places of linked models relative to the folder of the project's file, where they can be."""
    for model in read_models(database):
        if model.kind == "linked":
            place = _relative(Path(model.place), folder)
            database.execute("UPDATE model SET place = ? WHERE sha256 = ?", (place, model.sha256))


def damaged_models(database: sqlite3.Connection) -> tuple[ModelFile, ...]:
    """Return the embedded models whose content is not what its name says."""
    return tuple(
        row
        for row in read_models(database)
        if row.kind == "embedded" and _content(stored_model(database, row.sha256)) is None
    )


def file_sha256(path: Path) -> str:
    """Return the digest of a file.

    Raises
    ------
    UserError
        When it cannot be read.
    """
    with told(path.name), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pack(path: Path, largest: int) -> tuple[str, int, bytes | None]:
    """Read a file once: digest, size, and its content compressed, ``None`` where that is larger than ``largest``."""
    digest, size, packer, packed = hashlib.sha256(), 0, zlib.compressobj(_LEVEL), bytearray()
    with told(path.name), path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            digest.update(part)
            size += len(part)
            if len(packed) <= largest:
                packed += packer.compress(part)
    if len(packed) <= largest:
        packed += packer.flush()
    return digest.hexdigest(), size, bytes(packed) if len(packed) <= largest else None


def _extract(model: PackedModel, cache: Path) -> Path:
    file = model.file
    path = cache / file.sha256[:16] / _safe(file.name)
    if path.is_file() and path.stat().st_size == file.size and file_sha256(path) == file.sha256:
        return path
    content = _content(model)
    if content is None:
        raise UserError(Issue("project.model_damaged", {"file": file.name}))
    with told(file.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as stream:
            stream.write(content)
        Path(stream.name).replace(path)
    return path


def _content(model: PackedModel) -> bytes | None:
    """Return an embedded model, ``None`` where it is damaged; never more than its stated size."""
    try:
        content = zlib.decompressobj().decompress(model.packed or b"", model.file.size + 1)
    except (zlib.error, TypeError):
        return None
    return content if hashlib.sha256(content).hexdigest() == model.file.sha256 else None


def _safe(name: str) -> str:
    """Return the last part of a name: a project may come from anybody."""
    last = PureWindowsPath(PurePosixPath(name.replace("\\", "/")).name).name
    return last if last.strip(". ") else "model.ifc"


def _relative(place: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(place, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(place)
