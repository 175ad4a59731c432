"""What a project holds: variants with their studies, models and last results. Frozen; a change makes a new state."""

from __future__ import annotations

import json
import uuid
import zlib
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bldgassess.project.values import study_sha256
from bldgassess.study import Study

#: (id, version, sha256) of a table of data.
DataVersion = tuple[str, str, str]
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class SavedResults:
    """The last results of a variant, compressed: opening a project computes nothing.

    Parameters
    ----------
    study_sha256 : str
        ``study_sha256`` of the study that they belong to.
    packed : bytes
        results.json, zlib.
    packed_inventory : bytes
        inventory.csv, zlib; empty where it was not kept.
    """

    study_sha256: str
    packed: bytes
    packed_inventory: bytes = b""

    @classmethod
    def pack(cls, study_sha256: str, results: bytes, inventory: bytes = b"") -> SavedResults:
        """Compress the two files; ``inventory`` may be left out."""
        return cls(study_sha256, zlib.compress(results, _LEVEL), zlib.compress(inventory, _LEVEL) if inventory else b"")

    def results_bytes(self) -> bytes:
        """Return results.json as it was written."""
        return zlib.decompress(self.packed)

    def inventory_bytes(self) -> bytes:
        """Return inventory.csv as it was written, or nothing."""
        return zlib.decompress(self.packed_inventory) if self.packed_inventory else b""

    def results(self) -> dict[str, Any]:
        """Return what results.json says."""
        read: dict[str, Any] = json.loads(self.results_bytes())
        return read


@dataclass(frozen=True, slots=True)
class VariantState:
    """One variant. Its place among the others is its place in ``ProjectState.variants``.

    Parameters
    ----------
    key : str
        32 hex digits, for good (``new_key``).
    models : tuple of str
        sha256 of its model files, in the order in which they are read.
    locked : bool
        No edit is taken.
    results : SavedResults or None
        The last ones, of these models; ``None`` when the models change.
    """

    key: str
    name: str
    study: Study
    models: tuple[str, ...] = ()
    locked: bool = False
    results: SavedResults | None = None

    @property
    def fresh_results(self) -> SavedResults | None:
        """The last results where they belong to the study as it is."""
        saved = self.results
        return saved if saved is not None and saved.study_sha256 == study_sha256(self.study) else None


@dataclass(frozen=True, slots=True)
class DataUsed:
    """The versions that a project's figures were made with. ``catalogues``: those that its variants name, by id."""

    program: str
    factors: DataVersion
    catalogues: tuple[DataVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectState:
    """All that a person sees of a project.

    Parameters
    ----------
    current : str
        Key of the variant shown, or "".
    data : DataUsed or None
        As ``data_in_use`` returned it when the results were made.
    thumbnail : bytes
        A small PNG for the start page, or nothing.
    """

    name: str = ""
    variants: tuple[VariantState, ...] = ()
    current: str = ""
    notes: str = ""
    data: DataUsed | None = None
    thumbnail: bytes = b""

    def variant(self, wanted: str) -> VariantState | None:
        """Return the variant of a key or name, else of a name in other capitals."""
        exact = (row for row in self.variants if wanted in {row.key, row.name})
        near = (row for row in self.variants if row.name.casefold() == wanted.casefold())
        return next(exact, None) or next(near, None)

    def with_variant(self, variant: VariantState) -> ProjectState:
        """Return the state with a variant put in the place of the one of its key, or at the end."""
        if all(row.key != variant.key for row in self.variants):
            return replace(self, variants=(*self.variants, variant))
        return replace(self, variants=tuple(variant if row.key == variant.key else row for row in self.variants))


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model of a project.

    Parameters
    ----------
    size : int
        Of the file itself [bytes].
    kind : {"embedded", "linked"}
        In the project's file, or beside it.
    place : str
        Of a linked one: absolute in a working copy; in a project's file relative to it, with "/", where it can be.
    """

    sha256: str
    name: str
    size: int
    kind: Literal["embedded", "linked"]
    place: str = ""


@dataclass(frozen=True, slots=True)
class VariantSummary:
    """A variant as the start page lists it. ``figures``: headline figures by their path in results.json."""

    key: str
    name: str
    locked: bool
    figures: dict[str, float | str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """What ``read_summary`` finds without reading models, studies or results."""

    name: str
    variants: tuple[VariantSummary, ...]
    current: str
    saved: str
    program: str
    models: tuple[ModelFile, ...]
    thumbnail: bytes


def new_key() -> str:
    """Return a new variant's key."""
    return uuid.uuid4().hex
