"""Spaces, zones and envelope by the ladder: the file's boundaries, else rays, flags, voxels, a storey's outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bldgassess.errors import Issue
from bldgassess.ifc.areas import Areas, compute_areas
from bldgassess.ifc.boundaries import FileBoundaries, FileBoundary, check_boundaries, lay_on_faces, read_boundaries
from bldgassess.ifc.envelope import Envelope, Shells, compute_envelope
from bldgassess.ifc.file_pieces import apply_boundaries
from bldgassess.ifc.ground import find_ground, read_zero_z
from bldgassess.ifc.heated import RoomSays, find_outdoor, mark_heated, read_room_says
from bldgassess.ifc.hull import compute_hull_spaces
from bldgassess.ifc.units import read_units
from bldgassess.ifc.voxel_rooms import compute_voxel_rooms
from bldgassess.model import Element, Mesh, Opening, Site, Space, Storey, Surface
from bldgassess.model.building import EnvelopeSource

#: Where flags move more than this share of what seems to face outside, they are what the envelope rests on [-].
_FLAGS_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class FileSays:
    """What files say of rooms and boundaries beside shapes."""

    boundaries: FileBoundaries = field(default_factory=lambda: FileBoundaries((), 0))
    rooms: Mapping[str, RoomSays] = field(default_factory=dict)
    zero_z_m: float | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the ladder gives; ``elements`` with their part refined, ``source`` the rung that was used."""

    spaces: tuple[Space, ...]
    elements: tuple[Element, ...]
    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    source: EnvelopeSource
    areas: Areas
    issues: tuple[Issue, ...]


def read_file_says(files: Sequence[Any]) -> FileSays:
    """Read boundaries, the rooms' property sets and the storeys' zero of one or several files."""
    items: list[FileBoundary] = []
    rooms: dict[str, RoomSays] = {}
    unread = 0
    zero: float | None = None
    for file in files:
        units = read_units(file)
        found = read_boundaries(file, units)
        items += found.items
        unread += found.unread
        rooms.update({str(item.GlobalId): read_room_says(item) for item in file.by_type("IfcSpace") if item.GlobalId})
        if zero is None:
            zero = read_zero_z(file, units.length)
    return FileSays(FileBoundaries(tuple(items), unread), rooms, zero)


def build_envelope(
    spaces: Sequence[Space],
    elements: Sequence[Element],
    meshes: Mapping[str, Mesh],
    storeys: Sequence[Storey],
    site: Site,
    says: FileSays | None = None,
) -> Ladder:
    """Find rooms, zones and envelope by the highest rung that holds.

    Parameters
    ----------
    spaces, elements : sequences
        As read; without ``spaces`` rooms are made from the elements.
    says : FileSays, optional
        What the files say beside shapes; see ``read_file_says``.
    """
    says = says or FileSays()
    marked, issues = mark_heated(spaces, says.rooms)
    if not marked:
        return _without_rooms(elements, meshes, storeys, site, says)
    rung = _Rung(elements, meshes, says)
    envelope = _from_rooms(rung, marked, site)
    outdoor = find_outdoor(marked, says.rooms, envelope.surfaces)
    if outdoor and len(outdoor) < len(marked):
        marked = tuple(item for item in marked if item.guid not in outdoor)
        rung = _Rung(elements, meshes, says)
        envelope = _from_rooms(rung, marked, site)
        issues = (*issues, Issue("ifc.outdoor_rooms", {"count": len(outdoor)}, outdoor, "info"))
    if envelope.missing_m2 > _FLAGS_SHARE * envelope.outside_m2:
        rung.source = "flags"
    refined = refine_parts(elements, envelope.surfaces)
    areas = compute_areas(marked, refined, meshes)
    return Ladder(
        marked, refined, envelope.surfaces, envelope.openings, rung.source, areas,
        (*issues, *rung.issues, *envelope.issues),
    )  # fmt: skip


def _from_rooms(rung: _Rung, spaces: Sequence[Space], site: Site) -> Envelope:
    ground = find_ground(spaces, rung.says.zero_z_m)
    return compute_envelope(spaces, rung.elements, rung.meshes, site, ground=ground, refine=rung.refine)


class _Rung:
    """Takes cut shells up the ladder and remembers which rung they reached."""

    def __init__(self, elements: Sequence[Element], meshes: Mapping[str, Mesh], says: FileSays) -> None:
        self.elements, self.meshes, self.says = elements, meshes, says
        self.source: EnvelopeSource = "rays"
        self.issues: tuple[Issue, ...] = ()

    def refine(self, shells: Shells) -> Shells:
        """Lay the file's boundaries over the pieces where they are sane."""
        items = self.says.boundaries.items
        if items:
            rooms = [item.guid for item in shells.spaces]
            laid = lay_on_faces(items, shells.faces, rooms, shells.origin)
            check = check_boundaries(items, laid, shells.faces)
            if check.usable:
                known = frozenset(item.guid for item in self.elements)
                self.source = "boundaries"
                pieces = apply_boundaries(shells.pieces, shells.faces, laid, known)
                return replace(shells, pieces=tuple(pieces), from_file=True)
            shares = {"near": round(100.0 * check.near_fraction), "cover": round(100.0 * check.cover_fraction)}
            self.issues = (Issue("ifc.boundaries_unsound", {"count": len(items), **shares}, severity="warning"),)
        return shells


def _without_rooms(
    elements: Sequence[Element], meshes: Mapping[str, Mesh], storeys: Sequence[Storey], site: Site, says: FileSays
) -> Ladder:
    found = compute_voxel_rooms(storeys, elements, meshes, site, says.zero_z_m)
    source: EnvelopeSource = "voxels"
    if not found.spaces:
        found = compute_hull_spaces(storeys, elements, meshes, site)
        source = "storey_hull"
    refined = refine_parts(elements, found.surfaces)
    areas = compute_areas(found.spaces, refined, {})
    return Ladder(found.spaces, refined, found.surfaces, found.openings, source, areas, found.issues)


def refine_parts(elements: Sequence[Element], surfaces: Sequence[Surface]) -> tuple[Element, ...]:
    """Say external wall, roof and ground slab where the envelope shows it and the file did not say."""
    outside = {item.element_guid for item in surfaces if item.kind == "wall" and item.boundary in {"outside", "ground"}}
    ground = {item.element_guid for item in surfaces if item.kind == "floor" and item.boundary == "ground"}
    roof = {item.element_guid for item in surfaces if item.kind == "roof"}
    inner = {item.element_guid for item in surfaces if item.boundary in {"space", "unheated"}}
    result = []
    for item in elements:
        part = item.part
        if part == "internal_wall" and item.is_external is None and item.guid in outside:
            part = "external_wall"
        elif part == "floor_slab" and item.guid in ground:
            part = "ground_slab"
        elif part == "floor_slab" and item.guid in roof and item.guid not in inner:
            part = "roof"
        result.append(item if part == item.part else replace(item, part=part))
    return tuple(result)
