"""Makes the rooms, faces, openings and elements of an archetype, storey by storey."""

from __future__ import annotations

from bldgassess.community.archetype_box import box_of, thickness_m
from bldgassess.community.archetype_data import (
    Envelope,
    Layers,
    Plan,
    envelope_of,
    layers_of,
    plan_of,
    rooms_of,
    structure_of,
)
from bldgassess.community.floor_plan import SIDES, Edge, Rectangle, lay_out, outer_edges, shared_edge
from bldgassess.community.schema import Archetype, Place
from bldgassess.community.upright import bounds_of, middle, upright
from bldgassess.model import Building, Element, MaterialLayer, Opening, Site, Space, Storey, Surface
from bldgassess.texts import mark

#: Inner doors and the door of the house, width and height [m]; assumptions of this program.
INNER_DOOR_M, HOUSE_DOOR_M = (0.9, 2.1), (1.2, 2.2)
DOOR_MATERIAL, HOUSE_DOOR_MATERIAL = "Timber door 木门", "Steel door 钢门"
#: A window's wished height, its sill and the most of a wall's length that it takes; assumptions of this program.
_WINDOW_M, _SILL_M, _MOST_LENGTH = 1.5, 0.9, 0.95
#: A wall with a door is at least so long [m].
_DOOR_WALL_M = 1.2
ORIGIN = "archetype"


