"""Charts as vectors: the op list drawn with reportlab.graphics."""

from __future__ import annotations

from reportlab.graphics.shapes import Circle, Drawing, Group, Path, Polygon, PolyLine, String, Wedge
from reportlab.graphics.shapes import Image as Picture
from reportlab.graphics.shapes import Rect as Box
from reportlab.lib.colors import Color, HexColor

from reports.charts import hatch
from reports.charts.ops import Area, Chart, Image, Line, Op, Rect, Ring, Text
from reports.pdf.fonts import BOLD, REGULAR, drawable, register


def drawing_of(chart: Chart) -> Drawing:
    """Return a drawing of the chart's size; our y runs downwards, reportlab's upwards."""
    register()
    drawing = Drawing(chart.width, chart.height)
    for op in chart.ops:
        for shape in _shapes(op, chart.height):
            drawing.add(shape)
    return drawing


def _colour(text: str | None) -> Color | None:
    return HexColor(text) if text else None


def _shapes(op: Op, height: float) -> list[object]:
    if isinstance(op, Rect):
        return _rect(op, height)
    if isinstance(op, Line):
        points = [value for x, y in op.points for value in (x, height - y)]
        dash = list(op.dash) or None
        return [PolyLine(points, strokeColor=_colour(op.stroke), strokeWidth=op.width, strokeDashArray=dash)]
    if isinstance(op, Area):
        points = [value for x, y in op.points for value in (x, height - y)]
        return [Polygon(points, fillColor=_colour(op.fill), strokeColor=None, strokeWidth=0)]
    if isinstance(op, Ring):
        return _ring(op, height)
    if isinstance(op, Text):
        return [_text(op, height)]
    return _picture(op, height)


def _rect(op: Rect, height: float) -> list[object]:
    box = Box(
        op.x,
        height - op.y - op.height,
        op.width,
        op.height,
        rx=op.radius,
        ry=op.radius,
        fillColor=_colour(op.fill),
        strokeColor=_colour(op.stroke),
        strokeWidth=op.stroke_width if op.stroke else 0,
    )
    shapes: list[object] = [box]
    if op.hatch and op.stroke:
        shapes += _hatch(op, height)
    return shapes


def _hatch(op: Rect, height: float) -> list[object]:
    """Draw all diagonals as one path."""
    path = Path(fillColor=None, strokeColor=_colour(op.stroke), strokeWidth=0.4)
    for x0, y0, x1, y1 in hatch.hatch_lines(op):
        path.moveTo(x0, height - y0)
        path.lineTo(x1, height - y1)
    return [path]


def _ring(op: Ring, height: float) -> list[object]:
    y = height - op.y
    fill, stroke = _colour(op.fill), _colour(op.stroke)
    if op.extent_deg >= 360.0:
        if op.inner <= 0.0:
            return [Circle(op.x, y, op.outer, fillColor=fill, strokeColor=stroke, strokeWidth=op.stroke_width)]
        middle, wide = (op.outer + op.inner) / 2.0, op.outer - op.inner
        return [Circle(op.x, y, middle, fillColor=None, strokeColor=fill or stroke, strokeWidth=wide)]
    start = 90.0 - op.start_deg - op.extent_deg
    return [
        Wedge(
            op.x,
            y,
            op.outer,
            start,
            start + op.extent_deg,
            radius1=op.inner or None,
            fillColor=fill,
            strokeColor=stroke,
            strokeWidth=op.stroke_width if stroke else 0,
        )
    ]


def _text(op: Text, height: float) -> object:
    font = BOLD if op.bold else REGULAR
    string = String(
        0, 0, drawable(op.text), fontName=font, fontSize=op.size, fillColor=_colour(op.fill), textAnchor=op.anchor
    )
    group = Group(string)
    group.translate(op.x, height - op.y)
    if op.rotate_deg:
        group.rotate(-op.rotate_deg)
    return group


def _picture(op: Image, height: float) -> list[object]:
    from PIL import Image as Pillow

    picture = Pillow.frombytes("RGB", (op.columns, op.rows), op.rgb)
    return [Picture(op.x, height - op.y - op.height, op.width, op.height, picture)]
