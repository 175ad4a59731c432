"""The small tables: transport, grid, fuels, wastage, service life. Frozen rows, each with source and quality."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, TypeVar

from materials_db.errors import DataError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, str]
#: Grades of SOURCES.md: official or one machine copy, secondary, suspect, memory, assumption.
QUALITY_LETTERS = "ABCDS"
T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")


def read_rows(name: str) -> list[Row]:
    """Read a table of ``materials_db/data`` as text by column."""
    text = files("materials_db").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def read_sourced(name: str) -> list[Row]:
    """Read a table of ``materials_db/data`` in which every row must say source, licence and quality.

    Raises
    ------
    DataError
        For the first row that does not: what nobody can trace is not loaded.
    """
    rows = read_rows(name)
    for row in rows:
        check_sourced(row, name)
    return rows


def check_sourced(row: Row, file: str) -> None:
    """Refuse a row without source, licence or quality grade.

    Raises
    ------
    DataError
        With the row's first cell.
    """
    for column in ("source", "licence", "quality"):
        if not (row.get(column) or "").strip():
            raise DataError(file, next(iter(row.values()), "?") or "?", f"no {column}; such a row is not loaded")
    if row["quality"][0] not in QUALITY_LETTERS:
        raise DataError(file, next(iter(row.values()), "?"), "no quality grade")


def data_digest() -> str:
    """Return the sha256 over all tables, by name."""
    return folder_digest(files("materials_db").joinpath("data"), (".csv",))


def folder_digest(folder: Traversable, endings: tuple[str, ...]) -> str:
    """Return the sha256 over the files of a folder that end so, names and contents, by name."""
    digest = hashlib.sha256()
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(endings):
            digest.update(item.name.encode() + b"\0" + item.read_bytes())
    return digest.hexdigest()


def number(row: Row, column: str, file: str) -> float:
    """Return a number of a row.

    Raises
    ------
    DataError
        When the cell is no finite number.
    """
    try:
        value = float(row[column])
    except (ValueError, KeyError) as error:
        raise DataError(file, next(iter(row.values()), "?"), f"{column} is not a number") from error
    if not math.isfinite(value):
        raise DataError(file, next(iter(row.values()), "?"), f"{column} is not finite")
    return value


def optional(row: Row, column: str, file: str) -> float | None:
    """Return a number of a row, ``None`` for an empty cell."""
    return number(row, column, file) if row.get(column, "").strip() else None


def _load(name: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(make(row) for row in read_sourced(name))


def load_rows(kind: type[D], file: str, **columns: str) -> tuple[D, ...]:
    """Return the rows of a table as dataclasses whose fields are texts, numbers or optional numbers.

    Parameters
    ----------
    kind : type
        A dataclass; each field is read from the column of its own name.
    file : str
        Of ``materials_db/data``.
    **columns : str
        Field -> column, where the two are called differently.

    Raises
    ------
    DataError
        When a row has no source or grade, or a number is none.
    """
    plan = [(_READERS[str(field.type)], columns.get(field.name, field.name)) for field in fields(kind)]
    return _load(file, lambda row: kind(*(read(row, column, file) for read, column in plan)))


def _text(row: Row, column: str, file: str) -> str:
    if column not in row:
        raise DataError(file, next(iter(row.values()), "?"), f"no column {column}")
    return row[column]


#: How a field is read, by its annotation (texts, since annotations are not evaluated).
_READERS: dict[str, Callable[[Row, str, str], str | float | None]] = {
    "str": _text,
    "float": number,
    "float | None": optional,
}


@dataclass(frozen=True, slots=True)
class TransportMode:
    """A vehicle and its factor [kgCO2e/(t km)]."""

    mode: str
    kgco2e_tkm: float
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid's factor in one year [kgCO2e/kWh]."""

    region: str
    name: str
    scenario: str
    year: int
    kgco2e_kwh: float
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class FuelRow:
    """A fuel's factor [kgCO2/GJ lower heating value], and the same per ``unit`` (kg, m3, GJ, kWh) as printed."""

    fuel: str
    kgco2_gj: float
    kgco2_per_unit: float
    unit: str
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class WasteRow:
    """Share of the installed quantity that is wasted on site [0-1]."""

    material: str
    fraction: float
    source: str
    quality: str


@dataclass(frozen=True, slots=True)
class LifeRow:
    """Service life [a] by building part and record category; ``None``: as long as the building."""

    part: str
    category: str
    years: float | None
    component: str
    source: str
    quality: str


@cache
def load_transport() -> tuple[TransportMode, ...]:
    """Return all vehicles."""
    return load_rows(TransportMode, "transport.csv", kgco2e_tkm="kgco2e_per_tkm")


@cache
def load_grid() -> tuple[GridRow, ...]:
    """Return all grid factors, historic and by scenario."""
    name = "grid.csv"
    return _load(
        name,
        lambda r: GridRow(
            r["region_code"],
            r["region"],
            r["scenario"],
            int(number(r, "year", name)),
            number(r, "kgco2e_per_kwh", name),
            f"{r['source']} ({r['region']}, {r['year']}, {r['basis']})",
            r["quality"],
        ),
    )


@cache
def load_fuels() -> tuple[FuelRow, ...]:
    """Return all fuels."""
    return load_rows(FuelRow, "fuels.csv", kgco2_gj="kgco2_per_GJ_LHV")


@cache
def load_waste() -> dict[str, WasteRow]:
    """Return wastage rates by material."""
    return {row.material: row for row in load_rows(WasteRow, "waste.csv", fraction="wastage_rate")}


@cache
def load_service_life() -> tuple[LifeRow, ...]:
    """Return service lives; ``*`` stands for any part or category."""
    return load_rows(LifeRow, "service_life.csv", years="years_a")


def find_service_life(part: str, category: str) -> LifeRow:
    """Return the most specific row: part and category, any part with the category, part alone.

    Raises
    ------
    DataError
        When no row fits; a part without a row is a gap in our data.
    """
    rows = {(row.part, row.category): row for row in load_service_life()}
    for key in ((part, category), ("*", category), (part, "*")):
        if key in rows:
            return rows[key]
    raise DataError("service_life.csv", part, "no row for this part")
