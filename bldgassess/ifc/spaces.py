"""Rooms and storeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bldgassess.ifc.quantities import read_authored
from bldgassess.ifc.reconcile import reconcile
from bldgassess.ifc.units import Units
from bldgassess.ifc.volume import MeshMeasure, quantise
from bldgassess.model import Space, Storey

MIN_AREA_M2 = 0.05
#: Properties that name the use of a room.
_USE_PROPERTIES = (
    ("Pset_SpaceOccupancyRequirements", "OccupancyType"),
    ("Pset_SpaceCommon", "Category"),
    ("Pset_SpaceCommon", "Reference"),
)


def read_storeys(file: Any, units: Units) -> tuple[Storey, ...]:  # noqa: ANN401
    """Storeys by elevation, then GlobalId."""
    rows = [
        Storey(item.GlobalId, str(item.Name or ""), round(float(item.Elevation or 0.0) * units.length, 6))
        for item in file.by_type("IfcBuildingStorey")
    ]
    return tuple(sorted(rows, key=lambda row: (row.elevation_m, row.guid)))


def list_spaces(file: Any) -> list[Any]:  # noqa: ANN401
    """Rooms with a body; outdoor spaces and gross-area volumes are left out."""
    outdoor = {"EXTERNAL", "GFA", "PARKING"}
    rooms = []
    for item in file.by_type("IfcSpace"):
        flag = getattr(item, "PredefinedType", None) or getattr(item, "InteriorOrExteriorSpace", None)
        if item.Representation is not None and flag not in outdoor:
            rooms.append(item)
    return sorted(rooms, key=lambda item: (str(item.GlobalId), item.id()))


def read_space(
    item: Any,  # noqa: ANN401
    guid: str,
    measures: Mapping[str, MeshMeasure],
    units: Units,
) -> Space | None:
    """Read one room, or ``None`` where it has neither body nor area."""
    from ifcopenshell.util import element as util

    measured = measures.get(guid)
    if measured is None:
        return None
    authored = reconcile(read_authored(item, units), measured, is_room=True)
    area, origin = measured.bottom_area_m2, "mesh"
    x0, y0, z0, x1, y1, z1 = measured.bbox_m
    if area < MIN_AREA_M2 or not measured.closed:
        areas = [row for row in authored if row.kind == "area" and row.name.endswith("FloorArea")]
        limit = 1.02 * (x1 - x0) * (y1 - y0)
        fitting = [row for row in areas if MIN_AREA_M2 <= row.value <= limit]
        if fitting:
            area, origin = fitting[-1].value, f"qto:{fitting[-1].set_name}.{fitting[-1].name}"
    height = z1 - z0
    if area < MIN_AREA_M2 or height < 0.1:
        return None
    volume = measured.volume_m3 if measured.closed else quantise(area * height)
    storey = util.get_aggregate(item)
    return Space(
        guid=guid,
        name=str(item.Name or ""),
        long_name=str(item.LongName or ""),
        storey_guid=storey.GlobalId if storey is not None and storey.is_a("IfcBuildingStorey") else None,
        floor_area_m2=area,
        floor_area_origin=origin,
        volume_m3=volume,
        height_m=quantise(volume / area),
        floor_z_m=z0,
        bbox_m=measured.bbox_m,
        authored=authored,
        labels=read_labels(item),
    )


def read_labels(item: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return what a room's object type, property sets and classifications say of its use, most telling first."""
    from bldgassess.ifc.elements import read_psets

    psets = read_psets(item)
    found = [psets.get(name, {}).get(key) for name, key in _USE_PROPERTIES]
    found.append(getattr(item, "ObjectType", None))
    for relation in getattr(item, "HasAssociations", None) or ():
        reference = getattr(relation, "RelatingClassification", None)
        if reference is not None and reference.is_a("IfcClassificationReference"):
            code = getattr(reference, "Identification", None) or getattr(reference, "ItemReference", None)
            found += [getattr(reference, "Name", None), code]
    return tuple(dict.fromkeys(text.strip() for text in found if isinstance(text, str) and text.strip()))
