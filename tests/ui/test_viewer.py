"""Camera, scene and picking without a screen; the real picture where there is one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bldgassess.model import Mesh
from ui.viewer.camera import Camera
from ui.viewer.pick import pick
from ui.viewer.scene import GrowingScene, make_scene, make_scenes
from ui.window import PAGES

CUBE = np.array([(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])
FACES = np.array(
    [
        (0, 1, 3),
        (0, 3, 2),
        (4, 6, 7),
        (4, 7, 5),
        (0, 4, 5),
        (0, 5, 1),
        (2, 3, 7),
        (2, 7, 6),
        (0, 2, 6),
        (0, 6, 4),
        (1, 5, 7),
        (1, 7, 3),
    ]
)


def _cube(shift: float) -> Mesh:
    return Mesh(CUBE + np.array([shift, 0.0, 0.0]), FACES.copy())


def test_cube_has_twelve_edges_and_eight_points():
    scene = make_scene({"a": _cube(0.0)}, ["a", "missing"])
    assert scene.guids == ("a",)
    assert len(scene.edges) == 12
    assert len(scene.vertices) == 8
    assert scene.vertices[scene.faces].reshape(-1, 3) == pytest.approx(CUBE[FACES].reshape(-1, 3))
    assert scene.low == pytest.approx([0, 0, 0])
    assert scene.high == pytest.approx([1, 1, 1])


def test_empty_scene_is_harmless():
    scene = make_scene({}, [])
    assert pick(scene, np.zeros(3), np.array([0.0, 0.0, 1.0])) is None
    assert Camera().framed(scene.low, scene.high).distance > 0.0


def test_ray_picks_the_nearest():
    scene = make_scene({"near": _cube(0.0), "far": _cube(5.0)}, ["near", "far"])
    along = np.array([1.0, 0.0, 0.0])
    assert pick(scene, np.array([-2.0, 0.5, 0.5]), along) == "near"
    assert pick(scene, np.array([2.0, 0.5, 0.5]), along) == "far"
    assert pick(scene, np.array([-2.0, 3.0, 0.5]), along) is None


def _many(count, seed):
    rng = np.random.default_rng(seed)
    return {
        f"e{number:02d}": Mesh(CUBE * rng.uniform(0.2, 2.0) + rng.uniform(-6.0, 6.0, 3), FACES.copy())
        for number in range(count)
    }


@pytest.mark.parametrize("seed", range(5))
def test_grown_scene_is_picked_like_a_whole_one(seed):
    meshes = _many(40, seed)
    whole, grown = make_scene(meshes, meshes), GrowingScene()
    for part in make_scenes(meshes, meshes, 100):
        grown.append(part)
    assert len(grown.parts) == 5
    assert grown.guids == whole.guids
    assert grown.low == pytest.approx(whole.low)
    assert grown.high == pytest.approx(whole.high)
    rng = np.random.default_rng(100 + seed)
    hits = 0
    for _ in range(200):
        origin = rng.uniform(-15.0, 15.0, 3)
        way = rng.uniform(-4.0, 4.0, 3) - origin
        way /= np.linalg.norm(way)
        expected = _nearest_by_hand(meshes, origin, way)
        assert pick(grown, origin, way) == pick(whole, origin, way) == expected
        hits += expected is not None
    assert hits > 50


def _nearest_by_hand(meshes, origin, way):
    """Enter the nearest of the axis-parallel cubes by its faces, one plane after another."""
    found = []
    for guid, mesh in meshes.items():
        low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
        for axis in range(3):
            for plane in (low[axis], high[axis]):
                t = (plane - origin[axis]) / way[axis]
                place = origin + t * way
                others = [k for k in range(3) if k != axis]
                if t > 0.0 and all(low[k] <= place[k] <= high[k] for k in others):
                    found.append((t, guid))
    return min(found)[1] if found else None


def test_points_of_two_bodies_are_never_one():
    scene = make_scene({"a": _cube(0.0), "b": _cube(1.0)}, ["a", "b"])
    assert len(scene.vertices) == 16
    assert len(scene.edges) == 24
    assert scene.boxes[1] == pytest.approx(np.array([(1, 0, 0), (2, 1, 1)]))
    for place in range(2):
        assert set(scene.vertex_owner[scene.faces[scene.owner == place]].ravel()) == {place}
        assert set(scene.vertex_owner[scene.edges[12 * place : 12 * place + 12]].ravel()) == {place}


def test_edges_and_boxes_hold_far_from_the_origin():
    near, far = make_scene({"a": _cube(0.0)}, ["a"]), make_scene({"a": Mesh(CUBE + 4.5e6, FACES.copy())}, ["a"])
    assert len(far.edges) == len(near.edges)
    assert far.boxes[0] - 4.5e6 == pytest.approx(near.boxes[0])


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 213.0])
def test_centre_of_the_picture_is_the_target(azimuth):
    scene = make_scene({"a": _cube(0.0)}, ["a"])
    camera = Camera(azimuth_deg=azimuth).framed(scene.low, scene.high, 1.6)
    assert pick(scene, *camera.ray(400, 250, 800, 500)) == "a"
    assert pick(scene, *camera.ray(2, 2, 800, 500)) is None
    clip = camera.projection_matrix(1.6) @ camera.view_matrix() @ np.array([*camera.target, 1.0])
    assert clip[:2] / clip[3] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_whole_box_is_in_the_picture():
    scene = make_scene({"a": _cube(0.0), "b": _cube(9.0)}, ["a", "b"])
    for aspect in (0.5, 1.0, 2.0):
        camera = Camera().framed(scene.low, scene.high, aspect)
        corners = np.c_[scene.vertices, np.ones(len(scene.vertices))]
        clip = corners @ (camera.projection_matrix(aspect) @ camera.view_matrix()).T
        assert np.abs(clip[:, :2] / clip[:, 3:]).max() <= 1.0


def test_orbit_never_goes_over_the_pole_and_zoom_has_ends():
    camera = Camera()
    for _ in range(100):
        camera = camera.orbited(7.0, 9.0).zoomed(1.5)
    assert camera.elevation_deg <= 89.0
    assert camera.distance <= 5000.0
    assert np.isfinite(camera.view_matrix()).all()


@pytest.mark.gl
@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no screen")
def test_real_picture_shows_the_coloured_building(sample_dir, tmp_path):
    """The real window on a real (virtual) screen: pictures of all pages, and colours of the scale in the 3D one."""
    from PySide6.QtGui import QImage

    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "bldgassess.cli", "screenshots", str(sample_dir / "hainan_house_base.ifc")]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in tmp_path.glob("*.png")} == {"start", *(key for key, _, _ in PAGES)}
    image = QImage(str(tmp_path / "model.png"))
    middle = {image.pixelColor(x, y).name() for x in range(430, 860, 4) for y in range(250, 700, 4)}
    bright = [name for name in middle if int(name[1:3], 16) - int(name[5:7], 16) > 90]  # the yellow end of cividis
    assert len(middle) > 15
    assert bright


@pytest.mark.gl
@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no screen")
def test_growing_uploads_only_what_is_new_and_leaves_the_camera(tmp_path):
    """On a real screen: parts are uploaded once, a moved camera stays; legend and picture show the same colours."""
    here = Path(__file__).resolve()
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(here.parents[2])}
    script = here.with_name("grow_on_screen.py")
    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["grown", "coloured"]
