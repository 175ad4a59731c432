"""Each material name of a model with what it would be taken for."""

from __future__ import annotations

from typing import Any

from bldgassess.model import Building
from bldgassess.study import Study
from materials_db.store import load_store


def material_rows(building: Building) -> list[dict[str, Any]]:
    """Return rows of material, decision, record and score, sorted by name."""
    store, databases = load_store(), Study().carbon.databases
    found: dict[str, str] = {}
    for element in building.elements:
        for layer in element.materials:
            found.setdefault(layer.material, element.part)
    rows: list[dict[str, Any]] = []
    for name, part in sorted(found.items()):
        match = store.match(name, part=part, databases=databases)
        record = match.record.id if match.record else None
        rows.append({"material": name, "decision": match.decision, "record": record, "score": match.score})
    return rows
