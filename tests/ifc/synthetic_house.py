"""A house whose envelope is worked by hand: L-shaped, two storeys, stepped and pitched roof, its own space boundaries.

Plan (m), outer walls 0.3 thick, partitions 0.1, clear height 2.8, storeys 3.0 apart; y up, x to the right::

    9.0 +-----+
        |     |            ground floor: A west wing, B middle, C east
        |  A  |            upper floor:  A1 over A with a pitched ceiling (5.8 at x 0.3 to 6.9 at x 4.7), B1 over B
    5.0 |     +----+-----+
        |     |  B |  C  |  partitions at x 4.7 and 8.0
    0.0 +-----+----+-----+
        0     5    8    12
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

SLOPE = 0.25  # pitched ceiling: rise over run, from z 5.8 at x 0.3
OUTER = [(0, 0), (12, 0), (12, 5), (5, 5), (5, 9), (0, 9)]


def under(x):
    return 5.8 + SLOPE * (x - 0.3)


@dataclass(frozen=True)
class Prism:
    """A body: outline in the two axes that are left, extruded along ``axis``; holes as (x0, y0, x1, y1)."""

    name: str
    ifc_class: str
    axis: str
    outline: list
    start: float
    end: float
    storey: int
    holes: list = field(default_factory=list)
    predefined: str | None = None
    external: bool | None = None


def rect(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def notched(start, end, left, right, head):
    """A wall 2.8 m high with a doorway."""
    return [(start, 0), (left, 0), (left, head), (right, head), (right, 0), (end, 0), (end, 2.8), (start, 2.8)]


PRISMS = [
    Prism("slab-ground", "IfcSlab", "z", OUTER, -0.3, 0.0, 0, predefined="BASESLAB"),
    Prism("slab-middle", "IfcSlab", "z", OUTER, 2.8, 3.0, 1, predefined="FLOOR"),
    Prism(
        "roof-b",
        "IfcSlab",
        "z",
        [(4.7, 0.3), (5, 0.3), (5, 0), (8.3, 0), (8.3, 5), (5, 5), (5, 4.7), (4.7, 4.7)],
        5.8,
        6.0,
        1,
        predefined="ROOF",
    ),
    Prism(
        "roof-a",
        "IfcSlab",
        "y",
        [(0, under(0)), (5, under(5)), (5, under(5) + 0.2), (0, under(0) + 0.2)],
        0,
        9,
        1,
        predefined="ROOF",
    ),
    Prism("S0", "IfcWall", "y", rect(0, 0, 12, 2.8), 0, 0.3, 0, [(1.0, 0.9, 2.5, 2.1)], external=True),
    Prism("E0", "IfcWall", "x", rect(0.3, 0, 4.7, 2.8), 11.7, 12, 0, [(1.5, 0.8, 2.7, 2.3)], external=True),
    Prism("N0", "IfcWall", "y", rect(5, 0, 12, 2.8), 4.7, 5, 0, [(5.5, 0.9, 6.5, 2.1)], external=True),
    Prism("EW0", "IfcWall", "x", rect(4.7, 0, 8.7, 2.8), 4.7, 5, 0, external=True),
    Prism("NW0", "IfcWall", "y", rect(0, 0, 5, 2.8), 8.7, 9, 0, external=True),
    Prism("W0", "IfcWall", "x", notched(0.3, 8.7, 2.0, 3.0, 2.1), 0, 0.3, 0, external=True),
    Prism("P0", "IfcWall", "x", notched(0.3, 4.7, 1.0, 1.9, 2.0), 4.7, 4.8, 0, external=False),
    Prism("Q0", "IfcWall", "x", rect(0.3, 0, 4.7, 2.8), 8.0, 8.1, 0, external=False),
    Prism("SA1", "IfcWall", "y", [(0, 3), (5, 3), (5, under(5)), (0, under(0))], 0, 0.3, 1, external=True),
    Prism("SB1", "IfcWall", "y", rect(5, 3, 8.3, 5.8), 0, 0.3, 1, external=True),
    Prism("EB1", "IfcWall", "x", rect(0.3, 3, 4.7, 5.8), 8.0, 8.3, 1, external=True),
    Prism("NB1", "IfcWall", "y", rect(5, 3, 8.3, 5.8), 4.7, 5, 1, external=True),
    Prism("EW1", "IfcWall", "y", [(4.7, 3), (5, 3), (5, under(5)), (4.7, under(4.7))], 4.7, 8.7, 1, external=True),
    Prism("UP1", "IfcWall", "y", [(4.7, 6), (5, 6), (5, under(5)), (4.7, under(4.7))], 0.3, 4.7, 1, external=True),
    Prism("NW1", "IfcWall", "y", [(0, 3), (5, 3), (5, under(5)), (0, under(0))], 8.7, 9, 1, external=True),
    Prism("W1", "IfcWall", "y", [(0, 3), (0.3, 3), (0.3, 5.8), (0, under(0))], 0.3, 8.7, 1, external=True),
    Prism("P1", "IfcWall", "x", rect(0.3, 3, 4.7, 5.8), 4.7, 4.8, 1, external=False),
]
#: The window of the pitched storey stands in a wall of its own, since W1 is extruded along y.
FILLINGS = [
    Prism("win-S", "IfcWindow", "y", rect(1.0, 0.9, 2.5, 2.1), 0.1, 0.2, 0),
    Prism("win-E", "IfcWindow", "x", rect(1.5, 0.8, 2.7, 2.3), 11.8, 11.9, 0),
    Prism("win-N", "IfcWindow", "y", rect(5.5, 0.9, 6.5, 2.1), 4.8, 4.9, 0),
    Prism("door-W", "IfcDoor", "x", rect(2.0, 0.0, 3.0, 2.1), 0.1, 0.2, 0),
    Prism("door-P", "IfcDoor", "x", rect(1.0, 0.0, 1.9, 2.0), 4.725, 4.775, 0),
    Prism("win-W", "IfcWindow", "y", rect(0.1, 3.9, 0.2, 4.9), 4.0, 6.0, 1),
]
#: W1 in three parts about its window.
WEST = [
    Prism("W1-s", "IfcWall", "y", [(0, 3), (0.3, 3), (0.3, 5.8), (0, under(0))], 0.3, 4.0, 1, external=True),
    Prism("W1-n", "IfcWall", "y", [(0, 3), (0.3, 3), (0.3, 5.8), (0, under(0))], 6.0, 8.7, 1, external=True),
    Prism("W1-below", "IfcWall", "y", rect(0, 3, 0.3, 3.9), 4.0, 6.0, 1, external=True),
    Prism("W1-above", "IfcWall", "y", [(0, 4.9), (0.3, 4.9), (0.3, 5.8), (0, under(0))], 4.0, 6.0, 1, external=True),
]
BODIES = [item for item in PRISMS if item.name != "W1"] + WEST + FILLINGS
ROOMS = [
    Prism("A", "IfcSpace", "z", rect(0.3, 0.3, 4.7, 8.7), 0, 2.8, 0),
    Prism("B", "IfcSpace", "z", rect(4.8, 0.3, 8.0, 4.7), 0, 2.8, 0),
    Prism("C", "IfcSpace", "z", rect(8.1, 0.3, 11.7, 4.7), 0, 2.8, 0),
    Prism("A1", "IfcSpace", "y", [(0.3, 3), (4.7, 3), (4.7, under(4.7)), (0.3, under(0.3))], 0.3, 8.7, 1),
    Prism("B1", "IfcSpace", "z", rect(4.8, 0.3, 8.0, 4.7), 3, 5.8, 1),
]


def at(axis, value, *points):
    """Points of a plane across an axis."""
    place = {"x": lambda a, b: (value, a, b), "y": lambda a, b: (a, value, b), "z": lambda a, b: (a, b, value)}[axis]
    return [place(a, b) for a, b in points]


#: Second-level boundaries: room, element, side ("external", "earth", the room behind, or "" for the end of a wall).
BOUNDARIES = [
    ("A", "slab-ground", "earth", at("z", 0, *rect(0.3, 0.3, 4.7, 8.7))),
    ("B", "slab-ground", "earth", at("z", 0, *rect(4.8, 0.3, 8.0, 4.7))),
    ("C", "slab-ground", "earth", at("z", 0, *rect(8.1, 0.3, 11.7, 4.7))),
    ("A", "slab-middle", "A1", at("z", 2.8, *rect(0.3, 0.3, 4.7, 8.7))),
    ("A1", "slab-middle", "A", at("z", 3.0, *rect(0.3, 0.3, 4.7, 8.7))),
    ("B", "slab-middle", "B1", at("z", 2.8, *rect(4.8, 0.3, 8.0, 4.7))),
    ("B1", "slab-middle", "B", at("z", 3.0, *rect(4.8, 0.3, 8.0, 4.7))),
    ("C", "slab-middle", "external", at("z", 2.8, *rect(8.3, 0.3, 11.7, 4.7))),
    ("C", "slab-middle", "", at("z", 2.8, *rect(8.1, 0.3, 8.3, 4.7))),
    ("B1", "roof-b", "external", at("z", 5.8, *rect(5.0, 0.3, 8.0, 4.7))),
    ("B1", "roof-b", "", at("z", 5.8, *rect(4.8, 0.3, 5.0, 4.7))),
    ("A1", "roof-a", "external", [(0.3, 0.3, 5.8), (4.7, 0.3, under(4.7)), (4.7, 8.7, under(4.7)), (0.3, 8.7, 5.8)]),
    ("A", "S0", "external", at("y", 0.3, *rect(0.3, 0, 4.7, 2.8))),
    ("B", "S0", "external", at("y", 0.3, *rect(4.8, 0, 8.0, 2.8))),
    ("C", "S0", "external", at("y", 0.3, *rect(8.1, 0, 11.7, 2.8))),
    ("A1", "SA1", "external", at("y", 0.3, (0.3, 3), (4.7, 3), (4.7, under(4.7)), (0.3, 5.8))),
    ("B1", "SB1", "external", at("y", 0.3, *rect(4.8, 3, 8.0, 5.8))),
    ("A", "NW0", "external", at("y", 8.7, *rect(0.3, 0, 4.7, 2.8))),
    ("B", "N0", "external", at("y", 4.7, *rect(5.0, 0, 8.0, 2.8))),
    ("B", "N0", "", at("y", 4.7, *rect(4.8, 0, 5.0, 2.8))),
    ("C", "N0", "external", at("y", 4.7, *rect(8.1, 0, 11.7, 2.8))),
    ("A1", "NW1", "external", at("y", 8.7, (0.3, 3), (4.7, 3), (4.7, under(4.7)), (0.3, 5.8))),
    ("B1", "NB1", "external", at("y", 4.7, *rect(5.0, 3, 8.0, 5.8))),
    ("B1", "NB1", "", at("y", 4.7, *rect(4.8, 3, 5.0, 5.8))),
    ("A", "W0", "external", at("x", 0.3, *rect(0.3, 0, 8.7, 2.8))),
    ("A1", "W1-s", "external", at("x", 0.3, *rect(0.3, 3, 4.0, 5.8))),
    ("A1", "W1-n", "external", at("x", 0.3, *rect(6.0, 3, 8.7, 5.8))),
    ("A1", "W1-below", "external", at("x", 0.3, *rect(4.0, 3, 6.0, 4.9))),
    ("A1", "W1-above", "external", at("x", 0.3, *rect(4.0, 4.9, 6.0, 5.8))),
    ("A", "EW0", "external", at("x", 4.7, *rect(5.0, 0, 8.7, 2.8))),
    ("A", "EW0", "", at("x", 4.7, *rect(4.7, 0, 5.0, 2.8))),
    ("A", "P0", "B", at("x", 4.7, *rect(0.3, 0, 4.7, 2.8))),
    ("B", "P0", "A", at("x", 4.8, *rect(0.3, 0, 4.7, 2.8))),
    ("B", "Q0", "C", at("x", 8.0, *rect(0.3, 0, 4.7, 2.8))),
    ("C", "Q0", "B", at("x", 8.1, *rect(0.3, 0, 4.7, 2.8))),
    ("C", "E0", "external", at("x", 11.7, *rect(0.3, 0, 4.7, 2.8))),
    ("A1", "P1", "B1", at("x", 4.7, *rect(0.3, 3, 4.7, 5.8))),
    ("B1", "P1", "A1", at("x", 4.8, *rect(0.3, 3, 4.7, 5.8))),
    ("A1", "roof-b", "", at("x", 4.7, *rect(0.3, 5.8, 4.7, 6.0))),
    ("A1", "UP1", "external", at("x", 4.7, *rect(0.3, 6.0, 4.7, under(4.7)))),
    ("A1", "EW1", "", at("x", 4.7, *rect(4.7, 3, 5.0, 6.0))),
    ("A1", "EW1", "external", at("x", 4.7, *rect(4.7, 6.0, 5.0, under(4.7)))),
    ("A1", "EW1", "external", at("x", 4.7, *rect(5.0, 3, 8.7, under(4.7)))),
    ("B1", "EB1", "external", at("x", 8.0, *rect(0.3, 3, 4.7, 5.8))),
    ("A", "win-S", "external", at("y", 0.3, *rect(1.0, 0.9, 2.5, 2.1))),
    ("C", "win-E", "external", at("x", 11.7, *rect(1.5, 0.8, 2.7, 2.3))),
    ("B", "win-N", "external", at("y", 4.7, *rect(5.5, 0.9, 6.5, 2.1))),
    ("A", "door-W", "external", at("x", 0.3, *rect(2.0, 0.0, 3.0, 2.1))),
    ("A1", "win-W", "external", at("x", 0.3, *rect(4.0, 3.9, 6.0, 4.9))),
    ("A", "door-P", "B", at("x", 4.7, *rect(1.0, 0.0, 1.9, 2.0))),
    ("B", "door-P", "A", at("x", 4.8, *rect(1.0, 0.0, 1.9, 2.0))),
]

#: Worked by hand, gross of openings, of the rooms' inner faces [m2]. Azimuth of the wall: area.
WALLS = {
    180: 11.2 * 2.8 + 3.2 * 2.8 + 4.4 * (2.8 + 3.9) / 2.0,
    # B and B1 look into the end of the wing's east wall with their first 0.2 m
    0: 11.0 * 2.8 + 3.0 * 2.8 + 4.4 * (2.8 + 3.9) / 2.0,
    270: 2 * 8.4 * 2.8,
    # A north of the wing, C, then A1 above the lower roof and north of the wing, B1
    90: 3.7 * 2.8 + 4.4 * 2.8 + (4.7 * 0.9 + 3.7 * 3.9) + 4.4 * 2.8,
}
WINDOWS = {180: 1.5 * 1.2, 90: 1.2 * 1.5, 0: 1.0 * 1.2, 270: 2.0 * 1.0}
DOOR_WEST = 1.0 * 2.1
GROUND = 4.4 * 8.4 + 3.2 * 4.4 + 3.6 * 4.4
#: Flat over C and B1 without the strips of 0.2 m under the walls that stand on them, pitched over A1.
ROOFS = {0.0: 3.4 * 4.4 + 3.0 * 4.4, math.degrees(math.atan(SLOPE)): 8.4 * math.hypot(4.4, 1.1)}
VOLUME = 2.8 * GROUND + 4.4 * 8.4 * (2.8 + 3.9) / 2.0 + 3.2 * 4.4 * 2.8
FLOORS = GROUND + 4.4 * 8.4 + 3.2 * 4.4
GFA = (12 * 5 + 5 * 4) + (8.3 * 5 + 5 * 4)


def write_house(path: Path, *, spaces=True, boundaries=True, second="class", east_m=0.0, north_deg=0.0, displaced_m=0.0,
                names=None, order=1, schema="IFC4"):  # fmt: skip
    """Write the house; ``second``: how boundaries say that they are second-level, "class" or "name"."""
    import ifcopenshell

    file = ifcopenshell.file(schema=schema)
    writer = _Writer(file, east_m, north_deg)
    for item in BODIES[::order]:
        writer.add(item)
    if spaces:
        for item in ROOMS[::order]:
            writer.add(item, (names or {}).get(item.name))
        if boundaries:
            for k, row in enumerate(BOUNDARIES):
                writer.boundary(k, *row, second=second, displaced_m=displaced_m)
    file.write(str(path))
    return path


class _Writer:
    def __init__(self, file, east_m, north_deg):
        self.file = file
        self.made = {}
        new = file.create_entity
        angle = math.radians(north_deg)
        self.context = new("IfcGeometricRepresentationContext", ContextType="Model", CoordinateSpaceDimension=3,
                           Precision=1e-6, WorldCoordinateSystem=self.place((0.0, 0.0, 0.0)),
                           TrueNorth=new("IfcDirection", (math.sin(angle), math.cos(angle))))  # fmt: skip
        units = [new("IfcSIUnit", None, kind, None, name) for kind, name in (
            ("LENGTHUNIT", "METRE"), ("AREAUNIT", "SQUARE_METRE"), ("VOLUMEUNIT", "CUBIC_METRE"))]  # fmt: skip
        project = new("IfcProject", GlobalId=self.guid("project"), Name="House worked by hand",
                      RepresentationContexts=[self.context],
                      UnitsInContext=new("IfcUnitAssignment", units))  # fmt: skip
        self.root = new("IfcLocalPlacement", None, self.place((east_m, east_m / 3.0, 0.0)))
        building = new("IfcBuilding", GlobalId=self.guid("building"), Name="House", ObjectPlacement=self.root)
        self.storeys = [
            new("IfcBuildingStorey", GlobalId=self.guid(name), Name=name, Elevation=z,
                ObjectPlacement=new("IfcLocalPlacement", self.root, self.place((0.0, 0.0, z))))
            for name, z in (("Ground floor", 0.0), ("Upper floor", 3.0))
        ]  # fmt: skip
        self.relate("IfcRelAggregates", "in-project", RelatingObject=project, RelatedObjects=[building])
        self.relate("IfcRelAggregates", "in-building", RelatingObject=building, RelatedObjects=self.storeys)

    def guid(self, name):
        import uuid

        import ifcopenshell.guid

        return ifcopenshell.guid.compress(uuid.uuid5(uuid.NAMESPACE_OID, name).hex)

    def relate(self, kind, name, **attributes):
        return self.file.create_entity(kind, GlobalId=self.guid("rel-" + name), **attributes)

    def place(self, point, z=None, x=None):
        new = self.file.create_entity
        axis = new("IfcDirection", tuple(map(float, z))) if z else None
        ref = new("IfcDirection", tuple(map(float, x))) if x else None
        return new("IfcAxis2Placement3D", new("IfcCartesianPoint", tuple(map(float, point))), axis, ref)

    def curve(self, points):
        new = self.file.create_entity
        ring = [*points, points[0]]
        return new("IfcPolyline", [new("IfcCartesianPoint", tuple(map(float, point))) for point in ring])

    def add(self, item, long_name=None):
        new = self.file.create_entity
        # local x, y, z of the profile: along y it lies in (x, z) and runs to -y, so it starts at the end
        frame = {
            "z": ((0, 0, item.start), (0, 0, 1), (1, 0, 0)),
            "y": ((0, item.end, 0), (0, -1, 0), (1, 0, 0)),
            "x": ((item.start, 0, 0), (1, 0, 0), (0, 1, 0)),
        }[item.axis]
        outline = self.curve(item.outline)
        if item.holes:
            voids = [self.curve(rect(*hole)) for hole in item.holes]
            profile = new("IfcArbitraryProfileDefWithVoids", "AREA", None, outline, voids)
        else:
            profile = new("IfcArbitraryClosedProfileDef", "AREA", None, outline)
        solid = new("IfcExtrudedAreaSolid", profile, self.place(*frame), new("IfcDirection", (0.0, 0.0, 1.0)),
                    float(item.end - item.start))  # fmt: skip
        shape = new("IfcShapeRepresentation", self.context, "Body", "SweptSolid", [solid])
        product = new(item.ifc_class, GlobalId=self.guid(item.name), Name=item.name,
                      ObjectPlacement=new("IfcLocalPlacement", self.root, self.place((0.0, 0.0, 0.0))),
                      Representation=new("IfcProductDefinitionShape", None, None, [shape]))  # fmt: skip
        self.made[item.name] = product
        if item.predefined:
            product.PredefinedType = item.predefined
        if item.ifc_class in {"IfcWindow", "IfcDoor"}:
            (x0, y0), (x1, y1) = item.outline[0], item.outline[2]
            along = x1 - x0 if x1 - x0 > 0.15 else item.end - item.start
            product.OverallWidth, product.OverallHeight = float(along), float(y1 - y0)
        if item.external is not None:
            value = new("IfcPropertySingleValue", "IsExternal", None, new("IfcBoolean", item.external))
            pset = self.relate("IfcPropertySet", "pset-" + item.name, Name="Pset_WallCommon", HasProperties=[value])
            self.relate("IfcRelDefinesByProperties", "has-" + item.name, RelatedObjects=[product],
                        RelatingPropertyDefinition=pset)  # fmt: skip
        storey = self.storeys[item.storey]
        if item.ifc_class == "IfcSpace":
            product.LongName = long_name or item.name
            self.relate("IfcRelAggregates", "of-" + item.name, RelatingObject=storey, RelatedObjects=[product])
        else:
            self.relate("IfcRelContainedInSpatialStructure", "of-" + item.name, RelatedElements=[product],
                        RelatingStructure=storey)  # fmt: skip

    def boundary(self, number, room, element, side, corners, *, second, displaced_m):
        import numpy as np

        new = self.file.create_entity
        points = np.array(corners, dtype=float)
        x = points[1] - points[0]
        x /= np.linalg.norm(x)
        z = np.cross(x, points[2] - points[0])
        z /= np.linalg.norm(z)
        flat = (points - points[0]) @ np.stack([x, np.cross(z, x)]).T
        basis = new("IfcPlane", self.place((points[0] + displaced_m * z).tolist(), z.tolist(), x.tolist()))
        surface = new("IfcCurveBoundedPlane", basis, self.curve(flat.tolist()), [])
        by_class = second == "class"
        self.relate(
            "IfcRelSpaceBoundary2ndLevel" if by_class else "IfcRelSpaceBoundary",
            f"boundary-{number}",
            Name="SB" if by_class else "2ndLevel",
            Description="2a" if side else "2b",
            RelatingSpace=self.made[room],
            RelatedBuildingElement=self.made[element],
            ConnectionGeometry=new("IfcConnectionSurfaceGeometry", surface),
            PhysicalOrVirtualBoundary="PHYSICAL",
            InternalOrExternalBoundary={"external": "EXTERNAL", "earth": "EXTERNAL_EARTH"}.get(side, "INTERNAL"),
        )
