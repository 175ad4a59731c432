"""Factor records from ``factors.csv``, with thermal properties of the products that they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from materials_db.corrections import corrections_of
from materials_db.errors import DataError
from materials_db.products import Product, load_products
from materials_db.records import FactorRecord
from materials_db.rows import database_of, read_record
from materials_db.tables import Row, read_rows

__all__ = ["database_of", "load_factors", "read_factors", "shipped_version"]
_FILE = "factors.csv"


@cache
def shipped_version() -> tuple[str, str]:
    """Return id and version of the shipped tables.

    >>> shipped_version()[0]
    'bldgassess-factors'
    """
    identity, version = files("materials_db").joinpath("data", "version.txt").read_text(encoding="utf-8").split()
    return identity, version


@cache
def load_factors() -> dict[str, FactorRecord]:
    """All records by id, sorted by id.

    Raises
    ------
    DataError
        When a row has no source, licence or figure for A1-A3, an unknown unit, or an id twice; or when a product
        points at a record that is not there.
    """
    records = read_factors(read_rows(_FILE), _FILE, shipped_version()[1])
    for product in load_products().values():
        for identity in product.records:
            if identity not in records:
                raise DataError("products.csv", product.key, f"no record {identity}")
    return records


def read_factors(rows: Iterable[Row], file: str, version: str) -> dict[str, FactorRecord]:
    """Return rows as records by id, sorted by id, with their corrections and what products add.

    Raises
    ------
    DataError
        When a row is wrong or an id stands twice.
    """
    stands_for: dict[str, Product] = {}
    for product in load_products().values():
        for identity in product.records:
            stands_for.setdefault(identity, product)
    corrected = corrections_of(_FILE)
    records: dict[str, FactorRecord] = {}
    for row in sorted(rows, key=lambda row: row["id"]):
        identity = row["id"]
        if identity in records:
            raise DataError(file, identity, "the id stands twice")
        record = _with_product(read_record(row, file, version=version), stands_for.get(identity))
        if identity in corrected:
            record = replace(record, corrections=corrected[identity])
        records[identity] = record
    return records


def _with_product(record: FactorRecord, product: Product | None) -> FactorRecord:
    """Add what a product knows and the row does not: density, mass per area, conductivity, specific heat."""
    known = {"density": record.density_kg_m3, "conductivity": record.conductivity_w_mk}
    own = [name for name, value in known.items() if value is not None]
    if product is None:
        return replace(record, property_source=_property_source(own, None)) if own else record
    density = record.density_kg_m3 or product.density_kg_m3
    mass = record.mass_kg
    if mass is None and record.declared_unit == "m3":
        mass = density
    if mass is None and record.declared_unit == "m2":
        mass = product.area_mass_kg_m2
    conductivity = product.conductivity_w_mk if record.conductivity_w_mk is None else record.conductivity_w_mk
    heat = product.specific_heat_j_kgk if record.specific_heat_j_kgk is None else record.specific_heat_j_kgk
    return replace(
        record,
        mass_kg=mass,
        density_kg_m3=density,
        conductivity_w_mk=conductivity,
        specific_heat_j_kgk=heat,
        property_source=_property_source(own, product),
    )


def _property_source(own: list[str], product: Product | None) -> str:
    """Say where thermal properties come from: the row's own columns first, then the product."""
    parts = [f"{' and '.join(own)} of the row itself"] if own else []
    if product and product.property_source:
        parts.append(f"otherwise {product.property_source} ({product.quality})" if own else product.property_source)
    return "; ".join(parts)
