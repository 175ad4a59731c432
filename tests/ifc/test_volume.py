"""Volumes and areas of bodies: shells inside out, voids, several bodies, open ones; areas in the body's own axes."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bldgassess.ifc.volume import measure, measure_all
from bldgassess.model import Mesh

QUADS = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))


def box(low, high, *, inward=False):
    corners = [(x, y, z) for z in (low[2], high[2]) for y in (low[1], high[1]) for x in (low[0], high[0])]
    faces = np.array([t for a, b, c, d in QUADS for t in ((a, b, c), (a, c, d))])
    return np.array(corners, dtype=float), faces[:, ::-1] if inward else faces


def body(*pieces):
    vertices, faces, start = [], [], 0
    for places, triangles in pieces:
        vertices.append(places)
        faces.append(triangles + start)
        start += len(places)
    return Mesh(np.concatenate(vertices), np.concatenate(faces))


def soup(mesh):
    """The same triangles, none sharing a vertex: what some exporters write."""
    return Mesh(mesh.vertices[mesh.faces].reshape(-1, 3), np.arange(3 * len(mesh.faces)).reshape(-1, 3))


def turned(mesh, turn_deg, tilt_deg=0.0):
    """Turn about z, then tilt about the body's own x: the mesh and its axes as rows."""
    a, b = math.radians(turn_deg), math.radians(tilt_deg)
    about_z = np.array([[math.cos(a), -math.sin(a), 0], [math.sin(a), math.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    rotation = about_z @ about_x
    return Mesh(mesh.vertices @ rotation.T, mesh.faces.copy()), rotation.T


def test_box_by_hand():
    found = measure(body(box((0, 0, 0), (4, 0.3, 3))))
    assert found.closed
    assert found.volume_m3 == pytest.approx(3.6)
    assert found.side_area_m2 == pytest.approx(12.0)
    assert found.bottom_area_m2 == found.top_area_m2 == found.base_area_m2 == pytest.approx(1.2)
    assert found.perimeter_m == pytest.approx(8.6)
    assert found.surface_area_m2 == pytest.approx(2 * (12 + 1.2 + 0.9))
    assert found.size_m == pytest.approx((4, 0.3, 3))


@pytest.mark.parametrize(
    ("mesh", "volume", "shells"),
    [
        (body(box((0, 0, 0), (3, 3, 3)), box((1, 1, 1), (2, 2, 2), inward=True)), 26.0, 2),  # a void
        (body(box((0, 0, 0), (3, 3, 3)), box((1, 1, 1), (2, 2, 2))), 27.0, 2),  # a solid drawn inside another
        (body(box((0, 0, 0), (1, 1, 1)), box((1, 0, 0), (2, 1, 1), inward=True)), 2.0, 2),  # two, one inside out
        (body(box((0, 0, 0), (1, 1, 1)), box((5, 5, 5), (7, 7, 7))), 9.0, 2),
        (body(box((0, 0, 0), (1, 1, 1), inward=True)), 1.0, 1),
        (soup(body(box((0, 0, 0), (1, 1, 1)), box((1, 0, 0), (2, 1, 1)))), 2.0, 1),  # a common face falls away
        (body(box((0, 0, 0), (5, 5, 5)), box((1, 1, 1), (4, 4, 4), inward=True), box((2, 2, 2), (3, 3, 3))), 99.0, 3),
    ],
)
def test_shells_are_taken_apart(mesh, volume, shells):
    found = measure(mesh)
    assert found.closed
    assert found.volume_m3 == pytest.approx(volume)
    assert found.shells == shells


@given(st.lists(st.booleans(), min_size=12, max_size=12))
@settings(max_examples=40, deadline=None)
def test_triangles_turned_at_will_change_no_volume(flips):
    mesh = body(box((10, 20, 30), (12, 23, 34)))
    faces = np.where(np.array(flips)[:, None], mesh.faces[:, ::-1], mesh.faces)
    for form in (Mesh(mesh.vertices, faces), soup(Mesh(mesh.vertices, faces))):
        found = measure(form)
        assert found.closed
        assert found.volume_m3 == pytest.approx(24.0)
        assert found.bottom_area_m2 == pytest.approx(6.0)


def test_open_and_flat_bodies_say_so():
    mesh = body(box((0, 0, 0), (1, 1, 1)))
    assert not measure(Mesh(mesh.vertices, mesh.faces[:-1])).closed
    sheet = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], dtype=float)
    both = np.array([(0, 1, 2), (0, 2, 3), (2, 1, 0), (3, 2, 0)])
    found = measure(Mesh(sheet, both))
    assert not found.closed
    assert found.volume_m3 == 0.0


@pytest.mark.parametrize("turn", [0.0, 2.5, 30.0, 47.3, 90.0, 177.5])
def test_wall_turned_on_the_plan_keeps_its_side(turn):
    mesh, axes = turned(body(box((0, 0, 0), (4, 0.3, 3))), turn)
    for own in (axes, None):  # by its placement, and where the turn lies in the body and the placement says nothing
        found = measure(mesh, own)
        assert found.side_area_m2 == pytest.approx(12.0, rel=1e-6)
        assert found.size_m == pytest.approx((4, 0.3, 3), rel=1e-6)


@pytest.mark.parametrize("tilt", [0.0, 15.0, 44.0, 46.0, 60.0, 70.0])
def test_slab_tilted_with_its_placement_keeps_its_plan(tilt):
    mesh, axes = turned(body(box((0, 0, 0), (6, 4, 0.2))), 30.0, tilt)
    found = measure(mesh, axes)
    assert found.bottom_area_m2 == pytest.approx(24.0, rel=1e-6)
    assert found.slab_area_m2 == pytest.approx(24.0, rel=1e-6)
    assert found.perimeter_m == pytest.approx(20.0, rel=1e-6)
    assert measure(mesh).slab_area_m2 == pytest.approx(24.0, rel=1e-6)  # also where the tilt lies in the body


def test_bent_wall_counts_the_middle_of_its_sides():
    """An L of 5 m and 3 m outside, 0.2 m thick, 3 m high: middle line 7.8 m."""
    plan = [(0, 0), (5, 0), (5, 3), (4.8, 3), (4.8, 0.2), (0, 0.2)]
    places = np.array([(x, y, z) for z in (0.0, 3.0) for x, y in plan])
    bottom = [(0, 4, 1), (0, 5, 4), (1, 4, 2), (2, 4, 3)]
    faces = [*bottom, *((c + 6, b + 6, a + 6) for a, b, c in bottom)]
    for k in range(6):
        n = (k + 1) % 6
        faces += [(k, n, n + 6), (k, n + 6, k + 6)]
    found = measure(Mesh(places, np.array(faces)))
    assert found.closed
    assert found.volume_m3 == pytest.approx(0.2 * 3 * 7.8)
    assert found.side_area_m2 == pytest.approx(3 * 7.8)


def test_figures_do_not_depend_on_what_is_measured_beside():
    meshes = {str(k): body(box((k, 0, 0), (k + 1.0, 0.3 + k / 10, 3))) for k in range(20)}
    together = measure_all(meshes)
    assert together == {key: measure(mesh) for key, mesh in meshes.items()}
    assert together == dict(sorted(measure_all(dict(reversed(meshes.items()))).items(), key=lambda item: int(item[0])))


def test_a_thousand_boxes_take_no_time_to_speak_of():
    """Target 0.1 ms a box; the bound leaves room for a busy machine and would not pass a loop over triangles."""
    meshes = {str(k): body(box((0, 0, 0), (1, 1, 1 + k / 1e4))) for k in range(2000)}
    measure_all(dict(list(meshes.items())[:10]))  # imports
    start = time.process_time()
    found = measure_all(meshes)
    assert time.process_time() - start < 2.0
    assert found["7"].volume_m3 == pytest.approx(1.0007)
