"""Check what pictures of a real viewer show, point by point; run by test_viewer.py under a (virtual) screen."""

import sys
import time

import numpy as np
from PySide6.QtWidgets import QApplication

from bldgassess.model import Mesh
from reports.charts.palette import LIGHT
from ui.app import make_app
from ui.viewer.colours import NO_DATA, Category, colour_by_kind, colour_by_value, rgb
from ui.viewer.legend import Legend
from ui.viewer.scene import GrowingScene, make_scene
from ui.viewer.section import Cut
from ui.viewer.widget import Viewer

CUBE = np.array([(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)])
FACES = np.array([(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
                  (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)])  # fmt: skip
RED, GREEN = np.array([[1.0, 0.0, 0.0]], dtype=np.float32), np.array([[0.0, 1.0, 0.0]], dtype=np.float32)
#: How bright a face is that looks straight up, and how far a point of the picture may be off [of 255].
UP, OFF = 0.62 + 0.38 * 0.86 / np.linalg.norm((0.45, 0.25, 0.86)), 2.5


def cube(x=0.0, y=0.0):
    return Mesh(CUBE + np.array([x, y, 0.0]), FACES.copy())


def settle(viewer):
    end = time.monotonic() + 20.0
    while not viewer.canvas.is_complete and time.monotonic() < end:
        QApplication.processEvents()
    for _ in range(5):
        QApplication.processEvents()
    return viewer.canvas.grabFramebuffer()


def amounts(viewer):
    """Return how many points of the picture are red, green and blue."""
    image = settle(viewer)
    colours = [image.pixelColor(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)]
    rows = [(c.red(), c.green(), c.blue()) for c in colours]
    return [sum(row[k] > 90 and max(row[j] for j in range(3) if j != k) < 60 for row in rows) for k in range(3)]


def grow(viewer):
    """Parts that are there are not uploaded again, and a camera that was moved stays."""
    scene, uploads, upload = GrowingScene(), [], viewer.canvas._upload
    viewer.canvas._upload = lambda card, part, first: (uploads.append(part.guids), upload(card, part, first))[1]
    scene.append(make_scene({"a": cube()}, ["a"]))
    viewer.set_scene(scene, RED)
    red, green, _ = amounts(viewer)
    assert red > 50 and green == 0
    camera = viewer.camera
    viewer.grow(make_scene({"b": cube(1.5)}, ["b"]), GREEN)
    red, green, _ = amounts(viewer)
    assert red > 20 and green > 20
    assert viewer.camera != camera, "untouched: everything stays in the picture"
    viewer._touched, camera = True, viewer.camera
    viewer.grow(make_scene({"c": cube(0.0, 9.0)}, ["c"]), RED)
    settle(viewer)
    assert viewer.camera == camera, "touched: it stays where the person put it"
    viewer.isolate({"b"})
    red, green, _ = amounts(viewer)
    assert red == 0 and green > 20
    viewer.show_all()
    viewer.set_selection(frozenset({"b"}))
    _, green, blue = amounts(viewer)
    assert green > 20 and blue > 3, "the data colour stays, with an outline in the accent colour"
    assert uploads == [("a",), ("b",), ("c",)], uploads
    assert viewer.scene.guids == ("a", "b", "c") and scene.guids == ("a",)
    viewer.set_scene(make_scene({}, ()), np.zeros((0, 3), dtype=np.float32))
    settle(viewer)
    assert viewer.canvas.objects == 0
    assert max(amounts(viewer)) == 0


def colours(viewer):
    """The picture and the legend show one table: points of both are read."""
    row = {name: cube(2.0 * k) for k, name in enumerate("abcd")}
    viewer.set_scene(make_scene(row, row), np.zeros((4, 3), dtype=np.float32))
    viewer.set_selection(frozenset())
    viewer.turn("top")
    kinds = {name: Category(name, colour, 0) for name, colour in (("p", "#D55E00"), ("q", "#0072B2"), ("r", "#F2B04A"))}
    found = colour_by_kind("kinds", "abcd", {"a": "p", "b": "q", "c": "r"}, kinds)
    legend = Legend(LIGHT, lambda words: words, lambda value: f"{value:g}")
    legend.resize(500, 60)
    legend.show_colouring(found)
    viewer.set_colours(found.colours, found.hatched)
    image, painted = settle(viewer), legend.grab().toImage()
    for k, place in enumerate(legend.places):
        swatch = np.array(painted.pixelColor(*(round(v) + 4 for v in (place.area.x(), place.area.y()))).getRgb()[:3])
        middle = at(viewer, 2.0 * k + 0.5)
        if place.is_hatched:
            shades = {image.pixelColor(middle[0] + d, middle[1]).name() for d in range(14)}
            assert len(shades) >= 2, "without data: hatched"
            assert place.colour == NO_DATA
        else:
            seen = np.array(image.pixelColor(*middle).getRgb()[:3])
            assert abs(seen / UP - swatch).max() < OFF, (seen, swatch)
            assert abs(swatch / 255.0 - rgb(place.colour)).max() < 0.01
    values = colour_by_value("values", "abcd", {"a": 1.0, "b": 2.0, "c": 9.0})
    viewer.set_colours(values.colours, values.hatched)
    image = settle(viewer)
    for k in range(3):
        seen = np.array(image.pixelColor(*at(viewer, 2.0 * k + 0.5)).getRgb()[:3])
        assert abs(seen / UP - 255.0 * values.colours[k]).max() < OFF
    viewer.set_cuts([Cut("x", 3.0)])
    image = settle(viewer)
    shown = [image.pixelColor(*at(viewer, 2.0 * k + 0.5)).name() != "#ffffff" for k in range(4)]
    assert shown == [True, True, False, False], shown


def at(viewer, x):
    (place,), _ = viewer.camera.projected(np.array([(x, 0.5, 1.0)]), (viewer.width(), viewer.height()))
    scale = viewer.devicePixelRatioF()
    return round(place[0] * scale), round(place[1] * scale)


def main():
    make_app()
    viewer = Viewer()
    viewer.resize(500, 400)
    viewer.set_theme("#FFFFFF", "#101010", "#0000FF")
    viewer.show()
    grow(viewer)
    colours(viewer)
    sys.stdout.write("grown coloured\n")


if __name__ == "__main__":
    main()
