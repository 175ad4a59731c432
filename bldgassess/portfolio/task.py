"""A task: one building under one study. Its key says all that its result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bldgassess.errors import UserError
from bldgassess.portfolio.source import IfcSource, ModelSource, Source
from bldgassess.study import Study

__all__ = ["IfcSource", "ModelSource", "Source", "Task", "make_task", "program_digest", "study_text"]

#: Code and data whose change may change a figure, and what of it cannot.
_PACKAGES, _NOT_COUNTED = ("bldgassess", "materials_db"), frozenset({"cli", "locale", "sample", "__pycache__"})
_SUFFIXES = (".py", ".csv", ".json", ".yaml", ".npz", ".parquet")
_READ_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """One building under one study.

    Parameters
    ----------
    key : str
        sha256 over the building's digest, study, weather, data and program; see ``make_task``.
    models : Source
        What makes the building, such as ``IfcSource``.
    weather : Path, optional
        EPW file or folder of files; a typical year where there is none.
    name : str
        For people; need not be unique. Not in the key, like ``tags``.
    tags : mapping
        Anything that groups rows later, such as the archetype or the values that were varied; text to text.
    """

    key: str
    models: Source
    study: Study
    weather: Path | None = None
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


def make_task(
    models: Source,
    study: Study,
    *,
    weather: Path | None = None,
    name: str = "",
    tags: Mapping[str, str] | None = None,
    office: Path | None = None,
) -> Task:
    """Make a task and its key. A changed file, study, weather, factor or program is another key.

    A file that cannot be read is no error here: the task's row will carry the sentence, and have another key once the
    file is there. ``office``: folder of the office's own factors, as ``run_tasks`` takes it.
    """
    try:
        building = models.digest()
    except UserError as error:
        building = f"unreadable: {error}"
    parts = {
        "models": building,
        "study": study_text(study),
        "named_by_study": [_digest_of(path) for path in _paths_of(study)],
        "weather": _digest_of(weather),
        "office": _digest_of(office),
        "program": program_digest(),
    }
    weather = weather.absolute() if weather else None
    return Task(_sha256(json.dumps(parts, sort_keys=True)), models, study, weather, name, dict(tags or {}))


def study_text(study: Study) -> str:
    """Return a study in its canonical form: every setting and which of them somebody set, however its file was written.

    A value that was set counts as the project's own where the same value by default is an assumption.
    """
    both = [study.model_dump(mode="json"), study.model_dump(mode="json", exclude_unset=True)]
    return json.dumps(both, sort_keys=True, allow_nan=False)


@cache
def program_digest() -> str:
    """Return the sha256 of the version and of all code and data that figures are made with."""
    from bldgassess import __version__

    digest = hashlib.sha256(f"{__version__}\n".encode())
    for package in _PACKAGES:
        for name, item in sorted(_counted(files(package), package)):
            digest.update(name.encode() + b"\n" + item.read_bytes())
    return digest.hexdigest()


def _counted(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.name in _NOT_COUNTED:
            continue
        if item.is_dir():
            yield from _counted(item, f"{name}/{item.name}")
        elif item.name.endswith(_SUFFIXES):
            yield f"{name}/{item.name}", item


def _paths_of(study: Study) -> tuple[Path | None, ...]:
    """Return files and folders that a study names; results carry only their last names."""
    from bldgassess.label.installed import find_catalogue

    try:
        catalogue = find_catalogue(study.label.catalogue).path
    except UserError:
        catalogue = None
    named = (study.site.weather_folder, study.site.climate_deltas)
    return (*(Path(text) if text else None for text in named), catalogue)


def _digest_of(path: Path | None) -> str:
    """Return the sha256 of a file, or of all files of a folder; a word where there is none."""
    if path is None:
        return "none"
    try:
        inside = sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]
        stamps = [(item, item.stat().st_size, item.stat().st_mtime_ns) for item in inside]
        return _sha256("\n".join(f"{item.name} {_file_digest(item, size, time)}" for item, size, time in stamps))
    except OSError:
        return "unreadable"


@lru_cache(maxsize=4096)
def _file_digest(path: Path, _size: int, _changed_ns: int) -> str:
    """Return the sha256 of a file, read once as long as it stays as it is."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_READ_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
