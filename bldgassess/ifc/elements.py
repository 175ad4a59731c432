"""Physical elements: which count, what part of the building each is, with material, volume and properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bldgassess.ifc.materials import read_materials
from bldgassess.ifc.quantities import choose_volume, read_authored
from bldgassess.ifc.reconcile import reconcile
from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import measure
from bldgassess.model import Element, Mesh

#: Not material: voids, helpers, furnishing of the drawing.
SKIPPED = (
    *("IfcFeatureElement", "IfcVirtualElement", "IfcElementAssembly", "IfcReinforcingElement"),
    *("IfcGeographicElement", "IfcPort", "IfcGrid", "IfcAnnotation"),
)
_PARTS = {
    "IfcFooting": "foundation", "IfcPile": "foundation", "IfcRoof": "roof", "IfcCurtainWall": "curtain_wall",
    "IfcWindow": "window", "IfcDoor": "door", "IfcColumn": "column", "IfcBeam": "beam", "IfcMember": "beam",
    "IfcStair": "stair", "IfcStairFlight": "stair", "IfcRamp": "stair", "IfcRampFlight": "stair",
    "IfcRailing": "railing", "IfcCovering": "covering", "IfcFurnishingElement": "furniture",
    "IfcDistributionElement": "services", "IfcWall": "internal_wall", "IfcSlab": "floor_slab",
}  # fmt: skip
_INHERITED = ("curtain_wall", "roof", "stair")


def list_elements(file: Any) -> list[Any]:  # noqa: ANN401
    """Elements that count, parent or children but never both: a parent with its own body wins, else its parts."""
    found = []
    for element in file.by_type("IfcElement"):
        if element.Representation is None or any(_is_a(element, name) for name in SKIPPED):
            continue
        parent = _parent(element)
        while parent is not None and parent.is_a("IfcElement") and parent.Representation is None:
            parent = _parent(parent)
        if parent is None or not parent.is_a("IfcElement"):
            found.append(element)
    return sorted(found, key=lambda item: (str(item.GlobalId), item.id()))


def read_element(element: Any, guid: str, meshes: Mapping[str, Mesh], units: Units) -> Element:  # noqa: ANN401
    """Read one element under the name that it has among all of its building."""
    from ifcopenshell.util import element as util

    psets = read_psets(element)
    mesh = meshes.get(guid)
    measured = measure(mesh) if mesh is not None else None
    external = _common(psets, "IsExternal")
    part = _part(element, external is True)
    authored = reconcile(read_authored(element, units), measured)
    volume, origin = choose_volume(measured, authored, part)
    layers, layers_origin = read_materials(element, psets, units)
    kind = util.get_type(element)
    u_value = _common(psets, "ThermalTransmittance")
    return Element(
        guid=guid,
        ifc_class=element.is_a(),
        name=str(element.Name or ""),
        type_name=str((kind.Name if kind is not None else element.ObjectType) or ""),
        part=part,
        storey_guid=_storey(element),
        is_external=external if isinstance(external, bool) else None,
        volume_m3=volume,
        volume_origin=origin,
        mesh_closed=measured.closed if measured else False,
        side_area_m2=measured.side_area_m2 if measured else 0.0,
        footprint_area_m2=measured.bottom_area_m2 if measured else 0.0,
        height_m=round(measured.bbox_m[5] - measured.bbox_m[2], 6) if measured else 0.0,
        bbox_m=measured.bbox_m if measured else (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        overall_width_m=_length(element, "OverallWidth", units),
        overall_height_m=_length(element, "OverallHeight", units),
        u_value_w_m2k=float(u_value) if isinstance(u_value, (int, float)) and 0.05 < float(u_value) < 10.0 else None,
        materials=layers,
        materials_origin=layers_origin,
        authored=authored,
    )


def read_psets(element: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Return the property sets by name; none where broken references hide them, and never one without a name."""
    from ifcopenshell.util import element as util

    try:
        psets = util.get_psets(element, psets_only=True)
    except (AttributeError, RuntimeError, TypeError, KeyError):
        return {}
    return {name: values for name, values in psets.items() if isinstance(name, str)}


def _is_a(element: Any, name: str) -> bool:  # noqa: ANN401
    try:
        return bool(element.is_a(name))
    except RuntimeError:  # a class the file's schema does not have
        return False


def _parent(element: Any) -> Any:  # noqa: ANN401
    relations = getattr(element, "Decomposes", None) or ()
    return relations[0].RelatingObject if relations and relations[0].is_a("IfcRelAggregates") else None


def _common(psets: dict[str, dict[str, Any]], name: str) -> Any:  # noqa: ANN401
    for set_name, values in sorted(psets.items()):
        if set_name.startswith("Pset_") and set_name.endswith("Common") and values.get(name) is not None:
            return values[name]
    return None


def _part(element: Any, external: bool) -> str:  # noqa: ANN401
    parent = _parent(element)
    while parent is not None and parent.is_a("IfcElement"):
        above = _PARTS.get(parent.is_a(), "other")
        if above in _INHERITED:
            return above
        parent = _parent(parent)
    predefined = str(getattr(element, "PredefinedType", None) or "")
    if element.is_a("IfcSlab") and predefined in {"ROOF", "BASESLAB", "LANDING"}:
        return {"ROOF": "roof", "BASESLAB": "ground_slab", "LANDING": "stair"}[predefined]
    if element.is_a("IfcWall"):
        return "external_wall" if external else "internal_wall"
    for name, part in _PARTS.items():
        if _is_a(element, name):
            return part
    return "other"


def _storey(element: Any) -> str | None:  # noqa: ANN401
    from ifcopenshell.util import element as util

    container = util.get_container(element, ifc_class="IfcBuildingStorey")
    return container.GlobalId if container is not None else None


def _length(element: Any, name: str, units: Units) -> float | None:  # noqa: ANN401
    value = getattr(element, name, None)
    return round(float(value) * units.length, 6) if isinstance(value, (int, float)) and value > 0 else None
