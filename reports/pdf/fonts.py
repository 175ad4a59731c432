"""The embedded pair of open fonts: Latin, Cyrillic, Chinese, and raised and lowered figures in one."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "BASans", "BASans-Bold"


@cache
def register() -> None:
    """Register the fonts once a process."""
    folder = files("reports").joinpath("fonts")
    for name, file in ((REGULAR, "BASans-Regular.ttf"), (BOLD, "BASans-Bold.ttf")):
        with as_file(folder.joinpath(file)) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    # a drawing begins with this font; reportlab's own is Helvetica, which is not embedded
    STATE_DEFAULTS["fontName"] = REGULAR
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(REGULAR, bold, italic, BOLD if bold else REGULAR)


def width(text: str, size: float, bold: bool) -> float:
    """Return the width of a text in points."""
    register()
    return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))


def drawable(text: str) -> str:
    """Replace characters that the font lacks, such as emoji in a room's name, by a white square."""
    register()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return "".join(letter if ord(letter) in known or letter in "\n\t" else "\u25a1" for letter in text)
