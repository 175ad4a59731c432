"""Factor records from ``factors.csv``, with thermal properties of the products that they stand for."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

from materials_db.errors import DataError
from materials_db.products import Product, load_products
from materials_db.records import DeclaredUnit, FactorRecord
from materials_db.tables import Row, optional, read_rows

_FILE = "factors.csv"
_UNITS = {"m3": "m3", "m2": "m2", "m": "m", "kg": "kg", "t": "t", "pcs": "piece"}
_GWP = {"A1-A3": "gwp_a1a3", "C3": "gwp_c3", "C4": "gwp_c4", "C": "gwp_c_total", "D": "gwp_d"}
_QUALITY_LETTERS = "ABCDS"


def database_of(record_id: str) -> str:
    """Return the block of a record.

    >>> database_of("CN-GBT51366-001")
    'CN-GBT51366'
    """
    return "-".join(record_id.split("-")[:2])


@cache
def load_factors() -> dict[str, FactorRecord]:
    """All records by id, sorted by id.

    Raises
    ------
    DataError
        When a row has no figure for A1-A3, an unknown unit, or an id twice.
    """
    stands_for: dict[str, Product] = {}
    for product in load_products().values():
        for identity in product.records:
            stands_for.setdefault(identity, product)
    records: dict[str, FactorRecord] = {}
    for row in sorted(read_rows(_FILE), key=lambda row: row["id"]):
        if row["id"] in records:
            raise DataError(_FILE, row["id"], "the id stands twice")
        records[row["id"]] = _record(row, stands_for.get(row["id"]))
    missing = sorted(set(stands_for) - set(records))
    if missing:
        raise DataError("products.csv", stands_for[missing[0]].key, f"no record {missing[0]}")
    return records


def _record(row: Row, product: Product | None) -> FactorRecord:
    unit = _UNITS.get(row["declared_unit"])
    gwp = {module: value for module, column in _GWP.items() if (value := optional(row, column, _FILE)) is not None}
    if unit is None or "A1-A3" not in gwp:
        raise DataError(_FILE, row["id"], "unit or A1-A3 is missing")
    if not row["quality"] or row["quality"][0] not in _QUALITY_LETTERS:
        raise DataError(_FILE, row["id"], "no quality grade")
    density = optional(row, "density_kg_m3", _FILE) or (product.density_kg_m3 if product else None)
    mass = optional(row, "mass_per_unit_kg", _FILE)
    if mass is None and unit == "m3":
        mass = density
    if mass is None and unit == "m2" and product:
        mass = product.area_mass_kg_m2
    columns = {"density": "density_kg_m3", "conductivity": "conductivity_W_mK"}
    own = [name for name, column in columns.items() if row[column]]
    conductivity = optional(row, "conductivity_W_mK", _FILE)
    if conductivity is None and product:
        conductivity = product.conductivity_w_mk
    return FactorRecord(
        id=row["id"],
        database=database_of(row["id"]),
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        name_orig=row["name_orig"],
        category=row["category"],
        region=row["region"],
        declared_unit=cast(DeclaredUnit, unit),
        gwp_kgco2e=gwp,
        mass_kg=mass,
        density_kg_m3=density,
        conductivity_w_mk=conductivity,
        specific_heat_j_kgk=product.specific_heat_j_kgk if product else None,
        property_source=_property_source(own, product),
        biogenic_carbon_kg=optional(row, "biogenic_carbon_kgC", _FILE),
        service_life_a=None,
        basis=row["gwp_basis"],
        source=row["source"],
        source_ref=row["source_ref"],
        licence=row["licence"],
        ref_year=int(row["ref_year"]) if row["ref_year"] else None,
        quality=cast(Literal["A", "B", "C", "D", "S"], row["quality"][0]),
        quality_note=row["quality"][1:].lstrip(": "),
        notes=row["notes"],
    )


def _property_source(own: list[str], product: Product | None) -> str:
    """Say where thermal properties come from: the row's own columns first, then the product."""
    parts = [f"{' and '.join(own)} of the row itself"] if own else []
    if product and product.property_source:
        parts.append(f"otherwise {product.property_source} ({product.quality})" if own else product.property_source)
    return "; ".join(parts)
