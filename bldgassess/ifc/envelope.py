"""The envelope of rooms: what is behind each face, of what it is made, which window looks where.

Faces are plane outlines and are cut exactly: first by the faces of other rooms within reach (``adjacency``), then by
the ground, then by bodies that run on behind them (``behind``). What is left looks outside. Only which element a piece
is made of is told by rays.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bldgassess.errors import Issue
from bldgassess.ifc.adjacency import Boundary, Piece, cut_faces
from bldgassess.ifc.behind import Share, bury, share_out
from bldgassess.ifc.bodies import Bodies, make_bodies
from bldgassess.ifc.flags import hear_flags
from bldgassess.ifc.ground import Ground, lay_on_ground, lowest_floor
from bldgassess.ifc.opening_hosts import Hosted, cut_holes, host_openings
from bldgassess.ifc.opening_planes import Pane
from bldgassess.ifc.roomfaces import RoomFace, room_faces
from bldgassess.ifc.volume import quantise
from bldgassess.model import Element, Mesh, Opening, Site, Space, Surface
from bldgassess.model.meshes import FloatArray

SOLID_PARTS = frozenset(
    (
        "external_wall",
        "internal_wall",
        "curtain_wall",
        "floor_slab",
        "ground_slab",
        "roof",
        "foundation",
        "covering",
        "other",
    )
)
Kind = Literal["wall", "roof", "ceiling", "floor"]
_Key = tuple[str, Kind, Boundary, str, str, float, float]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Opaque faces net of openings, openings, and what was found on the way.

    ``outside_m2``: area of pieces that seemed to face outside; ``missing_m2``: of which IsExternal flags showed that a
    room is missing there.
    """

    surfaces: tuple[Surface, ...]
    openings: tuple[Opening, ...]
    issues: tuple[Issue, ...] = ()
    outside_m2: float = 0.0
    missing_m2: float = 0.0


@dataclass(frozen=True)
class Shells:
    """Rooms and what stands around them, all moved by ``origin``.

    ``faces`` name their room by number, ``pieces`` their face; ``bodies`` may be their constructions. ``from_file``:
    the file's own boundaries say what the pieces face.
    """

    spaces: tuple[Space, ...]
    faces: tuple[RoomFace, ...]
    pieces: tuple[Piece, ...]
    origin: FloatArray
    bodies: Bodies
    from_file: bool = False


def cut_shells(
    spaces: Sequence[Space], elements: Sequence[Element], meshes: Mapping[str, Mesh], ground: Ground | None = None
) -> Shells:
    """Cut the faces of all rooms by what is behind them."""
    rooms = tuple(sorted((item for item in spaces if item.guid in meshes), key=lambda item: item.guid))
    lows = [meshes[item.guid].vertices.min(axis=0) for item in rooms]
    origin = np.floor(np.min(lows, axis=0)) if lows else np.zeros(3)
    faces = room_faces([meshes[item.guid] for item in rooms], origin)
    pieces = lay_on_ground(cut_faces(faces), faces, origin, ground or lowest_floor(rooms))
    bodies = make_bodies([item.guid for item in elements if item.part in SOLID_PARTS], meshes, origin)
    return Shells(rooms, tuple(faces), tuple(bury(pieces, faces, bodies)), origin, bodies)


def compute_envelope(
    spaces: Sequence[Space],
    elements: Sequence[Element],
    meshes: Mapping[str, Mesh],
    site: Site,
    *,
    ground: Ground | None = None,
    refine: Callable[[Shells], Shells] | None = None,
) -> Envelope:
    """Find the faces and openings of all rooms.

    Parameters
    ----------
    ground : Ground, optional
        Where the ground lies; by default at the lowest floor.
    refine : callable, optional
        Told the cut shells and gives them back changed, as by the file's own boundaries.
    """
    shells = cut_shells(spaces, elements, meshes, ground)
    shells = refine(shells) if refine else shells
    hosted, lost = host_openings(elements, meshes, shells.faces, shells.pieces, shells.origin)
    opaque, debts = cut_holes(shells.pieces, shells.faces, hosted)
    shares = share_out(opaque, shells.faces, shells.bodies)
    inner = frozenset() if shells.from_file else _missing_rooms(shells, opaque, elements, meshes)
    surfaces = _surfaces(shells, opaque, shares, debts, site, inner)
    openings = [_opening(item, shells, site) for item in hosted]
    unresolved = tuple(sorted(item.guid for item in lost))
    issue = Issue("ifc.openings_unresolved", {"count": len(unresolved)}, unresolved, "warning")
    outside = math.fsum(item.area_m2 for item in shares if opaque[item.piece].boundary == "outside")
    missing = [item for item in shares if (item.piece, item.element) in inner]
    area = math.fsum(item.area_m2 for item in missing)
    issues = (issue,) if unresolved else ()
    if missing:
        guids = tuple(sorted({item.element for item in missing}))
        issues = (Issue("ifc.missing_rooms", {"area": round(area, 1)}, guids, "warning"), *issues)
    return Envelope(tuple(surfaces), tuple(openings), issues, outside, area)


