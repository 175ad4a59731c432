"""The columns of inventory.csv for entries of the ledger that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports.charts.entries import Entry
from reports.inventory_csv import ledger_fields
from ui.state import Variant


def fields_of(variant: Variant, entries: Sequence[Entry]) -> Callable[[int], dict[str, str]]:
    """Return a function that makes the columns of inventory.csv of an entry, when they are asked for."""
    view, building = variant.view, variant.building
    storeys = {storey.guid: storey.name for storey in building.storeys} if building else {}
    grid = (variant.results or {})["carbon"]["grid"]["source"]
    rows = {row.id: row for row in view.rows} if view else {}
    lines = {line.id: line for line in (*view.lines, *view.system_lines)} if view else {}

    def fields(index: int) -> dict[str, str]:
        row = rows[entries[index].id]
        return ledger_fields(row, lines.get(row.line_id or row.id), storeys, grid)

    return fields
