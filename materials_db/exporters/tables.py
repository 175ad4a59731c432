"""CSV and XLSX: numbers stay numbers, and no text can become a formula of the program that opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from materials_db.columns import COLUMNS, NUMBER_COLUMNS
from materials_db.exporters.rows import record_row
from materials_db.importers.reading import clean_text
from materials_db.records import FactorRecord

_NUMBERS = frozenset(NUMBER_COLUMNS)
#: First characters that spreadsheets take for a formula; tab and return, which hide one, are cleaned away before.
_DANGEROUS = ("=", "+", "-", "@")


def neutralise(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would compute; control characters become spaces.

    >>> neutralise("=HYPERLINK(1)"), neutralise("Beton")
    ("'=HYPERLINK(1)", 'Beton')
    """
    text = clean_text(text)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _used(records: Sequence[FactorRecord]) -> tuple[list[str], list[dict[str, str]]]:
    rows = [record_row(record) for record in records]
    return [column for column in COLUMNS if any(row.get(column) for row in rows)], rows


def to_csv(records: Sequence[FactorRecord]) -> bytes:
    """Return records as CSV: UTF-8 with a byte-order mark, so that spreadsheets read the names."""
    columns, rows = _used(records)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(c, "") if c in _NUMBERS else neutralise(row.get(c, "")) for c in columns])
    return buffer.getvalue().encode("utf-8-sig")


def to_xlsx(records: Sequence[FactorRecord]) -> bytes:
    """Return records as one sheet of a workbook."""
    from openpyxl import Workbook

    columns, rows = _used(records)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("factors")
    sheet.append(columns)
    for row in rows:
        sheet.append(
            [(float(row[c]) if c in _NUMBERS else neutralise(row[c])) if row.get(c) else None for c in columns]
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
