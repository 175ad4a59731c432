"""Where a task's building comes from: IFC files, or anything else that can make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from bldgassess.errors import Issue, UserError
from bldgassess.model import Building, ReadModel


@runtime_checkable
class Source(Protocol):
    """Makes one building. It is sent to other processes: picklable, small, and without state that counts.

    The same digest must mean the same building; a worker makes it once and keeps it under that name.
    """

    def digest(self) -> str:
        """Return the sha256 of all that the building is made from."""
        ...

    def building(self) -> Building:
        """Make the building.

        Raises
        ------
        UserError
            When it cannot be made; the task's row then carries the sentence.
        """
        ...


@runtime_checkable
class ModelSource(Source, Protocol):
    """A source that knows shapes too, from which the light of the rooms is found."""

    def model(self) -> ReadModel:
        """Make the building and the meshes of its elements."""
        ...


@dataclass(frozen=True, slots=True)
class IfcSource:
    """One building in one or several (federated) IFC files, which every worker must be able to open.

    The files are read for their digests when that is first asked for; from then on another content is refused.
    """

    paths: tuple[Path, ...]
    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, paths: Sequence[Path]) -> IfcSource:
        """Make a source of paths as a person gave them."""
        return cls(tuple(path.absolute() for path in paths))

    def digest(self) -> str:
        """Return the sha256 of the files' bytes and names and of the reader's own code.

        Raises
        ------
        UserError
            When a file cannot be opened.
        """
        from bldgassess.ifc.cache import model_key
        from bldgassess.ifc.open import load

        if not self._known:
            self._known.update({str(path): load(path).digest for path in self.paths})
        return model_key([(path.name, self._known[str(path)]) for path in self.paths])

    def building(self) -> Building:
        """Read the files, or take what the cache kept of them."""
        return self.model().building

    def model(self) -> ReadModel:
        """Read the files, or take what the cache kept of them.

        Raises
        ------
        UserError
            When a file cannot be read or is not what it was when the digest was made.
        """
        from bldgassess.ifc.cache import default_cache
        from bldgassess.ifc.read import read_model

        model = read_model(self.paths, cache=default_cache())
        if self._known and sorted(model.building.digests) != sorted(self._known.values()):
            names = ", ".join(path.name for path in self.paths)
            raise UserError(Issue("portfolio.model_changed", {"file": names}))
        return model
