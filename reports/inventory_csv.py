"""inventory.csv: one row a ledger row, with the element, the quantity, the factor record and its source beside it."""

from __future__ import annotations

from bldgassess.carbon.result import MODULES, LedgerRow
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.pipeline.assessment import Assessment
from reports.canonical import cell, csv_bytes, plain_text

COLUMNS: tuple[str, ...] = (
    "row_id",
    "kind",
    "guid",
    "ifc_class",
    "element",
    "part",
    "storey",
    "layer",
    "material",
    "quantity",
    "unit",
    "quantity_origin",
    "volume_m3",
    "mass_kg",
    "density_kg_m3",
    "density_source",
    "service_life_a",
    "service_life_source",
    "waste_fraction",
    "waste_source",
    "record_id",
    "record_name_en",
    "record_name_zh",
    "source",
    "source_ref",
    "quality",
    "match_method",
    "match_score",
    "match_decision",
    "fallback",
    "origin",
    *MODULES,
    "notes",
)


def inventory_rows(assessment: Assessment) -> list[dict[str, str]]:
    """Return the rows as text by column, in ledger order; inventory lines without a ledger row come last.

    A module that a row does not declare is empty, never 0. The sum of a column by ``math.fsum`` is the module's figure.
    """
    lines = {line.id: line for line in (*assessment.inventory.lines, *assessment.carbon.system_lines)}
    storeys = {storey.guid: storey.name for storey in assessment.building.storeys}
    ledger = list(assessment.carbon.rows)
    grid = assessment.carbon.grid_source
    rows = [ledger_fields(row, lines.get(row.line_id or row.id), storeys, grid) for row in ledger]
    shown = {row.line_id for row in ledger}
    for line in assessment.inventory.lines:
        if line.id not in shown:
            empty = LedgerRow(line.id, "material", line.id, line.part, line.element_name, {}, {})
            rows.append(ledger_fields(empty, line, storeys, grid))
    return rows


def inventory_bytes(assessment: Assessment) -> bytes:
    """Return the bytes of inventory.csv."""
    return csv_bytes(COLUMNS, inventory_rows(assessment))


def ledger_fields(
    row: LedgerRow, line: InventoryLine | None, storeys: dict[str, str], grid_source: str
) -> dict[str, str]:
    """Return one row as text by column; ``storeys``: guid -> name."""
    fields: dict[str, float | str | None] = {
        "row_id": row.id,
        "kind": row.kind,
        "element": row.label,
        "part": row.part,
        **(_line_fields(line, storeys) if line else {}),
        **{module: row.kgco2e[module] for module in MODULES if module in row.kgco2e},
        "notes": "; ".join(f"{module} {note}" for module, note in sorted(row.notes.items())),
    }
    if row.kind == "energy" and not fields.get("source"):
        fields["source"] = grid_source
    return {name: cell(value) for name, value in fields.items()}


def _line_fields(line: InventoryLine, storeys: dict[str, str]) -> dict[str, float | str | None]:
    fields: dict[str, float | str | None] = {
        "guid": line.guid,
        "ifc_class": line.ifc_class,
        "element": plain_text(line.element_name) or line.guid,
        "part": line.part,
        "storey": storeys.get(line.storey_guid or "", ""),
        "layer": line.layer_index,
        "material": line.material,
        "quantity": line.quantity,
        "unit": line.unit,
        "quantity_origin": line.quantity_origin,
        "volume_m3": line.volume_m3,
        "mass_kg": line.mass_kg,
        "density_kg_m3": line.density_kg_m3,
        "density_source": line.density_source,
        "service_life_a": line.service_life_a,
        "service_life_source": line.service_life_source,
        "waste_fraction": line.waste_fraction,
        "waste_source": line.waste_source,
        "match_method": line.match_method,
        "match_score": line.match_score,
        "match_decision": line.match_decision,
        "fallback": line.fallback,
        "origin": f"{line.origin}, taken out" if line.is_removed else line.origin,
    }
    record = line.record
    if record is not None:
        quality = f"{record.quality}: {record.quality_note}" if record.quality_note else record.quality
        fields |= {
            "record_id": record.id,
            "record_name_en": record.name_en,
            "record_name_zh": record.name_zh,
            "source": record.source,
            "source_ref": record.source_ref,
            "quality": quality,
        }
    return fields
