"""Charts as SVG, from the same marks that the PDF and the window draw; hover texts become titles."""

from __future__ import annotations

import math
from base64 import b64encode
from html import escape
from io import BytesIO

from reports.charts import hatch
from reports.charts.ops import Area, Chart, Image, Line, Op, Rect, Ring, Text

_FONT = "system-ui, 'Noto Sans', 'Noto Sans SC', sans-serif"


def chart_svg(chart: Chart) -> str:
    """Return an <svg> element."""
    shapes = "".join(_shape(op) for op in chart.ops)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(chart.width)} {_n(chart.height)}" role="img" '
        f'aria-label="{escape(chart.title)}" font-family="{escape(_FONT)}">{shapes}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shape(op: Op) -> str:
    tip = f"<title>{escape(op.tip)}</title>" if op.tip else ""
    if isinstance(op, Rect):
        size = f'x="{_n(op.x)}" y="{_n(op.y)}" width="{_n(op.width)}" height="{_n(op.height)}" rx="{_n(op.radius)}"'
        box = f"<rect {size} {_paint(op.fill, op.stroke, op.stroke_width)}>{tip}</rect>"
        return box + (_hatch(op) if op.hatch and op.stroke else "")
    if isinstance(op, Line):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in op.points)
        dash = f' stroke-dasharray="{" ".join(_n(part) for part in op.dash)}"' if op.dash else ""
        return f'<polyline points="{points}" {_paint(None, op.stroke, op.width)}{dash}>{tip}</polyline>'
    if isinstance(op, Area):
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in op.points)
        return f'<polygon points="{points}" {_paint(op.fill, None, 0.0)}>{tip}</polygon>'
    if isinstance(op, Ring):
        return f'<path d="{_ring(op)}" fill-rule="evenodd" {_paint(op.fill, op.stroke, op.stroke_width)}>{tip}</path>'
    if isinstance(op, Text):
        turn = f' transform="rotate({_n(op.rotate_deg)} {_n(op.x)} {_n(op.y)})"' if op.rotate_deg else ""
        weight = ' font-weight="700"' if op.bold else ""
        place = f'x="{_n(op.x)}" y="{_n(op.y)}" font-size="{_n(op.size)}" text-anchor="{op.anchor}"'
        return f'<text {place} fill="{op.fill}"{weight}{turn}>{escape(op.text)}</text>'
    return _image(op, tip)


def _hatch(op: Rect) -> str:
    lines = " ".join(f"M{_n(x0)} {_n(y0)}L{_n(x1)} {_n(y1)}" for x0, y0, x1, y1 in hatch.hatch_lines(op))
    return f'<path d="{lines}" {_paint(None, op.stroke, hatch.WIDTH)} pointer-events="none"/>'


def _image(op: Image, tip: str) -> str:
    from PIL import Image as Pillow

    stream = BytesIO()
    Pillow.frombytes("RGB", (op.columns, op.rows), op.rgb).save(stream, "PNG")
    place = f'x="{_n(op.x)}" y="{_n(op.y)}" width="{_n(op.width)}" height="{_n(op.height)}"'
    data = b64encode(stream.getvalue()).decode()
    look = 'preserveAspectRatio="none" style="image-rendering:pixelated"'
    return f'<image {place} {look} href="data:image/png;base64,{data}">{tip}</image>'


def _paint(fill: str | None, stroke: str | None, width: float) -> str:
    line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
    return f'fill="{fill or "none"}"{line}'


def _ring(op: Ring) -> str:
    """Return the path of a ring or sector; a whole ring as two halves, since a full arc draws nothing."""
    pieces = [(op.start_deg, op.extent_deg)]
    if op.extent_deg >= 360.0:
        pieces = [(0.0, 180.0), (180.0, 180.0)]
    return " ".join(_sector(op, start, extent) for start, extent in pieces)


def _sector(op: Ring, start: float, extent: float) -> str:
    def at(radius: float, degrees: float) -> str:
        angle = math.radians(degrees)
        return f"{_n(op.x + radius * math.sin(angle))} {_n(op.y - radius * math.cos(angle))}"

    large, end = int(extent > 180.0), start + extent
    arc = f"M {at(op.outer, start)} A {_n(op.outer)} {_n(op.outer)} 0 {large} 1 {at(op.outer, end)}"
    if op.inner <= 0.0:
        return f"{arc} L {_n(op.x)} {_n(op.y)} Z"
    return f"{arc} L {at(op.inner, end)} A {_n(op.inner)} {_n(op.inner)} 0 {large} 0 {at(op.inner, start)} Z"
