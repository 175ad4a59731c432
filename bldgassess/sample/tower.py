"""Make an office tower of any size for speed and load: ``python -m bldgassess.sample.tower N OUT.ifc``.

Exactly N elements that count: a corridor between two rows of rooms, storey upon storey, with layered walls, openings,
windows, doors, columns, beams, stairs, slabs, rooms, types, property sets and quantities. The same bytes each time.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path

from bldgassess.sample.step_text import Word, enum
from bldgassess.sample.tower_kit import BEAM, STOREY, TowerKit

#: Bay, room depth, corridor, slab, outer wall, inner wall [m].
BAY, ROOM, AISLE, SLAB, OUTER, INNER = 3.6, 6.0, 2.0, 0.25, 0.36, 0.15
DEPTH = 2 * ROOM + 2 * INNER + AISLE
CLEAR = STOREY - SLAB
FEWEST = 60
#: Elements of a bay, of a storey's ends and stair, of a stair alone; footings and roof slab of a bay.
_A_BAY, _AN_END, _A_STAIR, _ONCE = 20, 9, 5, 3
#: Tread of a step [m] and risers of a flight.
_TREAD, _RISERS = 0.27, 10


@dataclass(frozen=True, slots=True)
class TowerSize:
    """How many bays and storeys, and how many desks make up the rest."""

    bays: int
    storeys: int
    desks: int


def tower_size(count: int) -> TowerSize:
    """Return the size of a tower of so many elements.

    >>> tower_size(10_000)
    TowerSize(bays=16, storeys=30, desks=87)
    """
    if count < FEWEST:
        raise ValueError(f"at least {FEWEST} elements")
    bays = max(2, round(math.sqrt(count / 40.0)))
    a_storey = _A_BAY * bays + _AN_END
    storeys, desks = divmod(count - _ONCE * bays + _A_STAIR, a_storey)
    return TowerSize(bays, storeys, desks)


class Tower(TowerKit):
    """Writes one tower into STEP text."""

    def __init__(self, size: TowerSize) -> None:
        super().__init__(size.storeys)
        self.size = size
        self.contained: list[list[Word]] = [[] for _ in range(size.storeys)]
        self.rooms: list[list[Word]] = [[] for _ in range(size.storeys)]
        self.flight = self._flight_profile()
        for storey in range(size.storeys):
            self._storey(storey)
        self._desks()
        self._relations()

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _storey(self, storey: int) -> None:
        for bay in range(self.size.bays):
            for side in (0, 1):
                self._bay(storey, bay, side)
            self._plates(storey, bay)
        self._ends(storey)
        if storey < self.size.storeys - 1:
            self._stair(storey)
        length = self.size.bays * BAY
        self._room(storey, "aisle", "Corridor", (0.0, ROOM + INNER), (length, AISLE))

    def _bay(self, storey: int, bay: int, side: int) -> None:
        """Write one room with its walls, window, door, columns and beams; side 0 south, 1 north."""
        key, x, north = f"{storey}/{bay}/{side}", bay * BAY, side == 1
        wall = self._wall(
            storey,
            f"outer/{key}",
            "outer",
            (x, DEPTH + OUTER if north else 0.0),
            BAY,
            OUTER,
            holes=1.8 * 1.5,
            down=True,
        )
        self._filling(
            storey,
            wall,
            f"window/{key}",
            "window",
            (x + 0.9, (DEPTH + OUTER if north else 0.0) - OUTER, 0.9),
            (1.8, 1.5),
            OUTER,
        )
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
            "IfcColumn",
            f"column/{key}",
            self._place(storey, (x, y, 0.0)),
            [self._box(0.3, 0.3, CLEAR)],
            enum("COLUMN"),
            group="column",
        )
        self._bearing(column, f"column/{key}", "Column", NetVolume=0.09 * CLEAR, Length=CLEAR)
        circle = self.out.shared("IfcCircleProfileDef", enum("AREA"), "D350", None, 0.175)
        place = self._place(storey, (x + 1.0, start + (0.4 if north else ROOM - 0.4), 0.0))
        column = self._product(
            "IfcColumn", f"pillar/{key}", place, [self._solid(circle, CLEAR)], enum("COLUMN"), group="column"
        )
        self._bearing(column, f"pillar/{key}", "Column", NetVolume=math.pi * 0.175**2 * CLEAR, Length=CLEAR)
        half, depth, web, flange = BEAM
        area = 2 * half * flange * 2 + (depth - 2 * flange) * web
        for name, place, length in (
            ("beam", self._place(storey, (x + BAY / 2, start, CLEAR - depth / 2), 90), ROOM),
            ("spandrel", self._place(storey, (x, y + 0.15, CLEAR + depth / 2)), BAY),
        ):
            beam = self._product("IfcBeam", f"{name}/{key}", place, [self._beam(length)], enum("BEAM"), group="beam")
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
        self,
        storey: int,
        name: str,
        group: str,
        corner: tuple[float, float],
        length: float,
        thick: float,
        *,
        holes: float = 0.0,
        turn_deg: int = 0,
        down: bool = False,
    ) -> Word:
        """Write a wall along x from a corner; ``down``: its thickness lies towards smaller y."""
        x, y = corner
        place = self._place(storey, (x, y - thick if down else y, 0.0), turn_deg)
        kind = enum("SOLIDWALL" if group == "outer" else "PARTITIONING")
        wall = self._product("IfcWall", name, place, [self._box(length, thick, CLEAR)], kind, group=group)
        outer = group == "outer"
        self._common(
            wall,
            name,
            "Pset_WallCommon",
            Reference=("IfcIdentifier", group),
            IsExternal=("IfcBoolean", outer),
            LoadBearing=("IfcBoolean", outer),
            ThermalTransmittance=("IfcThermalTransmittanceMeasure", 0.24 if outer else 0.4),
            FireRating=("IfcLabel", "REI 90"),
        )
        side = length * CLEAR
        self._quantities(
            wall,
            name,
            "Qto_WallBaseQuantities",
            Length=length,
            Width=thick,
            Height=CLEAR,
            GrossSideArea=side,
            NetSideArea=side - holes,
            GrossVolume=side * thick,
            NetVolume=(side - holes) * thick,
        )
        self.contained[storey].append(wall)
        return wall

    def _filling(
        self,
        storey: int,
        wall: Word,
        name: str,
        group: str,
        corner: tuple[float, float, float],
        size: tuple[float, float],
        thick: float,
        turn_deg: int = 0,
    ) -> None:
        """Cut a hole into a wall and put a window or door into it."""
        width, height = size
        hole = self._product(
            "IfcOpeningElement",
            f"hole/{name}",
            self._place(storey, corner, turn_deg),
            [self._box(width, thick, height)],
            enum("OPENING"),
        )
        self.out.relate("IfcRelVoidsElement", name, wall, hole)
        is_window = group.endswith("window")
        end = (
            (enum("WINDOW"), enum("SINGLE_PANEL"), None)
            if is_window
            else (enum("DOOR"), enum("SINGLE_SWING_LEFT"), None)
        )
        shape = self.out.add("IfcShapeRepresentation", self.body, "Body", "MappedRepresentation", [self.items[group]])
        product = self._product(
            "IfcWindow" if is_window else "IfcDoor",
            name,
            self._place(storey, corner, turn_deg),
            [shape],
            height,
            width,
            *end,
            group=group,
        )
        self.out.relate("IfcRelFillsElement", name, hole, product)
        kind = "Window" if is_window else "Door"
        self._common(
            product,
            name,
            f"Pset_{kind}Common",
            Reference=("IfcIdentifier", group),
            IsExternal=("IfcBoolean", is_window),
            ThermalTransmittance=("IfcThermalTransmittanceMeasure", 1.1 if is_window else 2.0),
        )
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
                hole = self._product(
                    "IfcOpeningElement", f"hole/{name}", place, [self._box(3.5, AISLE, SLAB)], enum("OPENING")
                )
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
                storey,
                wall,
                f"window/{storey}/{end}",
                "aisle window",
                (x, (DEPTH - 1.2) / 2, 0.9),
                (1.2, 1.5),
                OUTER,
                90,
            )

    def _flight_profile(self) -> Word:
        """Write the side of a flight of ten risers."""
        tread, riser = _TREAD, STOREY / (2 * _RISERS)
        outline = [(0.0, 0.0)]
        for step in range(_RISERS):
            outline += [(step * tread, (step + 1) * riser), ((step + 1) * tread, (step + 1) * riser)]
        curve = self._curve([*outline, (_RISERS * tread, (_RISERS - 1.5) * riser)])
        return self.out.add("IfcArbitraryClosedProfileDef", enum("AREA"), "flight", curve)

    def _stair(self, storey: int) -> None:
        """Write two flights with a landing between, and a railing along each."""
        y, width, half = ROOM + INNER, 0.95, STOREY / 2
        upright = self.out.shared(
            *("IfcAxis2Placement3D", self.out.point(0.0, 0.0, 0.0)),
            *(self.out.direction(0.0, -1.0, 0.0), self.out.direction(1.0, 0.0, 0.0)),
        )
        parts = []
        for flight, (x, start, turn) in enumerate(((0.75, y + width, 0), (3.45, y + AISLE - width, 180))):
            name, frame = f"flight/{storey}/{flight}", self._place(storey, (x, start, flight * half), turn)
            end = (_RISERS, _RISERS - 1, STOREY / (2 * _RISERS), _TREAD, enum("STRAIGHT"))
            shape = [self._solid(self.flight, width, upright)]
            parts.append(self._product("IfcStairFlight", name, frame, shape, *end, group="stair"))
            name, frame = (
                f"railing/{storey}/{flight}",
                self._place(storey, (0.75, y + width + 0.03 * flight, 0.9 + flight * half)),
            )
            rail = self._product(
                "IfcRailing", name, frame, [self._box(2.7, 0.03, 0.05)], enum("HANDRAIL"), group="railing"
            )
            self.contained[storey].append(rail)
        place, shape = self._place(storey, (3.45, y, half - 0.15)), [self._box(0.14, AISLE, 0.15)]
        parts.append(self._product("IfcSlab", f"landing/{storey}", place, shape, enum("LANDING"), group="stair"))
        words = (f"Stair {storey}", None, None, self.levels[storey], None, None, enum("HALF_TURN_STAIR"))
        stair = self.out.rooted("IfcStair", f"stair/{storey}", *words)
        self.out.relate("IfcRelAggregates", f"stair/{storey}", stair, parts)
        self.contained[storey].append(stair)

    def _room(self, storey: int, name: str, label: str, corner: tuple[float, float], size: tuple[float, float]) -> None:
        name = f"{name}/{storey}"
        place = self._place(storey, (*corner, 0.0))
        room = self._product(
            "IfcSpace",
            name,
            place,
            [self._box(*size, CLEAR)],
            enum("ELEMENT"),
            enum("SPACE"),
            None,
            label=f"{storey:02d}-{len(self.rooms[storey]):03d}",
        )
        self._common(
            room, name, "Pset_SpaceCommon", Reference=("IfcIdentifier", label), IsExternal=("IfcBoolean", False)
        )
        area = size[0] * size[1]
        self._quantities(
            room,
            name,
            "Qto_SpaceBaseQuantities",
            Height=CLEAR,
            NetFloorArea=area,
            GrossFloorArea=area,
            NetVolume=area * CLEAR,
        )
        self.rooms[storey].append(room)

    def _desks(self) -> None:
        """Put desks into the rooms until the number asked for is reached."""
        bays = self.size.bays
        for number in range(self.size.desks):
            storey, place = divmod(number, 2 * bays)
            row, storey = divmod(storey, self.size.storeys)
            side, bay = divmod(place, bays)
            y = 1.0 + 1.2 * row if side == 0 else DEPTH - 1.8 - 1.2 * row
            frame = self._place(storey, (bay * BAY + 1.6, y, 0.72))
            desk = self._product(
                "IfcFurniture", f"desk/{number}", frame, [self._box(1.6, 0.8, 0.03)], enum("DESK"), group="desk"
            )
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
