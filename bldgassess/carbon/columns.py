"""The inventory in columns: codes into short tables of records and categories, amounts as read-only arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bldgassess.carbon.result import FloatArray
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study
from materials_db.proxies import EolProxy, load_eol_proxies
from materials_db.records import FactorRecord

IntArray = npt.NDArray[np.int64]

_CO2_PER_C = 44.0 / 12.0
#: EN 16449:2014: half of the dry mass of wood is carbon; timber in buildings holds 12 % of water.
_CARBON_OF_DRY_WOOD = 0.5
_MOISTURE = 0.12
#: Words of a record's basis that say its factors hold uptake and release of stored carbon.
_COUNTED_IN = "-1/+1"


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Factors by record, one row more than there are records: the last, all NaN, stands for "no record".

    ``uptake_kgco2``: stored carbon dioxide per unit that the record's own A1-A3 takes as negative; 0 where it does not.
    ``stored_kgco2``: stored carbon dioxide per unit, whether counted in the factors or not.
    """

    records: tuple[FactorRecord, ...]
    a1a3: FloatArray
    a4: FloatArray
    c3: FloatArray
    c4: FloatArray
    c3_proxy: FloatArray
    c4_proxy: FloatArray
    d: FloatArray
    uptake_kgco2: FloatArray
    stored_kgco2: FloatArray


@dataclass(frozen=True, slots=True)
class Columns:
    """Lines in ledger order. ``record`` is -1 where a line has none; ``life_a`` infinity where it lasts."""

    lines: tuple[InventoryLine, ...]
    of_record: RecordColumns
    categories: tuple[str, ...]
    parts: tuple[str, ...]
    record: IntArray
    category: IntArray
    part: IntArray
    quantity: FloatArray
    mass_kg: FloatArray
    waste: FloatArray
    life_a: FloatArray


def declares_end_of_life(record: FactorRecord) -> bool:
    """Tell whether a record declares any of C3, C4 or C as one."""
    return any(module in record.gwp_kgco2e for module in ("C3", "C4", "C"))


def stored_kgco2(record: FactorRecord) -> float:
    """Return the carbon dioxide that a declared unit holds [kg]: the record's own figure, else EN 16449 for timber."""
    if record.biogenic_carbon_kg:
        return record.biogenic_carbon_kg * _CO2_PER_C
    if record.category.startswith("timber") and record.mass_kg and _COUNTED_IN in record.basis:
        return _CARBON_OF_DRY_WOOD * record.mass_kg / (1.0 + _MOISTURE) * _CO2_PER_C
    return 0.0


def make_columns(lines: Sequence[InventoryLine], study: Study) -> Columns:
    """Put lines into columns, with the study's service lives in place of the table's."""
    records: dict[str, int] = {}
    found: list[FactorRecord] = []
    codes = np.full(len(lines), -1, dtype=np.int64)
    for index, line in enumerate(lines):
        record = line.record
        if record is not None:
            code = records.get(record.id)
            if code is None:
                code = records[record.id] = len(found)
                found.append(record)
            codes[index] = code
    categories, category = _coded([line.record.category if line.record else "" for line in lines])
    parts, part = _coded([line.part for line in lines])
    columns = Columns(
        lines=tuple(lines),
        of_record=_record_columns(tuple(found)),
        categories=categories,
        parts=parts,
        record=codes,
        category=category,
        part=part,
        quantity=np.array([line.quantity for line in lines], dtype=np.float64),
        mass_kg=np.array([line.mass_kg for line in lines], dtype=np.float64),
        waste=np.array([line.waste_fraction for line in lines], dtype=np.float64),
        life_a=_lives(lines, study.carbon.service_life_a),
    )
    for array in (codes, category, part, columns.quantity, columns.mass_kg, columns.waste, columns.life_a):
        array.flags.writeable = False
    return columns


def _coded(words: list[str]) -> tuple[tuple[str, ...], IntArray]:
    names = tuple(sorted(set(words)))
    place = {name: index for index, name in enumerate(names)}
    return names, np.array([place[word] for word in words], dtype=np.int64)


def service_life(line: InventoryLine, overrides: dict[str, float]) -> float | None:
    """Return the service life of a line [a]: the study's by record, part/category or part, else the table's."""
    if overrides:
        record = line.record
        keys = (record.id if record else "", f"{line.part}/{record.category if record else ''}", line.part)
        for key in keys:
            if key in overrides:
                return overrides[key]
    return line.service_life_a


def _lives(lines: Sequence[InventoryLine], overrides: dict[str, float]) -> FloatArray:
    found = [service_life(line, overrides) for line in lines]
    return np.array([life if life is not None and life > 0.0 else math.inf for life in found], dtype=np.float64)


def _record_columns(records: tuple[FactorRecord, ...]) -> RecordColumns:
    proxies = load_eol_proxies()
    nan = math.nan
    rows: list[tuple[float, ...]] = []
    for record in records:
        gwp = record.gwp_kgco2e
        stored = stored_kgco2(record)
        uptake = stored if _COUNTED_IN in record.basis else 0.0
        c3, c4 = gwp.get("C3", nan), gwp.get("C", gwp.get("C4", nan))
        proxy = None if declares_end_of_life(record) else proxies.get(record.category)
        rows.append(
            (
                *(gwp.get("A1-A3", nan), gwp.get("A4", nan), c3, c4),
                *(_proxy(proxy, "C3"), _proxy(proxy, "C4"), gwp.get("D", nan), uptake, stored),
            )
        )
    rows.append((nan,) * 9)
    table = np.array(rows, dtype=np.float64)
    table.flags.writeable = False
    return RecordColumns(records, *(table[:, index] for index in range(9)))


def _proxy(proxy: EolProxy | None, module: str) -> float:
    return proxy.kgco2e_kg if proxy is not None and proxy.module == module else math.nan
