"""What a chart is made of: rectangles, lines, areas, rings, texts and images, in a plane with y downwards.

Lengths are logical pixels in the window and points in the PDF. A colour is ``"#rrggbb"``; ``None`` draws nothing.
``key`` says what a mark stands for and what a click on it selects: a path in results.json ("carbon.modules.A1-A3",
"carbon.by_part.roof", "health.T3.spaces.<GUID>", "label.criteria.C01"), a category key, or "" for axes and the like.
``tip`` is the hover text: whole, translated and formatted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]

#: Width of a text: (text, size, bold) -> the same unit as the size. ``layout.estimate_width`` needs no font;
#: the PDF passes reportlab's ``stringWidth``, the window ``QFontMetricsF.horizontalAdvance``.
Measure = Callable[[str, float, bool], float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its upper left corner. ``hatch``: diagonal lines in ``stroke`` over the fill."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    hatch: bool = False
    radius: float = 0.0
    key: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through two or more points. ``dash``: lengths on, off; empty: solid."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    key: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str
    key: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring or a piece of one; ``inner`` 0 makes a disc or a sector.

    Angles in degrees clockwise from 12 o'clock; ``extent_deg`` 360 is the whole ring.
    """

    x: float
    y: float
    outer: float
    inner: float = 0.0
    start_deg: float = 0.0
    extent_deg: float = 360.0
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    key: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on its baseline at ``(x, y)``; ``rotate_deg`` is clockwise about that point."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    bold: bool = False
    anchor: Anchor = "start"
    rotate_deg: float = 0.0
    key: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A grid of coloured cells, row by row from the top, three bytes (r, g, b) a cell; drawn without smoothing.

    ``tip_at(column, row)`` is the hover text of a cell.
    """

    x: float
    y: float
    width: float
    height: float
    columns: int
    rows: int
    rgb: bytes
    key: str = ""
    tip: str = ""
    tip_at: Callable[[int, int], str] | None = None


Op = Rect | Line | Area | Ring | Text | Image
#: A value of the table behind a chart: text as shown, numbers in full; ``None``: not declared.
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A laid-out chart.

    Parameters
    ----------
    id : str
        Such as "carbon_modules"; stable over languages.
    width, height : float
        Size that it was laid out for.
    ops : tuple of Op
        In the order of drawing.
    title, subtitle : str
        The answer in words; quantity, unit, base and period. Shown by whoever draws, not among the ops.
    columns, rows : tuple
        The table behind the chart, numbers in full: what a screen reader reads and what is copied. A column of numbers
        names its unit in its head or has it in a column of its own.
    """

    id: str
    width: float
    height: float
    ops: tuple[Op, ...]
    title: str
    subtitle: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
