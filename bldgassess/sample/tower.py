"""Make an office tower of any size for speed and load: ``python -m bldgassess.sample.tower N OUT.ifc``.

Exactly N elements that count: a corridor between two rows of rooms, storey upon storey, with layered walls, openings,
windows, doors, columns, beams, stairs, slabs, rooms, types, property sets and base quantities. The same bytes each time.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bldgassess.sample.step_text import StepText, Word, closed, enum, guid, typed

#: Bay, room depth, corridor, storey, slab, outer wall, inner wall [m].
BAY, ROOM, AISLE, STOREY, SLAB, OUTER, INNER = 3.6, 6.0, 2.0, 3.2, 0.25, 0.36, 0.15
DEPTH = 2 * ROOM + 2 * INNER + AISLE
CLEAR = STOREY - SLAB
FEWEST = 60
#: Elements of a bay and of a storey's ends; footings and roof slabs of a bay.
_A_BAY, _AN_END, _ONCE = 20, 9, 3
_LAYERS: dict[str, tuple[tuple[str, float], ...]] = {
    "outer": (("Render", 0.02), ("Mineral wool", 0.14), ("Concrete C30/37", 0.18), ("Gypsum plaster", 0.02)),
    "inner": (("Gypsum board", 0.025), ("Mineral wool", 0.1), ("Gypsum board", 0.025)),
    "slab": (("Cement screed", 0.05), ("Concrete C30/37", 0.2)),
}
#: Half the width, flange, web of the beams' section [m]; a European I-section in round figures.
_BEAM = (0.1, 0.2, 0.006, 0.01)


@dataclass(frozen=True, slots=True)
class TowerSize:
    """How many bays and storeys, and how many desks make up the rest."""

    bays: int
    storeys: int
    desks: int


def tower_size(count: int) -> TowerSize:
    """Return the size of a tower of so many elements.

    >>> tower_size(10_000)
    TowerSize(bays=16, storeys=30, desks=82)
    """
    if count < FEWEST:
        raise ValueError(f"at least {FEWEST} elements")
    bays = max(2, round(math.sqrt(count / 40.0)))
    a_storey = _A_BAY * bays + _AN_END
    storeys, desks = divmod(count - _ONCE * bays, a_storey)
    return TowerSize(bays, storeys, desks)


class Tower:
    """Writes one tower into STEP text."""

    def __init__(self, size: TowerSize) -> None:
        self.size = size
        self.out = StepText()
        self.of_type: dict[str, list[Word]] = defaultdict(list)
        self.of_material: dict[str, list[Word]] = defaultdict(list)
        self.contained: list[list[Word]] = [[] for _ in range(size.storeys)]
        self.rooms: list[list[Word]] = [[] for _ in range(size.storeys)]
        self._frame()
        self._materials_and_types()
        for storey in range(size.storeys):
            self._storey(storey)
        self._desks()
        self._relations()

    # -- frame ---------------------------------------------------------------------------------------------------------

    def _frame(self) -> None:
        out, up = self.out, (0.0, 0.0, 0.0)
        units = [
            out.add("IfcSIUnit", Word("*"), enum(kind), None, enum(name))
            for kind, name in (
                ("LENGTHUNIT", "METRE"),
                ("AREAUNIT", "SQUARE_METRE"),
                ("VOLUMEUNIT", "CUBIC_METRE"),
                ("PLANEANGLEUNIT", "RADIAN"),
            )
        ]
        self.origin = out.add("IfcAxis2Placement3D", out.point(*up), None, None)
        context = out.add("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, self.origin, None)
        self.body = out.add(
            "IfcGeometricRepresentationSubContext",
            *("Body", "Model", Word("*"), Word("*"), Word("*"), Word("*")),
            *(context, None, enum("MODEL_VIEW"), None),
        )
        assignment = out.add("IfcUnitAssignment", units)
        project = out.rooted("IfcProject", "tower", "Tower", None, None, None, None, [context], assignment)
        ground = out.add("IfcLocalPlacement", None, self.origin)
        site = out.rooted(
            "IfcSite", "site", "Site", *(None, None, ground, None, None), enum("ELEMENT"), (18, 38, 20), (109, 42, 0), 20.0, *(None, None),
        )  # fmt: skip
        building = out.rooted(
            "IfcBuilding", "building", f"Tower of {self.size.storeys} storeys", None, None, ground, None, None, enum("ELEMENT"), *(None, None, None),
        )  # fmt: skip
        self.levels: list[Word] = []
        self.storeys: list[Word] = []
        for number in range(self.size.storeys):
            z = number * STOREY
            place = out.add("IfcAxis2Placement3D", out.point(0.0, 0.0, z), None, None)
            self.levels.append(out.add("IfcLocalPlacement", ground, place))
            self.storeys.append(
                out.rooted("IfcBuildingStorey", str(number), f"Level {number:02d}", None, None, self.levels[-1], None, None, enum("ELEMENT"), z)
            )  # fmt: skip
        out.relate("IfcRelAggregates", "project", project, [site])
        out.relate("IfcRelAggregates", "site", site, [building])
        out.relate("IfcRelAggregates", "building", building, self.storeys)

    def _materials_and_types(self) -> None:
        out = self.out
        self.sets: dict[str, Word] = {}
        for name, layers in _LAYERS.items():
            rows = [out.add("IfcMaterialLayer", self._material(kind), thick, None, kind, *(None, None, None)) for kind, thick in layers]
            layer_set = out.add("IfcMaterialLayerSet", rows, name, None)
            axis = "AXIS3" if name == "slab" else "AXIS2"
            self.sets[name] = out.add("IfcMaterialLayerSetUsage", layer_set, enum(axis), enum("POSITIVE"), 0.0, None)
        for name, shares in (
            ("window", (("Glass", 0.4), ("Aluminium", 0.6))),
            ("door", (("Wood", 0.8), ("Aluminium", 0.2))),
        ):
            parts = [out.add("IfcMaterialConstituent", kind, None, self._material(kind), share, None) for kind, share in shares]
            self.sets[name] = out.add("IfcMaterialConstituentSet", name, None, parts)
        half, depth, web, flange = _BEAM
        self.section = out.add("IfcIShapeProfileDef", enum("AREA"), "I200", None, 2 * half, depth, web, flange, *(None, None, None))
        profile = out.add("IfcMaterialProfile", "I200", None, self._material("Steel S355"), self.section, None, None)
        self.sets["beam"] = out.add("IfcMaterialProfileSet", "I200", None, [profile], None)
        self.sets["column"] = self.sets["footing"] = self.sets["stair"] = self._material("Concrete C30/37")
        self.sets["ceiling"], self.sets["railing"] = self._material("Gypsum board"), self._material("Steel S355")
        self.sets["desk"] = self._material("Wood")
        self.types: dict[str, Word] = {}
        self.items: dict[str, Word] = {}
        for name, kind, width, height in (
            ("window", "IfcWindowType", 1.8, 1.5),
            ("aisle window", "IfcWindowType", 1.2, 1.5),
            ("door", "IfcDoorType", 0.9, 2.1),
        ):
            self._filling_type(name, kind, width, height)
        for name, kind, predefined in (
            ("outer", "IfcWallType", "SOLIDWALL"),
            ("inner", "IfcWallType", "PARTITIONING"),
            ("slab", "IfcSlabType", "FLOOR"),
            ("column", "IfcColumnType", "COLUMN"),
            ("beam", "IfcBeamType", "BEAM"),
        ):
            self.types[name] = out.rooted(kind, name, name.title(), *(None, None, None, None, None, None), enum(predefined))

    def _material(self, name: str) -> Word:
        return self.out.shared("IfcMaterial", name, None, None)

    def _filling_type(self, name: str, kind: str, width: float, height: float) -> None:
        """Write a type with a frame and a leaf or pane; all of its windows or doors are mapped from it."""
        out, frame = self.out, 0.06
        rim = self._curve([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        hole = self._curve([(frame, frame), (width - frame, frame), (width - frame, height - frame), (frame, height - frame)])
        profile = out.add("IfcArbitraryProfileDefWithVoids", enum("AREA"), None, rim, [hole])
        pane = out.add("IfcArbitraryClosedProfileDef", enum("AREA"), None, hole)
        upright = (out.direction(0.0, -1.0, 0.0), out.direction(1.0, 0.0, 0.0))
        solids = []
        for shape, y, depth in ((profile, 0.1, 0.07), (pane, 0.07, 0.024)):
            place = out.add("IfcAxis2Placement3D", out.point(0.0, y, 0.0), *upright)
            solids.append(out.add("IfcExtrudedAreaSolid", shape, place, out.direction(0.0, 0.0, 1.0), depth))
        shape = out.add("IfcShapeRepresentation", self.body, "Body", "SweptSolid", solids)
        source = out.add("IfcRepresentationMap", self.origin, shape)
        end = (enum("SINGLE_PANEL"),) if kind == "IfcWindowType" else (enum("SINGLE_SWING_LEFT"),)
        predefined = enum("WINDOW") if kind == "IfcWindowType" else enum("DOOR")
        self.types[name] = out.rooted(
            kind, name, f"{name.title()} {width:g} x {height:g}", *(None, None, None, [source], None, None), predefined, *end, None, None
        )  # fmt: skip
        move = out.add("IfcCartesianTransformationOperator3D", None, None, out.point(0.0, 0.0, 0.0), None, None)
        self.items[name] = out.add("IfcMappedItem", source, move)

    # -- shapes --------------------------------------------------------------------------------------------------------

    def _curve(self, points: Sequence[tuple[float, float]]) -> Word:
        places = self.out.add("IfcCartesianPointList2D", closed(points), *())
        return self.out.add("IfcIndexedPolyCurve", places, None, None)

    def _solid(self, profile: Word, depth: float, where: Word | None = None) -> Word:
        place = where or self.origin
        solid = self.out.add("IfcExtrudedAreaSolid", profile, place, self.out.direction(0.0, 0.0, 1.0), depth)
        return self.out.add("IfcShapeRepresentation", self.body, "Body", "SweptSolid", [solid])

    def _box(self, x: float, y: float, z: float) -> Word:
        """Write a box with its corner at the origin."""
        middle = self.out.shared("IfcAxis2Placement2D", self.out.point(x / 2, y / 2), None)
        return self._solid(self.out.shared("IfcRectangleProfileDef", enum("AREA"), None, middle, x, y), z)

    def _beam(self, length: float) -> Word:
        """Write an I-section along the local x axis."""
        along = self.out.shared(
            *("IfcAxis2Placement3D", self.out.point(0.0, 0.0, 0.0)),
            *(self.out.direction(1.0, 0.0, 0.0), self.out.direction(0.0, 1.0, 0.0)),
        )
        return self._solid(self.section, length, along)

    def _place(self, storey: int, place: tuple[float, float, float], turn_deg: int = 0) -> Word:
        way = {0: None, 90: (0.0, 1.0, 0.0), 180: (-1.0, 0.0, 0.0), 270: (0.0, -1.0, 0.0)}[turn_deg]
        axis = (None, None) if way is None else (self.out.direction(0.0, 0.0, 1.0), self.out.direction(*way))
        frame = self.out.add("IfcAxis2Placement3D", self.out.point(*place), *axis)
        return self.out.add("IfcLocalPlacement", self.levels[storey], frame)

    def _product(
        self, kind: str, name: str, placement: Word, shapes: Sequence[Word], *end: object, group: str = "", label: str = ""
    ) -> Word:
        shape = self.out.add("IfcProductDefinitionShape", None, None, list(shapes))
        words = (label or name, None, None, placement, shape)
        product = self.out.rooted(kind, name, *words, *((f"T{name}",) if kind != "IfcSpace" else (None,)), *end)
        if group:
            self.of_material[group.split()[-1]].append(product)
            if group in self.types:
                self.of_type[group].append(product)
        return product

    def _common(self, product: Word, name: str, pset: str, **values: tuple[str, object]) -> None:
        """Write a property set of the element's own."""
        rows = [
            self.out.add("IfcPropertySingleValue", key, None, typed(kind, value), None) for key, (kind, value) in values.items()
        ]
        own = self.out.rooted("IfcPropertySet", f"{pset}/{name}", pset, None, rows)
        self.out.relate("IfcRelDefinesByProperties", f"{pset}/{name}", [product], own)

    def _quantities(self, product: Word, name: str, qto: str, **values: float) -> None:
        """Write base quantities; the name says the kind."""
        rows = []
        for key, value in values.items():
            kind = "Volume" if key.endswith("Volume") else "Area" if key.endswith("Area") else "Length"
            rows.append(self.out.add(f"IfcQuantity{kind}", key, None, None, float(value), None))
        own = self.out.rooted("IfcElementQuantity", f"{qto}/{name}", qto, None, None, rows)
        self.out.relate("IfcRelDefinesByProperties", f"{qto}/{name}", [product], own)

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _storey(self, storey: int) -> None:
        for bay in range(self.size.bays):
            for side in (0, 1):
                self._bay(storey, bay, side)
            self._plates(storey, bay)
        self._ends(storey)
        self._stair(storey)
        length = self.size.bays * BAY
        self._room(storey, "aisle", "Corridor", (0.0, ROOM + INNER), (length, AISLE))

    def _bay(self, storey: int, bay: int, side: int) -> None:
        """Write one room with its walls, window, door, columns and beams; side 0 south, 1 north."""
        key, x, north = f"{storey}/{bay}/{side}", bay * BAY, side == 1
        wall = self._wall(storey, f"outer/{key}", "outer", (x, DEPTH + OUTER if north else 0.0), BAY, OUTER, holes=1.8 * 1.5, down=True)
        self._filling(storey, wall, f"window/{key}", "window", (x + 0.9, (DEPTH + OUTER if north else 0.0) - OUTER, 0.9), (1.8, 1.5), OUTER)
        y = ROOM + INNER + AISLE if north else ROOM
        wall = self._wall(storey, f"aisle/{key}", "inner", (x, y), BAY, INNER, holes=0.9 * 2.1)
        self._filling(storey, wall, f"door/{key}", "door", (x + 2.3, y, 0.0), (0.9, 2.1), INNER)
        start = DEPTH - ROOM if north else 0.0
        last = bay == self.size.bays - 1
        edge = x + BAY - (INNER if last else INNER / 2)
        self._wall(storey, f"inner/{key}", "inner", (edge + INNER, start), ROOM, INNER, turn_deg=90)
        left = x + (INNER / 2 if bay else 0.0)
        self._room(storey, f"room/{key}", "Office", (left, start), (edge - left, ROOM))
        self._structure(storey, key, x, start, north)

    def _structure(self, storey: int, key: str, x: float, start: float, north: bool) -> None:
        y = DEPTH + OUTER if north else -OUTER - 0.3
        column = self._product(
            "IfcColumn", f"column/{key}", self._place(storey, (x, y, 0.0)), [self._box(0.3, 0.3, CLEAR)], enum("COLUMN"), group="column"
        )  # fmt: skip
        self._bearing(column, f"column/{key}", "Column", NetVolume=0.09 * CLEAR, Length=CLEAR)
        circle = self.out.shared("IfcCircleProfileDef", enum("AREA"), "D350", None, 0.175)
        place = self._place(storey, (x + 1.0, start + (0.4 if north else ROOM - 0.4), 0.0))
        column = self._product(
            "IfcColumn", f"pillar/{key}", place, [self._solid(circle, CLEAR)], enum("COLUMN"), group="column"
        )
        self._bearing(column, f"pillar/{key}", "Column", NetVolume=math.pi * 0.175**2 * CLEAR, Length=CLEAR)
        half, depth, web, flange = _BEAM
        area = 2 * half * flange * 2 + (depth - 2 * flange) * web
        for name, place, length in (
            ("beam", self._place(storey, (x + BAY / 2, start, CLEAR - depth / 2), 90), ROOM),
            ("spandrel", self._place(storey, (x, y + 0.15, CLEAR + depth / 2)), BAY),
        ):
            beam = self._product(
                "IfcBeam", f"{name}/{key}", place, [self._beam(length)], enum("BEAM"), group="beam"
            )
            self._bearing(beam, f"{name}/{key}", "Beam", NetVolume=area * length, Length=length)
        if storey == 0:
            place = self._place(storey, (x - 0.35, y - 0.35, -SLAB - 0.6))
            footing = self._product(
                "IfcFooting", f"footing/{key}", place, [self._box(1.0, 1.0, 0.6)], enum("PAD_FOOTING"), group="footing"
            )
            self._bearing(footing, f"footing/{key}", "Footing", NetVolume=0.6, Length=1.0)
            self.contained[storey].append(footing)

    def _bearing(self, product: Word, name: str, kind: str, **quantities: float) -> None:
        bearing = ("IfcBoolean", True)
        self._common(product, name, f"Pset_{kind}Common", Reference=("IfcIdentifier", kind), LoadBearing=bearing)
        self._quantities(product, name, f"Qto_{kind}BaseQuantities", **quantities)
        storey = int(name.split("/")[1])
        if kind != "Footing":
            self.contained[storey].append(product)

    def _wall(
        self, storey: int, name: str, group: str, corner: tuple[float, float], length: float, thick: float,
        *, holes: float = 0.0, turn_deg: int = 0, down: bool = False,
    ) -> Word:  # fmt: skip
        """Write a wall along x from a corner; ``down``: its thickness lies towards smaller y."""
        x, y = corner
        place = self._place(storey, (x, y - thick if down else y, 0.0), turn_deg)
        kind = enum("SOLIDWALL" if group == "outer" else "PARTITIONING")
        wall = self._product("IfcWall", name, place, [self._box(length, thick, CLEAR)], kind, group=group)
        outer = group == "outer"
        self._common(
            wall, name, "Pset_WallCommon",
            Reference=("IfcIdentifier", group), IsExternal=("IfcBoolean", outer), LoadBearing=("IfcBoolean", outer),
            ThermalTransmittance=("IfcThermalTransmittanceMeasure", 0.24 if outer else 0.4), FireRating=("IfcLabel", "REI 90"),
        )  # fmt: skip
        side = length * CLEAR
        self._quantities(
            wall, name, "Qto_WallBaseQuantities", Length=length, Width=thick, Height=CLEAR, GrossSideArea=side,
            NetSideArea=side - holes, GrossVolume=side * thick, NetVolume=(side - holes) * thick,
        )  # fmt: skip
        self.contained[storey].append(wall)
        return wall

    def _filling(
        self, storey: int, wall: Word, name: str, group: str, corner: tuple[float, float, float], size: tuple[float, float],
        thick: float, turn_deg: int = 0,
    ) -> None:  # fmt: skip
        """Cut a hole into a wall and put a window or door into it."""
        width, height = size
        hole = self._product(
            "IfcOpeningElement", f"hole/{name}", self._place(storey, corner, turn_deg), [self._box(width, thick, height)], enum("OPENING")
        )  # fmt: skip
        self.out.relate("IfcRelVoidsElement", name, wall, hole)
        is_window = group.endswith("window")
        end = (enum("WINDOW"), enum("SINGLE_PANEL"), None) if is_window else (enum("DOOR"), enum("SINGLE_SWING_LEFT"), None)
        shape = self.out.add("IfcShapeRepresentation", self.body, "Body", "MappedRepresentation", [self.items[group]])
        product = self._product(
            "IfcWindow" if is_window else "IfcDoor", name, self._place(storey, corner, turn_deg), [shape], height, width, *end, group=group
        )  # fmt: skip
        self.out.relate("IfcRelFillsElement", name, hole, product)
        kind = "Window" if is_window else "Door"
        self._common(
            product, name, f"Pset_{kind}Common", Reference=("IfcIdentifier", group), IsExternal=("IfcBoolean", is_window),
            ThermalTransmittance=("IfcThermalTransmittanceMeasure", 1.1 if is_window else 2.0),
        )  # fmt: skip
        self._quantities(product, name, f"Qto_{kind}BaseQuantities", Width=width, Height=height, Area=width * height)
        self.contained[storey].append(product)

    def _plates(self, storey: int, bay: int) -> None:
        """Write the slab under a bay, the ceiling over its corridor, and the roof on the last storey."""
        levels = [(storey, -SLAB, "BASESLAB" if storey == 0 else "FLOOR")]
        if storey == self.size.storeys - 1:
            levels.append((storey, CLEAR, "ROOF"))
        for number, z, kind in levels:
            name, depth = f"slab/{number}/{bay}/{kind}", DEPTH + 2 * OUTER
            place = self._place(number, (bay * BAY, -OUTER, z))
            slab = self._product("IfcSlab", name, place, [self._box(BAY, depth, SLAB)], enum(kind), group="slab")
            outside = ("IfcBoolean", kind != "FLOOR")
            self._common(slab, name, "Pset_SlabCommon", IsExternal=outside, LoadBearing=("IfcBoolean", True))
            has_hole = bay == 0 and kind == "FLOOR"
            net = BAY * depth - (3.5 * AISLE if has_hole else 0.0)
            self._quantities(slab, name, "Qto_SlabBaseQuantities", Depth=SLAB, NetArea=net, NetVolume=net * SLAB)
            self.contained[number].append(slab)
            if has_hole:
                place = self._place(number, (0.0, ROOM + INNER, z))
                hole = self._product("IfcOpeningElement", f"hole/{name}", place, [self._box(3.5, AISLE, SLAB)], enum("OPENING"))
                self.out.relate("IfcRelVoidsElement", name, slab, hole)
        name, start = f"ceiling/{storey}/{bay}", 3.6 if bay == 0 else bay * BAY
        place = self._place(storey, (start - (0.1 if bay == 0 else 0.0), ROOM + INNER, CLEAR - 0.3))
        width = 0.1 if bay == 0 else BAY
        ceiling = self._product(
            "IfcCovering", name, place, [self._box(width, AISLE, 0.0125)], enum("CEILING"), group="ceiling"
        )
        self._quantities(ceiling, name, "Qto_CoveringBaseQuantities", NetArea=width * AISLE)
        self.contained[storey].append(ceiling)

    def _ends(self, storey: int) -> None:
        """Write the two end walls, each with a window at the corridor."""
        for end, x in (("west", 0.0), ("east", self.size.bays * BAY + OUTER)):
            name = f"outer/{storey}/{end}"
            wall = self._wall(storey, name, "outer", (x, 0.0), DEPTH, OUTER, holes=1.2 * 1.5, turn_deg=90)
            self._filling(
                storey, wall, f"window/{storey}/{end}", "aisle window", (x, (DEPTH - 1.2) / 2, 0.9), (1.2, 1.5), OUTER, 90
            )

    def _stair(self, storey: int) -> None:
        """Write two flights of ten risers with a landing between, and a railing along each."""
        tread, riser, steps, width = 0.27, STOREY / 20, 10, 0.95
        steps_up = [(0.0, 0.0)]
        for step in range(steps):
            steps_up += [(step * tread, (step + 1) * riser), ((step + 1) * tread, (step + 1) * riser)]
        outline = [*steps_up, (steps * tread, (steps - 1.5) * riser)]
        upright = self.out.shared("IfcAxis2Placement3D", self.out.point(0.0, 0.0, 0.0), self.out.direction(0.0, -1.0, 0.0), self.out.direction(1.0, 0.0, 0.0))  # fmt: skip
        profile = self.out.shared("IfcArbitraryClosedProfileDef", enum("AREA"), "flight", self._curve(outline)) if storey == 0 else self.flight  # fmt: skip
        self.flight, y, parts = profile, ROOM + INNER, []
        for flight, (place, turn) in enumerate((((0.75, y + width, 0.0), 0), ((3.45, y + AISLE - width, STOREY / 2), 180))):
            frame = self._place(storey, place, turn)
            name = f"flight/{storey}/{flight}"
            end = (steps, steps - 1, riser, tread, enum("STRAIGHT"))
            parts.append(self._product("IfcStairFlight", name, frame, [self._solid(profile, width, upright)], *end, group="stair"))
            rail_z = 0.9 + flight * STOREY / 2
            name = f"railing/{storey}/{flight}"
            rail = self._product(
                "IfcRailing", name, self._place(storey, (0.75, y + width + 0.03 * flight, rail_z)), [self._box(2.7, 0.03, 0.05)], enum("HANDRAIL"), group="railing"
            )  # fmt: skip
            self.contained[storey].append(rail)
        place = self._place(storey, (3.45, y, STOREY / 2 - 0.15))
        parts.append(self._product("IfcSlab", f"landing/{storey}", place, [self._box(0.14, AISLE, 0.15)], enum("LANDING"), group="stair"))
        stair = self.out.rooted("IfcStair", f"stair/{storey}", f"Stair {storey}", None, None, self.levels[storey], None, None, enum("HALF_TURN_STAIR"))
        self.out.relate("IfcRelAggregates", f"stair/{storey}", stair, parts)
        self.contained[storey].append(stair)

    def _room(self, storey: int, name: str, label: str, corner: tuple[float, float], size: tuple[float, float]) -> None:
        name = f"{name}/{storey}"
        place = self._place(storey, (*corner, 0.0))
        room = self._product("IfcSpace", name, place, [self._box(*size, CLEAR)], enum("ELEMENT"), enum("SPACE"), None, label=f"{storey:02d}-{len(self.rooms[storey]):03d}")  # fmt: skip
        self._common(room, name, "Pset_SpaceCommon", Reference=("IfcIdentifier", label), IsExternal=("IfcBoolean", False))
        area = size[0] * size[1]
        self._quantities(room, name, "Qto_SpaceBaseQuantities", Height=CLEAR, NetFloorArea=area, GrossFloorArea=area, NetVolume=area * CLEAR)
        self.rooms[storey].append(room)

    def _desks(self) -> None:
        """Put desks into the rooms until the number asked for is reached."""
        bays = self.size.bays
        for number in range(self.size.desks):
            storey, place = divmod(number, 2 * bays)
            storey %= self.size.storeys
            side, bay = divmod(place, bays)
            y = 1.0 if side == 0 else DEPTH - 1.8
            frame = self._place(storey, (bay * BAY + 1.6, y, 0.72))
            desk = self._product("IfcFurniture", f"desk/{number}", frame, [self._box(1.6, 0.8, 0.03)], enum("DESK"), group="desk")
            self.contained[storey].append(desk)

    def _relations(self) -> None:
        for storey, products in enumerate(self.contained):
            self.out.relate("IfcRelContainedInSpatialStructure", str(storey), products, self.storeys[storey])
            self.out.relate("IfcRelAggregates", f"rooms/{storey}", self.storeys[storey], self.rooms[storey])
        for name, products in self.of_type.items():
            self.out.relate("IfcRelDefinesByType", name, products, self.types[name])
        for name, products in self.of_material.items():
            self.out.relate("IfcRelAssociatesMaterial", name, products, self.sets[name])


def write_tower(count: int, path: Path) -> TowerSize:
    """Write a tower of ``count`` elements (rooms and openings come on top).

    Raises
    ------
    ValueError
        Below ``FEWEST`` elements.
    """
    size = tower_size(count)
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(Tower(size).out.text("IFC4", f"tower-{count}.ifc"))
    return size


def main() -> None:
    """Write a tower."""
    write_tower(int(sys.argv[1]), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
