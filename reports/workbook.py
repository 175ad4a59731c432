"""The results as a workbook, a sheet a table; the same results give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from reports.canonical import plain_text
from reports.result_tables import Cell, ResultTable

#: Zip archives know no year before 1980; a fixed one keeps the bytes the same.
_STAMP = (1980, 1, 1, 0, 0, 0)
_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes naive dates only
_WIDEST, _NARROWEST, _LOOKED_AT = 60, 8, 200
#: Control characters that XML has no place for.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook_bytes(tables: Sequence[ResultTable]) -> bytes:
    """Return an .xlsx with a sheet a table: header frozen and filtered, numbers as numbers, texts never as formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=False)
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    book.properties.creator = "bldgassess"
    book.properties.created = _DATE
    for table in tables:
        sheet = book.create_sheet(table.id)
        sheet.append(list(table.columns))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, row in enumerate(table.rows, 2):
            for column, value in enumerate(row, 1):
                if value is None or value == "":
                    continue
                cell = sheet.cell(number, column, _clean(value))
                if isinstance(value, str):
                    cell.data_type = "s"  # a name that begins with "=" is a name
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for letter, wide in _widths(table):
            sheet.column_dimensions[letter].width = wide
    stream = io.BytesIO()
    book.save(stream)
    return _undated(stream.getvalue())


def _clean(value: Cell) -> Cell:
    return _CONTROLS.sub("\ufffd", plain_text(value)) if isinstance(value, str) else value


def _widths(table: ResultTable) -> list[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    found = []
    for index, head in enumerate(table.columns):
        longest = max(
            (len(str(row[index])) for row in table.rows[:_LOOKED_AT] if isinstance(row[index], str)), default=10
        )
        found.append((get_column_letter(index + 1), max(_NARROWEST, min(_WIDEST, max(len(head), longest) + 2))))
    return found


def _undated(content: bytes) -> bytes:
    """Write the archive again without the clock: openpyxl stamps its members and the date of the last change."""
    stream, fixed = io.BytesIO(), _DATE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", lambda found: found[1] + fixed, data)
            entry = zipfile.ZipInfo(item.filename, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return stream.getvalue()
