"""The ledger's file, of the kind of ``bldgassess.append_only``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from bldgassess import append_only
from bldgassess.account.entry import Draft, Entry, chain, check_draft
from bldgassess.append_only import Content, Layout, Row

#: Application: "bldg" in ASCII.
_LAYOUT = Layout(0x626C6467, 1, tuple(field.name for field in fields(Draft)), "account")


def create(path: Path) -> None:
    """Make an empty ledger.

    Raises
    ------
    UserError
        When the file is there already or cannot be written.
    """
    append_only.create(path, _LAYOUT)


def read(path: Path) -> tuple[Entry, ...]:
    """Read all entries and check their chain.

    Raises
    ------
    UserError
        When it is no ledger, or an entry is not what was entered.
    """
    return tuple(_entry(row) for row in append_only.read(path, _LAYOUT))


def append(path: Path, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """Enter drafts, all or none; they are on the disk when this returns.

    Raises
    ------
    UserError
        When one does not fit, the ledger is damaged or open for writing elsewhere, or the disk is full.
    """

    def make(rows: tuple[Row, ...]) -> list[Content]:
        before = [_entry(row) for row in rows]
        for draft in drafts:
            check_draft(draft, before)
            before += chain([draft], before[-1] if before else None)
        return [asdict(draft) for draft in drafts]

    return tuple(_entry(row) for row in append_only.append(path, _LAYOUT, make))


def _entry(row: Row) -> Entry:
    values: dict[str, Any] = dict(row.content)
    return Entry(row.number, Draft(**values), row.previous, row.sha256)
