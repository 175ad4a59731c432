"""The op list of a chart painted with QPainter."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from reports.charts import hatch
from reports.charts.ops import Area, Chart, Image, Line, Op, Rect, Ring, Text


def text_width(text: str, size: float, bold: bool) -> float:
    """Measure a text as it will be painted."""
    return QFontMetricsF(font_of(size, bold)).horizontalAdvance(text)


def font_of(size: float, bold: bool) -> QFont:
    """Return the window's font at a size in logical pixels."""
    font = QFont()
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    return font


def paint_chart(painter: QPainter, chart: Chart) -> None:
    """Paint all marks."""
    for op in chart.ops:
        paint(painter, op)


def paint(painter: QPainter, op: Op) -> None:
    """Paint one op."""
    if isinstance(op, Rect):
        _rect(painter, op)
    elif isinstance(op, Line):
        pen = QPen(QColor(op.stroke), op.width)
        if op.dash:
            pen.setDashPattern([length / max(op.width, 0.1) for length in op.dash])
        painter.setPen(pen)
        painter.drawPolyline([QPointF(x, y) for x, y in op.points])
    elif isinstance(op, Area):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(op.fill))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in op.points]))
    elif isinstance(op, Ring):
        _ring(painter, op)
    elif isinstance(op, Text):
        _text(painter, op)
    elif isinstance(op, Image):
        image = QImage(op.rgb, op.columns, op.rows, 3 * op.columns, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(op.x, op.y, op.width, op.height), image)


def _rect(painter: QPainter, op: Rect) -> None:
    painter.setPen(QPen(QColor(op.stroke), op.stroke_width) if op.stroke else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(op.fill) if op.fill else Qt.BrushStyle.NoBrush)
    area = QRectF(op.x, op.y, op.width, op.height)
    painter.drawRoundedRect(area, op.radius, op.radius)
    if op.hatch and op.stroke:
        painter.setPen(QPen(QColor(op.stroke), hatch.WIDTH))
        painter.drawLines([QLineF(*line) for line in hatch.hatch_lines(op)])


def _ring(painter: QPainter, op: Ring) -> None:
    middle, wide = (op.outer + op.inner) / 2.0, op.outer - op.inner
    if op.inner > 0.0:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(op.fill or op.stroke or "#000000"), wide))
        area = QRectF(op.x - middle, op.y - middle, 2 * middle, 2 * middle)
        painter.drawArc(area, round(16 * (90 - op.start_deg)), round(-16 * op.extent_deg))
        return
    painter.setPen(QPen(QColor(op.stroke), op.stroke_width) if op.stroke else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(op.fill) if op.fill else Qt.BrushStyle.NoBrush)
    area = QRectF(op.x - op.outer, op.y - op.outer, 2 * op.outer, 2 * op.outer)
    painter.drawPie(area, round(16 * (90 - op.start_deg)), round(-16 * op.extent_deg))


def _text(painter: QPainter, op: Text) -> None:
    painter.setFont(font_of(op.size, op.bold))
    painter.setPen(QColor(op.fill))
    width = text_width(op.text, op.size, op.bold)
    shift = {"start": 0.0, "middle": -width / 2.0, "end": -width}[op.anchor]
    if not op.rotate_deg:
        painter.drawText(QPointF(op.x + shift, op.y), op.text)
        return
    painter.save()
    painter.translate(op.x, op.y)
    painter.rotate(op.rotate_deg)
    painter.drawText(QPointF(shift, 0.0), op.text)
    painter.restore()
