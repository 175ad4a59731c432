"""What every chart needs: measuring and shortening text, ticks, and the style that it is drawn in."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.charts.ops import Line, Measure, Op, Text
from reports.charts.palette import LIGHT, Palette
from reports.figures import number

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
#: What a line may be broken between: Chinese characters, words, spaces.
_PIECES = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}]+|\s+")
_STOPS = frozenset("，。；：、！？）》」』”’%")


def estimate_width(text: str, size: float, bold: bool) -> float:
    """Guess the width of a text without a font: wide characters count one em, others about half."""
    wide = sum(1 for letter in text if unicodedata.east_asian_width(letter) in "WF")
    return size * (wide + (0.56 if bold else 0.52) * (len(text) - wide))


@dataclass(frozen=True, slots=True)
class Style:
    """Palette, language, translation and font measure of whoever draws; ``size``: text size."""

    palette: Palette = LIGHT
    language: str = "en"
    translate: Callable[[str], str] = field(default=str)
    measure: Measure = estimate_width
    size: float = 9.0

    def number(self, value: float | None, *, sign: bool = False) -> str:
        """Format a number in the style's language."""
        return number(value, self.language, sign=sign)

    def width(self, text: str, *, bold: bool = False, size: float | None = None) -> float:
        """Measure a text."""
        return self.measure(text, size or self.size, bold)

    def elide(self, text: str, room: float) -> str:
        """Shorten a text with an ellipsis until it fits."""
        if self.width(text) <= room:
            return text
        while text and self.width(text + "…") > room:
            text = text[:-1]
        return text.rstrip() + "…" if text else ""

    def wrap(self, text: str, room: float, *, size: float | None = None, bold: bool = False) -> list[str]:
        """Break a text into lines that fit: at spaces and beside Chinese characters, no stop at the start of a line.

        >>> Style().wrap("one two", 20.0)
        ['one', 'two']
        """

        def fits(words: str) -> bool:
            return self.width(words, bold=bold, size=size) <= room

        pieces = _PIECES.findall(text)
        if " " not in text:  # a word too long for a line is broken between its letters
            pieces = [part for word in pieces for part in ([word] if fits(word) else word)]
        lines, current = [], ""
        for piece in pieces:
            if current.strip() and piece not in _STOPS and not fits((current + piece).rstrip()):
                lines.append(current.rstrip())
                current = piece.lstrip()
            else:
                current += piece
        return [*lines, current.rstrip()]


def nice_ticks(low: float, high: float, count: int = 4) -> tuple[float, ...]:
    """Return round values that cover a range.

    >>> nice_ticks(0.0, 87.0)
    (0.0, 25.0, 50.0, 75.0, 100.0)
    """
    if high - low < 1e-6:
        high = low + 1.0
    span = high - low
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1.0, 2.0, 2.5, 5.0, 10.0) if raw <= power * k + 1e-12)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * k, 10) for k in range(first, last + 1))


def value_axis(
    style: Style, ticks: tuple[float, ...], left: float, right: float, y_of: Callable[[float], float]
) -> list[Op]:
    """Draw grid lines and tick labels of a vertical axis."""
    ops: list[Op] = []
    for tick in ticks:
        y = y_of(tick)
        colour = style.palette.line if tick == 0.0 else style.palette.grid
        ops.append(Line(((left, y), (right, y)), colour, 0.75 if tick == 0.0 else 0.5))
        ops.append(
            Text(
                left - 4, y + 0.35 * style.size, style.number(tick), style.size * 0.9, style.palette.muted, anchor="end"
            )
        )
    return ops
