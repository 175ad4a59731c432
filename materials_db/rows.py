"""A row of text as a factor record, and a record as its canonical row with the hash of it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import cast

from materials_db.bases import basis_of_block, load_bases
from materials_db.columns import CONVERSION_COLUMNS, EOL_COLUMNS, MODULE_COLUMNS, NUMBER_COLUMNS, OLD_COLUMNS, PARTS
from materials_db.columns import TEXT_COLUMNS as TEXTS
from materials_db.errors import DataError
from materials_db.records import DeclaredUnit, EolShares, FactorRecord, Figures, Grade, Indicators, Redistribution
from materials_db.tables import Row, check_sourced, number, optional, read_sourced
from materials_db.uncertainty import gsd_of, pedigree_of

_UNITS = {"m3": "m3", "m2": "m2", "m": "m", "kg": "kg", "t": "t", "pcs": "piece", "piece": "piece"}
#: Shares of an end-of-life scenario are printed to two or three digits; their sum may miss 1 by that.
_SHARE_TOLERANCE = 0.005
_LARGEST = 1e12
_COLUMNS = frozenset((*TEXTS, *NUMBER_COLUMNS))


def database_of(record_id: str) -> str:
    """Return the block of a record.

    >>> database_of("CN-GBT51366-001")
    'CN-GBT51366'
    """
    return "-".join(record_id.split("-")[:2])


def canonical(row: Row) -> dict[str, str | float]:
    """Return a row's known, non-empty cells: numbers as numbers, so that "735" and "735.0" are the same row."""
    found: dict[str, str | float] = {}
    for key, text in row.items():
        column = OLD_COLUMNS.get(key, key)
        if column not in _COLUMNS or not text or not text.strip():
            continue
        found[column] = float(text) if column in _NUMBERS else text.strip()
    return found


_NUMBERS = frozenset(NUMBER_COLUMNS)


#: Made once: making an encoder for each row costs as much as encoding it.
_CANONICAL_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_sha256(row: Row) -> str:
    """Return the sha256 of the canonical row as JSON with sorted keys."""
    return hashlib.sha256(_CANONICAL_JSON.encode(canonical(row)).encode("utf-8")).hexdigest()


@cache
def redistribution_flags() -> dict[str, tuple[Redistribution, bool, str]]:
    """Return, by the flag as the sources print it, its meaning, whether such rows are shipped, and why."""
    return {
        row["flag"]: (cast(Redistribution, row["meaning"]), row["shipped"] == "yes", row["reason"])
        for row in read_sourced("redistribution.csv")
    }


