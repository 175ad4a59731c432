"""The office's accepted choices: which record was taken for a name before, by whom, when, and at what score.

One small JSON file, kept beside no project. The newest choice for a name and part counts; older ones stay as history.
Nothing here knows the clock or the user: the caller gives both.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from materials_db.errors import DataError
from materials_db.words import normal

_SCHEMA = "bldgassess.office_choices/1"


@dataclass(frozen=True, slots=True)
class Choice:
    """One accepted match.

    ``name`` is the normalised material name, ``part`` the building part or empty for any; ``score`` is what the program
    gave the record at that time [0-1], ``who`` and ``when`` (ISO 8601) come from the caller.
    """

    name: str
    part: str
    record_id: str
    who: str
    when: str
    score: float


@dataclass(frozen=True, slots=True)
class OfficeChoices:
    """All choices in the order in which they were made."""

    choices: tuple[Choice, ...] = ()
    _newest: Mapping[tuple[str, str], Choice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the newest choice by name and part."""
        newest = {(choice.name, choice.part): choice for choice in self.choices}
        object.__setattr__(self, "_newest", MappingProxyType(newest))

    def __reduce__(self) -> tuple[type[OfficeChoices], tuple[tuple[Choice, ...]]]:
        """Travel to another process as the choices alone."""
        return OfficeChoices, (self.choices,)

    def __iter__(self) -> Iterator[Choice]:
        """Go through the choices, oldest first."""
        return iter(self.choices)

    def find(self, name: str, part: str = "") -> Choice | None:
        """Return the newest choice for a name: of this part first, else of any part."""
        key = normal(name)
        return self._newest.get((key, part)) or self._newest.get((key, ""))

    def remember(  # every column of a choice, named at the call
        self, name: str, record_id: str, *, part: str = "", who: str, when: str, score: float
    ) -> OfficeChoices:
        """Return the choices with one more.

        Raises
        ------
        ValueError
            When the name is empty, nobody is named, or the score is outside 0-1.
        """
        choice = Choice(normal(name), part, record_id, who.strip(), when.strip(), score)
        if not choice.name or not choice.who or not choice.when or not 0.0 <= score <= 1.0:
            raise ValueError("a choice needs a name, who, when, and a score between 0 and 1")
        return OfficeChoices((*self.choices, choice))

    @property
    def digest(self) -> str:
        """Return the sha256 of the choices that count, for caches and the record of inputs."""
        rows = sorted((choice.name, choice.part, choice.record_id) for choice in self._newest.values())
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def read_choices(path: Path) -> OfficeChoices:
    """Read the choices of a file; none where the file is not there yet.

    Raises
    ------
    DataError
        When the file is no list of choices, with the first entry that is wrong.
    """
    if not path.exists():
        return OfficeChoices()
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(path.name, "-", "not a readable JSON file") from error
    if not isinstance(data, dict) or data.get("schema") != _SCHEMA or not isinstance(data.get("choices"), list):
        raise DataError(path.name, "schema", f"not {_SCHEMA}")
    found = []
    for place, row in enumerate(data["choices"], start=1):
        try:
            choice = Choice(**row)
            known = all(isinstance(getattr(choice, key), str) for key in ("name", "part", "record_id", "who", "when"))
        except TypeError as error:
            raise DataError(path.name, str(place), "a choice has other fields") from error
        if not known or isinstance(choice.score, bool) or not isinstance(choice.score, int | float):
            raise DataError(path.name, str(place), "a field has the wrong type")
        found.append(choice)
    return OfficeChoices(tuple(found))


def write_choices(path: Path, choices: OfficeChoices) -> None:
    """Write the choices; the file is the old one or the new one at any time, never half of either."""
    data = {"schema": _SCHEMA, "choices": [asdict(choice) for choice in choices]}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
