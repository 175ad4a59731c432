"""Read a person's own budget path from CSV or XLSX, such as a CRREM or SBTi download. Their numbers are not shipped."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from bldgassess.carbon.budget import BudgetPath
from bldgassess.errors import Issue, UserError

#: Column heads that are understood, lower case: year; operation, embodied and whole [kgCO2e/(m2 a)]. For tables with
#: one row a year. A table with years as heads is read where its first column names the rows.
_YEAR = ("year", "jahr", "年份", "год")
_WHOLE = (
    "kgco2e/m2",
    "kgco2e_m2a",
    "kgco2e/m2a",
    "kgco2e/(m2 a)",
    "kgco2/m2",
    "kgco2e/m²",
    "kgco2e/m²/yr",
    "ghg intensity",
)
_OPERATIONAL = ("operational_kgco2e_m2a", "operational", "in-use", "in-use operational")
_MOST_NAMED = 10
_EMBODIED = ("embodied_kgco2e_m2a", "embodied", "upfront")


def read_path_file(file: Path, words: str = "") -> BudgetPath:
    """Read a path; its key is the file's stem.

    One row a year with a year column and one of: operational and embodied, or one whole figure (taken as operational);
    or years as column heads with one path a row. ``words``, separated by blanks, must all stand in the row of the path
    wanted, such as a country and a building type.

    Raises
    ------
    UserError
        When the file cannot be read, no year or figure column is found in it, or it holds several paths that fit.
    """
    rows = _cells(file)
    table = _by_year(rows)
    if not table:
        fitting = {name: path for name, path in _years_as_heads(rows).items() if _says(name, words)}
        if len(fitting) > 1:
            names = "; ".join(list(fitting)[:_MOST_NAMED])
            raise UserError(Issue("carbon.several_paths", {"file": file.name, "rows": names}))
        table = next(iter(fitting.values()), {})
    if not table:
        raise UserError(Issue("carbon.bad_path_file", {"file": file.name}))
    years = tuple(sorted(table))
    return BudgetPath(
        key=file.stem,
        years=years,
        operational_kgco2e_m2=tuple(table[year][0] for year in years),
        embodied_kgco2e_m2=tuple(table[year][1] for year in years),
        source=f"set in the study: {file.name}",
        quality="P",
    )


def _says(name: str, words: str) -> bool:
    return all(word.lower() in name.lower() for word in words.split())


def _cells(file: Path) -> list[list[str]]:
    try:
        if file.suffix.lower() in {".xlsx", ".xlsm"}:
            return _workbook(file)
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(Issue("carbon.bad_path_file", {"file": file.name})) from error
    sign = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=sign)]


def _workbook(file: Path) -> list[list[str]]:
    """Return the cells of the first sheet that holds years."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise UserError(Issue("carbon.bad_path_file", {"file": file.name})) from error
    sheets = []
    for sheet in book.worksheets:
        rows = [
            ["" if cell is None else str(cell).strip() for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        sheets.append(rows)
        if _by_year(rows) or _years_as_heads(rows):
            break
    book.close()
    return sheets[-1] if sheets else []


def _by_year(rows: Sequence[Sequence[str]]) -> dict[int, tuple[float, float]]:
    for index, row in enumerate(rows):
        heads = [cell.lower() for cell in row]
        year = _column(heads, _YEAR)
        if year is None:
            continue
        operational, embodied, whole = (_column(heads, names) for names in (_OPERATIONAL, _EMBODIED, _WHOLE))
        if operational is None and embodied is None and whole is None:
            continue
        found: dict[int, tuple[float, float]] = {}
        for line in rows[index + 1 :]:
            at = _year(line[year]) if len(line) > year else None
            if at is None:
                continue
            first = operational if operational is not None else whole
            found[at] = (_number(line, first) or 0.0, _number(line, embodied) or 0.0)
        return found
    return {}


def _years_as_heads(rows: Sequence[Sequence[str]]) -> dict[str, dict[int, tuple[float, float]]]:
    """Return the paths of a table with years as heads, by the other cells of their row joined."""
    for index, row in enumerate(rows):
        places = {year: place for place, cell in enumerate(row) if (year := _year(cell)) is not None}
        if len(places) < 2:
            continue
        found: dict[str, dict[int, tuple[float, float]]] = {}
        for line in rows[index + 1 :]:
            values = {year: _number(line, place) for year, place in places.items()}
            if all(value is not None for value in values.values()):
                taken = set(places.values())
                name = " ".join(cell for place, cell in enumerate(line) if place not in taken and cell)
                found[name] = {year: (value, 0.0) for year, value in values.items() if value is not None}
        return found
    return {}


def _column(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if head in names), None)


def _year(cell: str) -> int | None:
    text = cell.removesuffix(".0")
    return int(text) if len(text) == 4 and text.isdecimal() and 1990 <= int(text) <= 2150 else None


def _number(line: Sequence[str], place: int | None) -> float | None:
    if place is None or place >= len(line):
        return None
    try:
        return float(line[place].replace(",", ".") if line[place].count(",") == 1 else line[place])
    except ValueError:
        return None