class Maker:
    """Collects rooms, faces, openings and elements of one archetype, storey by storey."""

    def __init__(self, archetype: Archetype, place: Place, name: str) -> None:
        self.archetype, self.place = archetype, place
        self.name = name or f"{archetype.use} {archetype.construction} {archetype.year}"
        self.envelope: Envelope = envelope_of(archetype)
        self.layers = layers_of(archetype)
        self.plan: Plan = plan_of(archetype.use)
        self.box = box_of(archetype)
        self.rooms: list[list[tuple[str, Rectangle]]] = []
        self.spaces: list[Space] = []
        self.surfaces: list[Surface] = []
        self.openings: list[Opening] = []
        self.elements: list[Element] = []
        #: openings taken off each side and storey [m2]
        self.cut: dict[tuple[int, str], float] = {}

    def building(self, digest: str) -> Building:
        """Return the building; ``digest`` stands for the file that it has not."""
        archetype, box = self.archetype, self.box
        for storey in range(archetype.storeys):
            self._rooms(storey)
        for storey in range(archetype.storeys):
            self._inner_walls(storey)
            self._outer_walls(storey)
            self._flat(storey)
        self._structure()
        gia = box.length_m * box.width_m * archetype.storeys
        return Building(
            name=self.name,
            schema="archetype",
            authoring_tool="bldgassess",
            digests=(digest,),
            site=Site(
                self.place.latitude_deg,
                self.place.longitude_deg,
                self.place.elevation_m,
                (180.0 - archetype.orientation_deg) % 360.0,
            ),
            storeys=tuple(
                Storey(_storey(k), f"{k + 1}", k * box.storey_m) for k in range(archetype.storeys)
            ),
            elements=tuple(sorted(self.elements, key=lambda item: item.guid)),
            spaces=tuple(sorted(self.spaces, key=lambda item: item.guid)),
            surfaces=tuple(sorted(self.surfaces, key=lambda item: item.id)),
            openings=tuple(sorted(self.openings, key=lambda item: item.guid)),
            envelope_source="boundaries",
            gia_m2=gia,
            gia_rule=mark("inner plan of the storeys of an archetype"),
            useful_m2=gia,
            heated_volume_m3=gia * box.clear_m,
            gfa_m2=box.outer_length_m * box.outer_width_m * archetype.storeys,
            gfa_rule=mark("outer plan of the storeys of an archetype"),
            useful_rule=mark("floor area of the rooms of an archetype"),
        )  # fmt: skip

    # -- rooms and walls -----------------------------------------------------------------------------------------------

    def _rooms(self, storey: int) -> None:
        where = {"all", "upper" if storey else "ground"}
        rows = tuple(row for row in rooms_of(self.archetype.use) if row.storeys in where)
        box, z = self.box, storey * self.box.storey_m
        laid = []
        for k, rectangle in enumerate(lay_out(rows, box.length_m, box.width_m, self.plan.core_m)):
            guid = f"room-{storey:02d}-{k:02d}"
            laid.append((guid, rectangle))
            area = rectangle.area_m2
            self.spaces.append(
                Space(
                    guid=guid,
                    name=f"{storey + 1}.{k + 1}",
                    long_name=rectangle.name,
                    storey_guid=_storey(storey),
                    floor_area_m2=area,
                    floor_area_origin=ORIGIN,
                    volume_m3=area * box.clear_m,
                    height_m=box.clear_m,
                    floor_z_m=z,
                    bbox_m=(rectangle.x0, rectangle.y0, z, rectangle.x1, rectangle.y1, z + box.clear_m),
                )
            )
        self.rooms.append(laid)

    def _inner_walls(self, storey: int) -> None:
        rooms = self.rooms[storey]
        has_core = any(room.row == "core" for _, room in rooms)
        for k, (guid, room) in enumerate(rooms):
            for other_guid, other in rooms[k + 1 :]:
                found = shared_edge(room, other)
                if found is None:
                    continue
                edge, turn = found
                opens = edge.length_m >= _DOOR_WALL_M and (not has_core or "core" in {room.row, other.row})
                door = INNER_DOOR_M[0] * INNER_DOOR_M[1] if opens else 0.0
                wall = f"wall-{guid[5:]}-{other_guid[5:]}"
                area = edge.length_m * self.box.clear_m - door
                self._pair(wall, guid, other_guid, area, turn)
                self._layered(wall, "internal_wall", "IfcWall", storey, area, edge, external=False)
                if opens:
                    self._door(f"door-{wall[5:]}", guid, storey, edge, INNER_DOOR_M, DOOR_MATERIAL, turn, "space")

    def _pair(self, wall: str, guid: str, other: str, area: float, turn: float) -> None:
        azimuth = self._azimuth(turn)
        for space, behind, facing in ((guid, other, azimuth), (other, guid, (azimuth + 180.0) % 360.0)):
            self.surfaces.append(
                Surface(f"{space}/wall/{behind}", space, "wall", "space", behind, area, 90.0, facing, wall)
            )

    def _outer_walls(self, storey: int) -> None:
        box = self.box
        for guid, room in self.rooms[storey]:
            for edge in outer_edges(room, box.length_m, box.width_m):
                gross = edge.length_m * box.clear_m
                door = storey == 0 and edge.side == self._door_side() and guid == self._door_room()
                cut = gross * self.archetype.window_fraction
                if door:
                    size = HOUSE_DOOR_M
                    self._door(
                        "door-main", guid, storey, edge, size, HOUSE_DOOR_MATERIAL, SIDES[edge.side], "outside"
                    )  # fmt: skip
                    cut = size[0] * size[1]
                else:
                    self._window(guid, storey, edge, cut)
                self.cut[storey, edge.side] = self.cut.get((storey, edge.side), 0.0) + cut
                wall = f"facade-{storey:02d}-{edge.side}"
                self.surfaces.append(
                    Surface(
                        f"{guid}/wall/{edge.side}",
                        guid,
                        "wall",
                        "outside",
                        None,
                        gross - cut,
                        90.0,
                        self._azimuth(SIDES[edge.side]),
                        wall,
                    )
                )
        for side in SIDES:
            length = box.outer_length_m if side in {"front", "back"} else box.width_m
            area = length * box.storey_m - self.cut.get((storey, side), 0.0)
            edge = box.side(side)
            self._layered(f"facade-{storey:02d}-{side}", "external_wall", "IfcWall", storey, area, edge, external=True)

    def _door_room(self) -> str:
        """Return the room that people enter by: a corridor's end, else the stair, else the first."""
        ground = self.rooms[0]
        for wanted in ("Corridor", "Stair"):
            for guid, room in ground:
                if room.name == wanted:
                    return guid
        return ground[0][0]

    def _door_side(self) -> str:
        room = dict(self.rooms[0])[self._door_room()]
        return max(outer_edges(room, self.box.length_m, self.box.width_m), key=lambda edge: edge.length_m).side

    # -- openings ------------------------------------------------------------------------------------------------------

    def _window(self, guid: str, storey: int, edge: Edge, area: float) -> None:
        clear = self.box.clear_m
        width = min(_MOST_LENGTH * edge.length_m, area / _WINDOW_M)
        height = area / width
        sill = max(0.0, min(_SILL_M, clear - 0.05 - height))
        name, z = f"window-{guid[5:]}-{edge.side}", storey * self.box.storey_m
        corners = upright(edge, width, z + sill, height)
        self.openings.append(
            Opening(
                guid=name,
                space_guid=guid,
                kind="window",
                boundary="outside",
                area_m2=area,
                width_m=width,
                height_m=height,
                sill_m=sill,
                tilt_deg=90.0,
                azimuth_deg=self._azimuth(SIDES[edge.side]),
                centre_m=middle(corners),
                vertices_m=corners,
                u_value_w_m2k=self.envelope.window_u_w_m2k,
            )
        )
        self.elements.append(
            self._element(
                name,
                "window",
                "IfcWindow",
                storey,
                0.06 * area,
                area,
                0.06 * width,
                height,
                bounds_of(corners),
                [(self.envelope.window_material, None)],
                external=True,
                size=(width, height),
                u=self.envelope.window_u_w_m2k,
            )
        )

    def _door(
        self, name: str, guid: str, storey: int, edge: Edge, size: tuple[float, float], material: str, turn: float,
        boundary: str,
    ) -> None:  # fmt: skip
        width, height = size
        corners = upright(edge, width, storey * self.box.storey_m, height)
        outside = boundary == "outside"
        self.openings.append(
            Opening(
                guid=name,
                space_guid=guid,
                kind="door",
                boundary="outside" if outside else "space",
                area_m2=width * height,
                width_m=width,
                height_m=height,
                sill_m=0.0,
                tilt_deg=90.0,
                azimuth_deg=self._azimuth(turn),
                centre_m=middle(corners),
                vertices_m=corners,
            )
        )
        self.elements.append(
            self._element(
                name,
                "door",
                "IfcDoor",
                storey,
                0.06 * width * height,
                width * height,
                0.06 * width,
                height,
                bounds_of(corners),
                [(material, None)],
                external=outside,
                size=size,
            )
        )

    # -- slabs and structure -------------------------------------------------------------------------------------------

    def _flat(self, storey: int) -> None:
        last = self.archetype.storeys - 1
        plan = self.box.outer_length_m * self.box.outer_width_m
        z = storey * self.box.storey_m
        part, slab = ("floor_slab", f"slab-{storey:02d}") if storey else ("ground_slab", "slab-ground")
        self._slab(slab, part, storey, plan, z - thickness_m(self.layers[part]))
        if storey == last:
            self._slab("slab-roof", "roof", storey, plan, z + self.box.clear_m)
        for guid, room in self.rooms[storey]:
            if storey == 0:
                self._face(f"{guid}/floor", guid, "floor", "ground", None, room.area_m2, slab)
            else:
                for below, other in self.rooms[storey - 1]:
                    area = room.overlap_m2(other)
                    if area > 0.0:
                        self._face(f"{guid}/floor/{below}", guid, "floor", "space", below, area, slab)
                        self._face(f"{below}/ceiling/{guid}", below, "ceiling", "space", guid, area, slab)
            if storey == last:
                self._face(f"{guid}/roof", guid, "roof", "outside", None, room.area_m2, "slab-roof")

    def _face(
        self, identity: str, guid: str, kind: str, boundary: str, other: str | None, area: float, element: str
    ) -> None:
        tilt = 180.0 if kind == "floor" else 0.0
        self.surfaces.append(
            Surface(identity, guid, kind, boundary, other, area, tilt, 0.0, element)  # type: ignore[arg-type]
        )

    def _slab(self, guid: str, part: str, storey: int, plan: float, z: float) -> None:
        box, thickness = self.box, thickness_m(self.layers[part])
        x, y = (box.outer_length_m - box.length_m) / 2.0, (box.outer_width_m - box.width_m) / 2.0
        bounds = (-x, -y, z, box.length_m + x, box.width_m + y, z + thickness)
        ifc = "IfcRoof" if part == "roof" else "IfcSlab"
        self.elements.append(
            self._element(
                guid,
                part,
                ifc,
                storey,
                plan * thickness,
                box.outer_length_m * thickness,
                plan,
                thickness,
                bounds,
                self.layers[part],
                external=part != "floor_slab",
            )
        )

    def _layered(self, guid: str, part: str, ifc: str, storey: int, area: float, edge: Edge, *, external: bool) -> None:
        layers, z = self.layers[part], storey * self.box.storey_m
        thickness = thickness_m(layers)
        height = self.box.storey_m if external else self.box.clear_m
        (x0, y0), (x1, y1) = edge.a, edge.b
        bounds = (min(x0, x1), min(y0, y1), z, max(x0, x1), max(y0, y1), z + height)
        self.elements.append(
            self._element(
                guid,
                part,
                ifc,
                storey,
                area * thickness,
                area,
                edge.length_m * thickness,
                height,
                bounds,
                layers,
                external=external,
            )
        )

    def _structure(self) -> None:
        gia = self.box.length_m * self.box.width_m * self.archetype.storeys
        for k, row in enumerate(structure_of(self.archetype.construction)):
            if row.part == "stair" and self.archetype.storeys == 1:
                continue
            self.elements.append(
                self._element(
                    f"structure-{k:02d}",
                    row.part,
                    row.ifc_class,
                    0,
                    row.m3_per_m2 * gia,
                    0.0,
                    0.0,
                    0.0,
                    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
                    [(row.material, None)],
                    external=None,
                    name=row.name,
                )
            )

    def _element(
        self, guid: str, part: str, ifc: str, storey: int, volume: float, side: float, footprint: float,
        height: float, bounds: tuple[float, float, float, float, float, float],
        layers: list[tuple[str, None]] | Layers, *, external: bool | None, name: str = "",
        size: tuple[float, float] | None = None, u: float | None = None,
    ) -> Element:  # fmt: skip
        materials = tuple(
            MaterialLayer(k, material, thickness, None if thickness is not None else 1.0)
            for k, (material, thickness) in enumerate(layers)
        )
        return Element(
            guid=guid,
            ifc_class=ifc,
            name=name or guid,
            type_name=f"{part} {self.archetype.construction}",
            part=part,
            storey_guid=_storey(storey),
            is_external=external,
            volume_m3=volume,
            volume_origin=ORIGIN,
            mesh_closed=True,
            side_area_m2=side,
            footprint_area_m2=footprint,
            height_m=height,
            bbox_m=bounds,
            overall_width_m=size[0] if size else None,
            overall_height_m=size[1] if size else None,
            u_value_w_m2k=u,
            materials=materials,
            materials_origin=f"own:{ORIGIN}",
            size_origin="overall width x height" if size else "",
        )

    def _azimuth(self, turn: float) -> float:
        return (self.archetype.orientation_deg + turn) % 360.0


def _storey(index: int) -> str:
    return f"storey-{index:02d}"
