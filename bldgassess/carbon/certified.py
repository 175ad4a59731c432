"""The certified switch: figures from memory (grade D) are refused, with a list of which."""

from __future__ import annotations

from collections.abc import Iterable

from bldgassess.carbon.profiles import Rules
from bldgassess.errors import Issue
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Assumption

#: Grade of a figure that nobody has checked at a source.
MEMORY_GRADE = "D"
_MOST_NAMED = 20


#: Settings that act on no figure of carbon.
_OTHER_SUBJECTS = ("health.", "label.")
#: Settings that act only where a module counts.
_NEEDS_MODULE = {
    "carbon.leakage_scheme": "B1",
    "carbon.maintenance_fraction": "B2",
    "carbon.maintenance_kgco2e_per_m2": "B2",
    "carbon.refrigerant_gwp": "B1",
    "carbon.refrigerant_life_a": "B1",
    "carbon.repair_fraction": "B3",
}
#: Settings that act through bought energy alone.
_ENERGY_SUBJECTS = ("operation.", "envelope.", "site.", "renewables.", "energy.", "hourly.")
_STUDY_TRANSPORT = frozenset({"carbon.transport_concrete_km", "carbon.transport_other_km"})


def acting(assumptions: Iterable[Assumption], rules: Rules) -> tuple[Assumption, ...]:
    """Return the assumptions that act on carbon under a rule set."""
    return tuple(
        item
        for item in assumptions
        if not item.id.startswith(_OTHER_SUBJECTS)
        and not (item.id.startswith(_ENERGY_SUBJECTS) and "B6" not in rules.modules)
        and _NEEDS_MODULE.get(item.id, "A1-A3") in rules.modules
        and not (item.id in _STUDY_TRANSPORT and rules.transport != "study")
    )


def memory_rows(lines: Iterable[InventoryLine], assumptions: Iterable[Assumption]) -> tuple[str, ...]:
    """Return what rests on memory: factor records, service lives and wastage of lines, and assumptions; sorted ids."""
    found: set[str] = set()
    for line in lines:
        if line.record is not None and line.record.quality == MEMORY_GRADE:
            found.add(f"factor {line.record.id}")
        category = line.record.category if line.record else "*"
        if line.service_life_a is not None and f"({MEMORY_GRADE}" in line.service_life_source:
            found.add(f"service life {line.part}/{category}")
        if line.waste_fraction and f"({MEMORY_GRADE}" in line.waste_source:
            found.add(f"wastage {category}")
    found.update(f"assumption {item.id}" for item in assumptions if item.quality.startswith(MEMORY_GRADE))
    return tuple(sorted(found))


def certified_issue(lines: Iterable[InventoryLine], assumptions: Iterable[Assumption]) -> Issue | None:
    """Return the refusal of a certified study, naming what rests on memory; ``None`` where nothing does."""
    rows = memory_rows(lines, assumptions)
    if not rows:
        return None
    shown = "; ".join(rows[:_MOST_NAMED]) + (f"; and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else "")
    return Issue("carbon.not_certified", {"count": len(rows), "rows": shown})
