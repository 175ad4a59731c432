"""The office's own factors and its accepted choices in an assessment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bldgassess.errors import Issue, UserError
from bldgassess.pipeline.data import DataSnapshot
from materials_db.choices import read_choices, write_choices
from materials_db.errors import DataError, InputError
from materials_db.opening import open_store

#: Folder of the office's own factors, where no ``--office`` says one.
OFFICE_VARIABLE = "BLDGASSESS_OFFICE"
#: The file of accepted choices in that folder.
CHOICES_FILE = "choices.json"


def office_from_environment() -> Path | None:
    """Return the office folder that the environment names, if any."""
    text = os.environ.get(OFFICE_VARIABLE, "").strip()
    return Path(text) if text else None


def with_office(data: DataSnapshot, folder: Path | None) -> DataSnapshot:
    """Return the data with the records and choices of an office beside the shipped ones; ``None`` changes nothing.

    Raises
    ------
    UserError
        When the office database or its choices cannot be read.
    """
    if folder is None:
        return data
    try:
        return replace(data, store=open_store(folder).with_office(read_choices(folder / CHOICES_FILE)))
    except DataError as error:
        raise _unreadable(error) from error
    except InputError as error:
        raise UserError(Issue(error.code, error.params)) from error


def remember_choices(folder: Path | None, chosen: Sequence[tuple[str, str, float]], *, who: str, when: str) -> int:
    """Add choices (name, record id, score) to those of the office; returns how many were new.

    Raises
    ------
    UserError
        When no folder is named, nobody is, or the file cannot be read or written.
    """
    if folder is None:
        raise UserError(Issue("materials.office_missing"))
    if not who.strip():
        raise UserError(Issue("materials.office_who"))
    try:
        known = read_choices(folder / CHOICES_FILE)
        before = len(known.choices)
        for name, record_id, score in chosen:
            last = known.find(name)
            if last is None or last.record_id != record_id:
                known = known.remember(name, record_id, who=who, when=when, score=score)
        if len(known.choices) > before:
            write_choices(folder / CHOICES_FILE, known)
    except DataError as error:
        raise _unreadable(error) from error
    except OSError as error:
        params = {"folder": str(folder), "reason": error.strerror or "?"}
        raise UserError(Issue("materials.office_folder", params)) from error
    return len(known.choices) - before


def _unreadable(error: DataError) -> UserError:
    return UserError(Issue("materials.cannot_read_choices", {"file": CHOICES_FILE, "reason": error.reason}))
