"""What a tower is written with: units and tree, materials and types, shapes, property sets and quantities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bldgassess.sample.step_text import StepText, Word, closed, enum, typed

#: Height of a storey [m].
STOREY = 3.2
LAYERS: dict[str, tuple[tuple[str, float], ...]] = {
    "outer": (("Render", 0.02), ("Mineral wool", 0.14), ("Concrete C30/37", 0.18), ("Gypsum plaster", 0.02)),
    "inner": (("Gypsum board", 0.025), ("Mineral wool", 0.1), ("Gypsum board", 0.025)),
    "slab": (("Cement screed", 0.05), ("Concrete C30/37", 0.2)),
}
#: Half the width, flange, web of the beams' section [m]; a European I-section in round figures.
BEAM = (0.1, 0.2, 0.006, 0.01)


class TowerKit:
    """Writes the frame of a tower, and single products, into STEP text."""

    def __init__(self, storeys: int) -> None:
        self.count = storeys
        self.out = StepText()
        self.of_type: dict[str, list[Word]] = defaultdict(list)
        self.of_material: dict[str, list[Word]] = defaultdict(list)
        self._frame()
        self._materials_and_types()

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
            "IfcSite",
            "site",
            "Site",
            *(None, None, ground, None, None),
            enum("ELEMENT"),
            (18, 38, 20),
            (109, 42, 0),
            20.0,
            *(None, None),
        )
        building = out.rooted(
            "IfcBuilding",
            "building",
            f"Tower of {self.count} storeys",
            None,
            None,
            ground,
            None,
            None,
            enum("ELEMENT"),
            *(None, None, None),
        )
        self.levels: list[Word] = []
        self.storeys: list[Word] = []
        for number in range(self.count):
            z = number * STOREY
            place = out.add("IfcAxis2Placement3D", out.point(0.0, 0.0, z), None, None)
            self.levels.append(out.add("IfcLocalPlacement", ground, place))
            self.storeys.append(
                out.rooted(
                    "IfcBuildingStorey",
                    str(number),
                    f"Level {number:02d}",
                    None,
                    None,
                    self.levels[-1],
                    None,
                    None,
                    enum("ELEMENT"),
                    z,
                )
            )
        out.relate("IfcRelAggregates", "project", project, [site])
        out.relate("IfcRelAggregates", "site", site, [building])
        out.relate("IfcRelAggregates", "building", building, self.storeys)

    def _materials_and_types(self) -> None:
        out = self.out
        self.sets: dict[str, Word] = {}
        for name, layers in LAYERS.items():
            rows = [
                out.add("IfcMaterialLayer", self._material(kind), thick, None, kind, *(None, None, None))
                for kind, thick in layers
            ]
            layer_set = out.add("IfcMaterialLayerSet", rows, name, None)
            axis = "AXIS3" if name == "slab" else "AXIS2"
            self.sets[name] = out.add("IfcMaterialLayerSetUsage", layer_set, enum(axis), enum("POSITIVE"), 0.0, None)
        for name, shares in (
            ("window", (("Glass", 0.4), ("Aluminium", 0.6))),
            ("door", (("Wood", 0.8), ("Aluminium", 0.2))),
        ):
            parts = [
                out.add("IfcMaterialConstituent", kind, None, self._material(kind), share, None)
                for kind, share in shares
            ]
            self.sets[name] = out.add("IfcMaterialConstituentSet", name, None, parts)
        half, depth, web, flange = BEAM
        self.section = out.add(
            "IfcIShapeProfileDef", enum("AREA"), "I200", None, 2 * half, depth, web, flange, *(None, None, None)
        )
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
            self.types[name] = out.rooted(
                kind, name, name.title(), *(None, None, None, None, None, None), enum(predefined)
            )

    def _material(self, name: str) -> Word:
        return self.out.shared("IfcMaterial", name, None, None)

    def _filling_type(self, name: str, kind: str, width: float, height: float) -> None:
        """Write a type with a frame and a leaf or pane; all of its windows or doors are mapped from it."""
        out, frame = self.out, 0.06
        rim = self._curve([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
        hole = self._curve(
            [(frame, frame), (width - frame, frame), (width - frame, height - frame), (frame, height - frame)]
        )
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
            kind,
            name,
            f"{name.title()} {width:g} x {height:g}",
            *(None, None, None, [source], None, None),
            predefined,
            *end,
            None,
            None,
        )
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
        self,
        kind: str,
        name: str,
        placement: Word,
        shapes: Sequence[Word],
        *end: object,
        group: str = "",
        label: str = "",
    ) -> Word:
        shape = self.out.add("IfcProductDefinitionShape", None, None, list(shapes))
        words = (label or name, None, None, placement, shape)
        product = self.out.rooted(kind, name, *words, *((f"T{name}",) if kind != "IfcSpace" else (None,)), *end)
        if group:
            self.of_material[group.rsplit(maxsplit=1)[-1]].append(product)
            if group in self.types:
                self.of_type[group].append(product)
        return product

    def _common(self, product: Word, name: str, pset: str, **values: tuple[str, object]) -> None:
        """Write a property set of the element's own."""
        rows = [
            self.out.add("IfcPropertySingleValue", key, None, typed(kind, value), None)
            for key, (kind, value) in values.items()
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
