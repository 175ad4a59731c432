"""End-of-life factors that stand in for records without any: medians per kilogram of the Danish table, by category."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import cache

from materials_db.factors import load_factors

#: The block whose records declare C3, C4 and D one by one.
PROXY_DATABASE = "DK-T7"
#: Fewer records than this make no median worth using.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class EolProxy:
    """Median end-of-life factor of a category [kgCO2e/kg], from ``count`` records, booked under ``module``."""

    category: str
    module: str
    kgco2e_kg: float
    count: int
    source: str


@cache
def load_eol_proxies() -> dict[str, EolProxy]:
    """C3 + C4 per kg by category, booked under the module that the category's records declare most often.

    Timber is left out: its factor there returns the carbon that A1-A3 took up, which other tables never counted.
    """
    by_category: dict[str, list[tuple[float, bool, bool]]] = {}
    for record in load_factors().values():
        if record.database != PROXY_DATABASE or not record.mass_kg or record.category.startswith("timber"):
            continue
        c3, c4 = record.gwp_kgco2e.get("C3"), record.gwp_kgco2e.get("C4")
        if c3 is None and c4 is None:
            continue
        total = ((c3 or 0.0) + (c4 or 0.0)) / record.mass_kg
        by_category.setdefault(record.category, []).append((total, c3 is not None, c4 is not None))
    found = {}
    for category, rows in sorted(by_category.items()):
        if len(rows) < _FEWEST:
            continue
        module = "C3" if sum(row[1] for row in rows) >= sum(row[2] for row in rows) else "C4"
        source = f"median of {len(rows)} records of category {category}, Danish BR18 Annex 2 Table 7"
        found[category] = EolProxy(category, module, statistics.median(row[0] for row in rows), len(rows), source)
    return found
