"""Physical elements: what part of the building each is, with material, volume and properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from bldgassess.ifc.acoustic import rating_db
from bldgassess.ifc.materials import read_materials
from bldgassess.ifc.parts import building_part, choose_counted, list_elements
from bldgassess.ifc.quantities import choose_volume, read_authored
from bldgassess.ifc.reconcile import reconcile
from bldgassess.ifc.types import type_of
from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import MeshMeasure
from bldgassess.ifc.windows import WindowMeasure, measure_window
from bldgassess.model import Element

__all__ = ["choose_counted", "list_elements", "read_element", "read_psets"]

#: Values by property by set.
PropertySets: TypeAlias = dict[str, dict[str, Any]]
#: Parts whose footprint is one side of the slab, whichever way that is tilted.
_SLABS = frozenset({"floor_slab", "ground_slab", "roof", "covering"})
#: Relations deeper than this are circles in a broken file.
_DEEPEST = 32
_NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def read_element(
    element: Any,  # noqa: ANN401
    guid: str,
    measures: Mapping[str, MeshMeasure],
    units: Units,
    source: int = 0,
    of_types: dict[int, PropertySets] | None = None,
) -> Element:
    """Read one element under the name that it has among all of its building.

    Parameters
    ----------
    measures : mapping
        Shapes in the elements' own axes by name; an element without one has authored quantities only.
    source : int
        Index of the file that it stands in.
    of_types : dict, optional
        See ``read_psets``.
    """
    psets = read_psets(element, of_types)
    measured = measures.get(guid)
    external = _common(psets, "IsExternal")
    part = building_part(element, external=external is True)
    authored = reconcile(read_authored(element, units), measured, part=part)
    volume, origin = choose_volume(measured, authored, part)
    layers, layers_origin = read_materials(element, psets, units)
    is_window = part in {"window", "door"}
    window = measure_window(element, psets, layers, measured, units) if is_window else WindowMeasure()
    u_value = _common(psets, "ThermalTransmittance")
    return Element(
        guid=guid,
        ifc_class=element.is_a(),
        name=str(element.Name or ""),
        type_name=_type_name(element),
        part=part,
        storey_guid=_storey(element),
        is_external=external if isinstance(external, bool) else None,
        volume_m3=volume,
        volume_origin=origin,
        mesh_closed=measured.closed if measured else False,
        side_area_m2=measured.side_area_m2 if measured else 0.0,
        footprint_area_m2=(measured.slab_area_m2 if part in _SLABS else measured.bottom_area_m2) if measured else 0.0,
        height_m=round(measured.bbox_m[5] - measured.bbox_m[2], 6) if measured else 0.0,
        bbox_m=measured.bbox_m if measured else _NOWHERE,
        overall_width_m=window.width_m,
        overall_height_m=window.height_m,
        u_value_w_m2k=float(u_value) if isinstance(u_value, (int, float)) and 0.05 < float(u_value) < 10.0 else None,
        g_value=window.g_value,
        frame_fraction=window.frame_fraction,
        materials=layers,
        materials_origin=layers_origin,
        authored=authored,
        source=source,
        size_origin=window.size_origin,
        frame_origin=window.frame_origin,
        operable_fraction=window.operable_fraction,
        acoustic_rating_db=rating_db(_common(psets, "AcousticRating")),
    )


def read_psets(element: Any, of_types: dict[int, PropertySets] | None = None) -> PropertySets:  # noqa: ANN401
    """Return the property sets by name, an element's own over those of its type, and never one without a name.

    ``of_types`` remembers the sets of types, which many elements share. What broken references hide is left out.
    """
    kind = type_of(element)
    inherited: PropertySets = {}
    if kind is not None:
        known = of_types.get(kind.id()) if of_types is not None else None
        inherited = _own_psets(kind) if known is None else known
        if of_types is not None:
            of_types[kind.id()] = inherited
    found = {name: dict(values) for name, values in inherited.items()}
    for name, values in _own_psets(element).items():
        found.setdefault(name, {}).update(values)
    return found


def _own_psets(item: Any) -> PropertySets:  # noqa: ANN401
    from ifcopenshell.util import element as util

    try:
        psets = util.get_psets(item, psets_only=True, should_inherit=False)
    except (AttributeError, RuntimeError, TypeError, KeyError):
        return {}
    return {name: values for name, values in psets.items() if isinstance(name, str)}


def _common(psets: dict[str, dict[str, Any]], name: str) -> Any:  # noqa: ANN401
    for set_name, values in sorted(psets.items()):
        if set_name.startswith("Pset_") and set_name.endswith("Common") and values.get(name) is not None:
            return values[name]
    return None


def _type_name(element: Any) -> str:  # noqa: ANN401
    kind = type_of(element)
    return str((kind.Name if kind is not None else element.ObjectType) or "")


def _storey(element: Any) -> str | None:  # noqa: ANN401
    """Return the storey that an element stands in, by itself or with what it is a part of or fills."""
    place = element
    for _ in range(_DEEPEST):
        place = _above(place)
        if place is None:
            return None
        if place.is_a("IfcBuildingStorey"):
            return str(place.GlobalId)
    return None


def _above(item: Any) -> Any:  # noqa: ANN401
    """Return what an item stands in, is a part of, fills or voids: the first relation that it has."""
    ways = (
        ("ContainedInStructure", "RelatingStructure"),
        ("Decomposes", "RelatingObject"),
        ("Nests", "RelatingObject"),
        ("FillsVoids", "RelatingOpeningElement"),
        ("VoidsElements", "RelatingBuildingElement"),
    )
    for inverse, attribute in ways:
        for relation in getattr(item, inverse, None) or ():
            found = getattr(relation, attribute, None)
            if found is not None:
                return found
    return None
