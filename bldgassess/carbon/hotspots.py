"""Where the carbon sits: by part, material, storey, module and year, largest first, each a share of A-C."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from bldgassess.carbon.columns import IntArray, sums_by_code
from bldgassess.carbon.materials import MaterialModules
from bldgassess.carbon.profiles import Rules
from bldgassess.carbon.result import BEYOND, Hotspot, LedgerRow, Timeline
from bldgassess.model import Building

Named = tuple[str, str]


def make_hotspots(
    material: MaterialModules,
    rules: Rules,
    rest: Sequence[LedgerRow],
    modules: Mapping[str, float],
    timeline: Timeline,
    building: Building,
) -> dict[str, tuple[Hotspot, ...]]:
    """Return the tables. Each sums to A-C within rounding; what no storey or material holds has a row of its own."""
    totals, columns = material.counted(rules), material.columns
    names = {storey.guid: storey.name for storey in building.storeys}
    others = [(row, math.fsum(kg for m, kg in row.kgco2e.items() if m in rules.modules)) for row in rest]

    def grouped(
        codes: IntArray, keys: Sequence[Named], more: Iterable[tuple[Named, float]]
    ) -> list[tuple[Named, float]]:
        found: dict[Named, list[float]] = {}
        for key, kg in (*zip(keys, sums_by_code(totals, codes, len(keys)), strict=True), *more):
            found.setdefault(key, []).append(kg)
        return [(key, math.fsum(values)) for key, values in found.items()]

    records = [(record.id, record.name_en or record.name_orig) for record in columns.of_record.records]
    parts = grouped(
        columns.part, [(name, name) for name in columns.parts], [((r.part, r.part), kg) for r, kg in others]
    )
    materials = grouped(columns.record, records, [((row.id, row.label), kg) for row, kg in others])
    storeys = grouped(
        columns.storey, [(guid, names.get(guid, "")) for guid in columns.storeys], [(("", ""), kg) for _, kg in others]
    )
    years = [
        ((str(timeline.start_year + k), str(timeline.start_year + k)), e + o)
        for k, (e, o) in enumerate(zip(timeline.embodied_kgco2e, timeline.operational_kgco2e, strict=True))
    ]
    by_module = [((m, m), kg) for m, kg in modules.items() if m not in BEYOND]
    tables: dict[str, Iterable[tuple[Named, float]]] = {
        "part": parts,
        "material": materials,
        "storey": storeys,
        "module": by_module,
        "year": years,
    }
    return {name: _ranked(rows) for name, rows in tables.items()}


def _ranked(rows: Iterable[tuple[Named, float]]) -> tuple[Hotspot, ...]:
    listed = list(rows)
    total = math.fsum(kg for _, kg in listed)
    order = sorted(((key, kg) for key, kg in listed if kg), key=lambda row: (-abs(row[1]), row[0]))
    return tuple(Hotspot(key[0], key[1], kg, kg / total if total else 0.0) for key, kg in order)
