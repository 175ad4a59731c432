"""Where copies of models go, said before any long work; and the form that a copy's suffix asks for."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bldgassess.errors import Issue, UserError

PLAIN, PACKED = ".ifc", ".ifczip"
#: Date of the member of a packed copy: the first that the format knows, so that the same copy has the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def plan_targets(models: Sequence[Path], out: Path, *, others: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the path of each model's copy, before any long work.

    ``out`` is a file where it ends in .ifc or .ifczip, else a folder in which each copy keeps its model's name.

    Raises
    ------
    UserError
        When a copy would replace one of the files that are read (``models`` and ``others``; also through a link),
        two copies would be one file, or the place cannot be written.
    """
    if out.suffix.lower() in {PLAIN, PACKED} and not out.is_dir():
        if len(models) > 1:
            raise UserError(Issue("writeback.one_for_many", {"path": str(out), "count": len(models)}))
        targets: tuple[Path, ...] = (out,)
    else:
        names = [model.name if model.suffix.lower() in {PLAIN, PACKED} else f"{model.stem}{PLAIN}" for model in models]
        counts = Counter(name.casefold() for name in names)
        doubled = sorted(name for name in names if counts[name.casefold()] > 1)
        if doubled:
            raise UserError(Issue("writeback.same_name", {"name": doubled[0]}))
        targets = tuple(out / name for name in names)
    check_targets(targets, (*models, *others))
    return targets


def check_targets(targets: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse copies that would replace a file that is read, and places that cannot be written.

    Raises
    ------
    UserError
        For the first of them.
    """
    for target in targets:
        for path in inputs:
            if _is_same(target, path):
                raise UserError(Issue("writeback.same_file", {"path": str(target), "input": str(path)}))
        _check_writable(target)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there (yet)
        return one.resolve() == other.resolve()


def _check_writable(target: Path) -> None:
    folder = target.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    problem = 0 if folder.is_dir() else errno.ENOTDIR
    problem = problem or (0 if os.access(folder, os.W_OK) else errno.EACCES)
    problem = problem or (errno.EISDIR if target.is_dir() else 0)
    if problem:
        raise UserError(Issue("results.cannot_write", {"path": str(target), "reason": os.strerror(problem)}))


def packed(path: Path, content: bytes) -> bytes:
    """Return the content as the file's suffix asks for: plain, or one member of an archive."""
    if path.suffix.lower() != PACKED:
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{path.stem}{PLAIN}", _ZIP_DATE)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, content)
    return stream.getvalue()
