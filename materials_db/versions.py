"""Older versions of the shipped tables, kept whole, and the one that an assessment pinned."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from materials_db.errors import DataError, InputError
from materials_db.factors import read_factors, shipped_version
from materials_db.store import FactorStore, load_store
from materials_db.tables import Row, number, read_sourced

_INDEX = "versions/index.csv"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the tables: id, version, digest of all tables, number of records and why it was superseded."""

    id: str
    version: str
    sha256: str
    file: str
    records: int
    note: str


@cache
def archived_versions() -> dict[str, Version]:
    """Return the archived versions by version."""
    return {
        row["version"]: Version(
            row["id"], row["version"], row["sha256"], row["file"], int(number(row, "records", _INDEX)), row["note"]
        )
        for row in read_sourced(_INDEX)
    }


@cache
def load_version(version: str) -> FactorStore:
    """Load the shipped tables of a version: the present one or an archived one.

    Thermal properties that products add come from the present product list; figures are those of the version.

    Raises
    ------
    InputError
        When this program has no such version.
    DataError
        When the archive does not hold what its digest says.
    """
    if version == shipped_version()[1]:
        return load_store()
    entry = archived_versions().get(version)
    if entry is None:
        choices = ", ".join((*archived_versions(), shipped_version()[1]))
        raise InputError("materials.no_version", {"version": version[:40], "choices": choices})
    tables = _tables(entry)
    rows: list[Row] = list(csv.DictReader(io.StringIO(tables["factors.csv"].decode("utf-8"))))
    records = read_factors(rows, f"{entry.file}/factors.csv", entry.version)
    return FactorStore(records, (entry.id, entry.version, entry.sha256))


def load_pinned(info: tuple[str, str, str]) -> FactorStore:
    """Load exactly the tables that an assessment was made with.

    Parameters
    ----------
    info : tuple of str
        Id, version and sha256 of ``inputs.factors`` in results.json.

    Raises
    ------
    InputError
        When this program does not have these tables, bit for bit.
    """
    identity, version, sha256 = info
    store = load_version(version)
    if store.info != (identity, version, sha256):
        raise InputError("materials.version_differs", {"version": version, "sha256": sha256[:12]})
    return store


def _tables(entry: Version) -> dict[str, bytes]:
    content = files("materials_db").joinpath("data", "versions", entry.file).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tables = {name: archive.read(name) for name in sorted(archive.namelist())}
    digest = hashlib.sha256()
    for name, table in tables.items():
        digest.update(name.encode() + b"\0" + table)
    if digest.hexdigest() != entry.sha256:
        raise DataError(entry.file, entry.version, "the archive is not what its digest says")
    return tables