def read_record(row: Row, file: str, *, version: str, database: str = "") -> FactorRecord:
    """Return a row of text as a record.

    Parameters
    ----------
    row : dict
        Column -> text; unknown columns are ignored.
    file : str
        For the message.
    version : str
        Of the table, where the row has none; its year is the one against which the age of the data counts.
    database : str
        Block; empty: the first two parts of the id.

    Raises
    ------
    DataError
        When the row has no source, licence, grade, unit or A1-A3, or a cell is no finite number.
    """
    row = {OLD_COLUMNS.get(key, key): text for key, text in row.items() if text and text.strip()}
    identity = row.get("id", "").strip()
    if not identity:
        raise DataError(file, "?", "no id")
    check_sourced(row, file)
    unit = _UNITS.get(row.get("declared_unit", ""))
    gwp = _figures(row, file, "")
    if unit is None or "A1-A3" not in gwp:
        raise DataError(file, identity, "unit or A1-A3 is missing")
    block = database or database_of(identity)
    grade = cast(Grade, row["quality"][0])
    year = optional(row, "ref_year", file)
    pedigree = pedigree_of(grade, _age(version, year))
    own_gsd = _positive(row, "gsd", file)
    if own_gsd is not None and own_gsd < 1.0:
        raise DataError(file, identity, "gsd is below 1")
    mass, density = _positive(row, "mass_per_unit_kg", file), _positive(row, "density_kg_m3", file)
    basis_id = row.get("basis_id", "") or basis_of_block(block)
    if basis_id not in load_bases():
        raise DataError(file, identity, f"unknown basis {basis_id or '-'}")
    if mass is None:
        mass = density if unit == "m3" else {"kg": 1.0, "t": 1000.0}.get(unit)
    return FactorRecord(
        id=identity,
        database=block,
        name_en=row.get("name_en", ""),
        name_zh=row.get("name_zh", ""),
        name_orig=row.get("name_orig", ""),
        category=row.get("category", ""),
        region=row.get("region", ""),
        declared_unit=cast(DeclaredUnit, unit),
        gwp_kgco2e=gwp,
        mass_kg=mass,
        density_kg_m3=density,
        conductivity_w_mk=_positive(row, "conductivity_W_mK", file),
        specific_heat_j_kgk=_positive(row, "specific_heat_J_kgK", file),
        property_source="",
        biogenic_carbon_kg=optional(row, "biogenic_carbon_kgC", file),
        service_life_a=_positive(row, "service_life_a", file),
        basis=row.get("gwp_basis", "") or load_bases()[basis_id].name,
        source=row["source"],
        source_ref=row.get("source_ref", ""),
        licence=row["licence"],
        ref_year=int(year) if year is not None else None,
        quality=grade,
        quality_note=row["quality"][1:].lstrip(": "),
        notes=row.get("notes", ""),
        indicators=Indicators(*(_figures(row, file, f"_{part}") for part in PARTS)),
        basis_id=basis_id,
        conversions=tuple(
            (name, value)
            for column, name in CONVERSION_COLUMNS.items()
            if (value := _positive(row, column, file)) is not None
        ),
        vapour_resistance_mu=_positive(row, "vapour_resistance_mu", file),
        emission_class=row.get("emission_class", ""),
        eol_shares=_eol(row, file),
        pedigree=pedigree,
        gsd=own_gsd if own_gsd is not None else gsd_of(pedigree),
        uncertainty_source=(row.get("uncertainty_source", "") or "the row's own") if own_gsd else _RULE,
        redistributable=redistribution_flags().get(row.get("redistributable", ""), ("unconfirmed", False, ""))[0],
        valid_from=row.get("valid_from", ""),
        valid_to=row.get("valid_to", ""),
        version=row.get("version", "") or version,
        sha256=row_sha256(row),
    )


_RULE = "pedigree by quality grade (grade_scores.csv, pedigree.csv set 2)"


#: Suffix -> column -> module, so that only the cells that a row has are looked at.
_MODULE_OF = {
    suffix: {column + suffix: module for column, module in MODULE_COLUMNS.items()}
    for suffix in ("", *(f"_{part}" for part in PARTS))
}


def _figures(row: Row, file: str, suffix: str) -> Figures:
    columns = _MODULE_OF[suffix]
    return Figures({module: number(row, name, file) for name, module in columns.items() if name in row})


def _positive(row: Row, column: str, file: str) -> float | None:
    value = optional(row, column, file) if row.get(column) else None
    if value is not None and not 0.0 < value < _LARGEST:
        raise DataError(file, row["id"], f"{column} is {value:g}, not above zero")
    return value


def _age(version: str, year: float | None) -> int | None:
    start = re.match(r"\d{4}", version)
    return int(start[0]) - int(year) if start and year is not None else None


def _eol(row: Row, file: str) -> EolShares | None:
    shares = [optional(row, column, file) for column in EOL_COLUMNS]
    if all(share is None for share in shares):
        return None
    values = [share or 0.0 for share in shares]
    if min(values) < 0.0 or abs(sum(values) - 1.0) > _SHARE_TOLERANCE:
        raise DataError(file, row["id"], "shares of the end of life do not sum to 1")
    reuse, recycle, incinerate, landfill = values
    return EolShares(reuse, recycle, incinerate, landfill, row.get("eol_source", "") or row["source"])