def _missing_rooms(
    shells: Shells, pieces: Sequence[Piece], elements: Sequence[Element], meshes: Mapping[str, Mesh]
) -> frozenset[tuple[int, str]]:
    """Pieces and elements behind which the flags tell of a room that the model does not have."""
    external = {item.guid: item.is_external for item in elements}
    if not any(value is False for value in external.values()):
        return frozenset()
    names = [*shells.bodies.guids, *(item.guid for item in shells.spaces)]
    return hear_flags(pieces, shells.faces, shells.bodies, make_bodies(names, meshes, shells.origin), external)


def _surfaces(
    shells: Shells, pieces: Sequence[Piece], shares: Sequence[Share], debts: Mapping[tuple[int, Boundary], float],
    site: Site, inner: frozenset[tuple[int, str]],
) -> list[Surface]:  # fmt: skip
    """Add the shares of pieces up by room, kind, what is behind, element and direction."""
    areas: dict[_Key, list[float]] = defaultdict(list)
    owed: dict[tuple[int, Boundary], dict[_Key, float]] = defaultdict(lambda: defaultdict(float))
    looks = {k: _look(shells.faces[k], site) for k in {piece.face for piece in pieces}}
    for share in shares:
        piece = pieces[share.piece]
        if (share.piece, share.element) in inner:
            piece = replace(piece, boundary="adiabatic")
        key = _key(piece, share.element, shells, looks[piece.face])
        areas[key].append(share.area_m2)
        if (piece.face, piece.boundary) in debts:
            owed[piece.face, piece.boundary][key] += share.area_m2
    for (face, boundary), debt in sorted(debts.items()):
        _take(owed[face, boundary], debt, areas)
    whole = _adopted({key: math.fsum(parts) for key, parts in areas.items()})
    return [_surface(key, area) for key, area in sorted(whole.items()) if area > 1e-4]


def _look(face: RoomFace, site: Site) -> tuple[float, float]:
    return tilt(face.plane.normal), azimuth(face.plane.normal, site.true_north_deg)


def _adopted(areas: Mapping[_Key, float]) -> dict[_Key, float]:
    """Give faces behind which no element was met to the largest face that looks the same way onto the same thing."""
    groups: dict[tuple[object, ...], list[_Key]] = defaultdict(list)
    for key in sorted(areas):
        groups[(*key[:4], *key[5:])].append(key)
    found: dict[_Key, float] = {}
    for members in groups.values():
        known = [key for key in members if key[4]]
        if not known or len(known) == len(members):
            found.update((key, areas[key]) for key in members)
            continue
        host = max(known, key=lambda key: (round(areas[key], 6), key))
        found.update((key, areas[key]) for key in known)
        found[host] = math.fsum(areas[key] for key in members if key == host or not key[4])
    return found


def _take(keys: Mapping[_Key, float], debt: float, areas: dict[_Key, list[float]]) -> None:
    """Take a debt [m2] off the largest areas first, none below nothing."""
    for key, area in sorted(keys.items(), key=lambda item: (-round(item[1], 6), item[0])):
        used = min(debt, area, math.fsum(areas[key]))
        areas[key].append(-used)
        debt -= used


def _surface(key: _Key, area_m2: float) -> Surface:
    room, kind, boundary, other, element, slope, turn = key
    identity = f"{room}/{kind}/{boundary}/{other or '-'}/{element or '-'}/{slope:.0f}/{turn:.0f}"
    return Surface(identity, room, kind, boundary, other or None, quantise(area_m2), slope, turn, element or None)


