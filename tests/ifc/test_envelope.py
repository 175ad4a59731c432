"""The envelope against areas worked from the rooms' boxes; turned, moved, and with parts instead of wholes."""

import math
from collections import defaultdict

import pytest

from bldgassess.ifc.read import read_model


def _placed(sample_dir, tmp_path, *, east_m=0.0, north_deg=0.0):
    import ifcopenshell

    file = ifcopenshell.open(str(sample_dir / "hainan_house_base.ifc"))
    for placement in file.by_type("IfcLocalPlacement"):
        if placement.PlacementRelTo is None:
            x, y, z = placement.RelativePlacement.Location.Coordinates
            point = file.create_entity("IfcCartesianPoint", (x + east_m, y + east_m / 3.0, z))
            placement.RelativePlacement.Location = point
    angle = math.radians(north_deg)
    context = next(item for item in file.by_type("IfcGeometricRepresentationContext", include_subtypes=False))
    context.TrueNorth = file.create_entity("IfcDirection", (math.sin(angle), math.cos(angle)))
    path = tmp_path / "placed.ifc"
    file.write(str(path))
    return read_model([path]).building


def test_walls_by_direction_are_the_sides_of_the_rooms(sample_models):
    """Every room of the sample is a box; its sides on the inner faces of the external walls are what faces outside."""
    building = sample_models["base"].building
    boxes = [space.bbox_m for space in building.spaces]
    low = [min(box[k] for box in boxes) for k in (0, 1)]
    high = [max(box[k] for box in boxes) for k in (3, 4)]
    expected: dict[int, float] = defaultdict(float)
    for x0, y0, z0, x1, y1, z1 in boxes:
        height = z1 - z0
        for at_edge, azimuth, length in (
            (abs(y1 - high[1]) < 1e-3, 0, x1 - x0),
            (abs(x1 - high[0]) < 1e-3, 90, y1 - y0),
            (abs(y0 - low[1]) < 1e-3, 180, x1 - x0),
            (abs(x0 - low[0]) < 1e-3, 270, y1 - y0),
        ):
            expected[azimuth] += length * height if at_edge else 0.0
    found: dict[int, float] = defaultdict(float)
    for surface in building.surfaces:
        if surface.kind == "wall" and surface.boundary == "outside":
            found[round(surface.azimuth_deg) % 360] += surface.area_m2
    for opening in building.openings:
        if opening.boundary == "outside":
            found[round(opening.azimuth_deg) % 360] += opening.area_m2
    for azimuth, area in expected.items():
        assert found[azimuth] == pytest.approx(area, rel=0.01), azimuth
    ground = math.fsum(s.area_m2 for s in building.surfaces if s.boundary == "ground")
    floors = math.fsum((x1 - x0) * (y1 - y0) for x0, y0, z0, x1, y1, _ in boxes if z0 < 1.0)
    assert ground == pytest.approx(floors, rel=0.01)


@pytest.mark.parametrize(("east_m", "north_deg"), [(500_000.0, 0.0), (0.0, 37.0), (500_000.0, 211.0)])
def test_place_and_north_change_directions_only(sample_dir, sample_models, tmp_path, east_m, north_deg):
    first = sample_models["base"].building
    moved = _placed(sample_dir, tmp_path, east_m=east_m, north_deg=north_deg)
    assert [item.volume_m3 for item in moved.elements] == pytest.approx([item.volume_m3 for item in first.elements])
    assert moved.gia_m2 == pytest.approx(first.gia_m2, rel=1e-6)

    def by_direction(building, turn):
        areas: dict[tuple[str, int], float] = defaultdict(float)
        for item in (*building.surfaces, *building.openings):
            azimuth = round(item.azimuth_deg + turn) % 360 if item.tilt_deg == 90.0 else 0
            areas[item.boundary, azimuth] += item.area_m2
        return dict(areas)

    assert by_direction(moved, north_deg) == pytest.approx(by_direction(first, 0.0), rel=1e-6)


@pytest.mark.parametrize("parent_keeps_its_body", [True, False])
def test_parent_or_parts_but_never_both(sample_dir, sample_models, tmp_path, parent_keeps_its_body):
    import ifcopenshell
    import ifcopenshell.guid

    file = ifcopenshell.open(str(sample_dir / "hainan_house_base.ifc"))
    wall = file.by_type("IfcWall")[0]
    guid = wall.GlobalId
    parts = [
        file.create_entity(
            "IfcBuildingElementPart",
            GlobalId=ifcopenshell.guid.new(),
            Name=f"part {k}",
            ObjectPlacement=wall.ObjectPlacement,
            Representation=wall.Representation if k == 0 else None,
        )
        for k in range(2)
    ]
    file.create_entity("IfcRelAggregates", ifcopenshell.guid.new(), RelatingObject=wall, RelatedObjects=parts)
    if not parent_keeps_its_body:
        wall.Representation = None
    path = tmp_path / "parts.ifc"
    file.write(str(path))
    building = read_model([path]).building
    names = {element.name for element in building.elements}
    assert ("part 0" in names) != parent_keeps_its_body
    assert (guid in {element.guid for element in building.elements}) == parent_keeps_its_body
    first = sample_models["base"].building
    whole = next(element.volume_m3 for element in first.elements if element.guid == guid)
    kept = sum(element.volume_m3 for element in building.elements if element.guid == guid or element.name == "part 0")
    assert kept >= whole * 0.99
    others = sum(e.volume_m3 for e in building.elements if e.guid != guid and not e.name.startswith("part"))
    assert others == pytest.approx(sum(e.volume_m3 for e in first.elements if e.guid != guid), rel=1e-9)


@pytest.mark.shared
def test_leaf_volumes_are_counted_once_on_every_model(shared_dir):
    from bldgassess.ifc.elements import list_elements
    from bldgassess.ifc.open import open_model

    for path in sorted((shared_dir / "data" / "models").glob("*.ifc")):
        if "unsupported" in path.name:
            continue
        opened = open_model(path)
        chosen = {item.id() for item in list_elements(opened.file)}
        for relation in opened.file.by_type("IfcRelAggregates"):
            if relation.RelatingObject.id() in chosen:
                assert not [item for item in relation.RelatedObjects if item.id() in chosen], path.name
