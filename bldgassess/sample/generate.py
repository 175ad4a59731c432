"""Make the sample house as IFC4 with ifcopenshell: ``python -m bldgassess.sample.generate [FOLDER]``.

The files are the same bytes each time: ids are made from names, and the header carries no clock time.
"""

from __future__ import annotations

import sys
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from bldgassess.sample import plan
from bldgassess.sample.plan import InnerWallPlan, Layers, OpeningPlan, Variant

#: An ifcopenshell entity or file; its classes are made at run time.
Entity: TypeAlias = Any

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "bldgassess/sample")
_DATE = "2026-11-24T00:00:00"


def _thickness(layers: Layers) -> float:
    return sum(t for _, t in layers)


class HouseBuilder:
    """Builds one variant into an open IFC file."""

    def __init__(self, variant: Variant) -> None:
        import ifcopenshell
        import ifcopenshell.api.aggregate
        import ifcopenshell.api.context
        import ifcopenshell.api.feature
        import ifcopenshell.api.geometry
        import ifcopenshell.api.material
        import ifcopenshell.api.project
        import ifcopenshell.api.pset
        import ifcopenshell.api.root
        import ifcopenshell.api.spatial
        import ifcopenshell.api.unit

        self.api = ifcopenshell.api
        self.variant = variant
        self.outer = _thickness(variant.wall)
        self.file = self.api.project.create_file(version="IFC4")
        self.materials: dict[str, Entity] = {}
        self.layer_sets: dict[tuple[str, Layers], Entity] = {}
        self.storeys: list[Entity] = []
        self._spatial_tree()

    # -- frame ---------------------------------------------------------------------------------------------------------

    def _entity(self, ifc_class: str, name: str, **attributes: Entity) -> Entity:
        entity = self.api.root.create_entity(self.file, ifc_class=ifc_class, name=name)
        for key, value in attributes.items():
            setattr(entity, key, value)
        return entity

    def _spatial_tree(self) -> None:
        project = self._entity("IfcProject", "bldgassess sample")
        units = [
            self.api.unit.add_si_unit(self.file, unit_type=kind) for kind in ("LENGTHUNIT", "AREAUNIT", "VOLUMEUNIT")
        ]
        self.api.unit.assign_unit(self.file, units=units)
        model = self.api.context.add_context(self.file, context_type="Model")
        self.body = self.api.context.add_context(
            self.file, context_type="Model", context_identifier="Body", target_view="MODEL_VIEW", parent=model
        )
        site = self._entity(
            "IfcSite",
            "Baoting, Hainan 海南保亭",
            RefLatitude=_compound(plan.LATITUDE_DEG),
            RefLongitude=_compound(plan.LONGITUDE_DEG),
            RefElevation=plan.ELEVATION_M,
        )
        building = self._entity("IfcBuilding", self.variant.title)
        self.api.aggregate.assign_object(self.file, products=[site], relating_object=project)
        self.api.aggregate.assign_object(self.file, products=[building], relating_object=site)
        for index, name in enumerate(plan.STOREYS):
            storey = self._entity("IfcBuildingStorey", name, Elevation=index * plan.STOREY_M)
            self.storeys.append(storey)
        self.api.aggregate.assign_object(self.file, products=self.storeys, relating_object=building)

    # -- shapes and materials ------------------------------------------------------------------------------------------

    def _prism(self, outline: list[tuple[float, float]], depth: float) -> Entity:
        points = self.file.createIfcCartesianPointList2D([*map(tuple, outline), outline[0]])
        curve = self.file.createIfcIndexedPolyCurve(points, None, False)
        profile = self.file.createIfcArbitraryClosedProfileDef("AREA", None, curve)
        solid = self.file.createIfcExtrudedAreaSolid(
            profile, None, self.file.createIfcDirection((0.0, 0.0, 1.0)), depth
        )
        return self.file.createIfcShapeRepresentation(self.body, "Body", "SweptSolid", [solid])

    def _place(
        self, product: Entity, origin: tuple[float, float, float], direction: tuple[float, float], shape: Entity
    ) -> None:
        dx, dy = direction
        matrix = np.array(
            [[dx, -dy, 0, origin[0]], [dy, dx, 0, origin[1]], [0, 0, 1, origin[2]], [0, 0, 0, 1]], dtype=float
        )
        self.api.geometry.edit_object_placement(self.file, product=product, matrix=matrix)
        self.api.geometry.assign_representation(self.file, product=product, representation=shape)

    def _box(
        self,
        product: Entity,
        origin: tuple[float, float, float],
        direction: tuple[float, float],
        size: tuple[float, float, float],
    ) -> None:
        sx, sy, sz = size
        self._place(product, origin, direction, self._prism([(0.0, 0.0), (sx, 0.0), (sx, sy), (0.0, sy)], sz))

    def _material(self, name: str) -> Entity:
        if name not in self.materials:
            self.materials[name] = self.api.material.add_material(self.file, name=name)
        return self.materials[name]

    def _layers(self, product: Entity, name: str, layers: Layers) -> None:
        key = (name, layers)
        if key not in self.layer_sets:
            layer_set = self.api.material.add_material_set(self.file, name=name, set_type="IfcMaterialLayerSet")
            for material, thickness in layers:
                layer = self.api.material.add_layer(self.file, layer_set=layer_set, material=self._material(material))
                layer.LayerThickness = thickness
            self.layer_sets[key] = layer_set
        axis = "AXIS2" if product.is_a("IfcWall") else "AXIS3"
        usage = self.file.createIfcMaterialLayerSetUsage(self.layer_sets[key], axis, "POSITIVE", 0.0)
        self.file.createIfcRelAssociatesMaterial(_new_guid(), None, None, None, [product], usage)

    def _common(self, product: Entity, pset: str, **properties: Entity) -> None:
        pset_entity = self.api.pset.add_pset(self.file, product=product, name=pset)
        self.api.pset.edit_pset(self.file, pset=pset_entity, properties=properties)

    def _contain(self, product: Entity, storey: int) -> None:
        self.api.spatial.assign_container(self.file, products=[product], relating_structure=self.storeys[storey])

    # -- parts ---------------------------------------------------------------------------------------------------------

    def clear_height_m(self, storey: int) -> float:
        """Height between the slab under a storey and the one above it [m]."""
        return plan.STOREY_M - (_thickness(self.variant.floor) if storey == 0 else 0.0)

    def slabs(self) -> None:
        """Ground slab, floor slab, flat roof and strip foundations."""
        v = self.variant
        full = (plan.LENGTH_M, plan.WIDTH_M)
        top = 2 * plan.STOREY_M
        rows = (
            ("SLAB-GROUND", "BASESLAB", v.ground, -_thickness(v.ground), 0),
            ("SLAB-FLOOR", "FLOOR", v.floor, plan.STOREY_M - _thickness(v.floor), 1),
            ("SLAB-ROOF", "ROOF", v.roof, top, 1),
        )
        for name, predefined, layers, z, storey in rows:
            slab = self._entity("IfcSlab", name, PredefinedType=predefined)
            self._box(slab, (0.0, 0.0, z), (1.0, 0.0), (*full, _thickness(layers)))
            self._layers(slab, name, layers)
            self._common(slab, "Pset_SlabCommon", IsExternal=predefined != "FLOOR", LoadBearing=True)
            self._contain(slab, storey)
        for side, (origin, direction, length) in self._sides().items():
            footing = self._entity("IfcFooting", f"FOOTING-{side}", PredefinedType="STRIP_FOOTING")
            z = -_thickness(v.ground) - 0.5
            self._box(footing, (origin[0], origin[1], z), direction, (length, 0.4, 0.5))
            self.api.material.assign_material(
                self.file, products=[footing], material=self._material("C30 concrete C30混凝土")
            )
            self._contain(footing, 0)
        self._overhang(top)

    def _overhang(self, z: float) -> None:
        depth = self.variant.overhang_m
        if not depth:
            return
        slab = self._entity("IfcSlab", "OVERHANG-S", PredefinedType="ROOF")
        self._box(slab, (0.0, -depth, z), (1.0, 0.0), (plan.LENGTH_M, depth, 0.06))
        self._layers(slab, "OVERHANG", ((self.variant.overhang_material, 0.06),))
        self._common(slab, "Pset_SlabCommon", IsExternal=True, LoadBearing=False)
        self._contain(slab, 1)

    def _sides(self) -> dict[str, tuple[tuple[float, float], tuple[float, float], float]]:
        """Each external wall: its start on the outer face, its direction, its length; inside lies to its left."""
        length, width, t = plan.LENGTH_M, plan.WIDTH_M, self.outer
        return {
            "S": ((0.0, 0.0), (1.0, 0.0), length),
            "E": ((length, t), (0.0, 1.0), width - 2 * t),
            "N": ((length, width), (-1.0, 0.0), length),
            "W": ((0.0, width - t), (0.0, -1.0), width - 2 * t),
        }

    def external_walls(self) -> dict[str, tuple[Entity, tuple[float, float, float], tuple[float, float], float]]:
        """Eight external walls; name -> (wall, origin, direction, thickness)."""
        walls = {}
        for storey in (0, 1):
            z, height = storey * plan.STOREY_M, self.clear_height_m(storey)
            for side, ((x, y), direction, length) in self._sides().items():
                name = f"{side}{storey}"
                wall = self._entity("IfcWall", name, PredefinedType="SOLIDWALL")
                self._box(wall, (x, y, z), direction, (length, self.outer, height))
                self._layers(wall, "EXTERNAL-WALL", self.variant.wall)
                self._common(wall, "Pset_WallCommon", IsExternal=True, LoadBearing=True)
                self._contain(wall, storey)
                walls[name] = (wall, (x, y, z), direction, self.outer)
        return walls

    def _rect(self, item: InnerWallPlan | plan.RoomPlan) -> tuple[float, float, float, float]:
        t = self.outer
        return (
            t if item.x0 is None else item.x0,
            t if item.y0 is None else item.y0,
            plan.LENGTH_M - t if item.x1 is None else item.x1,
            plan.WIDTH_M - t if item.y1 is None else item.y1,
        )

    def inner_walls(self) -> dict[str, tuple[Entity, tuple[float, float, float], tuple[float, float], float]]:
        """Straight partitions; name -> (wall, origin, direction, thickness)."""
        walls = {}
        for item in plan.INNER_WALLS:
            x0, y0, x1, y1 = self._rect(item)
            z, height = item.storey * plan.STOREY_M, self.clear_height_m(item.storey)
            along_x = x1 - x0 > y1 - y0
            origin, direction = ((x0, y0, z), (1.0, 0.0)) if along_x else ((x1, y0, z), (0.0, 1.0))
            length = x1 - x0 if along_x else y1 - y0
            wall = self._entity("IfcWall", item.name, PredefinedType="PARTITIONING")
            self._box(wall, origin, direction, (length, plan.INNER_WALL_M, height))
            self._layers(wall, "INNER-WALL", self.variant.inner_wall)
            self._common(wall, "Pset_WallCommon", IsExternal=False, LoadBearing=False)
            self._contain(wall, item.storey)
            walls[item.name] = (wall, origin, direction, plan.INNER_WALL_M)
        return walls

    def openings(self, walls: dict[str, tuple[Entity, tuple[float, float, float], tuple[float, float], float]]) -> None:
        """Cut the openings and fill them with windows and doors."""
        for item in plan.OPENINGS:
            scale = self.variant.window_scale.get(item.wall[0], 1.0) if not item.is_door else 1.0
            self._opening(replace(item, width_m=round(item.width_m * scale, 3)), *walls[item.wall])

    def _opening(
        self,
        item: OpeningPlan,
        wall: Entity,
        origin: tuple[float, float, float],
        direction: tuple[float, float],
        thickness: float,
    ) -> None:
        dx, dy = direction

        def at(along: float, across: float, up: float) -> tuple[float, float, float]:
            return (origin[0] + dx * along - dy * across, origin[1] + dy * along + dx * across, origin[2] + up)

        hole = self._entity("IfcOpeningElement", f"HOLE-{item.name}", PredefinedType="OPENING")
        self._box(
            hole, at(item.offset_m, -0.05, item.sill_m), direction, (item.width_m, thickness + 0.1, item.height_m)
        )
        self.api.feature.add_feature(self.file, feature=hole, element=wall)
        fill = self._entity(
            "IfcDoor" if item.is_door else "IfcWindow",
            item.name,
            OverallWidth=item.width_m,
            OverallHeight=item.height_m,
        )
        self._box(
            fill, at(item.offset_m, thickness / 2 - 0.03, item.sill_m), direction, (item.width_m, 0.06, item.height_m)
        )
        self.api.feature.add_filling(self.file, opening=hole, element=fill)
        material = "Timber door 木门" if item.is_door else self.variant.window_material
        self.api.material.assign_material(self.file, products=[fill], material=self._material(material))
        if item.is_door:
            self._common(fill, "Pset_DoorCommon", IsExternal=item.external, ThermalTransmittance=2.0)
        else:
            self._common(fill, "Pset_WindowCommon", IsExternal=True, ThermalTransmittance=self.variant.window_u_w_m2k)
        self._contain(fill, int(item.name.split("-")[1].strip("SENWI")[0]))

    def stair(self) -> None:
        """One straight flight of 18 risers, as a stepped body."""
        risers, going = 18, 0.23
        rise = plan.STOREY_M / risers
        outline = [(0.0, 0.0)]
        for step in range(risers):
            outline += [(step * going, (step + 1) * rise), ((step + 1) * going, (step + 1) * rise)]
        outline += [(risers * going, plan.STOREY_M - 0.2), (0.3, 0.0)]
        # drawn in x-z, then stood up: local x runs along the flight, local y up, extruded across
        flight = self._entity("IfcStairFlight", "STAIR", NumberOfRisers=risers, PredefinedType="STRAIGHT")
        shape = self._prism(outline, 1.0)
        y = 5.4 + plan.INNER_WALL_M + 1.0  # along the bathroom partition; extruded towards it
        matrix = np.array(
            [[1, 0, 0, 6.2 + plan.INNER_WALL_M], [0, 0, -1, y], [0, 1, 0, 0.0], [0, 0, 0, 1]], dtype=float
        )
        self.api.geometry.edit_object_placement(self.file, product=flight, matrix=matrix)
        self.api.geometry.assign_representation(self.file, product=flight, representation=shape)
        self.api.material.assign_material(
            self.file, products=[flight], material=self._material("C30 concrete C30混凝土")
        )
        self._contain(flight, 0)

    def rooms(self) -> None:
        """Rooms as spaces, from floor finish to the underside of the slab above."""
        for item in plan.ROOMS:
            x0, y0, x1, y1 = self._rect(item)
            space = self._entity("IfcSpace", item.name, LongName=item.long_name, PredefinedType="INTERNAL")
            size = (x1 - x0, y1 - y0, self.clear_height_m(item.storey))
            self._box(space, (x0, y0, item.storey * plan.STOREY_M), (1.0, 0.0), size)
            quantities = self.api.pset.add_qto(self.file, product=space, name="Qto_SpaceBaseQuantities")
            area = size[0] * size[1]
            self.api.pset.edit_qto(
                self.file,
                qto=quantities,
                properties={"NetFloorArea": round(area, 6), "NetVolume": round(area * size[2], 6)},
            )
            self.api.aggregate.assign_object(self.file, products=[space], relating_object=self.storeys[item.storey])

    def finish(self) -> None:
        """Give every object the id of its name, so that both variants share the ids of what they share."""
        seen: set[str] = set()
        for entity in sorted(self.file.by_type("IfcRoot"), key=lambda item: item.id()):
            named = entity.is_a("IfcObject") or entity.is_a("IfcProject")
            key = f"{entity.is_a()}/{entity.Name}" if named else f"{entity.is_a()}/#{entity.id()}"
            if key in seen:
                key = f"{key}/#{entity.id()}"
            seen.add(key)
            entity.GlobalId = _guid(key)
        header = self.file.header
        header.file_name.time_stamp = _DATE
        header.file_name.name = f"hainan_house_{self.variant.key}.ifc"
        header.file_name.preprocessor_version = "bldgassess sample generator"
        header.file_name.originating_system = "bldgassess sample generator"


def _compound(angle_deg: float) -> tuple[int, int, int, int]:
    millionths = round(angle_deg * 3600 * 1e6)
    seconds, fraction = divmod(millionths, 1_000_000)
    return (seconds // 3600, seconds % 3600 // 60, seconds % 60, fraction)


def _guid(key: str) -> str:
    import ifcopenshell.guid

    return str(ifcopenshell.guid.compress(uuid.uuid5(_NAMESPACE, key).hex))


def _new_guid() -> str:
    import ifcopenshell.guid

    return str(ifcopenshell.guid.new())


def build_house(variant: Variant) -> Entity:
    """Build one variant and return the open ifcopenshell file."""
    builder = HouseBuilder(variant)
    builder.slabs()
    builder.openings({**builder.external_walls(), **builder.inner_walls()})
    builder.stair()
    builder.rooms()
    builder.finish()
    return builder.file


def write_samples(folder: Path) -> list[Path]:
    """Write both variants into a folder and return their paths."""
    paths = []
    for variant in plan.VARIANTS:
        path = folder / f"hainan_house_{variant.key}.ifc"
        build_house(variant).write(str(path))
        paths.append(path)
    return paths


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("data"))
