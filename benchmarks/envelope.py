"""Hold the envelope found by cutting the rooms' faces against the file's own space boundaries, element by element.

    python benchmarks/envelope.py MODEL...

For each model: whether walls are drawn gross or net of windows (one rule, see bldgassess.ifc.boundaries), external
areas of both by kind and direction, and the elements that make up the difference with what each side says of them.
Areas of the file are the union of its external boundaries on each face, so that a window drawn on top of its wall
counts once and one drawn into a hole of it counts too.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import shapely

from bldgassess.ifc.boundaries import check_boundaries, lay_on_faces, read_boundaries
from bldgassess.ifc.envelope import azimuth, cut_shells, tilt
from bldgassess.ifc.ground import find_ground, read_zero_z
from bldgassess.ifc.open import open_model
from bldgassess.ifc.read import read_model
from bldgassess.ifc.units import read_units

LEAST_M2 = 0.05
OUTER = frozenset(("outside", "ground"))


def kind_of(face, north):
    slope = tilt(face.plane.normal)
    if slope < 60.0:
        return "roof"
    if slope > 120.0:
        return "floor"
    return f"wall {azimuth(face.plane.normal, north):03.0f}"


def explain(place, pieces, laid, names, causes):
    """External areas of one face by the cutting and by the file; adds what differs to the causes."""
    our = shapely.union_all([item.outline for item in pieces if item.boundary in OUTER])
    chosen = [item for item in laid if item.boundary.side in {"external", "earth"} and item.boundary.role != "virtual"]
    their = shapely.union_all([item.outline for item in chosen])

    def name(item):
        return names.get(item.boundary.element_guid, item.boundary.element_class or "-")

    for item in chosen:  # the file says external, the cutting otherwise
        for piece in pieces:
            if piece.boundary not in OUTER:
                area = shapely.intersection(item.outline, piece.outline).area
                causes[(*place, name(item), "file: external", f"cutting: {piece.boundary}")] -= area
    extra = shapely.difference(our, their)
    for item in laid:  # the cutting says external, the file otherwise
        if item not in chosen and item.boundary.role != "opening":
            said = f"file: {item.boundary.side}, {item.boundary.role}"
            causes[(*place, name(item), said, "cutting: external")] += shapely.intersection(extra, item.outline).area
            extra = shapely.difference(extra, item.outline)
    causes[(*place, "-", "file: nothing drawn", "cutting: external")] += extra.area
    return our.area, their.area


def compare(path):
    model = read_model([path])
    building = model.building
    file = open_model(path).file
    units = read_units(file)
    found = read_boundaries(file, units)
    level = "second-level"
    if not found.items:
        found, level = read_boundaries(file, units, second_only=False), "first-level"
    print(
        f"== {path.name}: {len(building.spaces)} rooms, {len(found.items)} {level} boundaries read, {found.unread} not"
    )
    shells = cut_shells(building.spaces, building.elements, model.meshes,
                        find_ground(building.spaces, read_zero_z(file, units.length)))  # fmt: skip
    known = {item.guid for item in shells.spaces}
    items = [item for item in found.items if item.space_guid in known]
    laid = lay_on_faces(items, shells.faces, [item.guid for item in shells.spaces], shells.origin)
    check = check_boundaries(items, laid, shells.faces)
    print(f"   on the rooms' faces {check.near_fraction:.3f}, cover without windows {check.opaque_fraction:.3f}, "
          f"with {check.all_fraction:.3f}: walls are {'net' if check.walls_are_net else 'gross'}, "
          f"{'usable' if check.usable else 'not usable'}; the program used {building.envelope_source}")  # fmt: skip
    ours, theirs = defaultdict(list), defaultdict(list)
    for piece in shells.pieces:
        ours[piece.face].append(piece)
    for item in laid:
        theirs[item.face].append(item)
    table = defaultdict(lambda: [0.0, 0.0])
    causes = defaultdict(float)
    names = {item.guid: f"{item.ifc_class} {item.name}" for item in building.elements}
    for number, face in enumerate(shells.faces):
        room = shells.spaces[face.room]
        place = (room.long_name or room.name, kind_of(face, building.site.true_north_deg))
        our, their = explain(place, ours[number], theirs[number], names, causes)
        table[place[1]][0] += our
        table[place[1]][1] += their
    print("   kind        cutting    file   diff %")
    rows = [(key, *table[key]) for key in sorted(table)]
    walls = [row for row in rows if row[0].startswith("wall")]
    rows.append(("all walls", sum(row[1] for row in walls), sum(row[2] for row in walls)))
    rows.append(("total", sum(row[1] for row in rows[:-1]), sum(row[2] for row in rows[:-1])))
    for key, our, their in rows:
        share = f"{100.0 * (our / their - 1.0):7.1f}" if their > 0.0 else "      -"
        print(f"   {key:10s} {our:8.1f} {their:8.1f} {share}")
    print("   what makes the difference (m2, + where the cutting has more):")
    for key, area in sorted(causes.items(), key=lambda row: (-abs(row[1]), row[0])):
        if abs(area) >= LEAST_M2:
            print(f"   {area:8.2f}  " + " | ".join(key))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        compare(Path(argument))
