"""A record as a row of text in our columns; figures exact to the last digit."""

from __future__ import annotations

from materials_db.columns import CONVERSION_COLUMNS, EOL_COLUMNS, MODULE_COLUMNS
from materials_db.records import FactorRecord
from materials_db.tables import Row


def record_row(record: FactorRecord) -> Row:
    """Return a record as a row; what is not declared is an empty cell.

    Properties that a product lent to the record stand in the row, and the notes say so.
    """
    row: Row = {
        "id": record.id,
        "name_en": record.name_en,
        "name_zh": record.name_zh,
        "name_orig": record.name_orig,
        "category": record.category,
        "region": record.region,
        "declared_unit": record.declared_unit,
        "gwp_basis": record.basis,
        "basis_id": record.basis_id,
        "source": record.source,
        "source_ref": record.source_ref,
        "licence": record.licence,
        "redistributable": record.redistributable,
        "quality": f"{record.quality}: {record.quality_note}" if record.quality_note else record.quality,
        "notes": record.notes,
        "emission_class": record.emission_class,
        "uncertainty_source": record.uncertainty_source,
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
        "version": record.version,
        "ref_year": str(record.ref_year or ""),
    }
    if record.property_source:
        row["notes"] = "; ".join(part for part in (record.notes, f"properties: {record.property_source}") if part)
    numbers: dict[str, float | None] = {
        "mass_per_unit_kg": record.mass_kg,
        "density_kg_m3": record.density_kg_m3,
        "conductivity_W_mK": record.conductivity_w_mk,
        "specific_heat_J_kgK": record.specific_heat_j_kgk,
        "vapour_resistance_mu": record.vapour_resistance_mu,
        "biogenic_carbon_kgC": record.biogenic_carbon_kg,
        "service_life_a": record.service_life_a,
        "gsd": record.gsd,
    }
    column_of = {unit: column for column, unit in CONVERSION_COLUMNS.items()}
    numbers.update({column_of[unit]: amount for unit, amount in record.conversions})
    stem_of = {module: stem for stem, module in MODULE_COLUMNS.items()}
    for suffix, figures in (("", record.gwp_kgco2e), *((f"_{name}", part) for name, part in record.indicators.parts())):
        numbers.update({stem_of[module] + suffix: value for module, value in figures.items()})
    if record.eol_shares:
        shares = record.eol_shares
        values = (shares.reuse, shares.recycle, shares.incinerate, shares.landfill)
        numbers.update(zip(EOL_COLUMNS, values, strict=True))
        row["eol_source"] = shares.source
    row.update({column: repr(float(value)) for column, value in numbers.items() if value is not None})
    return row
