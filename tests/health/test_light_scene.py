"""The room as light sees it: closed, glazed where the windows are, points where people work."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.health.light.grid import work_points
from bldgassess.health.light.scene import make_scene, polygon_area
from bldgassess.health.light.view import view_out
from bldgassess.ifc.ray_tree import build_tree
from bldgassess.ifc.rays import _distances
from bldgassess.model import Mesh
from bldgassess.study import Study, set_values

spec = importlib.util.spec_from_file_location("light_rooms", Path(__file__).with_name("light_rooms.py"))
light_rooms = importlib.util.module_from_spec(spec)
spec.loader.exec_module(light_rooms)
CLEAR, box_building, slab, with_elements = (
    light_rooms.CLEAR,
    light_rooms.box_building,
    light_rooms.slab,
    light_rooms.with_elements,
)


def _vector_area(corners):
    arms = corners[1:] - corners[0]
    return 0.5 * np.cross(arms[:-1], arms[1:]).sum(axis=0)


def _room(building=None, meshes=None, study=CLEAR):
    return make_scene(building or box_building(), meshes or {}, study).rooms[0]


def test_shell_and_panes_close_the_room():
    room = _room()
    shell = sum(polygon_area(corners) for _, corners in room.shell)
    assert shell + polygon_area(room.panes[0].inner) == pytest.approx(2 * (24 + 12 + 18), rel=1e-6)
    total = sum(_vector_area(corners) for _, corners in room.shell) + _vector_area(room.panes[0].inner)
    assert np.abs(total).max() < 0.1  # nothing is missing but the two millimetres of each face
    areas = {name: sum(polygon_area(c) for m, c in room.shell if m == name) for name in ("floor", "ceiling", "wall")}
    assert areas == pytest.approx({"floor": 24.0, "ceiling": 24.0, "wall": 60.0 - 4.5}, rel=1e-6)
    assert room.lost == ()


def test_glass_is_the_window_less_its_frame_and_dirt():
    study = set_values(CLEAR, ["envelope.window_frame_fraction=0.3", "health.glass_dirt_fraction=0.1"])
    pane = _room(study=study).panes[0]
    assert pane.glass_m2 == pytest.approx(0.7 * 4.5)
    assert pane.transmittance == pytest.approx(0.63)
    assert pane.normal == pytest.approx([0.0, -1.0, 0.0])
    own = replace(box_building(), openings=(replace(box_building().openings[0], frame_fraction=0.5),))
    assert _room(own, study=study).panes[0].glass_m2 == pytest.approx(0.5 * 4.5)


def test_glass_behind_the_room_s_face_makes_a_sleeve():
    window = box_building().openings[0]
    deep = replace(window, vertices_m=tuple((x, -0.3, z) for x, _, z in window.vertices_m))
    pane = _room(replace(box_building(), openings=(deep,))).panes[0]
    assert pane.outer[:, 1] == pytest.approx(-0.3)
    assert pane.inner[:, 1] == pytest.approx(0.002)


def test_true_north_is_up():
    room = _room(box_building(north=90.0))  # true north is the model's +x, so its -y is east
    assert room.panes[0].normal == pytest.approx([1.0, 0.0, 0.0], abs=1e-9)


def test_a_window_that_lies_in_no_face_is_told():
    window = box_building().openings[0]
    far = replace(window, vertices_m=tuple((x, y - 9.0, z) for x, y, z in window.vertices_m))
    room = _room(replace(box_building(), openings=(far,)))
    assert room.lost == ("w",)
    assert room.panes == ()


def test_grid_of_the_box_is_77_points_half_a_metre_off_the_walls():
    points = _room().points
    assert len(points) == 77
    assert points[:, 2] == pytest.approx(0.85)
    assert points.min(axis=0) == pytest.approx([0.5, 0.5, 0.85])
    assert points.max(axis=0) == pytest.approx([3.5, 5.5, 0.85])


def test_grid_of_an_angled_room_stays_inside():
    # an L: 6 x 6 m less 4 x 4 m
    plan = [(0, 0), (6, 0), (6, 2), (2, 2), (2, 6), (0, 6)]
    corners = np.array([(x, y, z) for z in (0.0, 3.0) for x, y in plan])
    sides = [f for k in range(6) for f in ((k, (k + 1) % 6, 6 + k), ((k + 1) % 6, 6 + (k + 1) % 6, 6 + k))]
    points = work_points(Mesh(corners, np.array(sides)), 0.0, np.eye(3))
    assert len(points) > 20
    inner = (points[:, 0] <= 1.5 + 1e-6) | (points[:, 1] <= 1.5 + 1e-6)
    assert inner.all()
    assert (points[:, :2] >= 0.5 - 1e-6).all()


def test_narrow_rooms_still_have_points():
    space = replace(box_building().spaces[0], bbox_m=(0.0, 0.0, 0.0, 0.6, 6.0, 3.0))
    room = _room(replace(box_building(), spaces=(space,), openings=()))
    assert len(room.points) > 3


def test_a_wall_that_was_not_cut_does_not_darken_its_window():
    building, meshes = with_elements(slab("wall", (-1, -0.3, 0), (5, -0.05, 3), "external_wall"))
    scene = make_scene(building, meshes, CLEAR)
    assert scene.obstacles.fillers == ("wall",)
    assert not len(scene.obstacles.triangles)
    farther, meshes = with_elements(slab("house", (-9, -6, 0), (9, -5, 3), "external_wall"))
    assert make_scene(farther, meshes, CLEAR).obstacles.fillers == ()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 60))
def test_tree_finds_what_every_triangle_tried_finds(seed, count):
    rng = np.random.default_rng(seed)
    triangles = rng.uniform(0, 5, (count, 1, 3)) + rng.normal(0, 1.0, (count, 3, 3))
    tree = build_tree(triangles)
    starts, rays = rng.uniform(0, 5, (30, 3)), rng.normal(size=(30, 3))
    rays /= np.linalg.norm(rays, axis=1)[:, None]
    distance, hit = tree.first(starts, rays)
    for k in range(30):
        every = _distances(starts[k : k + 1], rays[k], triangles)[0]
        every[every <= 1e-4] = np.inf
        assert distance[k] == pytest.approx(every.min(), abs=1e-9)
        assert hit[k] == (-1 if np.isinf(every.min()) else int(every.argmin()))
    assert (tree.blocked(starts, rays) == (hit >= 0)).all()


def _view(*pairs):
    building, meshes = with_elements(*pairs)
    scene = make_scene(building, meshes, CLEAR)
    return scene.rooms[0], scene, build_tree(scene.obstacles.triangles)


def test_sight_angle_is_the_angle_of_the_window():
    room, scene, tree = _view()
    middle = replace(room, points=np.array([[2.0, 3.0, 0.85]]))
    found = view_out(middle, tree, scene.obstacles, 0.0)
    assert found.angle_deg == pytest.approx(np.degrees(2 * np.arctan(1.5 / 3.0)), abs=2.0)
    # 1.4 m of the room's height lie below the eye's level of 1.2 m: sky, ground and land are all seen
    assert found.view_class == "II"  # 53.1 deg: a little less than class I asks
    near = view_out(replace(room, points=np.array([[2.0, 1.0, 0.85]])), tree, scene.obstacles, 0.0)
    assert near.angle_deg == pytest.approx(np.degrees(2 * np.arctan(1.5)), abs=2.0)
    assert near.view_class == "I"
    assert near.plants is None


def test_a_wall_before_the_window_shortens_the_view():
    eye = np.array([[2.0, 1.0, 0.85]])
    classes = {}
    for distance in (3.0, 10.0, 30.0, 60.0):
        room, scene, tree = _view(slab("other", (-500, -distance - 1, -1), (500, -distance, 9), "external_wall"))
        classes[distance] = view_out(replace(room, points=eye), tree, scene.obstacles, 0.0).view_class
    assert classes == {3.0: "outside", 10.0: "III", 30.0: "II", 60.0: "I"}


def test_plants_are_seen_as_plants():
    tree_body = slab("Baum 1", (-9, -9, 0), (9, -8, 12), "other")
    room, scene, tree = _view(tree_body)
    found = view_out(room, tree, scene.obstacles, 0.0)
    assert found.plants is not None
    assert found.plants > 0.3
    assert found.sky < 0.3


def test_study_says_what_light_needs():
    health = Study().health
    assert (health.glass_dirt_fraction, health.glazing_melanopic_ratio, health.sunlight_rule) == (0.0, 1.0, "EN 17037")
