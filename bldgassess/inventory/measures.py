"""What the measures of a study bring to an inventory: layers on faces, and products of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from bldgassess.inventory.amounts import FALLBACK_DENSITY_KG_M3, Amount
from bldgassess.inventory.layers import AddedLayer, ThermalLayer
from bldgassess.inventory.ledger import InventoryLine
from bldgassess.inventory.lines import element_line, waste_row
from bldgassess.inventory.swaps import find_record
from bldgassess.model import Building, Element, Surface
from bldgassess.study import Measure, Study, active_measures
from bldgassess.study.measures import Item, LayerRule, Value
from materials_db.records import FactorRecord, Match
from materials_db.store import FactorStore
from materials_db.tables import load_waste

#: Layer index from which lines of measures count on, behind all layers that a model may have.
FIRST_INDEX = 1000
#: What ``match_method`` says of a record that a measure brought.
METHOD = "measure"
#: Most of an outer face over what rooms see of it [-]: the rest is parapet or garden wall. An assumption.
MOST_OUTER = 1.5
_OUTER = frozenset({"outside", "unheated"})
_MM = 1000.0
_DEFAULT_CONDUCTIVITY, _DEFAULT_SPECIFIC_HEAT = 1.0, 1000.0


def measure_lines(
    building: Building, study: Study, store: FactorStore
) -> tuple[list[InventoryLine], dict[str, tuple[AddedLayer, ...]]]:
    """Return the lines that measures bring, and the layers that they lay on faces, by surface id."""
    lines: list[InventoryLine] = []
    added: dict[str, tuple[AddedLayer, ...]] = {}
    for place, (measure, values) in enumerate(active_measures(study.measures)):
        if measure.layer:
            faces = layer_faces(building, measure.layer)
            layer = _thermal(find_record(str(values["material"]), study, store), float(values["thickness_mm"]) / _MM)
            for face in faces:
                laid = AddedLayer(measure.id, layer, inside=values["side"] == "inside")
                added[face.id] = (*added.get(face.id, ()), laid)
            record = find_record(str(values["material"]), study, store)
            lines += _layer_lines(
                building,
                measure,
                record,
                layer.thickness_m,
                faces,
                FIRST_INDEX + place,
                outside=values["side"] == "outside",
            )
        for index, item in enumerate(measure.items):
            line = _item_line(building, measure, item, values, index, study, store)
            lines += [line] if line.quantity > 0.0 else []
    return lines, added


def layer_faces(building: Building, rule: LayerRule) -> list[Surface]:
    """Return the faces of heated rooms that a layer is laid on."""
    heated = {item.guid for item in building.spaces if item.is_heated}
    return [
        item
        for item in building.surfaces
        if item.kind in rule.kinds and item.boundary in rule.boundaries and item.space_guid in heated
    ]


def _thermal(record: FactorRecord, thickness_m: float) -> ThermalLayer:
    return ThermalLayer(
        record.name_en or record.name_orig,
        thickness_m,
        record.conductivity_w_mk or _DEFAULT_CONDUCTIVITY,
        record.density_kg_m3 or FALLBACK_DENSITY_KG_M3,
        record.specific_heat_j_kgk or _DEFAULT_SPECIFIC_HEAT,
        record.property_source or "assumption of this program",
    )


def _layer_lines(
    building: Building,
    measure: Measure,
    record: FactorRecord,
    thickness_m: float,
    faces: Sequence[Surface],
    index: int,
    *,
    outside: bool,
) -> Iterator[InventoryLine]:
    """Yield a line for each element that gets the layer, and one for all faces without an element."""
    elements = {item.guid: item for item in building.elements}
    areas: dict[str, list[float]] = {}
    for face in faces:
        areas.setdefault(face.element_guid if face.element_guid in elements else "", []).append(face.area_m2)
    for guid, own in sorted(areas.items()):
        area, of = math.fsum(own), "as seen from heated rooms"
        if guid and outside and "wall" in {face.kind for face in faces}:
            area, of = _outer_area(building, elements[guid], area)
        amount = _layer_amount(area, of, thickness_m, record)
        element = elements.get(guid) or _bearer(measure)
        yield element_line(
            element, index, record.name_en, record, _match(record), METHOD, measure.title, amount,
            name=measure.id, origin=f"measure:{measure.id}",
        )  # fmt: skip


def _bearer(measure: Measure) -> Element:
    """Return what carries the products of a measure where the model has no element for them."""
    part = measure.layer.part if measure.layer else "other"
    return Element(
        f"measure/{measure.id}", "", measure.title, "", part, None, True, 0.0, "none", False, 0.0, 0.0, 0.0, (0.0,) * 6
    )


def _match(record: FactorRecord) -> Match:
    return Match(record.name_en, "match", record, 1.0, METHOD, "", ())


def _outer_area(building: Building, wall: Element, inner_m2: float) -> tuple[float, str]:
    """Return the outer face of a wall before heated rooms [m2], and what it is.

    The face of the body also covers slab edges and corners, which rooms do not see; where only some of the wall stands
    before heated rooms it takes their share. It counts up to ``MOST_OUTER`` of what the rooms see.
    """
    seen = math.fsum(
        item.area_m2 for item in building.surfaces if item.element_guid == wall.guid and item.boundary in _OUTER
    )
    face = wall.side_area_m2 * inner_m2 / seen if seen > 0.0 else 0.0
    if face <= inner_m2:
        return inner_m2, "as seen from heated rooms"
    return min(face, MOST_OUTER * inner_m2), "of the wall before heated rooms"


def _layer_amount(area_m2: float, of: str, thickness_m: float, record: FactorRecord) -> Amount:
    volume = area_m2 * thickness_m
    density = record.density_kg_m3 or FALLBACK_DENSITY_KG_M3
    source = f"{record.id}: {record.property_source or 'record'}" if record.density_kg_m3 else "assumption: no density"
    origin = f"face area {area_m2:.5g} m2 {of} x {thickness_m:.4g} m"
    mass = volume * density
    if record.declared_unit == "m3":
        return Amount(volume, "m3", origin, volume, mass, density, source)
    quantity = mass / record.mass_kg if record.mass_kg else 0.0
    return Amount(quantity, record.declared_unit, f"{origin} x {density:.5g} kg/m3", volume, mass, density, source)


def driver_amount(building: Building, driver: str) -> float:
    """Return what an amount of an item is multiplied by.

    ``window_m2`` outer windows, ``outer_m2`` walls and roofs to the outside, ``inner_m2`` walls and ceilings from
    inside, all of heated rooms [m2]; ``gia_m2`` the reference area [m2]; ``heated_rooms`` how many there are.
    """
    heated = {item.guid for item in building.spaces if item.is_heated}
    surfaces = [item for item in building.surfaces if item.space_guid in heated]
    if driver == "window_m2":
        return math.fsum(
            item.area_m2
            for item in building.openings
            if item.kind != "door" and item.boundary == "outside" and item.space_guid in heated
        )
    if driver == "outer_m2":
        return math.fsum(item.area_m2 for item in surfaces if item.kind != "floor" and item.boundary == "outside")
    if driver == "inner_m2":
        return math.fsum(item.area_m2 for item in surfaces if item.kind != "floor")
    return float(len(heated)) if driver == "heated_rooms" else building.gia_m2


def _item_line(
    building: Building,
    measure: Measure,
    item: Item,
    values: Mapping[str, Value],
    index: int,
    study: Study,
    store: FactorStore,
) -> InventoryLine:
    name = str(values[item.material.removeprefix("=")]) if item.material.startswith("=") else item.material
    record = find_record(name, study, store)
    driver = driver_amount(building, item.driver)
    times = float(values[item.times]) if item.times else 1.0
    amount = driver * item.amount * times
    quantity = amount if record.declared_unit == item.unit else amount / (record.mass_kg or math.inf)
    waste = load_waste().get(waste_row(record)) if item.unit != "piece" else None
    identity = f"measure/{measure.id}/{index}"
    return InventoryLine(
        id=identity,
        guid=identity,
        ifc_class="",
        element_name=item.label,
        part=item.part,
        storey_guid=None,
        layer_index=0,
        material=item.label,
        record=record,
        match_score=1.0,
        match_method=METHOD,
        match_decision="match",
        fallback=measure.title,
        quantity=quantity,
        unit=record.declared_unit,
        quantity_origin=f"{driver:.6g} ({item.driver}) x {item.amount * times:.6g} {item.unit}: {item.source}",
        volume_m3=0.0,
        mass_kg=quantity * (record.mass_kg or 0.0),
        density_kg_m3=record.density_kg_m3 or 0.0,
        density_source=record.property_source or "record",
        service_life_a=item.service_life_a,
        service_life_source=f"{item.life_source} ({item.life_quality})",
        waste_fraction=waste.fraction if waste else 0.0,
        waste_source=f"{waste.material}; {waste.source} ({waste.quality})" if waste else "no wastage row",
        origin=f"measure:{measure.id}",
    )
