"""assumptions.csv: every value that was not in the model, with its source and what it acts on."""

from __future__ import annotations

from bldgassess.pipeline.assessment import Assessment
from reports.canonical import cell, csv_bytes

COLUMNS: tuple[str, ...] = ("id", "value", "unit", "source", "effect", "quality")


def assumptions_bytes(assessment: Assessment) -> bytes:
    """Return the bytes of assumptions.csv, rows by id."""
    return csv_bytes(COLUMNS, [{name: cell(getattr(row, name)) for name in COLUMNS} for row in assessment.assumptions])
