"""Draw ``ui/icons/bldgassess-*.png`` from ``bldgassess.svg``, our own drawing, with Qt.

Run from the checkout: ``python tools/make_icons.py``. Sizes are those of the freedesktop icon theme.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[1] / "ui" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def draw(size: int) -> QImage:
    """Return the icon with a width of ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(FOLDER / "bldgassess.svg")).render(painter)
    painter.end()
    return image


def main() -> None:
    """Write all sizes."""
    _app = QGuiApplication([*sys.argv[:1], "-platform", "offscreen"])
    for size in SIZES:
        draw(size).save(str(FOLDER / f"bldgassess-{size}.png"))


if __name__ == "__main__":
    main()
