"""Rooms made from cubes where the model has none: the house worked by hand without its rooms, and worse ones."""

import math
from collections import defaultdict

import numpy as np
import pytest
import synthetic_house as house

from bldgassess.ifc.read import read_model
from bldgassess.ifc.voxels import main_turn, make_grid, sampled


def walls(building, turn=0.0):
    areas = defaultdict(float)
    for item in (*building.surfaces, *building.openings):
        if item.boundary == "outside" and 60.0 <= item.tilt_deg <= 120.0:
            areas[round(item.azimuth_deg + turn) % 360] += item.area_m2
    return dict(areas)


def check(building, turn=0.0):
    assert building.envelope_source == "voxels"
    assert [item.origin for item in building.spaces] == ["voxels", "voxels"]
    assert walls(building, turn) == pytest.approx(house.WALLS, rel=0.05)
    roof = math.fsum(item.area_m2 for item in building.surfaces if item.kind == "roof")
    assert roof == pytest.approx(sum(house.ROOFS.values()), rel=0.05)
    ground = math.fsum(item.area_m2 for item in building.surfaces if item.boundary == "ground")
    assert ground == pytest.approx(house.GROUND, rel=0.05)
    assert building.heated_volume_m3 == pytest.approx(house.VOLUME, rel=0.05)
    assert building.gia_m2 == pytest.approx(house.FLOORS + 1.3, rel=0.05)
    assert building.gfa_m2 == pytest.approx(house.GFA, rel=0.05)
    glass = math.fsum(item.area_m2 for item in building.openings if item.kind == "window")
    assert glass == pytest.approx(sum(house.WINDOWS.values()), rel=1e-6)


@pytest.mark.parametrize(("east_m", "north_deg"), [(0.0, 0.0), (500_000.0, 0.0), (0.0, 123.0)])
def test_hull_is_within_five_percent(tmp_path, east_m, north_deg):
    path = house.write_house(tmp_path / "bare.ifc", spaces=False, east_m=east_m, north_deg=north_deg)
    building = read_model([path]).building
    check(building, turn=north_deg)
    assert "ifc.voxel_rooms" in {issue.code for issue in building.issues}


def test_rooms_lie_on_each_other(tmp_path):
    building = read_model([house.write_house(tmp_path / "bare.ifc", spaces=False)]).building
    between = defaultdict(float)
    for item in building.surfaces:
        if item.boundary == "space":
            between[item.kind] += item.area_m2
    assert between["floor"] == pytest.approx(between["ceiling"], rel=0.02)
    assert between["floor"] == pytest.approx(4.4 * 8.4 + 3.2 * 4.4, rel=0.06)


def test_a_gap_below_the_roof_does_not_leak(tmp_path):
    """Walls of the pitched storey that end 15 cm below the roof still enclose a room."""
    original = list(house.BODIES)
    shortened = {"SA1", "NW1"}
    lowered = [
        house.Prism(
            item.name, item.ifc_class, item.axis,
            [(x, z - 0.15 if z > 5.0 else z) for x, z in item.outline] if item.name in shortened else item.outline,
            item.start, item.end, item.storey, item.holes, item.predefined, item.external,
        )
        for item in original
    ]  # fmt: skip
    house.BODIES[:] = lowered
    try:
        building = read_model([house.write_house(tmp_path / "gap.ifc", spaces=False)]).building
    finally:
        house.BODIES[:] = original
    assert building.envelope_source == "voxels"
    assert building.heated_volume_m3 == pytest.approx(house.VOLUME, rel=0.08)


def test_without_a_roof_the_outline_stands_in(tmp_path):
    original = list(house.BODIES)
    house.BODIES[:] = [item for item in original if "roof" not in item.name and "slab" not in item.name]
    try:
        building = read_model([house.write_house(tmp_path / "open.ifc", spaces=False)]).building
    finally:
        house.BODIES[:] = original
    assert building.envelope_source == "storey_hull"


def test_points_cover_a_triangle():
    triangle = np.array([[(0.0, 0.0, 0.0), (3.0, 0.0, 0.0), (0.0, 0.2, 0.0)]])
    points = np.concatenate([item for item, _ in sampled(triangle, 0.05)])
    assert (points[:, 0] / 3.0 + points[:, 1] / 0.2 <= 1.0 + 1e-9).all()
    for probe in ((0.0, 0.0), (3.0, 0.0), (0.0, 0.2), (1.0, 0.05), (1.5, 0.1)):
        assert np.hypot(*(points[:, :2] - probe).T).min() < 0.05
    assert len(points) < 1000


def test_grid_turns_with_the_walls():
    angle = math.radians(30.0)
    wall = np.array([(0, 0, 0), (8 * math.cos(angle), 8 * math.sin(angle), 0), (0, 0, 3)], dtype=float)[None]
    turned = wall @ main_turn(wall).T
    assert np.ptp(turned[0, :, 1]) == pytest.approx(0.0, abs=1e-9) or np.ptp(turned[0, :, 0]) == pytest.approx(
        0.0, abs=1e-9
    )


def test_closed_box_is_one_hollow():
    faces = [(0, 2, 1), (0, 3, 2), (4, 5, 6), (4, 6, 7), (0, 1, 5), (0, 5, 4), (1, 2, 6), (1, 6, 5), (2, 3, 7),
             (2, 7, 6), (3, 0, 4), (3, 4, 7)]  # fmt: skip
    x, y, z = 4.0, 3.0, 2.5
    corners = np.array([(0, 0, 0), (x, 0, 0), (x, y, 0), (0, y, 0), (0, 0, z), (x, 0, z), (x, y, z), (0, y, z)])
    grid = make_grid(corners[np.array(faces)], 0.0)
    inside = float((grid.cells > 0).sum()) * grid.size_m**3
    assert 0.8 * x * y * z < inside < x * y * z
    assert grid.at(np.array([[2.0, 1.5, 1.2]]))[0] == 1
    assert grid.at(np.array([[2.0, 1.5, 9.0], [9.0, 9.0, 1.0]])).tolist() == [0, 0]
    assert grid.at(np.array([[2.0, 1.5, -9.0]]))[0] == -2
