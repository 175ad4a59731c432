"""Where a task's building comes from: IFC files, or anything else that can make one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from bldgassess.model import Building, ReadModel


@runtime_checkable
class Source(Protocol):
    """Makes one building. It is sent to other processes: picklable, small, and without state that counts.

    The same digest must mean the same building; a worker makes it once and keeps it under that name.
    """

    def digest(self) -> str:
        """Return the sha256 of all that the building is made from."""

    def building(self) -> Building:
        """Make the building.

        Raises
        ------
        UserError
            When it cannot be made; the task's row then carries the sentence.
        """


@runtime_checkable
class ModelSource(Source, Protocol):
    """A source that knows shapes too, from which the light of the rooms is found."""

    def model(self) -> ReadModel:
        """Make the building and the meshes of its elements."""


@dataclass(frozen=True)
class IfcSource:
    """One building in one or several (federated) IFC files, which every worker must be able to open."""

    paths: tuple[Path, ...]

    def __init__(self, paths: Sequence[Path] | Path) -> None:
        given = (paths,) if isinstance(paths, Path) else paths
        object.__setattr__(self, "paths", tuple(Path(path).absolute() for path in given))

    def digest(self) -> str:
        """Return the sha256 of the files' bytes and of the reader's own code.

        Raises
        ------
        UserError
            When a file cannot be opened.
        """
        return self._digest

    @cached_property
    def _digest(self) -> str:
        from bldgassess.ifc.cache import reader_digest
        from bldgassess.ifc.open import load

        parts = [reader_digest(), *(load(path).digest for path in self.paths)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def building(self) -> Building:
        """Read the files, or take what the cache kept of them."""
        return self.model().building

    def model(self) -> ReadModel:
        """Read the files, or take what the cache kept of them."""
        from bldgassess.ifc.cache import default_cache
        from bldgassess.ifc.read import read_model

        return read_model(self.paths, cache=default_cache())
