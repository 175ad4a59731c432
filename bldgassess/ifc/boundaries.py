"""The file's own second-level space boundaries: read, and held against the rooms' faces before they are believed."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import shapely

from bldgassess.ifc.boundary_planes import NotReadError, Polygon3, read_surface
from bldgassess.ifc.roomfaces import Plane, RoomFace
from bldgassess.ifc.units import Units
from bldgassess.model.meshes import FloatArray

#: A boundary's plane may lie this far off the room's face [m]; some exporters displace them by metres.
NEAR_M = 0.1
_PARALLEL = 0.98
#: Least share of the boundaries' area that must lie on the rooms' faces [-].
_NEAR_SHARE = 0.9
#: Share of the rooms' surface that boundaries must cover, by the rule, and may at most [-].
_LEAST_COVER, _MOST_COVER = 0.85, 1.15
_SECOND = re.compile(r"(2nd|second)\s*[-_ ]?\s*level", re.IGNORECASE)

Side = Literal["external", "internal", "earth", "unknown"]


@dataclass(frozen=True, slots=True)
class FileBoundary:
    """One boundary: its room, the element behind it, how the file classes it, and polygons in world coordinates [m].

    ``role`` is "opaque", "opening" (of a window, door or hole) or "virtual".
    """

    guid: str
    space_guid: str
    element_guid: str
    element_class: str
    role: Literal["opaque", "opening", "virtual"]
    side: Side
    polygons: tuple[Polygon3, ...]


@dataclass(frozen=True, slots=True)
class FileBoundaries:
    """All second-level boundaries of one or several files, and how many of them have a surface that is not read."""

    items: tuple[FileBoundary, ...]
    unread: int


def read_boundaries(
    file: Any,  # noqa: ANN401 - ifcopenshell has no types
    units: Units,
    *,
    second_only: bool = True,
) -> FileBoundaries:
    """Read the second-level boundaries of the rooms (IfcSpace) of a file, sorted by GlobalId.

    Second level are those of the class IfcRelSpaceBoundary2ndLevel and those whose name or description says so. Where a
    boundary has inner boundaries and the file draws windows on top of walls, both are read as they are. Without
    ``second_only`` those of the first level are read as well, for comparison.
    """
    from ifcopenshell.util.unit import calculate_unit_scale

    radian = float(calculate_unit_scale(file, "PLANEANGLEUNIT"))
    places: dict[int, FloatArray] = {}
    items, unread = [], 0
    for relation in sorted(file.by_type("IfcRelSpaceBoundary"), key=lambda item: (str(item.GlobalId), item.id())):
        space = relation.RelatingSpace
        if space is None or not space.is_a("IfcSpace") or (second_only and not is_second_level(relation)):
            continue
        try:
            polygons = read_surface(_surface(relation), radian)
            if space.id() not in places:
                places[space.id()] = _place(space)
        except NotReadError:
            unread += 1
            continue
        placed = tuple(_moved(item, places[space.id()], units.length) for item in polygons)
        items.append(_boundary(relation, space, placed))
    return FileBoundaries(tuple(items), unread)


def is_second_level(relation: Any) -> bool:  # noqa: ANN401
    """Whether a boundary is of the second level, by class, name or description."""
    if relation.is_a("IfcRelSpaceBoundary2ndLevel"):
        return True
    return any(_SECOND.search(str(text or "")) for text in (relation.Name, relation.Description))


def _surface(relation: Any) -> Any:  # noqa: ANN401
    geometry = relation.ConnectionGeometry
    return getattr(geometry, "SurfaceOnRelatingElement", None) if geometry is not None else None


def _place(space: Any) -> FloatArray:  # noqa: ANN401
    from ifcopenshell.util.placement import get_local_placement

    try:
        return np.asarray(get_local_placement(space.ObjectPlacement), dtype=float)
    except (AttributeError, RuntimeError, TypeError, ValueError) as error:
        raise NotReadError(str(error)) from error


def _moved(polygon: Polygon3, place: FloatArray, length: float) -> Polygon3:
    outer, inner = polygon
    rings = [np.asarray((ring @ place[:3, :3].T + place[:3, 3]) * length) for ring in (outer, *inner)]
    return rings[0], tuple(rings[1:])


def _boundary(relation: Any, space: Any, polygons: tuple[Polygon3, ...]) -> FileBoundary:  # noqa: ANN401
    element = relation.RelatedBuildingElement
    name = element.is_a() if element is not None else ""
    role: Literal["opaque", "opening", "virtual"] = "opaque"
    if relation.PhysicalOrVirtualBoundary == "VIRTUAL" or name == "IfcVirtualElement":
        role = "virtual"
    elif element is not None and any(element.is_a(kind) for kind in ("IfcWindow", "IfcDoor", "IfcOpeningElement")):
        role = "opening"
    flag = str(relation.InternalOrExternalBoundary or "")
    side: Side = "unknown"
    if flag == "INTERNAL":
        side = "internal"
    elif flag == "EXTERNAL_EARTH":
        side = "earth"
    elif flag.startswith("EXTERNAL"):
        side = "external"
    return FileBoundary(
        str(relation.GlobalId or ""),
        str(space.GlobalId or ""),
        str(element.GlobalId or "") if element else "",
        name,
        role,
        side,
        polygons,
    )


@dataclass(frozen=True, slots=True)
class LaidBoundary:
    """A boundary laid on a face of its room: number of the face and outline there."""

    boundary: FileBoundary
    face: int
    outline: Any


@dataclass(frozen=True, slots=True)
class BoundaryCheck:
    """What holding boundaries against the rooms gave.

    ``near_fraction``: area of walls, slabs and virtual ones on a face of their room within 0.1 m, of all; windows may
    lie deep in their wall. ``opaque_fraction`` and ``all_fraction``: boundaries without and with those of openings, of
    the rooms' surface.
    ``walls_are_net``: windows are needed to make up the surface; else they are drawn on top. ``usable``: see ``check``.
    """

    near_fraction: float
    opaque_fraction: float
    all_fraction: float
    walls_are_net: bool
    usable: bool

    @property
    def cover_fraction(self) -> float:
        """Share of the rooms' surface that the boundaries cover by the rule."""
        return self.all_fraction if self.walls_are_net else self.opaque_fraction


