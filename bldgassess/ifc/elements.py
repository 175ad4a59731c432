"""Physical elements: what part of the building each is, with material, volume and properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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

#: Parts whose footprint is one side of the slab, whichever way that is tilted.
_SLABS = frozenset({"floor_slab", "ground_slab", "roof", "covering"})
_NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def read_element(
    element: Any,  # noqa: ANN401
    guid: str,
    measures: Mapping[str, MeshMeasure],
    units: Units,
    source: int = 0,
) -> Element:
    """Read one element under the name that it has among all of its building.

    Parameters
    ----------
    measures : mapping
        Shapes in the elements' own axes by name; an element without one has authored quantities only.
    source : int
        Index of the file that it stands in.
    """
    psets = read_psets(element)
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
    )


def read_psets(element: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Return the property sets by name; none where broken references hide them, and never one without a name."""
    from ifcopenshell.util import element as util

    try:
        psets = util.get_psets(element, psets_only=True)
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
    from ifcopenshell.util import element as util

    container = util.get_container(element, ifc_class="IfcBuildingStorey")
    return container.GlobalId if container is not None else None
