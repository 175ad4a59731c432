"""The bill of materials: element by element, layer by layer, each amount with its origin and each name its record."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bldgassess.errors import Issue, Severity, UserError
from bldgassess.inventory.amounts import FALLBACK_DENSITY_KG_M3, Amount, layer_amounts
from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.inventory.shares import EVEN_SPLIT, layer_shares
from bldgassess.model import Assumption, Building, Element
from bldgassess.study import Study
from bldgassess.texts import mark
from materials_db.products import load_products
from materials_db.records import FactorRecord, Match
from materials_db.store import AREA_PARTS, FactorStore
from materials_db.tables import find_service_life, load_waste

#: Parts that carry no structure of the building: listed in the model, outside this inventory (docs/method.md).
EXCLUDED_PARTS = frozenset({"furniture", "services", "other"})


def compute_inventory(building: Building, study: Study, store: FactorStore) -> Inventory:
    """Make the inventory of a building.

    Returns
    -------
    Inventory
        Lines sorted by (guid, layer index). A name that no record fits falls back to the product of the building part,
        is marked so on its line, and does not count as mapped.

    Raises
    ------
    UserError
        With one issue for each material for which the study chose a record that the store does not have.
    """
    _check_choices(study, store)
    databases = study.carbon.databases
    matches: dict[str, Match] = {}
    lines: list[InventoryLine] = []
    for element in building.elements:
        if element.part not in EXCLUDED_PARTS and element.counted_as is None:
            lines += _element_lines(element, study, store, databases, matches)
    lines.sort(key=lambda line: (line.guid, line.layer_index))
    mass = math.fsum(line.mass_kg for line in lines)
    mapped = math.fsum(line.mass_kg for line in lines if line.match_method not in {"part", "none"})
    issues, assumptions = _notices(building, lines)
    return Inventory(
        lines=tuple(lines),
        matches=dict(sorted(matches.items())),
        mass_kg=mass,
        mapped_mass_fraction=mapped / mass if mass > 0.0 else 0.0,
        assumptions=tuple(assumptions),
        issues=tuple(issues),
    )


def _check_choices(study: Study, store: FactorStore) -> None:
    """Refuse choices that cannot be kept, all at once; materials that this model lacks are looked at too."""
    missing = [
        Issue("materials.choice_missing", {"id": identity[:60], "material": material[:60]})
        for material, identity in sorted(study.materials.items())
        if identity not in store.records
    ]
    if missing:
        raise UserError(missing)


def _element_lines(
    element: Element, study: Study, store: FactorStore, databases: tuple[str, ...], matches: dict[str, Match]
) -> Iterator[InventoryLine]:
    area_counted = element.part in AREA_PARTS and _face_area(element) > 0.0
    for share in layer_shares(element, merge=area_counted):
        key = f"{element.part}: {share.material}" if area_counted else share.material
        if key not in matches:
            chosen = study.materials.get(share.material)
            part = element.part if area_counted else ""
            matches[key] = store.match(share.material, part=part, databases=databases, chosen_id=chosen)
        match = matches[key]
        record, method, fallback = match.record, match.method, match.fallback
        if record is None:
            usual = store.default_product(element.part)
            record = store.product_record(usual, databases) if usual else None
            method = "part" if record else "none"
            fallback = f"the name says no material; {usual.name_en} stands in for {element.part}" if usual else ""
        product = load_products().get(match.product)
        amount = layer_amounts(
            element,
            share,
            record,
            face_area_m2=_face_area(element) if area_counted else None,
            frame=_frame(element, study) if area_counted else None,
            most_solid_m=product.most_solid_m if product else None,
        )
        yield _line(element, share.index, share.material, record, match, method, fallback, amount)


def _face_area(element: Element) -> float:
    if element.overall_width_m and element.overall_height_m:
        return element.overall_width_m * element.overall_height_m
    return element.side_area_m2


def _frame(element: Element, study: Study) -> tuple[float, str] | None:
    """Share of the frame of a window, by the model or else the study; of a door only where the model says it."""
    if element.frame_fraction is not None:
        return element.frame_fraction, element.frame_origin or "given in the model"
    if element.part != "window":
        return None
    return study.envelope.window_frame_fraction, "assumption, envelope.window_frame_fraction of the study"


def _line(  # one line has many columns
    element: Element,
    index: int,
    material: str,
    record: FactorRecord | None,
    match: Match,
    method: str,
    fallback: str,
    amount: Amount,
) -> InventoryLine:
    life = find_service_life(element.part, record.category if record else "*")
    waste = load_waste().get(_waste_row(record)) if record else None
    return InventoryLine(
        id=f"{element.guid}/{index}",
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
    )


def _waste_row(record: FactorRecord) -> str:
    """Return the wastage row of the product that a record stands for, else of its category's usual product."""
    rows = {identity: product.waste_row for product in load_products().values() for identity in product.records}
    if record.id in rows:
        return rows[record.id]
    same = sorted(
        product.waste_row
        for product in load_products().values()
        if any(_category(identity, record) for identity in product.records)
    )
    return max(set(same), key=lambda row: (same.count(row), row)) if same else ""


def _product_key(record: FactorRecord) -> str:
    """Return the first product that a record stands for and that is thin."""
    return next(
        product.key
        for product in load_products().values()
        if record.id in product.records and product.most_solid_m is not None
    )


def _category(identity: str, record: FactorRecord) -> bool:
    from materials_db.factors import load_factors

    return load_factors()[identity].category == record.category


def _notices(building: Building, lines: list[InventoryLine]) -> tuple[list[Issue], list[Assumption]]:
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
