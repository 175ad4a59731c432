"""Certified mode: what an assessment must not rest on."""

from __future__ import annotations

from collections.abc import Iterable

from bldgassess.errors import Issue
from materials_db.records import FactorRecord

MEMORY_GRADE = "D"


def refuse_memory_rows(records_used: Iterable[FactorRecord]) -> tuple[Issue, ...]:
    """Return one error for each record of memory grade, in the order of ids.

    Parameters
    ----------
    records_used : iterable of FactorRecord
        The records that lines of the inventory rest on; doubles are said once.
    """
    memory = {record.id: record for record in records_used if record.quality == MEMORY_GRADE}
    return tuple(
        Issue("materials.memory_row", {"id": identity, "source": memory[identity].source})
        for identity in sorted(memory)
    )
