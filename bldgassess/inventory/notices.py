"""What a person should know about an inventory, and what was assumed for it."""

from __future__ import annotations

from collections.abc import Sequence

from bldgassess.errors import Issue, Severity
from bldgassess.inventory.amounts import FALLBACK_DENSITY_KG_M3
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.inventory.shares import EVEN_SPLIT
from bldgassess.model import Assumption, Building
from bldgassess.texts import mark
from materials_db.products import load_products
from materials_db.records import FactorRecord

#: Parts that carry no structure of the building: listed in the model, outside this inventory (docs/method.md).
EXCLUDED_PARTS = frozenset({"furniture", "services", "other"})


def _product_key(record: FactorRecord) -> str:
    """Return the first product that a record stands for and that is thin."""
    return next(
        product.key
        for product in load_products().values()
        if record.id in product.records and product.most_solid_m is not None
    )


def make_notices(building: Building, lines: Sequence[InventoryLine]) -> tuple[list[Issue], list[Assumption]]:
    """Return issues and assumptions of an inventory."""
    issues: list[Issue] = []
    stand_in = sorted({line.guid for line in lines if line.match_method == "part"})
    thinned = sorted({line.guid for line in lines if "drawn as a solid layer" in line.quantity_origin})
    ask = sorted({line.guid for line in lines if line.match_decision == "ask"})
    unmapped = sorted({line.guid for line in lines if line.record is None})
    excluded = [item for item in building.elements if item.part in EXCLUDED_PARTS and item.counted_as is None]
    even = sorted({line.guid for line in lines if EVEN_SPLIT in line.quantity_origin})
    for code, ids in (
        ("materials.stand_in", stand_in),
        ("materials.thinned", thinned),
        ("materials.ask", ask),
        ("materials.even_split", even),
        ("materials.unmapped", unmapped),
        ("materials.excluded", [element.guid for element in excluded]),
    ):
        if ids:
            severity: Severity = "info" if code == "materials.excluded" else "warning"
            issues.append(Issue(code, {"count": len(ids)}, tuple(ids), severity))
    assumptions = []
    parts = sorted({line.part for line in lines if line.match_method == "part" and line.record})
    for part in parts:
        record = next(line.record for line in lines if line.part == part and line.match_method == "part")
        if record:
            text = f"{record.name_en} ({record.id})"
            source = "assumption of this program (part_products.csv)"
            effect = mark("Elements of this part that name no usable material")
            assumptions.append(Assumption(f"inventory.part.{part}", text, "-", source, effect))
    for line in lines:
        if "drawn as a solid layer" in line.quantity_origin and line.record:
            product = load_products()[_product_key(line.record)]
            assumptions.append(
                Assumption(
                    f"inventory.solid.{product.key}",
                    product.most_solid_m or 0.0,
                    "m",
                    "assumption of this program (products.csv)",
                    mark("Solid thickness of sheets and studs that the model draws as solid layers"),
                )
            )
    if even:
        assumptions.append(
            Assumption(
                "inventory.even_split",
                len(even),
                "-",
                "assumption of this program",
                mark("Elements whose materials are a plain list; each material takes an equal share of the volume"),
            )
        )
    assumptions = list({item.id: item for item in assumptions}.values())
    if any(line.density_source.startswith("assumption") for line in lines):
        effect = mark("Layers whose record has no density")
        assumptions.append(
            Assumption("inventory.density", FALLBACK_DENSITY_KG_M3, "kg/m3", "assumption of this program", effect)
        )
    return issues, assumptions
