"""Errors of the data base: a leaf package has its own."""

from __future__ import annotations

from collections.abc import Mapping


class DataError(Exception):
    """Our own data is wrong: the file and row are named (exit status 3)."""

    def __init__(self, file: str, row: str, reason: str) -> None:
        self.file, self.row, self.reason = file, row, reason
        super().__init__(f"{file}, row {row}: {reason}")


class InputError(Exception):
    """A file or a request of the user cannot be taken, and nothing was changed (exit status 2).

    Parameters
    ----------
    code : str
        Key of ``bldgassess.messages.materials``; the sentence is made at the border.
    params : mapping
        Values for the sentence's placeholders.
    """

    def __init__(self, code: str, params: Mapping[str, str | int | float] | None = None) -> None:
        self.code, self.params = code, dict(params or {})
        said = ", ".join(f"{key}={value}" for key, value in self.params.items())
        super().__init__(f"{code}: {said}" if said else code)
