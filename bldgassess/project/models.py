"""Model files of a project: embedded, compressed, up to a size; linked above it. Each is known by its sha256."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zlib
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


def add_model(database: sqlite3.Connection, path: Path, largest: int = LARGEST_EMBEDDED_BYTES) -> ModelFile:
    """Take a model in, unless one with the same content is there; a transaction of its own.

    Raises
    ------
    UserError
        When the file cannot be read, or there is no room for it.
    """
    sha256, size, packed = _pack(path, largest)
    known = find_model(database, sha256)
    if known is not None:
        return known
    kind, place = ("embedded", "") if packed is not None else ("linked", str(path.resolve()))
    with transaction(database):
        cells = (sha256, path.name, size, kind, place, packed or b"")
        database.execute("INSERT INTO model VALUES (?, ?, ?, ?, ?, ?)", cells)
    return ModelFile(sha256, path.name, size, "linked" if packed is None else "embedded", place)


def find_model(database: sqlite3.Connection, sha256: str) -> ModelFile | None:
    """Return a model without its content."""
    return next((row for row in read_models(database) if row.sha256 == sha256), None)


def model_file(database: sqlite3.Connection, sha256: str, cache: Path, beside: Path | None = None) -> Path:
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
        When the project has no such model, a linked file is gone or another one now, or an embedded one is damaged.
    """
    model = find_model(database, sha256)
    if model is None:
        raise UserError(Issue("project.no_model", {"sha256": sha256[:12]}))
    if model.kind == "embedded":
        return _extract(database, model, cache)
    path = (beside / model.place) if beside else Path(model.place)
    if not path.is_file():
        raise UserError(Issue("project.model_missing", {"file": model.name, "place": model.place}))
    if file_sha256(path) != sha256:
        raise UserError(Issue("project.model_changed", {"file": model.name, "place": model.place}))
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
    return tuple(row for row in read_models(database) if row.kind == "embedded" and _content(database, row) is None)


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


def _extract(database: sqlite3.Connection, model: ModelFile, cache: Path) -> Path:
    path = cache / model.sha256[:16] / _safe(model.name)
    if path.is_file() and path.stat().st_size == model.size and file_sha256(path) == model.sha256:
        return path
    content = _content(database, model)
    if content is None:
        raise UserError(Issue("project.model_damaged", {"file": model.name}))
    with told(model.name):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
    return path


def _content(database: sqlite3.Connection, model: ModelFile) -> bytes | None:
    """Return an embedded model, ``None`` where it is damaged; never more than its stated size."""
    row = database.execute("SELECT packed FROM model WHERE sha256 = ?", (model.sha256,)).fetchone()
    try:
        content = zlib.decompressobj().decompress(row[0], model.size + 1)
    except (zlib.error, TypeError):
        return None
    return content if hashlib.sha256(content).hexdigest() == model.sha256 else None


def _safe(name: str) -> str:
    """Return the last part of a name: a project may come from anybody."""
    last = PureWindowsPath(PurePosixPath(name.replace("\\", "/")).name).name
    return last if last.strip(". ") else "model.ifc"


def _relative(place: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(place, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(place)
