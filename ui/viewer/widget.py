"""The 3D picture: QOpenGLWidget drawn through moderngl; orbit, zoom, pan, pick."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QSurfaceFormat, QWheelEvent
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from ui.viewer.camera import Camera
from ui.viewer.colours import rgb
from ui.viewer.scene import GrowingScene, Scene, growing, pick

#: Width of the table of colours, one texel an element.
_TABLE_WIDTH = 1024
_VERTEX = """
#version 330
uniform mat4 transform;
uniform sampler2D table;
in vec3 position;
in vec3 normal;
in int owner;
out vec3 shade;
void main() {
    gl_Position = transform * vec4(position, 1.0);
    vec3 colour = texelFetch(table, ivec2(owner & 1023, owner >> 10), 0).rgb;
    float sun = abs(dot(normal, normalize(vec3(0.45, 0.25, 0.86))));
    shade = colour * (0.58 + 0.42 * sun);
}
"""
_FRAGMENT = """
#version 330
in vec3 shade;
out vec4 result;
void main() { result = vec4(shade, 1.0); }
"""
_LINE_VERTEX = """
#version 330
uniform mat4 transform;
in vec3 position;
void main() {
    vec4 place = transform * vec4(position, 1.0);
    place.z -= 0.00012 * place.w;
    gl_Position = place;
}
"""
_LINE_FRAGMENT = """
#version 330
uniform vec4 ink;
out vec4 result;
void main() { result = ink; }
"""
Float32Array = npt.NDArray[np.float32]


def surface_format() -> QSurfaceFormat:
    """OpenGL 3.3 core with depth and four samples."""
    wanted = QSurfaceFormat()
    wanted.setVersion(3, 3)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(24)
    wanted.setSamples(4)
    return wanted


_CORNER = np.dtype([("position", "<f4", 3), ("normal", "<f4", 3), ("owner", "<i4")])


class Viewer(QOpenGLWidget):
    """Shows a scene with a colour an element; the selected ones in the accent colour.

    Each part of the scene is uploaded once. Colours are a small texture, so that neither a new colour nor a selection
    nor a part that is added touches what the graphics card has.
    """

    picked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFormat(surface_format())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.camera = Camera()
        self.scene: GrowingScene | None = None
        self._colours: Float32Array = np.zeros((0, 3), dtype=np.float32)
        self._selected: frozenset[str] = frozenset()
        self._ground, self._ink, self._accent = (1.0, 1.0, 1.0), (0.1, 0.1, 0.1), (0.0, 0.4, 0.8)
        self._gl: Any = None
        self._table: Any = None
        self._drawn: list[tuple[Any, Any]] = []
        self._buffers: list[Any] = []
        self._old: list[Any] = []
        self._uploaded_elements = 0
        self._table_stale = True
        self._last = QPointF()
        self._moved = self._touched = False
        self.setAccessibleName("3D")

    def set_scene(self, scene: GrowingScene | Scene, colours: Float32Array) -> None:
        """Show a scene, framed."""
        self.scene, self._colours, self._table_stale = growing(scene), colours, True
        self._forget_parts()
        self._touched = False
        self.frame()
        self.update()

    def grow(self, colours: Float32Array) -> None:
        """Show what was added to the scene. The camera stays where a person has put it."""
        self._colours, self._table_stale = np.concatenate([self._colours, colours]), True
        if not self._touched:
            self.frame()
        self.update()

    def set_colours(self, colours: Float32Array) -> None:
        """Recolour the elements."""
        self._colours, self._table_stale = colours, True
        self.update()

    def set_selection(self, guids: frozenset[str]) -> None:
        """Mark elements."""
        self._selected, self._table_stale = guids, True
        self.update()

    def set_theme(self, ground: str, ink: str, accent: str) -> None:
        """Set the background, the edges and the selection's colour."""
        self._ground, self._ink, self._accent = rgb(ground), rgb(ink), rgb(accent)
        self._table_stale = True
        self.update()

    def frame(self) -> None:
        """Look at everything."""
        if self.scene is not None:
            self.camera = self.camera.framed(self.scene.low, self.scene.high, self.width() / max(self.height(), 1))
            self.update()

    def initializeGL(self) -> None:  # noqa: N802 - Qt's name
        """Compile the two programs; called again with a new context, where nothing is left of the old one."""
        import moderngl

        self._gl = moderngl.create_context(require=330)
        self._face_program = self._gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._line_program = self._gl.program(vertex_shader=_LINE_VERTEX, fragment_shader=_LINE_FRAGMENT)
        self._drawn, self._buffers, self._old = [], [], []
        self._table, self._uploaded_elements, self._table_stale = None, 0, True

    def paintGL(self) -> None:  # noqa: N802 - Qt's name
        """Draw faces, then edges a hair in front."""
        if self._gl is None:
            return
        screen = self._gl.detect_framebuffer(self.defaultFramebufferObject())
        screen.use()
        self._gl.enable(self._gl.DEPTH_TEST)
        self._gl.clear(*self._ground, 1.0)
        for item in self._old:
            item.release()
        self._old = []
        if self.scene is None or not self.scene.parts:
            return
        for part in self.scene.parts[len(self._drawn) :]:
            self._upload(part)
        if self._table_stale:
            self._write_table(self.scene)
        self._table.use(0)
        aspect = self.width() / max(self.height(), 1)
        transform = (self.camera.projection_matrix(aspect) @ self.camera.view_matrix()).T.astype("f4").tobytes()
        self._face_program["transform"].write(transform)
        self._line_program["transform"].write(transform)
        self._line_program["ink"].value = (*self._ink, 1.0)
        for faces, _ in self._drawn:
            faces.render()
        for _, lines in self._drawn:
            if lines is not None:
                lines.render(self._gl.LINES)

    def _forget_parts(self) -> None:
        """Let the next picture, which has the context, release what is on the graphics card."""
        self._old += [item for pair in self._drawn for item in pair if item is not None] + self._buffers
        self._drawn, self._buffers, self._uploaded_elements = [], [], 0

    def _upload(self, part: Scene) -> None:
        data = np.empty((len(part.corners), 3), dtype=_CORNER)
        data["position"] = part.corners
        data["normal"] = part.normals[:, None, :]
        data["owner"] = part.owner[:, None] + self._uploaded_elements
        self._uploaded_elements += len(part.guids)
        buffer = self._gl.buffer(data.tobytes())
        self._buffers.append(buffer)
        layout = [(buffer, "3f 3f 1i", "position", "normal", "owner")]
        faces, lines = self._gl.vertex_array(self._face_program, layout), None
        if len(part.edges):
            buffer = self._gl.buffer(part.edges.astype(np.float32).tobytes())
            self._buffers.append(buffer)
            lines = self._gl.vertex_array(self._line_program, [(buffer, "3f", "position")])
        self._drawn.append((faces, lines))

    def _write_table(self, scene: GrowingScene) -> None:
        """Write the colours of all elements into the texture, the selected ones in the accent colour."""
        rows = -(-max(len(scene.guids), 1) // _TABLE_WIDTH)
        table = np.zeros((rows * _TABLE_WIDTH, 4), dtype=np.uint8)
        count = min(len(self._colours), len(scene.guids))
        table[:count, :3] = np.round(self._colours[:count] * 255.0)
        if self._selected:
            chosen = [index for index, guid in enumerate(scene.guids) if guid in self._selected]
            table[chosen, :3] = np.round(np.array(self._accent) * 255.0)
        size = (_TABLE_WIDTH, rows)
        if self._table is None or self._table.size != size:
            if self._table is not None:
                self._table.release()
            self._table = self._gl.texture(size, 4)
            self._table.filter = (self._gl.NEAREST, self._gl.NEAREST)
        self._table.write(table.tobytes())
        self._table_stale = False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag or a click."""
        self._last, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Orbit with the left button, pan with the others."""
        step = event.position() - self._last
        if not self._moved and abs(step.x()) + abs(step.y()) < 4:
            return
        self._last, self._moved, self._touched = event.position(), True, True
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.camera = self.camera.orbited(0.4 * step.x(), 0.4 * step.y())
        elif event.buttons():
            self.camera = self.camera.panned(-step.x() / self.width(), step.y() / self.height())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click without a drag picks what is under the cursor."""
        if self._moved or self.scene is None or event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position()
        found = pick(self.scene, *self.camera.ray(place.x(), place.y(), self.width(), self.height()))
        more = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        self.picked.emit(found or "", more)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep everything in the picture until the person has moved the camera."""
        super().resizeEvent(event)
        if not self._touched:
            self.frame()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom."""
        self._touched = True
        self.camera = self.camera.zoomed(0.999 ** event.angleDelta().y())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F frames everything."""
        if event.key() == Qt.Key.Key_F:
            self.frame()
        else:
            super().keyPressEvent(event)
