"""Grow a scene in a real viewer and check what its pictures show; run by test_viewer.py under a (virtual) screen."""

import sys

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from bldgassess.model import Mesh
from ui.app import make_app
from ui.viewer.scene import GrowingScene, make_scene
from ui.viewer.widget import Viewer

CUBE = np.array([(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])
FACES = np.array([(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
                  (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)])  # fmt: skip
RED, GREEN = np.array([[1.0, 0.0, 0.0]], dtype=np.float32), np.array([[0.0, 1.0, 0.0]], dtype=np.float32)


def settle():
    loop = QEventLoop()
    QTimer.singleShot(200, loop.quit)
    loop.exec()


def amounts(viewer):
    """Return how many points of the picture are red, green and blue."""
    image = viewer.grabFramebuffer()
    colours = [image.pixelColor(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
    rows = [(c.red(), c.green(), c.blue()) for c in colours]
    return [sum(row[k] > 90 and max(row[j] for j in range(3) if j != k) < 60 for row in rows) for k in range(3)]


def main():
    make_app()
    viewer = Viewer()
    viewer.resize(500, 400)
    viewer.set_theme("#FFFFFF", "#101010", "#0000FF")
    viewer.show()
    scene, uploads = GrowingScene(), []
    upload = viewer._upload
    viewer._upload = lambda part: (uploads.append(part.guids), upload(part))
    scene.append(make_scene({"a": Mesh(CUBE.copy(), FACES.copy())}, ["a"]))
    viewer.set_scene(scene, RED)
    settle()
    red, green, _ = amounts(viewer)
    assert red > 50 and green == 0
    camera = viewer.camera
    scene.append(make_scene({"b": Mesh(CUBE + np.array([1.5, 0.0, 0.0]), FACES.copy())}, ["b"]))
    viewer.grow(GREEN)
    settle()
    red, green, _ = amounts(viewer)
    assert red > 20 and green > 20
    assert viewer.camera != camera, "untouched: everything stays in the picture"
    viewer._touched = True
    camera = viewer.camera
    scene.append(make_scene({"c": Mesh(CUBE + np.array([0.0, 9.0, 0.0]), FACES.copy())}, ["c"]))
    viewer.grow(RED)
    settle()
    assert viewer.camera == camera, "touched: it stays where the person put it"
    viewer.set_selection(frozenset({"b"}))
    settle()
    red, green, blue = amounts(viewer)
    assert green == 0 and blue > 20
    assert uploads == [("a",), ("b",), ("c",)], uploads
    viewer.set_scene(scene, np.concatenate([RED, RED, RED]))
    settle()
    assert len(uploads) == 6
    sys.stdout.write("grown\n")


if __name__ == "__main__":
    main()
