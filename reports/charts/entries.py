"""Rows of the carbon ledger as charts and tables read them: who emits, what of, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bldgassess.carbon.replacement import replacements
from bldgassess.carbon.result import BEYOND, EMBODIED_MODULES, MODULES, LedgerRow
from bldgassess.inventory.ledger import InventoryLine
from reports.names import CARRIER_NAMES

#: Half of the range from 5 to 95 % of a normal distribution [standard deviations].
_Z95 = 1.6449


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger.

    ``kgco2e``: module -> kg; what is not declared is absent. ``is_assumed``: the factor stood in or was guessed from a
    name, or no model carries the thing. ``gsd``: geometric standard deviation of the factor.
    """

    id: str
    kind: str
    guid: str
    element: str
    part: str
    material: str
    kgco2e: Mapping[str, float]
    mass_kg: float = 0.0
    life_a: float | None = None
    is_assumed: bool = False
    record_id: str = ""
    source: str = ""
    quality: str = ""
    gsd: float | None = None
    record_name: str = ""
    year: int | None = None
    layer: int | None = None

    @property
    def total_kg(self) -> float:
        """A to C, without D."""
        return math.fsum(kg for module, kg in self.kgco2e.items() if module not in BEYOND)

    @property
    def embodied_kg(self) -> float:
        """A to C without operation."""
        return math.fsum(kg for module, kg in self.kgco2e.items() if module in EMBODIED_MODULES)


def entries_of(rows: Iterable[LedgerRow], lines: Iterable[InventoryLine]) -> list[Entry]:
    """Return the ledger's rows with their inventory lines beside them."""
    by_id = {line.id: line for line in lines}
    return [_entry(row, by_id.get(row.line_id or row.id)) for row in rows]


def _entry(row: LedgerRow, line: InventoryLine | None) -> Entry:
    if line is None:
        name = CARRIER_NAMES.get(row.label, row.label)
        assumed = row.kind not in {"energy", "material"}
        return Entry(row.id, row.kind, "", name, row.part, name, row.kgco2e, is_assumed=assumed)
    record = line.record
    return Entry(
        row.id,
        row.kind,
        line.guid if row.kind == "material" else "",
        row.label,
        row.part,
        line.material or row.label,
        row.kgco2e,
        line.mass_kg,
        line.service_life_a,
        row.kind != "material" or line.match_decision != "match" or bool(line.fallback),
        record.id if record else "",
        record.source if record else "",
        record.quality if record else "",
        record.gsd if record else None,
        f"{record.name_en} {record.name_zh}".strip() if record else "",
        record.ref_year if record else None,
        line.layer_index if row.kind == "material" else None,
    )


def entries_of_table(rows: Iterable[Mapping[str, str]]) -> list[Entry]:
    """Return the rows of inventory.csv; those without any figure are left out."""
    return [entry for row in rows if (entry := _table_entry(row)).kgco2e]


def _table_entry(row: Mapping[str, str]) -> Entry:
    name = CARRIER_NAMES.get(row["element"], row["element"])
    sure = row["kind"] == "energy" or (
        row["kind"] == "material" and row.get("match_decision") == "match" and not row.get("fallback")
    )
    life = row.get("service_life_a")
    return Entry(
        row["row_id"],
        row["kind"],
        row.get("guid", "") if row["kind"] == "material" else "",
        name,
        row["part"],
        row.get("material") or name,
        {module: float(row[module]) for module in MODULES if row.get(module)},
        float(row.get("mass_kg") or 0.0),
        float(life) if life else None,
        not sure,
        row.get("record_id", ""),
        row.get("source", ""),
        row.get("quality", "")[:1],
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """All entries of one material in one part."""

    part: str
    material: str
    entries: tuple[Entry, ...]
    kg: float
    is_assumed: bool

    @property
    def key(self) -> str:
        """What a click on it selects."""
        return f"carbon.by_part.{self.part}/{self.material}"


def cells_of(entries: Iterable[Entry]) -> list[Cell]:
    """Return embodied carbon by part and material, largest first; operation is in none."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.part != "operation":
            found.setdefault((entry.part, entry.material), []).append(entry)
    cells = []
    for (part, material), group in found.items():
        kg = math.fsum(entry.embodied_kg for entry in group)
        assumed = math.fsum(entry.embodied_kg for entry in group if entry.is_assumed)
        cells.append(Cell(part, material, tuple(group), kg, assumed > 0.5 * kg))
    return sorted(cells, key=lambda cell: (-cell.kg, cell.part, cell.material))


def matches_key(entry: Entry, key: str) -> bool:
    """Tell whether an entry is behind a mark "carbon.by_part.<part>[/<material>]" or "carbon.modules.<module>"."""
    if key.startswith("carbon.modules."):
        return key.removeprefix("carbon.modules.") in entry.kgco2e
    part, _, material = key.removeprefix("carbon.by_part.").partition("/")
    return entry.part == part and material in {"", entry.material}


def range_of(entries: Sequence[Entry]) -> tuple[float, float] | None:
    """Return 5 and 95 % of the embodied carbon of entries by their factors' spread, where one factor serves all."""
    records = {(entry.record_id, entry.gsd) for entry in entries}
    gsd = entries[0].gsd if len(records) == 1 else None
    if gsd is None or gsd < 1.0:
        return None
    kg = math.fsum(entry.embodied_kg for entry in entries)
    wide = gsd**_Z95
    return kg / wide, kg * wide


def replacements_in(entries: Iterable[Entry], start_year: int, period_a: int) -> dict[int, list[tuple[Entry, float]]]:
    """Return what is replaced in each year with its share of B4 [kgCO2e]; fractions of a part are left out."""
    found: dict[int, list[tuple[Entry, float]]] = {}
    counts: dict[float, int] = {0.0: 0}
    for entry in entries:
        kg, life = entry.kgco2e.get("B4", 0.0), entry.life_a or 0.0
        if life not in counts:
            counts[life] = round(replacements(period_a, life))
        count = counts[life] if kg > 0.0 else 0
        for k in range(1, count + 1):
            year = start_year + min(math.floor(k * life), period_a - 1)
            found.setdefault(year, []).append((entry, kg / count))
    return dict(sorted(found.items()))


def replaced_in(entries: Iterable[Entry], start_year: int, period_a: int) -> dict[int, list[str]]:
    """Return the names of the materials that are replaced in each year, heaviest first."""
    named = {}
    for year, pieces in replacements_in(entries, start_year, period_a).items():
        kg: dict[str, float] = {}
        for entry, share in pieces:
            kg[entry.material] = kg.get(entry.material, 0.0) + share
        named[year] = sorted(kg, key=lambda name: (-kg[name], name))
    return named
