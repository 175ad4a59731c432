"""The office's own factors in an assessment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.pipeline.data import DataSnapshot
from materials_db.errors import InputError
from materials_db.opening import open_store


def with_office(data: DataSnapshot, folder: Path | None) -> DataSnapshot:
    """Return the data with the records of an office database beside the shipped ones; ``None`` changes nothing.

    Raises
    ------
    UserError
        When the office database cannot be read.
    """
    if folder is None:
        return data
    try:
        return replace(data, store=open_store(folder))
    except InputError as error:
        raise UserError(Issue(error.code, error.params)) from error