def polygon_area(polygon: Polygon3) -> float:
    """Area of a plane polygon in space with its holes [m2]."""
    outer, inner = polygon
    return _ring_area(outer) - math.fsum(_ring_area(ring) for ring in inner)


def _ring_area(ring: FloatArray) -> float:
    away = ring - ring[0]
    return 0.5 * float(np.linalg.norm(np.cross(away, np.roll(away, -1, axis=0)).sum(axis=0)))


def lay_on_faces(
    boundaries: Sequence[FileBoundary], faces: Sequence[RoomFace], rooms: Sequence[str], origin: FloatArray
) -> list[LaidBoundary]:
    """Lay each boundary on the faces of its room that are parallel and within 0.1 m; the rest is left out."""
    by_room: dict[str, list[int]] = defaultdict(list)
    for number, face in enumerate(faces):
        by_room[rooms[face.room]].append(number)
    laid = []
    for item in boundaries:
        for polygon in item.polygons:
            outer = polygon[0] - origin
            normal = np.cross(outer - outer[0], np.roll(outer, -1, axis=0) - outer[0]).sum(axis=0)
            size = float(np.linalg.norm(normal))
            if size < 1e-9:
                continue
            for number in by_room[item.space_guid]:
                plane = faces[number].plane
                if abs(float(plane.normal @ normal)) < _PARALLEL * size:
                    continue
                if float(np.abs(outer @ plane.normal - plane.offset_m).max()) > NEAR_M:
                    continue
                common = shapely.intersection(_flat(polygon, plane, origin), faces[number].outline)
                if common.area > 1e-4:
                    laid.append(LaidBoundary(item, number, common))
    return laid


def _flat(polygon: Polygon3, plane: Plane, origin: FloatArray) -> Any:  # noqa: ANN401 - shapely geometry
    outer, inner = polygon
    shape = shapely.Polygon(plane.flat(outer - origin), [plane.flat(ring - origin) for ring in inner])
    return shape if shape.is_valid else shapely.make_valid(shape)


def check_boundaries(
    boundaries: Sequence[FileBoundary], laid: Sequence[LaidBoundary], faces: Sequence[RoomFace]
) -> BoundaryCheck:
    """Decide whether walls are drawn net of their windows, and whether the boundaries can be used.

    One rule for all models: where walls, slabs and virtual boundaries come nearer to the rooms' surface without the
    windows than with them, windows are drawn on top and walls are gross. Usable are boundaries of which nine tenths lie
    within 0.1 m of their room's face and which cover 85 to 115 % of the surface by that rule.
    """
    surface = math.fsum(float(face.outline.area) for face in faces)
    if not boundaries or surface <= 0.0:
        return BoundaryCheck(0.0, 0.0, 0.0, False, False)
    drawn = math.fsum(polygon_area(part) for item in boundaries for part in item.polygons)
    solid = math.fsum(polygon_area(p) for item in boundaries if item.role != "opening" for p in item.polygons)
    near = math.fsum(float(item.outline.area) for item in laid if item.boundary.role != "opening") / max(solid, 1e-9)
    opaque = solid / surface
    every = drawn / surface
    net = abs(every - 1.0) < abs(opaque - 1.0)
    found = BoundaryCheck(near, opaque, every, net, False)
    return replace(found, usable=near >= _NEAR_SHARE and _LEAST_COVER <= found.cover_fraction <= _MOST_COVER)
