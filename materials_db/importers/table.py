"""CSV and XLSX tables, in our columns or through a mapping (YAML) that says which column is which."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from materials_db.columns import COLUMNS, NUMBER_COLUMNS, OLD_COLUMNS
from materials_db.errors import InputError
from materials_db.importers.epd import check_gwp_unit
from materials_db.importers.reading import MOST_CELL, clean_text, decode, open_zip, read_bytes
from materials_db.tables import Row
from materials_db.units import read_unit

_KEYS = {"columns", "constants", "decimal", "delimiter", "sheet", "gwp_unit"}
_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Which column of a foreign table is which of ours, what is the same in every row, and how numbers are written."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    delimiter: str = ""
    sheet: str = ""


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping from YAML.

    Raises
    ------
    InputError
        When it is no mapping, or names a column that we do not have.
    """
    import yaml

    try:
        data = yaml.safe_load(decode(read_bytes(path), path.name))
    except yaml.YAMLError as error:
        raise InputError("materials.import_malformed", {"file": path.name, "reason": "not valid YAML"}) from error
    if not isinstance(data, dict) or set(data) - _KEYS or not isinstance(data.get("columns", {}), dict):
        reason = f"a mapping has the keys {', '.join(sorted(_KEYS))}"
        raise InputError("materials.import_malformed", {"file": path.name, "reason": reason})
    for table in (data.get("columns") or {}, data.get("constants") or {}):
        if not isinstance(table, dict) or any(isinstance(value, dict | list) for value in table.values()):
            reason = "columns and constants hold one text or number each"
            raise InputError("materials.import_malformed", {"file": path.name, "reason": reason})
    constants = {str(key): str(value) for key, value in (data.get("constants") or {}).items()}
    columns = {str(key): str(value) for key, value in (data.get("columns") or {}).items()}
    for column in (*columns, *constants):
        if column not in COLUMNS:
            raise InputError("materials.import_column", {"file": path.name, "column": column[:40]})
    decimal, delimiter = str(data.get("decimal", ".")), str(data.get("delimiter", ""))
    if decimal not in {".", ","} or len(delimiter) > 1:
        reason = "decimal is . or , and delimiter one character"
        raise InputError("materials.import_malformed", {"file": path.name, "reason": reason})
    if "gwp_unit" in data:
        check_gwp_unit(str(data["gwp_unit"]), path.name)
    return TableMapping(columns, constants, decimal, delimiter, str(data.get("sheet", "")))


def read_csv(content: bytes, name: str, mapping: TableMapping | None = None) -> list[Row]:
    """Read a CSV table; the delimiter is the mapping's, else the commonest of ``, ; tab`` in the first line.

    Raises
    ------
    InputError
        When a cell is too long, or the table has no row.
    """
    return _rows(_cells(content, name, mapping.delimiter if mapping else ""), name, mapping)


def read_cells(content: bytes, name: str) -> list[Row]:
    """Read a CSV table in our columns without looking at what its cells say.

    Raises
    ------
    InputError
        When it is no table, or has no row.
    """
    cells = _cells(content, name, "")
    if len(cells) < 2:
        raise InputError("materials.import_malformed", {"file": name, "reason": "no rows below the header"})
    header = [clean_text(cell) for cell in cells[0]]
    return [
        dict(zip(header, map(restore, row), strict=False)) for row in cells[1:] if any(cell.strip() for cell in row)
    ]


def _cells(content: bytes, name: str, delimiter: str) -> list[list[str]]:
    text = decode(content, name)
    first = text.split("\n", 1)[0]
    delimiter = delimiter or max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, TypeError) as error:
        reason = "a cell is too long" if "field larger" in str(error) else "not a CSV table"
        raise InputError("materials.import_malformed", {"file": name, "reason": reason}) from error


def read_xlsx(content: bytes, name: str, mapping: TableMapping | None = None) -> list[Row]:
    """Read one sheet of a workbook: the mapping's, else the first.

    Raises
    ------
    InputError
        When the workbook is unsafe or broken, or has no such sheet.
    """
    open_zip(content, name).close()
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[mapping.sheet] if mapping and mapping.sheet else book.worksheets[0]
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, KeyError, IndexError, ValueError, TypeError, OSError, AttributeError) as error:
        raise InputError("materials.import_malformed", {"file": name, "reason": "not a workbook"}) from error
    except SyntaxError as error:  # ElementTree's ParseError is one
        raise InputError("materials.import_malformed", {"file": name, "reason": "not a workbook"}) from error
    return _rows(rows, name, mapping)


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def restore(text: str) -> str:
    """Take off the apostrophe that our own export puts before text that a spreadsheet would compute.

    >>> restore("'=1+1"), restore("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


def _rows(cells: list[list[str]], name: str, mapping: TableMapping | None) -> list[Row]:
    if len(cells) < 2:
        raise InputError("materials.import_malformed", {"file": name, "reason": "no rows below the header"})
    if len(cells) > _MOST_ROWS or any(len(cell) > MOST_CELL for row in cells for cell in row):
        raise InputError("materials.import_malformed", {"file": name, "reason": "a cell is too long, or too many rows"})
    header = [clean_text(cell) for cell in cells[0]]
    wanted = mapping.columns if mapping else {name_: name_ for name_ in (*COLUMNS, *OLD_COLUMNS) if name_ in header}
    for column, foreign in wanted.items():
        if foreign not in header:
            raise InputError("materials.import_header", {"file": name, "column": column, "header": foreign[:40]})
    if "id" not in wanted:
        raise InputError("materials.import_header", {"file": name, "column": "id", "header": "id"})
    places = {OLD_COLUMNS.get(column, column): header.index(foreign) for column, foreign in wanted.items()}
    found = []
    for line, row in enumerate(cells[1:], start=2):
        if any(cell.strip() for cell in row):
            found.append(_row(row, places, mapping, f"{name}, line {line}"))
    return found


def _row(cells: list[str], places: Mapping[str, int], mapping: TableMapping | None, where: str) -> Row:
    row: Row = dict(mapping.constants) if mapping else {}
    for column, place in places.items():
        text = restore(cells[place]) if place < len(cells) else ""
        if column in NUMBER_COLUMNS:
            text = _number(text, column, mapping.decimal if mapping else ".", where)
        if clean_text(text):
            row[column] = clean_text(text)
    return _units(row)


def _number(text: str, column: str, decimal: str, where: str) -> str:
    plain = text.strip()
    if not plain or plain.upper() in {"ND", "MND", "-"}:
        return ""
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    try:
        float(plain)
    except ValueError as error:
        raise InputError("materials.import_not_number", {"file": where, "field": column, "value": text[:40]}) from error
    return plain


def _units(row: Row) -> Row:
    """Bring the declared unit to ours; amounts per litre or gram become amounts per our unit."""
    if not row.get("declared_unit"):
        return row
    unit, scale = read_unit(row["declared_unit"])
    row["declared_unit"] = unit
    if scale != 1.0:
        for column in _scaled(row):
            row[column] = repr(float(row[column]) / scale)
    return row


def _scaled(row: Row) -> Iterable[str]:
    return [
        c for c in row if (c.startswith("gwp_") and c in NUMBER_COLUMNS) or c.endswith(("_per_unit", "_kgC", "unit_kg"))
    ]
