"""Catalogues that are at hand: the one that is shipped, and files in the user's folder, which win over it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.label.catalogue import Catalogue, read_catalogue
from bldgassess.places import system_folder

#: Folder of the user's catalogues; where it is not set, the system's place for a program's data.
VARIABLE = "BLDGASSESS_CATALOGUES"
_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Installed:
    """A catalogue at hand.

    ``path``: ``None`` for the one that is shipped; ``replaces``: it stands in for that one, with another content.
    """

    catalogue: Catalogue
    path: Path | None
    replaces: bool


def catalogue_folder() -> Path:
    """Return the folder of the user's catalogues."""
    if named := os.environ.get(VARIABLE, "").strip():
        return Path(named)
    return system_folder("data") / "bldgassess" / "catalogues"


def list_catalogues(folder: Path | None = None) -> tuple[tuple[Installed, ...], tuple[Issue, ...]]:
    """Return the catalogues at hand by id, newest first, and what is wrong with files that cannot be used.

    Raises
    ------
    UserError
        When two files of the folder hold the same id and version, or it holds too many.
    """
    folder = folder or catalogue_folder()
    paths = sorted(path for path in folder.glob("*.y*ml") if path.is_file()) if folder.is_dir() else []
    if len(paths) > _MOST_FILES:
        raise UserError(Issue("label.too_many", {"most": _MOST_FILES}))
    shipped = read_catalogue()
    own: dict[str, Installed] = {}
    problems: list[Issue] = []
    for path in paths:
        try:
            found = read_catalogue(path)
        except UserError as error:
            problems += error.issues
            continue
        before = own.get(found.reference)
        if before is not None and before.path is not None:
            names = {"reference": found.reference, "file": before.path.name, "other": path.name}
            raise UserError(Issue("label.installed_twice", names))
        own[found.reference] = Installed(found, path, _stands_in(found, shipped))
    if shipped.reference not in own:
        own[shipped.reference] = Installed(shipped, None, replaces=False)
    rows = sorted(own.values(), key=lambda row: version_key(row.catalogue.header.version), reverse=True)
    return tuple(sorted(rows, key=lambda row: row.catalogue.header.id)), tuple(problems)


def find_catalogue(reference: str, folder: Path | None = None) -> Installed:
    """Find the catalogue that a study asks for: ``id`` (its newest version), ``id@version``, or the path of a file.

    Raises
    ------
    UserError
        When there is none, or its file has an error.
    """
    if _is_path(reference):
        return Installed(read_catalogue(Path(reference)), Path(reference), replaces=False)
    rows, problems = list_catalogues(folder)
    for row in rows:
        if reference in (row.catalogue.reference, row.catalogue.header.id):
            return row
    choices = ", ".join(row.catalogue.reference for row in rows)
    raise UserError([Issue("label.not_found", {"reference": reference, "choices": choices}), *problems])


def catalogue_file(sha256: str, folder: Path | None = None) -> bytes | None:
    """Return the file of an installed catalogue by its digest, ``None`` where it is not installed."""
    rows, _ = list_catalogues(folder)
    return next((row.catalogue.content for row in rows if row.catalogue.sha256 == sha256), None)


def install_catalogue(path: Path, folder: Path | None = None, *, replace: bool = False) -> Installed:
    """Check a file and put it into the user's folder under its id and version.

    Raises
    ------
    UserError
        When the file has an error, another of its id and version is there, or the folder cannot be written.
    """
    folder = folder or catalogue_folder()
    found = read_catalogue(path)
    target = folder / f"{found.header.id}-{found.header.version}.yaml"
    for row in list_catalogues(folder)[0]:
        if row.path is None or row.catalogue.reference != found.reference:
            continue
        if row.catalogue.sha256 == found.sha256:
            return row
        if not replace:
            raise UserError(Issue("label.installed_differs", {"reference": found.reference}))
        target = row.path
    passing = target.with_name(f".{target.name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with passing.open("wb") as stream:
            stream.write(found.content)
            stream.flush()
            os.fsync(stream.fileno())
        passing.replace(target)
    except OSError as error:
        passing.unlink(missing_ok=True)
        raise UserError(Issue("label.cannot_install", {"reason": error.strerror or "?"})) from error
    return Installed(found, target, _stands_in(found, read_catalogue()))


def version_key(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Return what versions are ordered by: figures, then a release after its previews ("1.0.0-rc1").

    >>> version_key("0.10.0") > version_key("0.9.1") > version_key("0.9.1-rc1")
    True
    """
    figures, _, suffix = version.partition("-")
    numbers = tuple(int(part) for part in figures.split("."))
    return (*numbers, *(0,) * (4 - len(numbers))), not suffix, suffix


def _is_path(reference: str) -> bool:
    return bool(re.search(r"[/\\]", reference)) or reference.lower().endswith((".yaml", ".yml"))


def _stands_in(found: Catalogue, shipped: Catalogue) -> bool:
    return found.reference == shipped.reference and found.sha256 != shipped.sha256
