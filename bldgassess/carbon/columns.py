"""The inventory in columns: codes into short tables of records and categories, amounts as read-only arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from bldgassess.carbon.result import FloatArray
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.study import Study
from materials_db.proxies import EolProxy, load_eol_proxies
from materials_db.records import FactorRecord

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_CO2_PER_C = 44.0 / 12.0
#: EN 16449:2014: half of the dry mass of wood is carbon; timber in buildings holds 12 % of water.
_CARBON_OF_DRY_WOOD = 0.5
_MOISTURE = 0.12
#: Words of a record's basis that say its factors hold uptake and release of stored carbon.
_COUNTED_IN = "-1/+1"
_FIELDS = attrgetter(
    *("record", "part", "storey_guid", "quantity", "mass_kg", "waste_fraction", "service_life_a", "is_removed"),
)


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
    """Lines in ledger order. ``record`` is -1 where a line has none; ``life_a`` infinity where it lasts.

    ``removed``: products that are taken out, of which only the end of life counts; they waste and last as nothing does.
    """

    lines: tuple[InventoryLine, ...]
    of_record: RecordColumns
    categories: tuple[str, ...]
    parts: tuple[str, ...]
    storeys: tuple[str, ...]
    record: IntArray
    category: IntArray
    part: IntArray
    storey: IntArray
    quantity: FloatArray
    mass_kg: FloatArray
    waste: FloatArray
    life_a: FloatArray
    removed: BoolArray


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
    fields = list(map(_FIELDS, lines))
    objects = [row[0] for row in fields]
    records, codes = _record_codes(objects)
    of_record = _record_columns(records)
    categories, category_of = _coded([*(record.category for record in records), ""])
    parts, part = _coded([row[1] for row in fields])
    storeys, storey = _coded([row[2] or "" for row in fields])
    numbers = np.array([row[3:6] for row in fields], dtype=np.float64).reshape(-1, 3)
    overrides = study.carbon.service_life_a
    lives = [service_life(line, overrides) for line in lines] if overrides else [row[6] for row in fields]
    removed = np.array([row[7] for row in fields], dtype=np.bool_)
    life = np.array([item if item is not None and item > 0.0 else math.inf for item in lives], dtype=np.float64)
    columns = Columns(
        lines=tuple(lines),
        of_record=of_record,
        categories=categories,
        parts=parts,
        storeys=storeys,
        record=codes,
        category=category_of[codes],
        part=part,
        storey=storey,
        quantity=np.ascontiguousarray(numbers[:, 0]),
        mass_kg=np.ascontiguousarray(numbers[:, 1]),
        waste=np.where(removed, 0.0, numbers[:, 2]),
        life_a=np.where(removed, math.inf, life),
        removed=removed,
    )
    for name in ("record", "category", "part", "storey", "quantity", "mass_kg", "waste", "life_a", "removed"):
        getattr(columns, name).flags.writeable = False
    return columns


def _record_codes(objects: Sequence[FactorRecord | None]) -> tuple[tuple[FactorRecord, ...], IntArray]:
    """Return the records by first use and a code a line: -1 where there is none. Records are the same by id."""
    places: dict[str, int] = {}
    found: list[FactorRecord] = []
    code_of_object: dict[int, int] = {}
    for key, record in {id(record): record for record in objects}.items():
        if record is None:
            code_of_object[key] = -1
            continue
        if record.id not in places:
            places[record.id] = len(found)
            found.append(record)
        code_of_object[key] = places[record.id]
    codes = np.fromiter((code_of_object[id(record)] for record in objects), dtype=np.int64, count=len(objects))
    return tuple(found), codes


def _coded(words: Sequence[str]) -> tuple[tuple[str, ...], IntArray]:
    names = tuple(sorted(set(words)))
    place = {name: index for index, name in enumerate(names)}
    return names, np.fromiter(map(place.__getitem__, words), dtype=np.int64, count=len(words))


def sums_by_code(values: FloatArray, codes: IntArray, count: int) -> tuple[float, ...]:
    """Return the exact sum of the values of each code, NaN left out; 0 where a code has none."""
    known = ~np.isnan(values)
    kept, groups = values[known], codes[known]
    order = np.argsort(groups, kind="stable")
    bounds = np.searchsorted(groups[order], np.arange(count + 1)).tolist()
    listed = kept[order].tolist()
    return tuple(math.fsum(listed[bounds[k] : bounds[k + 1]]) for k in range(count))


def service_life(line: InventoryLine, overrides: dict[str, float]) -> float | None:
    """Return the service life of a line [a]: the study's by record, part/category or part, else the table's."""
    if overrides:
        record = line.record
        keys = (record.id if record else "", f"{line.part}/{record.category if record else ''}", line.part)
        for key in keys:
            if key in overrides:
                return overrides[key]
    return line.service_life_a


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
