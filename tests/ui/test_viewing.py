"""What a person does in the viewer, without a screen: sections, isolating, hiding, boxes, sides, linked cameras."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from bldgassess.model import Mesh
from ui.viewer.camera import VIEWS
from ui.viewer.make import PlainViewer
from ui.viewer.pick import pick
from ui.viewer.scene import make_scene
from ui.viewer.section import Cut, kept, ray_span
from ui.viewer.shown import HATCHED, SELECTED, VISIBLE
from ui.viewer.widget import combined, link

CUBE = np.array(list(itertools.product((0.0, 1.0), repeat=3)))
FACES = np.array([(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
                  (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)])  # fmt: skip
ROW = {name: Mesh(CUBE + np.array([3.0 * k, 0.0, 0.0]), FACES.copy()) for k, name in enumerate("abcd")}
GREY = np.full((4, 3), 0.5, dtype=np.float32)


@pytest.fixture
def viewer(qtbot):
    """Four cubes in a row from west to east, seen from the south."""
    made = PlainViewer("no picture")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.set_scene(make_scene(ROW, ROW), GREY)
    made.turn("front")
    return made


def _place(viewer, name):
    centre = ROW[name].vertices.mean(axis=0)[None]
    (place,), _ = viewer.camera.projected(centre, (viewer.width(), viewer.height()))
    return QPoint(round(place[0]), round(place[1]))


def _listen(viewer):
    told = []
    viewer.picked.connect(lambda guids, how: told.append((set(guids), how)))
    return told


# sections


@pytest.mark.parametrize("axis", ["x", "y", "z"])
@pytest.mark.parametrize("is_flipped", [False, True])
def test_a_plane_keeps_one_side_of_points_and_rays(axis, is_flipped):
    rng = np.random.default_rng(7)
    points, cut, k = rng.uniform(-5.0, 5.0, (200, 3)), Cut(axis, 1.5, is_flipped), "xyz".index(axis)
    expected = points[:, k] >= 1.5 if is_flipped else points[:, k] <= 1.5
    assert (kept([cut], points) == expected).all()
    for origin, target in zip(points[:50], points[50:100], strict=True):
        near, far = ray_span([cut], origin, target - origin)
        steps = np.linspace(0.0, 1.0, 41)[:, None]
        inside = kept([cut], origin + steps * (target - origin))
        assert (inside == ((steps[:, 0] >= near - 1e-9) & (steps[:, 0] <= far + 1e-9))).all()


def test_what_is_cut_away_is_not_picked_and_what_is_behind_it_is():
    scene = make_scene(ROW, ROW)
    origin, east = np.array([-5.0, 0.5, 0.5]), np.array([1.0, 0.0, 0.0])
    assert pick(scene, origin, east) == "a"
    assert pick(scene, origin, east, cuts=[Cut("x", 2.0, is_flipped=True)]) == "b"
    assert pick(scene, origin, east, cuts=[Cut("x", 2.0)]) == "a"
    assert pick(scene, origin, east, cuts=[Cut("x", 2.0, is_flipped=True), Cut("z", 0.2)]) is None
    inside = [Cut("x", 0.5, is_flipped=True)]
    assert pick(scene, origin, east, cuts=inside) == "a"  # through the open side, onto the far wall


def test_click_respects_the_section(viewer, qtbot):
    told = _listen(viewer)
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_place(viewer, "c"))
    viewer.set_cuts([Cut("x", 5.0)])
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_place(viewer, "c"))
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_place(viewer, "b"))
    assert told == [({"c"}, "set"), (set(), "set"), ({"b"}, "set")]


# hiding


def test_keys_isolate_hide_and_show_all(viewer, qtbot):
    viewer.set_selection(frozenset("bc"))
    qtbot.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.visible == ("b", "c")
    qtbot.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.visible == ("a", "b", "c", "d")
    qtbot.keyClick(viewer, Qt.Key.Key_H)
    assert viewer.visible == ("a", "d")
    assert viewer.is_partial
    qtbot.keyClick(viewer, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert viewer.visible == ("a", "b", "c", "d")
    assert not viewer.is_partial


def test_hidden_elements_are_not_picked(viewer, qtbot):
    told = _listen(viewer)
    viewer.hide_elements({"b"})
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_place(viewer, "b"))
    viewer.show_elements({"b"})
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=_place(viewer, "b"))
    assert told == [(set(), "set"), ({"b"}, "set")]


def test_escape_clears_then_returns_from_isolation(viewer):
    told = _listen(viewer)
    viewer.set_selection(frozenset("b"))
    viewer.isolate_selection()
    assert viewer.go_back()
    assert told == [(set(), "set")]
    viewer.set_selection(frozenset())
    assert viewer.go_back()
    assert viewer.visible == ("a", "b", "c", "d")
    assert not viewer.go_back()


def test_an_isolated_room_shows_though_only_elements_are_there(viewer):
    viewer.set_base(frozenset("abc"))
    assert viewer.visible == ("a", "b", "c")
    viewer.isolate("d")
    assert viewer.visible == ("d",)
    viewer.hide_elements("d")
    assert viewer.visible == ()


def test_table_tells_colour_and_state_of_each_element(viewer):
    viewer.set_colours(
        np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)], dtype=np.float32), np.array([0, 0, 0, 1], bool)
    )
    viewer.hide_elements({"a"})
    viewer.set_selection(frozenset("b"))
    rows = viewer.shown.table()
    assert rows[:, :3].tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]
    assert rows[:, 3].tolist() == [0, VISIBLE | SELECTED, VISIBLE, VISIBLE | HATCHED]


# selecting


@pytest.mark.parametrize(
    ("modifier", "how"),
    [
        (Qt.KeyboardModifier.NoModifier, "set"),
        (Qt.KeyboardModifier.ShiftModifier, "add"),
        (Qt.KeyboardModifier.ControlModifier, "toggle"),
    ],
)
def test_click_tells_how_it_selects(viewer, qtbot, modifier, how):
    told = _listen(viewer)
    qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, modifier, _place(viewer, "c"))
    assert told == [({"c"}, how)]
    assert combined(frozenset("ac"), frozenset("c"), how) == {"set": {"c"}, "add": {"a", "c"}, "toggle": {"a"}}[how]


def _move(viewer, place, button=Qt.MouseButton.NoButton, modifier=Qt.KeyboardModifier.NoModifier):
    here = QPointF(place)
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, here, viewer.mapToGlobal(here), Qt.MouseButton.NoButton, button, modifier
    )
    QApplication.sendEvent(viewer, event)


def _drag(qtbot, viewer, start, end, modifier=Qt.KeyboardModifier.ShiftModifier):
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, modifier, start)
    for place in (start + (end - start) / 2, end):
        _move(viewer, place, Qt.MouseButton.LeftButton, modifier)
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, modifier, end)


def test_box_to_the_right_takes_what_is_in_it_to_the_left_what_it_touches(viewer, qtbot):
    told, camera = _listen(viewer), viewer.camera
    left, right = _place(viewer, "a") - QPoint(100, 100), _place(viewer, "c") + QPoint(0, 100)
    _drag(qtbot, viewer, left, right)
    _drag(qtbot, viewer, right, left)
    assert told == [({"a", "b"}, "add"), ({"a", "b", "c"}, "add")]
    assert viewer.camera == camera


def test_box_leaves_out_what_is_hidden_or_cut_away(viewer):
    whole = QRect(0, 0, viewer.width(), viewer.height())
    assert viewer.elements_in(whole, touching=False) == set("abcd")
    viewer.hide_elements({"a"})
    viewer.set_cuts([Cut("x", 5.0)])
    assert viewer.elements_in(whole, touching=True) == {"b"}
    assert viewer.elements_in(QRect(0, 0, 2, 2), touching=True) == set()


@pytest.mark.parametrize("seed", range(4))
def test_touching_box_finds_what_points_in_it_hit(viewer, seed):
    """Every element that a ray through the box meets is touched by it."""
    rng = np.random.default_rng(seed)
    viewer.set_camera(viewer.camera.orbited(*rng.uniform(0.0, 60.0, 2)))
    box = QRect(*(int(v) for v in rng.integers(0, 300, 2)), 260, 120)
    hit = {
        viewer.element_at(QPointF(x, y))
        for x in range(box.left(), box.right(), 6)
        for y in range(box.top(), box.bottom(), 6)
    } - {""}
    assert hit <= viewer.elements_in(box, touching=True)


def test_hover_tells_and_marks_without_selecting(viewer, qtbot):
    told, heard = _listen(viewer), []
    viewer.hovered.connect(heard.append)
    _move(viewer, _place(viewer, "b"))
    qtbot.waitUntil(lambda: heard == ["b"], timeout=5000)
    assert viewer.shown.hovered == "b"
    assert not told
    assert not viewer.selected


# cameras


@pytest.mark.parametrize("view", VIEWS)
def test_standard_sides_show_everything(viewer, qtbot, view):
    qtbot.keyClick(viewer, Qt.Key.Key_1 + list(VIEWS).index(view))
    points = np.concatenate([mesh.vertices for mesh in ROW.values()])
    places, in_front = viewer.camera.projected(points, (viewer.width(), viewer.height()))
    assert in_front.all()
    assert (places >= 0.0).all()
    assert (places <= np.array([viewer.width(), viewer.height()])).all()


def test_front_is_south_and_east_is_on_its_right(viewer):
    assert viewer.camera.eye[1] < 0.0
    assert _place(viewer, "a").x() < _place(viewer, "d").x()
    viewer.turn("back")
    assert _place(viewer, "a").x() > _place(viewer, "d").x()
    viewer.turn("top")
    assert _place(viewer, "a").x() < _place(viewer, "d").x()


def test_frame_looks_at_the_selection_or_at_all(viewer, qtbot):
    viewer.set_selection(frozenset("d"))
    qtbot.keyClick(viewer, Qt.Key.Key_F)
    assert viewer.camera.target == pytest.approx((9.5, 0.5, 0.5))
    near = viewer.camera.distance
    viewer.set_selection(frozenset())
    qtbot.keyClick(viewer, Qt.Key.Key_F)
    assert viewer.camera.target == pytest.approx((5.0, 0.5, 0.5))
    assert viewer.camera.distance > 3.0 * near


def test_two_viewers_follow_each_other_without_end(viewer, qtbot):
    other = PlainViewer("no picture")
    qtbot.addWidget(other)
    other.set_scene(make_scene(ROW, ROW), GREY)
    link(viewer, other)
    told = []
    viewer.camera_changed.connect(told.append)
    other.camera_changed.connect(told.append)
    start = _place(viewer, "b")
    _drag(qtbot, viewer, start, start + QPoint(60, 20), Qt.KeyboardModifier.NoModifier)
    assert other.camera == viewer.camera
    assert len(told) == 2  # one for each move, none back
    other.turn("top")
    assert viewer.camera == other.camera
    assert len(told) == 3