def _key(piece: Piece, element: str, shells: Shells, look: tuple[float, float]) -> _Key:
    room = shells.spaces[shells.faces[piece.face].room]
    slope, turn = look
    other = shells.spaces[piece.other] if piece.other >= 0 else None
    boundary = piece.boundary
    if boundary == "space" and other is not None and room.is_heated and not other.is_heated:
        boundary = "unheated"
    kind: Kind = "wall" if 60.0 <= slope <= 120.0 else ("ceiling" if slope < 60.0 else "floor")
    if kind == "ceiling" and boundary in {"outside", "ground"}:
        kind = "roof"
    return room.guid, kind, boundary, other.guid if other else "", element, slope, turn


def _opening(item: Hosted, shells: Shells, site: Site) -> Opening:
    face = shells.faces[item.faces[0]]
    room = shells.spaces[face.room]
    boundary: Literal["outside", "space", "unheated"] = "outside"
    if item.boundary == "space":
        heated = shells.spaces[item.other].is_heated if item.other >= 0 else True
        boundary = "unheated" if room.is_heated and not heated else "space"
    sense = 1.0 if float(item.pane.normal @ face.plane.normal) >= 0.0 else -1.0
    return make_opening(item.element, item.pane, sense * item.pane.normal, room, boundary, site)


def azimuth(normal: FloatArray, true_north_deg: float) -> float:
    """Azimuth of a normal clockwise from true north [deg], 0 for level faces, whole degrees."""
    if math.hypot(float(normal[0]), float(normal[1])) < 0.02:
        return 0.0
    return round(math.degrees(math.atan2(float(normal[0]), float(normal[1]))) - true_north_deg) % 360.0 + 0.0


def tilt(normal: FloatArray) -> float:
    """Tilt of a normal: 0 up, 90 level, 180 down [deg], whole degrees."""
    return float(round(math.degrees(math.acos(max(-1.0, min(1.0, float(normal[2])))))))


def take_off(surfaces: Sequence[Surface], openings: Sequence[Opening]) -> list[Surface]:
    """Take the openings off the opaque faces of their room that look the same way, the largest first."""
    left = {item.id: item.area_m2 for item in surfaces}
    for opening in openings:
        rest = opening.area_m2
        for face in sorted(_hosts(surfaces, opening), key=lambda item: (-left[item.id], item.id)):
            used = min(rest, left[face.id])
            left[face.id] -= used
            rest -= used
            if rest <= 0.0:
                break
    kept = (replace(item, area_m2=quantise(left[item.id])) for item in surfaces)
    return sorted((item for item in kept if item.area_m2 > 1e-4), key=lambda item: item.id)


def _hosts(surfaces: Sequence[Surface], opening: Opening) -> list[Surface]:
    def fits(face: Surface) -> bool:
        if face.space_guid != opening.space_guid or face.boundary != opening.boundary:
            return False
        if abs(face.tilt_deg - opening.tilt_deg) > 20.0:
            return False
        turn = abs((face.azimuth_deg - opening.azimuth_deg + 180.0) % 360.0 - 180.0)
        return turn < 30.0 or face.kind != "wall"

    return [face for face in surfaces if fits(face)]


def make_opening(
    element: Element,
    pane: Pane,
    outward: FloatArray,
    space: Space,
    boundary: Literal["outside", "space", "unheated"],
    site: Site,
) -> Opening:
    """Make the opening of an element in a room."""
    slope = tilt(outward)
    kind: Literal["window", "door", "skylight"] = "door" if element.part == "door" else "window"
    if slope < 60.0:
        kind = "skylight"
    x, y, z = (quantise(float(item)) for item in pane.centre)
    return Opening(
        guid=element.guid,
        space_guid=space.guid,
        kind=kind,
        boundary=boundary,
        area_m2=quantise(pane.width_m * pane.height_m),
        width_m=pane.width_m,
        height_m=pane.height_m,
        sill_m=quantise(max(0.0, z - pane.height_m / 2.0 - space.floor_z_m)),
        tilt_deg=slope,
        azimuth_deg=azimuth(outward, site.true_north_deg),
        centre_m=(x, y, z),
        vertices_m=pane.corners(outward),
        u_value_w_m2k=element.u_value_w_m2k,
        g_value=element.g_value,
        frame_fraction=element.frame_fraction,
    )
