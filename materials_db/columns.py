"""The columns of a row of factors, as they stand in CSV files, spreadsheets and the office database."""

from __future__ import annotations

#: Column stem -> module. Boverket prints only the waste part of A5.
MODULE_COLUMNS: dict[str, str] = {
    "gwp_a1a3": "A1-A3",
    "gwp_a4": "A4",
    "gwp_a5": "A5",
    **{f"gwp_b{k}": f"B{k}" for k in range(1, 8)},
    **{f"gwp_c{k}": f"C{k}" for k in range(1, 5)},
    "gwp_c_total": "C",
    "gwp_d": "D",
}
#: Older spelling -> column.
OLD_COLUMNS: dict[str, str] = {"gwp_a5_waste": "gwp_a5"}
PARTS: tuple[str, ...] = ("fossil", "biogenic", "luluc")
EOL_COLUMNS: tuple[str, ...] = ("eol_reuse", "eol_recycle", "eol_incinerate", "eol_landfill")
#: Column -> unit, for amounts of another unit that one declared unit is.
CONVERSION_COLUMNS: dict[str, str] = {
    "m3_per_unit": "m3",
    "m2_per_unit": "m2",
    "m_per_unit": "m",
    "pieces_per_unit": "piece",
}

TEXT_COLUMNS: tuple[str, ...] = (
    *("id", "name_en", "name_zh", "name_orig", "category", "region", "declared_unit"),
    *("gwp_basis", "basis_id", "source", "source_ref", "licence", "redistributable", "quality", "notes"),
    *("emission_class", "eol_source", "uncertainty_source", "valid_from", "valid_to", "version"),
)
PROPERTY_COLUMNS: tuple[str, ...] = (
    *("mass_per_unit_kg", "density_kg_m3", "conductivity_W_mK", "specific_heat_J_kgK", "vapour_resistance_mu"),
    *("biogenic_carbon_kgC", "service_life_a", "ref_year", "gsd"),
)
GWP_COLUMNS: tuple[str, ...] = tuple(
    name for stem in MODULE_COLUMNS for name in (stem, *(f"{stem}_{part}" for part in PARTS))
)
NUMBER_COLUMNS: tuple[str, ...] = (*PROPERTY_COLUMNS, *CONVERSION_COLUMNS, *GWP_COLUMNS, *EOL_COLUMNS)
#: All columns in the order in which they are written.
COLUMNS: tuple[str, ...] = (
    *TEXT_COLUMNS[:7],
    *PROPERTY_COLUMNS[:5],
    *CONVERSION_COLUMNS,
    *GWP_COLUMNS,
    *("biogenic_carbon_kgC", "service_life_a"),
    *EOL_COLUMNS,
    "eol_source",
    *("gwp_basis", "basis_id", "gsd", "uncertainty_source", "emission_class"),
    *("source", "source_ref", "licence", "redistributable", "ref_year", "valid_from", "valid_to", "version"),
    *("quality", "notes"),
)
