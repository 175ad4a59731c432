"""One line of the inventory, with the service life and wastage of its record."""

from __future__ import annotations

from bldgassess.inventory.amounts import Amount
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.model import Element
from materials_db.factors import load_factors
from materials_db.products import load_products
from materials_db.records import FactorRecord, Match
from materials_db.tables import find_service_life, load_waste


def element_line(
    element: Element,
    index: int,
    material: str,
    record: FactorRecord | None,
    match: Match,
    method: str,
    fallback: str,
    amount: Amount,
    *,
    name: str = "",
    origin: str = "model",
    is_removed: bool = False,
) -> InventoryLine:
    """Make the line of a layer of an element; ``name`` ends its id where the layer's index does not say it all."""
    life = find_service_life(element.part, record.category if record else "*")
    waste = load_waste().get(waste_row(record)) if record else None
    return InventoryLine(
        id=f"{element.guid}/{name or index}",
        guid=element.guid,
        ifc_class=element.ifc_class,
        element_name=element.name,
        part=element.part,
        storey_guid=element.storey_guid,
        layer_index=index,
        material=material,
        record=record,
        match_score=match.score if method != "part" else 0.0,
        match_method=method,
        match_decision=match.decision,
        fallback=fallback,
        quantity=amount.quantity,
        unit=amount.unit,
        quantity_origin=amount.origin,
        volume_m3=amount.volume_m3,
        mass_kg=amount.mass_kg,
        density_kg_m3=amount.density_kg_m3,
        density_source=amount.density_source,
        service_life_a=life.years,
        service_life_source=f"{life.component}; {life.source} ({life.quality})",
        waste_fraction=waste.fraction if waste else 0.0,
        waste_source=f"{waste.material}; {waste.source} ({waste.quality})" if waste else "no wastage row",
        origin=origin,
        is_removed=is_removed,
    )


def waste_row(record: FactorRecord) -> str:
    """Return the wastage row of the product that a record stands for, else of its category's usual product."""
    rows = {identity: product.waste_row for product in load_products().values() for identity in product.records}
    if record.id in rows:
        return rows[record.id]
    same = sorted(
        product.waste_row
        for product in load_products().values()
        if any(load_factors()[identity].category == record.category for identity in product.records)
    )
    return max(set(same), key=lambda row: (same.count(row), row)) if same else ""
