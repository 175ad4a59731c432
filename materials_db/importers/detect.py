"""One entrance for every file: which format it is, and rows checked as records would be."""

from __future__ import annotations

from pathlib import Path

from materials_db.errors import DataError, InputError
from materials_db.importers.ilcd_json import read_ilcd_json
from materials_db.importers.ilcd_xml import parse_xml, read_ilcd_zip
from materials_db.importers.openepd import read_openepd
from materials_db.importers.reading import read_bytes
from materials_db.importers.table import TableMapping, read_cells, read_csv, read_xlsx
from materials_db.rows import read_record
from materials_db.tables import Row

FORMATS: tuple[str, ...] = ("csv", "xlsx", "ilcd-json", "ilcd-zip", "openepd")


def read_file(
    path: Path,
    *,
    file_format: str = "",
    mapping: TableMapping | None = None,
    basis_id: str = "",
    constants: dict[str, str] | None = None,
) -> list[Row]:
    """Read a file of factors of any format that we know; nothing is changed.

    Parameters
    ----------
    path : Path
    file_format : str
        One of ``FORMATS``; empty: by name and content.
    mapping : TableMapping, optional
        For tables.
    basis_id : str
        The basis that the rows must have; a row that says none gets it. Empty: each row must say its own.
    constants : dict, optional
        Column -> text for rows whose own cell is empty.

    Raises
    ------
    InputError
        When the file cannot be read, or any row would not load: all or nothing.
    """
    content = read_bytes(path)
    kind = file_format or _detect(path, content)
    rows = _read(kind, content, path.name, mapping)
    for row in rows:
        for column, text in (constants or {}).items():
            if not row.get(column):
                row[column] = text
        found = row.setdefault("basis_id", basis_id)
        if basis_id and found != basis_id:
            raise InputError(
                "materials.import_basis",
                {"file": path.name, "id": row.get("id", "-"), "found": found, "wanted": basis_id},
            )
        check_row(row, path.name)
    return rows


def read_loose(path: Path, mapping: TableMapping | None = None) -> list[Row]:
    """Read a table for the linter: CSV cells as they stand, right or wrong; other formats as ``read_file`` does.

    Raises
    ------
    InputError
        When there are no rows to look at.
    """
    content = read_bytes(path)
    kind = _detect(path, content)
    if kind != "csv" or mapping is not None:
        return _read(kind, content, path.name, mapping)
    return read_cells(content, path.name)


def check_row(row: Row, file: str) -> None:
    """Refuse a row that would not load, as the user's to mend.

    Raises
    ------
    InputError
        With the row and the reason.
    """
    try:
        read_record(row, file, version="", database="OFFICE")
    except DataError as error:
        raise InputError("materials.import_row", {"file": file, "row": error.row, "reason": error.reason}) from error


def _read(kind: str, content: bytes, name: str, mapping: TableMapping | None) -> list[Row]:
    if kind == "csv":
        return read_csv(content, name, mapping)
    if kind == "xlsx":
        return read_xlsx(content, name, mapping)
    if kind == "ilcd-zip":
        return read_ilcd_zip(content, name)
    if kind == "openepd":
        return read_openepd(content, name)
    return read_ilcd_json(content, name)


def _detect(path: Path, content: bytes) -> str:
    suffix = path.suffix.casefold()
    if suffix in {".csv", ".tsv", ".txt"}:
        return "csv"
    if content[:2] == b"PK":
        return "xlsx" if suffix == ".xlsx" else "ilcd-zip"
    if suffix == ".json":
        return "openepd" if b'"impacts"' in content and b'"processInformation"' not in content else "ilcd-json"
    if suffix == ".xml":
        parse_xml(content, path.name)
        raise InputError("materials.import_xml_alone", {"file": path.name})
    raise InputError("materials.import_format", {"file": path.name, "choices": ", ".join(FORMATS)})
