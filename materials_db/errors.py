"""Errors of the data base: a leaf package has its own."""

from __future__ import annotations


class DataError(Exception):
    """Our own data is wrong: the file and row are named (exit status 3)."""

    def __init__(self, file: str, row: str, reason: str) -> None:
        self.file, self.row, self.reason = file, row, reason
        super().__init__(f"{file}, row {row}: {reason}")
