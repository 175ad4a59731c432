"""What a viewer shows, drawn by the graphics card through moderngl: faces, edges, outlines of what is marked."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from ui.viewer.camera import Camera, FloatArray
from ui.viewer.colours import Colour
from ui.viewer.scene import Scene
from ui.viewer.section import MOST
from ui.viewer.shown import Shown

#: Width of the table of colours, one texel an element.
_TABLE_WIDTH = 1024
#: Samples a point while nothing moves; the longest that one picture spends on uploading [s]; rest after a move [ms].
_SAMPLES, _UPLOAD_S, _REST_MS = 4, 0.012, 180
#: A picture that takes longer is not made better [s]: smoothing costs three times as much in software.
_SLOW_S = 0.05
_CLIP_DISTANCE_0 = 0x3000
#: Share of the accent colour in the colour of what is selected: the data colour stays readable.
_TINT = 0.3
_COMMON = """
#version 330
uniform mat4 transform;
uniform vec4 cuts[3];
uniform sampler2D table;
in vec3 position;
in int owner;
out float gl_ClipDistance[3];
ivec4 row() { return ivec4(texelFetch(table, ivec2(owner & 1023, owner >> 10), 0) * 255.0 + 0.5); }
void cut() { for (int k = 0; k < 3; k++) gl_ClipDistance[k] = dot(vec4(position, 1.0), cuts[k]); }
"""
_VERTEX = (
    _COMMON
    + """
