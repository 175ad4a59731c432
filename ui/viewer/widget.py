"""The 3D viewer: what it shows and how a person moves in it. The canvas draws; without one all else works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QRubberBand, QWidget

from ui.viewer.camera import VIEWS, Camera
from ui.viewer.canvas import Canvas
from ui.viewer.colours import rgb
from ui.viewer.pick import pick, pick_in
from ui.viewer.scene import GrowingScene, Scene
from ui.viewer.section import BoolArray, Cut
from ui.viewer.shown import Float32Array, Shown

#: How a pick changes the selection.
How = Literal["set", "add", "toggle"]
#: Moves shorter than this are clicks [px]; the least time between two looks under the cursor [ms].
_CLICK_PX, _HOVER_MS = 4, 60
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Viewer(QWidget):
    """Shows a scene with a colour an element.

    Left drag orbits, middle or right drag pans, the wheel zooms; a click picks, with Shift adds, with Ctrl toggles;
    Shift and left drag picks in a box: what is whole in it to the right, what it touches to the left.
    Keys: 1-6 standard sides, F frame, Space isolate, H hide, Shift+H show all, Esc back.

    ``picked`` tells elements and how they change the selection, which is the page's; ``camera_changed`` tells moves of
    a person, not those by ``set_camera``, so that two viewers may follow each other.
    """

    picked = Signal(object, str)
    hovered = Signal(str)
    camera_changed = Signal(object)
    visibility_changed = Signal()

    def __init__(self, words: str = "", parent: QWidget | None = None, *, draws: bool = True) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setObjectName("viewer")
        self.setAccessibleName("3D")
        self.shown = Shown()
        self.camera = Camera()
        self.canvas: Canvas | None = Canvas(self.shown, self) if draws else None
        self._note = QLabel(words, self)
        self._note.setObjectName("note")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setVisible(not draws)
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self)
        self._pressed, self._last, self._cursor = QPointF(), QPointF(), QPointF()
        self._moved = self._boxing = self._touched = False
        self._hover = QTimer(self, singleShot=True)
        self._hover.timeout.connect(self._look)

    # what is shown

    @property
    def scene(self) -> GrowingScene:
        """All elements, visible or not."""
        return self.shown.scene

    @property
    def colours(self) -> Float32Array:
        """Colour of each element."""
        return self.shown.colours

    @property
    def selected(self) -> frozenset[str]:
        """The elements that are marked."""
        return self.shown.selected

    @property
    def visible(self) -> tuple[str, ...]:
        """The elements that are visible."""
        return self.shown.visible

    def set_scene(self, scene: GrowingScene | Scene, colours: Float32Array, hatched: BoolArray | None = None) -> None:
        """Show a scene, whole and framed. The scene given stays as it is when this one grows."""
        shown = self.shown
        shown.scene = GrowingScene()
        for part in scene.parts if isinstance(scene, GrowingScene) else [scene]:
            shown.scene.append(part)
        shown.colours, shown.hatched = colours, _none_hatched(colours) if hatched is None else hatched
        shown.base, shown.isolated, shown.hidden, shown.cuts, shown.hovered = None, None, frozenset(), (), ""
        self._touched = False
        if self.canvas is not None:
            self.canvas.show_scene()
        self._fit()
        self.visibility_changed.emit()

    def grow(self, part: Scene, colours: Float32Array) -> None:
        """Add elements. The camera stays where a person has put it."""
        shown = self.shown
        shown.scene.append(part)
        shown.colours = np.concatenate([shown.colours, colours])
        shown.hatched = np.concatenate([shown.hatched, _none_hatched(colours)])
        if not self._touched:
            self._fit()
        self._changed()

    def set_colours(self, colours: Float32Array, hatched: BoolArray | None = None) -> None:
        """Recolour the elements; those that are ``hatched`` have no data."""
        self.shown.colours, self.shown.hatched = colours, _none_hatched(colours) if hatched is None else hatched
        self._changed()

    def set_selection(self, guids: frozenset[str]) -> None:
        """Mark elements."""
        if guids != self.shown.selected:
            self.shown.selected = guids
            self._changed()

    def set_theme(self, ground: str, ink: str, accent: str) -> None:
        """Set the colours of the background, of edges and of marks."""
        if self.canvas is not None:
            self.canvas.set_theme(rgb(ground), rgb(ink), rgb(accent))

    # what is hidden or cut away

    @property
    def is_partial(self) -> bool:
        """Whether something is isolated or hidden."""
        return self.shown.isolated is not None or bool(self.shown.hidden)

    def set_base(self, guids: frozenset[str] | None) -> None:
        """Say what is there at all; ``None``: everything."""
        if guids != self.shown.base:
            self.shown.base = guids
            self._changed(visibility=True)

    def isolate(self, guids: Iterable[str] | None) -> None:
        """Show some elements alone; ``None``: no longer."""
        chosen = None if guids is None else frozenset(guids)
        if chosen != self.shown.isolated:
            self.shown.isolated = chosen
            self._changed(visibility=True)

    def hide_elements(self, guids: Iterable[str]) -> None:
        """Hide elements, beside those that are hidden."""
        self._set_hidden(self.shown.hidden | frozenset(guids))

    def show_elements(self, guids: Iterable[str]) -> None:
        """Show elements that were hidden."""
        self._set_hidden(self.shown.hidden - frozenset(guids))

    def show_all(self) -> None:
        """Show what was isolated or hidden again."""
        if self.is_partial:
            self.shown.isolated, self.shown.hidden = None, frozenset()
            self._changed(visibility=True)

    def set_cuts(self, cuts: Iterable[Cut]) -> None:
        """Cut the model by planes, at most one an axis."""
        self.shown.cuts = tuple(cuts)
        self._changed()

    def isolate_selection(self) -> None:
        """Show what is selected alone; where just that is shown, all again."""
        if self.shown.isolated is not None and (not self.selected or self.shown.isolated == self.selected):
            self.isolate(None)
        elif self.selected:
            self.isolate(self.selected)

    def hide_selection(self) -> None:
        """Hide what is selected."""
        if self.selected:
            self.hide_elements(self.selected)

    # where it is seen from

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere; nobody is told."""
        if camera != self.camera:
            self._touched = True
            self._show_camera(camera)

    def frame(self, guids: Iterable[str] | None = None) -> None:
        """Look at some elements, or at all that is visible, as a person asked for."""
        box = self.shown.box(guids)
        if box is not None:
            self._move(self.camera.framed(box[0], box[1], self._aspect))

    def frame_selection(self) -> None:
        """Look at what is selected, or at all that is visible where nothing is."""
        self.frame(self.selected or None)

    def turn(self, view: str) -> None:
        """Look from a standard side at all that is visible."""
        box = self.shown.box()
        camera = self.camera.turned(view)
        self._move(camera.framed(box[0], box[1], self._aspect) if box is not None else camera)

    @property
    def _aspect(self) -> float:
        return self.width() / max(self.height(), 1)

    def _fit(self) -> None:
        """Keep everything in the picture."""
        box = self.shown.box()
        if box is not None:
            self._show_camera(self.camera.framed(box[0], box[1], self._aspect))

    def _move(self, camera: Camera) -> None:
        self._touched = True
        self._show_camera(camera)
        self.camera_changed.emit(camera)

    def _show_camera(self, camera: Camera) -> None:
        self.camera = camera
        if self.canvas is not None:
            self.canvas.show_moved(camera)

    def _set_hidden(self, guids: frozenset[str]) -> None:
        if guids != self.shown.hidden:
            self.shown.hidden = guids
            self._changed(visibility=True)

    def _changed(self, *, visibility: bool = False) -> None:
        if self.canvas is not None:
            self.canvas.show_table()
        if visibility:
            self.visibility_changed.emit()

    # mouse and keys

    def element_at(self, place: QPointF) -> str:
        """Return the element under a point, or ""."""
        ray = self.camera.ray(place.x(), place.y(), self.width(), self.height())
        return pick(self.scene, *ray, shown=self.shown.mask, cuts=self.shown.cuts) or ""

    def elements_in(self, box: QRect, *, touching: bool) -> frozenset[str]:
        """Return the elements in a rectangle."""
        rect = float(box.left()), float(box.top()), float(box.right()), float(box.bottom())
        size = float(self.width()), float(self.height())
        shown = self.shown
        return pick_in(shown.scene, self.camera, rect, size, touching=touching, shown=shown.mask, cuts=shown.cuts)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag or a click."""
        self._pressed = self._last = event.position()
        self._moved = False
        self._boxing = event.button() == Qt.MouseButton.LeftButton and bool(event.modifiers() & _SHIFT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Orbit, pan, or draw the box; without a button look what is under the cursor, now and then."""
        self._cursor = event.position()
        if not event.buttons():
            if not self._hover.isActive():
                slow_ms = 4000.0 * self.canvas.frame_s if self.canvas is not None else 0.0
                self._hover.start(max(_HOVER_MS, round(slow_ms)))
            return
        step = event.position() - self._last
        if not self._moved and step.manhattanLength() < _CLICK_PX:
            return
        self._last, self._moved = event.position(), True
        if self._boxing:
            self._band.setGeometry(_box(self._pressed, self._last))
            self._band.show()
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self.camera.orbited(0.4 * step.x(), 0.4 * step.y()))
        else:
            self._move(self.camera.panned(-step.x() / self.width(), step.y() / self.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a box, or pick what is under the cursor."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        modifiers = event.modifiers()
        if self._boxing and self._moved:
            self._band.hide()
            box = _box(self._pressed, event.position())
            found = self.elements_in(box, touching=event.position().x() < self._pressed.x())
            self.picked.emit(found, "toggle" if modifiers & _CTRL else "add")
        elif not self._moved:
            guid = self.element_at(event.position())
            how = "toggle" if modifiers & _CTRL else "add" if modifiers & _SHIFT else "set"
            if guid or how == "set":
                self.picked.emit(frozenset({guid} - {""}), how)
        self._boxing = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom."""
        self._move(self.camera.zoomed(0.999 ** event.angleDelta().y()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the cursor any more."""
        super().leaveEvent(event)
        self._hover.stop()
        self._set_hovered("")

    def _look(self) -> None:
        self._set_hovered(self.element_at(self._cursor))

    def _set_hovered(self, guid: str) -> None:
        if guid != self.shown.hovered:
            self.shown.hovered = guid
            self._changed()
            self.hovered.emit(guid)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep everything in the picture until a person has moved the camera."""
        super().resizeEvent(event)
        for child in (self.canvas, self._note):
            if child is not None:
                child.setGeometry(self.rect())
        if not self._touched:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a key says."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a single key says; returns whether it says anything. Other widgets may pass theirs on."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _KEYS.get((key, modifiers == _SHIFT)) if modifiers in {Qt.KeyboardModifier.NoModifier, _SHIFT} else None
        if step is None:
            return False
        name, *values = step
        getattr(self, name)(*values)
        return True

    def go_back(self) -> bool:
        """Undo one thing, as Esc does: the selection, then what is isolated; returns whether there was any."""
        if self._boxing:
            self._boxing = False
            self._band.hide()
        elif self.selected:
            self.picked.emit(frozenset(), "set")
        elif self.shown.isolated is not None:
            self.isolate(None)
        else:
            return False
        return True


#: Key, with Shift or not -> what it does.
_KEYS: dict[tuple[int, bool], tuple[str, ...]] = {
    (Qt.Key.Key_F, False): ("frame_selection",),
    (Qt.Key.Key_Space, False): ("isolate_selection",),
    (Qt.Key.Key_H, False): ("hide_selection",),
    (Qt.Key.Key_H, True): ("show_all",),
    **{(Qt.Key.Key_1 + k, False): ("turn", view) for k, view in enumerate(VIEWS)},
}


def link(first: Viewer, second: Viewer) -> None:
    """Let two viewers look from the same place, whichever is moved."""
    first.camera_changed.connect(second.set_camera)
    second.camera_changed.connect(first.set_camera)


def combined(selection: frozenset[str], guids: frozenset[str], how: str) -> frozenset[str]:
    """Return a selection after a pick.

    >>> sorted(combined(frozenset("ab"), frozenset("bc"), "toggle"))
    ['a', 'c']
    """
    if how == "add":
        return selection | guids
    return selection ^ guids if how == "toggle" else guids


def _none_hatched(colours: Float32Array) -> BoolArray:
    return np.zeros(len(colours), dtype=bool)


def _box(one: QPointF, other: QPointF) -> QRect:
    return QRect(one.toPoint(), other.toPoint()).normalized()
