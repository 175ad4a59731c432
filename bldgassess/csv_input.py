"""Tables that a person gives: their columns checked before any row is looked at."""

from __future__ import annotations

import csv
from collections.abc import Collection
from io import StringIO

from bldgassess.errors import Issue, UserError


def numbered_rows(content: bytes, needed: Collection[str], refused: Issue) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file with the line that each stands in.

    Raises
    ------
    UserError
        With ``refused``, when it is no text or lacks a column.
    """
    try:
        reader = csv.DictReader(StringIO(content.decode("utf-8-sig")))
        heads = set(reader.fieldnames or ())
    except UnicodeDecodeError:
        raise UserError(refused) from None
    if not set(needed) <= heads:
        raise UserError(refused)
    return list(enumerate(reader, start=2))