out vec3 place;
flat out vec3 colour;
flat out int flags;
void main() {
    ivec4 own = row();
    colour = vec3(own.rgb) / 255.0;
    flags = own.a;
    place = position;
    cut();
    gl_Position = (flags & 1) != 0 ? transform * vec4(position, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
"""
)
_FRAGMENT = """
#version 330
uniform vec4 accent;
uniform float scale;
in vec3 place;
flat in vec3 colour;
flat in int flags;
out vec4 result;
void main() {
    vec3 normal = normalize(cross(dFdx(place), dFdy(place)));
    float sun = abs(dot(normal, normalize(vec3(0.45, 0.25, 0.86))));
    vec3 own = colour;
    if ((flags & 4) != 0 && mod(gl_FragCoord.x + gl_FragCoord.y, 7.0 * scale) < 2.0 * scale) own *= 0.66;
    if ((flags & 2) != 0) own = mix(own, accent.rgb, accent.a);
    result = vec4(own * (0.62 + 0.38 * sun), 1.0);
}
"""
_LINE_VERTEX = (
    _COMMON
    + """
uniform vec2 nudge;
void main() {
    vec4 there = transform * vec4(position, 1.0);
    there.z -= 0.00012 * there.w;
    there.xy += nudge * there.w;
    cut();
    gl_Position = (row().a & 1) != 0 ? there : vec4(2.0, 2.0, 2.0, 1.0);
}
"""
)
_LINE_FRAGMENT = """
#version 330
uniform vec4 ink;
out vec4 result;
void main() { result = ink; }
"""
_POINT = np.dtype([("position", "<f4", 3), ("owner", "<i4")])
_LAYOUT = ("3f 1i", "position", "owner")


def surface_format() -> QSurfaceFormat:
    """OpenGL 3.3 core with depth; the picture makes its own samples, and none while it moves."""
    wanted = QSurfaceFormat()
    wanted.setVersion(3, 3)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(24)
    return wanted


@dataclass(slots=True)
class _Kept:
    """A part of the scene on the graphics card."""

    faces: Any
    lines: Any
    buffers: list[Any]

    def release(self) -> None:
        for item in (self.faces, self.lines, *self.buffers):
            if item is not None:
                item.release()


@dataclass(slots=True)
class _Card:
    """All that is on the graphics card; released as a whole, where the context is current."""

    gl: Any
    faces: Any
    lines: Any
    table: Any = None
    parts: list[_Kept] = field(default_factory=list)
    outlines: list[_Kept] = field(default_factory=list)
    smooth: tuple[Any, ...] = ()

    def release_scene(self) -> None:
        for item in (*self.parts, *self.outlines):
            item.release()
        self.parts, self.outlines = [], []

    def release(self) -> None:
        self.release_scene()
        for item in (*self.smooth, self.table, self.faces, self.lines):
            if item is not None:
                item.release()
        self.smooth, self.table = (), None


class Canvas(QOpenGLWidget):
    """Draws what is shown. Each part of the scene is uploaded once; all else is a small table, a texel an element."""

    def __init__(self, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFormat(surface_format())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.camera = Camera()
        #: What the last rough picture, and the last with edges, took until it was on the screen [s].
        self.frame_s = self._edged_s = 0.0
        self._started, self._is_rough, self._is_moving = 0.0, False, False
        self._shown = shown
        self._ground, self._ink, self._accent = (1.0, 1.0, 1.0), (0.1, 0.1, 0.1), (0.0, 0.4, 0.8)
        self._card: _Card | None = None
        self._origin: FloatArray = np.zeros(3)
        self._new_scene = self._new_table = self._new_marks = True
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.frameSwapped.connect(self._measure)

    @property
    def is_complete(self) -> bool:
        """Whether all of the scene is on the graphics card, and nothing moves."""
        card = self._card
        there = card is not None and len(card.parts) == len(self._shown.scene.parts)
        return there and not self._rest.isActive() and not (self._new_scene or self._new_table)

    @property
    def objects(self) -> int:
        """How many parts are on the graphics card."""
        return len(self._card.parts) if self._card else 0

    def set_theme(self, ground: Colour, ink: Colour, accent: Colour) -> None:
        """Set the colours of the background, of edges and of marks."""
        self._ground, self._ink, self._accent = ground, ink, accent
        self.update()

    def show_scene(self) -> None:
        """Draw another scene."""
        self._new_scene = self._new_table = self._new_marks = True
        self._rest.start()
        self.update()

    def show_table(self) -> None:
        """Draw other colours or marks."""
        self._new_table = self._new_marks = True
        self._rest.start()
        self.update()

    def show_moved(self, camera: Camera) -> None:
        """Draw from elsewhere, quickly, and well when it rests."""
        self.camera, self._is_moving = camera, True
        self._rest.start()
        self.update()

    def _rested(self) -> None:
        self._is_moving = False
        self.update()

    def _measure(self) -> None:
        """Note how long a picture took: one that is slow already is not smoothed, nor edged while it moves."""
        if self._is_rough:
            self.frame_s = time.perf_counter() - self._started
            if not self._is_bare:
                self._edged_s = self.frame_s

    @property
    def _is_bare(self) -> bool:
        """Whether edges are left out of a picture that moves."""
        return self._is_moving and self._edged_s > _SLOW_S

    def initializeGL(self) -> None:  # noqa: N802 - Qt's name
        """Compile the programs; called again with a new context, after all of the old one was released."""
        import moderngl

        gl = moderngl.create_context(require=330)
        faces = gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._card = _Card(gl, faces, gl.program(vertex_shader=_LINE_VERTEX, fragment_shader=_LINE_FRAGMENT))
        self._new_scene = self._new_table = self._new_marks = True
        self.context().aboutToBeDestroyed.connect(self._release)

    def _release(self) -> None:
        """Give back what the card holds: contexts of a window share it, so that it outlives its own."""
        if self._card is not None:
            self.makeCurrent()
            self._card.release()
            self._card = None
            self.doneCurrent()

    def paintGL(self) -> None:  # noqa: N802 - Qt's name
        """Draw faces, then edges a hair in front, then outlines over all."""
        card = self._card
        if card is None:
            return
        self._started = start = time.perf_counter()
        screen = card.gl.detect_framebuffer(self.defaultFramebufferObject())
        if self._new_scene:
            card.release_scene()
            self._origin, self._new_scene = (self._shown.scene.low + self._shown.scene.high) / 2.0, False
        is_whole = self._upload_some(card, start)
        is_smooth = is_whole and not self._rest.isActive() and self.frame_s < _SLOW_S
        self._is_rough = is_whole and not is_smooth
        target = self._smooth_target(card, screen.size) if is_smooth else screen
        target.use()
        card.gl.enable(card.gl.DEPTH_TEST)
        card.gl.clear(*self._ground, 1.0)
        if card.parts:
            self._draw(card, screen.size)
        else:
            self._new_table = self._new_marks = False
        if is_smooth:
            card.gl.copy_framebuffer(screen, target)
        screen.use()
        if not is_whole:
            self.update()

    def _smooth_target(self, card: _Card, size: tuple[int, int]) -> Any:  # noqa: ANN401 - moderngl has no types
        if not card.smooth or card.smooth[0].size != size:
            for item in card.smooth:
                item.release()
            samples = min(_SAMPLES, card.gl.max_samples)
            colour, depth = card.gl.renderbuffer(size, 4, samples=samples), card.gl.depth_renderbuffer(size, samples)
            card.smooth = card.gl.framebuffer([colour], depth), colour, depth
        return card.smooth[0]

    def _draw(self, card: _Card, size: tuple[int, int]) -> None:
        if self._new_table:
            self._write_table(card)
        if self._new_marks:
            self._outline(card)
        card.table.use(0)
        transform = self.camera.projection_matrix(size[0] / max(size[1], 1)) @ self.camera.view_matrix()
        transform = transform @ _moved(self._origin)
        planes = [_relative(cut.plane, self._origin) for cut in self._shown.cuts[:MOST]]
        for program in (card.faces, card.lines):
            program["transform"].write(transform.T.astype("f4").tobytes())
            program["cuts"].write(np.array([*planes, *[(0, 0, 0, 1)] * (MOST - len(planes))], dtype="f4").tobytes())
        card.faces["accent"].value = (*self._accent, _TINT)
        card.faces["scale"].value = self.devicePixelRatioF()
        for k in range(len(planes)):
            card.gl.enable_direct(_CLIP_DISTANCE_0 + k)
        for part in card.parts:
            part.faces.render()
        card.lines["nudge"].value = (0.0, 0.0)
        card.lines["ink"].value = (*self._ink, 1.0)
        for part in () if self._is_bare else card.parts:
            if part.lines is not None:
                part.lines.render(card.gl.LINES)
        self._draw_outlines(card, size)
        for k in range(len(planes)):
            card.gl.disable_direct(_CLIP_DISTANCE_0 + k)

    def _draw_outlines(self, card: _Card, size: tuple[int, int]) -> None:
        """Draw edges of what is marked two points wide where they are seen, and faintly where something hides them."""
        step = 2.0 * self.devicePixelRatioF() / np.array(size)
        for outline in card.outlines:
            card.lines["ink"].value = (*self._accent, 0.35)
            card.gl.disable(card.gl.DEPTH_TEST)
            card.gl.enable(card.gl.BLEND)
            outline.lines.render(card.gl.LINES)
            card.gl.disable(card.gl.BLEND)
            card.gl.enable(card.gl.DEPTH_TEST)
            card.lines["ink"].value = (*self._accent, 1.0)
            for nudge in ((0.0, 0.0), (step[0], 0.0), (0.0, step[1])):
                card.lines["nudge"].value = nudge
                outline.lines.render(card.gl.LINES)
            card.lines["nudge"].value = (0.0, 0.0)

    # uploading

    def _upload_some(self, card: _Card, start: float) -> bool:
        """Upload parts until time is up, at least one; returns whether all are there."""
        scene = self._shown.scene
        for part, first in list(zip(scene.parts, scene.starts, strict=True))[len(card.parts) :]:
            card.parts.append(self._upload(card, part, first))
            if time.perf_counter() - start > _UPLOAD_S:
                break
        return len(card.parts) == len(scene.parts)

    def _upload(self, card: _Card, part: Scene, first: int) -> _Kept:
        points = np.empty(len(part.vertices), dtype=_POINT)
        points["position"], points["owner"] = part.vertices - self._origin, part.vertex_owner + first
        buffers = [card.gl.buffer(points.tobytes()), card.gl.buffer(part.faces.astype("<u4").tobytes())]
        faces = card.gl.vertex_array(card.faces, [(buffers[0], *_LAYOUT)], index_buffer=buffers[1])
        lines = None
        if len(part.edges):
            buffers.append(card.gl.buffer(part.edges.astype("<u4").tobytes()))
            lines = card.gl.vertex_array(card.lines, [(buffers[0], *_LAYOUT)], index_buffer=buffers[2])
        return _Kept(faces, lines, buffers)

    def _write_table(self, card: _Card) -> None:
        """Write colours and marks of all elements into the texture."""
        rows = self._shown.table()
        size = (_TABLE_WIDTH, -(-max(len(rows), 1) // _TABLE_WIDTH))
        if card.table is None or card.table.size != size:
            if card.table is not None:
                card.table.release()
            card.table = card.gl.texture(size, 4)
            card.table.filter = (card.gl.NEAREST, card.gl.NEAREST)
        texels = np.zeros((size[0] * size[1], 4), dtype=np.uint8)
        texels[: len(rows)] = rows
        card.table.write(texels.tobytes())
        self._new_table = False

    def _outline(self, card: _Card) -> None:
        """Upload the edges of what is selected or under the cursor."""
        for item in card.outlines:
            item.release()
        card.outlines, self._new_marks = [], False
        scene, places = self._shown.scene, self._shown.places({*self._shown.selected, self._shown.hovered})
        found = []
        for part, first in zip(scene.parts, scene.starts, strict=True):
            edges = part.edges[places[first + part.vertex_owner[part.edges[:, 0]]]].reshape(-1)
            points = np.empty(len(edges), dtype=_POINT)
            points["position"], points["owner"] = part.vertices[edges] - self._origin, part.vertex_owner[edges] + first
            found.append(points)
        points = np.concatenate(found) if found else np.empty(0, dtype=_POINT)
        if len(points):
            buffer = card.gl.buffer(points.tobytes())
            card.outlines.append(_Kept(None, card.gl.vertex_array(card.lines, [(buffer, *_LAYOUT)]), [buffer]))


def _moved(origin: FloatArray) -> FloatArray:
    matrix = np.eye(4)
    matrix[:3, 3] = origin
    return matrix


def _relative(plane: tuple[float, float, float, float], origin: FloatArray) -> tuple[float, float, float, float]:
    a, b, c, d = plane
    return a, b, c, d + float(np.dot((a, b, c), origin))
