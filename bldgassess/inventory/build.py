"""The bill of materials: element by element, layer by layer, each amount with its origin and each name its record."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bldgassess.errors import Issue, UserError
from bldgassess.inventory.amounts import Amount, layer_amounts
from bldgassess.inventory.ledger import Inventory, InventoryLine
from bldgassess.inventory.lines import element_line
from bldgassess.inventory.measures import METHOD, measure_lines
from bldgassess.inventory.notices import EXCLUDED_PARTS, make_notices
from bldgassess.inventory.shares import Share, layer_shares
from bldgassess.inventory.swaps import Changes, find_changes
from bldgassess.model import Building, Element
from bldgassess.study import Study, measure_assumptions
from materials_db.products import load_products
from materials_db.records import FactorRecord, Match
from materials_db.store import AREA_PARTS, FactorStore

__all__ = ["EXCLUDED_PARTS", "compute_inventory", "face_area"]


def compute_inventory(building: Building, study: Study, store: FactorStore) -> Inventory:
    """Make the inventory of a building as ``apply_measures`` made it, with the products of the study's measures.

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
    _check_choices(building, study, store)
    changes = find_changes(building, study, store)
    databases = study.carbon.databases
    matches: dict[str, Match] = {}
    lines: list[InventoryLine] = []
    for element in building.elements:
        if element.part not in EXCLUDED_PARTS and element.counted_as is None:
            lines += _element_lines(element, study, store, databases, matches, changes)
    own, added = measure_lines(building, study, store)
    lines += own
    lines.sort(key=lambda line: (line.guid, line.layer_index, line.id))
    standing = [line for line in lines if not line.is_removed]
    mass = math.fsum(line.mass_kg for line in standing)
    mapped = math.fsum(line.mass_kg for line in standing if line.match_method not in {"part", "none"})
    issues, assumptions = make_notices(building, standing)
    return Inventory(
        lines=tuple(lines),
        matches=dict(sorted(matches.items())),
        mass_kg=mass,
        mapped_mass_fraction=mapped / mass if mass > 0.0 else 0.0,
        assumptions=(*assumptions, *measure_assumptions(study)),
        issues=tuple(issues),
        added_layers=added,
    )


def _check_choices(building: Building, study: Study, store: FactorStore) -> None:
    """Refuse choices that cannot be kept, all at once; materials that this model lacks are looked at too."""
    by_hand = {(layer.material, layer.record) for item in building.elements for layer in item.materials if layer.record}
    missing = [
        Issue("materials.choice_missing", {"id": identity[:60], "material": material[:60]})
        for material, identity in sorted({*study.materials.items(), *by_hand})
        if identity not in store.records
    ]
    if missing:
        raise UserError(missing)


def _element_lines(
    element: Element,
    study: Study,
    store: FactorStore,
    databases: tuple[str, ...],
    matches: dict[str, Match],
    changes: Changes,
) -> Iterator[InventoryLine]:
    by_hand = {layer.index: layer.record for layer in element.materials}
    area_counted = element.part in AREA_PARTS and face_area(element) > 0.0
    for share in layer_shares(element, merge=area_counted):
        chosen = by_hand.get(share.index) or study.materials.get(share.material)
        key = f"{element.part}: {share.material}" if area_counted else share.material
        if by_hand.get(share.index):
            key = f"{share.material} = {chosen}"
        if key not in matches:
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
        thin = product.most_solid_m if product else None
        change = changes.record_for(element, record)
        if change is None:
            amount = _amount(element, share, record, study, area_counted, thin)
            yield element_line(element, share.index, share.material, record, match, method, fallback, amount)
            continue
        measure, new = change
        amount = _amount(element, share, new, study, area_counted, None)
        # what stood in for an unknown material is as unknown as before
        how = method if method in {"part", "none"} and not measure.windows else METHOD
        note = f"{measure.title}: in place of {record.name_en} ({record.id})" if record else measure.title
        yield element_line(
            element, share.index, share.material, new, match, how, note, amount, origin=f"measure:{measure.id}"
        )
        if measure.windows and study.carbon.removed_products == "end_of_life":
            amount = _amount(element, share, record, study, area_counted, thin)
            yield element_line(
                element, share.index, share.material, record, match, method, f"{fallback} taken out".strip(), amount,
                name=f"{share.index}/removed", origin=f"measure:{measure.id}", is_removed=True,
            )  # fmt: skip


def _amount(
    element: Element, share: Share, record: FactorRecord | None, study: Study, area_counted: bool, thin_m: float | None
) -> Amount:
    return layer_amounts(
        element,
        share,
        record,
        face_area_m2=face_area(element) if area_counted else None,
        frame=_frame(element, study) if area_counted else None,
        most_solid_m=thin_m,
    )


def face_area(element: Element) -> float:
    """Return the area that a window or door is counted by [m2]; 0 where the model says none."""
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
