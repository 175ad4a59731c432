"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bldgassess.errors import Issue, UserError


def write_files(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write all files: first each beside its place under a passing name, then, when all are on the disk, by renaming.

    Raises
    ------
    UserError
        When one cannot be written (disk full, folder read-only, file open elsewhere): ``results.cannot_write``.
    """
    passing = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    current = next(iter(files), Path())
    try:
        for current, content in files.items():
            current.parent.mkdir(parents=True, exist_ok=True)
            with passing[current].open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for current, part in passing.items():
            part.replace(current)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError(Issue("results.cannot_write", {"path": str(current), "reason": reason})) from error
    finally:
        for part in passing.values():
            _remove(part)
    return tuple(files)


def _remove(part: Path) -> None:
    """Take a passing file away where one is left; a folder that is gone or read-only has none to take."""
    if part.is_file():
        part.unlink()
