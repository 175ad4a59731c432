"""Building products: which records stand for each, what they are called, and their thermal properties."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from materials_db.errors import DataError
from materials_db.tables import optional, read_rows

_FILE = "products.csv"


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of building product.

    ``records``: factor records that stand for it, best first within each database. ``area_mass_kg_m2``: mass of one
    square metre for products that are counted by area. ``most_solid_m``: solid thickness [m] that a layer of it has at
    most in a wall, roof or slab: sheets and studs, which models draw as solid layers (assumption of this program).
    ``families``: what it is made of or formed as; ``default_of``: families that it stands for when a name says nothing
    more; ``tags``: what sets it apart within them.
    """

    key: str
    name_en: str
    name_zh: str
    families: frozenset[str]
    default_of: frozenset[str]
    tags: frozenset[str]
    records: tuple[str, ...]
    density_kg_m3: float | None
    conductivity_w_mk: float | None
    specific_heat_j_kgk: float | None
    area_mass_kg_m2: float | None
    most_solid_m: float | None
    waste_row: str
    property_source: str
    quality: str


@cache
def load_products() -> dict[str, Product]:
    """Return all products by key."""
    return {
        row["key"]: Product(
            row["key"],
            row["name_en"],
            row["name_zh"],
            frozenset(family.rstrip("*") for family in row["families"].split()),
            frozenset(family.rstrip("*") for family in row["families"].split() if family.endswith("*")),
            frozenset(row["tags"].split()),
            tuple(row["records"].split()),
            optional(row, "density_kg_m3", _FILE),
            optional(row, "conductivity_w_mk", _FILE),
            optional(row, "specific_heat_j_kgk", _FILE),
            optional(row, "area_mass_kg_m2", _FILE),
            optional(row, "most_solid_m", _FILE),
            row["waste_row"],
            row["property_source"],
            row["quality"],
        )
        for row in read_rows(_FILE)
    }


@cache
def part_products() -> dict[str, Product]:
    """Return, by building part, the product that stands in for an element that names no usable material."""
    products = load_products()
    found = {}
    for row in read_rows("part_products.csv"):
        if row["product"] not in products:
            raise DataError("part_products.csv", row["part"], f"no product {row['product']}")
        found[row["part"]] = products[row["product"]]
    return found
