"""Constructions made by hand: layers of the study in place of the model's, on elements or on faces without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bldgassess.errors import Issue, UserError
from bldgassess.model import Building, Element, MaterialLayer, Surface
from bldgassess.study.schema import LayerStudy, Study

#: Parts whose layers lie face to face and may be made by hand.
LAYERED_PARTS = frozenset({"external_wall", "internal_wall", "roof", "floor_slab", "ground_slab", "covering"})
_UPRIGHT = frozenset({"external_wall", "internal_wall"})
_MM = 1000.0
#: Where the materials of such an element come from (``Element.materials_origin``).
ORIGIN = "study:envelope.constructions"

_Layers = tuple[LayerStudy, ...]


def with_constructions(building: Building, study: Study) -> Building:
    """Return the building with the layers of ``envelope.constructions``; the same object where there are none.

    A key is, from strong to weak: the id of a surface or the GlobalId of an element, the name of an element type, a
    building part. A surface's key stands for the element behind it; a face without one gets an element of its own, so
    that the inventory follows. Layers run from outside in, of slabs and roofs from the top down.

    Raises
    ------
    UserError
        With one issue for each key that fits nothing, has no layers, or names what is no wall, roof or slab.
    """
    chosen = study.envelope.constructions
    if not chosen:
        return building
    _check(building, chosen)
    of_surface = {s.element_guid: chosen[s.id] for s in building.surfaces if s.element_guid and s.id in chosen}
    elements = []
    for element in building.elements:
        keys = (element.guid, element.type_name, element.part)
        layers = of_surface.get(element.guid) or next((chosen[key] for key in keys if key in chosen), None)
        elements.append(_layered(element, layers) if layers and element.part in LAYERED_PARTS else element)
    surfaces = []
    for surface in building.surfaces:
        layers = None if surface.element_guid else chosen.get(surface.id) or chosen.get(_part(surface))
        if layers:
            made = _element_of(surface, layers)
            elements.append(made)
            surfaces.append(replace(surface, element_guid=made.guid))
        else:
            surfaces.append(surface)
    return replace(building, elements=tuple(sorted(elements, key=lambda item: item.guid)), surfaces=tuple(surfaces))


def _check(building: Building, chosen: Mapping[str, _Layers]) -> None:
    by_key: dict[str, set[str]] = {}
    parts = {element.guid: element.part for element in building.elements}
    for element in building.elements:
        for key in (element.guid, element.type_name, element.part):
            by_key.setdefault(key, set()).add(element.part)
    for surface in building.surfaces:
        part = parts.get(surface.element_guid or "", _part(surface))
        by_key.setdefault(surface.id, set()).add(part)
        if not surface.element_guid:
            by_key.setdefault(part, set()).add(part)
    problems = []
    for key, layers in sorted(chosen.items()):
        if not layers:
            problems.append(Issue("measures.no_layers", {"key": key[:60]}))
        elif key not in by_key:
            problems.append(Issue("measures.construction_on_nothing", {"key": key[:60]}))
        elif not by_key[key] & LAYERED_PARTS:
            problems.append(Issue("measures.not_layered", {"key": key[:60], "part": ", ".join(sorted(by_key[key]))}))
    if problems:
        raise UserError(problems)


def _part(surface: Surface) -> str:
    if surface.kind == "wall":
        return "external_wall" if surface.boundary in {"outside", "ground"} else "internal_wall"
    if surface.kind == "floor":
        return "ground_slab" if surface.boundary == "ground" else "floor_slab"
    return "roof" if surface.boundary == "outside" else "floor_slab"


def face_area_m2(element: Element) -> float:
    """Return the area of a layered element [m2]: volume over thickness where its layers say it, else its face."""
    thickness = [layer.thickness_m for layer in element.materials]
    total = sum(item for item in thickness if item)
    if thickness and all(thickness) and total > 0.0 and element.volume_m3 > 0.0:
        return element.volume_m3 / total
    return element.side_area_m2 if element.part in _UPRIGHT else element.footprint_area_m2


def _materials(layers: Sequence[LayerStudy], *, upright: bool) -> tuple[MaterialLayer, ...]:
    """Return layers as the model keeps them: of walls from outside in, of slabs and roofs from below up."""
    rows = list(layers) if upright else list(reversed(layers))
    return tuple(
        MaterialLayer(index, row.material, row.thickness_mm / _MM, record=row.record) for index, row in enumerate(rows)
    )


def _layered(element: Element, layers: Sequence[LayerStudy]) -> Element:
    area = face_area_m2(element)
    materials = _materials(layers, upright=element.part in _UPRIGHT)
    thickness = sum(row.thickness_mm for row in layers) / _MM
    return replace(
        element,
        volume_m3=area * thickness,
        volume_origin=f"face {area:.5g} m2 x {thickness:.4g} m of the study,",
        materials=materials,
        materials_origin=ORIGIN,
        u_value_w_m2k=None,
    )


def _element_of(surface: Surface, layers: Sequence[LayerStudy]) -> Element:
    """Return an element as large as a face behind which the model has none."""
    part, area = _part(surface), surface.area_m2
    thickness = sum(row.thickness_mm for row in layers) / _MM
    upright = part in _UPRIGHT
    return Element(
        guid=f"{surface.id}/construction",
        ifc_class="",
        name=part,
        type_name="",
        part=part,
        storey_guid=None,
        is_external=surface.boundary != "space",
        volume_m3=area * thickness,
        volume_origin=f"face {area:.5g} m2 x {thickness:.4g} m of the study,",
        mesh_closed=False,
        side_area_m2=area if upright else 0.0,
        footprint_area_m2=0.0 if upright else area,
        height_m=0.0 if upright else thickness,
        bbox_m=(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        materials=_materials(layers, upright=upright),
        materials_origin=ORIGIN,
    )
